import { ANY_CHARACTER, isClassName, type CharacterSet, type ClassName, type CodePointRange } from "./character-set.ts";
import { invalid, isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { isMark } from "./words.ts";

export interface Bracket {
  type: "bracket";
  set: CharacterSet;
  /** Offset behind the closing `]`. */
  end: number;
  /** Whether a piece in it is only known to the shell. */
  isUnknown: boolean;
}

export interface BracketOptions {
  /** Reads a backslash escape inside the brackets. In POSIX and grep a backslash is a character like others. */
  readEscape?: (text: string, at: number) => BracketEscape | NotRun | undefined;
  /** The case of letters does not count: what `[Z-a]` is then, tools see differently. */
  ignoreCase: boolean;
  /** `[^a]` takes no newline: sed's `M` flag. */
  excludesNewline: boolean;
}

/** A character, or several at once as Perl's `\d`. */
export interface BracketEscape {
  character: string;
  ranges?: readonly CodePointRange[];
  end: number;
}

/**
 * Reads the bracket expression of `text` whose `[` is at `start`; POSIX XBD 9.3.5.
 *
 * Facts beyond POSIX, from GNU grep 3.8 and sed 4.9: ranges go by code point;
 * `[:alpha:]` is an error; a range may start or end at a collating symbol but
 * not at a class.
 */
export function readBracket(text: string, start: number, { readEscape, ignoreCase, excludesNewline }: BracketOptions): Bracket | NotRun {
  const ranges: CodePointRange[] = [];
  const classes: ClassName[] = [];
  let at = start + 1;
  let isUnknown = false;
  const negated = text[at] === "^";
  if (negated) at++;
  const first = at;
  // Like `[:alpha:]`, one pair of brackets short: only single characters, the first and the last a colon.
  let looksLikeClass = text[at] === ":";

  while (true) {
    const element = readElement(text, at, readEscape);
    if (isNotRun(element)) return element;
    if (element.character === "]" && element.end === at + 1 && at > first) break;
    if (element.className !== undefined || element.ranges) {
      looksLikeClass = false;
      if (element.className !== undefined) classes.push(element.className);
      ranges.push(...(element.ranges ?? []));
      if (text[element.end] === "-" && text[element.end + 1] !== "]") return invalid("Invalid range end");
      at = element.end;
      continue;
    }
    if (isMark(element.character)) isUnknown = true;
    if (element.isSymbol) looksLikeClass = false;
    at = element.end;
    const from = element.character.codePointAt(0)!;
    if (text[at] !== "-" || text[at + 1] === "]" || text[at + 1] === undefined) {
      ranges.push([from, from]);
      continue;
    }
    const last = readElement(text, at + 1, readEscape);
    if (isNotRun(last)) return last;
    if (last.className !== undefined || last.ranges || last.isEquivalence || element.isEquivalence) return invalid("Invalid range end");
    looksLikeClass = false;
    at = last.end;
    const to = last.character.codePointAt(0)!;
    if (isMark(last.character)) isUnknown = true;
    else if (!isMark(element.character)) {
      // Which characters lie between two letters beyond ASCII depends on the locale; glibc's C.UTF-8 refuses them.
      if (from > 0x7f || to > 0x7f) return unknown("a range beyond ASCII depends on the locale");
      if (ignoreCase && kindOf(from) !== kindOf(to)) return unknown("a range between characters of two kinds, in any case");
      if (to < from) return invalid("Invalid range end");
      ranges.push([from, to]);
    }
    // A range must not go on: `[a-c-e]`.
    if (text[at] === "-" && text[at + 1] !== "]") return invalid("Invalid range end");
  }

  if (looksLikeClass && at - first > 2 && text[at - 1] === ":") return invalid("character class syntax is [[:space:]], not [:space:]");
  if (negated && excludesNewline) ranges.push([NEWLINE, NEWLINE]);
  return { type: "bracket", set: isUnknown ? ANY_CHARACTER : { negated, ranges, classes }, end: at + 1, isUnknown };
}

function kindOf(codePoint: number): "small" | "capital" | "other" {
  const character = String.fromCodePoint(codePoint);
  return /[a-z]/.test(character) ? "small" : /[A-Z]/.test(character) ? "capital" : "other";
}

const NEWLINE = 10;
const UNMATCHED = "Unmatched [, [^, [:, [., or [=";

interface Element extends BracketEscape {
  className?: ClassName;
  isEquivalence?: boolean;
  /** `[.a.]`, `[=a=]` */
  isSymbol?: boolean;
}

function readElement(text: string, at: number, readEscape: BracketOptions["readEscape"]): Element | NotRun {
  const codePoint = text.codePointAt(at);
  if (codePoint === undefined) return invalid(UNMATCHED);
  const character = String.fromCodePoint(codePoint);
  if (character === "\\") {
    const escape = readEscape?.(text, at);
    if (escape) return escape;
  }
  const kind = character === "[" ? text[at + 1] : undefined;
  if (kind !== ":" && kind !== "." && kind !== "=") return { character, end: at + character.length };

  const close = text.indexOf(`${kind}]`, at + 2);
  if (close < 0) return invalid(UNMATCHED);
  const name = text.slice(at + 2, close);
  const end = close + 2;
  if (isMark(name[0])) return { character: name[0]!, end };
  if (kind === ":") return isClassName(name) ? { character: "", className: name, end } : invalid("Invalid character class name");
  if ([...name].length !== 1) return invalid("Invalid collation character");
  return { character: name, isEquivalence: kind === "=", isSymbol: true, end };
}
