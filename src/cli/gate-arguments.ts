import type { Command } from "commander";
import { FORMATS, type FormatName } from "../report/formatters.ts";
import { UsageError } from "../usage-error.ts";
import {
  addColorOptions,
  addConfigOptions,
  OTHER,
  parseChoice,
  parseNumber,
  toConfigArguments,
  type ConfigArguments,
  type ConfigFlags,
} from "./config-arguments.ts";

export interface GateArguments extends ConfigArguments {
  /** A plain name, no glob; `-` for standard input. */
  prompt: string;
  stdinFilename: string | undefined;
  /** What to start when the prompt passes, and its arguments as they are. */
  command: readonly [string, ...string[]];
  /** Whether the command gets the text that was judged on its standard input. */
  pipe: boolean;
  checklist: boolean;
  format: FormatName;
  maxWarnings: number | undefined;
  color: boolean | undefined;
}

export interface GateFlags extends ConfigFlags {
  stdinFilename?: string;
  pipe?: true;
  checklist?: true;
  format: FormatName;
  maxWarnings?: number;
  color?: boolean;
}

export function addGateOptions(command: Command): Command {
  command
    .optionsGroup("Input:")
    .option("--stdin-filename <file>", "the name in the workspace of a prompt that is piped in")
    .option("--pipe", "give the command the text that was judged, on its standard input");
  return addColorOptions(
    addConfigOptions(command)
      .optionsGroup("Judgement:")
      .option("--checklist", "every item of the checklist that applies has to be passed as well")
      .option("--max-warnings <number>", "stop when there are more warnings", parseNumber("max-warnings"))
      .option("-f, --format <format>", "how to report, on standard error", parseChoice("format", Object.keys(FORMATS) as FormatName[]), "pretty"),
  ).optionsGroup(OTHER);
}

/** `command` is what stood behind `--`. */
export function toGateArguments(words: readonly string[], command: readonly string[], flags: GateFlags): GateArguments {
  const { stdinFilename, pipe, checklist, format, maxWarnings, color, ...config } = flags;
  const [prompt, extra] = words;
  if (prompt === undefined) throw new UsageError("`gate` needs a prompt: `prompt-lint gate START.md -- command`");
  if (extra !== undefined) throw new UsageError("`gate` takes one prompt; the command stands behind `--`: `prompt-lint gate START.md -- command`");
  const [program, ...rest] = command;
  // An empty variable must not look like a command that ran.
  if (program === undefined || program === "") throw new UsageError("`gate` needs a command behind `--`: `prompt-lint gate START.md -- command`");
  const isPiped = prompt === "-";
  if (!isPiped && stdinFilename !== undefined) throw new UsageError("`--stdin-filename` goes with `-` in place of the prompt");
  return {
    ...toConfigArguments(config),
    prompt,
    stdinFilename,
    command: [program, ...rest],
    // Standard input is used up by then.
    pipe: pipe === true || isPiped,
    checklist: checklist === true,
    format,
    maxWarnings,
    color,
  };
}
