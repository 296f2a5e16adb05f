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

/* Each case differs in one thing from one that is reported; what is said stands in the snapshot. */
describe("of a board", () => {
  const open = "T-1 | IN_PROGRESS | s-1 | None";
  const many = Array.from({ length: 23 }, (_, index) => `T-${index + 2} | READY | - | T-1`);
  test.each<[string, Record<string, string>, number]>([
    ["two entries more", { "BOARD.md": board(open, "T-2 | READY | - | T-1", "T-3 | READY | - | T-1", "T-4 | READY | - | T-1") }, 1],
    ["more than are worth pointing at", { "BOARD.md": board(open, ...many) }, 1],
    ["two dependencies, told as one entry", { "BOARD.md": board(open, "T-0 | TODO | - | -", "T-2 | READY | - | T-0, T-1") }, 1],
    ["only one that is blocked", { "BOARD.md": board(open, "T-2 | BLOCKED | - | T-1", "T-3 | TODO | - | T-1") }, 0],
    [
      "as many free as blocked",
      { "BOARD.md": board(open, "T-2 | BLOCKED | - | T-1", "T-3 | BLOCKED | - | T-1", "T-4 | TODO | - | T-1", "T-5 | TODO | - | T-1") },
      1,
    ],
    [
      "more free than blocked",
      { "BOARD.md": board(open, ...["T-2", "T-3"].map((id) => `${id} | BLOCKED | - | T-1`), ...["T-4", "T-5", "T-6"].map((id) => `${id} | TODO | - | T-1`)) },
      0,
    ],
    ["available", { "BOARD.md": board(open, "T-2 | AVAILABLE | - | T-1") }, 1],
    ["a word that is no state", { "BOARD.md": board(open, "T-2 | UNBLOCKED | - | T-1") }, 0],
    ["what is not there at all", { "BOARD.md": board(open, "T-2 | READY | - | T-9") }, 0],
    ["an icon alone as the state", { "BOARD.md": board("T-1 | 🔄 | s-1 | None", "T-2 | READY | - | T-1") }, 1],
    ["an archive", { "BOARD.md": `${board(open)}\n## Archive\n\n${board("T-2 | READY | - | T-1", "T-3 | DONE | - | T-1")}` }, 0],
    ["what only a sentence says", { "BOARD.md": `${board(open, "T-2 | READY | - | -")}\n\nT-2 depends on T-1.\n` }, 0],
    ["a list of tasks without states", { "BOARD.md": `${board(open, "T-2 | READY | - | T-1")}\n\n- T-3: depends on T-1\n` }, 1],
  ])("%s", (_, files, count) => {
    expect(report(files)).toHaveLength(count);
  });
});

describe("of a prompt", () => {
  const says = (text: string, board = HELD) => report({ "BOARD.md": board, "START-PROMPT.md": `${text}\n` }).length;

  test.each([
    ...["can start", "could start", "may start", "can be started", "may begin", "can proceed", "could start work"].map((words) => `T-3 ${words} now.`),
    ...["any time", "anytime", "now", "immediately", "right away", "at once"].map((time) => `T-3 can start ${time}.`),
    "T-3 has no dependencies.",
    "T-3 and its notes have no blockers.",
    "T-3: no prerequisites",
    "T-3 is not blocked.",
    "- T-3, and T-3 alone: can start now",
  ])("%s", (text) => {
    expect(says(text)).toBe(1);
  });

  test.each([
    ...["once", "when", "after", "until", "if", "unless", "before", "while", "without", "except"].map((word) => `T-3 can start now ${word} all is said.`),
    "T-3 cannot start, or can start now.",
    "T-3 can't start, or can start now.",
    "T-3 can start.",
    "T-3 can start in an hour.",
    "Session 3 can start now.",
    "T-7 can start now.",
    "Both T-2 and T-3 can start now.",
    `T-3 can start now, ${"and that is all there is to say of it, ".repeat(11)}as all know.`,
  ])("but not: %s", (text) => {
    expect(says(text)).toBe(0);
  });

  test("names no dependency where none is known", () => {
    expect(says("T-3 can start now.", board("T-1 | IN_PROGRESS | s-1 | None", "T-3 | BLOCKED | - | None"))).toBe(1);
  });

  test("leaves a board alone that says it of its own entries, and asks only those boards that know a state", () => {
    expect(report({ "BOARD.md": `${HELD}\nT-3 can start now.\n` })).toEqual([]);
    const unstated = "| Task | Notes | Claimed By |\n|---|---|---|\n| T-3 | later | - |\n| T-4 | later | - |\n";
    expect(report({ "BOARD.md": HELD, "OTHER-BOARD.md": unstated, "START-PROMPT.md": "T-3 can start now.\n" })).toHaveLength(1);
    expect(report({ "OTHER-BOARD.md": unstated, "START-PROMPT.md": "T-3 can start now.\n" })).toEqual([]);
  });
});
