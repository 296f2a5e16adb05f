import { unknown, type NotRun } from "./regex-tree.ts";

export interface Escape {
  character: string;
  /** Offset behind the escape. */
  end: number;
}

/**
 * Reads the escape of GNU sed that starts with the backslash at `at`: `\t`,
 * `\x41`. `undefined` when there is none. sed manual, 5.8 Escapes.
 */
export function readSedEscape(text: string, at: number): Escape | NotRun | undefined {
  const letter = text[at + 1];
  const control = CONTROLS.get(letter ?? "");
  if (control !== undefined) return { character: control, end: at + 2 };
  if (letter === "c") return unknown("a control character, `\\c`");
  const base = BASES.get(letter ?? "");
  if (!base) return undefined;

  const digits = base.digits.exec(text.slice(at + 2, at + 5))?.[0];
  if (!digits) return undefined;
  const code = Number.parseInt(digits, base.radix) & 0xff;
  const character = String.fromCharCode(code);
  // Whether `\x2a` is a plain `*` differs between versions; a byte above 0x7f is part of a character.
  if (code > 0x7f || code === 0 || /[[\]\\.*^$+?(){}|&\n/-]/.test(character)) return unknown("a special character by its number");
  return { character, end: at + 2 + digits.length };
}

const CONTROLS = new Map([
  ["a", "\x07"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const BASES = new Map([
  ["d", { digits: /^\d{1,3}/, radix: 10 }],
  ["o", { digits: /^[0-7]{1,3}/, radix: 8 }],
  ["x", { digits: /^[\da-f]{1,2}/i, radix: 16 }],
]);
