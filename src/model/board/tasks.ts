import type { List, ListItem, Nodes } from "mdast";
import { isParent } from "../../parse/mdast.ts";
import { sectionAt, sectionPath, type Passage } from "../../parse/prose.ts";
import { lineSpan, toPosition } from "../../source.ts";
import type { Field, State } from "../board.ts";
import { leadingIcon } from "../icons.ts";
import { isArchive } from "./archive.ts";
import { fieldRun, findClaim, textRunOf, type BoardReading, type EntryGroup, type TextRun, type WorkKind } from "./entry-group.ts";
import { normalizeKey } from "./field-names.ts";
import { readFields } from "./fields.ts";
import { commonKind } from "./headings.ts";
import { isLegendTitle } from "./legend.ts";
import { groupOfBox } from "./state.ts";
import { isPlaceholder, leadingId, readTitle } from "./title.ts";

/** Task lists (`- [ ] T001 …`) as one group, and lists of states (`- Session 1: ✅ COMPLETE`) as another. */
export function readTasks(reading: BoardReading): EntryGroup[] {
  const { document, runs } = reading;
  if (document.format !== "markdown" || !MAYBE_TASK.test(document.source.text)) return [];
  const boxed: Line[] = [];
  const stated: Line[] = [];
  const visit = (nodes: readonly Nodes[], label: string, depth: number): void => {
    let above = label;
    for (const node of nodes) {
      if (node.type === "heading" || node.type === "embedded") above = "";
      else if (node.type === "list") {
        const section = sectionAt(document.sections, node.position!.start.offset!);
        const path = sectionPath(section);
        const title = above || section.title;
        if (!section.badExample && !isLegendTitle(title)) {
          const lines = readList(node, reading);
          for (const line of lines) (line.isBox ? boxed : stated).push({ ...line, path, label: title });
        }
        above = "";
      } else if (node.type === "paragraph") {
        const run = textRunOf(runs, node);
        above = run && run.text.length < 100 ? run.text : "";
        if (run)
          stated.push(
            ...readStatedLines(run, reading).map((line) => ({
              ...line,
              path: sectionPath(sectionAt(document.sections, node.position!.start.offset!)),
              label: "",
            })),
          );
      } else if (isParent(node) && node.type === "blockquote" && depth < 3) visit(node.children, above, depth + 1);
    }
  };
  visit(document.tree.children, "", 0);
  return [toGroup(boxed.filter(isTask), reading), toGroup(stated, reading)].filter((group) => group !== undefined);
}

const MAYBE_TASK =
  /^[\t >]*(?:[-*+]|\d{1,4}[.)]) +\[[^\]]\] |^[^a-z\n]{0,16}(?:session|agent|swarm|worker|team|task|ticket|story|job|wave|track|stream|unit|issue|item|epic|[A-Z]{1,9}-?\d)/imu;

interface Line {
  isBox: boolean;
  run: TextRun;
  /** Where the words start, behind box and icon. */
  text: string;
  state: State | undefined;
  fields: Field[];
  start: number;
  path: readonly string[];
  label: string;
}

/** The items of a list that have a box or a state; what is nested in a task belongs to it. */
function readList(list: List, reading: BoardReading): Omit<Line, "path" | "label">[] {
  return list.children.flatMap((item) => {
    const run = textRunOf(reading.runs, item.children[0]);
    if (!run) return [];
    const boxed = readBox(item, run, reading);
    if (boxed) return [{ ...boxed, fields: [...inlineFields(boxed, reading), ...nestedFields(item, reading)], start: item.position!.start.offset! }];
    const stated = readStatedLines(run, reading)[0];
    const inner = stated ? [] : item.children.flatMap((child) => (child.type === "list" ? readList(child, reading) : []));
    return stated ? [{ ...stated, start: item.position!.start.offset! }] : inner;
  });
}

function readBox(item: ListItem, run: Passage, { document }: BoardReading): Pick<Line, "isBox" | "run" | "text" | "state"> | undefined {
  const { source } = document;
  if (item.checked != null) {
    const start = item.position!.start.offset!;
    const at = source.text.indexOf("[", start);
    const icon = source.text.slice(at, at + 3);
    const place = toPosition(source, { start: at, end: at + 3 });
    return { isBox: true, run, text: run.text, state: { word: "", icon, group: item.checked ? "done" : "free", place } };
  }
  const other = /^\[([~/\-!>?*])\]\s+/.exec(run.text);
  if (!other) return undefined;
  const state: State = { word: "", icon: other[0].trim(), group: groupOfBox(other[1]!), place: run.locate({ start: 0, end: 3 }) };
  return { isBox: true, run, text: run.text.slice(other[0].length), state };
}

/** `Session 1: ✅ COMPLETE`, `⏸️ Task 4: waits`, `✅ Session 1 Complete`; only with an id that cannot be anything else. */
function readStatedLines(run: Passage, reading: BoardReading): Omit<Line, "path" | "label">[] {
  const found: Omit<Line, "path" | "label">[] = [];
  let start = 0;
  for (const line of run.text.slice(0, MAX_TEXT).split("\n")) {
    const from = start;
    start += line.length + 1;
    const within: TextRun = { text: line, locate: (span) => run.locate({ start: from + span.start, end: from + span.end }) };
    const state = readStatedLine(within, reading);
    if (state)
      found.push({
        isBox: false,
        run: within,
        text: line,
        state,
        fields: [],
        start: lineSpan(reading.document.source, within.locate({ start: 0, end: 1 }).start.line).start,
      });
  }
  return found;
}

