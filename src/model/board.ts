import type { Position } from "unist";
import type { Document } from "../document.ts";
import { createFieldNames } from "./board/field-names.ts";
import { readData } from "./board/data.ts";
import { readFileEntry } from "./board/file-entry.ts";
import { readHeadings } from "./board/headings.ts";
import { chooseGroups, mayCoordinate } from "./board/coordination.ts";
import { findLegend } from "./board/legend.ts";
import { readTables } from "./board/tables.ts";
import { readTasks } from "./board/tasks.ts";
import { collectBlocks, collectTextRuns, type BoardReading } from "./board/entry-group.ts";
import { readOutline } from "./board/outline.ts";
import { createStateReader } from "./board/state.ts";
import type { StateGroup, Vocabulary } from "./vocabulary.ts";

/** A document, or a part of one, that holds session entries. */
export interface Board {
  document: Document;
  entries: readonly Entry[];
  vocabulary: Vocabulary;
}

/** One session, task or work item of a board. */
export interface Entry {
  /** What tells it from the others: `Session 2`, `P0.1.1`, `checkout-api`. */
  id: string;
  /** The rest of its heading, the title column; `""` when there is none. */
  name: string;
  format: "heading" | "table" | "task" | "data";
  /** The heading line, the table row, the task line, the key. */
  place: Position;
  /** From its start to the end of its last field. */
  extent: Position;
  fields: readonly Field[];
  state: State | undefined;
  /** In a part that says it is an archive: no claim fields are expected. */
  archived: boolean;
  /** The same number for the entries of one table, list, map or heading level: they have the same fields. */
  family: number;
}

/** The canonical names of fields that the tool knows. */
export const FIELD_NAMES = [
  "status",
  "claimedBy",
  "repository",
  "branch",
  "outputFile",
  "missionFile",
  "dependencies",
  "expectedCompletion",
  "timeline",
  "lastHeartbeat",
  "cost",
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export interface Field {
  /** `undefined` for a field the tool has no name for. */
  name: FieldName | undefined;
  /** As written, markup and colon taken off: `Claimed By`. */
  key: string;
  /** Plain text, markup taken off, trimmed. */
  value: string;
  /** The whole field: key, separator, value. In a table the cell. */
  place: Position;
  keyPlace: Position;
  valuePlace: Position;
}

/** A status as an entry writes it. */
export interface State {
  /** The keyword without icon and remark: `READY TO DEPLOY`. `""` for an icon alone. */
  word: string;
  /** The emoji in front of or behind it, or the box of a task: `⏳`, `[x]`. */
  icon: string | undefined;
  /** What it means; `undefined` when neither the vocabulary nor the icon knows it. */
  group: StateGroup | undefined;
  /** Icon and keyword, without a remark behind them. */
  place: Position;
}

export interface BoardOptions {
  /** Of the config, else the default; a legend in the document comes between the two. */
  vocabulary: Vocabulary;
  /** Canonical field name to further names. */
  fieldAliases: Readonly<Record<string, readonly string[]>>;
  /** Whether the config says that it is a board. */
  isConfiguredBoard: boolean;
}

/** The session entries of a document; `undefined` when it coordinates nobody. */
export function readBoard(document: Document, { vocabulary: given, fieldAliases, isConfiguredBoard }: BoardOptions): Board | undefined {
  const fieldNames = createFieldNames(fieldAliases);
  if (!isConfiguredBoard && !mayCoordinate(document, fieldNames)) return undefined;
  const runs = collectTextRuns(document);
  const blocks = collectBlocks(document.tree);
  const vocabulary = given.origin === "config" ? given : (findLegend(document, blocks, runs) ?? given);
  const reading: BoardReading = {
    document,
    blocks,
    runs,
    fieldNames,
    ...createStateReader(vocabulary),
    isConfiguredBoard,
  };
  const outline = document.format === "markdown" ? readOutline(reading) : [];
  const groups = chooseGroups(reading, [
    ...readFileEntry(reading, outline),
    ...readHeadings(reading, outline),
    ...readTables(reading),
    ...readTasks(reading),
    ...readData(reading),
  ]);
  const entries = groups
    .flatMap((group, family) => group.entries.map((entry) => ({ ...entry, family })))
    .sort((a, b) => a.place.start.offset! - b.place.start.offset!);
  return entries.length > 0 ? { document, entries, vocabulary } : undefined;
}

/** The first field of an entry with that name. */
export function fieldOf(entry: Entry, name: FieldName): Field | undefined {
  return entry.fields.find((field) => field.name === name);
}

/** Whether an entry writes a state as its status, not only as who has claimed it. */
export function isStatusOf({ fields }: Entry, { place }: State): boolean {
  return fields.some(
    ({ name, valuePlace }) => name === "status" && valuePlace.start.offset! <= place.start.offset! && place.end.offset! <= valuePlace.end.offset!,
  );
}
