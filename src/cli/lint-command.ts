import { existsSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../nearest.ts";
import { whatIsAsked } from "../report/formatters.ts";
import { escapeTerminal } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import { COMMANDS, unknownCommand } from "./arguments.ts";
import { keepBaseline } from "./keep-baseline.ts";
import type { LintArguments } from "./lint-arguments.ts";
import { startMeasuring } from "./measure.ts";
import { printError, printOutput } from "./print.ts";
import type { ExitCode, LintRequest, Services, Surroundings } from "./services.ts";
import { tellOutcome } from "./tell.ts";

/** Lints, writes the reports, and says on standard error what was read and what went wrong. */
export async function runLint(options: LintArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  rejectMistypedCommand(options.paths, surroundings.cwd);
  const { shard } = options;
  if (shard) return (await import("./shard-command.ts")).runShard({ shard, options, request: await toRequest(options, surroundings) }, surroundings, services);
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
  const exitCode = await tellOutcome(outcome, options, {
    surroundings,
    services,
    reports: fixed?.diff === undefined,
    unwritten: fixed?.unwritten ?? [],
    remarks: [...(fixed?.remarks ?? []), ...remarks],
  });
  if (cached !== undefined && (options.verbose || options.stats)) await printError(surroundings, `cache: ${cached}`);
  if (measure?.describe) await printError(surroundings, "time:", measure.describe());
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

/** `prompt-lint explian unbounded-wait` names no files. */
function rejectMistypedCommand([first]: readonly string[], cwd: string): void {
  if (first === undefined || !/^[a-z]+$/.test(first) || nearest(first, COMMANDS) === undefined) return;
  if (!existsSync(join(cwd, first))) throw new UsageError(unknownCommand(first));
}

async function toRequest(options: LintArguments, { cwd, env, stdin }: Surroundings): Promise<LintRequest> {
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
    baseline: undefined,
    patterns: options.paths,
    literalPaths: options.literalPaths,
    stdin: options.stdin ? await (await import("./stdin.ts")).takeStdin(stdin, options.stdinFilename, { acceptsNothing: passOnNoFiles }) : undefined,
  };
}
