import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { flagsOf } from "../src/launch/known-flags.ts";

test.each([
  ["11.3.244.8-node.38", ["--no-regexp-tier-up", "--interrupt-budget=1500000", "--heap-growing-percent=100"]],
  ["12.4.254.21-node.33", ["--no-regexp-tier-up", "--heap-growing-percent=100"]],
  ["13.6.233.17-node.41", ["--no-regexp-tier-up", "--heap-growing-percent=100"]],
  ["14.1.1", []],
  ["10.2.154", []],
])("V8 %s gets the flags that it knows", (version, flags) => {
  expect(flagsOf(version)).toEqual(flags);
});

test("this Node takes its flags and says nothing of them", () => {
  const { status, stderr } = spawnSync(process.execPath, [...flagsOf(process.versions.v8), "-e", "0"], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
