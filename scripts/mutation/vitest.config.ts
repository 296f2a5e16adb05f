import { defineConfig } from "vitest/config";
import { AREAS } from "./areas.ts";

export default defineConfig({
  test: {
    // The tests of the area that `scripts/mutate.ts` is at.
    include: [...(AREAS[process.env["MUTATION_AREA"] ?? ""]?.tests ?? [])],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
