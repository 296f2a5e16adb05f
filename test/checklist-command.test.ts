import { Readable } from "node:stream";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import type { Checklists } from "../src/checklist.ts";
import { parseArguments } from "../src/cli/arguments.ts";
import { main } from "../src/cli/main.ts";
import type { LintOutcome, LintRequest, OutputStream, Services } from "../src/cli/services.ts";
import { lint } from "../src/lint.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";
import { UsageError } from "../src/usage-error.ts";

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-checklist-")));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Without git: the temporary folder lies in no repository anyway. */
const fs = { ...nodeFileSystem, git: undefined };

interface RunOptions {
  files?: Record<string, string>;
  isTTY?: boolean;
  env?: Record<string, string>;
  change?: (outcome: LintOutcome) => LintOutcome;
}

let workspaces = 0;

async function run(argv: string[], { files = {}, isTTY = false, env = {}, change = (outcome) => outcome }: RunOptions = {}) {
  const cwd = join(folder, `w${++workspaces}`);
  for (const [path, text] of Object.entries({ ".prompt-lint.json": '{ "root": true }', ...files })) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const written = { stdout: "", stderr: "", requests: [] as LintRequest[] };
  const stream = (name: "stdout" | "stderr"): OutputStream => ({
    isTTY,
    write(text, done) {
      written[name] += text;
      done();
    },
  });
  const refused = () => Promise.reject(new Error("not asked for"));
  const services: Services = {
    async lint(request) {
      written.requests.push(request);
      return change(await lint({ ...request, fs }));
    },
    readWorkspace: refused,
    listRules: async () => rules,
    listAllRules: async () => ({ rules, problems: [] }),
    readRulePage: refused,
    readPromptTemplate: refused,
    describeConfig: refused,
    readVersion: () => Promise.resolve("1.2.3"),
    nameProgram: async () => "1.2.3 test",
    runCommand: async () => 0,
  };
  const exitCode = await main(argv, { cwd, env, stdin: Readable.from([]), stdout: stream("stdout"), stderr: stream("stderr") }, services);
  return { exitCode, ...written };
}

/** Fails item 14; the others are not decided. */
const PROMPT = "You are one of four sessions that work in parallel.\n\n1. Claim the task that you were given\n\n```bash\ngit push\n```\n";
const ALONE = "You are an autonomous agent.\n\n```bash\ngit pull || exit 1\n```\n";
const ONLY_14 = JSON.stringify({
  root: true,
  rules: Object.fromEntries(rules.filter(({ rule }) => rule.items && !rule.items.includes(14)).map(({ id }) => [id, "off"])),
});

