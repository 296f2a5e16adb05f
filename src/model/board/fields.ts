import type { Field } from "../board.ts";
import { MAX_KEY, normalizeKey, type FieldNames } from "./field-names.ts";
import { trimSpan, type TextRun } from "./entry-group.ts";

/**
 * The fields that a paragraph or list item writes, one or more a line:
 * `Status: READY`, `Time: 2 h | Model: small`, and for names that the tool
 * knows `Status — READY`.
 */
export function readFields(run: TextRun, names: FieldNames): Field[] {
  const fields: Field[] = [];
  let start = 0;
  for (const line of run.text.slice(0, MAX_TEXT).split("\n")) {
    if (mayHoldField(line))
      for (const part of splitLine(line)) {
        const field = readField(run, { start: start + part.start, end: start + part.end }, names);
        if (field) fields.push(field);
      }
    start += line.length + 1;
  }
  return fields;
}

// Nearly every line of prose ends here.
function mayHoldField(line: string): boolean {
  const colon = line.indexOf(":");
  return (
    (colon > 0 && colon < 60) ||
    line.includes(" — ") ||
    line.includes(" - ") ||
    line.includes(" – ") ||
    line.includes(" = ") ||
    line.includes("：") ||
    line.includes("→") ||
    line.includes(" -> ")
  );
}

/** Longest paragraph that is searched for fields, in UTF-16 units. */
const MAX_TEXT = 5000;

/** `Time: 2 h | Model: small` is two fields, `Status: READY | DONE` is one. */
function splitLine(line: string): { start: number; end: number }[] {
  const cuts = [0];
  for (const match of line.matchAll(/ (?:[|·•]|\/\/) /g)) {
    const from = match.index + match[0].length;
    if (/^[^:|·•]{1,40}:(?:\s|$)/.test(line.slice(from, from + MAX_KEY + 2))) cuts.push(from);
  }
  return cuts.map((start, index) => {
    const next = cuts[index + 1];
    return { start, end: next === undefined ? line.length : next - 3 };
  });
}

function readField(run: TextRun, line: { start: number; end: number }, names: FieldNames): Field | undefined {
  const { start, end } = trimSpan(run.text, line);
  const text = run.text.slice(start, end);
  const separator = findSeparator(text, names);
  if (!separator) return undefined;
  const key = trimSpan(run.text, { start: start + keyStart(text), end: start + separator.start });
  const value = trimSpan(run.text, { start: start + separator.end, end });
  const written = run.text.slice(key.start, key.end);
  if (!isKey(written)) return undefined;
  return {
    name: names.get(normalizeKey(written)),
    key: written,
    value: run.text.slice(value.start, value.end),
    place: run.locate({ start: key.start, end: Math.max(key.end, value.end) }),
    keyPlace: run.locate(key),
    valuePlace: run.locate(value),
  };
}

function findSeparator(text: string, names: FieldNames): { start: number; end: number } | undefined {
  const colon = text.slice(0, MAX_KEY + 8).search(/[:：]/);
  // «12:30» and «https:» are no keys; «Status:READY» is one where the name is known.
  if (colon > 0 && (/^[\s*_`]|^$/.test(text.slice(colon + 1, colon + 2)) || names.has(normalizeKey(text.slice(0, colon))))) {
    return text.startsWith("//", colon + 1) ? undefined : { start: colon, end: colon + 1 };
  }
  const dash = /^(.{1,40}?)\s(?:[—–\-=→]|->)\s/.exec(text);
  if (!dash || !names.has(normalizeKey(dash[1]!))) return undefined;
  return { start: dash[1]!.length, end: dash[0].length };
}

/** Where the key starts behind icons and list marks: `✅ Status: …`. */
function keyStart(text: string): number {
  const letter = text.search(/[\p{L}\p{N}#[({<]/u);
  return letter > 0 && letter < 8 ? letter : 0;
}

function isKey(key: string): boolean {
  return key.length <= MAX_KEY && /\p{L}|#\d/u.test(key) && key.split(/\s+/).length <= 6 && !/[.!?;]$|https?$/.test(key);
}
