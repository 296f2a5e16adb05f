/** A part of the source that is mutated by itself, and the tests that are meant to notice. */
export interface Area {
  /** Globs of the source. */
  source: readonly string[];
  /** Globs of the tests. */
  tests: readonly string[];
}

const RULE_TESTS = ["test/examples.test.ts", "test/rules/*.test.ts", "test/phrases.test.ts", "test/suggestions.test.ts"];

/**
 * What is measured. The tests of an area are those that a change in it is meant
 * to fail, without the ones that take minutes: `docs/mutation.md` says which.
 */
export const AREAS: Readonly<Record<string, Area>> = {
  rules: { source: ["rules/*/*.ts"], tests: RULE_TESTS },
  shell: {
    source: ["src/shell/**/*.ts"],
    tests: ["test/shell/{differential,refusals,suggestions}.test.ts", ...RULE_TESTS],
  },
  patterns: { source: ["src/patterns/**/*.ts"], tests: ["test/patterns/*.test.ts", "test/rules/patterns.test.ts"] },
  model: {
    source: ["src/model/**/*.ts"],
    tests: ["test/{board,board-history,entry-schema,own-phrases,prompt,references,vocabulary}.test.ts", ...RULE_TESTS],
  },
};
