import { groupBy } from "../../group-by.ts";
import { nearest } from "../../nearest.ts";
import { remembered } from "../../remembered.ts";
import type { Board } from "../board.ts";

/** The entry that a name of a `Dependencies:` field is a slip for: `Billng` for `Billing`. A phrase is none. */
export function slipOf(name: string, board: Board): string | undefined {
  if (name.split(/\s+/).length > MAX_NAME_WORDS) return undefined;
  return namesOf(board)(name);
}

/** Looks for what a name may be a slip for. */
const namesOf = remembered(({ entries }: Board) => createSlipFinder(entries.flatMap((entry) => [entry.id, ...(entry.name === "" ? [] : [entry.name])])));

const MAX_NAME_WORDS = 4;

/** `nearTo` for many names and many choices: a list may have thousands of both. */
export function createSlipFinder(choices: readonly string[]): (name: string) => string | undefined {
  const all = [...new Set(choices)];
  const byDigits = groupBy(all, digitsOf);
  const found = new Map<string, string | undefined>();
  return (name) => {
    if (found.has(name)) return found.get(name);
    // Only a choice with the same numbers can be meant: mostly there are few of them, and none is near.
    const isNear = nearest(name, byDigits.get(digitsOf(name)) ?? []) !== undefined;
    const near = isNear ? nearTo(name, all) : undefined;
    found.set(name, near);
    return near;
  };
}

/** The choice that was probably meant. Numbers are not misspelled: `Session 3` is no slip for `Session 2`. */
export function nearTo(name: string, choices: readonly string[]): string | undefined {
  const near = nearest(name, choices);
  return near !== undefined && name.length > 3 && digitsOf(near) === digitsOf(name) ? near : undefined;
}

function digitsOf(name: string): string {
  return name.replace(/\D+/g, " ").trim();
}
