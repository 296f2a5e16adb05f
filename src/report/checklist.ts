import type { RuleFailure } from "../check.ts";
import { isReady, type ChecklistCounts, type DecidedItem, type PromptChecklist } from "../checklist.ts";
import { count, type FormatOptions } from "./report.ts";

/** What `prompt-lint checklist` tells; every format is made of this alone. */
export interface ChecklistReport {
  prompts: readonly PromptChecklist[];
  /** Rules that threw: our own bugs. */
  failures: readonly RuleFailure[];
  /** What could not be read or analysed. */
  problems: readonly { path?: string | undefined; message: string }[];
}

/** Writes checklists as text; no line of it can act on what shows it. */
export type ChecklistFormatter = (report: ChecklistReport, options: FormatOptions) => string;

export const MARKS: Readonly<Record<DecidedItem["state"], string>> = { passed: "✅", failed: "❌", skipped: "⏭" };

export function countStates({ items }: PromptChecklist): ChecklistCounts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { state } of items) counts[state]++;
  return counts;
}

/** «21 of 26 that apply: do not send» */
export function describeVerdict(checklist: PromptChecklist): string {
  const { passed, failed } = countStates(checklist);
  const undecided = checklist.items.filter((item) => item.state === "skipped" && item.reason === "undecided").length;
  const remark = undecided === 0 ? "" : ` (${undecided} not decided: look yourself)`;
  if (passed + failed === 0) return `none of the items applies${remark}`;
  return `${passed} of ${passed + failed} that apply: ${isReady(checklist) ? "ready to send" : "do not send"}${remark}`;
}

/** The last line: nothing for one prompt that could be checked. */
export function describeTotal({ prompts, failures, problems }: ChecklistReport): string | undefined {
  const ready = prompts.filter(isReady).length;
  const gap = failures.length + problems.length > 0 ? "not everything could be checked" : undefined;
  if (prompts.length < 2) return gap && `${gap}: do not send`;
  return [`${ready} of ${count(prompts.length, "prompt")} ready to send`, ...(gap ? [gap] : [])].join(", but ");
}
