import { describe, expect, test } from "vitest";
import type { FileHistory } from "../../src/model/git.ts";
import { rehearsedContents } from "../../src/model/rehearsal.ts";
import { hashText } from "../../src/read/rehearsal-record.ts";
import { rules } from "../../rules/index.ts";
import { hash, NOW, runAndSkip, workspaceOf } from "../helpers.ts";

const PROMPT = "You are one of two sessions that work in parallel. Read STATUS.md.\n\n1. Claim the first UNCLAIMED session for yourself\n2. Do its work\n";

/** `claimed by`, `status` and output of each session. */
type Row = [status: string, claimedBy?: string];
const board = (...rows: Row[]) =>
  rows
    .map(([status, by = "UNCLAIMED"], index) => `## Session ${index + 1}\n- Status: ${status}\n- Claimed By: ${by}\n- Output File: out/${index + 1}.md\n`)
    .join("\n");
const FREE: Row = ["UNCLAIMED"];
const AT_WORK: Row = ["IN_PROGRESS", "CLAIMED-1-a"];
const DONE: Row = ["COMPLETE", "CLAIMED-1-a"];
const BLOCKED: Row = ["BLOCKED", "CLAIMED-1-a"];

/** One commit a minute, the oldest first. */
function historyOf(texts: readonly string[], { from = 0, isComplete = true } = {}): FileHistory {
  const versions = texts.map((text, index) => ({ commit: `${index}`.padStart(40, "0"), time: NOW + (from + index) * 60_000, author: "Ada", text }));
  return { versions: versions.reverse(), isComplete };
}

interface Case {
  /** Of the status file; the last one is what is there now. */
  boards: string[];
  prompts?: string[];
  promptsFrom?: number;
  blockers?: { texts: string[]; from: number };
  now?: string;
  paths?: string[];
  isComplete?: boolean;
}

function judge({ boards, prompts = [PROMPT], promptsFrom = -10, blockers, now = boards.at(-1)!, paths = [], isComplete = true }: Case): string[] {
  const histories = new Map([
    ["PROMPT.md", historyOf(prompts, { from: promptsFrom })],
    ["STATUS.md", historyOf(boards, { isComplete })],
  ]);
  if (blockers) histories.set("BLOCKERS.md", historyOf(blockers.texts, blockers));
  const git = { states: () => new Map(), histories: () => histories };
  const files = [
    { path: "PROMPT.md", text: PROMPT },
    { path: "STATUS.md", text: now },
  ];
  return ["unrehearsed", "failed-rehearsal"].flatMap((rule) => {
    const { findings, skips } = runAndSkip(rule, files, { git, paths });
    return [
      ...findings.map(({ messageId, message, items }) => (rule === "unrehearsed" ? /\((.*?)\)/.exec(message)![1]! : `${items!.join()} ${messageId}`)),
      ...skips.map(({ reason }) => `${rule} skipped: ${reason}`),
    ];
  });
}

describe("by the commits of the status file", () => {
  test.each<[string, Case, string[]]>([
    ["one session came to its end, then the other started", { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(DONE, FREE), board(DONE, AT_WORK)] }, []],
    ["only one has ever started", { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(DONE, FREE)] }, []],
    ["nobody has", { boards: [board(FREE, FREE)] }, ["no session has claimed since the prompt and the status file were last changed"]],
    ["both at once", { boards: [board(FREE, FREE), board(AT_WORK, AT_WORK)] }, ["`Session 1` and `Session 2` started at once"]],
    [
      "the other one did not wait",
      { boards: [board(FREE, FREE), board(FREE, AT_WORK), board(AT_WORK, AT_WORK), board(DONE, DONE)] },
      ["`Session 1` started before `Session 2` had come to its end"],
    ],
    ["it is still at work", { boards: [board(FREE, FREE), board(AT_WORK, FREE)] }, ["20 notCompleted", "21 noCompleteStatus"]],
    [
      "its output is there, and its status says nothing of it",
      { boards: [board(FREE, FREE), board(AT_WORK, FREE)], paths: ["out/1.md"] },
      ["21 noCompleteStatus"],
    ],
    [
      "it was blocked",
      { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(BLOCKED, FREE)] },
      ["20 notCompleted", "21 noCompleteStatus", "22 leftBlocker"],
    ],
    ["it never claimed", { boards: [board(FREE, FREE), board(["COMPLETE"], FREE)] }, ["19 noClaim"]],
    ["it gave the work back, and another try went well", { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(FREE, FREE), board(FREE, DONE)] }, []],
    [
      "it wrote a blocker",
      { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(DONE, FREE)], blockers: { texts: ["# Blockers\n", "# Blockers\n\nnpm fails\n"], from: 0.5 } },
      ["22 leftBlocker"],
    ],
    [
      "a blocker of an earlier run",
      { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(DONE, FREE)], blockers: { texts: ["# Blockers\n", "# Blockers\n\nnpm fails\n"], from: -9 } },
      [],
    ],
    [
      "the prompt was mended after the try",
      { boards: [board(FREE, FREE), board(AT_WORK, FREE), board(DONE, FREE)], prompts: ["older\n", PROMPT], promptsFrom: 5 },
      ["no session has claimed since the prompt and the status file were last changed"],
    ],
    ["the prompt is not committed as it is", { boards: [board(FREE, FREE)], prompts: ["older\n"] }, ["`PROMPT.md` has changed since it was last committed"]],
    [
      "the status file got another session after the try",
      { boards: [board(DONE, FREE), board(DONE, FREE, FREE)] },
      ["no session has claimed since the prompt and the status file were last changed"],
    ],
    [
      "the status file is not committed as it is",
      { boards: [board(FREE, FREE)], now: board(FREE, FREE, FREE) },
      ["`STATUS.md` has changed since it was last committed"],
    ],
    [
      "the history is cut off",
      { boards: [board(AT_WORK, FREE), board(DONE, FREE)], isComplete: false },
      ["unrehearsed", "failed-rehearsal"].map((rule) => `${rule} skipped: the history that is here does not go back to the last change of \`STATUS.md\``),
    ],
  ])("%s", (_, input, expected) => {
    expect(judge(input)).toEqual(expected);
  });
});

