import { spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseArguments } from "../src/cli/arguments.ts";
import { quote } from "../src/nearest.ts";
import { FORMATS } from "../src/report/formatters.ts";
import type { LintArguments } from "../src/cli/lint-arguments.ts";
import { wantsColor } from "../src/cli/color.ts";
import { renderPage } from "../src/cli/explain-command.ts";
import { main } from "../src/cli/main.ts";
import type { LintOutcome, LintRequest, OutputStream, Services } from "../src/cli/services.ts";
import { writeReportFile } from "../src/cli/write-file.ts";
import { DEFAULT_MAX_FILE_SIZE } from "../src/read/read-files.ts";
import { createPaint } from "../src/report/terminal.ts";
import { UsageError } from "../src/usage-error.ts";
import { workspaceOf } from "./helpers.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./report/hostile-text.ts";
import { createReport, PROSE_STATUS, registered, RULES } from "./report/sample-report.ts";

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-cli-")));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
  requests: LintRequest[];
}

const formatNames = Object.keys(FORMATS).map(quote).join(", ");

interface RunOptions {
  outcome?: Partial<LintOutcome>;
  env?: Record<string, string>;
  stdin?: Iterable<Uint8Array | string>;
  /** What standard output answers to each write. */
  writeError?: Error;
  isTTY?: boolean;
  services?: Partial<Services>;
}

async function run(argv: string[], { outcome = {}, env = {}, stdin = [], writeError, isTTY = false, services = {} }: RunOptions = {}): Promise<Run> {
  const written = { stdout: "", stderr: "", requests: [] as LintRequest[] };
  const stream = (name: "stdout" | "stderr", error?: Error): OutputStream => ({
    isTTY,
    write(text, done) {
      if (!error) written[name] += text;
      done(error);
    },
  });
  const exitCode = await main(
    argv,
    { cwd: folder, env, stdin: Readable.from(stdin), stdout: stream("stdout", writeError), stderr: stream("stderr") },
    {
      async lint(request) {
        written.requests.push(request);
        return { ...createReport(), skipped: [], root: folder, skips: [], hints: [], older: 0, staleBaseline: [], ...outcome };
      },
      async readWorkspace() {
        return { workspace: workspaceOf([]), selected: new Set<string>(), problems: [] };
      },
      listRules: async () => RULES,
      listAllRules: async () => ({ rules: services.listRules ? await services.listRules() : RULES, problems: [] }),
      readRulePage: async (id) => `# ${id}\n\nWhat it finds.\n\n<!-- Generated -->\n`,
      describeConfig: async ({ file }) => `for ${file ?? "the workspace"}`,
      readPromptTemplate: async () => "You are one of several sessions.\n",
      readVersion: async () => "1.2.3",
      nameProgram: async () => "1.2.3 test",
      runCommand: async () => 0,
      ...services,
    },
  );
  return { exitCode, ...written };
}

function lintArguments(argv: string[]): LintArguments {
  const invocation = parseArguments(argv, 80);
  if (invocation.command !== "lint") throw new Error(`parsed as ${invocation.command}`);
  return invocation.options;
}

