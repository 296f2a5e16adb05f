import { isReady, type DecidedItem } from "../checklist.ts";
import { countStates, describeVerdict, type ChecklistFormatter, type ChecklistReport } from "./checklist.ts";
import type { JsonChecklist } from "./checklist-json-schema.ts";
import { escapeJson, toJsonFailure, toJsonPosition, toJsonProblem } from "./json.ts";

/** The checklists as `checklist.schema.json` describes them. */
export const formatChecklistJson: ChecklistFormatter = (report) => `${escapeJson(JSON.stringify(toJsonChecklist(report), null, 2))}\n`;

export function toJsonChecklist({ prompts, problems, failures }: ChecklistReport): JsonChecklist {
  return {
    version: 1,
    prompts: prompts.map((checklist) => ({
      file: checklist.path,
      boards: [...checklist.boards],
      ready: isReady(checklist),
      verdict: describeVerdict(checklist),
      items: checklist.items.map(toJsonItem),
      summary: countStates(checklist),
    })),
    problems: problems.map(toJsonProblem),
    failures: failures.map(toJsonFailure),
    ready: problems.length + failures.length === 0 && prompts.every(isReady),
  };
}

function toJsonItem(item: DecidedItem): JsonChecklist["prompts"][number]["items"][number] {
  const { number, section, title, state, ruleId } = item;
  return {
    number,
    section,
    title,
    state,
    ruleId: ruleId ?? null,
    reason: item.state === "skipped" ? item.reason : null,
    why: item.state === "skipped" ? item.why : null,
    evidence: item.state === "skipped" ? [] : item.evidence.map(({ path, place, phrase }) => ({ file: path, ...toJsonPosition(place), message: phrase })),
  };
}
