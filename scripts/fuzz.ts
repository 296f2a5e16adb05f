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
import { createRandom } from "./fuzz/random.ts";
import { MAKERS } from "./fuzz/workspaces.ts";

export const TARGETS = [...Object.keys(MAKERS), "patterns", "scripts"];

export interface FuzzOptions {
  seed: number;
  targets: readonly string[];
  /** Cases of each target; the tools of a system are asked a batch at a time. */
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
}

interface Watcher {
  started?: (name: string) => void;
  found?: (find: string) => void;
}

/** Runs cases that the seed decides, the targets by turns, until there were enough. */
export async function fuzz({ seed, targets, cases, minutes = Infinity, firstCase = 0, signal }: FuzzOptions, onCase: Watcher = {}): Promise<FuzzResult> {
  const validators = createValidators();
  const result: FuzzResult = { cases: Object.fromEntries(targets.map((target) => [target, 0])), finds: [], slowest: { seconds: 0, name: "" } };
  const started = process.cpuUsage();
  const spent = () => seconds(process.cpuUsage(started)) / 60;
  for (let number = firstCase; number < firstCase + cases && spent() < minutes && !signal?.aborted; number++) {
    for (const target of targets) {
      const isBatch = !(target in MAKERS);
      if (isBatch && number % BATCH !== 0) continue;
      const name = `${target}, seed ${seed}, case ${number}`;
      onCase.started?.(name);
      // So that a signal gets a word in.
      await new Promise(setImmediate);
      const finds: string[] = [];
      const before = process.cpuUsage();
      result.cases[target]! += isBatch ? BATCH : 1;
      const random = createRandom(Math.imul(seed, 0x9e3779b1) + number);
      try {
        if (target === "patterns") finds.push(...checkPatterns(random).map((find) => `${name}: ${find}`));
        else if (target === "scripts") finds.push(...checkScripts(random).map((find) => `${name}: ${find}`));
        else await checkWorkspace(MAKERS[target]!(random), random, validators);
      } catch (error) {
        finds.push(`${name}: ${describe(error)}`);
      }
      for (const find of finds) onCase.found?.(find);
      result.finds.push(...finds);
      const took = seconds(process.cpuUsage(before));
      if (took > result.slowest.seconds) result.slowest = { seconds: took, name };
    }
  }
  return result;
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
  const source = `
    const { parentPort } = require("node:worker_threads");
    let timer;
    parentPort.on("message", (name) => {
      clearTimeout(timer);
      timer = setTimeout(() => { require("node:fs").writeSync(2, "does not end: " + name + "\\n"); process.kill(process.pid, "SIGKILL"); }, ${HANG});
    });`;
  const worker = new Worker(source, { eval: true });
  worker.unref();
  return (name) => worker.postMessage(name);
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
  const { finds, cases, slowest } = await fuzz(
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
      .join(", ")}), ${finds.length} finds, slowest ${slowest.seconds.toFixed(1)} s: ${slowest.name}`,
  );
  process.exitCode = finds.length === 0 ? 0 : 1;
}
