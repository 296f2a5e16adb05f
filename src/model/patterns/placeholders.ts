import type { Word as ShellWord } from "unbash";
import type { BashScript } from "../../parse/bash.ts";
import type { Piece, Word } from "../../patterns/words.ts";
import { toPatternWord } from "../../shell/pattern-words.ts";
import type { ShellText } from "../../shell/text.ts";

/** A word of a command; what somebody has to fill in (`<id>`, `Session X`) is an unknown piece like `$ID`. */
export function patternWord(word: ShellWord, { text: script, placeholders }: BashScript, text: ShellText): Word {
  const { pos, end } = text.toScript(word);
  if (placeholders.some((placeholder) => !placeholder.quoted && placeholder.start < end && pos < placeholder.end)) return [{ source: script.slice(pos, end) }];
  return toPatternWord(word).flatMap((piece) => (typeof piece === "string" ? splitAtPlaceholders(piece) : [piece]));
}

function splitAtPlaceholders(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > start) pieces.push(text.slice(start, match.index));
    pieces.push({ source: match[0] });
    start = match.index + match[0].length;
  }
  if (start < text.length || pieces.length === 0) pieces.push(text.slice(start));
  return pieces;
}

/** `<id>`, `{N}`, `[session name]` (but not `[a-z]`), `Session X`, `TASK-NNN`, `YOUR_NAME`. */
const PLACEHOLDER =
  /(?<!\\)<[A-Za-z][\w .-]{0,40}>|(?<![\\$\d)\]])\{\{?(?:[A-Z]|[A-Za-z_][\w -]{2,40})\}\}?|\[(?![a-zA-Z]-[a-zA-Z])(?:[A-Za-z]{2,20}[ _-])?[A-Za-z]{4,20}(?:[ _-][A-Za-z]{2,20}){0,3}\](?![*+?\\{])|(?<=[A-Za-z]{2}[ _-])(?:X{1,4}|N{1,3})(?![\w*])|\b(?:X{2,6}|YOUR[-_ ][A-Z]{2,20}(?:_[A-Z]{2,20}){0,3})\b/g;