describe("arguments of lint", () => {
  const defaults = lintArguments([]);

  test.each<[string[], Partial<LintArguments>]>([
    [[], { outputs: [{ format: "pretty", file: undefined }], paths: [], quiet: false, color: undefined, maxWarnings: undefined }],
    [["lint"], {}],
    [["a.md", "docs/"], { paths: ["a.md", "docs/"] }],
    [["lint", "a.md", "--quiet"], { paths: ["a.md"], quiet: true }],
    [["a.md", "rules"], { paths: ["a.md", "rules"] }],
    [["--", "rules", "-x.md", "--quiet", "-"], { literalPaths: ["rules", "-x.md", "--quiet", "-"] }],
    [["a.md", "--", "[b].md", "--"], { paths: ["a.md"], literalPaths: ["[b].md", "--"] }],
    [["-"], { stdin: true }],
    [["--stdin", "--stdin-filename", "START.md"], { stdin: true, stdinFilename: "START.md" }],
    [["--format", "compact"], { outputs: [{ format: "compact", file: undefined }] }],
    [["-f", "json:out:1.json"], { outputs: [{ format: "json", file: "out:1.json" }] }],
    [
      ["--format", "pretty", "--format", "json:a.json"],
      {
        outputs: [
          { format: "pretty", file: undefined },
          { format: "json", file: "a.json" },
        ],
      },
    ],
    [["--format", "json", "-o", "a.json"], { outputs: [{ format: "json", file: "a.json" }] }],
    [
      ["--format", "json:b.json", "--format", "compact", "-o", "a.txt"],
      {
        outputs: [
          { format: "json", file: "b.json" },
          { format: "compact", file: "a.txt" },
        ],
      },
    ],
    [
      ["--rule", "a:off", "--rule=b:warn", "--rule", "__proto__:error"],
      {
        rules: Object.fromEntries([
          ["a", "off"],
          ["b", "warn"],
          ["__proto__", "error"],
        ]),
      },
    ],
    [["--max-warnings", "0"], { maxWarnings: 0 }],
    [
      ["--preset", "strict", "--engine", "portable", "--root", "..", "-c", "x.json"],
      { preset: "strict", engine: "portable", root: "..", configFile: "x.json" },
    ],
    [["--config=-x.json"], { configFile: "-x.json" }],
    [["--no-plugins"], { noPlugins: true }],
    [["--color"], { color: true }],
    [["--no-color"], { color: false }],
    [["--no-cache", "."], { paths: ["."] }],
    [["--cache"], { cache: { location: undefined } }],
    [["--cache", "--cache-location", ".cache/lint"], { cache: { location: ".cache/lint" } }],
    [["--cache", "--no-cache"], {}],
    [["--no-cache", "--cache"], {}],
    [["--no-cache", "--cache-location", ".cache/lint"], {}],
    [["--pass-on-no-files", "--report-unused-disable-directives", "--verbose"], { passOnNoFiles: true, reportUnusedDisableDirectives: true, verbose: true }],
  ])("%j", (argv, expected) => {
    expect(lintArguments(argv)).toEqual({ ...defaults, ...expected });
  });

  test.each([
    [["--fromat", "json"], 'unknown option "--fromat", did you mean "--format"?'],
    [["--zzzzzzzz"], 'unknown option "--zzzzzzzz"'],
    [["--format", "jsn"], 'unknown format "jsn", did you mean "json"?'],
    [["--format", "xyzxyzxyz"], `unknown format "xyzxyzxyz", expected one of ${formatNames}`],
    [["--format", "json:"], 'no file behind the colon of "json:"'],
    [["--preset", "strct"], 'unknown preset "strct", did you mean "strict"?'],
    [["--engine", "portabel"], 'unknown engine "portabel", did you mean "portable"?'],
    [["--rule", "unbounded-wait"], 'expected `--rule id:severity`, as in `--rule unbounded-wait:warning`, got "unbounded-wait"'],
    [["--rule", "unbounded-wait:errror"], 'unknown severity "errror", did you mean "error"?'],
    [["--max-warnings", "many"], 'expected a whole number from 0 for `--max-warnings`, got "many"'],
    [["--max-warnings", "1.5"], 'expected a whole number from 0 for `--max-warnings`, got "1.5"'],
    [["--config"], "`--config` needs a value: `-c, --config <file>`"],
    [["--config", ""], "`--config` needs a value: `-c, --config <file>`"],
    [["--config="], "`--config` needs a value"],
    [["--config", "--quiet"], '`--config` needs a value, got "--quiet"; a value that starts with a dash is written `--config=…`'],
    [["-f", "--", "a.md"], "`-f` needs a value: `-f, --format <format[:file]>`"],
    [
      ["--format", "json", "--format", "compact"],
      "`--format json` and `--format compact` would go to the same place: give one a file, as in `--format compact:report.txt`",
    ],
    [["--format", "json:a", "--output-file", "b"], "`--output-file` has nothing to write: each `--format` has a file of its own"],
    [["--format", "json:a", "--format", "compact:a"], 'two formats would be written to "a"'],
    [["--cache-location", "x"], "`--cache-location` goes with `--cache`"],
    [["-", "a.md"], 'expected either standard input or files, got both: "a.md"'],
    [["--stdin", "--", "a.md"], 'expected either standard input or files, got both: "a.md"'],
    [["--stdin-filename", "a.md"], "`--stdin-filename` goes with `--stdin` or `-`"],
    [["--quiet", "lint", "a.md"], "options of `lint` stand behind it: `prompt-lint lint --quiet`"],
    [["--verbose", "rules"], "options of `rules` stand behind it: `prompt-lint rules --verbose`"],
    [["rules", "--fromat", "json"], 'unknown option "--fromat", did you mean "--format"?'],
    [["rules", "--format", "compact"], 'unknown format "compact", expected one of "text", "json"'],
    [["rules", "a"], 'too many arguments for "rules". Expected 0 arguments but got 1.'],
    [
      ["graph", "STATUS.md"],
      "`graph` is of the whole workspace and takes no file: `--root` names another workspace, and `prompt-lint status <board>` prints one board",
    ],
    [["rules", "--", "a"], "`rules` takes no paths behind `--`"],
    [
      ["explain"],
      "`explain` needs a rule, or the number of a checklist item: `prompt-lint explain unbounded-wait`, `prompt-lint explain 14` (`prompt-lint rules` lists the rules)",
    ],
    [["config", "a", "b"], 'too many arguments for "config". Expected 1 argument but got 2.'],
    [["config", "--", "a", "b"], "`config` takes one file, got 2"],
    [["help", "explian"], 'unknown command "explian", did you mean "explain"?'],
  ])("%j is refused", (argv, message) => {
    expect(() => parseArguments(argv, 80)).toThrow(new UsageError(message));
  });

  test("warn is warning, as in the config", () => {
    expect(parseArguments(["--fail-on", "warn"], 80)).toMatchObject({ options: { failOn: "warning" } });
  });

  test("whatever the arguments: they are understood or refused in one line", async () => {
    const argument = fc.oneof(
      fc.constantFrom(
        "--",
        "-",
        "--format",
        "-f",
        "json",
        "--rule",
        "a:off",
        "--config",
        "lint",
        "rules",
        "explain",
        "help",
        "--help",
        "-V",
        "--stdin",
        "-fx",
        "--no-color",
        "--output-file",
        "constructor",
        "__proto__",
      ),
      hostileText,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 6 }), async (argv) => {
        const { exitCode, stderr } = await run(argv, { stdin: ["x"], services: { lint: async () => Promise.reject(new UsageError("stop")) } });
        expect([0, 2]).toContain(exitCode);
        expect(stderr).not.toContain("internal error");
        expect(stderr).not.toMatch(ACTING_CHARACTER);
        expect(stderr).not.toMatch(CI_COMMAND);
      }),
      { numRuns: 300 },
    );
  });
});

