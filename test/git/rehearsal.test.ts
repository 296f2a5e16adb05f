import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { BOARD, cloneWithBoard, commitAll, git, hasGit, root, setDate, write } from "./repository.ts";

const PROMPT = "You are one of two sessions that work in parallel. Read STATUS.md.\n\n1. Claim the first UNCLAIMED session for yourself\n2. Do its work\n";

/** What preset `strict` says of the rehearsal, with why it says nothing. */
async function judge(preset: "strict" | "recommended" = "strict"): Promise<string[]> {
  const { findings, skips, problems } = await lint({ fs: nodeFileSystem, cwd: root, preset });
  const isOurs = ({ ruleId }: { ruleId: string }) => ruleId === "unrehearsed" || ruleId === "failed-rehearsal";
  return [
    ...findings.filter(isOurs).map(({ messageId }) => messageId),
    ...skips.filter(isOurs).map(({ ruleId, reason }) => `${ruleId}: ${reason}`),
    ...problems.map(({ path, message }) => `${path}: ${message}`),
  ];
}

function commit(minute: number, files: Record<string, string>): void {
  setDate(`2026-01-02T03:${String(minute).padStart(2, "0")}:00Z`);
  write(files);
  commitAll("anything");
}

const to = (status: string) => BOARD.replace("UNCLAIMED", status);

describe.skipIf(!hasGit)("a rehearsal in git", () => {
  test("from the first commit to the end of the first session", async () => {
    setDate("2026-01-02T03:00:00Z");
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT });
    expect(await judge()).toEqual(["nothingSaid"]);
    expect(await judge("recommended")).toEqual([]);
    commit(1, { "STATUS.md": to("IN_PROGRESS") });
    expect(await judge()).toEqual(["notCompleted", "noCompleteStatus"]);
    commit(2, { "STATUS.md": to("COMPLETE") });
    expect(await judge()).toEqual([]);
    commit(3, { "PROMPT.md": `${PROMPT}3. Push it\n` });
    expect(await judge()).toEqual(["nothingSaid"]);
  });

  test("a blocker that the first session wrote", async () => {
    setDate("2026-01-02T03:00:00Z");
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT, "BLOCKERS.md": "# Blockers\n" });
    commit(1, { "STATUS.md": to("IN_PROGRESS") });
    commit(2, { "BLOCKERS.md": "# Blockers\n\nThe network is down.\n" });
    commit(3, { "STATUS.md": to("COMPLETE") });
    expect(await judge()).toEqual(["leftBlocker"]);
  });
});

describe("the record", () => {
  test("is read outside git, and is no document", async () => {
    write({ "STATUS.md": BOARD, "PROMPT.md": PROMPT, ".prompt-lint/rehearsal.json": '{ "version": 1, "rehearsals": [] }' });
    expect(await judge()).toEqual(["failed-rehearsal", "unrehearsed"].map((rule) => `${rule}: the workspace is not in git, and no record tells`));
  });

  test.each([
    ["{", /^\.prompt-lint\/rehearsal\.json: is no JSON/],
    ['{ "version": 2, "rehearsals": [] }', /^\.prompt-lint\/rehearsal\.json: is no record of rehearsals: .* at version$/],
  ])("%s is a problem", async (text, message) => {
    write({ "STATUS.md": BOARD, "PROMPT.md": PROMPT, ".prompt-lint/rehearsal.json": text });
    expect((await judge()).at(-1)).toMatch(message);
  });
});

test.skipIf(!hasGit)("a clone that is cut off cannot tell", async () => {
  setDate("2026-01-02T03:00:00Z");
  cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT });
  commit(1, { "STATUS.md": to("IN_PROGRESS") });
  git("push", "-q");
  write({ ".git/shallow": `${git("rev-parse", "HEAD").trim()}\n` });
  expect(await judge()).toEqual(
    ["failed-rehearsal", "unrehearsed"].map((rule) => `${rule}: the history that is here does not go back to the last change of \`STATUS.md\``),
  );
});
