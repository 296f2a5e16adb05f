import type { Position } from "unist";
import { lineText, type SourceFile } from "../source.ts";
import { showUnsafe, UNSAFE, type Paint, type Style } from "./terminal.ts";
import { graphemes, graphemeWidth } from "./width.ts";

export interface FrameOptions {
  source: SourceFile;
  place: Position;
  /** Cells that a line may take, the gutter included. */
  columns: number;
  paint: Paint;
  /** Of the marks. */
  style: Style;
  /** Further places in just the same lines, each with marks of its own. */
  others?: readonly { place: Position; style: Style }[];
}

/**
 * The lines around a place, with the place marked by `^` under its text.
 *
 * Tabs, wide characters and escapes take the cells they take on a terminal. A
 * line that does not fit is cut around the mark; of a long place the first
 * lines and the last are shown.
 */
export function codeFrame({ source, place, columns, paint, style, others = [] }: FrameOptions): string[] {
  const marked = markedLines(source, place);
  const shown = shownLines(source, marked);
  const gutter = String(shown.at(-1)!.line).length;
  const available = Math.max(MIN_COLUMNS, columns - gutter - SEPARATOR.length);
  const prefix = (label: string | number) => paint("dim", String(label).padStart(gutter) + SEPARATOR.trimEnd());

  return shown.flatMap(({ line, hidden }) => {
    if (hidden > 0) return [prefix("⋮") + paint("dim", ` ${hidden} more lines`)];
    let last: string | undefined;
    return [{ place, style }, ...others].flatMap((one) => {
      const mark = markOfLine(source, one.place, marked, line);
      const { text, offset, width } = renderLine(lineText(source, line), mark, available);
      // A long line is cut around its mark, and may look otherwise for the next one.
      const row = text === last ? [] : [text === "" ? prefix(line) : `${prefix(line)} ${text}`];
      if (!mark && last !== undefined) return [];
      last = text;
      return mark ? [...row, `${prefix("")} ${" ".repeat(offset)}${paint(one.style, "^".repeat(width))}`] : row;
    });
  });
}

/** Of two places with the same key, the same lines are shown. */
export function frameKey(source: SourceFile, place: Position): string {
  const { first, last } = markedLines(source, place);
  return `${first}-${last}`;
}

const SEPARATOR = " │ ";
const MIN_COLUMNS = 20;
const CONTEXT_LINES = 2;
/** Of a place with more lines, so many of the first are shown, and the last. */
const MAX_MARKED_LINES = 5;
const FIRST_MARKED_LINES = 3;
const TAB_STOP = 4;

interface LineRange {
  first: number;
  last: number;
}

/** Columns of a line from 0, half-open. */
interface Mark {
  start: number;
  end: number;
}

function markedLines({ lineStarts }: SourceFile, { start, end }: Position): LineRange {
  const first = Math.min(Math.max(1, start.line), lineStarts.length);
  // A place that takes in its last line ending stops in column 1 of the next line.
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return { first, last: Math.min(Math.max(first, last), lineStarts.length) };
}

/** The line numbers to show; `hidden` counts the lines that one entry stands for. */
function shownLines({ text, lineStarts }: SourceFile, { first, last }: LineRange): { line: number; hidden: number }[] {
  const isLong = last - first >= MAX_MARKED_LINES;
  const from = Math.max(1, first - CONTEXT_LINES);
  // What follows the last line ending is no line that a person sees.
  const lastLine = Math.max(last, text.length === lineStarts.at(-1) ? lineStarts.length - 1 : lineStarts.length);
  const to = Math.min(lastLine, last + CONTEXT_LINES);
  const hidden = { line: first + FIRST_MARKED_LINES, hidden: last - first - FIRST_MARKED_LINES };
  return isLong ? [...range(from, hidden.line - 1), hidden, ...range(last, to)] : range(from, to);
}

function range(from: number, to: number): { line: number; hidden: number }[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ line: from + index, hidden: 0 }));
}

function markOfLine(source: SourceFile, { start, end }: Position, { first, last }: LineRange, line: number): Mark | undefined {
  if (line < first || line > last) return undefined;
  const text = lineText(source, line);
  const from = line === start.line ? Math.min(start.column - 1, text.length) : text.length - text.trimStart().length;
  const to = line === end.line ? Math.min(end.column - 1, text.length) : text.trimEnd().length;
  const isEmpty = from >= to;
  if (isEmpty && line !== first) return undefined;
  return { start: from, end: Math.max(from, to) };
}

/** A grapheme as it is printed. */
interface Cell {
  text: string;
  /** In terminal columns. */
  width: number;
  /** Columns of the line from 0, half-open. */
  start: number;
  end: number;
}

/** The line as it fits into `available` columns, and where in it the mark stands. */
function renderLine(line: string, mark: Mark | undefined, available: number): { text: string; offset: number; width: number } {
  const start = mark?.start ?? 0;
  // Only what can come into view is looked at: a line can be megabytes long.
  const from = line.length <= 4 * available ? 0 : Math.max(0, start - 2 * available);
  const to = line.length <= 4 * available ? line.length : Math.min(line.length, start + 2 * available);
  const cells = toCells(line.slice(from, to), from);

  const before = widthOf(cells.filter((cell) => cell.end <= start));
  // An empty place is marked by one cell, also behind the end of the line.
  const needed = widthOf(cells) + (mark && mark.start === mark.end ? 1 : 0);
  const isCut = from > 0 || to < line.length || needed > available;
  const skip = from > 0 || (isCut && before > available * 0.6) ? before - Math.floor(available * 0.3) : 0;

  const view: Cell[] = [];
  let position = 0;
  let used = 0;
  let hasMore = to < line.length;
  for (const cell of cells) {
    const isLeft = position < skip;
    position += cell.width;
    if (isLeft) continue;
    if (isCut && used + cell.width > available - 2) {
      hasMore = true;
      break;
    }
    used += cell.width;
    view.push(cell);
  }

  const left = skip > 0 || from > 0 ? ELLIPSIS : "";
  const text = left + view.map((cell) => cell.text).join("") + (hasMore ? ELLIPSIS : "");
  if (!mark) return { text: text.trimEnd(), offset: 0, width: 0 };
  const offset = left.length + widthOf(view.filter((cell) => cell.end <= mark.start));
  const width = widthOf(view.filter((cell) => cell.end > mark.start && cell.start < mark.end));
  return { text: text.trimEnd(), offset, width: Math.max(1, width) };
}

const ELLIPSIS = "…";

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

function toCells(text: string, shift: number): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  const add = (shown: string, start: number, length: number, width: number) => {
    cells.push({ text: shown, width, start: shift + start, end: shift + start + length });
    column += width;
  };
  const addPlain = (from: number, to: number) => {
    for (const { segment, index } of graphemes(text.slice(from, to))) add(segment, from + index, segment.length, graphemeWidth(segment));
  };

  let last = 0;
  for (const { 0: character, index } of text.matchAll(UNSAFE)) {
    addPlain(last, index);
    const tab = TAB_STOP - (column % TAB_STOP);
    const shown = character === "\t" ? " ".repeat(tab) : showUnsafe(character);
    add(shown, index, character.length, shown.length);
    last = index + character.length;
  }
  addPlain(last, text.length);
  return cells;
}