describe("exit codes", () => {
  const clean = { findings: [] };
  const warning = { findings: [PROSE_STATUS] };
  test.each<[string, string[], Partial<LintOutcome>, number]>([
    ["nothing found", [], clean, 0],
    ["a warning", [], warning, 0],
    ["an error", [], {}, 1],
    ["as many warnings as allowed", ["--max-warnings", "1"], warning, 0],
    ["more warnings than allowed", ["--max-warnings", "0"], warning, 1],
    ["more warnings than allowed, but quiet", ["--max-warnings", "0", "--quiet"], warning, 1],
    ["infos never fail", ["--max-warnings", "0"], { findings: [{ ...PROSE_STATUS, severity: "info" }] }, 0],
    ["a file that cannot be read", [], { ...clean, problems: [{ path: "a.md", message: "is binary" }] }, 2],
    ["a rule that crashed, and errors", [], { failures: [{ ruleId: "x", where: "a.md", cause: new Error("y") }] }, 2],
  ])("%s", async (_, argv, outcome, expected) => {
    expect((await run(argv, { outcome })).exitCode).toBe(expected);
  });
});

describe("what is said on standard error", () => {
  test("how much was read", async () => {
    const { stdout, stderr } = await run(["--format", "compact"], { outcome: { findings: [] } });
    expect(stdout).toBe("");
    expect(stderr).toBe("prompt-lint: 2 files (0 prompts, 0 boards), 3 rules\n");
  });

  test("what could not be done, each in one line", async () => {
    const outcome = {
      findings: [PROSE_STATUS],
      problems: [{ path: "a\n::error::b.md", message: "is binary" }, { message: "too many files" }],
      failures: [{ ruleId: "missing-file", where: "a.md", cause: new Error("no\nluck") }],
    };
    const { stderr } = await run(["--format", "compact", "--max-warnings", "0"], { outcome });
    expect(stderr.split("\n")).toEqual([
      "prompt-lint: a\\n\\u{3a}:error::b.md: is binary",
      "prompt-lint: too many files",
      "prompt-lint: rule `missing-file` crashed on a.md: no\\nluck; this is a bug, the other rules were not affected",
      "prompt-lint: 1 warning, more than the 0 that --max-warnings allows",
      "prompt-lint: 2 files (0 prompts, 0 boards), 3 rules",
      "",
    ]);
  });

  test("what a rule could not judge: counted, and why when asked", async () => {
    const outcome = { findings: [], skips: [{ ruleId: "uncommitted-status", path: "STATUS.md", reason: "the workspace is not in git" }] };
    const { stderr, exitCode } = await run(["--format", "compact"], { outcome });
    expect(exitCode).toBe(0);
    expect(stderr).toBe("prompt-lint: 2 files (0 prompts, 0 boards), 3 rules, 1 of them not everywhere (--verbose says why)\n");
    expect((await run(["--verbose"], { outcome })).stderr).toContain("  not judged    STATUS.md by uncommitted-status, as the workspace is not in git\n");
  });

  test("which files were taken, when asked", async () => {
    const { workspace } = createReport();
    const document = workspace.documents[0] as never;
    const outcome: Partial<LintOutcome> = {
      workspace: {
        ...workspace,
        prompts: [{ document }],
        boards: [{ document }],
      },
      skipped: [{ path: "x.md", reason: "ignored by .gitignore" }],
    };
    const { stderr } = await run(["--verbose"], { outcome });
    expect(stderr).toBe(
      "prompt-lint: files:\n  prompt+board  START.md\n  other         STATUS.md\n  skipped       x.md: ignored by .gitignore\nprompt-lint: 2 files (1 prompt, 1 board), 3 rules\n",
    );
  });

  test("usage errors, in one line each, safe", async () => {
    const { exitCode, stdout, stderr } = await run(["--format", "\u001B[31m\n"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toBe(`prompt-lint: unknown format "\\u001b[31m\\n", expected one of ${formatNames}\n`);
  });

  test("a mistyped command, when no such file is there", async () => {
    expect(await run(["explian", "unbounded-wait"])).toMatchObject({
      exitCode: 2,
      stderr: 'prompt-lint: unknown command "explian", did you mean "explain"?\n',
      requests: [],
    });
    writeFileSync(join(folder, "rulez"), "");
    expect((await run(["rulez"])).requests).toHaveLength(1);
  });

  test("several mistakes of a config, a line each", async () => {
    const lint = () => Promise.reject(new UsageError([".prompt-lint.json:1:3: one", ".prompt-lint.json:2:3: \n::error::two"]));
    const { exitCode, stderr } = await run([], { services: { lint } });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "prompt-lint: .prompt-lint.json:1:3: one\nprompt-lint: .prompt-lint.json:2:3: \\n\\u{3a}:error::two\n",
    });
  });

  test("our own bugs, with the stack only when asked", async () => {
    const lint = () => Promise.reject(new TypeError("x is undefined"));
    const { exitCode, stderr } = await run([], { services: { lint } });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "prompt-lint: internal error: x is undefined; this is a bug, please report it with the output of --verbose: https://github.com/prompt-lint/prompt-lint/issues\n",
    );
    expect((await run(["--verbose"], { services: { lint } })).stderr).toMatch(/\n {2}TypeError: x is undefined\n {6}at /);
    expect((await run([], { services: { lint }, env: { DEBUG: "1" } })).stderr).toContain("    at ");
  });
});

