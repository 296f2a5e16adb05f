import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lint, type LintOptions } from "../src/lint.ts";
import type { FileSystem } from "../src/read/file-system.ts";
import type { GitCommand } from "../src/read/git-access.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit) console.warn("git is missing: the tests that need it are skipped");

const BOARD = "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
const CLAIMED = BOARD.replace("UNCLAIMED", "CLAIMED");

let folder = "";
let root = "";
const environment = { ...process.env };
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-git-")));
  root = join(folder, "work");
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>, into = root): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

function git(...words: string[]): string {
  return gitIn(root, ...words);
}

function gitIn(cwd: string, ...words: string[]): string {
  const env = { PATH: environment["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  const config = ["user.name=Ada", "user.email=ada@example.invalid", "init.defaultBranch=main", "protocol.file.allow=always"];
  const options = config.flatMap((entry) => ["-c", entry]);
  return execFileSync("git", ["-C", cwd, ...options, ...words], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
}
let date = "2026-01-02T03:04:05Z";

/** A clone of a bare repository, with a board that is committed and pushed. */
function cloneWithBoard(files: Readonly<Record<string, string>> = { "STATUS.md": BOARD }): void {
  const hub = join(folder, "hub.git");
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", hub]);
  execFileSync("git", ["clone", "-q", hub, root], { stdio: "ignore" });
  git("checkout", "-q", "-B", "main");
  write(files);
  commitAll();
  git("push", "-q", "-u", "origin", "main");
}

function commitAll(message = "board"): void {
  git("add", "-A", "-f");
  git("commit", "-q", "-m", message);
}

/** What the rule says of each board: the message's id, or in brackets why it says nothing; `shared` for a pass. */
async function judge(options: Partial<LintOptions> = {}): Promise<string[]> {
  const { findings, skips, workspace, failures } = await lint({ fs: nodeFileSystem, cwd: root, ...options });
  expect(failures).toEqual([]);
  return workspace.boards.map(({ document }) => {
    const finding = findings.find(({ ruleId, path }) => ruleId === "uncommitted-status" && path === document.path);
    const skip = skips.find(({ ruleId, path }) => ruleId === "uncommitted-status" && path === document.path);
    return finding?.messageId ?? (skip ? `(${skip.reason})` : "shared");
  });
}

/** The disk, with a list of what git was asked. */
function spied(): { fs: FileSystem; calls: GitCommand[] } {
  const calls: GitCommand[] = [];
  const own = nodeFileSystem.git!;
  const run: typeof own.run = (request) => {
    calls.push(request.command);
    return own.run(request);
  };
  return { fs: { ...nodeFileSystem, git: { ...own, run } }, calls };
}

describe.skipIf(!hasGit)("what keeps a board from other sessions", () => {
  test.each<[string, () => void, string]>([
    ["nothing: committed and pushed", () => {}, "shared"],
    ["changed", () => write({ "STATUS.md": CLAIMED }), "changed"],
    ["touched, but the same", () => write({ "STATUS.md": BOARD }), "shared"],
    ["changed to as many bytes", () => write({ "STATUS.md": BOARD.replace("1", "3") }), "changed"],
    ["staged", () => (write({ "STATUS.md": CLAIMED }), void git("add", "STATUS.md")), "staged"],
    ["staged, then changed", () => (write({ "STATUS.md": CLAIMED }), git("add", "STATUS.md"), write({ "STATUS.md": `${CLAIMED}\n` })), "changed"],
    ["staged, then put back", () => (write({ "STATUS.md": CLAIMED }), git("add", "STATUS.md"), write({ "STATUS.md": BOARD })), "shared"],
    ["taken out of the index", () => void git("rm", "-q", "--cached", "STATUS.md"), "untracked"],
    ["committed, not pushed", () => (write({ "STATUS.md": CLAIMED }), commitAll()), "unpushed"],
    ["another file not pushed", () => (write({ "a.txt": "a" }), commitAll()), "shared"],
    ["behind the upstream", () => (write({ "STATUS.md": CLAIMED }), commitAll(), git("push", "-q"), void git("reset", "-q", "--hard", "HEAD~1")), "shared"],
    [
      "diverged",
      () => (
        write({ "STATUS.md": CLAIMED }),
        commitAll(),
        git("push", "-q"),
        git("reset", "-q", "--hard", "HEAD~1"),
        write({ "STATUS.md": `${BOARD}\n` }),
        commitAll()
      ),
      "unpushed",
    ],
    [
      "diverged in other files",
      () => (write({ "STATUS.md": CLAIMED }), commitAll(), git("push", "-q"), git("reset", "-q", "--hard", "HEAD~1"), write({ "a.txt": "a" }), commitAll()),
      "shared",
    ],
    ["a branch of its own, the board as pushed", () => void git("checkout", "-q", "-b", "topic"), "shared"],
    ["a branch without upstream", () => (git("checkout", "-q", "-b", "topic"), write({ "STATUS.md": CLAIMED }), commitAll()), "noUpstream"],
    [
      "the same, pushed without setting one",
      () => (git("checkout", "-q", "-b", "topic"), write({ "STATUS.md": CLAIMED }), commitAll(), void git("push", "-q", "origin", "topic")),
      "shared",
    ],
    [
      "an upstream that is a branch of this repository",
      () => (git("checkout", "-q", "-b", "topic", "--track", "main"), write({ "STATUS.md": CLAIMED }), commitAll()),
      "noUpstream",
    ],
    [
      "an upstream that was deleted",
      () => (
        git("checkout", "-q", "-b", "topic"),
        write({ "STATUS.md": CLAIMED }),
        commitAll(),
        git("push", "-q", "-u", "origin", "topic"),
        void git("push", "-q", "origin", "--delete", "topic")
      ),
      "(the upstream branch is gone)",
    ],
    ["detached at what is pushed", () => void git("checkout", "-q", "--detach"), "shared"],
    ["detached with a commit of its own", () => (git("checkout", "-q", "--detach"), write({ "STATUS.md": CLAIMED }), commitAll()), "detached"],
    ["an orphan branch", () => void git("checkout", "-q", "--orphan", "fresh"), "noCommits"],
    ["a merge that is not resolved", () => mergeWithConflict(), "changed"],
    [
      "named only (add -N)",
      () => (git("rm", "-q", "--cached", "STATUS.md"), git("commit", "-q", "-m", "gone"), void git("add", "-N", "STATUS.md")),
      "untracked",
    ],
  ])("%s", async (_, change, expected) => {
    cloneWithBoard();
    change();
    expect(await judge()).toEqual([expected]);
  });

  test("untracked beside tracked ones, and named where git ignores it", async () => {
    cloneWithBoard();
    write({ "NEW-STATUS.md": BOARD, "local/STATUS.md": BOARD, ".gitignore": "local/\n" });
    expect(await judge()).toEqual(["untracked", "shared"]);
    expect(await judge({ patterns: ["local/STATUS.md"] })).toEqual(["ignored"]);
  });

  test("no commit yet", async () => {
    mkdirSync(root);
    git("init", "-q");
    write({ "STATUS.md": BOARD });
    expect(await judge()).toEqual(["untracked"]);
    git("add", "STATUS.md");
    expect(await judge()).toEqual(["noCommits"]);
  });

  test("a clone of an empty repository, never pushed", async () => {
    const hub = join(folder, "hub.git");
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", hub]);
    execFileSync("git", ["clone", "-q", hub, root], { stdio: "ignore" });
    write({ "STATUS.md": BOARD });
    commitAll();
    expect(await judge()).toEqual(["noUpstream"]);
  });

  test("no remote at all: nothing to push to, so only commits count", async () => {
    mkdirSync(root);
    git("init", "-q");
    write({ "STATUS.md": BOARD });
    commitAll();
    expect(await judge()).toEqual(["(the repository has no remote to push it to)"]);
    write({ "STATUS.md": CLAIMED });
    expect(await judge()).toEqual(["changed"]);
  });

  test("names that look like patterns or options", async () => {
    const names = ["-STATUS.md", ":(top)STATUS.md", "[a]-STATUS.md", "x*-STATUS.md", "é STATUS.md"];
    cloneWithBoard(Object.fromEntries([...names, "xy-STATUS.md"].map((name) => [name, BOARD])));
    expect(await judge()).toEqual(Array(6).fill("shared"));
    write({ "x*-STATUS.md": CLAIMED });
    commitAll();
    expect((await judge()).filter((state) => state !== "shared")).toEqual(["unpushed"]);
  });

  test("a workspace below the top of the repository", async () => {
    cloneWithBoard({ "team/STATUS.md": BOARD, "STATUS.md": BOARD });
    write({ "team/STATUS.md": CLAIMED });
    expect(await judge({ root: "team" })).toEqual(["changed"]);
    commitAll();
    expect(await judge({ root: "team" })).toEqual(["unpushed"]);
  });

  test("an object format of longer names", async () => {
    mkdirSync(root);
    git("init", "-q", "--object-format=sha256");
    write({ "STATUS.md": BOARD });
    commitAll();
    expect(await judge()).toEqual(["(the repository has no remote to push it to)"]);
    write({ "STATUS.md": CLAIMED });
    expect(await judge()).toEqual(["changed"]);
  });
});

describe.skipIf(!hasGit)("content that git keeps in another form", () => {
  const crlf = (text: string) => text.replaceAll("\n", "\r\n");

  test("other line endings are no change", async () => {
    cloneWithBoard();
    git("config", "core.autocrlf", "true");
    write({ "STATUS.md": crlf(BOARD) });
    expect(await judge()).toEqual(["shared"]);
    write({ "STATUS.md": crlf(CLAIMED) });
    expect(await judge()).toEqual(["changed"]);
  });

  test.each([
    ["a filter", "*.md filter=lfs diff=lfs merge=lfs -text\n"],
    ["a filter that a macro names", "[attr]big filter=lfs\n*.md big\n"],
    ["an encoding", "/STATUS.md working-tree-encoding=UTF-8-BOM\n"],
    ["an id", "STATUS.* ident\n"],
  ])("%s: not sure, so silent", async (_, attributes) => {
    cloneWithBoard();
    write({ ".gitattributes": attributes, "STATUS.md": CLAIMED });
    expect(await judge()).toEqual(["(a filter or encoding in .gitattributes changes what git keeps of it)"]);
  });

  test("a filter for other files is no reason to be silent", async () => {
    cloneWithBoard();
    write({ ".gitattributes": "*.png filter=lfs\n*.md text eol=lf\ndocs/*.md ident\n", "STATUS.md": CLAIMED });
    expect(await judge()).toEqual(["changed"]);
  });
});

describe.skipIf(!hasGit)("checkouts that are not a person's clone", () => {
  test("CI: a detached HEAD or a branch without upstream is nobody's work", async () => {
    cloneWithBoard();
    git("checkout", "-q", "--detach");
    write({ "STATUS.md": CLAIMED });
    commitAll();
    expect(await judge({ env: { CI: "true" } })).toEqual(["(HEAD is detached)"]);
    git("checkout", "-q", "-b", "build");
    expect(await judge({ env: { CI: "1" } })).toEqual(["(branch `build` has no upstream)"]);
    expect(await judge({ env: { CI: "false" } })).toEqual(["noUpstream"]);
  });

  test("a shallow clone", async () => {
    cloneWithBoard();
    for (const text of [CLAIMED, BOARD]) (write({ "STATUS.md": text }), commitAll());
    git("push", "-q");
    const hub = join(folder, "hub.git");
    rmSync(root, { recursive: true });
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${hub}`, root]);
    expect(await judge()).toEqual(["shared"]);
    write({ "STATUS.md": CLAIMED });
    commitAll();
    expect(await judge()).toEqual(["unpushed"]);
    git("checkout", "-q", "--detach");
    expect(await judge()).toEqual(["(HEAD is detached)"]);
  });

  test("a linked working tree", async () => {
    cloneWithBoard();
    const linked = join(folder, "linked");
    git("worktree", "add", "-q", "-b", "second", linked);
    expect(await judge({ cwd: linked })).toEqual(["shared"]);
    write({ "STATUS.md": CLAIMED }, linked);
    expect(await judge({ cwd: linked })).toEqual(["changed"]);
    gitIn(linked, "commit", "-q", "-a", "-m", "claim");
    expect(await judge({ cwd: linked })).toEqual(["noUpstream"]);
    expect(await judge()).toEqual(["shared"]);
  });

  test("a submodule", async () => {
    cloneWithBoard();
    const outer = join(folder, "outer");
    execFileSync("git", ["init", "-q", "-b", "main", outer]);
    gitIn(outer, "submodule", "--quiet", "add", join(folder, "hub.git"), "inner");
    const inner = join(outer, "inner");
    expect(await judge({ cwd: inner })).toEqual(["shared"]);
    write({ "STATUS.md": CLAIMED }, inner);
    gitIn(inner, "commit", "-q", "-a", "-m", "claim");
    expect(await judge({ cwd: inner })).toEqual(["unpushed"]);
  });

  test("a bare repository is no working tree", async () => {
    cloneWithBoard();
    const hub = join(folder, "hub.git");
    write({ "STATUS.md": BOARD }, hub);
    expect(await judge({ cwd: hub })).toEqual(["(the workspace is not in git)"]);
  });

  test("outside git", async () => {
    write({ "STATUS.md": BOARD });
    expect(await judge()).toEqual(["(the workspace is not in git)"]);
  });

  test("a .git that points elsewhere", async () => {
    cloneWithBoard();
    const other = join(folder, "other");
    write({ "STATUS.md": BOARD, ".git": `gitdir: ${join(root, ".git")}\n` }, other);
    expect(await judge({ cwd: other })).toEqual(["(.git points to a folder that is no linked working tree or submodule)"]);
  });

  test("what is piped in", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    const { fs, calls } = spied();
    expect(await judge({ fs, stdin: { path: "STATUS.md", text: BOARD } })).toEqual(["(it is piped in)"]);
    expect(calls).toEqual([]);
  });
});

describe.skipIf(!hasGit || process.platform === "win32")("in a hook, what is about to be done counts as done", () => {
  /** Installs a hook that writes down its environment, and answers what it wrote when the command runs. */
  function environmentOf(hook: string, ...words: string[]): Record<string, string> {
    const path = join(root, ".git/hooks", hook);
    write({ [`.git/hooks/${hook}`]: `#!/bin/sh\nenv -0 > '${folder}/env'\ncp -r . '${folder}/during'\n` });
    chmodSync(path, 0o755);
    git(...words);
    const text = execFileSync("cat", [join(folder, "env")], { encoding: "utf8" });
    return Object.fromEntries(text.split("\0").map((entry) => entry.split("=", 2) as [string, string]));
  }
  /** What is said in the middle of it. */
  const judgeDuring = (env: Record<string, string>) => judge({ cwd: join(folder, "during"), env });

  test.each([
    ["what is staged", ["add", "STATUS.md"], ["commit", "-q", "-m", "claim"]],
    ["commit -a", ["status"], ["commit", "-q", "-a", "-m", "claim"]],
    ["commit FILE", ["status"], ["commit", "-q", "-m", "claim", "STATUS.md"]],
  ])("pre-commit: %s", async (_, first, words) => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    git(...first);
    expect(await judgeDuring(environmentOf("pre-commit", ...words))).toEqual(["shared"]);
  });

  test("pre-commit: a board that is left out of the commit", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED, "a.txt": "a" });
    git("add", "a.txt");
    expect(await judgeDuring(environmentOf("pre-commit", "commit", "-q", "-m", "other"))).toEqual(["changed"]);
  });

  test("pre-push", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    commitAll();
    expect(await judgeDuring(environmentOf("pre-push", "push", "-q"))).toEqual(["(git is at work, and may be about to push it)"]);
  });
});

