// A plugin of Stryker: of the mutants it is about to run, only those drawn for the sample are. `scripts/mutate.ts` writes their keys to the file of `MUTATION_DRAWN`.
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

export const strykerPlugins = [{ kind: "Checker", name: "only-drawn", factory: createChecker }];

function createChecker() {
  const drawn = new Set(JSON.parse(readFileSync(process.env.MUTATION_DRAWN, "utf8")));
  return {
    init: async () => {},
    /** One group, so that all are asked about at once. */
    group: async (mutants) => [mutants.map(({ id }) => id)],
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map((mutant) => [mutant.id, drawn.has(keyOf(mutant)) ? { status: "passed" } : { status: "compileError", reason: "not drawn" }]),
      ),
  };
}

/** As `keyOf` in sample.ts; a mutant that is not yet run has lines and columns from 0. */
function keyOf({ fileName, location: { start, end }, mutatorName, replacement }) {
  const file = path.relative(process.env.MUTATION_ROOT, fileName).replaceAll(path.sep, "/");
  return `${file}:${start.line + 1}:${start.column + 1}-${end.line + 1}:${end.column + 1} ${mutatorName} ${replacement}`;
}
