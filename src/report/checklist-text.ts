import { CHECKLIST_SECTIONS, type ChecklistSection } from "../checklist/items.ts";
import { isReady, type DecidedItem, type PromptChecklist } from "../checklist.ts";
import { describeSkip, describeTotal, describeVerdict, findRepeated, MARKS, ruleAgainst, type ChecklistFormatter } from "./checklist.ts";
import { createPaint, escapeTerminal, shorten, wrap, type Paint } from "./terminal.ts";
import { displayWidth } from "./width.ts";

/** For people: the items section by section, each with one place that shows it, and the verdict. */
export const formatChecklistText: ChecklistFormatter = (report, { color, columns }) => {
  const paint = createPaint(color);
  const total = describeTotal(report);
  const isClean = report.problems.length + report.failures.length === 0 && report.prompts.every(isReady);
  const lines = [
    ...report.prompts.flatMap((checklist) => promptLines(checklist, paint, columns)),
    ...(total === undefined ? [] : [paint(isClean ? "green" : "error", total)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
};

const MAX_PHRASE = 400;
/** Mark and number stand in front of the title. */
const INDENT = " ".repeat(9);

function promptLines(checklist: PromptChecklist, paint: Paint, columns: number): string[] {
  const { path, boards, items } = checklist;
  const with_ =
    boards.length === 0 ? "" : paint("dim", `  with ${escapeTerminal(boards.slice(0, MAX_BOARDS).join(", "))}${boards.length > MAX_BOARDS ? ", …" : ""}`);
  const repeated = findRepeated(checklist);
  const blocks = (Object.keys(CHECKLIST_SECTIONS) as ChecklistSection[]).flatMap((section) => [
    paint("bold", CHECKLIST_SECTIONS[section]),
    ...items.filter((item) => item.section === section).flatMap((item) => itemLines(item, repeated.get(item), paint, columns)),
    "",
  ]);
  const verdict = paint(isReady(checklist) ? "green" : "error", describeVerdict(checklist));
  return [paint("bold", escapeTerminal(path)) + with_, "", ...blocks, verdict, ""];
}

const MAX_BOARDS = 3;

/** @param as The item that rests on just the same. */
function itemLines(item: DecidedItem, as: number | undefined, paint: Paint, columns: number): string[] {
  const mark = MARKS[item.state];
  const width = Math.max(40, columns - INDENT.length);
  const rule = ruleAgainst(item);
  const [title = "", ...restOfTitle] = wrap(rule === undefined ? item.title : `${item.title}  [${escapeTerminal(rule)}]`, width);
  const head = `  ${mark}${" ".repeat(MARK_WIDTH - displayWidth(mark))}${String(item.number).padStart(3)}  ${title}`;
  if (item.state === "skipped") {
    const lines = wrap(escapeTerminal(shorten(describeSkip(item), MAX_PHRASE)), width);
    return [paint("dim", head), ...lines.map((line) => INDENT + paint("dim", line))];
  }
  const heads = [head, ...restOfTitle.map((line) => INDENT + line)].map((line) => (item.state === "failed" ? paint("error", line) : line));
  if (as !== undefined) return [...heads, `${INDENT}as ${as}`];
  const [{ path, place, phrase }, ...others] = item.evidence;
  const where = escapeTerminal(`${path}:${place.start.line}`);
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const [first = "", ...rest] = wrap(`${where}  ${escapeTerminal(shorten(phrase, MAX_PHRASE))}${more}`, width);
  const painted = first.startsWith(where) ? paint("cyan", where) + first.slice(where.length) : first;
  return [...heads, INDENT + painted, ...rest.map((line) => INDENT + line)];
}

/** Of ✅ and ❌; ⏭ is narrower. */
const MARK_WIDTH = 2;
