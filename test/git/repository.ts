import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { lint, type LintOptions } from "../../src/lint.ts";
import type { FileSystem } from "../../src/read/file-system.ts";
import type { GitCommand } from "../../src/read/git-access.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";

export const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit) console.warn("git is missing: the tests that need it are skipped");

export const BOARD = "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
export const CLAIMED = BOARD.replace("UNCLAIMED", "CLAIMED");

/** Removed after each test. */
export let folder = "";
/** A working tree in it. */
export let root = "";
export const environment = { ...process.env };
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-git-")));
  root = join(folder, "work");
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true, force: true });
});

export function write(files: Readonly<Record<string, string>>, into = root): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

export function git(...words: string[]): string {
  return gitIn(root, ...words);
}

export function gitIn(cwd: string, ...words: string[]): string {
  const env = { PATH: environment["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  const config = ["user.name=Ada", "user.email=ada@example.invalid", "init.defaultBranch=main", "protocol.file.allow=always"];
  const options = config.flatMap((entry) => ["-c", entry]);
  return execFileSync("git", ["-C", cwd, ...options, ...words], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
}
let date = "2026-01-02T03:04:05Z";

/** When the commits from here on are made. */
export function setDate(iso: string): void {
  date = iso;
}

/** A clone of a bare repository, with a board that is committed and pushed. */
export function cloneWithBoard(files: Readonly<Record<string, string>> = { "STATUS.md": BOARD }): void {
  const hub = join(folder, "hub.git");
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", hub]);
  execFileSync("git", ["clone", "-q", hub, root], { stdio: "ignore" });
  git("checkout", "-q", "-B", "main");
  write(files);
  commitAll();
  git("push", "-q", "-u", "origin", "main");
}

export function commitAll(message = "board"): void {
  git("add", "-A", "-f");
  git("commit", "-q", "-m", message);
}

/** What the rule says of each board: the message's id, or in brackets why it says nothing; `shared` for a pass. */
export async function judge(options: Partial<LintOptions> = {}): Promise<string[]> {
  const { findings, skips, workspace, failures } = await lint({ fs: nodeFileSystem, cwd: root, ...options });
  expect(failures).toEqual([]);
  return workspace.boards.map(({ document }) => {
    const finding = findings.find(({ ruleId, path }) => ruleId === "uncommitted-status" && path === document.path);
    const skip = skips.find(({ ruleId, path }) => ruleId === "uncommitted-status" && path === document.path);
    return finding?.messageId ?? (skip ? `(${skip.reason})` : "shared");
  });
}

/** The disk, with a list of what git was asked. */
export function spied(): { fs: FileSystem; calls: GitCommand[] } {
  const calls: GitCommand[] = [];
  const own = nodeFileSystem.git!;
  const run: typeof own.run = (request) => {
    calls.push(request.command);
    return own.run(request);
  };
  return { fs: { ...nodeFileSystem, git: { ...own, run } }, calls };
}

/** Two branches that change the same line, and a merge that stops there. */
export function mergeWithConflict(): void {
  git("checkout", "-q", "-b", "side");
  write({ "STATUS.md": CLAIMED });
  commitAll();
  git("checkout", "-q", "main");
  write({ "STATUS.md": BOARD.replace("UNCLAIMED", "BLOCKED") });
  commitAll();
  expect(() => git("merge", "-q", "side")).toThrow();
}