describe("reports", () => {
  test("--quiet leaves errors only", async () => {
    const { stdout } = await run(["--quiet", "--format", "json"]);
    const { findings, summary } = JSON.parse(stdout) as { findings: { severity: string }[]; summary: object };
    expect(findings.map(({ severity }) => severity)).toEqual(["error"]);
    expect(summary).toMatchObject({ errors: 1, warnings: 0 });
  });

  test("several formats, each where it belongs", async () => {
    const { stdout } = await run(["--format", "compact", "--format", "json:several.json"]);
    expect(stdout).toMatch(/^START\.md:7:1: error /);
    expect(JSON.parse(readFileSync(join(folder, "several.json"), "utf8"))).toMatchObject({ version: 1 });
  });

  test("a file has no colours unless asked", async () => {
    await run(["-o", "plain.txt"], { env: { FORCE_COLOR: "1" } });
    expect(readFileSync(join(folder, "plain.txt"), "utf8")).not.toContain("\u001B");
    await run(["-o", "plain.txt", "--color"]);
    expect(readFileSync(join(folder, "plain.txt"), "utf8")).toContain("\u001B");
  });

  test("a file that cannot be written: the other reports are, exit 2", async () => {
    const { exitCode, stdout, stderr } = await run(["--format", "json:none/a.json", "--format", "compact"]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("START.md:7:1");
    expect(stderr).toContain('prompt-lint: cannot write "none/a.json": no such file or directory\n');
  });

  test("a reader that left changes nothing", async () => {
    const gone = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    expect(await run([], { writeError: gone })).toMatchObject({ exitCode: 1, stderr: "prompt-lint: 2 files (0 prompts, 0 boards), 3 rules\n" });
    expect((await run([], { writeError: gone, outcome: { findings: [] } })).exitCode).toBe(0);
  });

  test("a full disk is told", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", errno: -28 });
    const { exitCode, stderr } = await run([], { writeError: full });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("prompt-lint: cannot write to standard output: no space left on device\n");
  });
});

