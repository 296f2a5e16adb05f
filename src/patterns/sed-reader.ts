import { parseRegex, type Budget } from "./parse-regex.ts";
import { invalid, isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import type { SedAction, SedCommand, SedRegex } from "./sed-script.ts";
import { hasMark, isMark } from "./words.ts";

/** A sed script that is being parsed. */
export interface SedReader {
  source: string;
  at: number;
  extended: boolean;
  budget: Budget;
  commands: SedCommand[];
  /** Places of the `{` that are open. */
  blocks: number[];
  labels: Map<string, number>;
  jumps: { command: number; label: string }[];
  failure: NotRun | undefined;
}

/** Something lacks its end, which a piece that only the shell knows may hold. */
export function failAtEnd(state: SedReader, reason: string): undefined {
  return fail(state, hasMark(state.source) ? unknown("a script of which only the shell knows a part") : reason);
}

export function fail(state: SedReader, reason: string | NotRun): undefined {
  state.failure ??= typeof reason === "string" ? invalid(reason) : reason;
  state.at = state.source.length;
  return undefined;
}

export function skipBlanks(state: SedReader): void {
  while (state.source[state.at] === " " || state.source[state.at] === "\t") state.at++;
}

export function endOfLine({ source, at }: SedReader): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

export function readNumber(state: SedReader): number {
  skipBlanks(state);
  const digits = /^[0-9]*/.exec(state.source.slice(state.at, state.at + 20))![0];
  state.at += digits.length;
  return Number(digits);
}

/**
 * The text up to the next `delimiter`; `state.at` is on the one before it and
 * ends behind the next. An escaped delimiter loses its backslash, so it means
 * what it means without: in `s|a\|b|x|` the bar is a plain one.
 */
export function readDelimited(state: SedReader, delimiter: string | undefined, isRegex: boolean): string | undefined {
  const { source } = state;
  if (delimiter === "\\") return fail(state, unknown("a backslash as delimiter"));
  if (delimiter === undefined || delimiter === "\n" || isMark(delimiter) || delimiter > "\x7f") return undefined;
  let text = "";
  for (let at = state.at + 1; at < source.length; at++) {
    const character = source[at]!;
    if (character === "\n") return undefined;
    if (character === delimiter) {
      state.at = at + 1;
      return text;
    }
    if (character === "\\") {
      const next = source[++at];
      if (next === undefined) return undefined;
      if (next === "n" && isRegex) text += "\n";
      else if (next === delimiter && (isRegex || next !== "&")) text += next;
      else if (next === "\n" && isRegex) text += next;
      else text += `\\${next}`;
      continue;
    }
    if (character === "[" && isRegex) {
      const end = endOfBrackets(source, at);
      if (end === undefined) return undefined;
      text += source.slice(at, end);
      at = end - 1;
      continue;
    }
    text += character;
  }
  return undefined;
}

/** Offset behind the bracket expression that starts at `start`: delimiters in it do not count. */
function endOfBrackets(source: string, start: number): number | undefined {
  let at = start + 1;
  if (source[at] === "^") at++;
  if (source[at] === "]") at++;
  for (; at < source.length && source[at] !== "\n"; at++) {
    if (source[at] === "]") return at + 1;
    const kind = source[at] === "[" ? source[at + 1] : undefined;
    if (kind !== ":" && kind !== "." && kind !== "=") continue;
    const close = source.indexOf(`${kind}]`, at + 2);
    if (close < 0) return undefined;
    at = close + 1;
  }
  return undefined;
}

export function compileSedRegex(state: SedReader, source: string, flags: { ignoreCase: boolean; multiline: boolean }): SedRegex | undefined {
  if (source === "") return flags.ignoreCase || flags.multiline ? fail(state, "cannot specify modifiers on empty regexp") : { source, regex: undefined };
  const regex = parseRegex([source], { syntax: state.extended ? "extended" : "basic", tool: "sed", ...flags }, state.budget);
  return isNotRun(regex) ? fail(state, regex) : { source, regex };
}

export function endCommand(state: SedReader, action: SedAction): SedAction | undefined {
  skipBlanks(state);
  const next = state.source[state.at];
  if (isMark(next)) return fail(state, unknown("what follows a command"));
  if (next !== undefined && !"\n;#}".includes(next)) return fail(state, "extra characters after command");
  return action;
}