const MAX_TEXT = 5000;

function readStatedLine({ text, locate }: TextRun, { readState, isKeyword }: BoardReading): State | undefined {
  const blanks = text.length - text.trimStart().length;
  const icon = leadingIcon(text.slice(blanks));
  const title = leadingId(text.slice(blanks + (icon?.length ?? 0)));
  if (!title || (title.kind !== "session" && title.kind !== "task") || isPlaceholder(title.id)) return undefined;
  const { id } = title;
  const behind = text.indexOf(id) + id.length;
  const separator = /^\s*(?:\([^()]{0,40}\)\s*)?(?:[:：]|[-–—=→](?=\s))?\s*/.exec(text.slice(behind))![0];
  const at = behind + separator.length;
  const state = separator === "" ? undefined : readState({ text: text.slice(at), locate: (span) => locate({ start: at + span.start, end: at + span.end }) });
  const isSaid = state?.group !== undefined && isKeyword(state.word) && (state.icon !== undefined || icon !== undefined || isUnmistakable(state.word));
  if (isSaid) return state.icon === undefined && icon !== undefined ? { ...state, icon } : state;
  const mark = icon === undefined ? undefined : readState({ text: icon, locate: (span) => locate({ start: blanks + span.start, end: blanks + span.end }) });
  return mark?.group ? mark : undefined;
}

/** `Task 3: Review` may be what the task is about. */
function isUnmistakable(word: string): boolean {
  return (
    /^[^a-z]+$|_/.test(word) ||
    /^(?:completed?|done|in[ -]progress|not[ -]started|pending|blocked|(?:un)?claimed|available|queued|finished|failed)$/i.test(word)
  );
}

/** `(depends on T012, T013)`, `@agent-2`, `[owner: api]` behind the text of a task. */
function inlineFields({ run, text }: Pick<Line, "run" | "text">, { fieldNames }: BoardReading): Field[] {
  const shift = run.text.length - text.length;
  const fields: Field[] = [];
  const add = (key: { start: number; end: number }, value: { start: number; end: number }): void => {
    const written = run.text.slice(key.start, key.end);
    const place = run.locate({ start: key.start, end: value.end });
    fields.push({
      name: fieldNames.get(normalizeKey(written)),
      key: written,
      value: run.text.slice(value.start, value.end).trim(),
      place,
      keyPlace: run.locate(key),
      valuePlace: run.locate(value),
    });
  };
  for (const match of run.text
    .slice(shift, MAX_TEXT)
    .matchAll(/\b(claimed by|owner|assignee|assigned to|blocked by|depends on|dependencies|deps|status)(?::\s*|\s+)([^()[\];|·—\n]{1,80})/gi)) {
    const start = shift + match.index;
    add({ start, end: start + match[1]!.length }, { start: start + match[0].length - match[2]!.length, end: start + match[0].length });
  }
  return fields;
}

function nestedFields(item: ListItem, { runs, fieldNames }: BoardReading): Field[] {
  return item.children.flatMap((child) => {
    if (child.type !== "list") return [];
    return child.children.flatMap((inner) => {
      const run = textRunOf(runs, inner.children[0]);
      return run && inner.checked == null ? readFields(run, fieldNames) : [];
    });
  });
}

/** Lists of what has to hold, not of what has to be done. */
const CHECKLIST =
  /\b(?:criteria|checklist|definition of done|verif(?:y|ication)|validation|gates?|prerequisites?|pre-?requisites?|test plan|requirements|before (?:you|submitting|committing|merging)|review|how to|success|notes?)\b/i;

function isTask({ label, path, run }: Line): boolean {
  return !CHECKLIST.test(label) && !CHECKLIST.test(path.at(-1) ?? "") && run.text.trim() !== "";
}

function toGroup(lines: readonly Line[], reading: BoardReading): EntryGroup | undefined {
  if (lines.length === 0) return undefined;
  const { document } = reading;
  const kinds: WorkKind[] = [];
  const entries = lines.flatMap(({ run, text, state, fields, start, path }): EntryGroup["entries"] => {
    const line = text.split("\n", 1)[0]!.trim();
    const { id, name, kind } = readTitle(line.replace(/^(\S{1,12})\s+\[[A-Z][^\]]{0,8}\]\s*/, "$1 "));
    if (isPlaceholder(id) || line === "") return [];
    kinds.push(hasNumber(line) && kind !== "session" ? "task" : kind);
    const source = document.source;
    const place = toPosition(source, { start, end: lineSpan(source, run.locate({ start: 0, end: 1 }).start.line).end });
    const end = Math.max(place.end.offset!, ...fields.map((field) => field.place.end.offset!));
    const own = fields.find(({ name: field }) => field === "status");
    const written = own && reading.readState(fieldRun(own, source));
    return [
      {
        id,
        name,
        format: "task",
        place,
        extent: toPosition(source, { start, end }),
        fields,
        state: written ?? state,
        archived: isArchive(document.path, path),
      },
    ];
  });
  return entries.length > 0 ? { entries, kind: commonKind(kinds), claim: findClaim(entries.map((entry) => entry.fields)) } : undefined;
}

/** `1.2 Add the form`; «1. Restart the server» may be any checklist. */
function hasNumber(line: string): boolean {
  return /^\d+(?:\.\d+)+[.):]?\s/.test(line);
}