describe("standard input", () => {
  test("is linted under its name", async () => {
    const { requests } = await run(["--stdin", "--stdin-filename", "docs/a.md"], { stdin: ["\uFEFFé", Buffer.from([0xe2]), Buffer.from([0x9c, 0x85])] });
    expect(requests[0]).toMatchObject({ stdin: { path: "docs/a.md", text: "\uFEFFé✅" } });
    expect((await run(["-"], { stdin: ["x"] })).requests[0]).toMatchObject({ stdin: { path: "stdin.md", text: "x" } });
  });

  test.each<[string, Uint8Array[], string]>([
    ["empty", [], "standard input is empty (`--pass-on-no-files` accepts that)"],
    ["no UTF-8", [Buffer.from([0x61, 0xff])], "standard input is not UTF-8: byte 0xFF on line 1"],
    ["binary", [Buffer.from("abcd\u0000")], "standard input is binary: NUL at byte 5"],
  ])("%s", async (_, stdin, message) => {
    expect(await run(["-"], { stdin })).toMatchObject({ exitCode: 2, stderr: `prompt-lint: ${message}\n`, requests: [] });
  });

  test("without an end", async () => {
    function* endless() {
      for (;;) yield "x".repeat(1e6);
    }
    expect(await run(["-"], { stdin: endless() })).toMatchObject({
      exitCode: 2,
      stderr: `prompt-lint: standard input is larger than ${DEFAULT_MAX_FILE_SIZE} bytes\n`,
    });
  });

  test("nothing at all passes when asked", async () => {
    expect((await run(["-", "--pass-on-no-files"])).requests[0]).toMatchObject({ stdin: { text: "" }, passOnNoFiles: true });
  });
});

