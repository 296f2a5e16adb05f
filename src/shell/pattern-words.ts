import type { Word as ShellWord, WordPart } from "unbash";
import type { Piece, Word } from "../patterns/words.ts";

/** A word as the programs of `src/patterns` read it: what only the shell knows is a piece of its own. */
export function toPatternWord({ value, parts }: ShellWord): Word {
  return parts === undefined ? [value] : parts.flatMap(toPieces);
}

function toPieces(part: WordPart): Piece[] {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [part.value];
    case "Glob":
      return [part.text];
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((inner) => (inner.type === "Literal" ? inner.value : { source: inner.text }));
    default:
      return [{ source: part.text, splits: true }];
  }
}
