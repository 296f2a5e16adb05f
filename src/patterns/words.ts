/** A shell word, or the text of one, as far as it is known before the script runs. */
export type Word = readonly Piece[];

export type Piece = string | UnknownPiece;

/** What only the shell knows: `$X`, `$(date)`, `$((N - 1))`. */
interface UnknownPiece {
  /** As the script writes it. */
  source: string;
  /** Without quotes around it: it may be several words, or none. */
  splits?: boolean;
}

/**
 * The unknown pieces of one run. In texts each is one character, its mark:
 * `Claimed By: $ID` is `Claimed By: ` and a mark.
 *
 * Marks are the 32 noncharacters U+FDD0 to U+FDEF, which Unicode 23.7 keeps for
 * use inside a program. The first is what no script wrote: a number that a
 * command would print, for instance.
 */
export interface Marks {
  /** What each mark stands for. */
  sources: string[];
}

/** What stands for a text that no script wrote. */
export const SOMETHING = "\ufdd0";

export function createMarks(): Marks {
  return { sources: ["…"] };
}

/** The text of `word` with a mark for each unknown piece; `undefined` when it holds more of them than there are marks, or noncharacters of its own. */
export function markWord(word: Word, marks: Marks): string | undefined {
  let text = "";
  for (const piece of word) {
    if (typeof piece === "string") {
      if (hasMark(piece)) return undefined;
      text += piece;
      continue;
    }
    let index = marks.sources.indexOf(piece.source, 1);
    if (index < 0) index = marks.sources.push(piece.source) - 1;
    if (index >= MARK_COUNT) return undefined;
    text += String.fromCharCode(FIRST_MARK + index);
  }
  return text;
}

/** The pieces of a marked text. */
export function toWord(text: string, marks: Marks): Word {
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isMark(text[at])) continue;
    if (at > start) pieces.push(text.slice(start, at));
    pieces.push({ source: sourceOf(text[at]!, marks) });
    start = at + 1;
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/** A marked text for people: each mark as the script writes it. */
export function showText(text: string, marks: Marks): string {
  return hasMark(text) ? text.replace(/[\ufdd0-\ufdef]/g, (mark) => sourceOf(mark, marks)) : text;
}

export function hasMark(text: string): boolean {
  return /[\ufdd0-\ufdef]/.test(text);
}

export function isMark(character: string | undefined): boolean {
  return character !== undefined && character >= "\ufdd0" && character <= "\ufdef";
}

const FIRST_MARK = 0xfdd0;
const MARK_COUNT = 32;

function sourceOf(mark: string, marks: Marks): string {
  return marks.sources[mark.charCodeAt(0) - FIRST_MARK] ?? "…";
}
