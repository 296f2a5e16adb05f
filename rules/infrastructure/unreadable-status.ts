import type { Table } from "mdast";
import type { Position } from "unist";
import { z } from "zod";
import { faultsOfType, type Document } from "../../src/document.ts";
import type { Board } from "../../src/model/board.ts";
import { namesStatusFile } from "../../src/model/board/coordination.ts";
import type { DataNode } from "../../src/parse/data.ts";
import { blocksOfType } from "../../src/parse/mdast.ts";
import { plainText } from "../../src/parse/prose.ts";
import { defineRule } from "../../src/rule.ts";
import { lineSpan, lineText, toPosition, type SourceFile, type Span } from "../../src/source.ts";

/**
 * A status file that does not parse is no status file: the script that looks
 * for free work stops with an error, or finds nothing, and every session
 * waits. A table row with a cell too many loses that cell, and what stands
 * behind it.
 *
 * ## Bad
 *
 * ````yaml expect=3:7 file=STATUS-SESSION-2.yaml
 * session: session-2
 * status: working
 * next: tests: the parser
 * ````
 *
 * ````markdown expect=4:27 file=STATUS.md
 * | Session | Status | Claimed By |
 * |---------|--------|------------|
 * | Session 1 | UNCLAIMED | - |
 * | Session 2 | fix a | b | CLAIMED | session-7 |
 * ````
 *
 * ## Good
 *
 * ````yaml file=STATUS-SESSION-2.yaml
 * session: session-2
 * status: working
 * next: "tests: the parser"
 * ````
 */
export default defineRule({
  summary: "A status file that does not parse, or a row of a board with cells that get lost",
  scope: "any",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    invalid: "This status file does not parse as {{language}} from here on ({{reason}}): expected a file that sessions and scripts can read",
    twice: "`{{key}}` stands twice in this entry, and a parser takes one of them or neither: expected it once",
    noTable: "This table's header has {{columns}} cells and the line below it {{cells}}, so that it is no table: expected as many",
    cells: "This row has {{cells}} cells and its table {{columns}} columns, so that `{{lost}}` is lost: expected `\\|` for a pipe inside a cell",
  },
  checkDocument(document, { workspace, report }) {
    const board = workspace.boards.find((other) => other.document === document);
    const fault = isStatusData(document, board) ? faultsOfType(document, "invalid-data")[0] : undefined;
    const { source } = document;
    const end = fault && lineSpan(source, fault.place.start.line).end;
    if (fault)
      report(document, {
        place: toPosition(source, { start: fault.place.start.offset!, end: Math.max(fault.place.start.offset! + 1, end!) }),
        messageId: "invalid",
        data: { language: fault.language, reason: fault.reason },
      });

    for (const { key, place, first } of isStatusData(document, board) ? findDuplicates(document) : []) {
      report(document, { place, messageId: "twice", data: { key }, related: [{ path: document.path, place: first, message: "The first one" }] });
    }
    for (const { place, columns, cells } of board || namesStatusFile(document.path) ? findBrokenTables(document) : []) {
      report(document, { place, messageId: "noTable", data: { columns, cells } });
    }
    for (const { table, rows } of board ? boardTables(board) : []) {
      const columns = table.children[0]!.children.length;
      for (const row of rows) {
        const extra = row.children.slice(columns);
        const lost = extra
          .map((cell) => plainText(cell).trim())
          .filter((text) => text !== "")
          .join(" | ");
        if (lost === "") continue;
        const place = withoutPipes(document.source, { start: extra[0]!.position!.start.offset!, end: extra.at(-1)!.position!.end.offset! });
        report(document, { place, messageId: "cells", data: { cells: row.children.length, columns, lost } });
      }
    }
  },
});

