import { defineConfig } from "vitest/config";
import { AREAS } from "./areas.ts";

export default defineConfig({
  test: {
    // The tests of the area that `scripts/mutate.ts` is at.
    include: [...(AREAS[process.env["MUTATION_AREA"] ?? ""]?.tests ?? [])],
    // Nothing of the source keeps what it found from one file to the next, and loading it all again for each file of tests takes longer than the tests.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
