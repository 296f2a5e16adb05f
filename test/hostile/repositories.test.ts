import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createArena, expectCivil, type Arena } from "./arena.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
const PROMPT = "You are one of several sessions that work in parallel. Read STATUS.md first.\n\n```bash\nwhile true; do sleep 5; done\n```\n";
const BOARD = "# Status\n\n## Session 1\n\n- **Status:** UNCLAIMED\n- **Claimed By:** UNCLAIMED\n- **Output File:** a.md\n";

let arena: Arena;
beforeEach(() => {
  arena = createArena();
  arena.write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, "sub/a.md": "# A\n" });
});
afterEach(() => arena.strike());

const canary = () => join(arena.folder, "canary");

function git(...words: string[]): void {
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const config = ["user.name=t", "user.email=t@example.invalid", "init.defaultBranch=main", "protocol.file.allow=always"].flatMap((entry) => ["-c", entry]);
  const { status, stderr } = spawnSync("git", ["-C", arena.root, ...config, ...words], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

function commit(): void {
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "a");
}

/** Everything in a repository that names a program; each would leave a canary. */
function plant(gitFolder = join(arena.root, ".git")): void {
  const program = join(arena.folder, "program");
  writeFileSync(program, `#!/bin/sh\ntouch '${canary()}'\ncat\n`);
  chmodSync(program, 0o755);
  mkdirSync(join(gitFolder, "hooks"), { recursive: true });
  for (const hook of ["post-index-change", "reference-transaction", "post-checkout", "pre-commit", "fsmonitor-watchman", "query-watchman"])
    symlinkSync(program, join(gitFolder, "hooks", hook));
  const keys = ["core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass", "gpg.program", "diff.external"];
  keys.push(
    "diff.trap.textconv",
    "diff.trap.command",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "credential.helper",
    "uploadpack.packObjectsHook",
  );
  for (const key of keys) git("config", "--file", join(gitFolder, "config"), key, program);
  for (const alias of ["log", "status", "diff", "ls-files", "ls-tree", "cat-file", "rev-parse", "merge-base"])
    git("config", "--file", join(gitFolder, "config"), `alias.${alias}`, `!${program}`);
  git("config", "--file", join(gitFolder, "config"), "protocol.ext.allow", "always");
  git("config", "--file", join(gitFolder, "config"), "remote.origin.url", `ext::${program}`);
  arena.write({ ".gitattributes": "*.md filter=trap diff=trap\n" });
}

const COMMANDS = [["--verbose"], ["--since", "HEAD"], ["--staged"], ["checklist"], ["status"], ["graph"], ["config"], ["--baseline", "none.json"]];

// `C:` is the top of a disk on Windows, and its own parent: whoever climbs up from it there never arrives.
describe.skipIf(!hasGit || process.platform === "win32")("a folder called as a disk of Windows", () => {
  test.each(COMMANDS.map((argv) => [argv.join(" "), argv] as const))("%s", async (_, argv) => {
    arena.write({ "C:/STATUS.md": BOARD, "C:/PROMPT.md": PROMPT });
    commit();
    git("remote", "add", "origin", "git@example.invalid:a/b.git");
    arena.write({ "C:/STATUS.md": `${BOARD}\n` });
    expectCivil(await arena.run(argv));
  });

  test("by its name, and what is not in it", async () => {
    arena.write({ "C:/STATUS.md": BOARD });
    for (const name of ["./C:/STATUS.md", "./C:/none/a.md", "./D:/none.md", "./D:/*.md", "C:/none.md"]) expectCivil(await arena.run([name]));
  });
});

describe.skipIf(!hasGit || process.platform === "win32")("a repository that wants to run something, whatever it is asked", () => {
  test.each(COMMANDS.map((argv) => [argv.join(" "), argv] as const))("%s", async (_, argv) => {
    commit();
    plant();
    arena.write({ "STATUS.md": `${BOARD}\n` });
    expectCivil(await arena.run(argv));
    expect(existsSync(canary())).toBe(false);
  });

  test("a bare repository hidden in a folder", async () => {
    const folder = join(arena.root, "sub");
    git("init", "-q", "--bare", folder);
    plant(folder);
    for (const argv of COMMANDS) expectCivil(await arena.run([...argv, ...(argv[0]!.startsWith("--") ? ["--root", folder] : [])]));
    expect(existsSync(canary())).toBe(false);
  });

  test("a submodule with a config of its own", async () => {
    commit();
    const folder = join(arena.root, "sub");
    git("init", "-q", folder);
    plant(join(folder, ".git"));
    arena.write({ "sub/STATUS.md": BOARD, ".gitmodules": '[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c touch% canary\n\tupdate = !touch canary\n' });
    expectCivil(await arena.run(["sub/STATUS.md"]));
    expectCivil(await arena.run([]));
    expect(existsSync(canary())).toBe(false);
  });

  test("a .git that leads to a repository outside", async () => {
    git("init", "-q", join(arena.folder, "other"));
    plant(join(arena.folder, "other/.git"));
    for (const target of ["../other/.git", join(arena.folder, "other/.git"), "/dev/zero", "/proc/self"]) {
      writeFileSync(join(arena.root, ".git"), `gitdir: ${target}\n`);
      for (const argv of COMMANDS) expectCivil(await arena.run(argv));
    }
    expect(existsSync(canary())).toBe(false);
  });

  test("a config that includes others", async () => {
    commit();
    plant(join(arena.root, "sub"));
    git("config", "include.path", "../sub/config");
    git("config", `includeIf.gitdir:${arena.root}/.path`, "../sub/config");
    for (const argv of COMMANDS) expectCivil(await arena.run(argv));
    expect(existsSync(canary())).toBe(false);
  });

  test("variables of git's, for every one that names a file or a program", async () => {
    commit();
    plant(join(arena.folder, "elsewhere"));
    const program = join(arena.folder, "program");
    const names = [
      "GIT_DIR",
      "GIT_WORK_TREE",
      "GIT_INDEX_FILE",
      "GIT_OBJECT_DIRECTORY",
      "GIT_ALTERNATE_OBJECT_DIRECTORIES",
      "GIT_COMMON_DIR",
      "GIT_NAMESPACE",
      "GIT_CEILING_DIRECTORIES",
    ];
    const runs = [
      "GIT_EXTERNAL_DIFF",
      "GIT_PAGER",
      "PAGER",
      "GIT_EDITOR",
      "EDITOR",
      "GIT_SSH",
      "GIT_SSH_COMMAND",
      "GIT_ASKPASS",
      "SSH_ASKPASS",
      "GIT_PROXY_COMMAND",
      "GIT_EXEC_PATH",
      "GIT_TEMPLATE_DIR",
    ];
    const traces = [
      "GIT_TRACE",
      "GIT_TRACE2",
      "GIT_TRACE2_EVENT",
      "GIT_TRACE_SETUP",
      "GIT_TRACE_PACKET",
      "GIT_CONFIG_GLOBAL",
      "GIT_CONFIG_SYSTEM",
      "GIT_CONFIG",
      "GIT_ATTR_SOURCE",
    ];
    const env: Record<string, string> = {
      ...Object.fromEntries(names.map((name) => [name, join(arena.folder, "elsewhere")])),
      ...Object.fromEntries(runs.map((name) => [name, program])),
      ...Object.fromEntries(traces.map((name) => [name, canary()])),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: program,
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${program}'`,
    };
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
      for (const argv of COMMANDS) expectCivil(await arena.run(argv, { env }));
    } finally {
      process.env = before;
    }
    expect(existsSync(canary())).toBe(false);
  });

  test.each([
    "--upload-pack=touch canary",
    "--output=canary",
    "HEAD:../../secret.md",
    "@{-1}",
    "main..HEAD",
    "^HEAD",
    ":/a",
    "\u001B[31m",
    "a\nb",
    "",
    "x".repeat(5000),
  ])("since %j, which is no commit", async (since) => {
    commit();
    expect([0, 2]).toContain((await arena.run([`--since=${since}`])).code);
    expect(existsSync(join(arena.root, "canary"))).toBe(false);
  });
});
