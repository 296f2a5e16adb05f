import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BOARD, CLAIMED, cloneWithBoard, commitAll, folder, git, gitIn, hasGit, judge, mergeWithConflict, root, spied, write } from "./repository.ts";

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

  test("no remote at all: nothing to push to, and who shares the working tree sees its files as they are", async () => {
    mkdirSync(root);
    git("init", "-q");
    write({ "STATUS.md": BOARD });
    commitAll();
    expect(await judge()).toEqual(["(the repository has no remote to push it to)"]);
    write({ "STATUS.md": CLAIMED });
    expect(await judge()).toEqual(["(the repository has no remote to push it to)"]);
    git("rm", "-q", "--cached", "STATUS.md");
    expect(await judge()).toEqual(["untracked"]);
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
    git("remote", "add", "origin", join(folder, "hub.git"));
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
    for (const text of [CLAIMED, BOARD]) {
      write({ "STATUS.md": text });
      commitAll();
    }
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
