import { Option, type Command } from "commander";
import { quote } from "../nearest.ts";
import type { Shard } from "../shard/split.ts";
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
import { addBaselineOptions, addReportOptions, toReportArguments, VERBOSE, type ReportArguments, type ReportFlags } from "./report-arguments.ts";

export interface LintArguments extends ConfigArguments, ReportArguments {
  /** Only a part of the work, to be joined with the others by `merge`. */
  shard: Shard | undefined;
  /** Files, folders and globs. */
  paths: string[];
  /** What stood behind `--`: never an option, a glob or `-`. */
  literalPaths: string[];
  stdin: boolean;
  stdinFilename: string | undefined;
  /** Only what came since this branch, tag or commit. */
  since: string | undefined;
  /** Only what the next commit brings. */
  staged: boolean;
  fix: FixArguments | undefined;
  engine: Engine | undefined;
  /** In seconds; 0 for none. */
  deadline: number | undefined;
  cache: CacheArguments | undefined;
  stats: boolean;
  watch: boolean;
  progress: boolean;
  passOnNoFiles: boolean;
  reportUnusedDisableDirectives: boolean;
}

export interface FixArguments {
  /** Rules of which suggestions are applied as well. */
  suggestionsOf: string[];
  /** `show`: report what is left, and write nothing. */
  action: "write" | "show" | "diff";
}

interface CacheArguments {
  /** As given, relative to the working folder. */
  location: string | undefined;
}

const ENGINES = ["auto", "portable"] as const;
export type Engine = (typeof ENGINES)[number];

export interface LintFlags extends ConfigFlags, ReportFlags {
  shard?: Shard;
  stdin?: true;
  stdinFilename?: string;
  engine?: Engine;
  deadline?: number;
  cache?: boolean;
  cacheLocation?: string;
  since?: string;
  staged?: true;
  fix?: true;
  fixDryRun?: true;
  diff?: true;
  fixSuggestions?: string[];
  stats?: true;
  watch?: true;
  progress?: boolean;
  passOnNoFiles?: true;
  reportUnusedDisableDirectives?: true;
}

export function addLintOptions(command: Command): Command {
  addConfigOptions(
    command
      .optionsGroup("Input:")
      .option("--stdin", "lint what is piped in, as `-` in place of a path does")
      .option("--stdin-filename <file>", "the name in the workspace of what is piped in")
      .option("--pass-on-no-files", "exit 0 when there is nothing to lint")
      .option("--deadline <seconds>", "how long the rules may look at one file; 0 for as long as they like", parseNumber("deadline"))
      .option("--engine <name>", "read markdown with `auto`, the fastest there is, or `portable`, all JavaScript", parseChoice("engine", ENGINES))
      .addOption(
        new Option("--cache", "answer at once when nothing has changed since the last run")
          .preset("on")
          // What is careful stays careful, in whatever order scripts put their options together.
          .argParser((_, previous) => previous !== false),
      )
      .option("--cache-location <folder>", "where results are kept; by default below node_modules, else with your other caches")
      .option("--no-cache", "lint anew, whatever else is said")
      .option("--shard <i/n>", "only the i-th of n parts: writes what `merge` joins, to --output-file or standard output", parseShard),
  );
  command.option("--report-unused-disable-directives", "report disable comments that silence nothing");
  addReportOptions(command)
    .optionsGroup("Fix:")
    .option("--fix", "write what can be fixed without a look at it, and report what is left")
    .option("--fix-suggestions <rule>", "fix by the first suggestion of this rule as well; repeatable", (rule: string, previous: string[] = []) => [
      ...previous,
      rule,
    ])
    .option("--fix-dry-run", "report what `--fix` would leave, and write nothing")
    .option("--diff", "print what `--fix` would change as a diff; exit 1 when that is anything")
    .optionsGroup("In an old repository:")
    .option("--since <revision>", "only what the work since this branch, tag or commit has brought")
    .option("--staged", "the files as they are committed next, and only what that commit brings");
  addBaselineOptions(command);
  return addColorOptions(command)
    .optionsGroup(OTHER)
    .option("-w, --watch", "lint again when a file of the workspace has changed")
    .option(...VERBOSE)
    .option("--stats", "say how long each stage and each rule took")
    .option("--no-progress", "no line on the terminal that says how far a long run is");
}

