import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DecidedItem } from "../src/checklist.ts";
import { lint } from "../src/lint.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";
import { cloneWithBoard, hasGit, root } from "./git/repository.ts";

type State = DecidedItem["state"];
/** What becomes of items, and why a person who fills the checklist in by hand says the same. */
type Table = readonly (readonly [State, readonly number[], string])[];

/** The items of prompts of a fixture that is committed and pushed, as its sessions would get it. */
async function decide(fixture: string, ...names: string[]): Promise<(readonly DecidedItem[])[]> {
  const folder = `fixtures/${fixture}`;
  cloneWithBoard(Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")])));
  const { checklists } = await lint({ fs: nodeFileSystem, cwd: root, literalPaths: names });
  const { prompts, failures } = checklists();
  expect(failures).toEqual([]);
  expect(prompts.map(({ path }) => path)).toEqual(names);
  return prompts.map(({ items }) => items);
}

/** What is said of the items that a table speaks of: as its rows when all is as they say. */
function tellAsIn(table: Table, items: readonly DecidedItem[]): Table {
  return table.map(([, numbers, why]) => {
    const states = new Set(numbers.map((number) => items[number - 1]!.state));
    return [[...states].join(" and ") as State, numbers, why];
  });
}

function numbersOf(state: State, items: readonly DecidedItem[]): number[] {
  return items.filter((item) => item.state === state).map(({ number }) => number);
}

const BAD: Table = [
  ["failed", [1, 2, 3, 4, 5], "the status file that it sends its sessions to is not there, so it has no format, no fields, and is not pushed"],
  ["failed", [6, 7, 8, 9], "it says nothing of claiming"],
  ["failed", [10, 11, 12, 13], "it says nothing of repositories, and the file that should is not there"],
  ["skipped", [14, 17], "it has no command that could fail"],
  ["failed", [15, 16], "it says nothing of errors"],
  ["failed", [18], "nobody tried it with one session"],
  ["passed", [23], "it says what to do when no work is left: to wait"],
  ["failed", [24, 25, 26], "the wait has no end, nobody hears of it, and nothing says when all is complete"],
  ["passed", [27], "it names the status file, if one that is not there"],
  ["failed", [28, 29, 30], "it says nothing to whoever watches"],
];

const GOOD: Table = [
  ["passed", [1, 2, 3, 4, 5], "its board is there and pushed, with one set of words, a repository and an output file for each session"],
  ["passed", [6], "it pulls, edits, commits and pushes the claim at once"],
  ["failed", [7], "«trying again» is an `echo`, and the retry is a comment: the lost claim stays, and goes out with the next push"],
  ["failed", [8], "it sees that its push was rejected, and goes on with the work all the same"],
  ["failed", [9], "it goes from CLAIMED to COMPLETE, and nobody sees who is at work"],
  ["failed", [10], "it looks which repository it is in, but only when the claim is committed and pushed"],
  ["passed", [11], "it reads the repository of its entry"],
  ["failed", [12, 13], "«switching» is an `echo`, and the switch is a comment"],
  ["failed", [14], "`cd`, `git checkout` and `git pull` may fail, and the claim is then made on an old board or elsewhere"],
  ["failed", [15, 16], "what goes wrong is written down nowhere, and nothing puts it right"],
  ["failed", [18], "it could be tried by hand, as it says, and nobody did"],
  ["passed", [23], "it stops when no work is available"],
  ["skipped", [24], "it has nobody wait"],
  ["failed", [25, 26], "no person hears of what it cannot solve, and nothing tells that all is complete"],
  ["passed", [27], "the board stands in each command"],
  ["failed", [28, 29, 30], "it says nothing to whoever watches"],
];

describe.skipIf(!hasGit)("the bad prompt, which stalls all that get it", () => {
  test("fails at least twenty items, each for a reason", async () => {
    const [items] = await decide("bad-prompt", "SESSION-PROMPT.md");
    expect(tellAsIn(BAD, items!)).toEqual(BAD);
    expect(numbersOf("failed", items!).length).toBeGreaterThanOrEqual(20);
    expect(numbersOf("passed", items!)).toEqual([23, 27]);
  });

  test("in `lint` one finding tells that its status file is not there", async () => {
    const { findings } = await lint({ fs: { ...nodeFileSystem, git: undefined }, cwd: process.cwd(), root: "fixtures/bad-prompt" });
    expect(findings.filter(({ ruleId }) => ruleId === "missing-status-file")).toHaveLength(1);
  });
});

describe.skipIf(!hasGit)("the good prompt, which is not as good as it thinks", () => {
  test("passes what it does right, and fails what it does not", async () => {
    const [items] = await decide("good-prompt", "BEACON-PROMPT.md");
    expect(tellAsIn(GOOD, items!)).toEqual(GOOD);
    expect(numbersOf("passed", items!)).toEqual([1, 2, 3, 4, 5, 6, 11, 23, 27]);
  });

  test("is read alike in a document that quotes it, beside a bad one", async () => {
    const tell = ({ number, state, ...item }: DecidedItem) => [number, state, "evidence" in item ? item.evidence.map(({ phrase }) => phrase) : item.why];
    const [alone, quoted] = await decide("good-prompt", "BEACON-PROMPT.md", "PROMPT-HANDBOOK.md");
    expect(quoted!.map(tell)).toEqual(alone!.map(tell));
  });
});
