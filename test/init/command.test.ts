import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { askConfig, askWishes, type KnownWishes } from "../../src/cli/init-questions.ts";
import { main } from "../../src/cli/main.ts";
import type { Services } from "../../src/cli/services.ts";
import { writeWorkspace } from "../../src/init/files.ts";
import { planWorkspace, type PlanWishes } from "../../src/init/plan.ts";
import type { ConfigWishes } from "../../src/init/config.ts";
import { lint } from "../../src/lint.ts";
import { readWorkspace } from "../../src/read-workspace.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";

const template = readFileSync("templates/SESSION-PROMPT.md", "utf8");
const filesOf = (wishes: PlanWishes) => writeWorkspace(planWorkspace(wishes), template);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "prompt-lint-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function init(...options: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    write(text: string, done: () => void) {
      written[name] += text;
      done();
    },
  });
  const surroundings = { cwd: folder, env: {}, stdin: Readable.from([]), stdout: stream("stdout"), stderr: stream("stderr") };
  const readFolder: Services["readWorkspace"] = async (request) => {
    const { workspace, read } = await readWorkspace({ ...request, fs: nodeFileSystem });
    return { workspace, problems: read.problems, selected: new Set() };
  };
  const services = { readPromptTemplate: async () => template, readWorkspace: readFolder } as unknown as Services;
  const exitCode = await main(["init", ...options], surroundings, services);
  return { exitCode, ...written };
}

const lintFolder = () => lint({ fs: { ...nodeFileSystem, git: undefined }, cwd: folder, root: folder, preset: "strict" });
const REPOSITORY = ["--yes", "--repository", "acme/widgets"];

describe("what init writes passes the strict preset", () => {
  test.each([
    ["defaults", []],
    ["one session", ["--sessions", "1", "--output", "REPORT.md"]],
    ["seven, with dependencies", ["--sessions", "7", "--dependencies"]],
    [
      "names, folders, another branch",
      ["--session", "API v2", "--session", "Web:API v2", "--board", "ops/BOARD.md", "--prompt", "prompts/START.md", "--branch", "work/one"],
    ],
    ["other names", ["--blockers", "docs/STOPPED.md", "--output", "reports/{session}/result.md"]],
  ])("%s", async (_, options) => {
    expect(await init(...REPOSITORY, ...options)).toMatchObject({ exitCode: 0, stderr: "" });
    const { findings, problems, failures, workspace } = await lintFolder();
    expect(findings).toEqual([]);
    expect([...problems, ...failures]).toEqual([]);
    expect([workspace.prompts.length, workspace.boards.length]).toEqual([1, 1]);
  });

  test("also without a config of its own", async () => {
    await init(...REPOSITORY, "--no-config");
    expect(readdirSync(folder).sort()).toEqual(["BLOCKERS.md", "SESSION-PROMPT.md", "SESSION-STATUS.md"]);
    const { findings, workspace } = await lintFolder();
    expect(findings).toEqual([]);
    expect(workspace.prompts.map(({ document }) => document.path)).toEqual(["SESSION-PROMPT.md"]);
  });

  test("fixtures/init is what it writes (UPDATE=1 rewrites it)", () => {
    const files = filesOf({ sessions: ["Backend", "Frontend", "Integration:Backend,Frontend"], repository: "acme/widgets", dependencies: true });
    for (const { path, text } of files) {
      if (process.env["UPDATE"]) writeFileSync(join("fixtures/init", path), text);
      expect(readFileSync(join("fixtures/init", path), "utf8")).toBe(text);
    }
    expect(readdirSync("fixtures/init").sort()).toEqual(files.map(({ path }) => path).sort());
  });
});