describe("arguments", () => {
  test.each([
    [["checklist"], { prompt: undefined, format: "text" }],
    [["checklist", "[a].md", "--format", "json"], { prompt: "[a].md", format: "json" }],
    [["checklist", "-f", "markdown", "--root", "..", "--rule", "unbounded-wait:off", "--", "-a.md"], { prompt: "-a.md", format: "markdown", root: ".." }],
  ])("%j", (argv, expected) => {
    expect(parseArguments(argv, 80)).toMatchObject({ command: "checklist", options: expected });
  });

  test.each([
    [["checklist", "a", "b"], 'too many arguments for "checklist". Expected 1 argument but got 2.'],
    [["checklist", "a", "--", "b"], "`checklist` takes one prompt, got 2"],
    [["checklist", "--format", "pretty"], 'unknown format "pretty", expected one of "text", "json", "markdown"'],
    [["--quiet", "checklist"], "options of `checklist` stand behind it: `prompt-lint checklist --quiet`"],
    [["help", "cheklist"], 'unknown command "cheklist", did you mean "checklist"?'],
  ])("%j is refused", (argv, message) => {
    expect(() => parseArguments(argv, 80)).toThrow(new UsageError(message));
  });

  test("a manual", async () => {
    const { stdout, exitCode } = await run(["checklist", "--help"]);
    expect(exitCode).toBe(0);
    for (const word of ["Usage: prompt-lint checklist", "markdown", "Exit codes:", "Examples:"]) expect(stdout).toContain(word);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe("exit codes", () => {
  test("1 when an item fails", async () => {
    const { exitCode, stdout, stderr } = await run(["checklist"], { files: { "START-PROMPT.md": PROMPT, ".prompt-lint.json": ONLY_14 } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toContain("  ❌ 14  Every command has an error check  [unchecked-command]\n         START-PROMPT.md:6  `git push` can fail unnoticed");
    expect(stdout).toContain("\n0 of 1 that apply: do not send");
  });

  test("0 when all that apply are passed", async () => {
    const files = { "START-PROMPT.md": PROMPT.replace("git push", "git push || exit 1"), ".prompt-lint.json": ONLY_14 };
    const { exitCode, stdout } = await run(["checklist"], { files });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("  ✅ 14  Every command has an error check\n         START-PROMPT.md:6  the command of the script is checked");
    expect(stdout).toContain("is switched off in the config");
    expect(stdout).toContain("\n1 of 1 that apply: ready to send");
  });

  test.each(["warning", "info", "warn"])("severity %s in the config makes no difference", async (level) => {
    const files = { "START-PROMPT.md": PROMPT, ".prompt-lint.json": JSON.stringify({ extends: ["minimal"], rules: { "unchecked-command": level } }) };
    expect((await run(["checklist"], { files })).exitCode).toBe(1);
  });

  test("0 for a rule that is switched off", async () => {
    const files = { "START-PROMPT.md": PROMPT, ".prompt-lint.json": ONLY_14 };
    expect((await run(["checklist", "--rule", "unchecked-command:off"], { files })).exitCode).toBe(0);
  });

  test("1 when an item that may apply is not decided", async () => {
    const board = "## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";
    const only5 = JSON.stringify({
      root: true,
      rules: Object.fromEntries(rules.filter(({ rule }) => rule.items && !rule.items.includes(5)).map(({ id }) => [id, "off"])),
    });
    const files = { "START-PROMPT.md": `${PROMPT}\nRead STATUS.md.\n`, "STATUS.md": board, ".prompt-lint.json": only5 };
    const { exitCode, stdout, stderr } = await run(["checklist"], { files });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toContain("  ⏭   5  It is committed and pushed\n         not decided: the workspace is not in git");
    expect(stdout).toContain("\nnone of the items applies, 1 not decided: do not send");
    const json = JSON.parse((await run(["checklist", "--format", "json"], { files })).stdout) as object;
    expect(json).toMatchObject({ ready: false, prompts: [{ ready: false, summary: { passed: 0, failed: 0, skipped: 30, undecided: 1 } }] });
    expect((await run(["checklist", "--format", "markdown"], { files })).stdout).toContain("| not decided: the workspace is not in git |");
    // Whoever has looked switches the rule off.
    expect((await run(["checklist", "--rule", "uncommitted-status:off"], { files })).exitCode).toBe(0);
  });

  test("2 without a prompt", async () => {
    expect(await run(["checklist"], { files: { "notes.md": "# Notes\n" } })).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: "prompt-lint: no prompt was found: expected the name of one, as in `prompt-lint checklist START.md`\n",
    });
    const two = { "A-PROMPT.md": ALONE, "B-PROMPT.md": ALONE };
    expect((await run(["checklist"], { files: two })).stderr).toBe(
      "prompt-lint: none of the 2 prompts here sets several sessions to work: expected the name of one\n",
    );
    const board = { "STATUS.md": "## Session 1\n- Status: DONE\n\n## Session 2\n- Status: TODO\n" };
    expect(await run(["checklist", "STATUS.md"], { files: board })).toMatchObject({
      exitCode: 2,
      stderr: 'prompt-lint: "STATUS.md" is no prompt: expected the one that sends sessions to work\n',
    });
    expect(await run(["checklist", "none.md"], { files: two })).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("2 when not everything could be checked", async () => {
    const files = { "START-PROMPT.md": PROMPT.replace("git push", "git push || exit 1"), ".prompt-lint.json": ONLY_14 };
    const unread = (outcome: LintOutcome) => ({ ...outcome, problems: [{ path: "a.md", message: "is binary" }] });
    expect(await run(["checklist"], { files, change: unread })).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("not everything could be checked: do not send") as string,
      stderr: "prompt-lint: a.md: is binary\n",
    });
    const crashed = (outcome: LintOutcome): LintOutcome => ({
      ...outcome,
      checklists: (): Checklists => ({ ...outcome.checklists!(), failures: [{ ruleId: "x", where: "START-PROMPT.md", cause: new Error("y") }] }),
    });
    expect(await run(["checklist"], { files, change: crashed })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("rule `x` crashed") as string });
  });
});

describe("which prompts", () => {
  test("those that set several sessions to work, and a total", async () => {
    const files = {
      "A-PROMPT.md": PROMPT,
      "B-PROMPT.md": ALONE,
      "C-PROMPT.md": PROMPT.replace("git push", "git push || exit 1"),
      ".prompt-lint.json": ONLY_14,
    };
    const { exitCode, stdout } = await run(["checklist"], { files });
    expect(exitCode).toBe(1);
    expect(stdout.match(/^[A-C]-PROMPT\.md/gm)).toEqual(["A-PROMPT.md", "C-PROMPT.md"]);
    expect(stdout).toMatch(/\n1 of 2 prompts ready to send\n$/);
  });

  test("the only one", async () => {
    const { exitCode, stdout } = await run(["checklist"], { files: { "B-PROMPT.md": ALONE } });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("the prompt does not set several sessions to work");
    expect(stdout).toContain("  ✅ 14  ");
  });

  test("the one that is named, whatever its name, with the status file that is not", async () => {
    const board =
      "## Session 1\n- Status: UNCLAIMED\n- Output File: a.md\n\n## Session 2\n- Status: CLAIMED\n- Output File: b.md\n\n## Session 3\n- Status: UNCLAIMED\n";
    const files = { "sub/[x].md": `${PROMPT}\nRead STATUS.md first.\n`, "STATUS.md": board, "A-PROMPT.md": PROMPT };
    const { stdout, requests } = await run(["checklist", "sub/[x].md"], { files });
    expect(requests[0]).toMatchObject({ patterns: [], literalPaths: ["sub/[x].md"] });
    expect(stdout).toMatch(/^sub\/\[x\]\.md {2}with STATUS\.md\n/);
    expect(stdout).toContain("  ❌  4  Every session has an output file  [missing-field]\n         STATUS.md:9  ");
    expect(stdout).not.toContain("A-PROMPT.md");
  });
});

describe("formats", () => {
  const files = { "START-PROMPT.md": PROMPT };
  test("json and markdown", async () => {
    const { stdout } = await run(["checklist", "--format", "json"], { files });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, ready: false, prompts: [{ file: "START-PROMPT.md" }] });
    expect((await run(["checklist", "-f", "markdown"], { files })).stdout).toMatch(/^### Checklist of <code>START-PROMPT\.md<\/code>\n/);
  });

  test("colour by the rules of terminals", async () => {
    expect((await run(["checklist"], { files })).stdout).not.toContain("\u001B[");
    expect((await run(["checklist"], { files, isTTY: true })).stdout).toContain("\u001B[");
    expect((await run(["checklist"], { files, isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001B[");
    expect((await run(["checklist", "--color"], { files })).stdout).toContain("\u001B[");
  });

  test("the counts in the report of lint", async () => {
    const summaryOf = async (given: Record<string, string>) =>
      (JSON.parse((await run(["--format", "json"], { files: given })).stdout) as { summary: { checklist?: Record<string, number> } }).summary.checklist;
    const counts = (await summaryOf(files))!;
    expect(counts["passed"]! + counts["failed"]! + counts["skipped"]!).toBe(30);
    expect(counts["failed"]).toBeGreaterThan(0);
    expect(await summaryOf({ "notes.md": "# Notes\n" })).toBeUndefined();
  });
});
