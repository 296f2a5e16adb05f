import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { nearest } from "../nearest.ts";
import { FORMATS } from "../report/formatters.ts";
import { count, countBySeverity, type Report, type ToolFacts, type ToolFormatter } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import { COMMANDS, unknownCommand, type LintArguments, type Output } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printError, printOutput } from "./print.ts";
import { describeTrouble } from "./trouble.ts";
import type { ExitCode, LintOutcome, LintRequest, Services, Surroundings } from "./services.ts";

/** Lints, writes the reports, and says on standard error what was read and what went wrong. */
export async function runLint(options: LintArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  rejectMistypedCommand(options.paths, surroundings.cwd);
  const outcome = await services.lint(await toRequest(options, surroundings));
  const tool = { version: await services.readVersion(), readRulePage: services.readRulePage };
  const unwritten = await writeReports({ ...options, tool }, outcome, surroundings);

  if (options.verbose) await printError(surroundings, "files:", describeFiles(outcome));
  for (const message of [...unwritten, ...describeTrouble(outcome), ...outcome.hints, ...describeExcess(outcome, options), describeRun(outcome)]) {
    await printError(surroundings, message);
  }
  return unwritten.length > 0 ? 2 : exitCodeOf(outcome, options);
}

/** How what is piped in is called without `--stdin-filename`. */
const STDIN_NAME = "stdin.md";

/** A failure to do the job weighs more than any finding: a gate must never take it for a pass. */
function exitCodeOf({ findings, problems, failures }: Report, { maxWarnings = Infinity }: Pick<LintArguments, "maxWarnings">): ExitCode {
  if (problems.length > 0 || failures.length > 0) return 2;
  const { error, warning } = countBySeverity(findings);
  return error > 0 || warning > maxWarnings ? 1 : 0;
}

/** `prompt-lint explian unbounded-wait` names no files. */
function rejectMistypedCommand([first]: readonly string[], cwd: string): void {
  if (first === undefined || !/^[a-z]+$/.test(first) || nearest(first, COMMANDS) === undefined) return;
  if (!existsSync(join(cwd, first))) throw new UsageError(unknownCommand(first));
}

async function toRequest(options: LintArguments, { cwd, env, stdin }: Surroundings): Promise<LintRequest> {
  const { root, configFile, preset, rules, engine, passOnNoFiles, reportUnusedDisableDirectives } = options;
  return {
    cwd,
    env,
    root,
    configFile,
    preset,
    rules,
    engine,
    passOnNoFiles,
    reportUnusedDisableDirectives,
    patterns: options.paths,
    literalPaths: options.literalPaths,
    stdin: options.stdin ? await takeStdin(options, stdin) : undefined,
  };
}

async function takeStdin({ stdinFilename = STDIN_NAME, passOnNoFiles }: LintArguments, stdin: Readable) {
  const [{ readStdin }, { DEFAULT_MAX_FILE_SIZE }] = await Promise.all([import("./stdin.ts"), import("../read/read-files.ts")]);
  const text = await readStdin(stdin, DEFAULT_MAX_FILE_SIZE);
  // A command that failed in front of the pipe must not look like a clean prompt.
  if (text === "" && !passOnNoFiles) throw new UsageError("standard input is empty (`--pass-on-no-files` accepts that)");
  return { path: stdinFilename, text };
}

/** Writes each report where it belongs; the messages say which could not be written. */
async function writeReports(options: LintArguments & { tool: ToolFacts }, outcome: LintOutcome, surroundings: Surroundings): Promise<string[]> {
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
  tool: ToolFacts;
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

function describeExcess({ findings }: Report, { maxWarnings }: LintArguments): string[] {
  const { warning } = countBySeverity(findings);
  const isOver = maxWarnings !== undefined && warning > maxWarnings;
  return isOver ? [`${count(warning, "warning")}, more than the ${maxWarnings} that --max-warnings allows`] : [];
}

function describeRun({ workspace, rules, skips }: LintOutcome): string {
  const { documents, prompts, boards } = workspace;
  return `${count(documents.length, "file")} (${count(prompts.length, "prompt")}, ${count(boards.length, "board")}), ${count(rules.length, "rule")}${describeSkips(skips)}`;
}

/** Neither passed nor failed, and no reason to fail: so at least it is said. */
function describeSkips(skips: LintOutcome["skips"]): string {
  const skipped = new Set(skips.map(({ ruleId }) => ruleId)).size;
  return skipped === 0 ? "" : `, ${skipped} of them not everywhere (--verbose says why)`;
}
