import type { Document } from "../../document.ts";
import type { Passage } from "../../parse/prose.ts";
import type { Workspace } from "../../workspace.ts";
import type { Board } from "../board.ts";
import { documentAt, promptIn } from "../lookup.ts";
import { groupOfKnownWord } from "../vocabulary.ts";
import type { PatternProblem } from "../patterns.ts";

/**
 * A prompt that says in prose where to look for a state: «read the status in
 * X; if Session 2 is "READY", claim it», where X never says `READY` and another
 * file, a board, does.
 */
export function findSentElsewhere(document: Document, workspace: Workspace): PatternProblem[] {
  const { boards, references } = workspace;
  if (boards.length === 0 || !promptIn(workspace, document)) return [];
  const lookups = document.passages.filter((passage) => !passage.badExample && passage.type !== "heading").flatMap(findLookup);
  const files = (references.get(document) ?? []).filter(({ use, kind, origin }) => use === "read" && kind === "file" && origin !== "command");
  const seen = new Set<string>();
  return lookups.flatMap(({ passage, word }): PatternProblem[] => {
    const offset = passage.place.start.offset!;
    const last = files.findLast(({ place }) => place.start.offset! < offset);
    const told = last?.resolved === undefined ? undefined : documentAt(workspace, last.resolved);
    if (!last || seen.has(word) || !told || told === document || says(told, word) || !isStatusOrder(document, last.place.start.line, offset)) return [];
    const others = boards.filter((other) => other.document !== told && other.document !== document && holds(other, word));
    // The one with the session of which the text speaks.
    const board = others.find(({ entries }) => entries.some(({ id }) => passage.text.includes(id))) ?? others[0];
    if (!board) return [];
    seen.add(word);
    const related = [{ path: document.path, place: passage.place, message: "What is looked for" }];
    const data = { word, file: told.path, board: board.document.path };
    return [{ kind: "unmatched", messageId: "elsewhere", data, document, place: last.place, related, repair: undefined }];
  });
}

interface Lookup {
  passage: Passage;
  word: string;
}

/** `If "READY TO DEPLOY", claim this session`, `status = "READY"`. */
function findLookup(passage: Passage): Lookup[] {
  const match = LOOKUP.exec(passage.text.slice(0, 2_000));
  const word = match?.[1];
  return word !== undefined && groupOfKnownWord(word) === "free" ? [{ passage, word }] : [];
}

const LOOKUP = /\b(?:if|status|look for|find|with)\b[^"“`\n]{0,40}["“`]([A-Z][A-Z_]{2,20}(?: [A-Z][A-Z_]{1,20}){0,3})["”`]/i;

function says({ source }: Document, word: string): boolean {
  return source.text.includes(word) || source.text.trim() === "";
}

function holds({ document, entries }: Board, word: string): boolean {
  return says(document, word) && entries.some(({ state, fields }) => state?.word === word || fields.some(({ value }) => value === word));
}

/** Whether the reader is sent to the file for the status, a few lines above. */
function isStatusOrder({ source, passages }: Document, line: number, offset: number): boolean {
  const order = passages.some(({ text, place }) => place.start.line <= line && line <= place.end.line && /\bstatus\b/i.test(text));
  return order && source.text.slice(source.lineStarts[line - 1], offset).split("\n").length <= MAX_DISTANCE;
}

const MAX_DISTANCE = 20;
