import type { Position } from "unist";
import { createSource, findLineIndex, lineSpan, toPosition, type SourceFile, type Span } from "../source.ts";

/**
 * A piece of a file that is read as a language of its own (a script in a
 * fence, a prompt in a YAML value), and the way back to the file.
 */
export interface Excerpt {
  source: SourceFile;
  /** The piece as its own parser sees it: indents and quote markers of the container taken off, lines ended by `\n`. */
  text: string;
  /** Offset in the file of `offset` in `text`. */
  toOffset(offset: number): number;
  /** Place in the file of a range of `text`. */
  place(span: Span): Position;
}

/**
 * The excerpt whose first line is on line `firstLine` (from 1) of the file.
 *
 * A list or quote takes its indent off each line of a fence, and a tab it cuts
 * in two turns into spaces: only the distance to the end of the line stays the
 * same. The same holds for YAML block scalars.
 */
export function excerptLines(source: SourceFile, firstLine: number, value: string): Excerpt {
  const text = value.replace(/\r\n?/g, "\n");
  const own = createSource(source.path, text);
  const toOffset = (offset: number): number => {
    const index = findLineIndex(own.lineStarts, offset);
    const line = lineSpan(source, firstLine + index);
    const toEnd = lineSpan(own, index + 1).end - offset;
    return Math.max(line.start, Math.min(line.end, line.end - toEnd));
  };
  const place = ({ start, end }: Span) => toPosition(source, { start: toOffset(start), end: toOffset(end) });
  return { source, text, toOffset, place };
}
