import type { ParsedScript } from "unbash";
import { descendants } from "./bash-tree.ts";
import { findLineStarts, type Span } from "../source.ts";

/** A shell comment; `text` is without `#` and outer blanks. */
export interface Comment extends Span {
  text: string;
  /** Nothing but blanks before it on its line. */
  ownLine: boolean;
}

/**
 * The comments of a script, which unbash keeps no nodes for: each `#` at the
 * start of a word (bash manual 3.1.3) that lies in no word or here-document.
 */
export function findComments(text: string, tree: ParsedScript): Comment[] {
  if (!text.includes("#")) return [];
  const taken = findTakenSpans(tree);
  const comments: Comment[] = [];
  const starts = findLineStarts(text);
  let next = 0;
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    for (let at = text.indexOf("#", start); at >= 0 && at < end; at = text.indexOf("#", at + 1)) {
      while (next < taken.length && taken[next]!.end <= at) next++;
      if (next < taken.length && taken[next]!.start <= at) continue;
      if (at > start && !WORD_BREAK.includes(text[at - 1]!)) continue;
      comments.push({
        text: text.slice(at, end).replace(/^#+/, "").trim(),
        start: at,
        end: start + text.slice(start, end).trimEnd().length,
        ownLine: text.slice(start, at).trim() === "",
      });
      break;
    }
  }
  return comments;
}

const WORD_BREAK = " \t;&|()";

// Merged and ascending, so that one pass over the text is enough.
function findTakenSpans(tree: ParsedScript): Span[] {
  const spans = descendants(tree)
    .filter(({ type }) => TEXT_NODES.has(type))
    .map(({ pos, end }) => ({ start: pos, end }))
    .sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

const TEXT_NODES = new Set(["Word", "HereDocBody", "HereDocDelimiter", "ArithmeticCommand", "ArithmeticWord"]);