/** Keys that say who has what, written twice in one map: files that sessions append to. */
function findDuplicates({ data }: Document): { key: string; place: Position; first: Position }[] {
  const found: { key: string; place: Position; first: Position }[] = [];
  const open: DataNode[] = data.filter(({ origin, badExample }) => origin !== "fence" && !badExample).flatMap(({ roots }) => roots);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "list") open.push(...node.items);
    if (node.type !== "map") continue;
    const seen = new Map<string, Position>();
    for (const { key, keyPlace, value } of node.entries) {
      const first = seen.get(key);
      if (first && STATE_KEY.test(key)) found.push({ key, place: keyPlace, first });
      else seen.set(key, keyPlace);
      open.push(value);
    }
  }
  return found.sort((a, b) => a.place.start.offset! - b.place.start.offset!);
}

const STATE_KEY = /^(?:status|state|claimed_?by|assigned_?to|assignee|owner|session|task)$/i;

/** Lines that look like a table with a status column, and are none to GFM: header and delimiter row differ. */
function findBrokenTables({ passages, source }: Document): { place: Position; columns: number; cells: number }[] {
  return passages.flatMap(({ type, embedded, text, place }) => {
    if (type !== "paragraph" || embedded || !text.startsWith("|")) return [];
    const header = lineText(source, place.start.line);
    const delimiter = lineText(source, place.start.line + 1);
    if (!/\b(?:status|state|claimed)\b/i.test(header) || !/^[\s|:-]{3,}$/.test(delimiter) || !delimiter.includes("--")) return [];
    const [columns, cells] = [countCells(header), countCells(delimiter)];
    return columns === cells ? [] : [{ place: toPosition(source, lineSpan(source, place.start.line + 1)), columns, cells }];
  });
}

function countCells(row: string): number {
  return row.trim().replace(/^\|/, "").replace(/\|$/, "").replaceAll("\\|", "").split("|").length;
}

function withoutPipes(source: SourceFile, { start, end }: Span): Position {
  const blank = (at: number): boolean => "| \t".includes(source.text[at]!);
  let from = start;
  let to = end;
  while (from < to && blank(from)) from++;
  while (to > from && blank(to - 1)) to--;
  return toPosition(source, { start: from, end: to });
}

/** A file of data that holds states: by its name, by what was read of it, by what its text looks like. */
function isStatusData({ path, format, source, data }: Document, board: Board | undefined): boolean {
  if (format === "markdown")
    return board !== undefined || (data.some(({ origin }) => origin === "front-matter") && STATUS_MATTER.test(frontMatter(source.text)));
  if (SETUP_FOLDER.test(path)) return false;
  if (DEPENDENCIES_NAME.test(path)) return true;
  return STATUS_LINE.test(source.text) && (board !== undefined || namesStatusFile(path) || SESSION_LINE.test(source.text));
}

const SETUP_FOLDER = /(?:^|\/)(?:\.github|node_modules|charts?|helm|k8s|kubernetes|locales?)\//i;
const DEPENDENCIES_NAME = /(?:^|\/)DEPENDENCIES\.(?:ya?ml|json)$/;
const STATUS_LINE = /(?:^|[{,])[ \t{,"'-]{0,40}(?:status|state|\w{1,40}_status)["']?[ \t]*:/im;
const SESSION_LINE = /(?:^|[{,])[ \t{"']{0,10}(?:session|session_id|task|task_id|agent|claimed_by|claimedBy|assignee)["']?[ \t]*:/im;

/** Front matter that gives a task its state. */
const STATUS_MATTER = /^status:[ \t]*\S/im;

function frontMatter(text: string): string {
  const end = text.indexOf("\n---", 3);
  return end < 0 ? "" : text.slice(0, Math.min(end + 1, 5000));
}

/** The tables that entries of a board stand in, with the rows that are entries. */
function boardTables({ document, entries }: Board): { table: Table; rows: Table["children"] }[] {
  const starts = new Set(entries.flatMap(({ format, place }) => (format === "table" ? place.start.offset! : [])));
  if (starts.size === 0) return [];
  return blocksOfType(document.tree, "table").flatMap((table) => {
    const rows = table.children.slice(1);
    return rows.some(({ position }) => starts.has(position!.start.offset!)) ? [{ table, rows }] : [];
  });
}
