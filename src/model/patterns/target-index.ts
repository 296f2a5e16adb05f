import { remembered } from "../../remembered.ts";
import type { Board, Entry, Field } from "../board.ts";
import { normalizeKey } from "../board/field-names.ts";
import type { PossibleLine, Target } from "./targets.ts";

/** What a line with this number (from 1) could hold. */
export function possibleAt(target: Target, number: number): readonly PossibleLine[] {
  return byNumber(target).get(number) ?? [];
}

const byNumber = remembered(({ possible }: Target) => {
  const lines = new Map<number, PossibleLine[]>();
  for (const one of possible) {
    const known = lines.get(one.line.number);
    if (known) known.push(one);
    else lines.set(one.line.number, [one]);
  }
  return lines;
});

/** The entries that have a field with this key. */
export function ownersOf(board: Board, key: string): readonly Entry[] {
  return byKey(board).get(normalizeKey(key)) ?? [];
}

const byKey = remembered(({ entries }: Board) => {
  const owners = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(entry.fields.map(keyOf))) {
      const known = owners.get(key);
      if (known) known.push(entry);
      else owners.set(key, [entry]);
    }
  }
  return owners;
});

/** The key of a field as `normalizeKey` spells it. */
export const keyOf: (field: Field) => string = remembered(({ key }: Field) => normalizeKey(key));

/** Where the entries of a target begin and end, as line numbers. */
interface Bounds {
  first: number;
  last: number;
  /** The first heading behind the last entry. */
  heading: number;
}

export const boundsOf: (target: Target) => Bounds = remembered(({ board, lines }: Target) => {
  let first = Infinity;
  let last = 0;
  for (const { place, extent } of board?.entries ?? []) {
    first = Math.min(first, place.start.line);
    last = Math.max(last, extent.end.line);
  }
  const heading = lines.find(({ number, text }) => number > last && /^#{1,6} /.test(text))?.number ?? Infinity;
  return { first, last, heading };
});
