import { describe, expect, test } from "vitest";
import { evidenceOf } from "../evidence.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const START = "You are one of several sessions that work in parallel.\n\n1. Claim the first UNCLAIMED task in BOARD.md\n\n";
const inPrompt = (text: string) => run("missing-escalation", [{ path: "prompt.md", text: `${START}${text}\n` }]);

describe("reports", () => {
  test.each([
    ["a claim", "2. Do it"],
    ["a wait that ends", "If none is free, wait 10 minutes, 3 times at most, then stop."],
    ["a person who is not to be asked", "Never ask the user. Do not report blockers."],
    ["a feature of that name", "The branch is `team/sip-escalate-integration`; IF.escalate comes later."],
    ["a file that is only looked at", "```bash\ncat BLOCKERS.md\n```"],
    ["the wrong way", "❌ WRONG: write to BLOCKERS.md"],
  ])("%s", (_, text) => {
    expect(inPrompt(text).map(at)).toEqual(["prompt.md:3:4"]);
  });

  test("a wait for others without a claim", () => {
    const text =
      "You are one of several agents that work in parallel with other agents.\n\nIf another session has claimed it:\n\n- Wait for the other sessions\n";
    expect(run("missing-escalation", [{ path: "prompt.md", text }]).map(at)).toEqual(["prompt.md:5:3"]);
  });
});

describe("accepts", () => {
  test.each([
    ["After 3 retries, create a BLOCKER and wait for a human."],
    ["Then STOP and report to the coordinator."],
    ["If that does not help, escalate to the lead."],
    ["When stuck, write down why in BLOCKERS.md."],
    ["Set your status to `BLOCKED`."],
    ["After two failures, ask for help."],
    ["If it fails twice, open an issue."],
    ['```bash\necho "BLOCKER: nothing free" >> BLOCKERS.md\n```'],
  ])("%s", (text) => {
    expect(inPrompt(text)).toEqual([]);
  });
});

describe("stays silent", () => {
  test.each([
    ["one session alone", "You are a careful engineer. Pick the next task from TODO.md.\n"],
    ["work that is handed out", "You are Session 2; Session 1 and Session 3 work in parallel. All agents coordinate; each agent has a worktree.\n"],
  ])("%s", (_, text) => {
    expect(run("missing-escalation", [{ path: "prompt.md", text }])).toEqual([]);
  });
});

test("says for the checklist where it is", () => {
  expect(evidenceOf("missing-escalation", [{ path: "prompt.md", text: `${START}Then report to the lead.\n` }])).toMatchObject({
    state: "passed",
    phrase: "somebody is told: «report to the lead»",
  });
});