describe("a board that is written another way than the prompt reads it", () => {
  test.each([
    ["bold fields", /^- Status:/gm, "- **Status:**", "`^- Status:`"],
    ["another heading level", /^### /gm, "## ", "`^###`"],
    ["another name of a field", /^- Claimed By:/gm, "- Owner:", "`^- Claimed By:`"],
  ])("is an error: %s", async (_, from, to, pattern) => {
    await init(...REPOSITORY, "--session", "Backend", "--session", "Frontend");
    const board = join(folder, "SESSION-STATUS.md");
    const text = readFileSync(board, "utf8");
    writeFileSync(board, text.replace(from, to));
    const { findings } = await lintFolder();
    const found = findings.filter(({ ruleId }) => ruleId === "unmatched-pattern");
    expect(found[0]).toMatchObject({ path: "SESSION-PROMPT.md", severity: "error", message: expect.stringContaining(pattern) as string });
  });
});

test("it says what comes next, and nothing is left to fill in", async () => {
  const { stdout } = await init(...REPOSITORY, "--dependencies");
  expect(stdout).toContain("wrote SESSION-STATUS.md\nwrote BLOCKERS.md\nwrote DEPENDENCIES.yaml\nwrote .prompt-lint.json\nwrote SESSION-PROMPT.md\n");
  expect(stdout).toContain("git add SESSION-STATUS.md BLOCKERS.md DEPENDENCIES.yaml .prompt-lint.json SESSION-PROMPT.md\n");
  expect(stdout).toMatch(/add a remote first: git remote add origin [\s\S]*git push -u origin main\n/);
  const steps =
    /prompt-lint --preset strict --rule unrehearsed:off\n[\s\S]*one session first[\s\S]*git pull\n[\s\S]*prompt-lint --preset strict\n[\s\S]*each session/;
  expect(stdout).toMatch(steps);
  expect(readFileSync(join(folder, "SESSION-PROMPT.md"), "utf8")).not.toContain("{{");
});

test("repository and branch come from the folder's git", async () => {
  mkdirSync(join(folder, ".git/objects"), { recursive: true });
  mkdirSync(join(folder, ".git/refs"));
  writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/trunk\n");
  writeFileSync(join(folder, ".git/config"), '[remote "origin"]\n\turl = git@example.org:acme/gadgets.git\n');
  const { exitCode: done, stdout } = await init("--yes");
  expect([done, stdout]).toEqual([0, expect.stringMatching(/"\n +git push -u origin trunk\n/)]);
  expect(readFileSync(join(folder, "SESSION-STATUS.md"), "utf8")).toContain("- Repository: acme/gadgets\n- Branch: trunk\n");

  mkdirSync(join(folder, "inner"));
  const { exitCode, stderr } = await init("--yes", "--dir", "inner");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("has to lie at the root of the repository");
});

describe("never overwrites, and writes all or nothing", () => {
  test.each(["SESSION-STATUS.md", "BLOCKERS.md", ".prompt-lint.json", "SESSION-PROMPT.md"])("%s is in the way", async (name) => {
    writeFileSync(join(folder, name), "mine");
    const { exitCode, stderr } = await init(...REPOSITORY);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`prompt-lint: "${name}" is there already, and nothing is overwritten: nothing was written\n`);
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), "utf8")).toBe("mine");
  });

  test("a link that points nowhere is in the way", async () => {
    symlinkSync("/nowhere/at/all", join(folder, "BLOCKERS.md"));
    expect(await init(...REPOSITORY)).toMatchObject({ exitCode: 2 });
    expect(readdirSync(folder)).toEqual(["BLOCKERS.md"]);
  });

  test("a folder that is a link out of the workspace", async () => {
    const outside = mkdtempSync(join(tmpdir(), "prompt-lint-outside-"));
    symlinkSync(outside, join(folder, "prompts"));
    const { exitCode, stderr } = await init(...REPOSITORY, "--prompt", "prompts/START.md");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("is a link out of this one")]);
    expect([readdirSync(folder), readdirSync(outside)]).toEqual([["prompts"], []]);
    rmSync(outside, { recursive: true });
  });

  test("a file where a folder is wanted", async () => {
    writeFileSync(join(folder, "prompts"), "a file");
    expect(await init(...REPOSITORY, "--board", "ops/BOARD.md", "--prompt", "prompts/START.md")).toMatchObject({ exitCode: 2 });
    expect(readdirSync(folder)).toEqual(["prompts"]);
  });
});

