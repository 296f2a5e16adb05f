import type { Command } from "commander";
import { PRESETS, type Preset } from "../config/presets.ts";
import { findSessionCountProblem, PLAN_DEFAULTS } from "../init/plan.ts";
import { UsageError } from "../usage-error.ts";
import { parseChoice } from "./config-arguments.ts";

/** What is left out is asked for, or has a default. */
export interface InitArguments {
  dir: string | undefined;
  /** Names with what they depend on, or how many. */
  sessions: readonly string[] | number | undefined;
  repository: string | undefined;
  branch: string | undefined;
  output: string | undefined;
  board: string | undefined;
  prompt: string | undefined;
  blockers: string | undefined;
  dependencies: true | undefined;
  config: boolean;
  /** Write the config alone, for what is there. */
  configOnly: boolean;
  /** Of that config. */
  preset: Preset | undefined;
  yes: boolean;
}

export interface InitFlags {
  dir?: string;
  sessions?: number;
  session?: string[];
  repository?: string;
  branch?: string;
  output?: string;
  board?: string;
  prompt?: string;
  blockers?: string;
  dependencies?: true;
  config: boolean;
  configOnly?: true;
  preset?: Preset;
  yes?: true;
}

export function addInitOptions(command: Command): Command {
  return command
    .option("--sessions <number>", `how many sessions, called «Session 1» and so on; ${PLAN_DEFAULTS.sessions} unless told`, parseCount)
    .option("--session <name[:dependencies]>", "a session, and the sessions it waits for; repeatable", (value: string, names: string[] = []) => [
      ...names,
      value,
    ])
    .option("--repository <owner/name>", "what they work on; unless told, the only remote of the folder")
    .option("--branch <name>", `where the status file lives; unless told, the one checked out, or ${PLAN_DEFAULTS.branch}`)
    .option("--output <pattern>", `the file that each delivers; unless told, ${PLAN_DEFAULTS.output}`)
    .option("--board <file>", `the status file; unless told, ${PLAN_DEFAULTS.board}`)
    .option("--prompt <file>", `unless told, ${PLAN_DEFAULTS.prompt}`)
    .option("--blockers <file>", `where sessions write what stops them; unless told, ${PLAN_DEFAULTS.blockers}`)
    .option("--dependencies", "write DEPENDENCIES.yaml too")
    .option("--no-config", "write no .prompt-lint.json")
    .option("--config-only", "write .prompt-lint.json alone, for the prompts and boards that are there")
    .option("--preset <name>", `what that config starts from: ${PRESETS.join(", ")}`, parseChoice("preset", PRESETS))
    .option("--dir <folder>", "where to write, in place of this folder: the root of a repository")
    .option("-y, --yes", "ask nothing");
}

export function toInitArguments(flags: InitFlags): InitArguments {
  const { sessions, session, yes, dir, repository, branch, output, board, prompt, blockers, dependencies, config, configOnly, preset } = flags;
  if (sessions !== undefined && session) throw new UsageError("expected either `--sessions` or `--session`, got both");
  if (configOnly) {
    if (!config) throw new UsageError("expected either `--config-only` or `--no-config`, got both");
    const other = Object.entries({ sessions, session, repository, branch, output, dependencies }).find(([, value]) => value !== undefined);
    if (other) throw new UsageError(`\`--${other[0]}\` is about new files, and cannot be had with \`--config-only\``);
  } else if (preset !== undefined) throw new UsageError("`--preset` goes with `--config-only`: what `init` writes else passes `strict`");
  return {
    dir,
    sessions: session ?? sessions,
    repository,
    branch,
    output,
    board,
    prompt,
    blockers,
    dependencies,
    config,
    configOnly: configOnly === true,
    preset,
    yes: yes === true,
  };
}

function parseCount(value: string): number {
  const problem = findSessionCountProblem(value);
  if (problem) throw new UsageError(problem);
  return Number(value);
}
