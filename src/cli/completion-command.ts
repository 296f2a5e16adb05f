import { createProgram } from "./arguments.ts";
import { describeCommands, type CompletedCommand } from "./completion/describe.ts";
import { printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";
import type { Shell } from "./shells.ts";

/** Prints what makes a shell complete our command line, from the program that parses it. */
export async function runCompletion(shell: Shell, surroundings: Surroundings, services: Services): Promise<void> {
  const rules = await services.listRules();
  const program = createProgram([], () => {});
  const write = await WRITERS[shell]();
  await printOutput(
    surroundings,
    write(
      describeCommands(
        program,
        rules.map(({ id }) => id),
      ),
    ),
  );
}

const WRITERS: Record<Shell, () => Promise<(commands: readonly CompletedCommand[]) => string>> = {
  bash: async () => (await import("./completion/bash.ts")).completeBash,
  zsh: async () => (await import("./completion/zsh.ts")).completeZsh,
  fish: async () => (await import("./completion/fish.ts")).completeFish,
};