describe("what cannot be used is named", () => {
  test.each<[string[], string]>([
    [["--yes"], "expected `--repository owner/name`"],
    [[], "`init` asks on a terminal"],
    [[...REPOSITORY, "--sessions", "0"], "expected 1 to 99 sessions"],
    [[...REPOSITORY, "--sessions", "2", "--session", "A"], "got both"],
    [["--yes", "--repository", "widgets"], "expected `owner/name`"],
    [[...REPOSITORY, "--branch=-f"], "expected a branch"],
    [[...REPOSITORY, "--branch", "a;rm"], "expected a branch"],
    [[...REPOSITORY, "--board", "../BOARD.md"], "below the workspace for `--board`"],
    [[...REPOSITORY, "--prompt", "$(id).md"], "for `--prompt`"],
    [[...REPOSITORY, "--output", "same.md"], "several sessions would write"],
    [[...REPOSITORY, "--board", "BLOCKERS.md"], "two things would be written"],
    [[...REPOSITORY, "--session", 'A"B'], "a session's name"],
    [[...REPOSITORY, "--session", "none"], "cannot be called"],
    [[...REPOSITORY, "--session", "A", "--session", "a"], "two sessions are called"],
    [[...REPOSITORY, "--session", "A:B"], "which is no session"],
    [[...REPOSITORY, "--session", "A:B", "--session", "B:A", "--session", "C"], 'wait for each other: "A", "B"'],
    [[...REPOSITORY, "--dir", "missing"], '"missing" is no folder'],
    [[...REPOSITORY, "--board"], "--board"],
  ])("%j", async (options, message) => {
    const { exitCode, stderr, stdout } = await init(...options);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("questions on a terminal", () => {
  /** Types each answer once its question is on the screen. */
  async function answer(answers: [question: string, keys: string][], known: KnownWishes = {}, said: KnownWishes = {}) {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
    let screen = "";
    const left = [...answers];
    output.setEncoding("utf8").on("data", (text: string) => {
      screen += text;
      const [next] = left;
      if (!next || !screen.includes(next[0])) return;
      left.shift();
      screen = "";
      setImmediate(() => input.write(next[1]));
    });
    const wishes = await askWishes(known, said, { input, output });
    expect(left).toEqual([]);
    return wishes;
  }

  test("with the proposals", async () => {
    const wishes = await answer(
      [
        ["How many sessions", "\r"],
        ["Repository", "\r"],
        ["Branch", "\r"],
        ["delivers", "\r"],
        ["DEPENDENCIES.yaml", "\r"],
        ["Write SESSION-STATUS.md", "\r"],
      ],
      { repository: "acme/widgets" },
    );
    expect(wishes).toMatchObject({ sessions: 3, repository: "acme/widgets", branch: "main", output: "output/{session}.md", dependencies: false });
  });

  test("only what no option has said", async () => {
    const said = { sessions: 2, repository: "acme/widgets", branch: "main", output: "{session}.md" };
    expect(
      await answer(
        [
          ["DEPENDENCIES.yaml", "y"],
          ["Write SESSION-STATUS.md", "\r"],
        ],
        said,
        said,
      ),
    ).toMatchObject({ ...said, dependencies: true });
  });

  test("Ctrl-C, and a no at the end, write nothing", async () => {
    const said = { sessions: 2, repository: "acme/widgets", branch: "main", output: "{session}.md", dependencies: false };
    expect(await answer([["How many sessions", "\u0003"]])).toBeUndefined();
    expect(await answer([["Write SESSION-STATUS.md", "n"]], said, said)).toBeUndefined();
  });
});

describe("--config-only", () => {
  const STATUS = "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
  const readConfig = () => readFileSync(join(folder, ".prompt-lint.json"), "utf8");
  beforeEach(() => {
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "prompts [old]"));
    writeFileSync(join(folder, "STATUS.md"), STATUS);
    writeFileSync(join(folder, "README.md"), "# Widgets\n\nHow to build them.\n");
    writeFileSync(join(folder, "prompts [old]/START-PROMPT.md"), "# Start\n\nYou are one of several sessions. Claim a session in STATUS.md.\n");
  });

  test("names what is found, and changes nothing in what is taken for what", async () => {
    const before = await lint({ fs: nodeFileSystem, cwd: folder });
    writeFileSync(join(folder, "BLOCKERS.md"), "# Blockers\n");
    expect(await init("--config-only", "--yes", "--preset", "strict")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(readConfig())).toEqual({
      extends: ["strict"],
      prompts: ["prompts \\[old\\]/START-PROMPT.md"],
      boards: ["STATUS.md"],
      blockersFile: "BLOCKERS.md",
    });
    const { workspace, hints } = await lint({ fs: nodeFileSystem, cwd: folder });
    const paths = (documents: readonly { document: { path: string } }[]) => documents.map(({ document }) => document.path);
    expect([paths(workspace.prompts), paths(workspace.boards)]).toEqual([paths(before.workspace.prompts), paths(before.workspace.boards)]);
    expect(hints).toEqual([]);
  });

  test("lists nothing where nothing is found", async () => {
    rmSync(join(folder, "STATUS.md"));
    rmSync(join(folder, "prompts [old]"), { recursive: true });
    expect(await init("--config-only", "--yes")).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readConfig())).toEqual({ extends: ["recommended"] });
  });

  test("what options say goes first", async () => {
    await init("--config-only", "--yes", "--prompt", "A.md", "--board", "B.md", "--blockers", "C.md");
    expect(JSON.parse(readConfig())).toEqual({ extends: ["recommended"], prompts: ["A.md"], boards: ["B.md"], blockersFile: "C.md" });
  });

  test("overwrites nothing", async () => {
    writeFileSync(join(folder, ".prompt-lint.json"), "mine");
    expect(await init("--config-only", "--yes")).toMatchObject({ exitCode: 2 });
    expect(readConfig()).toBe("mine");
  });

  test("asks for preset and files on a terminal", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const found: ConfigWishes = { preset: "recommended", prompts: ["A.md", "B.md"], boards: [], blockers: undefined };
    const left: [string, string[]][] = [
      ["which preset", ["\u001B[B", "\r"]],
      ["are prompts", [" ", "\r"]],
    ];
    let screen = "";
    output.on("data", (data: Buffer) => {
      screen += data.toString();
      const [next] = left;
      if (!next || !screen.includes(next[0])) return;
      left.shift();
      screen = "";
      setImmediate(() => next[1].forEach((key) => input.write(key)));
    });
    expect(await askConfig(found, {}, { input, output })).toEqual({ ...found, preset: "strict", prompts: ["B.md"] });
  });

  test.each([
    [["--config-only"], "asks on a terminal"],
    [["--config-only", "--yes", "--no-config"], "got both"],
    [["--config-only", "--yes", "--sessions", "3"], "cannot be had with"],
    [["--yes", "--preset", "strict"], "goes with `--config-only`"],
  ])("%j", async (options, message) => {
    expect(await init(...options)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) as unknown });
  });
});

test("the template is there in the package", () => {
  const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
  expect(files).toContain("templates");
  expect(existsSync("templates/SESSION-PROMPT.md")).toBe(true);
});
