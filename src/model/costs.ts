import type { Position } from "unist";
import { fieldOf, type Board, type Entry } from "./board.ts";
import { normalizeName } from "./dependencies/resolver.ts";

/** What an entry may cost. */
export interface Cost {
  board: Board;
  entry: Entry;
  /** The amount; of a range, its upper end. */
  amount: number;
  /** `$`, `EUR` …; `""` for a bare number. */
  currency: string;
  place: Position;
}

/** The cost of each entry that gives one; of a session on two boards, the higher one. */
export function readCosts(boards: readonly Board[]): Cost[] {
  const costs = new Map<string, Cost>();
  for (const board of boards) {
    for (const entry of board.entries) {
      const field = fieldOf(entry, "cost");
      const read = field && readAmount(field.value);
      if (!read) continue;
      const key = `${normalizeName(entry.id)}\0${normalizeName(entry.name)}`;
      const known = costs.get(key);
      if (!known || known.amount < read.amount) costs.set(key, { board, entry, ...read, place: field.valuePlace });
    }
  }
  return [...costs.values()];
}

/** `$3-5`, `~12 EUR`, `1,200.50 USD (20 agents)`; `undefined` for hours, points and tokens. */
export function readAmount(text: string): Pick<Cost, "amount" | "currency"> | undefined {
  const match = AMOUNT.exec(text.trim());
  if (!match) return undefined;
  const [, before = "", low, high, after = ""] = match;
  const amount = toNumber(high ?? low!);
  const currency = toCurrency(before.trim() || after.trim());
  return amount === undefined || currency === undefined ? undefined : { amount, currency };
}

const AMOUNT =
  /^(?:[~≈<≤]|up to |max(?:imum)? |about |approx\.? |est\.? ){0,2}([A-Z]{0,3}[$€£¥]|[A-Z]{3} )? ?(\d[\d,]{0,12}(?:\.\d{1,4})?)(?: ?(?:[–—-]|to) ?(?:[A-Z]{0,3}[$€£¥])?(\d[\d,]{0,12}(?:\.\d{1,4})?))? ?([A-Z$€£¥%]{1,12}(?![A-Z]))?/iu;

function toNumber(text: string): number | undefined {
  // «1,200» and «1,200.50» in thousands; «1,5» may be either, and is read as 1.5.
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text.replace(",", ".");
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

function toCurrency(text: string): string | undefined {
  const code = text.toUpperCase();
  if (code === "USD" || code === "US$" || code === "DOLLAR" || code === "DOLLARS") return "$";
  if (code === "EUR" || code === "EURO" || code === "EUROS") return "€";
  if (code === "" || /[$€£¥]$/.test(code) || /^(?:GBP|CHF|JPY|CAD|AUD|INR|CNY|SEK|NOK|DKK|PLN)$/.test(code)) return code;
  // «$5 total», «5 (estimate)»: a word behind an amount with a sign is a remark; behind a bare number it is the unit.
  return undefined;
}
