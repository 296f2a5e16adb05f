import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseArguments } from "../src/cli/arguments.ts";
import { UsageError } from "../src/usage-error.ts";

const program = [process.execPath, "--import", import.meta.resolve("tsx"), fileURLToPath(new URL("../src/cli.ts", import.meta.url))];

const GOOD = "# Task\n\nRead docs.md, then say what is missing in it.\n";
const BAD = "# Task\n\n```bash\nwhile true; do git pull --quiet; sleep 60; done\n```\n";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-gate-")));
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "docs.md"), "# Docs\n");
  writeFileSync(join(folder, "good.md"), GOOD);
  writeFileSync(join(folder, "bad.md"), BAD);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(...argv: string[]): ChildProcessWithoutNullStreams {
  return spawn(program[0]!, [...program.slice(1), "gate", ...argv], { cwd: folder });
}

function finish(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  const ran = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.stderr += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...ran })));
}

function gate(argv: string[], input = ""): Promise<Ran> {
  const child = start(...argv);
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return finish(child);
}

/** A command that runs this JavaScript. */
const node = (source: string, ...args: string[]) => ["--", process.execPath, "-e", source, ...args];
const ECHO = 'process.stdin.pipe(process.stdout); process.stderr.write("ran\\n")';

describe("a prompt that passes", () => {
  test("starts the command with its arguments as they are", async () => {
    const words = ["two words", "$HOME", "*.md", "--flag", "", "a\nb", '"quoted"', "--", "ü"];
    const ran = await gate(["good.md", ...node("console.log(JSON.stringify(process.argv.slice(1)))", "--", ...words)]);
    expect(ran).toEqual({ code: 0, stdout: `${JSON.stringify(words)}\n`, stderr: "" });
  });

  test.each([0, 1, 2, 3, 42, 255])("exits as the command does: %i", async (code) => {
    expect((await gate(["good.md", ...node(`process.exit(${code})`)])).code).toBe(code);
  });

  test("leaves the command our standard input", async () => {
    expect(await gate(["good.md", ...node(ECHO)], "for the command\n")).toEqual({ code: 0, stdout: "for the command\n", stderr: "ran\n" });
  });

  test("gives the command the text that was judged", async () => {
    const change = 'require("fs").writeFileSync("good.md", "changed"); process.stdin.pipe(process.stdout)';
    expect(await gate(["--pipe", "good.md", ...node(change)], "not this")).toMatchObject({ code: 0, stdout: GOOD });
  });

  test("is taken from standard input, and handed on", async () => {
    expect(await gate(["-", ...node(ECHO)], GOOD)).toEqual({ code: 0, stdout: GOOD, stderr: "ran\n" });
  });

  test("may be left unread", async () => {
    writeFileSync(join(folder, "long.md"), `${GOOD}\n${"word ".repeat(100_000)}\n`);
    expect(await gate(["--pipe", "long.md", ...node("process.exit(7)")])).toMatchObject({ code: 7, stderr: "" });
  });
});

describe("a prompt that does not pass", () => {
  const leaveTrace = node('require("fs").writeFileSync("trace", "")');
  const hasRun = () => {
    try {
      return readFileSync(join(folder, "trace"), "utf8") === "";
    } catch {
      return false;
    }
  };

  test("is told on standard error, and the command is not started", async () => {
    const ran = await gate(["bad.md", ...leaveTrace]);
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toContain("unbounded-wait");
    expect(ran.stderr).toMatch(/prompt-lint: not started, as "bad\.md" does not pass: \d+ errors?\n$/);
    expect(hasRun()).toBe(false);
  });

  test("is told for an AI session", async () => {
    const { code, stderr } = await gate(["--format", "agent", "bad.md", ...leaveTrace]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^prompt-lint: .*Change the files as each line says/);
  });

  test("is judged as its rules are set", async () => {
    const warn = ["--preset", "minimal", "--rule", "unbounded-wait:warning"];
    expect(await gate(["bad.md", ...warn, ...leaveTrace])).toEqual({ code: 0, stdout: "", stderr: 'prompt-lint: "bad.md" passes, with 1 warning\n' });
    expect(hasRun()).toBe(true);
    expect(await gate(["bad.md", ...warn, "--max-warnings", "0", ...leaveTrace])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("1 warning, more than the 0 that --max-warnings allows") as unknown,
    });
  });

  test("by its checklist alone", async () => {
    writeFileSync(join(folder, "SESSION-STATUS.md"), "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n");
    writeFileSync(
      join(folder, "START.md"),
      "# Start\n\nYou are one of several sessions. Claim a session in SESSION-STATUS.md, do it, and set it to COMPLETE.\n",
    );
    const lenient = ["START.md", "--preset", "minimal"];
    expect(await gate([...lenient, ...leaveTrace])).toMatchObject({ code: 0 });
    const ran = await gate([...lenient, "--checklist", "--format", "compact", ...node("process.exit(9)")]);
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^prompt-lint: ❌ \d+ /m);
    expect(ran.stderr).toContain("do not send");
  });
});

