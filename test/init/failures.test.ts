import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  blockersOf,
  changeBoard,
  cloneOf,
  findFaults,
  followPrompt,
  git,
  missingTools,
  onRemote,
  setStage,
  strike,
  type SessionEnd,
  type Stage,
} from "./harness.ts";

if (missingTools.length > 0) console.warn(`failures.test.ts skips: there is no ${missingTools.join(" and no ")} here`);

let stage: Stage;
afterEach(() => {
  if (missingTools.length === 0) strike(stage);
});

describe.skipIf(missingTools.length > 0)("what goes wrong ends, with a word", () => {
  test("every push is rejected", async () => {
    stage = setStage();
    const [end, clone] = await oneSession({ 2: () => rejectPushes(stage) });
    expect(end).toMatchObject({ code: 1, completed: [], reported: true });
    expect(blockersOf(stage, clone)).toMatch(/step 2: no claim after 60 tries: every push was rejected/);
    expect(onRemote(stage, stage.plan.board)).not.toContain("CLAIMED-");
  });

  test("the work cannot be pushed", async () => {
    stage = setStage();
    const [end, clone] = await oneSession({ 5: () => rejectPushes(stage) });
    expect(end).toMatchObject({ code: 1, completed: [] });
    expect(blockersOf(stage, clone)).toMatch(/step 5: the work was not pushed in 20 tries/);
  });

  test.each([2, 4, 5, 6])("the network is gone before step %i", async (step) => {
    stage = setStage();
    const [end, clone] = await oneSession({ [step]: () => renameSync(stage.remote, `${stage.remote}-away`) });
    expect(end).toMatchObject({ code: 1, completed: [], reported: true });
    expect(blockersOf(stage, clone)).toMatch(new RegExp(`step ${step}: `));
  });

  test("the board is missing", async () => {
    stage = setStage();
    const author = join(stage.folder, "author");
    git(author, "rm", "--quiet", stage.plan.board);
    git(author, "commit", "--quiet", "-m", "gone");
    git(author, "push", "--quiet");
    const [end] = await oneSession({});
    expect(end).toMatchObject({ code: 1, reported: true });
    expect(onRemote(stage, stage.plan.blockers)).toMatch(/^- \S+ \S+: step 2: there is no SESSION-STATUS\.md on origin\/main$/m);
  });

  test("the board has no entries", async () => {
    stage = setStage();
    changeBoard(stage, () => "# Nothing\n");
    expect(await oneSession({})).toMatchObject([{ code: 1, reported: true }, {}]);
    expect(onRemote(stage, stage.plan.blockers)).toContain("step 2: SESSION-STATUS.md has no entries");
  });

  test("nothing is delivered: the entry is BLOCKED, and who waits for it says so", async () => {
    stage = setStage({ sessions: ["Backend", "Integration:Backend"] });
    const [end] = await oneSession({ 5: (clone) => rmSync(join(clone, "session-work"), { recursive: true }) });
    expect(end).toMatchObject({ code: 1, reported: true });
    expect(onRemote(stage, stage.plan.board)).toMatch(/### Backend\n\n- Status: BLOCKED/);
    expect(onRemote(stage, stage.plan.blockers)).toContain("step 5: there is no folder");
    const waiting = await followPrompt(stage, cloneOf(stage, "second"));
    expect(waiting).toMatchObject({ code: 1, reported: true });
    expect(onRemote(stage, stage.plan.blockers)).toContain("no claim after 60 tries: Integration waits for Backend");
  });

  test("a person takes the claim back", async () => {
    stage = setStage();
    const takeBack = () => changeBoard(stage, (board) => board.replace(/CLAIMED-.*/, "UNCLAIMED"));
    const [end] = await oneSession({ 6: takeBack });
    expect(end).toMatchObject({ code: 1, completed: [], reported: true });
    expect(onRemote(stage, stage.plan.blockers)).toContain("step 6: the entry is no longer claimed by");
  });

  test("two sessions share a clone, and one stops", async () => {
    stage = setStage();
    const clone = cloneOf(stage, "shared");
    const ends = await Promise.all([followPrompt(stage, clone), followPrompt(stage, clone)]);
    expect(findFaults(stage, ends)).toEqual([]);
    expect(ends.filter(({ output }) => output.includes("STOP: another session uses this clone"))).toHaveLength(1);
  });

  test("the clone is one of another repository, and nothing is written there", async () => {
    stage = setStage();
    const other = join(stage.folder, "acme/gadgets.git");
    git(stage.folder, "clone", "--quiet", "--bare", stage.remote, other);
    const clone = cloneOf({ folder: stage.folder, remote: other }, "wrong");
    const end = await followPrompt(stage, clone);
    expect(end).toMatchObject({ code: 3, completed: [], reported: false });
    expect(end.output).toContain("STOP: origin is");
    expect(git(clone, "status", "--porcelain")).toBe("");
  });

  test("the clone holds what could be lost", async () => {
    stage = setStage();
    const clone = cloneOf(stage, "used");
    writeFileSync(join(clone, "SESSION-PROMPT.md"), "changed");
    expect(await followPrompt(stage, clone)).toMatchObject({ code: 1, completed: [] });
  });
});

async function oneSession(events: Record<number, (clone: string) => unknown>): Promise<[SessionEnd, string]> {
  const clone = cloneOf(stage, "first");
  // Without pauses: what fails every time fails soon.
  return [await followPrompt(stage, clone, { env: { PAUSE_SECONDS: "0" }, before: (step) => events[step]?.(clone) }), clone];
}

function rejectPushes({ remote }: Stage): void {
  mkdirSync(join(remote, "hooks"), { recursive: true });
  writeFileSync(join(remote, "hooks/pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
}