describe.skipIf(!hasGit)("how often git is asked", () => {
  test("at most four times, however many boards there are", async () => {
    const names = Array.from({ length: 60 }, (_, number) => `team-${number}/STATUS.md`);
    cloneWithBoard(Object.fromEntries(names.map((name) => [name, BOARD])));
    write(Object.fromEntries(names.map((name) => [name, CLAIMED])));
    commitAll();
    const { fs, calls } = spied();
    expect(await judge({ fs })).toEqual(Array(60).fill("unpushed"));
    expect(calls).toEqual(["for-each-ref", "ls-tree", "log"]);
  });

  test("not at all without a board that is linted, or with the rule off", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": "Read STATUS.md, claim a session in it, and work on it.\n" });
    const { fs, calls } = spied();
    await lint({ fs, cwd: root, patterns: ["PROMPT.md"] });
    await lint({ fs, cwd: root, rules: { "uncommitted-status": "off" } });
    expect(calls).toEqual([]);
  });

  test("too many boards for one command line: the rest is said", async () => {
    const names = Array.from({ length: 150 }, (_, number) => `${"team-".repeat(30)}${1000 + number}/STATUS.md`);
    cloneWithBoard(Object.fromEntries(names.map((name) => [name, BOARD])));
    const states = new Set(await judge());
    expect(states).toEqual(new Set(["shared", "(there are too many files to ask git for)"]));
  });
});

