import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treeMemory } from "./memory.ts";

/** What is run. */
export interface Command {
  argv: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** A file to read from, in place of nothing. */
  input?: string;
}

interface MeasureOptions {
  /** Seconds. */
  deadline: number;
  memory?: boolean;
  /** Where its output is kept as long as it runs. */
  scratch?: string;
}

export interface Run {
  /** Seconds, user and system, of the process and of all that it waited for. When it was stopped: at least these. */
  cpu: number;
  /** Seconds. */
  wall: number;
  /** Undefined: it was stopped. */
  status?: number;
  /** Printed, on either stream. */
  lines: number;
  /** The last of it, for a message when it fails. */
  lastLine: string;
  /** Bytes; see `treeMemory`. Undefined: not asked for, or there is no way to know. */
  memory?: number;
}

/** bash tells milliseconds, other shells often hundredths of a second. */
export const SHELL = ["bash", "sh"].find((shell) => spawnSync(shell, ["-c", "times"]).status === 0);

// `times` is a builtin of every shell: its second line is the time of what it waited for. The trap keeps the shell
// alive when the whole group is told to end, so that it can still say how much time that was.
const SCRIPT = 'out=$1 err=$2; shift 2; trap : TERM; "$@" > "$out" 2> "$err"; echo $?; times';
/** Between two looks at the memory. */
const LOOK = 10;

/** Runs a command to its end, or stops it after `deadline` seconds. A look at its memory costs time, so it is asked for by itself. */
export async function measure({ argv, cwd, env, input }: Command, { deadline, memory = false, scratch = tmpdir() }: MeasureOptions): Promise<Run> {
  const folder = mkdtempSync(join(scratch, "prompt-lint-bench-run-"));
  const [out, err] = [join(folder, "out"), join(folder, "err")];
  const stdin = input === undefined ? "ignore" : openSync(input, "r");
  try {
    const started = performance.now();
    const child = spawn(SHELL!, ["-c", SCRIPT, SHELL!, out, err, ...argv], {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: [stdin, "pipe", "ignore"],
      // A group of its own, which can be stopped as a whole.
      detached: true,
    });
    let told = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => (told += text));
    let stopped = false;
    const stop = (signal: NodeJS.Signals) => {
      stopped = true;
      try {
        process.kill(-child.pid!, signal);
      } catch {
        // It has just ended by itself.
      }
    };
    const abandon = () => stop("SIGKILL");
    process.once("exit", abandon);
    const timers = [setTimeout(stop, deadline * 1000, "SIGTERM"), setTimeout(stop, deadline * 1000 + 10_000, "SIGKILL")];
    let peak: number | undefined;
    if (memory) timers.push(setInterval(() => (peak = max(peak, treeMemory(child.pid!))), LOOK));
    await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
    timers.forEach(clearInterval);
    process.off("exit", abandon);

    const wall = (performance.now() - started) / 1000;
    const text = readFileSync(out, "utf8") + readFileSync(err, "utf8");
    const run: Run = { cpu: readTimes(told), wall, lines: text.split("\n").length - 1, lastLine: text.trimEnd().split("\n").at(-1)! };
    if (!stopped) run.status = Number(told.split("\n", 1)[0]);
    if (peak !== undefined) run.memory = peak;
    return run;
  } finally {
    if (typeof stdin === "number") closeSync(stdin);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of the children in what `times` prints, user and system together: `0m0.120s 0m0.040s` is 0.16. */
export function readTimes(told: string): number {
  const children = told.trimEnd().split("\n").at(-1)!;
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** Nothing of how the measurement itself was started reaches what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(?:npm_|GIT_|NODE_OPTIONS$|NODE_V8_COVERAGE$|FORCE_COLOR$|LC_|TSX_|ESBUILD_|CI$|GITHUB_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C.UTF-8", NO_COLOR: "1" };
}

function max(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : Math.max(left, right);
}
