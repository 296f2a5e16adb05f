import type { Position } from "unist";
import { toPosition, type SourceFile } from "../source.ts";

/** A value that a document writes for a key whose choices it lists elsewhere, and that is none of them. */
export interface WrongChoice {
  key: string;
  value: string;
  place: Position;
  choices: readonly string[];
  /** The line that lists the choices. */
  listed: Position;
}

/**
 * Holds the values of `KEY: VALUE` lines against the choices that the same
 * document lists for the key (`KEY: ONE | TWO | THREE`). Only for keys and
 * values that a program reads: one word in capitals.
 */
export function findWrongChoices(source: SourceFile): WrongChoice[] {
  const listed = new Map<string, { choices: Set<string>; place: Position }>();
  const lines: { key: string; value: string; start: number }[] = [];
  for (const match of source.text.matchAll(KEY_LINE)) {
    const [, key = "", rest = ""] = match;
    const value = rest.trim();
    const start = match.index + match[0].length - rest.length + (rest.length - rest.trimStart().length);
    const choices = value.split("|").map((choice) => choice.trim());
    if (choices.length < 2) lines.push({ key, value, start });
    else if (choices.every((choice) => CHOICE.test(choice))) {
      const known = listed.get(key) ?? { choices: new Set(), place: toPosition(source, { start, end: start + value.length }) };
      for (const choice of choices) known.choices.add(choice);
      listed.set(key, known);
    }
  }
  return lines.flatMap(({ key, value, start }) => {
    const known = listed.get(key);
    if (!known || !CHOICE.test(value) || known.choices.has(value)) return [];
    return [{ key, value, place: toPosition(source, { start, end: start + value.length }), choices: [...known.choices], listed: known.place }];
  });
}

const KEY_LINE = /^[ \t>]{0,12}([A-Z][A-Z0-9_]{2,40}):[ \t]([^\r\n]{1,300})$/gm;
const CHOICE = /^[A-Z][A-Z0-9_-]{1,40}$/;
