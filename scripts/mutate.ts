// Changes the source and asks whether a test notices. `npm run mutate -- patterns`, or a sample of it: `npm run mutate -- patterns --sample 400 --seed 1`
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { AREAS } from "./mutation/areas.ts";
import { discoverMutants } from "./mutation/discover.ts";
import { drawMutants, keyOf, type Mutant } from "./mutation/sample.ts";
import { describeScore, describeSurvivors, type Outcome } from "./mutation/summary.ts";

const CONFIG = "scripts/mutation/stryker.config.js";
const DRAWN_ONLY = fileURLToPath(new URL("./mutation/only-drawn.js", import.meta.url));
const CACHE = "node_modules/.cache/mutation";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: "string" }, seed: { type: "string", default: "1" }, file: { type: "string", multiple: true } },
});
const [name] = positionals;
const area = AREAS[name ?? ""];
if (name === undefined || area === undefined) {
  console.error(`npm run mutate -- <area>, one of ${Object.keys(AREAS).join(", ")} [--file <path>] [--sample <count>] [--seed <number>]`);
  process.exit(2);
}

mkdirSync(CACHE, { recursive: true });
process.env["MUTATION_AREA"] = name;
const source = values.file ?? area.source;
const seed = Number(values.seed);
const all = values.sample === undefined ? [] : await discoverMutants(source, CONFIG);
const drawn = values.sample === undefined ? undefined : drawMutants(all, Number(values.sample), seed);
if (drawn) console.log(`${drawn.length} of ${all.length} mutants are drawn, seed ${seed}`);

const run = [name, ...(values.file ?? []), ...(drawn ? [drawn.length, seed] : [])].join("-").replaceAll("/", "_");
const incrementalFile = path.join(CACHE, `${run}.incremental.json`);
const outcomes = (await test(source, drawn)).filter(({ key }) => !drawn || new Set(drawn.map(keyOf)).has(key));
forgetUndrawn(incrementalFile);
if (drawn && outcomes.length !== drawn.length) throw new Error(`${drawn.length} mutants are drawn, and ${outcomes.length} have a result`);

const report = path.join(CACHE, `${run}.txt`);
writeFileSync(report, describeSurvivors(outcomes));
console.log(describeScore(outcomes, drawn !== undefined));
console.log(`Those left: ${report}`);

async function test(globs: readonly string[], only: readonly Mutant[] | undefined): Promise<Outcome[]> {
  const drawnFile = path.resolve(CACHE, `${run}.drawn.json`);
  process.env["MUTATION_ROOT"] = process.cwd();
  process.env["MUTATION_DRAWN"] = drawnFile;
  if (only) writeFileSync(drawnFile, JSON.stringify(only.map(keyOf)));
  const results = await new Stryker({
    configFile: CONFIG,
    // Only what surrounds a drawn mutant is changed at all: switches for all of them would slow every test down.
    mutate: only?.map(({ file, location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`) ?? [...globs],
    incrementalFile,
    ...(only && { plugins: ["@stryker-mutator/vitest-runner", DRAWN_ONLY], checkers: ["only-drawn"] }),
  }).runMutationTest();
  return results.map(({ fileName, location, mutatorName, replacement, status, coveredBy = [], killedBy = [] }) => {
    const mutant = { file: path.relative(process.cwd(), fileName).replaceAll(path.sep, "/"), location, mutatorName, replacement };
    return { mutant, key: keyOf(mutant), status, coveredBy: coveredBy.length, killedBy: killedBy.length };
  });
}

/** What is not drawn today may be drawn once the source has changed: it has no result that could be used again. */
function forgetUndrawn(file: string): void {
  const kept = JSON.parse(readFileSync(file, "utf8")) as { files: Record<string, { mutants: { status: string }[] }> };
  for (const entry of Object.values(kept.files)) entry.mutants = entry.mutants.filter(({ status }) => status !== "CompileError");
  writeFileSync(file, JSON.stringify(kept));
}
