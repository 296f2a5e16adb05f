import { describe, expect, test } from "vitest";
import { run } from "./run.ts";

const report = (files: Record<string, string>) =>
  run(
    "unmet-dependency",
    Object.entries(files).map(([path, text]) => ({ path, text })),
  ).map(({ path, place, message }) => `${path}:${place.start.line} ${message}`);

const board = (...rows: string[]) => `| Task | Status | Claimed By | Dependencies |\n|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join("")}`;
const HELD = board("T-1 | IN_PROGRESS | s-1 | None", "T-2 | BLOCKED | - | T-1", "T-3 | BLOCKED | - | T-2");

describe("reports", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "what says that it is ready",
      { "BOARD.md": board("T-1 | TODO | - | None", "T-2 | READY TO START | - | T-1") },
      "BOARD.md:4 `T-2` is `READY TO START`, and `T-1`, which it depends on, is `TODO`: expected it to be blocked until then",
    ],
    [
      "any free word, where the others are blocked",
      { "BOARD.md": board("T-1 | IN_PROGRESS | s-1 | None", "T-2 | BLOCKED | - | T-1", "T-3 | BLOCKED | - | T-1", "T-4 | TODO | - | T-1") },
      "BOARD.md:6 `T-4` is `TODO`, and `T-1`, which it depends on, is `IN_PROGRESS`: expected it to be blocked until then",
    ],
    [
      "several at once",
      { "BOARD.md": board("T-1 | TODO | - | -", "T-2 | AVAILABLE | - | T-1", "T-3 | AVAILABLE | - | T-1") },
      "BOARD.md:4 `T-2` is `AVAILABLE`, and `T-1`, which it depends on, is `TODO`, and so it is with one entry more: expected it to be blocked until then",
    ],
    [
      "what a DEPENDENCIES file says",
      { "BOARD.md": board("API | CLAIMED | s-1 | -", "UI | READY | - | -"), "DEPENDENCIES.yaml": "UI:\n  depends_on: [API]\n" },
      "BOARD.md:4 `UI` is `READY`, and `API`, which it depends on, is `CLAIMED`: expected it to be blocked until then",
    ],
    [
      "a prompt that lets it start",
      { "BOARD.md": HELD, "START-PROMPT.md": "- Session 2: T-3, no dependencies\n" },
      "START-PROMPT.md:1 `no dependencies`, and `BOARD.md` has `T-3` as `BLOCKED`: expected to hear what it waits for",
    ],
  ])("%s", (_, files, expected) => {
    expect(report(files)).toEqual([expected]);
  });
});

describe("stays silent", () => {
  test.each<[string, Record<string, string>]>([
    ["a board that leaves it to its readers", { "BOARD.md": board("T-1 | TODO | - | None", "T-2 | TODO | - | T-1", "T-3 | TODO | - | T-2") }],
    ["dependencies that are done", { "BOARD.md": board("T-1 | DONE | s-1 | None", "T-2 | READY | - | T-1") }],
    ["what somebody has", { "BOARD.md": board("T-1 | TODO | - | None", "T-2 | READY | s-9 | T-1") }],
    ["what nothing is known of", { "BOARD.md": board("T-1 |  | - | None", "T-2 | READY | - | T-1") }],
    ["a condition", { "BOARD.md": HELD, "PROMPT.md": "T-3 can start immediately once T-2 is done.\n" }],
    ["what it cannot", { "BOARD.md": HELD, "PROMPT.md": "T-3 cannot start now.\n" }],
    ["two ids", { "BOARD.md": HELD, "PROMPT.md": "Do T-2 or T-3, which has no dependencies.\n" }],
    [
      "a second board where it is free",
      { "BOARD.md": HELD, "B-STATUS.md": board("T-3 | TODO | - | -", "T-9 | TODO | - | -"), "PROMPT.md": "T-3 can start now.\n" },
    ],
    ["work that is not blocked", { "BOARD.md": HELD, "PROMPT.md": "T-1 can start now.\n" }],
  ])("%s", (_, files) => {
    expect(report(files)).toEqual([]);
  });
});
