import type { BoardStatus, DependencyStatus, EntryStatus } from "../model/status.ts";
import { describeDuration } from "../model/moments.ts";
import { STATE_GROUPS } from "../model/vocabulary.ts";
import { toJsonText } from "./json.ts";
import { count } from "./report.ts";
import { escapeTerminal, shorten, type Paint, type Style } from "./terminal.ts";
import { displayWidth } from "./width.ts";

/** Boards as tables, for people. */
export function formatStatus(boards: readonly BoardStatus[], paint: Paint): string {
  return boards.map((board) => formatBoard(board, paint)).join("\n");
}

/** `4 entries: 2 free, 1 done, …` */
export function describeEntries({ entries }: BoardStatus): string {
  const groups = STATE_GROUPS.flatMap((group) => {
    const number = entries.filter((entry) => entry.group === group).length;
    return number === 0 ? [] : [`${number} ${group}`];
  });
  const unclear = entries.filter(({ group }) => group === undefined).length;
  const parts = [...groups, ...(unclear === 0 ? [] : [`${unclear} without a state that is understood`])];
  return `${count(entries.length, "entry").replace("entrys", "entries")}: ${parts.join(", ")}`;
}

function formatBoard(status: BoardStatus, paint: Paint): string {
  const { board, entries } = status;
  const title = `${paint("bold", escapeTerminal(board.document.path))}  ${describeEntries(status)}`;
  const columns = STATUS_COLUMNS.filter(({ isAlways = false, value }) => isAlways || entries.some((entry) => value(entry) !== ""));
  const cells = entries.map((entry) => columns.map(({ value, limit }) => escapeTerminal(shorten(value(entry).replace(/\s+/g, " "), limit))));
  const widths = columns.map(({ title }, index) => Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index]!))));
  const pad = (text: string, index: number): string => text + " ".repeat(widths[index]! - displayWidth(text));
  const head = paint(
    "dim",
    columns
      .map(({ title }, index) => pad(title, index))
      .join("  ")
      .trimEnd(),
  );
  const rows = cells.map((row, number) =>
    row
      .map((text, index) => {
        const style = columns[index]!.style?.(entries[number]!);
        return style && text !== "" ? paint(style, text) + " ".repeat(widths[index]! - displayWidth(text)) : pad(text, index);
      })
      .join("  ")
      .trimEnd(),
  );
  return [title, `  ${head}`, ...rows.map((row) => `  ${row}`), ""].join("\n");
}

interface StatusColumn {
  title: string;
  /** In UTF-16 units; longer values are cut. */
  limit: number;
  isAlways?: boolean;
  value: (entry: EntryStatus) => string;
  style?: (entry: EntryStatus) => Style | undefined;
}

const STYLES: Partial<Record<string, Style>> = { free: "green", claimed: "yellow", active: "yellow", done: "dim", blocked: "red", failed: "red" };

/** What is told of an entry; a column without a value is left out unless it `isAlways` there. */
export const STATUS_COLUMNS: readonly StatusColumn[] = [
  { title: "line", limit: 8, isAlways: true, value: ({ entry }) => String(entry.place.start.line) },
  { title: "entry", limit: 40, isAlways: true, value: ({ entry }) => entry.id },
  {
    title: "state",
    limit: 8,
    isAlways: true,
    value: ({ group }) => group ?? "?",
    style: ({ group }) => STYLES[group ?? ""],
  },
  { title: "as written", limit: 30, isAlways: true, value: ({ entry: { state } }) => state?.word || state?.icon || "" },
  { title: "claimed by", limit: 40, value: ({ claimedBy }) => claimedBy ?? "" },
  {
    title: "last sign",
    limit: 30,
    value: ({ age, isStale }) => (age === undefined ? "" : `${describeDuration(Math.max(0, age))} ago${isStale ? ", stale" : ""}`),
    style: ({ isStale }) => (isStale ? "red" : undefined),
  },
  { title: "output", limit: 50, value: ({ outputFile }) => outputFile ?? "" },
  { title: "waits for", limit: 80, value: ({ dependencies }) => dependencies.map(describeDependency).join(", ") },
];

function describeDependency({ name, checkpoint, isUnknown, isMet }: DependencyStatus): string {
  return `${name}${checkpoint === undefined ? "" : `: ${checkpoint}`}${isUnknown ? " (unknown)" : isMet ? " (done)" : ""}`;
}

/** Boards as JSON; documented in docs/formats.md. */
export function formatStatusJson(boards: readonly BoardStatus[]): string {
  return toJsonText({
    version: 1,
    boards: boards.map(({ board, entries }) => ({
      file: board.document.path,
      vocabulary: board.vocabulary.origin,
      entries: entries.map(({ entry, group, claimedBy, sign, age, isStale, outputFile, dependencies }) => ({
        id: entry.id,
        name: entry.name,
        line: entry.place.start.line,
        column: entry.place.start.column,
        state: group ?? null,
        word: entry.state?.word ?? null,
        icon: entry.state?.icon ?? null,
        claimedBy: claimedBy ?? null,
        lastSign: sign ? new Date(sign.time).toISOString() : null,
        ageSeconds: age === undefined ? null : Math.round(age / 1000),
        stale: isStale,
        outputFile: outputFile ?? null,
        archived: entry.archived,
        dependencies: dependencies.map(({ name, checkpoint, isUnknown, isMet, group }) => ({
          name,
          checkpoint: checkpoint ?? null,
          known: !isUnknown,
          state: group ?? null,
          met: isMet,
        })),
      })),
    })),
  });
}
