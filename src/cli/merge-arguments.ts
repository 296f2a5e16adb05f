import type { Command } from "commander";
import { addColorOptions, OTHER } from "./config-arguments.ts";
import { addBaselineOptions, addReportOptions, toReportArguments, VERBOSE, type ReportArguments, type ReportFlags } from "./report-arguments.ts";

export interface MergeArguments extends ReportArguments {
  /** Files that `--shard` wrote. */
  parts: string[];
}

export type MergeFlags = Omit<ReportFlags, "since" | "staged">;

export function addMergeOptions(command: Command): Command {
  addReportOptions(command);
  addBaselineOptions(command.optionsGroup("In an old repository:"));
  return addColorOptions(command)
    .optionsGroup(OTHER)
    .option(...VERBOSE);
}

export function toMergeArguments(parts: readonly string[], flags: MergeFlags): MergeArguments {
  return { ...toReportArguments(flags), parts: [...parts] };
}
