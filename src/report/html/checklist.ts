import { CHECKLIST_SECTIONS, type ChecklistSection } from "../../checklist/items.ts";
import type { DecidedItem, PromptChecklist } from "../../checklist.ts";
import { describeVerdict, MARKS } from "../checklist.ts";
import type { Report } from "../report.ts";
import { markup, prose, short, type Markup } from "./markup.ts";
import type { Section } from "./page.ts";
import { bodies } from "./table.ts";

/** The thirty items for each prompt; nothing where there is no prompt. */
export function checklistSection({ checklists }: Report): Section | undefined {
  const decided = checklists?.();
  if (!decided || decided.prompts.length === 0) return undefined;
  const crashed = [...new Set(decided.failures.map(({ ruleId }) => ruleId))];
  return {
    id: "checklist",
    title: "Checklist",
    content: markup`${crashed.length > 0 && markup`<p>Not everything could be decided, as these rules crashed: ${crashed.join(", ")}.</p>`}
${decided.prompts.map(promptChecklist)}`,
  };
}

function promptChecklist(checklist: PromptChecklist): Markup {
  const { path, boards, items } = checklist;
  return markup`<h3>${short(path)}</h3>
<p><strong>${describeVerdict(checklist)}</strong>${boards.length > 0 && `, with ${short(boards.join(", "))}`}</p>
${bodies(
  `Pre-deployment checklist of ${short(path)}`,
  ["Item", "Result", "Where that is seen, or why not"],
  (Object.keys(CHECKLIST_SECTIONS) as ChecklistSection[]).map(
    (section) => markup`<tbody>
<tr><th scope="rowgroup" colspan="3">${CHECKLIST_SECTIONS[section]}</th></tr>
${items.filter((item) => item.section === section).map(itemRow)}</tbody>
`,
  ),
)}`;
}

function itemRow(item: DecidedItem): Markup {
  return markup`<tr class="${item.state}"><th scope="row">${item.number}. ${item.title}</th><td class="nowrap"><span aria-hidden="true">${MARKS[item.state]}</span> ${item.state}</td><td>${reason(item)}</td></tr>
`;
}

function reason(item: DecidedItem): Markup {
  if (item.state === "skipped") return prose(item.why);
  const [{ path, place, phrase }, ...others] = item.evidence;
  return markup`<code>${short(path)}:${place.start.line}</code> ${prose(phrase)}${others.length > 0 && ` (and ${others.length} more)`}`;
}