describe("a job that cannot be done", () => {
  test.each<[string, string[], string]>([
    ["no such prompt", ["none.md"], "none.md"],
    ["a board", ["BOARD.md"], '"BOARD.md" is no prompt'],
    ["a folder of prompts", ["."], "expected one"],
    ["a config with a mistake", ["good.md", "--rule", "unbounded-wiat:off"], "unbounded-wait"],
    ["nothing piped in", ["-"], "standard input is empty"],
  ])("%s", async (_, argv, message) => {
    writeFileSync(join(folder, "BOARD.md"), "# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n");
    writeFileSync(join(folder, "START-PROMPT.md"), BAD);
    writeFileSync(join(folder, "NEXT-PROMPT.md"), BAD);
    const ran = await gate([...argv, ...node("process.exit(0)")]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(message);
  });

  test("plugins, where they are not to be run", async () => {
    writeFileSync(join(folder, ".prompt-lint.json"), '{ "plugins": ["./own.mjs"] }');
    writeFileSync(join(folder, "own.mjs"), 'import { writeFileSync } from "node:fs"; writeFileSync("plugin-ran", ""); export default {};');
    const ran = await gate(["--no-plugins", "good.md", ...node("process.exit(0)")]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(join(folder, "plugin-ran"))).toBe(false);
  });

  test("a command that is not there", async () => {
    expect(await gate(["good.md", "--", "no-such-command-anywhere"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'prompt-lint: cannot start "no-such-command-anywhere": no such file or directory\n',
    });
  });

  test("a command that must not be run, or cannot be", async () => {
    expect(await gate(["good.md", "--", "./docs.md"])).toMatchObject({ code: 2 });
    expect(await gate(["good.md", "--", "."])).toMatchObject({ code: 2 });
  });

  test.each<[string[], string]>([
    [["gate", "a.md"], "needs a command behind `--`"],
    [["gate", "a.md", "--"], "needs a command behind `--`"],
    [["gate", "a.md", "--", ""], "needs a command behind `--`"],
    [["gate", "a.md", "true"], "the command stands behind `--`"],
    [["gate", "--", "true"], "prompt"],
    [["gate", "a.md", "--stdin-filename", "b.md", "--", "true"], "goes with `-`"],
    [["--quiet", "gate", "a.md", "--", "true"], "stand behind it"],
  ])("%j", (argv, message) => {
    expect(() => parseArguments(argv, 80)).toThrow(UsageError);
    expect(() => parseArguments(argv, 80)).toThrow(message);
  });
});

describe.skipIf(process.platform === "win32")("signals", () => {
  const READY = 'process.stdout.write("ready"); setInterval(() => {}, 1000);';
  const sayAndLeave = (signal: string) => `process.on("${signal}", () => { console.log(" ${signal}"); process.exit(5); });`;

  async function interrupt(source: string, signal: NodeJS.Signals): Promise<Ran> {
    const child = start("good.md", ...node(source));
    const ran = finish(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill(signal);
    return ran;
  }

  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR2"] as const)("%s goes to the command, which says how it ends", async (signal) => {
    expect(await interrupt(sayAndLeave(signal) + READY, signal)).toEqual({ code: 5, stdout: `ready ${signal}\n`, stderr: "" });
  });

  test.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("%s that ends the command", async (signal, code) => {
    expect(await interrupt(READY, signal)).toEqual({ code, stdout: "ready", stderr: "" });
  });

  test("a command that kills itself", async () => {
    expect((await gate(["good.md", ...node('process.kill(process.pid, "SIGKILL")')])).code).toBe(137);
  });
});
