import { describe, expect, test } from "vitest";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const START = "You are one of several sessions that work in parallel.\n\n";
const inPrompt = (text: string) => run("missing-fallback", [{ path: "prompt.md", text: `${START}${text}\n` }]);

describe("reports a prompt that claims", () => {
  test.each([
    ["in prose", "1. Claim the first available task in BOARD.md\n2. Do it", "prompt.md:3:4"],
    ["in a script", '```bash\nLINE=$(grep -n UNCLAIMED BOARD.md | head -1)\nsed -i "${LINE}s/UNCLAIMED/mine/" BOARD.md\n```', "prompt.md:4:16"],
  ])("%s", (_, text, place) => {
    expect(inPrompt(text).map(at)).toEqual([place]);
  });
});

describe("accepts a prompt that says what to do without work", () => {
  const claim = "1. Claim the first available task in BOARD.md\n";
  test.each([
    ["If no tasks are available, stop."],
    ["If you cannot find any free task, stop."],
    ["When everything is taken: report it."],
    ["When you run out of work, help the others."],
    ["## No unclaimed tasks left\n\nStop."],
    ["Nothing left to claim? Stop."],
    ["If none is free: report and exit."],
    ["If nothing is free, write so to BLOCKERS.md and stop."],
    ["When the queue is empty, write so to BLOCKERS.md."],
    ["If there is nothing left to claim, say «All complete»."],
    ["Once all sessions are COMPLETE, print a summary."],
    ['```bash\nif [ -z "$TASK" ]; then exit 0; fi\n```'],
    ['```bash\necho "No work available"\n```'],
  ])("%s", (text) => {
    expect(inPrompt(`${claim}\n${text}`)).toEqual([]);
  });
});

describe("is not misled by", () => {
  test.each([
    ["a statement", "- No two tasks touch the same file, and no session waits."],
    ["a number", "These are the Phase 0 tasks."],
    ["what is done already", "- All phase 1 tasks complete"],
    ["what a function returns", "- Returns None if no qualified task is found"],
    ["a gap to be filled", "```bash\n# [no work available: fallback here]\n```"],
  ])("%s", (_, text) => {
    expect(inPrompt(`1. Claim the first available task in BOARD.md\n\n${text}`).map(at)).toEqual(["prompt.md:3:4"]);
  });
});

describe("stays silent", () => {
  test("where one session works alone", () => {
    expect(run("missing-fallback", [{ path: "prompt.md", text: "You are a careful engineer.\n\nPick the next open task from TODO.md and do it.\n" }])).toEqual(
      [],
    );
  });

  test("where work is handed out", () => {
    expect(inPrompt("You are Session 2. Write `connectors/a.md`.")).toEqual([]);
  });

  test("where claiming is only told of", () => {
    expect(inPrompt("- The sessions claim the next available task at the same time, and the first push wins.")).toEqual([]);
  });
});
