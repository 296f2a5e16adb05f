import { isReady } from "../checklist.ts";
import { quote } from "../nearest.ts";
import type { ChecklistReport } from "../report/checklist.ts";
import { CHECKLIST_FORMATS } from "../report/formatters.ts";
import { count } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import type { ChecklistArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printError, printOutput } from "./print.ts";
import type { ExitCode, LintOutcome, Services, Surroundings } from "./services.ts";
import { describeTrouble } from "./trouble.ts";

/** Prints the checklist of the prompt that is named, or of each that sets several sessions to work. */
export async function runChecklist(options: ChecklistArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  const { prompt, format, color: flag, ...config } = options;
  const { cwd, env, stdout } = surroundings;
  const outcome = await services.lint({
    ...config,
    cwd,
    env,
    patterns: [],
    literalPaths: prompt === undefined ? [] : [prompt],
    stdin: undefined,
    engine: undefined,
    deadline: undefined,
    passOnNoFiles: true,
    reportUnusedDisableDirectives: false,
    since: undefined,
    staged: false,
    baseline: undefined,
  });
  const report = toReport(outcome);
  if (report.prompts.length > 0) {
    const isTerminal = stdout.isTTY === true;
    const formatter = await CHECKLIST_FORMATS[format]();
    const columns = (isTerminal && stdout.columns) || DEFAULT_COLUMNS;
    await printOutput(surroundings, formatter(report, { color: wantsColor({ flag, env, isTerminal }), columns }));
  }
  for (const message of describeTrouble(report)) await printError(surroundings, message);
  if (report.problems.length + report.failures.length > 0) return 2;
  if (report.prompts.length === 0) throw new UsageError(describeNoPrompt(prompt, outcome));
  return report.prompts.every(isReady) ? 0 : 1;
}

const DEFAULT_COLUMNS = 100;

function toReport({ checklists, problems }: LintOutcome): ChecklistReport {
  const { prompts, failures } = checklists?.() ?? { prompts: [], failures: [] };
  return { prompts, failures, problems };
}

function describeNoPrompt(prompt: string | undefined, { workspace: { prompts } }: LintOutcome): string {
  if (prompt !== undefined) return `${quote(prompt)} is no prompt: expected the one that sends sessions to work`;
  if (prompts.length === 0) return "no prompt was found: expected the name of one, as in `prompt-lint checklist START.md`";
  return `none of the ${count(prompts.length, "prompt")} here sets several sessions to work: expected the name of one`;
}