export function toLintArguments(paths: readonly string[], literalPaths: readonly string[], flags: LintFlags): LintArguments {
  const named = paths.filter((path) => path !== "-");
  const stdin = flags.stdin === true || named.length < paths.length;
  const [extra] = [...named, ...literalPaths];
  if (stdin && extra !== undefined) throw new UsageError(`expected either standard input or files, got both: ${quote(extra)}`);
  const change = flags.since === undefined ? (flags.staged ? "--staged" : undefined) : "--since";
  if (stdin && change !== undefined) throw new UsageError(`\`${change}\` compares files, and cannot be had with standard input`);
  if (!stdin && flags.stdinFilename !== undefined) throw new UsageError("`--stdin-filename` goes with `--stdin` or `-`");
  return {
    ...toConfigArguments(flags),
    paths: named,
    literalPaths: [...literalPaths],
    stdin,
    stdinFilename: flags.stdinFilename,
    ...toReportArguments(flags),
    shard: toShard(flags, stdin),
    since: flags.since,
    staged: flags.staged === true,
    fix: toFixArguments(flags, stdin),
    engine: flags.engine,
    deadline: flags.deadline,
    cache: toCacheArguments(flags),
    stats: flags.stats === true,
    watch: toWatch(flags, stdin),
    progress: flags.progress !== false,
    passOnNoFiles: flags.passOnNoFiles === true,
    reportUnusedDisableDirectives: flags.reportUnusedDisableDirectives === true,
  };
}

function toCacheArguments({ cache, cacheLocation: location }: LintFlags): CacheArguments | undefined {
  if (location !== undefined && cache === undefined) throw new UsageError("`--cache-location` goes with `--cache`");
  return cache ? { location } : undefined;
}

function toWatch({ watch, staged, updateBaseline, pruneBaseline }: LintFlags, stdin: boolean): boolean {
  const other = stdin ? "standard input" : staged ? "`--staged`" : updateBaseline ? "`--update-baseline`" : pruneBaseline ? "`--prune-baseline`" : undefined;
  if (watch && other !== undefined) throw new UsageError(`\`--watch\` looks at the files on the disk, and cannot be had with ${other}`);
  return watch === true;
}

function toFixArguments(
  { fix, fixDryRun, diff, fixSuggestions = [], staged, updateBaseline, pruneBaseline }: LintFlags,
  stdin: boolean,
): FixArguments | undefined {
  const asked = fix ? "--fix" : fixDryRun ? "--fix-dry-run" : diff ? "--diff" : undefined;
  if (asked === undefined && fixSuggestions.length > 0) throw new UsageError("`--fix-suggestions` goes with `--fix`, `--diff` or `--fix-dry-run`");
  if (asked === undefined) return undefined;
  if (stdin) throw new UsageError(`\`${asked}\` is about files, and cannot be had with standard input`);
  if (staged) throw new UsageError(`\`${asked}\` is about the files on the disk, and \`--staged\` about what is committed next: expected one of them`);
  if (updateBaseline || pruneBaseline) throw new UsageError(`\`${asked}\` and a new baseline at once: fix first`);
  return { suggestionsOf: fixSuggestions, action: diff ? "diff" : fixDryRun ? "show" : "write" };
}

function toShard({ shard, staged, fix, fixDryRun, diff, watch, baseline, format = [], quiet, maxWarnings }: LintFlags, stdin: boolean): Shard | undefined {
  if (!shard) return undefined;
  const alone = nameOf({ "standard input": stdin, "`--staged`": staged, "`--fix`": fix, "`--fix-dry-run`": fixDryRun, "`--diff`": diff, "`--watch`": watch });
  if (alone !== undefined) throw new UsageError(`\`--shard\` splits what several machines lint, and cannot be had with ${alone}`);
  const later = nameOf({ "--baseline": baseline, "--quiet": quiet, "--max-warnings": maxWarnings });
  if (later !== undefined) throw new UsageError(`\`--shard\` reports nothing yet: \`${later}\` goes with \`prompt-lint merge\``);
  const placed = format.find(({ file }) => file !== undefined);
  if (placed) throw new UsageError(`\`--shard\` reports nothing yet: \`--format ${placed.format}\` says what \`merge\` will report, and takes no file`);
  return shard;
}

/** The name of the first that is given. */
function nameOf(given: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(given).find((name) => given[name] !== undefined && given[name] !== false);
}

function parseShard(value: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`expected \`--shard i/n\` with i from 1 to n, as in \`--shard 1/4\`, got ${quote(value)}`);
}
