import type { Readable } from "node:stream";
import type { Clock } from "../model/clock.ts";
import type { FileSystem, ReadProblem, SkippedPath } from "../read/file-system.ts";
import type { Report } from "../report/report.ts";
import type { RuleSkip } from "../check.ts";
import type { RegisteredRule } from "../rule.ts";
import type { RunObserver } from "../observer.ts";
import type { Workspace } from "../workspace.ts";
import type { Shard } from "../shard/split.ts";
import type { BaselineEntry } from "../accept/baseline.ts";
import type { ConfigArguments } from "./config-arguments.ts";
import type { Engine } from "./lint-arguments.ts";
import type { CommandToRun } from "./run-command.ts";

/** 0 passed · 1 findings · 2 could not do its job. */
export type ExitCode = 0 | 1 | 2;

/** What the process has around it. */
export interface Surroundings {
  /** Absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  stdout: OutputStream;
  stderr: OutputStream;
}

/** The part of a writable stream that is used. */
export interface OutputStream {
  isTTY?: boolean | undefined;
  /** Cells of a line, of a terminal. */
  columns?: number | undefined;
  write(text: string, done: (error?: Error | null) => void): unknown;
}

/** What the commands are made of. Each is loaded when it is asked for. */
export interface Services {
  lint(request: LintRequest): Promise<LintOutcome>;
  /** Reads and understands the workspace, and checks nothing. */
  readWorkspace(request: ReadRequest): Promise<ReadOutcome>;
  /** All of ours, also those that are off. */
  listRules(): Promise<readonly RegisteredRule[]>;
  /** The same with those of the plugins of the working folder, which are run for it. */
  listAllRules(request: { cwd: string; noPlugins: boolean }): Promise<ListedRules>;
  /** The markdown of `docs/rules/<id>.md`. */
  readRulePage(ruleId: string): Promise<string>;
  /** The config that applies to a file, or to the workspace, and where each value comes from; lines for people. */
  describeConfig(request: ConfigRequest): Promise<string>;
  /** The text of `templates/SESSION-PROMPT.md`. */
  readPromptTemplate(): Promise<string>;
  readVersion(): Promise<string>;
  /** Names the program by its version and its own text: two that differ in anything have different names. */
  nameProgram(): Promise<string>;
  /** Runs a command in our place, and resolves with its exit code. Rejects with a UsageError when it cannot be started. */
  runCommand(command: CommandToRun): Promise<number>;
}

export interface ListedRules {
  rules: readonly RegisteredRule[];
  /** Why those of plugins are not among them, a line each. */
  problems: readonly string[];
}

interface ReadRequest extends ConfigArguments {
  cwd: string;
  /** A board; without it all of them are meant. */
  file: string | undefined;
}

export interface ReadOutcome {
  workspace: Workspace;
  /** The paths that are meant. */
  selected: ReadonlySet<string>;
  problems: readonly ReadProblem[];
}

export interface ConfigRequest extends ConfigArguments {
  cwd: string;
  file: string | undefined;
}

export interface LintRequest extends ConfigArguments {
  cwd: string;
  /** Files, folders and globs; with `literalPaths` empty as well, the whole workspace. */
  patterns: readonly string[];
  /** Names that are no globs, whatever is in them. */
  literalPaths: readonly string[];
  stdin: { path: string; text: string } | undefined;
  env: Surroundings["env"];
  engine: Engine | undefined;
  /** In milliseconds. */
  deadline: number | undefined;
  passOnNoFiles: boolean;
  reportUnusedDisableDirectives: boolean;
  /** Is told how the run goes on. */
  observer?: RunObserver | undefined;
  /** In place of the disk and of the time of the call, to see what is asked of them. */
  fs?: FileSystem;
  clock?: Clock;
  texts?: ReadonlyMap<string, string>;
  since: string | undefined;
  staged: boolean;
  baseline: readonly BaselineEntry[] | undefined;
  shard?: Shard;
}

export interface LintOutcome extends Report {
  /** Left out on purpose; shown with `--verbose`. */
  skipped: readonly SkippedPath[];
  /** What rules could not judge; counted, and shown with `--verbose`. */
  skips: readonly RuleSkip[];
  /** The workspace root: absolute. */
  root: string;
  /** How many findings `--since` or `--staged` leaves out. */
  older: number;
  /** Entries of the baseline that fit no finding any more. */
  staleBaseline: readonly BaselineEntry[];
  /** What the config says in vain. */
  hints: readonly string[];
}
