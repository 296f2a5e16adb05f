/** What every run of Stryker has in common; `scripts/mutate.ts` adds the area. */
export default {
  // All that can be an area; the server lists nothing else.
  mutate: ["{src,rules}/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "scripts/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  concurrency: 1,
  // Generous: a machine with other work has pauses that are no endless loop.
  timeoutMS: 30_000,
  ignorePatterns: ["/docs", "/dist", "/coverage"],
  reporters: ["progress-append-only"],
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
  allowEmpty: true,
  disableTypeChecks: false,
};
