import { defineConfig } from "vitest/config";
import { AREAS } from "./areas.ts";

// What `scripts/mutate.ts` is at.
const area = AREAS[process.env["MUTATION_AREA"] ?? ""];
const tests = process.env["MUTATION_SLOW"] ? area?.slowTests : area?.tests;

export default defineConfig({
  test: {
    include: [...(tests ?? [])],
    // Nothing of the source keeps what it found from one file to the next, and loading it all again for each file of tests takes longer than the tests.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
