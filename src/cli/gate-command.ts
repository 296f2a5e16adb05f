import { isReady, isUndecided, type DecidedItem, type PromptChecklist } from "../checklist.ts";
import { quote } from "../nearest.ts";
import { describeSkip, describeVerdict, MARKS } from "../report/checklist.ts";
import { CHECKLIST_FORMATS, FORMATS } from "../report/formatters.ts";
import { count, countBySeverity, describeCounts, type ToolFormatter } from "../report/report.ts";
import { toolOf } from "./tool.ts";
import { UsageError } from "../usage-error.ts";
import { wantsColor } from "./color.ts";
import type { GateArguments } from "./gate-arguments.ts";
import { printError, printOutput } from "./print.ts";
import type { LintOutcome, Services, Surroundings } from "./services.ts";
import { takeStdin } from "./stdin.ts";
import { describeTrouble } from "./trouble.ts";

/**
 * Starts a command when the prompt passes, and only then. The exit code is that of the command; 1 when the prompt
 * does not pass, 2 when that could not be found out or the command could not be started. Standard output is the command's alone.
 */
export async function runGate(options: GateArguments, surroundings: Surroundings, services: Services): Promise<number> {
  const outcome = await judge(options, surroundings, services);
  const checklists = options.checklist ? outcome.checklists?.() : undefined;
  const trouble = describeTrouble({ problems: outcome.problems, failures: [...outcome.failures, ...(checklists?.failures ?? [])] });
  for (const message of [...trouble, ...outcome.hints]) await printError(surroundings, message);
  if (trouble.length > 0) {
    await printError(surroundings, `not started: ${quote(options.prompt)} could not be judged`);
    return 2;
  }

  const { document } = choosePrompt(options, outcome);
  const unready = checklists?.prompts.filter((checklist) => !isReady(checklist)) ?? [];
  const reasons = [...describeFindings(options, outcome), ...unready.map((checklist) => `checklist: ${describeVerdict(checklist)}`)];
  if (reasons.length > 0) {
    await printFindings(options, { outcome, unready }, { surroundings, services });
    await printError(surroundings, `not started, as ${quote(document.path)} does not pass: ${reasons.join("; ")}`);
    return 1;
  }
  if (outcome.findings.length > 0) await printError(surroundings, `${quote(document.path)} passes, with ${describeCounts(countBySeverity(outcome.findings))}`);
  return services.runCommand({ command: options.command, input: options.pipe ? document.source.text : undefined });
}

async function judge(
  { prompt, stdinFilename, root, configFile, preset, rules, noPlugins }: GateArguments,
  { cwd, env, stdin }: SurroundingsToRead,
  services: Services,
) {
  const isPiped = prompt === "-";
  return services.lint({
    root,
    configFile,
    preset,
    rules,
    ...(noPlugins && { noPlugins }),
    cwd,
    env,
    patterns: [],
    literalPaths: isPiped ? [] : [prompt],
    stdin: isPiped ? await takeStdin(stdin, stdinFilename) : undefined,
    engine: undefined,
    deadline: undefined,
    passOnNoFiles: false,
    reportUnusedDisableDirectives: false,
    since: undefined,
    staged: false,
    baseline: undefined,
  });
}

type SurroundingsToRead = Pick<Surroundings, "cwd" | "env" | "stdin">;

/** What no rule looks at passes every rule: it has to be a prompt, and one. */
function choosePrompt({ prompt }: GateArguments, { workspace: { prompts } }: LintOutcome): LintOutcome["workspace"]["prompts"][number] {
  const [only, second] = prompts;
  if (only && !second) return only;
  const name = prompt === "-" ? "standard input" : quote(prompt);
  throw new UsageError(second ? `${name} holds ${count(prompts.length, "prompt")}: expected one` : `${name} is no prompt: expected the one that is sent`);
}

function describeFindings({ maxWarnings = Infinity }: GateArguments, { findings }: LintOutcome): string[] {
  const { error, warning } = countBySeverity(findings);
  return [
    ...(error > 0 ? [count(error, "error")] : []),
    ...(warning > maxWarnings ? [`${count(warning, "warning")}, more than the ${maxWarnings} that --max-warnings allows`] : []),
  ];
}

interface Verdict {
  outcome: LintOutcome;
  unready: readonly PromptChecklist[];
}

async function printFindings({ format, color: flag }: GateArguments, { outcome, unready }: Verdict, { surroundings, services }: GateWorld): Promise<void> {
  const { env, stderr } = surroundings;
  const isTerminal = stderr.isTTY === true;
  const color = wantsColor({ flag, env, isTerminal });
  const columns = (isTerminal && stderr.columns) || DEFAULT_COLUMNS;
  const formatter: ToolFormatter = await FORMATS[format].load();
  await printOutput({ stdout: stderr }, await formatter(outcome, { color, columns, tool: toolOf(services) }));
  if (unready.length === 0) return;
  if (format === "pretty") {
    const formatChecklist = await CHECKLIST_FORMATS.text();
    await printOutput({ stdout: stderr }, formatChecklist({ prompts: unready, failures: [], problems: [] }, { color, columns }));
    return;
  }
  for (const { items } of unready)
    for (const item of items) if (item.state === "failed" || isUndecided(item)) await printError(surroundings, describeItem(item));
}

interface GateWorld {
  surroundings: Surroundings;
  services: Services;
}

const DEFAULT_COLUMNS = 100;

function describeItem(item: DecidedItem): string {
  const title = `${MARKS[item.state]} ${item.number} ${item.title}`;
  if (item.state === "skipped") return `${title}: ${describeSkip(item)}`;
  const [{ path, place, phrase }] = item.evidence;
  return `${title}: ${path}:${place.start.line}: ${phrase}`;
}