describe.skipIf(!hasGit || process.platform === "win32")("which git, and with what around it", () => {
  test("none on the PATH", async () => {
    cloneWithBoard();
    process.env["PATH"] = join(folder, "none");
    expect(await judge()).toEqual(["(git is not installed)"]);
  });

  test("one of the repository's own is not taken, nor is a relative one", async () => {
    cloneWithBoard();
    write({ "bin/git": `#!/bin/sh\ntouch '${folder}/canary'\n` });
    chmodSync(join(root, "bin/git"), 0o755);
    symlinkSync(join(root, "bin"), join(folder, "link"));
    mkdirSync(join(folder, "links"));
    symlinkSync(join(root, "bin/git"), join(folder, "links/git"));
    process.env["PATH"] = [join(root, "bin"), "bin", "", ".", join(folder, "link"), join(folder, "links"), environment["PATH"]].join(delimiter);
    expect(await judge()).toEqual(["shared"]);
    expect(existsSync(join(folder, "canary"))).toBe(false);
  });

  test("variables that send git elsewhere are not obeyed", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    commitAll();
    Object.assign(process.env, {
      GIT_DIR: join(folder, "nowhere"),
      GIT_WORK_TREE: folder,
      GIT_INDEX_FILE: join(folder, "nowhere"),
      GIT_OBJECT_DIRECTORY: join(folder, "nowhere"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.bare",
      GIT_CONFIG_VALUE_0: "nonsense",
      GIT_TRACE: join(folder, "canary"),
      GIT_TRACE2_EVENT: join(folder, "canary"),
      GIT_NAMESPACE: "x",
      GIT_EXTERNAL_DIFF: `touch ${folder}/canary`,
    });
    expect(await judge()).toEqual(["unpushed"]);
    expect(existsSync(join(folder, "canary"))).toBe(false);
  });

  test("a git that hangs, one that fails, and one that says nonsense", async () => {
    cloneWithBoard();
    const fake = async (script: string) => {
      write({ git: `#!/bin/sh\n${script}\n` }, join(folder, "bin"));
      chmodSync(join(folder, "bin/git"), 0o755);
      process.env["PATH"] = join(folder, "bin");
      return judge();
    };
    expect(await fake("exec /bin/sleep 60")).toEqual(["(git took more than 2 seconds)"]);
    expect(await fake("exit 128")).toEqual(["(git could not read the repository)"]);
    expect(await fake("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")).toEqual(["(git answered more than can be looked at)"]);
    expect(await fake("echo nonsense")).toHaveLength(1);
  });
});

