import type { RuleFailure } from "../check.ts";
import { isReady, isUndecided, type ChecklistCounts, type DecidedItem, type PromptChecklist } from "../checklist.ts";
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
  const counts = { passed: 0, failed: 0, skipped: 0, undecided: items.filter(isUndecided).length };
  for (const { state } of items) counts[state]++;
  return counts;
}

/** «21 of 26 that apply: do not send» */
export function describeVerdict(checklist: PromptChecklist): string {
  const { passed, failed, undecided } = countStates(checklist);
  const count = passed + failed === 0 ? "none of the items applies" : `${passed} of ${passed + failed} that apply`;
  if (undecided > 0) return `${count}, ${undecided} not decided: do not send`;
  return passed + failed === 0 ? count : `${count}: ${isReady(checklist) ? "ready to send" : "do not send"}`;
}

/** Why an item is neither passed nor failed; what is not decided says so, as it stands in the way of sending. */
export function describeSkip(item: Extract<DecidedItem, { state: "skipped" }>): string {
  return isUndecided(item) ? `not decided: ${item.why}` : item.why;
}

/** The rule that speaks against a failed item: `explain` has its page. */
export function ruleAgainst(item: DecidedItem): string | undefined {
  return item.state === "failed" ? (item.evidence[0].ruleId ?? item.ruleId) : undefined;
}

/** Of failed items that rest on just the same, the number of the first for each of the others: one problem is told once. */
export function findRepeated({ items }: PromptChecklist): ReadonlyMap<DecidedItem, number> {
  const firsts = new Map<string, number>();
  const repeated = new Map<DecidedItem, number>();
  for (const item of items) {
    if (item.state !== "failed") continue;
    const key = JSON.stringify(item.evidence.map(({ path, place, phrase }) => [path, place.start.line, place.start.column, phrase]));
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item.number);
    else repeated.set(item, first);
  }
  return repeated;
}

/** The last line: nothing for one prompt that could be checked. */
export function describeTotal({ prompts, failures, problems }: ChecklistReport): string | undefined {
  const ready = prompts.filter(isReady).length;
  const gap = failures.length + problems.length > 0 ? "not everything could be checked" : undefined;
  if (prompts.length < 2) return gap && `${gap}: do not send`;
  return [`${ready} of ${count(prompts.length, "prompt")} ready to send`, ...(gap ? [gap] : [])].join(", but ");
}
