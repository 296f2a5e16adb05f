/** The engine that runs patterns: grep, sed and awk on the text of files, in this process. */
export type Patterns = Awaited<ReturnType<typeof loadPatterns>>;

/** Loads the engine, which costs start-up time; only prompts with patterns need it. */
export async function loadPatterns() {
  const [{ runPipeline }, { parseRegex, createBudget }, { testRegex, findMatch }] = await Promise.all([
    import("./pipeline.ts"),
    import("./parse-regex.ts"),
    import("./regex.ts"),
  ]);
  return { runPipeline, parseRegex, testRegex, findMatch, createBudget };
}