describe.skipIf(!hasGit || process.platform === "win32")("a repository that wants to run something", () => {
  const canary = () => join(folder, "canary");
  const trap = (name: string) => {
    write({ [name]: `#!/bin/sh\ntouch '${canary()}'\ncat\n` }, join(folder, "traps"));
    chmodSync(join(folder, "traps", name), 0o755);
    return join(folder, "traps", name);
  };

  function plant(): void {
    const program = trap("program");
    const keys = ["core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.alternateRefsCommand"];
    keys.push("gpg.program", "gpg.ssh.program", "diff.external", "sequence.editor", "credential.helper", "pager.log", "pager.cat-file", "pager.ls-tree");
    keys.push("diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "uploadpack.packObjectsHook");
    for (const key of keys) git("config", key, program);
    for (const command of ["log", "ls-tree", "cat-file", "for-each-ref", "rev-list", "symbolic-ref"]) git("config", `alias.${command}`, `!${program}`);
    for (const [key, value] of [
      ["core.hooksPath", join(folder, "traps")],
      ["log.showSignature", "true"],
      ["log.mailmap", "true"],
      ["filter.trap.required", "true"],
      ["protocol.ext.allow", "always"],
      ["remote.origin.url", `ext::${program}`],
      ["remote.origin.uploadpack", program],
      ["remote.origin.vcs", "trap"],
    ])
      git("config", key!, value!);
    for (const hook of ["post-index-change", "reference-transaction", "post-checkout", "pre-commit", "fsmonitor-watchman"]) trap(hook);
    write({ ".gitattributes": "*.md filter=trap diff=trap\n" });
  }

  test("never does: hooks, filters, helpers, signatures, aliases", async () => {
    cloneWithBoard();
    // A commit that says it is signed, which `git log` could be told to check.
    const tree = git("rev-parse", "HEAD^{tree}").trim();
    const commit = [
      `tree ${tree}`,
      `parent ${git("rev-parse", "HEAD").trim()}`,
      "author a <a@example.invalid> 1 +0000",
      "committer a <a@example.invalid> 1 +0000",
    ];
    commit.push("gpgsig -----BEGIN PGP SIGNATURE-----", " ", " x", " -----END PGP SIGNATURE-----", "", "signed", "");
    write({ commit: commit.join("\n") }, folder);
    write({ "STATUS.md": CLAIMED });
    commitAll();
    const hash = git("hash-object", "-t", "commit", "-w", join(folder, "commit")).trim();
    git("checkout", "-q", "-B", "main", hash);
    write({ "STATUS.md": CLAIMED });
    commitAll();
    plant();
    // All that follow the commands' ways: the clean ones, then one that the index disagrees with.
    expect(await judge()).toEqual(["unpushed"]);
    write({ "STATUS.md": `${CLAIMED}\n` });
    expect(await judge()).toEqual(["(a filter or encoding in .gitattributes changes what git keeps of it)"]);
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root });
    expect([...(workspace.git!.histories() as ReadonlyMap<string, unknown>).keys()]).toEqual(["STATUS.md"]);
    expect(existsSync(canary())).toBe(false);
  });

  test("the trap does work on a git that is not hardened", () => {
    cloneWithBoard();
    plant();
    write({ "STATUS.md": BOARD.replace("1", "3") });
    spawnSync("git", ["-C", root, "status"]);
    expect(existsSync(canary())).toBe(true);
  });

  test("a partial clone does not fetch what is missing", async () => {
    cloneWithBoard();
    git("config", "extensions.partialClone", "origin");
    git("config", "remote.origin.promisor", "true");
    plant();
    const blob = git("rev-parse", "HEAD:STATUS.md").trim();
    rmSync(join(root, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    expect(await judge()).toEqual(["shared"]);
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root });
    expect(workspace.git!.histories()).toBe("the clone is partial");
    const tree = git("rev-parse", "HEAD^{tree}").trim();
    rmSync(join(root, ".git/objects", tree.slice(0, 2), tree.slice(2)), { force: true });
    expect(await judge()).toEqual(["(git could not read the repository)"]);
    expect(existsSync(canary())).toBe(false);
  });

  test.each<[string, (path: string) => void]>([
    ["a config that is none", (path) => writeFileSync(join(path, "config"), "[core\n")],
    ["a config that includes a device", (path) => writeFileSync(join(path, "config"), "[include]\n\tpath = /dev/zero\n", { flag: "a" })],
    ["a HEAD that is none", (path) => writeFileSync(join(path, "HEAD"), "\0\0\0")],
    ["an index that is none", (path) => writeFileSync(join(path, "index"), "DIRC nonsense")],
    ["objects that are gone", (path) => rmSync(join(path, "objects"), { recursive: true })],
    ["a folder of objects elsewhere", (path) => writeFileSync(join(path, "commondir"), "/nowhere\n")],
  ])("%s never throws", async (_, spoil) => {
    cloneWithBoard();
    spoil(join(root, ".git"));
    expect(await judge()).toHaveLength(1);
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root });
    expect(workspace.git!.histories()).toBeDefined();
  });
});

