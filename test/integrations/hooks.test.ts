import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";

const program = [process.execPath, "--import", import.meta.resolve("tsx"), fileURLToPath(new URL("../../src/cli.ts", import.meta.url))];
const hooks = parse(readFileSync(".pre-commit-hooks.yaml", "utf8")) as { id: string; entry: string; [key: string]: unknown }[];

const GOOD = "# Start\n\nRead docs.md, then say what is missing in it.\n";
const BAD = `${GOOD}\n\`\`\`bash\nwhile true; do git pull --quiet; sleep 60; done\n\`\`\`\n`;

const isMissing = (tool: string) => spawnSync(tool, ["--version"]).error !== undefined;
if (isMissing("pre-commit")) console.warn("pre-commit is missing: the tests that need it are skipped");

let folder = "";
let root = "";
let env: NodeJS.ProcessEnv = {};
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-hook-")));
  root = join(folder, "work");
  mkdirSync(root);
  env = {
    PATH: process.env["PATH"],
    HOME: folder,
    PRE_COMMIT_HOME: join(folder, "pre-commit"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.invalid",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.invalid",
  };
  git("init", "--quiet", "--initial-branch=main");
  write("docs.md", "# Docs\n");
  commit("start");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(tool: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd: root, env, encoding: "utf8" });
  return { code: status, output: stdout + stderr };
}

function git(...args: string[]): string {
  const { code, output } = run("git", ...args);
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${output}`);
  return output;
}

function write(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

/** Of all there is. */
function commit(message: string): { code: number | null; output: string } {
  git("add", "--all");
  return run("git", "commit", "--quiet", "-m", message);
}

const subjects = () => git("log", "--format=%s").trim().split("\n");

describe("the hooks", () => {
  test.each(hooks.map(({ id, entry }) => [id, entry]))("%s calls us in a way that we understand", (_, entry) => {
    const [name, ...words] = entry.split(" ");
    expect(name).toBe("prompt-lint");
    expect(parseArguments(words, 80)).toMatchObject({ command: "lint", options: { passOnNoFiles: true, paths: [] } });
  });

  test.each(hooks.map((hook) => [hook.id, hook] as const))("%s gets no file names and always runs", (_, hook) => {
    expect(hook).toMatchObject({ language: "node", pass_filenames: false, always_run: true, require_serial: true });
  });
});

describe.skipIf(isMissing("git") || process.platform === "win32")("a plain hook", () => {
  beforeEach(() => {
    const words = program.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    writeFileSync(join(root, ".git/hooks/pre-commit"), `#!/bin/sh\nexec ${words} --staged --pass-on-no-files --format compact\n`, { mode: 0o755 });
  });

  test("stops a bad commit and lets a good one pass", () => {
    write("START-PROMPT.md", BAD);
    const stopped = commit("bad");
    expect(stopped.code).toBe(1);
    expect(stopped.output).toMatch(/^START-PROMPT\.md:6:1: error .*\[unbounded-wait\]$/m);
    expect(subjects()).toEqual(["start"]);

    write("START-PROMPT.md", GOOD);
    expect(commit("good")).toMatchObject({ code: 0 });
    expect(subjects()).toEqual(["good", "start"]);
  });

  test("judges a file that is staged in part as it is committed", () => {
    write("START-PROMPT.md", GOOD);
    git("add", "--all");
    write("START-PROMPT.md", BAD);
    expect(run("git", "commit", "--quiet", "-m", "good, and bad on disk")).toMatchObject({ code: 0 });
    expect(git("show", "HEAD:START-PROMPT.md")).toBe(GOOD);

    git("add", "--all");
    write("START-PROMPT.md", GOOD);
    expect(run("git", "commit", "--quiet", "-m", "bad, and good on disk").code).toBe(1);
    expect(subjects()).toEqual(["good, and bad on disk", "start"]);
  });

  test("judges `git commit --all`, which has an index of its own", () => {
    write("START-PROMPT.md", GOOD);
    commit("good");
    write("START-PROMPT.md", BAD);
    expect(run("git", "commit", "--quiet", "--all", "-m", "bad").code).toBe(1);
    expect(run("git", "commit", "--quiet", "-m", "bad", "START-PROMPT.md").code).toBe(1);
    expect(subjects()).toEqual(["good", "start"]);
  });

  test("lets pass what an older commit has brought", () => {
    write("START-PROMPT.md", BAD);
    git("add", "--all");
    git("commit", "--quiet", "--no-verify", "-m", "old");
    write("docs.md", "# Docs\n\nMore.\n");
    expect(commit("new")).toMatchObject({ code: 0 });
  });
});

