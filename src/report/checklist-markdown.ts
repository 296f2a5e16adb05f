import { CHECKLIST_SECTIONS, type ChecklistSection } from "../checklist/items.ts";
import type { DecidedItem, PromptChecklist } from "../checklist.ts";
import { describeSkip, describeTotal, describeVerdict, findRepeated, MARKS, ruleAgainst, type ChecklistFormatter } from "./checklist.ts";
import { escapeMarkdown, escapeMarkdownCode } from "./markdown.ts";
import { ruleUrl } from "./rule-url.ts";
import { shorten } from "./terminal.ts";

/** To paste into a pull request: a heading, the verdict and a table for each prompt. */
export const formatChecklistMarkdown: ChecklistFormatter = (report) => {
  const total = describeTotal(report);
  const blocks = [...report.prompts.map(promptBlock), ...(total === undefined ? [] : [`**${escapeMarkdown(total)}**`])];
  return `${blocks.join("\n\n")}\n`;
};

const MAX_PHRASE = 400;

function promptBlock(checklist: PromptChecklist): string {
  const repeated = findRepeated(checklist);
  const rows = (Object.keys(CHECKLIST_SECTIONS) as ChecklistSection[]).flatMap((section) => [
    `|  |  | **${CHECKLIST_SECTIONS[section]}** |  |`,
    ...checklist.items.filter((item) => item.section === section).map((item) => itemRow(item, repeated.get(item))),
  ]);
  return [
    `### Checklist of ${escapeMarkdownCode(checklist.path)}`,
    `**${escapeMarkdown(describeVerdict(checklist))}**`,
    ["|  | # | Item | Evidence |", "| --- | --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

/** @param as The item that rests on just the same. */
function itemRow(item: DecidedItem, as: number | undefined): string {
  const rule = ruleAgainst(item);
  const title = rule === undefined ? escapeMarkdown(item.title) : `${escapeMarkdown(item.title)} [${escapeMarkdown(rule)}](${ruleUrl(rule)})`;
  return `| ${MARKS[item.state]} | ${item.number} | ${title} | ${as === undefined ? evidenceCell(item) : `as ${as}`} |`;
}

function evidenceCell(item: DecidedItem): string {
  if (item.state === "skipped") return escapeMarkdown(shorten(describeSkip(item), MAX_PHRASE));
  const [{ path, place, phrase }, ...others] = item.evidence;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return `${escapeMarkdownCode(`${path}:${place.start.line}`)} ${escapeMarkdown(shorten(phrase, MAX_PHRASE))}${more}`;
}
