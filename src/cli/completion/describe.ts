import type { Argument, Command, Option } from "commander";

/** What a shell can complete, as plain data. */
export interface CompletedCommand {
  /** `""` for what is typed without a command. */
  name: string;
  summary: string;
  options: readonly CompletedOption[];
  /** Of its arguments; they are all of one kind. */
  argument: CompletedValue | undefined;
}

export interface CompletedOption {
  /** Dashes included, the short one first. */
  names: readonly string[];
  summary: string;
  /** `undefined` when it takes none. */
  value: CompletedValue | undefined;
}

/** `text` is for what nobody can know. */
export type CompletedValue = { kind: "files" | "folders" | "text" } | { kind: "words"; words: readonly string[] };

/** A parser of values knows what it accepts. */
type ChoiceParser<Value> = ((value: string, previous?: never) => Value) & { choices: readonly string[] };

/** All commands of the program, the one without a name first, from the options that commander parses with. */
export function describeCommands(program: Command, ruleIds: readonly string[]): CompletedCommand[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  const describe = (command: Command, name: string): CompletedCommand => ({
    name,
    summary: command.description(),
    options: help.visibleOptions(command).map((option) => describeOption(option, ruleIds)),
    argument: valueOfArgument(command.registeredArguments[0], { ruleIds, commands: names }),
  });
  return [describe(program, ""), ...commands.map((command) => describe(command, command.name()))];
}

function describeOption({ short, long, description, flags, required, parseArg }: Option, ruleIds: readonly string[]): CompletedOption {
  const names = [short, long].filter((name) => name !== undefined);
  const placeholder = /<([^<>]+)>/.exec(flags)?.[1] ?? "";
  return { names, summary: description, value: required ? valueOf(placeholder, { parseArg, ruleIds }) : undefined };
}

function valueOfArgument(argument: Argument | undefined, { ruleIds, commands }: Known): CompletedValue | undefined {
  if (!argument) return undefined;
  if (argument.name() === "command") return { kind: "words", words: commands };
  const value = valueOf(argument.name(), { parseArg: argument.parseArg, ruleIds });
  return value.kind === "text" ? { kind: "files" } : value;
}

interface Known {
  ruleIds: readonly string[];
  commands: readonly string[];
}

/** The manual's own word for a value says what it is. */
function valueOf(placeholder: string, { parseArg, ruleIds }: { parseArg: unknown; ruleIds: readonly string[] }): CompletedValue {
  const { choices } = (parseArg ?? {}) as Partial<ChoiceParser<unknown>>;
  if (choices) return { kind: "words", words: choices };
  if (placeholder === "file") return { kind: "files" };
  if (placeholder === "folder") return { kind: "folders" };
  return placeholder === "rule" || placeholder.startsWith("id:") ? { kind: "words", words: ruleIds } : { kind: "text" };
}