describe.skipIf(!hasGit)("the past of boards and prompts", () => {
  const historiesOf = async (options: Partial<LintOptions> = {}) => {
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root, ...options });
    const histories = workspace.git!.histories();
    if (typeof histories === "string") throw new Error(histories);
    return histories;
  };

  test("each commit that changed the file, with its time, author and text", async () => {
    const DONE = BOARD.replaceAll("UNCLAIMED", "COMPLETE");
    date = "2026-01-01T00:00:00Z";
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": "Read STATUS.md, claim a session in it, then work.\n" });
    date = "2026-01-01T01:00:00Z";
    write({ "STATUS.md": CLAIMED });
    commitAll();
    write({ "other.txt": "x" });
    commitAll();
    date = "2026-01-01T02:00:00Z";
    rmSync(join(root, "STATUS.md"));
    commitAll();
    date = "2026-01-01T03:00:00+02:00";
    write({ "STATUS.md": DONE });
    commitAll();
    const { fs, calls } = spied();
    const { versions, isComplete } = (await historiesOf({ fs, rules: { "uncommitted-status": "off" } })).get("STATUS.md")!;
    expect(calls).toEqual(["rev-list", "cat-file", "cat-file"]);
    expect(isComplete).toBe(true);
    expect(versions.map(({ text }) => text)).toEqual([DONE, undefined, CLAIMED, BOARD]);
    expect(versions.map(({ author }) => author)).toEqual(Array(4).fill("Ada"));
    expect(versions.map(({ time }) => new Date(time).toISOString())).toEqual([
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T02:00:00.000Z",
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
    ]);
    expect(versions[0]!.commit).toBe(git("rev-parse", "HEAD").trim());
  });

  test("a merge counts where it is neither side", async () => {
    cloneWithBoard();
    mergeWithConflict();
    const RESOLVED = `${CLAIMED}\nresolved\n`;
    write({ "STATUS.md": RESOLVED });
    commitAll("merge");
    git("checkout", "-q", "-b", "third");
    write({ "a.txt": "a" });
    commitAll();
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "-m", "joins", "third");
    const { versions } = (await historiesOf()).get("STATUS.md")!;
    expect(versions.map(({ text }) => text)).toHaveLength(4);
    expect(versions[0]!.text).toBe(RESOLVED);
    expect(versions.at(-1)!.text).toBe(BOARD);
  });

  test("the newest 200", async () => {
    cloneWithBoard();
    const stream = Array.from({ length: 205 }, (_, number) => {
      const text = `${BOARD}\n${number}\n`;
      const from = number === 0 ? "from refs/heads/main^0\n" : "";
      return `commit refs/heads/main\ncommitter A <a@example.invalid> ${1_800_000_000 + number} +0000\ndata 1\nx\n${from}M 644 inline STATUS.md\ndata ${text.length}\n${text}\n`;
    });
    execFileSync("git", ["-C", root, "fast-import", "--quiet", "--force"], { input: stream.join("") });
    const { versions, isComplete } = (await historiesOf()).get("STATUS.md")!;
    expect([versions.length, isComplete]).toEqual([200, false]);
    expect(versions[0]!.text).toBe(`${BOARD}\n204\n`);
    expect(versions[199]!.text).toBe(`${BOARD}\n5\n`);
  });

  test("a file that is too large ends its past, and no other's", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "BIG-STATUS.md": BOARD });
    write({ "BIG-STATUS.md": BOARD + "x\n".repeat(600_000) });
    commitAll();
    write({ "STATUS.md": CLAIMED, "BIG-STATUS.md": CLAIMED });
    commitAll();
    const histories = await historiesOf();
    expect(histories.get("BIG-STATUS.md")).toMatchObject({ isComplete: false, versions: [{ text: CLAIMED }] });
    expect(histories.get("STATUS.md")).toMatchObject({ isComplete: true, versions: [{ text: CLAIMED }, { text: BOARD }] });
  });

  test("a shallow clone's is not complete; without commits there is none", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    commitAll();
    git("push", "-q");
    const shallow = join(folder, "shallow");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${join(folder, "hub.git")}`, shallow]);
    expect((await historiesOf({ cwd: shallow })).get("STATUS.md")).toMatchObject({ isComplete: false, versions: [{ text: CLAIMED }] });
    git("checkout", "-q", "--orphan", "fresh");
    await expect(historiesOf()).rejects.toThrow("git could not read the repository");
  });

  test("paths are the workspace's", async () => {
    cloneWithBoard({ "team/STATUS.md": BOARD });
    expect([...(await historiesOf({ root: "team" })).keys()]).toEqual(["STATUS.md"]);
  });
});

/** Two branches that change the same line, and a merge that stops there. */
function mergeWithConflict(): void {
  git("checkout", "-q", "-b", "side");
  write({ "STATUS.md": CLAIMED });
  commitAll();
  git("checkout", "-q", "main");
  write({ "STATUS.md": BOARD.replace("UNCLAIMED", "BLOCKED") });
  commitAll();
  expect(() => git("merge", "-q", "side")).toThrow();
}
