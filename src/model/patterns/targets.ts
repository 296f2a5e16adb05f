import { blocksOfType } from "../../parse/mdast.ts";
import { groupBy } from "../../group-by.ts";
import { findLineIndex } from "../../source.ts";
import type { Document } from "../../document.ts";
import type { Budget } from "../../patterns/parse-regex.ts";
import { baseName } from "../../read/paths.ts";
import { remembered } from "../../remembered.ts";
import type { Workspace } from "../../workspace.ts";
import { fieldOf, type Board, type Entry, type Field } from "../board.ts";
import { normalizeIcon } from "../icons.ts";
import { boardIn } from "../lookup.ts";
import { statusesWrittenBy } from "../status-writes.ts";
import { linesWrittenBy, type WrittenLines } from "../written-lines.ts";
import { vocabularyWords } from "../vocabulary.ts";

/** A file that patterns are held against. */
export interface Target {
  document: Document;
  board: Board | undefined;
  /** As the tools see it: lines end at `\n` alone. */
  lines: readonly TargetLine[];
  /** What entries hold, or would hold in another state of the vocabulary. Of a file that is no board its lines. */
  possible: readonly PossibleLine[];
  /** Lines that scripts write into a file of this name, as far as the scripts say. */
  written: readonly string[];
}

export interface TargetLine {
  /** From 1. */
  number: number;
  text: string;
  /** `script`: inside a fence; `other`: headings, legends, instructions, notes. */
  kind: "entry" | "script" | "other";
  entry: Entry | undefined;
}

/** A line of an entry as it is, or with another state in it. */
export interface PossibleLine {
  text: string;
  /** The line that it is, or was made of. */
  line: TargetLine;
  field: Field | undefined;
  isActual: boolean;
  /** The state that was put in. */
  value?: string;
}

/** What `workspace` knows of the files that patterns run on; each is read once. */
export function createTargets(workspace: Workspace): (document: Document) => Target {
  let texts: Map<string, WrittenLines[]> | undefined;
  let written: { file: string; value: string }[] | undefined;
  return remembered((document: Document) => {
    const board = boardIn(workspace, document);
    const lines = readLines(document, board);
    texts ??= groupBy(workspace.documents.flatMap(linesWrittenBy), ({ file }) => baseName(file));
    const own = (texts.get(baseName(document.path)) ?? []).flatMap((text) => text.lines);
    const base = { document, board, lines, written: [...new Set(own)].slice(0, MAX_POSSIBLE) };
    if (!board) return { ...base, possible: lines.map((line) => ({ text: line.text, line, field: undefined, isActual: true })) };
    written ??= workspace.documents.flatMap(statusesWrittenBy);
    const name = baseName(document.path);
    // A variable may stand for any file. «API-02: DONE» is more than a state.
    const values = written.filter(({ file, value }) => (baseName(file) === name || file.includes("$")) && !value.includes(":")).map(({ value }) => value);
    return { ...base, possible: readPossible(lines, board, [...new Set(values)].slice(0, MAX_WRITTEN)) };
  });
}

const MAX_WRITTEN = 30;
/** Lines with another state in them; a long board has the same few lines again and again. */
const MAX_POSSIBLE = 1_500;

/** The lines that a pattern could be for: those with a state in them only where the pattern has a word of it. */
export function possibleFor(sources: readonly string[], { possible }: Target, budget: Budget): readonly PossibleLine[] {
  budget.left -= possible.length;
  const said = sources.join("\n").toLowerCase();
  const isSaid = new Map<string, boolean>();
  return possible.filter(({ value }) => {
    if (value === undefined) return true;
    let known = isSaid.get(value);
    if (known === undefined) {
      known = (value.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []).some((word) => said.includes(word));
      isSaid.set(value, known);
    }
    return known;
  });
}

