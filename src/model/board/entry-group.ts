import type { Heading, Html, List, Nodes, Paragraph, Root, Table } from "mdast";
import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { Passage } from "../../parse/prose.ts";
import { toPosition, type SourceFile, type Span } from "../../source.ts";
import type { Entry, Field, State } from "../board.ts";
import { groupOfKnownWord } from "../vocabulary.ts";
import { isClaimKey, type FieldNames } from "./field-names.ts";
import type { StateReader } from "./state.ts";

/** What the readers of the formats need. */
export interface BoardReading extends StateReader {
  document: Document;
  blocks: readonly Block[];
  runs: TextRuns;
  fieldNames: FieldNames;
  isConfiguredBoard: boolean;
}

/** Entries of one table, list, map or heading level, before it is decided whether they coordinate anybody. */
export interface EntryGroup {
  entries: Omit<Entry, "family">[];
  /** What the entries are; a table of components is no board, however full of states. */
  kind: WorkKind;
  /** How the work is taken: by a field that says so, by one that may say so, not at all. */
  claim: "claim" | "owner" | "none";
  /** The whole file is about this one entry. */
  wholeFile?: boolean;
}

/** `session`: who works; `task`: what is worked on; `phase`: parts of a plan; `thing`: anything else. */
export type WorkKind = "session" | "task" | "phase" | "thing";

/** Plain text that knows where it stands in the file. */
export interface TextRun {
  text: string;
  locate: (span: Span) => Position;
}

export type Block = Heading | Paragraph | List | Table | Html;

/** The blocks of a document outside of embedded prompts, in reading order. */
export function collectBlocks(tree: Root): Block[] {
  const blocks: Block[] = [];
  const open: Nodes[] = [...tree.children].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "heading" || node.type === "paragraph" || node.type === "table" || node.type === "html" || node.type === "list") blocks.push(node);
    if (node.type !== "list" && node.type !== "listItem" && node.type !== "blockquote") continue;
    for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index]!);
  }
  return blocks;
}

/** The text of paragraphs, headings and cells outside of embedded prompts, by the offset they start at. */
export type TextRuns = ReadonlyMap<number, Passage>;

export function collectTextRuns({ passages }: Document): TextRuns {
  const runs = new Map<number, Passage>();
  for (const passage of passages) if (!passage.embedded) runs.set(passage.place.start.offset!, passage);
  return runs;
}

export function textRunOf(runs: TextRuns, node: Nodes | undefined): Passage | undefined {
  return node && runs.get(node.position!.start.offset!);
}

/** The value of a field as text that knows where it stands; markup inside it is passed over by looking for the words. */
export function fieldRun({ value, valuePlace }: Field, source: SourceFile): TextRun {
  const from = valuePlace.start.offset!;
  const written = source.text.slice(from, valuePlace.end.offset);
  const locate = ({ start, end }: Span): Position => {
    const words = value
      .slice(start, end)
      .split(/\s+/)
      .filter((word) => word !== "");
    const first = written.indexOf(words[0] ?? "");
    const last = words.at(-1) ?? "";
    const lastAt = first < 0 ? -1 : written.indexOf(last, words.length > 1 ? first + words[0]!.length : first);
    return lastAt < 0 ? valuePlace : toPosition(source, { start: from + first, end: from + lastAt + last.length });
  };
  return { text: value, locate };
}

/** The state an entry writes: in its status field, or in the one that says who has claimed it. */
export function stateOfFields(fields: readonly Field[], { document, readState }: Pick<BoardReading, "document" | "readState">): State | undefined {
  const status = fields.find(({ name, value }) => name === "status" && value !== "");
  if (status) return readState(fieldRun(status, document.source));
  const claim = fields.find(({ name, value }) => name === "claimedBy" && value !== "");
  const state = claim && readState(fieldRun(claim, document.source));
  // Who holds it is no state; that nobody does is one.
  return state && groupOfKnownWord(state.word) === "free" ? state : undefined;
}

/** The stretch of `text` without blanks at its ends. */
export function trimSpan(text: string, { start, end }: Span): Span {
  let from = start;
  let to = Math.max(start, end);
  while (from < to && isBlank(text[from]!)) from++;
  while (to > from && isBlank(text[to - 1]!)) to--;
  return { start: from, end: to };
}

function isBlank(unit: string): boolean {
  return unit === " " || unit === "\t" || unit === "\n" || unit === "\r" || unit === "\u00a0";
}

/** How the entries of a group are taken. */
export function findClaim(fields: readonly (readonly Field[])[]): EntryGroup["claim"] {
  const claims = fields.flatMap((own) => own.filter(({ name }) => name === "claimedBy"));
  if (claims.some(({ key }) => isClaimKey(key))) return "claim";
  return claims.length > 0 ? "owner" : "none";
}
