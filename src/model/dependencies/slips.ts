import { nearest } from "../../nearest.ts";
import { remembered } from "../../remembered.ts";
import type { Board } from "../board.ts";

/** The entry that a name of a `Dependencies:` field is a slip for: `Billng` for `Billing`. A phrase is none. */
export function slipOf(name: string, board: Board): string | undefined {
  if (name.split(/\s+/).length > MAX_NAME_WORDS) return undefined;
  const { choices, slips } = namesOf(board);
  if (!slips.has(name)) slips.set(name, nearTo(name, choices));
  return slips.get(name);
}

/** What a name may be a slip for, and what was found out: a board may have thousands of both. */
const namesOf = remembered(({ entries }: Board) => ({
  choices: [...new Set(entries.flatMap((entry) => [entry.id, ...(entry.name === "" ? [] : [entry.name])]))],
  slips: new Map<string, string | undefined>(),
}));

const MAX_NAME_WORDS = 4;

/** The choice that was probably meant. Numbers are not misspelled: `Session 3` is no slip for `Session 2`. */
export function nearTo(name: string, choices: readonly string[]): string | undefined {
  const near = nearest(name, choices);
  return near !== undefined && name.length > 3 && digitsOf(near) === digitsOf(name) ? near : undefined;
}

function digitsOf(name: string): string {
  return name.replace(/\D+/g, " ").trim();
}
