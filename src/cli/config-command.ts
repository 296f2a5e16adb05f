import type { Invocation } from "./arguments.ts";
import { printOutput } from "./print.ts";
import { escapeTerminal } from "../report/terminal.ts";
import type { Services, Surroundings } from "./services.ts";

/** Prints the config that applies to a file and where each value comes from. */
export async function runConfig({ file, options }: Extract<Invocation, { command: "config" }>, surroundings: Surroundings, services: Services): Promise<void> {
  const text = await services.describeConfig({ ...options, cwd: surroundings.cwd, file });
  await printOutput(
    surroundings,
    text
      .trimEnd()
      .split("\n")
      .map((line) => `${escapeTerminal(line)}\n`)
      .join(""),
  );
}
