import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BaselineEntry } from "../accept/baseline.ts";
import { nearest, quote } from "../nearest.ts";
import { FORMATS, whatIsAsked } from "../report/formatters.ts";
import { count, countBySeverity, type Report, type ToolFacts, type ToolFormatter } from "../report/report.ts";
import { escapeTerminal } from "../report/terminal.ts";
import { toolOf } from "./tool.ts";
import { UsageError } from "../usage-error.ts";
import { COMMANDS, unknownCommand } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import type { BaselineArguments, LintArguments, Output } from "./lint-arguments.ts";
import { startMeasuring } from "./measure.ts";
import { printError, printOutput } from "./print.ts";
import { describeTrouble } from "./trouble.ts";
import type { ExitCode, LintOutcome, LintRequest, Services, Surroundings } from "./services.ts";

/** Lints, writes the reports, and says on standard error what was read and what went wrong. */
export async function runLint(options: LintArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  rejectMistypedCommand(options.paths, surroundings.cwd);
  const run = (running: Services) => lintOnce(options, surroundings, running);
  return options.watch ? (await import("./watch.ts")).runWatch(run, options, surroundings, services) : run(services);
}

async function lintOnce(options: LintArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  const { baseline } = options;
  const measure = startMeasuring(options, surroundings);
  const entries = baseline && (await import("./baseline.ts")).readBaseline(baseline, surroundings.cwd);
  const request = { ...(await toRequest(options, surroundings)), baseline: entries, observer: measure?.observer };
  const { fixed, checked, cached } = await check(request, { options, env: surroundings.env, services }).finally(() => measure?.endProgress());
  const { outcome, remarks } = await keepBaseline(checked, { baseline, entries, cwd: surroundings.cwd });
  if (fixed?.diff !== undefined) await printOutput(surroundings, surroundings.stdout.isTTY ? escapeLines(fixed.diff) : fixed.diff);
  const unwritten = fixed?.diff !== undefined ? [] : await writeReports({ ...options, tool: toolOf(services) }, outcome, surroundings);

  if (options.verbose) await printError(surroundings, "files:", describeFiles(outcome));
  for (const message of [
    ...unwritten,
    ...(fixed?.unwritten ?? []),
    ...(fixed?.remarks ?? []),
    ...remarks,
    ...describeTrouble(outcome),
    ...outcome.hints,
    ...describeExcess(outcome, options),
    describeRun(outcome),
  ]) {
    await printError(surroundings, message);
  }
  if (cached !== undefined && (options.verbose || options.stats)) await printError(surroundings, `cache: ${cached}`);
  if (measure?.describe) await printError(surroundings, "time:", measure.describe());
  if (unwritten.length + (fixed?.unwritten.length ?? 0) > 0) return 2;
  const exitCode = exitCodeOf(outcome, options);
  return fixed?.diff === undefined || exitCode === 2 ? exitCode : fixed.diff === "" ? 0 : 1;
}

interface CheckContext {
  options: LintArguments;
  env: Surroundings["env"];
  services: Services;
}

async function check(request: LintRequest, { options, env, services }: CheckContext) {
  const { fix, cache } = options;
  const fixed = fix && (await (await import("./fix.ts")).runFix(request, fix, services));
  if (fixed) return { fixed, checked: fixed.outcome, cached: undefined };
  const unfit = cache && unfitForCache(options);
  if (!cache || unfit !== undefined) return { fixed, checked: await services.lint(request), cached: unfit && `not used, as ${unfit}` };
  const checklists = options.outputs.some(({ format }) => whatIsAsked(format) === "checklists");
  const { outcome, remark } = await (await import("../cache/cached-lint.ts")).lintCached(request, { ...cache, checklists, env }, services);
  return { fixed, checked: outcome, cached: remark };
}

/** Why nothing can be kept of a run. */
function unfitForCache({ watch, staged, outputs }: LintArguments): string | undefined {
  if (watch) return "a watched workspace is linted because it has changed";
  if (staged) return "a commit is linted once";
  return outputs.some(({ format }) => whatIsAsked(format) === "model") ? "a page shows more than is kept" : undefined;
}

/** A diff for a terminal: to apply it, it goes to a file. */
function escapeLines(text: string): string {
  return text.split("\n").map(escapeTerminal).join("\n");
}

