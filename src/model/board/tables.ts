import type { Table, TableCell, TableRow } from "mdast";
import type { Position } from "unist";
import { sectionAt, sectionPath } from "../../parse/prose.ts";
import { toPosition, type SourceFile } from "../../source.ts";
import type { Field, FieldName } from "../board.ts";
import { isArchive } from "./archive.ts";
import { findClaim, stateOfFields, textRunOf, trimSpan, type BoardReading, type EntryGroup, type TextRuns, type WorkKind } from "./entry-group.ts";
import { isClaimKey, normalizeKey } from "./field-names.ts";
import { commonKind } from "./headings.ts";
import { isLegendTable } from "./legend.ts";
import { idBehindKey, isPlaceholder, isTotal, kindOfNoun, readTitle } from "./title.ts";

/** Tables with one row an entry, one group a table. */
export function readTables(reading: BoardReading): EntryGroup[] {
  const { document, blocks, runs } = reading;
  const groups: EntryGroup[] = [];
  for (const node of blocks) {
    if (node.type !== "table" || node.children.length < 2) continue;
    const section = sectionAt(document.sections, node.position!.start.offset!);
    const path = sectionPath(section);
    if (section.badExample || isLegendTable(node, runs)) continue;
    const group = readTable(node, path, reading);
    if (group) groups.push(group);
  }
  return groups;
}

interface Column {
  header: string;
  /** `id` and `name` are what the row is called. */
  role: FieldName | "id" | "name" | undefined;
  place: Position;
}

function readTable(table: Table, path: readonly string[], reading: BoardReading): EntryGroup | undefined {
  const {
    document: { source, path: file },
    runs,
  } = reading;
  const columns = readHeader(table.children[0]!, reading);
  const idColumn = columns.find(({ role }) => role === "id");
  if (!idColumn || !columns.some(({ role }) => role === "status" || role === "claimedBy")) return undefined;

  const archived = isArchive(file, path);
  const entries: EntryGroup["entries"] = [];
  const kinds: WorkKind[] = [];
  for (const row of table.children.slice(1)) {
    const cells = columns.map((column, index) => ({ column, ...readCell(row, index, runs, source) }));
    const called = cells.find(({ column }) => column === idColumn)!.text;
    const title = readTitle(called);
    const name = title.name || (cells.find(({ column }) => column.role === "name")?.text ?? "");
    if (title.id === "" && name === "") continue;
    if (isTotal(title.id) || isPlaceholder(title.id) || /^[-–—\s]*$/.test(called)) continue;
    const fields = cells.flatMap(({ column, text, place }): Field[] => {
      const isField = column.header !== "" && column !== idColumn;
      return isField ? [{ name: toFieldName(column), key: column.header, value: text, place, keyPlace: column.place, valuePlace: place }] : [];
    });
    entries.push({
      id: idBehindKey(title.id, idColumn.header),
      name,
      format: "table",
      place: row.position!,
      extent: row.position!,
      fields,
      // Who keeps what is over strikes it through.
      archived: archived || row.children.some(({ children }) => children[0]?.type === "delete"),
      state: stateOfFields(fields, reading),
    });
    kinds.push(title.kind);
  }
  if (entries.length === 0) return undefined;
  const nameColumn = columns.find(({ role }) => role === "name");
  const header = nameColumn && isNumbering(idColumn.header) ? nameColumn.header : idColumn.header;
  return { entries, kind: kindOfTable(header, kinds), claim: findClaim(entries.map(({ fields }) => fields)) };
}

function toFieldName({ role }: Column): FieldName | undefined {
  return role === "id" || role === "name" ? undefined : role;
}

