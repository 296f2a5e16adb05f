import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lint, type LintOptions } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { cloneWithBoard, commitAll, folder, git, gitIn, hasGit, root, write } from "./repository.ts";

const PROMPT = "# Prompt\n\nYou are Session 2. Find your entry:\n\n```bash\ngrep 'Status: UNCLAIMED' STATUS.md || exit 1\n```\n";
const BOARD = "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
const BOLD = BOARD.replaceAll("Status:", "**Status:**");
const LOOP = "\n```bash\nwhile true; do sleep 5; done\n```\n";

async function told(options: Partial<LintOptions>): Promise<string[]> {
  const { findings, problems } = await lint({ fs: nodeFileSystem, cwd: root, rules: { "uncommitted-status": "off" }, ...options });
  return [...problems.map(({ message }) => message), ...findings.map(({ path, ruleId }) => `${path} ${ruleId}`)];
}

describe.skipIf(!hasGit)("what a change brings", () => {
  test("only what came since the branch was left, also where the cause is in another file", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT + LOOP });
    const all = await told({});
    expect(all).toContain("PROMPT.md unbounded-wait");
    expect(await told({ since: "origin/main" })).toEqual([]);
    // The prompt is as it was; the board no longer holds what it looks for.
    write({ "STATUS.md": BOLD });
    expect(await told({ since: "main" })).toEqual(["PROMPT.md unmatched-pattern"]);
    commitAll();
    expect(await told({ since: "main" })).toEqual([]);
    expect(await told({ since: "origin/main" })).toEqual(["PROMPT.md unmatched-pattern"]);
    expect(await told({ since: "HEAD~1", literalPaths: ["STATUS.md"] })).toEqual([]);
  });

  test("compared with where the branches parted, not with what the other one has by now", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT + LOOP });
    git("checkout", "-q", "-b", "work");
    write({ "notes.md": "x\n" });
    commitAll();
    git("checkout", "-q", "main");
    write({ "PROMPT.md": PROMPT });
    commitAll();
    git("checkout", "-q", "work");
    expect(await told({ since: "main" })).toEqual([]);
  });

  test("lines above change nothing, and what is mended is not told", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT + LOOP });
    write({ "PROMPT.md": `\n\n\n${PROMPT}${LOOP}` });
    expect(await told({ since: "main" })).toEqual([]);
  });

  test("staged: the files as they are committed next", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT });
    write({ "PROMPT.md": PROMPT + LOOP });
    expect(await told({ staged: true })).toEqual([]);
    git("add", "PROMPT.md");
    write({ "PROMPT.md": PROMPT });
    expect(await told({ staged: true })).toEqual(["PROMPT.md unbounded-wait"]);
    // A file that is there and not staged will not be there for the others.
    git("reset", "-q", "--hard");
    write({ "PROMPT.md": "# Prompt\n\nYou are Session 2. Read SESSION-STATUS.md and claim the first free session.\n", "SESSION-STATUS.md": BOARD });
    git("add", "PROMPT.md");
    expect(await told({ staged: true })).toContain("PROMPT.md missing-file");
    git("add", "SESSION-STATUS.md");
    expect(await told({ staged: true })).not.toContain("PROMPT.md missing-file");
  });

  test("staged in a repository without commits", async () => {
    execFileSync("git", ["init", "-q", root]);
    write({ "PROMPT.md": PROMPT + LOOP });
    git("add", "-A");
    expect(await told({ staged: true })).toContain("PROMPT.md unbounded-wait");
  });

  test("a folder of the repository as workspace", async () => {
    cloneWithBoard({ "a/STATUS.md": BOARD, "a/PROMPT.md": PROMPT });
    write({ "a/PROMPT.md": PROMPT + LOOP });
    const { findings, repositoryPath } = await lint({ fs: nodeFileSystem, cwd: root, root: "a", since: "main" });
    expect(findings.map(({ path, ruleId }) => `${path} ${ruleId}`)).toEqual(["PROMPT.md unbounded-wait"]);
    expect(repositoryPath).toBe("a");
  });

  test.skipIf(process.platform === "win32")("a link that is committed leads nowhere outside", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": PROMPT });
    write({ "outside.md": LOOP }, folder);
    symlinkSync("../outside.md", join(root, "LINK-PROMPT.md"));
    git("add", "-A");
    expect(await told({ staged: true })).toEqual(["is a link out of the workspace, which is not followed"]);
  });

  test.each<[string, Partial<LintOptions>, RegExp]>([
    ["an unknown branch", { since: "nowhere" }, /`--since nowhere`: git knows no such commit here; fetch it, as by `git fetch origin nowhere`/],
    ["an option in its place", { since: "--output=x" }, /expected a branch, tag or commit/],
    ["outside git", { since: "main", cwd: "/" }, /needs a git repository/],
  ])("%s is a mistake with the remedy", async (_, options, message) => {
    cloneWithBoard();
    await expect(told(options)).rejects.toThrow(message);
  });

  test("a shallow clone is told to fetch", async () => {
    cloneWithBoard();
    git("checkout", "-q", "-b", "work");
    write({ "a.md": "x\n" });
    commitAll();
    git("push", "-q", "origin", "work");
    const shallow = join(folder, "shallow");
    execFileSync("git", ["clone", "-q", "--depth", "1", "--branch", "work", `file://${join(folder, "hub.git")}`, shallow]);
    gitIn(shallow, "fetch", "-q", "--depth", "1", "origin", "main:main");
    await expect(told({ since: "main", cwd: shallow })).rejects.toThrow(/this clone is shallow: fetch the whole history/);
    await expect(told({ since: "HEAD~3", cwd: shallow })).rejects.toThrow(/this clone is shallow/);
  });

  test("git is asked at most five times, however many files there are", async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`prompts/P${index}-PROMPT.md`, PROMPT]));
    cloneWithBoard({ "STATUS.md": BOARD, ...many });
    let calls = 0;
    const fs = {
      ...nodeFileSystem,
      git: {
        ...nodeFileSystem.git!,
        run: (request: Parameters<NonNullable<typeof nodeFileSystem.git>["run"]>[0]) => (calls++, nodeFileSystem.git!.run(request)),
      },
    };
    await told({ fs, since: "main" });
    expect(calls).toBeLessThanOrEqual(5);
  });
});
