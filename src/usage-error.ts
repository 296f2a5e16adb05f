/**
 * A fault in what the user gave us: arguments, config, paths. Shown without a
 * stack, exit code 2. The texts may quote a file's content and names: who
 * prints them escapes them for where they go.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** One line each, with the way out; the message is all of them. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const lines = typeof problems === "string" ? [problems] : problems;
    super(lines.join("\n"), options);
    this.problems = lines;
  }
}
