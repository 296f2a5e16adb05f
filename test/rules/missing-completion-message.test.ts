import { describe, expect, test } from "vitest";
import { evidenceOf } from "../evidence.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const START = "You are one of several sessions that work in parallel.\n\n1. Claim the first UNCLAIMED task in BOARD.md\n\n";
const inPrompt = (text: string) => run("missing-completion-message", [{ path: "prompt.md", text: `${START}${text}\n` }]);

describe("reports", () => {
  test.each([
    ["nothing said", "2. Do it"],
    ["a status alone", "2. Set its status to COMPLETE"],
    ["a statement on what is done already", "- All phase 1 tasks complete"],
    ["a place that says what a report holds", "2. Write a report template for phase 0 completion"],
  ])("%s", (_, text) => {
    expect(inPrompt(text).map(at)).toEqual(["prompt.md:3:4"]);
  });
});

describe("accepts", () => {
  test.each([
    ["When all tasks are COMPLETE, print a summary."],
    ["All sessions complete → report and stop."],
    ["Else: all work is done, say so."],
    ["If everything is done, stop."],
    ["Then report completion to the coordinator."],
    ["Say «All complete»."],
    ["When you are done, tell the lead."],
    ["Finish with a success message."],
    ['```bash\necho "All tasks complete"\n```'],
  ])("%s", (text) => {
    expect(inPrompt(text)).toEqual([]);
  });
});

test("stays silent where one session works alone", () => {
  expect(run("missing-completion-message", [{ path: "prompt.md", text: "You are a careful engineer. Pick the next task from TODO.md.\n" }])).toEqual([]);
});

test("stays silent on a board that a prompt sends its sessions to", () => {
  const board =
    "# Board\n\nEvery session claims here: claim the first available session.\n\n## Session 1\n\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n- Repository: a/b\n- Output File: a.md\n\n## Session 2\n\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n- Repository: a/b\n- Output File: b.md\n";
  const prompt = { path: "prompt.md", text: `${START}When all tasks are COMPLETE, print a summary.\n` };
  const settings = { named: [prompt.path, "BOARD.md"], isPrompt: () => true };
  expect(run("missing-completion-message", [prompt, { path: "BOARD.md", text: board }], { settings })).toEqual([]);
  expect(run("missing-completion-message", [{ path: "BOARD.md", text: board }], { settings })).toHaveLength(1);
});

test("says for the checklist where it is", () => {
  expect(evidenceOf("missing-completion-message", [{ path: "prompt.md", text: `${START}When all tasks are done, report completion.\n` }])).toMatchObject({
    state: "passed",
    place: { start: { line: 5 } },
  });
});
