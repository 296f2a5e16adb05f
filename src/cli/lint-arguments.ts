import { Option, type Command } from "commander";
import { quote } from "../nearest.ts";
import { FORMATS, type FormatName } from "../report/formatters.ts";
import { UsageError } from "../usage-error.ts";
import {
  addColorOptions,
  addConfigOptions,
  OTHER,
  parseChoice,
  parseNumber,
  toChoice,
  toConfigArguments,
  type ConfigArguments,
  type ConfigFlags,
} from "./config-arguments.ts";

export interface LintArguments extends ConfigArguments {
  /** Files, folders and globs. */
  paths: string[];
  /** What stood behind `--`: never an option, a glob or `-`. */
  literalPaths: string[];
  stdin: boolean;
  stdinFilename: string | undefined;
  outputs: Output[];
  maxWarnings: number | undefined;
  /** The least severe findings that fail the run. */
  failOn: FailOn;
  /** Only what came since this branch, tag or commit. */
  since: string | undefined;
  /** Only what the next commit brings. */
  staged: boolean;
  baseline: BaselineArguments | undefined;
  fix: FixArguments | undefined;
  engine: Engine | undefined;
  /** In seconds; 0 for none. */
  deadline: number | undefined;
  cache: CacheArguments | undefined;
  color: boolean | undefined;
  quiet: boolean;
  verbose: boolean;
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

export interface CacheArguments {
  /** As given, relative to the working folder. */
  location: string | undefined;
}

export interface BaselineArguments {
  /** As given, relative to the working folder. */
  file: string;
  /** `update`: take up all findings. `prune`: take out what is mended. */
  action: "read" | "update" | "prune";
}

const FAIL_ON = ["error", "warning", "info", "never"] as const;
type FailOn = (typeof FAIL_ON)[number];

export interface Output {
  format: FormatName;
  /** Where to write it, as given; standard output without. */
  file: string | undefined;
}

const ENGINES = ["auto", "portable"] as const;
export type Engine = (typeof ENGINES)[number];

export interface LintFlags extends ConfigFlags {
  stdin?: true;
  stdinFilename?: string;
  engine?: Engine;
  deadline?: number;
  cache?: boolean;
  cacheLocation?: string;
  format?: Output[];
  outputFile?: string;
  quiet?: true;
  maxWarnings?: number;
  failOn?: FailOn;
  since?: string;
  staged?: true;
  baseline?: string;
  fix?: true;
  fixDryRun?: true;
  diff?: true;
  fixSuggestions?: string[];
  updateBaseline?: true;
  pruneBaseline?: true;
  color?: boolean;
  verbose?: true;
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
      .option("--no-cache", "lint anew, whatever else is said"),
  );
  command
    .option("--report-unused-disable-directives", "report disable comments that silence nothing")
    .optionsGroup("Report:")
    .option("-f, --format <format[:file]>", "how to report, and the file to write it to; repeatable", parseFormat)
    .option("-o, --output-file <file>", "where to write the report, in place of standard output")
    .option("-q, --quiet", "report errors only")
    .option("--max-warnings <number>", "exit 1 when there are more warnings", parseNumber("max-warnings"))
    .option(
      "--fail-on <severity>",
      "exit 1 for findings of this severity or a worse one: error, warning, info, never",
      Object.assign((value: string) => toChoice("severity", FAIL_ON, value === "warn" ? "warning" : value), { choices: FAIL_ON }),
      "error",
    )
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
    .option("--staged", "the files as they are committed next, and only what that commit brings")
    .option("--baseline <file>", "leave out the findings that this file lists")
    .option("--update-baseline", "write the findings there are into the baseline")
    .option("--prune-baseline", "take out of the baseline what is mended");
  return addColorOptions(command)
    .optionsGroup(OTHER)
    .option("-w, --watch", "lint again when a file of the workspace has changed")
    .option("--verbose", "list what was taken as prompts and boards, and what was skipped and why")
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
    outputs: toOutputs(flags.format ?? [{ format: "pretty", file: undefined }], flags.outputFile),
    maxWarnings: flags.maxWarnings,
    failOn: flags.failOn ?? "error",
    since: flags.since,
    staged: flags.staged === true,
    baseline: toBaselineArguments(flags),
    fix: toFixArguments(flags, stdin),
    engine: flags.engine,
    deadline: flags.deadline,
    cache: toCacheArguments(flags),
    color: flags.color,
    quiet: flags.quiet === true,
    verbose: flags.verbose === true,
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

function toBaselineArguments({ baseline, updateBaseline, pruneBaseline, since, staged }: LintFlags): BaselineArguments | undefined {
  const asked = updateBaseline ? "--update-baseline" : pruneBaseline ? "--prune-baseline" : undefined;
  if (updateBaseline && pruneBaseline) throw new UsageError("expected either `--update-baseline` or `--prune-baseline`, got both: an update prunes as well");
  if (asked !== undefined && baseline === undefined) throw new UsageError(`\`${asked}\` goes with \`--baseline <file>\``);
  if (asked !== undefined && (since !== undefined || staged))
    throw new UsageError(`\`${asked}\` is about all findings, and cannot be had with \`--since\` or \`--staged\``);
  return baseline === undefined ? undefined : { file: baseline, action: updateBaseline ? "update" : pruneBaseline ? "prune" : "read" };
}

function toOutputs(formats: readonly Output[], outputFile: string | undefined): Output[] {
  const unplaced = formats.filter(({ file }) => file === undefined);
  const [first, second] = unplaced;
  if (first && second) {
    throw new UsageError(
      `\`--format ${first.format}\` and \`--format ${second.format}\` would go to the same place: give one a file, as in \`--format ${second.format}:report.txt\``,
    );
  }
  if (!first && outputFile !== undefined) throw new UsageError("`--output-file` has nothing to write: each `--format` has a file of its own");
  const outputs = formats.map(({ format, file }) => ({ format, file: file ?? outputFile }));
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two formats would be written to ${quote(twice)}`);
  return outputs;
}

const parseFormat = Object.assign(readFormat, { choices: Object.keys(FORMATS) });

function readFormat(value: string, previous: Output[] = []): Output[] {
  const colon = value.indexOf(":");
  const name = colon < 0 ? value : value.slice(0, colon);
  const file = colon < 0 ? undefined : value.slice(colon + 1);
  if (file === "") throw new UsageError(`no file behind the colon of ${quote(value)}`);
  return [...previous, { format: toChoice("format", Object.keys(FORMATS) as FormatName[], name), file }];
}
