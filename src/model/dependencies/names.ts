import type { Span } from "../../source.ts";
import { leadingId } from "../board/title.ts";

/** A name in a list of dependencies. */
export interface ListedName {
  /** Without brackets, remarks and what is said around it: `P0.1.1`, `Backend`. */
  name: string;
  /** Where it stands in the text that was read. */
  span: Span;
  /** It cannot be anything but the id of a session or task: `P0.1.1`, `Session 4`. */
  isId: boolean;
  /** The list says that this one is done: `P0.1.1 ✅`. */
  isMet: boolean;
}

/** A value that says that there are none: `None`, `-`, `n/a`, `None (can start now)`. */
export const NO_DEPENDENCY = /^[-–—\s.]*$|^\W{0,4}(?:none|no\b|n\/a|nil|null|nothing|independent|tbd|\[\s*\])/i;

/**
 * The names of a list such as `P0.1.1, P0.1.2 (done)`, `Sessions 1-3`, `Backend + Frontend`.
 * A name that is no id may as well be a phrase: it counts only where something has it.
 */
export function readNames(text: string): ListedName[] {
  const value = text.slice(0, MAX_TEXT);
  // «A or B»: which of the two is not told.
  if (/\b(?:or|either|optional(?:ly)?)\b/i.test(value)) return [];
  const parts = splitList(value);
  const marked = parts.filter(({ text: part }) => DONE_MARK.test(part));
  const metAtEnd = marked.length === 1 && marked[0] === parts.at(-1) && parts.length > 1 && !OPEN_MARK.test(value);
  let noun = "";
  return parts.flatMap((part) => {
    const isMet = metAtEnd || DONE_MARK.test(part.text);
    const plural = /^(sessions?|agents?|workers?|swarms?|teams?|tasks?|streams?|stor(?:y|ies)|issues?|steps?|phases?)\s+(?=#?\d|[A-H]\b)/i.exec(part.text);
    if (plural) noun = plural[1]!.replace(/ies$/i, "y").replace(/s$/i, "");
    const rest = plural ? part.text.slice(plural[0].length) : part.text;
    const start = part.start + part.text.length - rest.length;
    const range = RANGE.exec(rest);
    if (range && (noun !== "" || range[1] !== "")) return expandRange(range, noun, { start, end: start + range[0].length }, isMet);
    if (noun !== "") {
      const bare = /^#?(\d{1,4}|[A-H])(?![\w.])/.exec(rest);
      if (bare) return [{ name: `${noun} ${bare[1]!}`, span: { start, end: start + bare[0].length }, isId: true, isMet }];
    }
    const id = leadingId(part.text)?.id;
    if (id !== undefined && BEHIND_ID.test(part.text.slice(id.length))) {
      return [{ name: id, span: { start: part.start, end: part.start + id.length }, isId: true, isMet }];
    }
    const name = part.text.slice(0, REMARK.exec(part.text)?.index).trim();
    return name === "" || name.length > MAX_NAME ? [] : [{ name, span: { start: part.start, end: part.start + name.length }, isId: false, isMet }];
  });
}

const MAX_TEXT = 1000;
const MAX_NAME = 80;
const DONE_MARK = /[✅☑✔🟢]|\[x\]/iu;
const OPEN_MARK = /[⏳❌🔴🟡⬜🚧🔄]|\[ \]/u;
/** What may stand behind an id: a remark, or that it has to be finished. */
const BEHIND_ID = /^\s*$|^\s*[([:–—✅☑✔⏳❌🔴🟡🟢*-]|^\s+(?:must|needs? to|to be|is |be |complete|completed|done|finished|merged|first|landed|passes)\b/iu;
const REMARK = /[([–—:✅☑✔⏳❌]|\s-\s/u;
const RANGE = /^([A-Za-z]{0,8}[\d.-]{0,8}?)#?(\d{1,4})\s?(?:[-–—]|to|through|\.\.)\s?\1?#?(\d{1,4})(?![\w.])/;

function expandRange([, prefix, first, last]: RegExpExecArray, noun: string, span: Span, isMet: boolean): ListedName[] {
  const from = Number(first);
  const to = Number(last);
  if (to < from || to - from > 50) return [];
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const number = String(from + index).padStart(first!.startsWith("0") ? first!.length : 0, "0");
    return { name: prefix === "" ? `${noun} ${number}` : `${prefix!}${number}`, span, isId: true, isMet };
  });
}

function splitList(value: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let depth = 0;
  let from = 0;
  const add = (to: number): void => {
    const raw = value.slice(from, to);
    const lead = LEAD.exec(raw)![0].length;
    const text = withoutEnd(raw.slice(lead));
    if (text !== "") parts.push({ text, start: from + lead });
  };
  for (let at = 0; at < value.length; at++) {
    const unit = value[at]!;
    if (unit === "(") depth++;
    else if (unit === ")" && depth > 0) depth--;
    if (depth > 0) continue;
    const length = unit === "," || unit === ";" || unit === "\n" ? 1 : unit === " " ? (SEPARATOR.exec(value.slice(at, at + 5))?.[0].length ?? 0) : 0;
    if (length === 0) continue;
    add(at);
    at += length - 1;
    from = at + 1;
  }
  add(value.length);
  return parts;
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && END_MARKS.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

const END_MARKS = "`*\"'] \t\r\n.";
const SEPARATOR = /^ (?:and|&|\+) /i;
/** Marks of a list and the verb that a sentence starts with. */
const LEAD =
  /^[\s`*"'[\]•-]*(?:(?:requires?|needs?|depends on|blocked by|blocked on|blocked until|after|waits? for|waiting for|and|all of)\s+)?[\s`*"'[✅☑✔⏳]*/iu;
