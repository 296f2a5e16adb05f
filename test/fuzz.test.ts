import { expect, test } from "vitest";
import { fuzz, TARGETS } from "../scripts/fuzz.ts";
import { hasGnuTools } from "./patterns/gnu-tools.ts";
import { hasBash } from "./shell/real-bash.ts";

const missing = [...(hasGnuTools() ? [] : ["patterns"]), ...(hasBash() ? [] : ["scripts"])];

// The same cases each time; `npm run fuzz` looks for new ones.
test.each(TARGETS.filter((target) => !missing.includes(target)))("a short run of the fuzzer finds nothing: %s", async (target) => {
  const { finds, cases } = await fuzz({ seed: 20_260_115, targets: [target], cases: 60 });
  expect(finds).toEqual([]);
  expect(cases[target]).toBeGreaterThanOrEqual(60);
});
