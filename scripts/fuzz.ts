// Looks for inputs that break what is promised. `npm run fuzz -- --minutes 2 --seed 1`, one target: `--target boards`, one case again: `--target boards --seed 1 --case 77`
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import AjvDraft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { reportSchema } from "../src/report/json-schema.ts";
import { BATCH, checkPatterns, checkScripts } from "./fuzz/against-tools.ts";
import { checkWorkspace, type Validators } from "./fuzz/check-workspace.ts";
import { checkFormat } from "./fuzz/formats.ts";
import { checkParser } from "./fuzz/parsers.ts";
import { createRandom, type Random } from "./fuzz/random.ts";
import { MAKERS } from "./fuzz/workspaces.ts";

/** What takes a turn: it makes cases out of random choices, and throws or says what is wrong with them. */
interface Target {
  /** Cases of one turn: the tools of a system are asked for many at a time. */
  batch: number;
  /** CPU seconds that none of its turns may take. */
  limit: number;
  check(random: Random): readonly string[] | void | Promise<readonly string[] | void>;
}

const VALIDATORS = createValidators();

const ALL_TARGETS: Readonly<Record<string, Target>> = {
  ...Object.fromEntries(
    Object.entries(MAKERS).map(([name, make]): [string, Target] => [
      name,
      { batch: 1, limit: 5, check: (random) => checkWorkspace(make(random), random, VALIDATORS) },
    ]),
  ),
  patterns: { batch: BATCH, limit: 20, check: checkPatterns },
  scripts: { batch: BATCH, limit: 20, check: checkScripts },
  parsers: { batch: 1, limit: 1, check: checkParser },
  formats: { batch: 1, limit: 1, check: (random) => checkFormat(random, VALIDATORS) },
};

export const TARGETS = Object.keys(ALL_TARGETS);

export interface FuzzOptions {
  seed: number;
  targets: readonly string[];
  /** Of each target. */
  cases: number;
  /** Of CPU time, of this process; whichever ends first. */
  minutes?: number;
  firstCase?: number;
  /** Ends it after the case at hand. */
  signal?: AbortSignal;
}

export interface FuzzResult {
  cases: Record<string, number>;
  /** `target, seed, case: what is wrong`. */
  finds: string[];
  /** CPU seconds of the slowest case, and which it is. */
  slowest: { seconds: number; name: string };
  /** CPU minutes of all. */
  minutes: number;
}

interface Watcher {
  started?: (name: string) => void;
  found?: (find: string) => void;
}

/** CPU seconds that a target has before it is the next one's turn. */
const TURN = 0.02;

/** Runs cases that the seed decides, the targets by turns, until there were enough. */
export async function fuzz({ seed, targets, cases, minutes = Infinity, firstCase = 0, signal }: FuzzOptions, onCase: Watcher = {}): Promise<FuzzResult> {
  const result: FuzzResult = { cases: Object.fromEntries(targets.map((target) => [target, 0])), finds: [], slowest: { seconds: 0, name: "" }, minutes: 0 };
  const started = process.cpuUsage();
  const open = new Set(targets);
  while (open.size > 0) {
    for (const target of open) {
      // So that a signal gets a word in.
      await new Promise(setImmediate);
      const turn = process.cpuUsage();
      do {
        await runCase(target);
        if (result.cases[target]! >= cases) open.delete(target);
      } while (open.has(target) && seconds(process.cpuUsage(turn)) < TURN);
      result.minutes = seconds(process.cpuUsage(started)) / 60;
      if (result.minutes >= minutes || signal?.aborted) open.clear();
    }
  }
  return result;

  async function runCase(target: string): Promise<void> {
    const { batch, limit, check } = ALL_TARGETS[target]!;
    const number = firstCase + result.cases[target]!;
    const name = `${target}, seed ${seed}, case ${number}`;
    onCase.started?.(name);
    const finds: string[] = [];
    const before = process.cpuUsage();
    try {
      finds.push(...((await check(createRandom(Math.imul(seed, 0x9e3779b1) + number))) ?? []));
    } catch (error) {
      finds.push(describe(error));
    }
    result.cases[target]! += batch;
    const took = seconds(process.cpuUsage(before));
    if (took > limit) finds.push(`takes ${took.toFixed(1)} s`);
    if (took > result.slowest.seconds) result.slowest = { seconds: took, name };
    for (const find of finds) onCase.found?.(`${name}: ${find}`);
    result.finds.push(...finds.map((find) => `${name}: ${find}`));
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const at = /\n\s+at [^\n]*(?:src|rules)[^\n]*/.exec((error.cause instanceof Error ? error.cause : error).stack ?? "")?.[0].trim();
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}${at === undefined ? "" : ` ${at}`}`;
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function createValidators(): Validators {
  const json = new Ajv2020().compile(z.toJSONSchema(reportSchema, { io: "input" }));
  // One of the patterns of the schema of OASIS is none in Unicode mode.
  const draft4 = new AjvDraft4.default({ strict: false, unicodeRegExp: false });
  addFormats.default(draft4);
  const sarif = draft4.compile(sarifSchema);
  return {
    json: (report) => (json(report) ? undefined : JSON.stringify(json.errors)),
    sarif: (report) => (sarif(report) ? undefined : JSON.stringify(sarif.errors)),
  };
}

/** Ends the process when a case does not end, and says which: nothing else could. */
function startWatchdog(): (name: string) => void {
  // Sent for each case, the names would take more time than some of the cases.
  const bytes = new Uint8Array(new SharedArrayBuffer(100));
  const source = `
    const { workerData } = require("node:worker_threads");
    let last = "";
    setInterval(() => {
      const name = new TextDecoder().decode(Uint8Array.from(workerData)).replaceAll("\\0", "");
      if (name === last && name !== "") { require("node:fs").writeSync(2, "does not end: " + name + "\\n"); process.kill(process.pid, "SIGKILL"); }
      last = name;
    }, ${HANG});`;
  new Worker(source, { eval: true, workerData: bytes }).unref();
  return (name) => {
    bytes.fill(0);
    new TextEncoder().encodeInto(name, bytes);
  };
}

/** Milliseconds. */
const HANG = 60_000;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      minutes: { type: "string" },
      cases: { type: "string" },
      case: { type: "string" },
      target: { type: "string", multiple: true },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => stop.abort());
  const { finds, cases, slowest, minutes } = await fuzz(
    {
      seed,
      targets: values.target ?? TARGETS,
      cases: values.case === undefined ? Number(values.cases ?? Infinity) : 1,
      minutes: Number(values.minutes ?? (values.cases === undefined && values.case === undefined ? 2 : Infinity)),
      firstCase: Number(values.case ?? 0),
      signal: stop.signal,
    },
    { started: startWatchdog(), found: console.log },
  );
  const total = Object.values(cases).reduce((sum, count) => sum + count, 0);
  console.log(
    `seed ${seed}: ${total} cases (${Object.entries(cases)
      .map(([target, count]) => `${target} ${count}`)
      .join(", ")}) in ${minutes.toFixed(1)} CPU minutes, ${finds.length} finds, slowest ${slowest.seconds.toFixed(1)} s: ${slowest.name}`,
  );
  process.exitCode = finds.length === 0 ? 0 : 1;
}