function readHeader(row: TableRow, { runs, fieldNames, document: { source } }: BoardReading): Column[] {
  const columns = row.children.map((_, index): Column => {
    const { text: header, place } = readCell(row, index, runs, source);
    return { header, role: fieldNames.get(normalizeKey(header)), place };
  });
  const id = findIdColumn(columns);
  if (!id) return columns;
  id.role = "id";
  const name = columns.find((column) => column !== id && NAME_HEADER.test(column.header) && (column.role === undefined || column.role === "missionFile"));
  if (name) name.role = "name";
  return columns;
}

/** The column that tells the rows apart: `ID` wherever it is, `Task` before `Wave`, else the first that is no state. */
function findIdColumn(columns: readonly Column[]): Column | undefined {
  const explicit = columns.find(({ header }) => /^(?:no\.?|nr\.?|(?:\p{L}+ )?(?:id|key|#))$/iu.test(header.trim()) && !isHolder(header));
  if (explicit) return explicit;
  const first = columns.find(({ role, header }) => header !== "" && role !== "status" && !isClaimKey(header));
  if (!first || !GROUPING_HEADER.test(first.header)) return first;
  return columns.find(({ header, role }) => role === undefined && ["session", "task"].includes(kindOfNoun(header)) && !GROUPING_HEADER.test(header)) ?? first;
}

/** `Session ID` in a table of repositories is who holds the row; in the first column of a table it is the row. */
function isHolder(header: string): boolean {
  return /^(?:session|agent|claim|worker) id$/i.test(header.trim());
}

const GROUPING_HEADER = /^(?:wave|phase|sprint|group|milestone|priority|order|step|stage|track|prio|p)$/i;
const NAME_HEADER = /^(?:name|title|task|task name|description|story|scope|focus|work|feature|mission|topic|summary|goal|session|subject|item|what)$/i;

function readCell(row: TableRow, index: number, runs: TextRuns, source: SourceFile): { text: string; place: Position } {
  const cell = row.children[index];
  const run = textRunOf(runs, cell);
  if (run) {
    const span = trimSpan(run.text, { start: 0, end: run.text.length });
    return { text: run.text.slice(span.start, span.end), place: run.locate(span) };
  }
  return { text: "", place: cell ? insideOf(cell, source) : toPosition(source, { start: row.position!.end.offset!, end: row.position!.end.offset! }) };
}

/** An empty cell, without the pipes. */
function insideOf(cell: TableCell, source: SourceFile): Position {
  const start = cell.position!.start.offset!;
  const text = source.text.slice(start, cell.position!.end.offset);
  const from = text.startsWith("|") ? 1 : 0;
  const to = text.length > 1 && text.endsWith("|") ? text.length - 1 : text.length;
  return toPosition(source, { start: start + from, end: start + Math.max(from, to) });
}

/** Columns of things that have a state without being anybody's work. */
const THING_HEADER =
  /^(?:metrics?|criteri(?:on|a)|aspects?|checks?|tests?|test (?:file|case|suite|name)s?|files?|tools?|scripts?|services?|components?|platforms?|dependenc(?:y|ies)|packages?|librar(?:y|ies)|versions?|endpoints?|variables?|options?|commands?|codes?|gates?|quality gates?|requirements?|risks?|environments?|browsers?|prs?|pr #|pull requests?|commits?|releases?|categor(?:y|ies)|areas?|systems?|integrations?|apis?|providers?|languages?|models?|documents?|docs?|deliverables?|capabilit(?:y|ies)|property|field|parameter|setting|event|page|screen|route|table|class|function|method|bug|decision|question|assumption|severity|role|date|time|when)$/i;

/** `#` and `ID` say nothing of what is counted. */
function isNumbering(header: string): boolean {
  return /^(?:#|no\.?|nr\.?|id|key)$/i.test(header.trim());
}

function kindOfTable(header: string, kinds: readonly WorkKind[]): WorkKind {
  const named = kindOfNoun(header);
  if (THING_HEADER.test(header.trim())) return "thing";
  if (named === "session" || named === "task") return named;
  const common = commonKind(kinds);
  return common === "session" || common === "task" ? common : named;
}
