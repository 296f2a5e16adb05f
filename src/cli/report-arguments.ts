import type { Command } from "commander";
import { quote } from "../nearest.ts";
import { FORMATS, type FormatName } from "../report/formatters.ts";
import { UsageError } from "../usage-error.ts";
import { parseNumber, toChoice } from "./config-arguments.ts";

/** How findings are told, and which of them. */
export interface ReportArguments {
  outputs: Output[];
  maxWarnings: number | undefined;
  /** The least severe findings that fail the run. */
  failOn: FailOn;
  baseline: BaselineArguments | undefined;
  color: boolean | undefined;
  quiet: boolean;
  verbose: boolean;
}

export interface ReportFlags {
  format?: Output[];
  outputFile?: string;
  quiet?: true;
  maxWarnings?: number;
  failOn?: FailOn;
  baseline?: string;
  updateBaseline?: true;
  pruneBaseline?: true;
  since?: string;
  staged?: true;
  color?: boolean;
  verbose?: true;
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

/** Flags and description. */
export const VERBOSE = ["--verbose", "list what was taken as prompts and boards, and what was skipped and why"] as const;

export function addReportOptions(command: Command): Command {
  return command
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
    );
}

export function addBaselineOptions(command: Command): Command {
  return command
    .option("--baseline <file>", "leave out the findings that this file lists")
    .option("--update-baseline", "write the findings there are into the baseline")
    .option("--prune-baseline", "take out of the baseline what is mended");
}

export function toReportArguments(flags: ReportFlags): ReportArguments {
  return {
    outputs: toOutputs(flags.format ?? [{ format: "pretty", file: undefined }], flags.outputFile),
    maxWarnings: flags.maxWarnings,
    failOn: flags.failOn ?? "error",
    baseline: toBaselineArguments(flags),
    color: flags.color,
    quiet: flags.quiet === true,
    verbose: flags.verbose === true,
  };
}

function toBaselineArguments({ baseline, updateBaseline, pruneBaseline, since, staged }: ReportFlags): BaselineArguments | undefined {
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