describe.skipIf(isMissing("git") || isMissing("pre-commit") || process.platform === "win32")("pre-commit", () => {
  /** As from our repository, but run as source: nothing is installed. */
  function install(id: string): void {
    const { entry, ...hook } = hooks.find((known) => known.id === id)!;
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "prompt-lint"), `#!/bin/sh\nexec ${program.map((word) => `"${word}"`).join(" ")} "$@"\n`, { mode: 0o755 });
    env["PATH"] = `${bin}${delimiter}${env["PATH"]}`;
    write(
      ".pre-commit-config.yaml",
      JSON.stringify({ repos: [{ repo: "local", hooks: [{ ...hook, language: "system", entry, args: ["--format", "compact"] }] }] }),
    );
    commit("config");
    expect(run("pre-commit", "install")).toMatchObject({ code: 0 });
    expect(existsSync(join(root, ".git/hooks/pre-commit"))).toBe(true);
  }

  test.each(["prompt-lint", "prompt-lint-staged"])("%s stops a bad commit, and judges what is staged", (id) => {
    install(id);
    write("START-PROMPT.md", BAD);
    const stopped = commit("bad");
    expect(stopped.code).toBe(1);
    expect(stopped.output).toContain("[unbounded-wait]");

    write("START-PROMPT.md", GOOD);
    git("add", "--all");
    write("START-PROMPT.md", BAD);
    expect(run("git", "commit", "--quiet", "-m", "good, and bad on disk")).toMatchObject({ code: 0 });
    expect(readFileSync(join(root, "START-PROMPT.md"), "utf8")).toBe(BAD);
    expect(subjects()).toEqual(["good, and bad on disk", "config", "start"]);
  });

  test("prompt-lint finds with --all-files what was committed long ago", () => {
    install("prompt-lint");
    write("START-PROMPT.md", BAD);
    git("add", "--all");
    git("commit", "--quiet", "--no-verify", "-m", "old");
    expect(run("pre-commit", "run", "--all-files").code).toBe(1);
  });

  test("prompt-lint-fix stops a commit that it mends, and lets the mended one pass", () => {
    install("prompt-lint-fix");
    const fence = "```";
    const nested = `# Start\n\nSend this to each session:\n\n${fence}markdown\nRead docs.md, then run\n\n${fence}bash\ngit status || exit 1\n${fence}\n\nand stop.\n${fence}\n`;
    write("START-PROMPT.md", nested);
    expect(commit("nested").code).toBe(1);
    const mended = readFileSync(join(root, "START-PROMPT.md"), "utf8");
    expect(mended).toContain(`${fence}\`markdown`);
    expect(git("show", ":START-PROMPT.md")).toBe(nested);
    expect(commit("mended")).toMatchObject({ code: 0 });
    expect(git("show", "HEAD:START-PROMPT.md")).toBe(mended);
  });

  test("prompt-lint sees what a deleted file breaks", () => {
    write("START-PROMPT.md", `${GOOD}\n\`\`\`bash\ncat docs.md\n\`\`\`\n`);
    install("prompt-lint");
    git("rm", "--quiet", "docs.md");
    const stopped = commit("without docs");
    expect(stopped.output).toContain("docs.md");
    expect(stopped.code).toBe(1);
  });
});
