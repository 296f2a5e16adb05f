import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseArguments } from "../src/cli/arguments.ts";
import { createProgress, progressOn } from "../src/cli/progress.ts";
import { createStats, describeStats } from "../src/cli/stats.ts";
import { UsageError } from "../src/usage-error.ts";

const program = ["--import", import.meta.resolve("tsx"), fileURLToPath(new URL("../src/cli.ts", import.meta.url))];

const GOOD = "# Start\n\nRead docs.md, then say what is missing in it.\n";
const BAD = `${GOOD}\n\`\`\`bash\nwhile true; do git pull --quiet; sleep 60; done\n\`\`\`\n`;

let folder = "";
let child: ChildProcessWithoutNullStreams | undefined;
let output = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-watch-")));
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "docs.md"), "# Docs\n");
  writeFileSync(join(folder, "START-PROMPT.md"), GOOD);
  output = "";
});
afterEach(() => {
  child?.kill("SIGKILL");
  child = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function start(...argv: string[]): ChildProcessWithoutNullStreams {
  child = spawn(process.execPath, [...program, ...argv], { cwd: folder });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return child;
}

const ended = (process: ChildProcessWithoutNullStreams) => new Promise<number | null>((resolve) => process.on("close", resolve));

/** Until so much of the output fits. */
async function until(count: number, expression: RegExp): Promise<void> {
  while ([...output.matchAll(new RegExp(expression, "g"))].length < count) {
    if (child?.exitCode !== null) throw new Error(`ended too soon:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const WATCHING = /watching \d+ folders?; Ctrl-C ends it\n/;

describe.skipIf(process.platform === "win32")("--watch", () => {
  test("lints again when a file changes, appears or goes, and ends with Ctrl-C", async () => {
    const watching = start("--watch", "--format", "compact");
    await until(1, WATCHING);
    expect(output).not.toContain("unbounded-wait");

    writeFileSync(join(folder, "START-PROMPT.md"), BAD);
    await until(2, WATCHING);
    expect(output).toMatch(/START-PROMPT\.md:6:1: error .*\[unbounded-wait\]/);

    mkdirSync(join(folder, "prompts"));
    await until(3, WATCHING);
    writeFileSync(join(folder, "prompts/NEXT.md"), BAD);
    await until(4, WATCHING);
    output = "";
    writeFileSync(join(folder, "prompts/NEXT.md"), GOOD);
    await until(1, WATCHING);
    rmSync(join(folder, "START-PROMPT.md"));
    await until(2, WATCHING);
    expect(output.split(WATCHING)[1]).not.toContain("unbounded-wait");
    // Nothing is cleared where nobody looks.
    expect(output).not.toContain("\u001B");

    watching.kill("SIGINT");
    expect(await ended(watching)).toBe(130);
  });

  test("goes on after a mistake in the config, and says it", async () => {
    start("--watch", "--format", "compact");
    await until(1, WATCHING);
    writeFileSync(join(folder, ".prompt-lint.json"), '{ "extends": ["strct"] }');
    await until(2, WATCHING);
    expect(output).toContain('did you mean "strict"?');
    writeFileSync(join(folder, ".prompt-lint.json"), '{ "extends": ["strict"] }');
    await until(3, WATCHING);
  });

  test("does not start with one", async () => {
    writeFileSync(join(folder, ".prompt-lint.json"), '{ "extends": ["strct"] }');
    expect(await ended(start("--watch"))).toBe(2);
  });

  test("is not woken by its own report", async () => {
    start("--watch", "--format", "json:report.json");
    await until(1, WATCHING);
    writeFileSync(join(folder, "START-PROMPT.md"), BAD);
    await until(2, WATCHING);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect([...output.matchAll(new RegExp(WATCHING, "g"))]).toHaveLength(2);
    expect(readFileSync(join(folder, "report.json"), "utf8")).toContain("unbounded-wait");
  });

  test.each([[["--stdin"]], [["--staged"]], [["--baseline", "b.json", "--update-baseline"]]])("not with %j", (options) => {
    expect(() => parseArguments(["--watch", ...options], 80)).toThrow(UsageError);
  });
});

describe("--stats", () => {
  test("adds up stages and rules", () => {
    let time = 5;
    const { stats, observer } = createStats(() => time);
    observer.stageDone("start");
    time = 7;
    observer.stageDone("parse");
    time = 10;
    observer.stageDone("check");
    time = 11;
    observer.stageDone("parse");
    observer.ruleDone("b", 1);
    observer.ruleDone("a", 0.5);
    observer.ruleDone("a", 0.25);
    expect(describeStats(stats)).toEqual([
      "      5.0 ms  start",
      "      3.0 ms  parse",
      "      3.0 ms  check",
      "     11.0 ms  together",
      "      1.0 ms  rule b",
      "      0.8 ms  rule a",
    ]);
  });

  test("stands on standard error, each stage once", async () => {
    const running = start("--stats", "--format", "json");
    let errors = "";
    running.stderr.on("data", (text: string) => (errors += text));
    expect(await ended(running)).toBe(0);
    const names = [...errors.matchAll(/^ +\d+\.\d ms {2}(.+)$/gm)].map(([, name]) => name!);
    expect(names.slice(0, 8)).toEqual(["start", "config", "read", "parse", "model", "check", "report", "together"]);
    expect(names).toContain("rule unbounded-wait");
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("progress", () => {
  test("is shown on a terminal after a second, not too often, and taken away", () => {
    let time = 0;
    let written = "";
    const { observer, end } = createProgress({ write: (text) => (written += text), columns: 20 }, () => time);
    observer.fileDone("reading", 1, 9);
    time = 1100;
    observer.fileDone("reading", 2, 9);
    time = 1150;
    observer.fileDone("reading", 3, 9);
    time = 1300;
    observer.fileDone("checking", 1_000_000, 2_000_000);
    end();
    end();
    expect(written).toBe("\r\u001B[2Kreading: 2 of 9\r\u001B[2Kchecking: 1000000 o\r\u001B[2K");
  });

  test("a short run writes nothing", () => {
    let written = "";
    const { observer, end } = createProgress({ write: (text) => (written += text) }, () => 900);
    observer.fileDone("reading", 2, 9);
    end();
    expect(written).toBe("");
  });

  test("is for terminals, and for who wants it", () => {
    const write = () => {};
    expect(progressOn({ write }, true)).toBeUndefined();
    expect(progressOn({ write, isTTY: true }, false)).toBeUndefined();
    expect(progressOn({ write, isTTY: true }, true)).toBeDefined();
  });
});
