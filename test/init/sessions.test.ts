import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { changeBoard, findFaults, git, missingTools, onRemote, runSessions, setStage, strike, type Stage } from "./harness.ts";

if (missingTools.length > 0) console.warn(`sessions.test.ts skips: there is no ${missingTools.join(" and no ")} here`);

let stage: Stage;
afterEach(() => {
  if (missingTools.length === 0) strike(stage);
});

const NAMED = ["Backend", "Frontend", "Docs", "Integration:Backend,Frontend", "Search", "Billing", "Release:Integration"];

describe.skipIf(missingTools.length > 0)("sessions that follow the prompt of init to the letter", () => {
  test.each([
    [1, 3],
    [2, 3],
    [7, 7],
  ])("%i at the same time do %i entries, each by exactly one", async (sessions, entries) => {
    stage = setStage({ sessions: entries });
    expect(findFaults(stage, await runSessions(stage, sessions))).toEqual([]);
  });

  test("wait for dependencies, and do them all", async () => {
    stage = setStage({ sessions: NAMED });
    expect(findFaults(stage, await runSessions(stage, 3, { env: { WAIT_SECONDS: "1" } }))).toEqual([]);
  });

  test("work in the repository that the entry names", async () => {
    stage = setStage({ sessions: 2 });
    const gadgets = join(stage.folder, "acme/gadgets.git");
    git(stage.folder, "clone", "--quiet", "--bare", stage.remote, gadgets);
    changeBoard(stage, (board) => board.replace("- Repository: acme/widgets", "- Repository: acme/gadgets"));
    const [end] = await runSessions(stage, 1);
    expect(end).toMatchObject({ code: 3, completed: ["Session 1", "Session 2"] });
    expect(git(gadgets, "show", "main:output/session-1.md")).toBe("Session 1\n");
    expect(onRemote(stage, "output/session-2.md")).toBe("Session 2\n");
  });
});
