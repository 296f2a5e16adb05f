import { spawn, spawnSync, type SpawnOptions } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createArena, expectCivil, type Arena, type Verdict } from "./arena.ts";

let arena: Arena;
beforeEach(() => {
  arena = createArena();
  arena.write({ "PROMPT.md": PROMPT, "START.md": BROKEN });
});
afterEach(() => arena.strike());

const PROMPT = "You are one of several sessions that work in parallel.\n\n```bash\nwhile true; do sleep 5; done\n```\n";
const BROKEN = "# Start\n\nPaste this:\n\n```\n# Prompt\nYou are Session 1.\n```bash\ngit status\n```\nThen stop.\n```\n";
const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const NODE = [process.execPath, "--import", import.meta.resolve("tsx")];

/** Runs the tool below a shell that closes, fills or limits something: `"$@"` is the tool. */
function under(script: string, argv: readonly string[] = [], options: SpawnOptions = {}): Verdict {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script, "sh", ...NODE, CLI, ...argv], {
    cwd: arena.root,
    encoding: "utf8",
    ...options,
  } as SpawnOptions & { encoding: "utf8" });
  return { code: status, stdout: stdout ?? "", stderr: stderr ?? "" };
}

describe.skipIf(process.platform === "win32")("a process with something missing", { timeout: 60_000 }, () => {
  test.skipIf(!existsSync("/dev/full"))("a full disk for its output", () => {
    const verdict = under('"$@" > /dev/full');
    expect(verdict).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining("cannot write to standard output: no space left on device") as string });
    expectCivil(verdict);
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk for what it says", () => {
    expect(under('"$@" 2> /dev/full').code).toBe(1);
  });

  test("a reader that leaves: the verdict stays", () => {
    const { stdout, stderr } = under('{ "$@"; echo "code $?" >&2; } | head -c 1');
    expect(stdout).toHaveLength(1);
    expect(stderr).toMatch(/code 1\n$/);
    expectCivil({ code: 1, stdout: "", stderr: stderr.replace(/code 1\n$/, "") });
  });

  test.each([
    ["standard input", "<&-", 1],
    ["standard error", "2>&-", 1],
  ])("no %s", (_, closed, code) => {
    const verdict = under(`"$@" ${closed}`);
    expect(verdict.code).toBe(code);
    expectCivil(verdict);
  });

  test("no standard output", () => {
    expectCivil(under('"$@" >&-'));
  });

  test("no environment", () => {
    const verdict = under('exec "$@"', [], { env: {} });
    expect(verdict.code).toBe(1);
    expectCivil(verdict);
  });

  test.each([
    ["folders", () => ({ HOME: join(arena.folder, "gone"), TMPDIR: join(arena.folder, "gone") })],
    ["places", () => ({ LANG: "xx_YY", LC_ALL: "nonsense", TZ: "Nowhere/Nowhere" })],
    ["terminals", () => ({ TERM: "\u001B[31m", COLUMNS: "-5" })],
    ["programs", () => ({ PATH: "" })],
  ])("an environment of nonsense: %s", (_, env) => {
    const plain = under('exec "$@"');
    const verdict = under('exec "$@"', [], { env: { ...process.env, ...env() } });
    expect(verdict).toEqual(plain);
    expectCivil(verdict);
  });

  // As source, of which each module is a file; the program that is built is one, and needs 24.
  test("few open files", () => {
    const verdict = under('ulimit -n 256; exec "$@"', []);
    expect(verdict.code).toBe(1);
    expectCivil(verdict);
  });

  test("a working folder that is gone", () => {
    // Taken away when node has started: `tsx`, which runs the source, needs one.
    const leave = 'import { mkdirSync, rmdirSync } from "node:fs"; mkdirSync("gone"); process.chdir("gone"); rmdirSync("../gone");';
    const { status, stdout, stderr } = spawnSync(NODE[0]!, [...NODE.slice(1), "--import", `data:text/javascript,${encodeURIComponent(leave)}`, CLI], {
      cwd: arena.root,
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: "prompt-lint: the working folder is not there any more\n" });
  });

  test.each(["gone/report.json", "/proc/report.json", "/dev/full", "/dev/null/x", ".", "PROMPT.md/x"])("a report that cannot be written to %s", (file) => {
    const verdict = under('exec "$@"', ["--format", `json:${file}`]);
    expect(verdict.code).toBe(2);
    expect(verdict.stderr).toContain("cannot write");
    expectCivil(verdict);
  });

  test.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s in the middle of a run of many files", async (signal, code) => {
    arena.write(Object.fromEntries(Array.from({ length: 1500 }, (_, number) => [`prompts/P${number}.md`, PROMPT.repeat(20)])));
    const child = spawn(NODE[0]!, [...NODE.slice(1), CLI, "--fix", "--format", "json:report.json"], { cwd: arena.root, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    const timer = setTimeout(() => child.kill(signal), 2500);
    const ended = await closed;
    clearTimeout(timer);
    // A machine that was fast enough had its verdict before.
    expect([code, 1]).toContain(ended);
    if (ended === code) expect(stderr).toBe(`prompt-lint: stopped by ${signal}\n`);
    expect(readdirSync(arena.root).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const fixed = readFileSync(join(arena.root, "START.md"), "utf8");
    expect([BROKEN, BROKEN.replace("```\n# Prompt", "````\n# Prompt").replace("Then stop.\n```", "Then stop.\n````")]).toContain(fixed);
  });

  test("a memory of 64 MB", () => {
    const { code, stdout, stderr } = under('export NODE_OPTIONS=--max-old-space-size=64; exec "$@"');
    expectCivil({ code, stdout, stderr });
  });
});
