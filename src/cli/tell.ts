import { toolOf } from "./tool.ts";
import { FORMATS } from "../report/formatters.ts";
import { count, countBySeverity, type Report, type ToolFacts, type ToolFormatter } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import { wantsColor } from "./color.ts";
import { printError, printOutput } from "./print.ts";
import type { Output, ReportArguments } from "./report-arguments.ts";
import type { ExitCode, LintOutcome, Services, Surroundings } from "./services.ts";
import { describeTrouble } from "./trouble.ts";

export interface Telling {
  surroundings: Surroundings;
  services: Pick<Services, "readVersion" | "readRulePage">;
  /** Whether the reports are written; they are not where a diff stands in their place. */
  reports?: boolean;
  /** Said in front of what is said of the run. */
  remarks?: readonly string[];
  /** Further files that could not be written. */
  unwritten?: readonly string[];
}

/** Writes the reports, and says on standard error what was read and what went wrong. Answers with the exit code. */
export async function tellOutcome(
  outcome: LintOutcome,
  options: ReportArguments,
  { surroundings, services, reports = true, remarks = [], unwritten = [] }: Telling,
): Promise<ExitCode> {
  const failed = [...(reports ? await writeReports({ ...options, tool: toolOf(services) }, outcome, surroundings) : []), ...unwritten];
  if (options.verbose) await printError(surroundings, "files:", describeFiles(outcome));
  const messages = [...failed, ...remarks, ...describeTrouble(outcome), ...outcome.hints, ...describeExcess(outcome, options), describeRun(outcome)];
  for (const message of messages) await printError(surroundings, message);
  return failed.length > 0 ? 2 : exitCodeOf(outcome, options);
}

/** A failure to do the job weighs more than any finding: a gate must never take it for a pass. */
function exitCodeOf({ findings, problems, failures }: Report, { maxWarnings = Infinity, failOn }: Pick<ReportArguments, "maxWarnings" | "failOn">): ExitCode {
  if (problems.length > 0 || failures.length > 0) return 2;
  if (failOn === "never") return 0;
  const { error, warning, info } = countBySeverity(findings);
  const failing = error + (failOn === "error" ? 0 : warning) + (failOn === "info" ? info : 0);
  return failing > 0 || warning > maxWarnings ? 1 : 0;
}

/** Writes each report where it belongs; the messages say which could not be written. */
async function writeReports(
  options: ReportArguments & { tool: () => Promise<ToolFacts> },
  outcome: LintOutcome,
  surroundings: Surroundings,
): Promise<string[]> {
  const report = options.quiet ? { ...outcome, findings: outcome.findings.filter(({ severity }) => severity === "error") } : outcome;
  const failed: string[] = [];
  for (const { format, file } of options.outputs) {
    const formatter: ToolFormatter = await FORMATS[format].load();
    try {
      await writeReport({ formatter, file, report, color: options.color, tool: options.tool, surroundings });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failed.push(error.message);
    }
  }
  return failed;
}

interface ReportToWrite {
  formatter: ToolFormatter;
  file: Output["file"];
  report: Report;
  color: boolean | undefined;
  tool: () => Promise<ToolFacts>;
  surroundings: Surroundings;
}

async function writeReport({ formatter, file, report, color: flag, tool, surroundings }: ReportToWrite): Promise<void> {
  const { cwd, env, stdout } = surroundings;
  const isTerminal = file === undefined && stdout.isTTY === true;
  const columns = (isTerminal && stdout.columns) || DEFAULT_COLUMNS;
  // What a variable says of a terminal says nothing of a file.
  const color = file === undefined ? wantsColor({ flag, env, isTerminal }) : flag === true;
  const text = await formatter(report, { color, columns, tool });
  if (file === undefined) return printOutput(surroundings, text);
  const { writeReportFile } = await import("./write-file.ts");
  writeReportFile(cwd, file, text);
}

const DEFAULT_COLUMNS = 100;

function describeFiles({ workspace, skipped, skips }: LintOutcome): string[] {
  const prompts = new Set(workspace.prompts.map(({ document }) => document.path));
  const boards = new Set(workspace.boards.map(({ document }) => document.path));
  const kindOf = (path: string) => [...(prompts.has(path) ? ["prompt"] : []), ...(boards.has(path) ? ["board"] : [])].join("+") || "other";
  return [
    ...workspace.documents.map(({ path }) => `${kindOf(path).padEnd(KIND_WIDTH)}  ${path}`),
    ...skipped.map(({ path, reason }) => `${"skipped".padEnd(KIND_WIDTH)}  ${path}: ${reason}`),
    ...skips.map(({ ruleId, path, reason }) => `${"not judged".padEnd(KIND_WIDTH)}  ${path} by ${ruleId}, as ${reason}`),
  ];
}

const KIND_WIDTH = "prompt+board".length;

function describeExcess({ findings }: Report, { maxWarnings }: ReportArguments): string[] {
  const { warning } = countBySeverity(findings);
  const isOver = maxWarnings !== undefined && warning > maxWarnings;
  return isOver ? [`${count(warning, "warning")}, more than the ${maxWarnings} that --max-warnings allows`] : [];
}

export function describeRun({ workspace, rules, skips, suppressed, older }: LintOutcome): string {
  const { documents, prompts, boards } = workspace;
  return `${count(documents.length, "file")} (${count(prompts.length, "prompt")}, ${count(boards.length, "board")}), ${count(rules.length, "rule")}${describeSkips(skips)}${describeAccepted(suppressed, older)}`;
}

/** What nobody sees otherwise has to be counted at least. */
function describeAccepted(suppressed: LintOutcome["suppressed"], older: number): string {
  const listed = suppressed.filter(({ kind }) => kind === "external").length;
  const silenced = suppressed.length - listed;
  return [
    ...(silenced > 0 ? [`; ${silenced} silenced by comments`] : []),
    ...(listed > 0 ? [`; ${listed} in the baseline`] : []),
    ...(older > 0 ? [`; ${older} older`] : []),
  ].join("");
}

/** Neither passed nor failed, and no reason to fail: so at least it is said. */
function describeSkips(skips: LintOutcome["skips"]): string {
  const skipped = new Set(skips.map(({ ruleId }) => ruleId)).size;
  return skipped === 0 ? "" : `, ${skipped} of them not everywhere (--verbose says why)`;
}
