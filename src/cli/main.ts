import { messageOf } from "../message-of.ts";
import { PROJECT_URL } from "../report/rule-url.ts";
import { shorten } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import { parseArguments, type Invocation } from "./arguments.ts";
import { printError, printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";

/** The whole command line tool; `argv` is without the program itself. Never throws and never exits. Resolves with an exit code: one of ours, but for `gate`. */
export async function main(argv: readonly string[], surroundings: Surroundings, services: Services): Promise<number> {
  try {
    return await run(parseArguments(argv, helpColumns(surroundings)), surroundings, services);
  } catch (error) {
    if (!(error instanceof UsageError)) await reportInternalError(error, argv, surroundings);
    else for (const problem of error.problems) await printError(surroundings, problem);
    return 2;
  }
}

/** One line for our own bugs; the stack only for who wants to report it. */
export async function reportInternalError(error: unknown, argv: readonly string[], surroundings: Surroundings): Promise<void> {
  const withStack = argv.includes("--verbose") || Boolean(surroundings.env["DEBUG"]);
  const reason = shorten(messageOf(error), MAX_REASON);
  const message = `internal error: ${reason}; this is a bug, please report it with the output of --verbose: ${BUG_TRACKER}`;
  await printError(surroundings, message, withStack ? stackOf(error) : []);
}

async function run(invocation: Invocation, surroundings: Surroundings, services: Services): Promise<number> {
  switch (invocation.command) {
    case "lint":
      return (await import("./lint-command.ts")).runLint(invocation.options, surroundings, services);
    case "checklist":
      return (await import("./checklist-command.ts")).runChecklist(invocation.options, surroundings, services);
    case "gate":
      return (await import("./gate-command.ts")).runGate(invocation.options, surroundings, services);
    case "merge":
      return (await import("./merge-command.ts")).runMerge(invocation.options, surroundings, services);
    case "rules":
      await (await import("./rules-command.ts")).runRules(invocation, surroundings, services);
      return 0;
    case "explain":
      await (await import("./explain-command.ts")).runExplain(invocation, surroundings, services);
      return 0;
    case "config":
      await (await import("./config-command.ts")).runConfig(invocation, surroundings, services);
      return 0;
    case "status":
      return (await import("./board-commands.ts")).runStatus(invocation, surroundings, services);
    case "graph":
      return (await import("./board-commands.ts")).runGraph(invocation, surroundings, services);
    case "init":
      await (await import("./init-command.ts")).runInit(invocation.options, surroundings, services);
      return 0;
    case "completion":
      await (await import("./completion-command.ts")).runCompletion(invocation.shell, surroundings, services);
      return 0;
    case "help":
      await printOutput(surroundings, invocation.text);
      return 0;
    case "version":
      await printOutput(surroundings, `${await services.readVersion()}\n`);
      return 0;
  }
}

function helpColumns({ stdout }: Surroundings): number {
  return Math.min(stdout.columns ?? MAX_HELP_COLUMNS, MAX_HELP_COLUMNS);
}

const MAX_HELP_COLUMNS = 100;
const MAX_REASON = 400;
const BUG_TRACKER = `${PROJECT_URL}/issues`;

function stackOf(error: unknown): string[] {
  return error instanceof Error && error.stack ? error.stack.split("\n") : [];
}
