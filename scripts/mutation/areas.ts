/** A part of the source that is mutated by itself, and the tests that are meant to notice. */
export interface Area {
  /** Globs of the source. */
  source: readonly string[];
  /** Globs of the tests that are run first. */
  tests: readonly string[];
  /** Globs of those that take long, for what the first leave. */
  slowTests: readonly string[];
}

const RULE_TESTS = ["test/examples.test.ts", "test/rules/*.test.ts"];
const SCRIPT_RULE_TESTS = [
  "test/examples.test.ts",
  "test/rules/{conditions,scripts,waits,claiming,continues-after-failure,interactive-command,missing-file,swallowed-error,unbounded-wait,unchecked-command}.test.ts",
  "test/rules/{undefined-variable,unfilled-placeholder,unlogged-error,unstaged-commit}.test.ts",
];
const WHOLE_TESTS = ["test/{checklist,fixtures,phrases,suggestions}.test.ts"];

/** What is measured. The tests of an area are those that a change in it is meant to fail: `docs/mutation.md` says which are left out. */
export const AREAS: Readonly<Record<string, Area>> = {
  rules: { source: ["rules/*/*.ts"], tests: ["test/checklist.test.ts", ...RULE_TESTS], slowTests: [...WHOLE_TESTS, "test/shell/suggestions.test.ts"] },
  shell: {
    source: ["src/shell/**/*.ts"],
    tests: ["test/shell/{commands,handlers,impossible,later-steps,nodes,syntax,told,variables,verdicts}.test.ts", ...SCRIPT_RULE_TESTS],
    slowTests: ["test/shell/{differential,refusals,suggestions}.test.ts"],
  },
  patterns: {
    source: ["src/patterns/**/*.ts"],
    tests: ["test/patterns/{differential,expressions,told}.test.ts", "test/rules/patterns.test.ts"],
    slowTests: ["test/patterns/budget.test.ts"],
  },
  model: {
    source: ["src/model/**/*.ts"],
    tests: ["test/{board,board-history,entry-schema,own-phrases,prompt,references,vocabulary}.test.ts", ...RULE_TESTS],
    slowTests: WHOLE_TESTS,
  },
};