const FILES = [
  { path: "PROMPT.md", text: PROMPT },
  { path: "STATUS.md", text: board(FREE, FREE) },
];

describe("outside git", () => {
  test("nothing is said without a record", () => {
    const { findings, skips } = runAndSkip("unrehearsed", FILES);
    expect([findings, skips.map(({ reason }) => reason)]).toEqual([[], ["the workspace is not in git, and no record tells"]]);
  });
});

describe("by the record", () => {
  const contents = rehearsedContents(workspaceOf(FILES).prompts[0]!, workspaceOf(FILES));
  const record = (more: object = {}) => ({
    time: "2026-01-10T09:00:00Z",
    prompt: { path: "PROMPT.md", content: hash(contents.prompt) },
    boards: [{ path: "STATUS.md", content: hash(contents.boards[0]!) }],
    session: "Session 1",
    claimed: true,
    completed: true,
    statusComplete: true,
    blockers: [],
    ...more,
  });
  const recorded = (...rehearsals: object[]) => ({ path: ".prompt-lint/rehearsal.json", text: JSON.stringify({ version: 1, rehearsals }) });
  const failed = (files: typeof FILES) => runAndSkip("failed-rehearsal", files).findings.map(({ messageId }) => messageId);

  test("the hash is that of the read stage", async () => {
    expect(await hashText(contents.prompt)).toBe(hash(contents.prompt));
  });

  test("the newest of the same version counts", () => {
    const bad = record({ claimed: false, completed: false, statusComplete: false, blockers: ["no network"], session: null });
    expect(failed([...FILES, recorded(bad)])).toEqual(["noClaim", "notCompleted", "noCompleteStatus", "leftBlocker"]);
    expect(failed([...FILES, recorded(record({ time: "2026-01-11T09:00:00Z" }), bad)])).toEqual([]);
  });

  test.each([
    ["claims and notes of the status file", STATUS(AT_WORK), true],
    ["another session in it", STATUS(FREE, FREE), false],
  ])("%s", (_, text, isSame) => {
    const git = { states: () => new Map(), histories: () => new Map() };
    const files = [FILES[0]!, { path: "STATUS.md", text }, recorded(record())];
    expect(runAndSkip("unrehearsed", files, { git }).findings.length).toBe(isSame ? 0 : 1);
  });

  function STATUS(...rows: Row[]): string {
    return `${board(...rows, FREE)}\n## Notes\n\nLast updated today.\n`;
  }

  test("the evidence of each item", () => {
    const workspace = workspaceOf([...FILES, recorded(record())]);
    const [prompt] = workspace.prompts;
    const evidence = (id: string, item: number) => rules.find((rule) => rule.id === id)!.rule.evidence!(prompt!, workspace, item);
    expect(evidence("unrehearsed", 18)).toMatchObject({ state: "passed", phrase: "tried on 2026-01-10, by `.prompt-lint/rehearsal.json`" });
    for (const item of [19, 20, 21, 22]) expect(evidence("failed-rehearsal", item)).toMatchObject({ state: "passed", place: { start: { line: 3 } } });
  });
});

test("a prompt for one session needs no rehearsal", () => {
  const git = { states: () => new Map(), histories: () => new Map() };
  expect(runAndSkip("unrehearsed", [{ path: "PROMPT.md", text: "Claim the first free task of STATUS.md.\n" }], { git })).toEqual({ findings: [], skips: [] });
});
