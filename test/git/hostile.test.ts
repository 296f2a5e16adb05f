import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { BOARD, CLAIMED, cloneWithBoard, commitAll, environment, folder, git, hasGit, judge, root, spied, write } from "./repository.ts";

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
    // A commit that touches the board and says it is signed, which `git log` could be told to check.
    write({ "STATUS.md": CLAIMED });
    git("add", "STATUS.md");
    const tree = git("write-tree").trim();
    const commit = [
      `tree ${tree}`,
      `parent ${git("rev-parse", "HEAD").trim()}`,
      "author a <a@example.invalid> 1 +0000",
      "committer a <a@example.invalid> 1 +0000",
    ];
    commit.push("gpgsig -----BEGIN PGP SIGNATURE-----", " ", " x", " -----END PGP SIGNATURE-----", "", "signed", "");
    write({ commit: commit.join("\n") }, folder);
    const hash = git("hash-object", "-t", "commit", "-w", join(folder, "commit")).trim();
    git("reset", "-q", "--soft", hash);
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

  test.each<[string, (path: string) => void, string?]>([
    ["a config that is none", (path) => writeFileSync(join(path, "config"), "[core\n")],
    ["a config that includes a device", (path) => writeFileSync(join(path, "config"), "[include]\n\tpath = /dev/zero\n", { flag: "a" })],
    ["a HEAD that is none", (path) => writeFileSync(join(path, "HEAD"), "\0\0\0")],
    ["an index that is none", (path) => writeFileSync(join(path, "index"), "DIRC nonsense")],
    ["objects that are gone", (path) => rmSync(join(path, "objects"), { recursive: true })],
    ["a folder of objects elsewhere", (path) => writeFileSync(join(path, "commondir"), "/nowhere\n"), "(.git names another folder for its objects)"],
  ])("%s never throws", async (_, spoil, expected) => {
    cloneWithBoard();
    spoil(join(root, ".git"));
    expect(await judge()).toEqual([expected ?? (expect.any(String) as string)]);
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root });
    expect(workspace.git!.histories()).toBeDefined();
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