/** A failure to do the job weighs more than any finding: a gate must never take it for a pass. */
function exitCodeOf({ findings, problems, failures }: Report, { maxWarnings = Infinity, failOn }: Pick<LintArguments, "maxWarnings" | "failOn">): ExitCode {
  if (problems.length > 0 || failures.length > 0) return 2;
  if (failOn === "never") return 0;
  const { error, warning, info } = countBySeverity(findings);
  const failing = error + (failOn === "error" ? 0 : warning) + (failOn === "info" ? info : 0);
  return failing > 0 || warning > maxWarnings ? 1 : 0;
}

/** Writes the baseline where that is asked for; what it then accepts is no finding any more. */
async function keepBaseline(outcome: LintOutcome, { baseline, entries = [], cwd }: BaselineState): Promise<{ outcome: LintOutcome; remarks: string[] }> {
  if (!baseline) return { outcome, remarks: [] };
  if (baseline.action === "read") return { outcome, remarks: describeStale(outcome, baseline) };
  // What was not checked would look mended.
  if (outcome.problems.length + outcome.failures.length > 0)
    return { outcome, remarks: [`${quote(baseline.file)} stays as it is, as not everything could be checked`] };
  const remark = (await import("./baseline.ts")).writeBaseline(baseline, outcome, { cwd, entries });
  if (baseline.action === "prune") return { outcome: { ...outcome, staleBaseline: [] }, remarks: [remark] };
  const accepted = outcome.findings.map((finding) => ({ finding, kind: "external" as const, reason: "in the baseline" }));
  return { outcome: { ...outcome, findings: [], suppressed: [...outcome.suppressed, ...accepted], staleBaseline: [] }, remarks: [remark] };
}

interface BaselineState {
  baseline: BaselineArguments | undefined;
  entries: readonly BaselineEntry[] | undefined;
  cwd: string;
}

function describeStale({ staleBaseline }: LintOutcome, { file }: BaselineArguments): string[] {
  if (staleBaseline.length === 0) return [];
  const files = [...new Set(staleBaseline.map((entry) => entry.file))];
  const named = files.slice(0, MAX_STALE_FILES).map(quote).join(", ") + (files.length > MAX_STALE_FILES ? ", …" : "");
  return [`${count(staleBaseline.length, "entry", "entries")} of ${quote(file)} fit no finding any more (${named}): \`--prune-baseline\` takes them out`];
}

const MAX_STALE_FILES = 3;

/** `prompt-lint explian unbounded-wait` names no files. */
function rejectMistypedCommand([first]: readonly string[], cwd: string): void {
  if (first === undefined || !/^[a-z]+$/.test(first) || nearest(first, COMMANDS) === undefined) return;
  if (!existsSync(join(cwd, first))) throw new UsageError(unknownCommand(first));
}

async function toRequest(options: LintArguments, { cwd, env, stdin }: Surroundings): Promise<Omit<LintRequest, "baseline">> {
  const { root, configFile, preset, rules, engine, deadline, passOnNoFiles, reportUnusedDisableDirectives, since, staged } = options;
  return {
    cwd,
    env,
    root,
    configFile,
    preset,
    rules,
    ...(options.noPlugins && { noPlugins: true }),
    engine,
    deadline: deadline === undefined ? undefined : deadline === 0 ? Infinity : deadline * 1000,
    passOnNoFiles,
    reportUnusedDisableDirectives,
    since,
    staged,
    patterns: options.paths,
    literalPaths: options.literalPaths,
    stdin: options.stdin ? await (await import("./stdin.ts")).takeStdin(stdin, options.stdinFilename, { acceptsNothing: passOnNoFiles }) : undefined,
  };
}

/** Writes each report where it belongs; the messages say which could not be written. */
async function writeReports(options: LintArguments & { tool: () => Promise<ToolFacts> }, outcome: LintOutcome, surroundings: Surroundings): Promise<string[]> {
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

function describeExcess({ findings }: Report, { maxWarnings }: LintArguments): string[] {
  const { warning } = countBySeverity(findings);
  const isOver = maxWarnings !== undefined && warning > maxWarnings;
  return isOver ? [`${count(warning, "warning")}, more than the ${maxWarnings} that --max-warnings allows`] : [];
}

function describeRun({ workspace, rules, skips, suppressed, older }: LintOutcome): string {
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
