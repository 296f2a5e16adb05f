import { describe, expect, test } from "vitest";
import { run as runUnheld } from "../helpers.ts";
import { run } from "./run.ts";

const report = (files: Record<string, string>) =>
  run(
    "dependency-cycle",
    Object.entries(files).map(([path, text]) => ({ path, text })),
  ).map(({ path, place, message, related }) => `${path}:${place.start.line} ${/none of (.*) can/.exec(message)?.[1] ?? message} +${related.length}`);

const board = (...rows: string[]) => `| Task | Status | Dependencies |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join("")}`;

describe("reports", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["two rows", { "BOARD.md": board("T-1 | TODO | T-2", "T-2 | TODO | T-1") }, ["BOARD.md:3 `T-1` → `T-2` → `T-1` +1"]],
    ["an entry and itself", { "BOARD.md": board("T-1 | TODO | T-1", "T-2 | TODO | None") }, ["BOARD.md:3 `T-1` waits for itself: take this dependency out +0"]],
    [
      "three in a ring, told once",
      { "DEPENDENCIES.yml": "A:\n  depends_on: [B]\nB:\n  depends_on: [C]\nC:\n  depends_on: [A]\n" },
      ["DEPENDENCIES.yml:2 `A` → `B` → `C` → `A` +2"],
    ],
    [
      "two rings",
      { "DEPENDENCIES.json": '{ "A": { "depends_on": ["B"] }, "B": { "depends_on": "A" }, "C": { "dependsOn": ["D"] }, "D": { "dependsOn": ["C"] } }' },
      ["DEPENDENCIES.json:1 `A` → `B` → `A` +1", "DEPENDENCIES.json:1 `C` → `D` → `C` +1"],
    ],
    [
      "a file and a board",
      { "DEPENDENCIES.yaml": "Backend:\n  depends_on: [Frontend]\n", "BOARD.md": board("Backend | TODO | None", "Frontend | TODO | Backend") },
      ["BOARD.md:4 `Frontend` → `Backend` → `Frontend` +1"],
    ],
    [
      "the prompts of two sessions",
      { "session-1.md": "# Session 1\n\nWait for Session 2 before you start.\n", "session-2.md": "You are Session 2.\n\nBLOCKED BY: Sessions 1 & 3\n" },
      ["session-1.md:3 `Session 1` → `Session 2` → `Session 1` +1"],
    ],
    [
      "rows of a matrix and a prompt, in one phase",
      {
        "MATRIX.txt": "PHASE 2: Build [parallel]\n1-API | endpoints | BLOCKED by 3\n2-UI | pages | None\n\nPHASE 3: Ship\n1-API | docs | Independent\n",
        "SESSION-3.md": "# Session 3 - Phase 2\n\n### Task 1\nPull together work from Sessions 1-2:\n",
      },
      ["MATRIX.txt:2 `Session 1` → `Session 3` → `Session 1` +1"],
    ],
    [
      "a sentence with its subject",
      { "PLAN-PROMPT.md": "- Session 1: blocked by Session 2\n- Session 2 (UI) depends on Session 1\n" },
      ["PLAN-PROMPT.md:1 `Session 1` → `Session 2` → `Session 1` +1"],
    ],
  ])("%s", (_, files, expected) => {
    expect(report(files)).toEqual(expected);
  });
});

describe("stays silent", () => {
  test.each<[string, Record<string, string>]>([
    ["a diamond", { "DEPENDENCIES.yaml": "A:\n  depends_on: [B, C]\nB:\n  depends_on: [D]\nC:\n  depends_on: [D]\nD: []\n" }],
    ["work that is done", { "BOARD.md": board("T-1 | DONE | T-2", "T-2 | TODO | T-1") }],
    ["a dependency that is ticked off", { "BOARD.md": board("T-1 | TODO | T-2 ✅", "T-2 | TODO | T-1") }],
    ["all above", { "BOARD.md": board("T-1 | TODO | None", "T-2 | TODO | All above", "T-3 | TODO | All above") }],
    ["one of two", { "BOARD.md": board("T-1 | TODO | T-2 or T-3", "T-2 | TODO | T-1", "T-3 | TODO | -") }],
    ["what is no dependency", { "session-1.md": "# Session 1\n\nDon't wait for Session 2.\n", "session-2.md": "# Session 2\n\nWait for Session 1.\n" }],
    ["a condition", { "session-1.md": "# Session 1\n\nIf you are blocked by Session 2, say so.\n", "session-2.md": "# Session 2\n\nWait for Session 1.\n" }],
    ["other phases", { "session-1.md": "# Session 1 - Phase 1\n\nWait for Session 2.\n", "session-2.md": "# Session 2 - Phase 2\n\nWait for Session 1.\n" }],
    ["other folders", { "a/session-1.md": "# Session 1\n\nWait for Session 2.\n", "b/session-2.md": "# Session 2\n\nWait for Session 1.\n" }],
    ["a bad example", { "PROMPT.md": "## ❌ Wrong\n\n- Session 1: blocked by Session 2\n- Session 2: blocked by Session 1\n" }],
    ["the environment of a program", { "dependencies.yaml": "dependencies:\n  - python=3.12\n  - numpy\n" }],
    ["the same ids on two boards", { "a/BOARD.md": board("T-1 | TODO | T-2", "T-2 | TODO | -"), "b/BOARD.md": board("T-1 | TODO | -", "T-2 | TODO | T-1") }],
  ])("%s", (_, files) => {
    expect(report(files)).toEqual([]);
  });
});

test("a ring of ten thousand", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `node${index}`);
  const text = names.map((name, index) => `${name}:\n  depends_on: [${names[(index + 1) % names.length]!}]\n`).join("");
  const [finding, ...others] = runUnheld("dependency-cycle", [{ path: "DEPENDENCIES.yaml", text }]);
  expect(others).toEqual([]);
  expect(finding!.message).toContain("`node0` → `node1` → `node2`");
  expect(finding!.message).toContain("(9992 more) → `node9999` → `node0`");
  expect(finding!.message.length).toBeLessThan(400);
  expect(finding!.related).toHaveLength(9_999);
});

test("names of an object's own", () => {
  expect(report({ "DEPENDENCIES.yaml": "__proto__:\n  depends_on: [constructor]\nconstructor:\n  depends_on: [__proto__]\n" })).toEqual([
    "DEPENDENCIES.yaml:2 `__proto__` → `constructor` → `__proto__` +1",
  ]);
});
