import { describe, expect, test } from "vitest";
import type { FileState } from "../../src/model/git.ts";
import type { TextFile } from "../../src/parse/document.ts";
import { at, gitWith, runAndSkip } from "../helpers.ts";
import { run } from "./run.ts";

const ENTRIES = "## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
const BOARD: TextFile = { path: "STATUS.md", text: `# Status\n\n${ENTRIES}` };
const find = (state: FileState, board = BOARD) => run("uncommitted-status", [board], { git: gitWith(new Map([[board.path, state]])) });

describe("each state has its own sentence, with the way out", () => {
  test.each<[FileState, RegExp]>([
    [{ type: "ignored" }, /^Git ignores `STATUS\.md`, .*: take it out of the ignore file, then commit and push it$/],
    [{ type: "untracked" }, /^`STATUS\.md` is not tracked by git, .*: `git add` it, then commit and push it$/],
    [{ type: "no-commits" }, /^`STATUS\.md` is in no commit, as there is none yet: commit and push it/],
    [{ type: "changed" }, /^`STATUS\.md` has changes that are not committed, .*: commit and push it$/],
    [{ type: "staged" }, /^`STATUS\.md` is staged but not committed, .*: commit and push it$/],
    [{ type: "unpushed", branch: "work", upstream: "origin/main" }, /^`STATUS\.md` .* not on `origin\/main`, .*: push branch `work`$/],
    [{ type: "no-upstream", branch: "work", remote: "hub" }, /^`STATUS\.md` .* has no upstream: push it with `git push -u hub work`$/],
    [{ type: "detached" }, /^`STATUS\.md` .* HEAD is detached, .*: make a branch of it and push that$/],
  ])("%o", (state, message) => {
    const [finding, ...more] = find(state);
    expect(finding!.message).toMatch(message);
    expect(finding).toMatchObject({ severity: "error" });
    expect(more).toEqual([]);
  });
});

test.each([
  ["the heading of the file", `# Status\n\n${ENTRIES}`, "STATUS.md:1:1"],
  ["below empty lines", `\n\n  # Status\n\n${ENTRIES}`, "STATUS.md:3:3"],
  ["behind a byte order mark", `\uFEFF# Status\n\n${ENTRIES}`, "STATUS.md:1:2"],
])("the place is the first line with anything in it: %s", (_, text, place) => {
  expect(find({ type: "untracked" }, { path: "STATUS.md", text }).map(at)).toEqual([place]);
});

describe("accepts", () => {
  test("what others have", () => {
    expect(find({ type: "shared" })).toEqual([]);
  });
  test("a prompt", () => {
    const prompt = { path: "PROMPT.md", text: "You are one of several sessions. Claim the first free one.\n" };
    expect(runAndSkip("uncommitted-status", [prompt], { git: gitWith(new Map([["PROMPT.md", { type: "untracked" }]])) })).toEqual({ findings: [], skips: [] });
  });
  test("a board that is not linted itself", () => {
    expect(runAndSkip("uncommitted-status", [BOARD], { git: gitWith(new Map()) })).toEqual({ findings: [], skips: [] });
  });
});

describe("says what it could not judge", () => {
  test.each([
    ["outside git", undefined, "the workspace is not in git"],
    ["git gave no answer", gitWith("git is not installed"), "git is not installed"],
    ["git cannot tell of this file", gitWith(new Map([["STATUS.md", { type: "unknown", reason: "it is piped in" }]])), "it is piped in"],
  ])("%s", (_, git, reason) => {
    expect(runAndSkip("uncommitted-status", [BOARD], { git })).toEqual({ findings: [], skips: [{ ruleId: "uncommitted-status", path: "STATUS.md", reason }] });
  });
});

test("without a board, git is not asked", () => {
  const git = {
    ...gitWith(new Map()),
    states: () => {
      throw new Error("asked");
    },
  };
  expect(run("uncommitted-status", [{ path: "PROMPT.md", text: "Fix the tests.\n" }], { git })).toEqual([]);
});
