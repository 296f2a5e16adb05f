import type { Command } from "commander";
import type { Level } from "../config/config-file.ts";
import { PRESETS, type Preset } from "../config/presets.ts";
import { quote, suggestNearest } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

export interface ConfigArguments {
  root: string | undefined;
  configFile: string | undefined;
  preset: Preset | undefined;
  /** Levels by rule id; whether there is such a rule is not checked yet. */
  rules: Record<string, Level>;
  /** Whether the plugins of the config are not to be run. */
  noPlugins?: boolean;
}

export interface ConfigFlags {
  root?: string;
  config?: string;
  preset?: Preset;
  rule?: [string, Level][];
  plugins?: boolean;
}

/** Flags and description. */
export const NO_PLUGINS = ["--no-plugins", "run no plugin that the config lists; PROMPT_LINT_NO_PLUGINS says the same"] as const;

export function addConfigOptions(command: Command): Command {
  return command
    .optionsGroup("Config:")
    .option("-c, --config <file>", "this config and no other, in place of the nearest .prompt-lint.json")
    .option("--preset <name>", `start from ${PRESETS.join(", ")}, whatever the config extends`, parseChoice("preset", PRESETS))
    .option("--rule <id:severity>", "set a rule off, info, warning or error; repeatable", parseRule)
    .option(...NO_PLUGINS)
    .option("--root <folder>", "the workspace, in place of the repository or folder around");
}

export function addColorOptions(command: Command): Command {
  return command.option("--color", "colour, also where the output is no terminal").option("--no-color", "no colour");
}

export function toConfigArguments({ root, config, preset, rule = [], plugins = true }: ConfigFlags): ConfigArguments {
  return { root, configFile: config, preset, rules: Object.fromEntries(rule), ...(!plugins && { noPlugins: true }) };
}

// Not taken from the schema, which loads zod and every rule.
const RULE_LEVELS = ["off", "info", "warn", "warning", "error"] as const satisfies readonly Level[];

function parseRule(value: string, previous: [string, Level][] = []): [string, Level][] {
  const colon = value.lastIndexOf(":");
  if (colon <= 0) throw new UsageError(`expected \`--rule id:severity\`, as in \`--rule unbounded-wait:warning\`, got ${quote(value)}`);
  const level = value.slice(colon + 1);
  return [...previous, [value.slice(0, colon), toChoice("severity", RULE_LEVELS, level)]];
}

/** The parser says what it accepts, so that a shell can complete it. */
export function parseChoice<Choice extends string>(kind: string, choices: readonly Choice[]) {
  return Object.assign((value: string): Choice => toChoice(kind, choices, value), { choices });
}

export function toChoice<Choice extends string>(kind: string, choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`unknown ${kind} ${quote(value)}${suggestNearest(value, choices)}`);
}

/** A whole number from 0. */
export function parseNumber(option: string) {
  return (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) throw new UsageError(`expected a whole number from 0 for \`--${option}\`, got ${quote(value)}`);
    return Number(value);
  };
}

/** The headings of options that belong to no part of the work. */
export const OTHER = "Other:";
