import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { readDocComment, readExamples } from "../scripts/rule-docs.ts";
import type { FileState } from "../src/model/git.ts";
import { at, gitWith } from "./helpers.ts";
import { run } from "./rules/run.ts";

// The examples a reader sees in docs/rules are the first tests of every rule.
describe.each(rules)("$id", ({ id, section }) => {
  const examples = readExamples(readDocComment(new URL(`../rules/${section}/${id}.ts`, import.meta.url)));

  test.each(examples)("$name", ({ name, files, expected, states, settings }) => {
    const git = gitWith(new Map([...states].map(([path, type]) => [path, { type } as FileState])));
    expect(run(id, files, { git, settings }).map(at)).toEqual(expected);
    expect(expected.length > 0).toBe(name.startsWith("Bad"));
  });

  test("has a bad and a good example", () => {
    expect(examples.map(({ name }) => name.split(" ")[0])).toEqual(expect.arrayContaining(["Bad", "Good"]));
  });
});