describe("writing a report file", () => {
  const content = (name: string) => readFileSync(join(folder, name), "utf8");

  test("new, and in place of an old one, with its rights", () => {
    writeReportFile(folder, "new.txt", "one");
    expect(content("new.txt")).toBe("one");
    writeFileSync(join(folder, "old.txt"), "old and longer", { mode: 0o600 });
    writeReportFile(folder, join(folder, "old.txt"), "new");
    expect(content("old.txt")).toBe("new");
    expect(lstatSync(join(folder, "old.txt")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("never through a link", () => {
    writeFileSync(join(folder, "target.txt"), "kept");
    symlinkSync(join(folder, "target.txt"), join(folder, "link.txt"));
    symlinkSync(tmpdir(), join(folder, "out"));
    expect(() => writeReportFile(folder, "link.txt", "x")).toThrow(new UsageError('cannot write "link.txt": it is a link'));
    expect(() => writeReportFile(folder, "out/prompt-lint-report.txt", "x")).toThrow(
      new UsageError('cannot write "out/prompt-lint-report.txt": its folder is a link out of this one'),
    );
    expect(content("target.txt")).toBe("kept");
    expect(existsSync(join(tmpdir(), "prompt-lint-report.txt"))).toBe(false);
  });

  test("never over what is no file", () => {
    mkdirSync(join(folder, "folder"));
    expect(() => writeReportFile(folder, "folder", "x")).toThrow(new UsageError('cannot write "folder": it is no regular file'));
    expect(() => writeReportFile(folder, "old.txt/x", "x")).toThrow(/^cannot write "old\.txt\/x": /);
    if (process.platform !== "win32") expect(() => writeReportFile(folder, "/dev/null", "x")).toThrow(/it is no regular file/);
  });
});

describe("colour", () => {
  test.each<[boolean | undefined, Record<string, string>, boolean, boolean]>([
    [undefined, {}, true, true],
    [undefined, {}, false, false],
    [undefined, { NO_COLOR: "1" }, true, false],
    [undefined, { NO_COLOR: "" }, true, true],
    [undefined, { FORCE_COLOR: "1" }, false, true],
    [undefined, { FORCE_COLOR: "" }, false, true],
    [undefined, { FORCE_COLOR: "0" }, true, false],
    [undefined, { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [undefined, { TERM: "dumb" }, true, false],
    [true, { NO_COLOR: "1" }, false, true],
    [false, { FORCE_COLOR: "1" }, true, false],
  ])("flag %s, %j, terminal %s: %s", (flag, env, isTerminal, expected) => {
    expect(wantsColor({ flag, env, isTerminal })).toBe(expected);
  });

  test("reaches the report", async () => {
    expect((await run([], { isTTY: true })).stdout).toContain("\u001B[");
    expect((await run([], { isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001B[");
    expect((await run(["--format", "compact"], { isTTY: true })).stdout).not.toContain("\u001B[");
  });
});

describe("the other commands", () => {
  test("--version", async () => {
    expect(await run(["--version"])).toMatchObject({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });

  test.each([[["--help"]], [["-h"]], [["help"]], [["lint", "--help"]], [["help", "lint"]]])("%j is the manual", async (argv) => {
    const { exitCode, stdout, stderr } = await run(argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const word of ["Usage:", "--max-warnings", "Formats:", "Exit codes:", ".prompt-lint.json", "NO_COLOR", "Examples:"]) expect(stdout).toContain(word);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each([["rules"], ["explain"], ["config"]])("%s has a manual of its own", async (command) => {
    expect((await run([command, "--help"])).stdout).toMatch(new RegExp(`^Usage: prompt-lint ${command} `));
  });

  test("rules", async () => {
    const listRules = async () => [
      registered("unbounded-wait", "fallback"),
      { ...registered("unreadable-status", "infrastructure"), rule: { ...registered("x", "infrastructure").rule, minimal: true } },
      { ...registered("missing-field", "infrastructure"), rule: { ...registered("x", "infrastructure").rule, items: [3, 4], severity: "warning" as const } },
    ];
    expect((await run(["rules"], { services: { listRules } })).stdout).toBe(
      [
        "infrastructure",
        "  missing-field       warning  3,4    Summary of x",
        "  unreadable-status*  error           Summary of x",
        "",
        "fallback",
        "  unbounded-wait      error           Summary of unbounded-wait",
        "",
        "Severity in preset recommended, numbers of the pre-deployment checklist, * also in preset minimal",
        "",
      ].join("\n"),
    );
    const { rules } = JSON.parse((await run(["rules", "--format", "json"], { services: { listRules } })).stdout) as { rules: object[] };
    expect(rules[0]).toEqual({
      id: "missing-field",
      section: "infrastructure",
      summary: "Summary of x",
      scope: "prompt",
      severity: "warning",
      minimal: false,
      items: [3, 4],
      url: "https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/missing-field.md",
    });
  });

  test("rules and explain know those of plugins, unless they are not to be run", async () => {
    const own = { ...registered("house/vague", "general"), plugin: { path: "./house.js", docs: "Say when." } };
    const asked: object[] = [];
    const listAllRules: Services["listAllRules"] = async (request) => {
      asked.push(request);
      return request.noPlugins ? { rules: [registered("unbounded-wait", "fallback")], problems: [] } : { rules: [own], problems: ["a plugin is broken"] };
    };
    const services = { listAllRules };
    expect(await run(["rules"], { services })).toMatchObject({ exitCode: 0, stderr: "prompt-lint: a plugin is broken\n" });
    expect((await run(["rules"], { services })).stdout).toMatch(/^general\n {2}house\/vague /);
    expect((await run(["rules", "--format", "json"], { services })).stdout).toContain('"plugin": "./house.js"');
    expect((await run(["rules", "--no-plugins"], { services })).stdout).toMatch(/^fallback\n/);
    expect((await run(["explain", "house/vague"], { services })).stdout).toContain("Say when.");
    expect(await run(["explain", "--no-plugins", "house/vague"], { services })).toMatchObject({ exitCode: 2 });
    expect(await run(["explain", "house/vogue"], { services })).toMatchObject({
      exitCode: 2,
      stderr: 'prompt-lint: unknown rule "house/vogue", did you mean "house/vague"?\nprompt-lint: a plugin is broken\n',
    });
    expect(asked.map((request) => "noPlugins" in request && request.noPlugins)).toEqual([false, false, false, true, false, true, false]);
  });

  test("explain", async () => {
    expect(await run(["explain", "unbounded-wait"])).toMatchObject({ exitCode: 0, stdout: "# unbounded-wait\n\nWhat it finds.\n" });
    expect(await run(["explain", "unbounded-wiat"])).toMatchObject({
      exitCode: 2,
      stderr: 'prompt-lint: unknown rule "unbounded-wiat", did you mean "unbounded-wait"?\n',
    });
    const page = "# unbounded-wait\n\nWhat it finds.\n";
    expect(await run(["explain", "unbounded-wait", "unbounded-wait"])).toMatchObject({ exitCode: 0, stdout: `${page}\n${page}` });
    expect(await run(["explain", "unbounded-wait", "nothing"])).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("explain takes the number of a checklist item", async () => {
    const { rule } = registered("missing-field", "infrastructure");
    const listRules = async () => [
      { ...registered("missing-field", "infrastructure"), rule: { ...rule, items: [3, 4] } },
      registered("unbounded-wait", "fallback"),
    ];
    expect((await run(["explain", "3"], { services: { listRules } })).stdout).toMatch(
      /^Item 3 of the checklist: Every session has a repository\n\n# missing-field\n\nWhat it finds.\n$/,
    );
    expect(await run(["explain", "31"])).toMatchObject({ exitCode: 2, stderr: "prompt-lint: the checklist has items 1 to 30, and no 31\n" });
  });

  test("a page in colour keeps nested fences together", () => {
    const page = "## Bad\n\n````markdown\n```bash\n# x `y`\n```\n````\n\nUse `z`.\n<!-- gone -->\n";
    expect(renderPage(page, createPaint(false))).toBe("## Bad\n\n````markdown\n    ```bash\n    # x `y`\n    ```\n````\n\nUse `z`.\n");
    expect(renderPage("# a\u202Eb", createPaint(true))).toBe("\u001B[1m# a\\u{202e}b\u001B[0m\n");
    expect(renderPage("Use `z`.", createPaint(true))).toBe("Use \u001B[36m`z`\u001B[0m.\n");
  });

  test("config", async () => {
    expect(await run(["config", "a.md"])).toMatchObject({ exitCode: 0, stdout: "for a.md\n" });
    expect(await run(["config"])).toMatchObject({ stdout: "for the workspace\n" });
    expect(await run(["config", "--", "-a.md"])).toMatchObject({ stdout: "for -a.md\n" });
  });
});

describe("status and graph", () => {
  const files = [
    { path: "BOARD.md", text: "| Task | Status | Claimed By | Dependencies |\n|---|---|---|---|\n| T-1 | DONE | s-1 | - |\n| T-2 | TODO | - | T-1 |\n" },
    { path: "notes.md", text: "# Notes\n" },
  ];
  const reading = (selected: string[], problems: { path: string; message: string }[] = []): RunOptions => ({
    services: { readWorkspace: async () => ({ workspace: workspaceOf(files), selected: new Set(selected), problems }) },
  });

  test("print what was understood", async () => {
    expect(await run(["status"], reading(["BOARD.md", "notes.md"]))).toMatchObject({
      exitCode: 0,
      stderr: "",
      stdout:
        "BOARD.md  2 entries: 1 free, 1 done\n  line  entry  state  as written  claimed by  waits for\n  3     T-1    done   DONE        s-1\n  4     T-2    free   TODO                    T-1 (done)\n",
    });
    expect((await run(["status", "BOARD.md", "--color"], reading(["BOARD.md"]))).stdout).toContain("\u001B[32mfree\u001B[0m");
    expect(JSON.parse((await run(["status", "--format", "json"], reading(["BOARD.md"]))).stdout)).toMatchObject({ version: 1, boards: [{ file: "BOARD.md" }] });
    expect(await run(["graph"], reading([]))).toMatchObject({ exitCode: 0, stdout: 'graph LR\n  n1["T-1 (done)"]\n  n2["T-2 (free)"]\n  n1 --> n2\n' });
    expect((await run(["graph", "-f", "dot"], reading([]))).stdout).toContain("n1 -> n2;");
  });

  test("ask for what was named", async () => {
    const asked: unknown[] = [];
    const services: Partial<Services> = {
      async readWorkspace(request) {
        asked.push(request);
        return { workspace: workspaceOf(files), selected: new Set(["BOARD.md"]), problems: [] };
      },
    };
    await run(["status", "--root", "sub", "--", "-b.md"], { services });
    expect(asked).toEqual([expect.objectContaining({ cwd: folder, file: "-b.md", root: "sub" })]);
  });

  test("say why there is nothing to print", async () => {
    expect(await run(["status", "notes.md"], reading(["notes.md"]))).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: 'prompt-lint: "notes.md" is no board: no session entries were found in it (`boards` in .prompt-lint.json says that it is one)\n',
    });
    const none = { services: { readWorkspace: async () => ({ workspace: workspaceOf([files[1]!]), selected: new Set<string>(), problems: [] }) } };
    for (const command of ["status", "graph"]) {
      expect(await run([command], none)).toMatchObject({
        exitCode: 2,
        stderr: "prompt-lint: no board: none of 1 file holds session entries (`boards` in .prompt-lint.json names them)\n",
      });
    }
    const gone = reading([], [{ path: "x.md", message: "does not exist" }]);
    expect(await run(["status", "x.md"], gone)).toMatchObject({ exitCode: 2, stdout: "", stderr: "prompt-lint: x.md: does not exist\n" });
    expect(await run(["status"], reading(["BOARD.md"], [{ path: "x.md", message: "is binary" }]))).toMatchObject({
      exitCode: 2,
      stderr: "prompt-lint: x.md: is binary\n",
    });
  });

  test.each([
    [["status", "a.md", "b.md"], 'too many arguments for "status"'],
    [["status", "a.md", "--", "b.md"], "`status` takes one board, got 2"],
    [["status", "--format", "mermaid"], 'unknown format "mermaid", expected one of "text", "json"'],
    [["graph", "--format", "dto"], 'unknown format "dto", expected one of "mermaid", "dot", "json"'],
    [["graph", "--", "a.md"], "`graph` takes no paths behind `--`"],
    [["--verbose", "status"], "options of `status` stand behind it"],
  ])("%j is refused", async (argv, message) => {
    const { exitCode, stderr } = await run(argv, reading(["BOARD.md"]));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("as a process", { timeout: 30_000 }, () => {
  const command = [process.execPath, "--import", "tsx", fileURLToPath(new URL("../src/cli.ts", import.meta.url))];

  function start(argv: string[]) {
    return spawn(command[0]!, [...command.slice(1), ...argv], { stdio: "pipe" });
  }

  function finish(child: ReturnType<typeof start>): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const result = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (result.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (result.stderr += chunk.toString()));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...result })));
  }

  test("prints its version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
    expect(await finish(start(["--version"]))).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("refuses an unknown option", async () => {
    expect(await finish(start(["--fromat"]))).toMatchObject({ code: 2, stdout: "" });
  });

  test("a reader that leaves at once is no error", async () => {
    const child = start(["--help"]);
    child.stdout.destroy();
    expect(await finish(child)).toMatchObject({ code: 0, stderr: "" });
  });

  test.skipIf(!existsSync("/dev/full"))("a full output is told", async () => {
    const child = spawn("sh", ["-c", '"$@" --help > /dev/full', "sh", ...command], { stdio: "pipe" });
    expect(await finish(child)).toMatchObject({ code: 2, stderr: "prompt-lint: cannot write to standard output: no space left on device\n" });
  });

  test.skipIf(process.platform === "win32").each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s while it waits for input", async (signal, code) => {
    const child = start(["--stdin"]);
    // More than a pipe holds: it is taken when the program reads, and by then the handlers are in place.
    await new Promise((resolve) => child.stdin.write("x".repeat(1e6), resolve));
    child.kill(signal);
    expect(await finish(child)).toMatchObject({ code, stderr: `prompt-lint: stopped by ${signal}\n` });
  });
});
