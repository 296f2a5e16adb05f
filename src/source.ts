import type { Point, Position } from "unist";

/**
 * A text and the file it came from.
 *
 * Offsets count UTF-16 code units from 0; lines and columns start at 1; ends
 * are exclusive. A line ends at `\n`, `\r\n` or `\r`, as in CommonMark 2.1;
 * form feeds and U+2028 do not end one.
 */
export interface SourceFile {
  /** Relative to the workspace root, with `/`. */
  path: string;
  /** The whole text, a byte order mark included. */
  text: string;
  /** Offset of the first code unit of each line; the first is 0. */
  lineStarts: readonly number[];
}

/** A half-open range of offsets in one file. */
export interface Span {
  start: number;
  end: number;
}

export function createSource(path: string, text: string): SourceFile {
  return { path, text, lineStarts: findLineStarts(text) };
}

/** Offsets at which the lines of `text` start. */
export function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === LINE_FEED || (unit === CARRIAGE_RETURN && text.charCodeAt(offset + 1) !== LINE_FEED)) starts.push(offset + 1);
  }
  return starts;
}

/** Index of the last element of the ascending `starts` that is not above `offset`. */
export function findLineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Index of the first of `items` for which `test` holds, which has to hold for all behind it; their number when it holds for none. */
export function firstIndexOf<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function toPoint({ text, lineStarts }: SourceFile, offset: number): Point & { offset: number } {
  const inside = Math.max(0, Math.min(offset, text.length));
  const index = findLineIndex(lineStarts, inside);
  return { line: index + 1, column: inside - lineStarts[index]! + 1, offset: inside };
}

export function toPosition(source: SourceFile, { start, end }: Span): Position {
  return { start: toPoint(source, start), end: toPoint(source, Math.max(start, end)) };
}

/** The text of line `line` (from 1), without its line ending. */
export function lineText(source: SourceFile, line: number): string {
  const { start, end } = lineSpan(source, line);
  return source.text.slice(start, end);
}

/** Where line `line` (from 1) is, without its line ending. */
export function lineSpan({ text, lineStarts }: SourceFile, line: number): Span {
  const start = lineStarts[line - 1] ?? text.length;
  let end = lineStarts[line] ?? text.length;
  while (end > start && LINE_END.includes(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const LINE_END = [LINE_FEED, CARRIAGE_RETURN];