function readLines({ source, tree }: Document, board: Board | undefined): TargetLine[] {
  const texts = source.text.split("\n");
  if (texts.at(-1) === "") texts.pop();
  const lines = texts.map((text, index): TargetLine => ({ number: index + 1, text, kind: "other", entry: undefined }));
  const mark = (first: number, last: number, kind: TargetLine["kind"], entry?: Entry): void => {
    for (let number = first; number <= last && number <= lines.length; number++) Object.assign(lines[number - 1]!, { kind, entry });
  };
  // An entry without a place for its end goes on to where the next one starts.
  for (const entry of board?.entries ?? []) mark(entry.extent.start.line, entry.extent.end.line, "entry", entry);
  for (const type of ["code", "embedded"] as const) {
    for (const { position } of blocksOfType(tree, type)) {
      const { start, end } = position!;
      // Entries inside a fence are entries.
      for (let number = start.line; number <= end.line; number++) if (lines[number - 1]?.kind === "other") mark(number, number, "script");
      if (type === "code") mark(start.line, end.line, "script");
    }
  }
  return lines;
}

function readPossible(lines: readonly TargetLine[], board: Board, written: readonly string[]): PossibleLine[] {
  const { source } = board.document;
  const states = stateTexts(board, written);
  const claims = claimTexts(board);
  const possible: PossibleLine[] = [];
  const seen = new Set<string>();
  for (const line of lines) if (line.kind === "entry") possible.push({ text: line.text, line, field: fieldAt(line, line.entry!), isActual: true });
  for (const entry of board.entries) {
    for (const name of ["status", "claimedBy"] as const) {
      const field = fieldOf(entry, name);
      if (!field) continue;
      const { start, end } = field.valuePlace;
      const number = findLineIndex(source.lineStarts, start.offset!) + 1;
      const line = lines[number - 1];
      if (line?.kind !== "entry" || end.line !== start.line) continue;
      const from = start.offset! - source.lineStarts[number - 1]!;
      const to = end.offset! - source.lineStarts[number - 1]!;
      for (const value of name === "status" ? states : claims) {
        const rest = line.text.slice(to);
        // A cell as it is padded now, and without.
        for (const behind of new Set([rest, rest.replace(/^\s+\|/, " |")])) {
          const text = line.text.slice(0, from) + value + behind;
          if (seen.size >= MAX_POSSIBLE || seen.has(text)) continue;
          seen.add(text);
          possible.push({ text, line, field, isActual: false, value });
        }
      }
    }
  }
  return possible;
}

function fieldAt({ number }: TargetLine, { fields }: Entry): Field | undefined {
  return fields.find(({ place }) => place.start.line <= number && number <= place.end.line);
}

/** What a status field can hold: the words of the vocabulary, with and without their icons, those that entries have, those that scripts write. */
function stateTexts({ entries, vocabulary }: Board, written: readonly string[]): string[] {
  const texts = new Set<string>(written);
  for (const word of vocabularyWords(vocabulary)) {
    texts.add(word);
    for (const [icon, words] of vocabulary.icons) {
      if (!words.includes(word)) continue;
      texts.add(`${icon} ${word}`);
      texts.add(`${icon}\uFE0F ${word}`);
    }
  }
  for (const { state } of entries) {
    if (state === undefined || state.word === "") continue;
    texts.add(state.word);
    if (state.icon !== undefined) texts.add(`${normalizeIcon(state.icon)} ${state.word}`).add(`${state.icon} ${state.word}`);
  }
  return [...texts].slice(0, MAX_STATES);
}

const MAX_STATES = 60;

function claimTexts({ entries, vocabulary }: Board): string[] {
  const held = entries.map((entry) => fieldOf(entry, "claimedBy")?.value ?? "").filter((value) => value !== "" && value.length <= 80);
  const words = vocabularyWords(vocabulary);
  // In some boards the claim field has words of the status, in most it has a name.
  const shared = held.some((value) => words.includes(value)) ? words : [];
  return [...new Set(["UNCLAIMED", "CLAIMED", "CLAIMED-1763110800-4242", ...shared, ...held.slice(0, 20)])];
}
