// Changes the source and asks whether a test notices. `npm run mutate -- patterns`, or a sample of it: `npm run mutate -- patterns --sample 400 --seed 1`
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { AREAS } from "./mutation/areas.ts";
import { discoverMutants } from "./mutation/discover.ts";
import { drawMutants, keyOf, type Mutant } from "./mutation/sample.ts";
import { describeLeft, describeScore, isLeft, type Outcome } from "./mutation/summary.ts";

const CONFIG = "scripts/mutation/stryker.config.js";
const ONLY_DRAWN = fileURLToPath(new URL("./mutation/only-drawn.js", import.meta.url));
const CACHE = "node_modules/.cache/mutation";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    file: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
  },
});
const [name] = positionals;
const area = AREAS[name ?? ""];
if (name === undefined || area === undefined) {
  console.error(`npm run mutate -- <area>, one of ${Object.keys(AREAS).join(", ")} [--file <path>] [--sample <count>] [--seed <number>] [--quick]`);
  process.exit(2);
}

mkdirSync(CACHE, { recursive: true });
// A snapshot that is missing fails, as in CI; no run writes one.
process.env["CI"] = "true";
process.env["MUTATION_AREA"] = name;
process.env["MUTATION_ROOT"] = process.cwd();

const all = await discoverMutants(values.file ?? area.source, CONFIG);
const drawn = values.sample === undefined ? all : drawMutants(all, Number(values.sample), Number(values.seed));
const isSample = drawn.length < all.length;
const run = [name, ...(values.file ?? []), ...(isSample ? [drawn.length, values.seed] : [])].join("-").replaceAll("/", "_");
console.log(isSample ? `${drawn.length} of ${all.length} mutants are drawn, seed ${values.seed}` : `${all.length} mutants`);

const first = await test(drawn);
console.log(describeScore(first, isSample));
const left = values.quick ? [] : first.filter(isLeft).map(({ mutant }) => mutant);
process.env["MUTATION_SLOW"] = "1";
const second = new Map((left.length > 0 ? await test(left) : []).map((outcome) => [keyOf(outcome.mutant), outcome]));
// What the slow tests load but do not run is static for them, and says nothing.
const outcomes = first.map((outcome) => {
  const again = second.get(keyOf(outcome.mutant));
  return again && (again.status === "Killed" || again.status === "Timeout" || (outcome.status === "NoCoverage" && again.status === "Survived"))
    ? again
    : outcome;
});

const report = path.join(CACHE, `${run}.txt`);
writeFileSync(report, describeLeft(outcomes));
if (left.length > 0) console.log(`With the slow tests:\n${describeScore(outcomes, isSample)}`);
console.log(`Those left: ${report}`);

/** What becomes of these mutants, and of no other. */
async function test(mutants: readonly Mutant[]): Promise<Outcome[]> {
  const keys = new Set(mutants.map(keyOf));
  const drawnFile = path.resolve(CACHE, `${run}.drawn.json`);
  process.env["MUTATION_DRAWN"] = drawnFile;
  writeFileSync(drawnFile, JSON.stringify([...keys]));
  const results = await new Stryker({
    configFile: CONFIG,
    // Only what surrounds a drawn mutant is changed at all: switches for all of them would slow every test down.
    mutate: mutants.map(({ file, location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`),
    plugins: ["@stryker-mutator/vitest-runner", ONLY_DRAWN],
    checkers: ["only-drawn"],
  }).runMutationTest();
  const outcomes = results.map(({ fileName, location, mutatorName, replacement, status }) => {
    const file = path.relative(process.cwd(), fileName).replaceAll(path.sep, "/");
    return { mutant: { file, location, mutatorName, replacement }, status };
  });
  const drawnOutcomes = outcomes.filter(({ mutant }) => keys.has(keyOf(mutant)));
  if (drawnOutcomes.length !== keys.size) throw new Error(`${keys.size} mutants were to be run, and ${drawnOutcomes.length} have a result`);
  return drawnOutcomes;
}
