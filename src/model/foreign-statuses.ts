import type { Position } from "unist";
import type { Document } from "../document.ts";
import { remembered } from "../remembered.ts";
import type { Workspace } from "../workspace.ts";
import { isStatusOf, type Board, type State } from "./board.ts";
import { namesStatusFile } from "./board/coordination.ts";
import { findLegend } from "./board/legend.ts";
import { createStateReader } from "./board/state.ts";
import { findSoughtStatuses, findStatusWrites, findToldStatuses } from "./status-writes.ts";
import { groupOfKnownWord, isInVocabulary, normalizeKeyword, type Vocabulary } from "./vocabulary.ts";

/** A status on its way into a file that has no such word. */
export interface ForeignStatus {
  word: string;
  place: Position;
  target: StatusFile;
}

/** A file with the words that it, or files of its kind, may hold. */
export interface StatusFile {
  path: string;
  vocabulary: Vocabulary;
}

/** Statuses that a script writes into a board, or a file made after a template, whose vocabulary does not have them. */
export function findForeignWrites(document: Document, { boards, documents }: Workspace): ForeignStatus[] {
  const writes = document.scripts.flatMap((script) => findStatusWrites(script).map((write) => ({ ...write, script })));
  if (writes.length === 0) return [];
  const defined = definingBoards(boards);
  const templates = findTemplates(documents);
  return writes.flatMap(({ script, file, value, replaced, span }) => {
    const target =
      defined.find(({ path }) => path === file || path.endsWith(`/${file}`) || file.endsWith(`/${path}`)) ??
      templates.find(({ path }) => /\.(?:ya?ml|json)$/.test(file) && firstWord(path) === firstWord(file));
    if (!target) return [];
    const { readState } = createStateReader(target.vocabulary);
    const read = (text: string): string => readState({ text, locate: () => script.place(span) })?.word ?? "";
    const word = read(value);
    // Without the key, it is an edit of a status only where a status is replaced.
    const isEdit = replaced === undefined || isInVocabulary(target.vocabulary, read(replaced));
    if (word === "" || !isEdit || isInVocabulary(target.vocabulary, word)) return [];
    const at = script.text.indexOf(word, span.pos);
    return [{ word, place: script.place(at < 0 ? span : { pos: at, end: at + word.length }), target }];
  });
}

const definingBoards = remembered((boards: readonly Board[]): StatusFile[] =>
  boards.filter(({ vocabulary }) => vocabulary.origin !== "default").map(({ document: { path }, vocabulary }) => ({ path, vocabulary })),
);

/** Statuses that a prompt tells its sessions to write, where it names one board and that one defines its words. */
export function findForeignOrders(document: Document, { boards }: Workspace): ForeignStatus[] {
  const told = findToldStatuses(document);
  const board = told.length > 0 ? findOnlyBoard(document, boards) : undefined;
  if (!board) return [];
  const { vocabulary } = board;
  return told.flatMap(({ word, place }) => (isInVocabulary(vocabulary, word) ? [] : [{ word, place, target: { path: board.document.path, vocabulary } }]));
}

/** Statuses that a prompt tells its sessions to wait or look for, where it names one board and no entry of that one can hold them. */
export function findForeignSought(document: Document, { boards }: Workspace): ForeignStatus[] {
  const sought = findSoughtStatuses(document);
  const board = sought.length > 0 ? findOnlyBoard(document, boards) : undefined;
  if (!board) return [];
  const { vocabulary, entries } = board;
  const fields = entries.flatMap((entry) => entry.fields);
  const isClaimed = fields.some(({ name }) => name === "claimedBy");
  return sought.flatMap(({ word, place }) => {
    const keyword = normalizeKeyword(word);
    // A word of nobody's is as likely the name of something else.
    if (isInVocabulary(vocabulary, word) || groupOfKnownWord(word) === undefined) return [];
    // Who has claimed it stands in a field of its own.
    if ((isClaimed && /CLAIMED|ASSIGNED/.test(keyword)) || fields.some(({ value }) => normalizeKeyword(value).includes(keyword))) return [];
    return [{ word, place, target: { path: board.document.path, vocabulary } }];
  });
}

/** The board that a document names or is, if it is one only and defines its words. */
function findOnlyBoard(document: Document, boards: readonly Board[]): Board | undefined {
  const isNamed = new Map<string, boolean>();
  let only: Board | undefined;
  for (const board of boards) {
    const name = fileName(board.document.path);
    if (!isNamed.has(name)) isNamed.set(name, document.source.text.includes(name));
    if (board.document !== document && !isNamed.get(name)) continue;
    if (only) return undefined;
    only = board;
  }
  return only?.vocabulary.origin === "default" ? undefined : only;
}

/** States of files that each hold one session, outside the words that a template for such files lists. */
export function findForeignToTemplate({ boards, documents }: Workspace): { board: Board; template: StatusFile; state: State }[] {
  const single = boards.filter(({ document, entries, vocabulary }) => vocabulary.origin === "default" && document.format !== "markdown" && entries[0]?.state);
  if (single.length === 0) return [];
  const templates = findTemplates(documents);
  return single.flatMap((board) => {
    const template = templates.find(({ path }) => firstWord(path) === firstWord(board.document.path));
    const state = board.entries[0]!.state!;
    if (!template || state.word === "" || isInVocabulary(template.vocabulary, state.word) || !isStatusOf(board.entries[0]!, state)) return [];
    return [{ board, template, state }];
  });
}

/** Files that list the words for others of their kind. */
const findTemplates = remembered((documents: readonly Document[]): StatusFile[] =>
  documents.flatMap((document) => {
    if (document.format === "markdown" || !/template/i.test(fileName(document.path)) || !namesStatusFile(document.path)) return [];
    const vocabulary = findLegend(document, [], new Map());
    return vocabulary ? [{ path: document.path, vocabulary }] : [];
  }),
);

/** `STATUS` of `STATUS-SESSION-5.yaml` and of `STATUS-TEMPLATE.yaml`. */
function firstWord(path: string): string {
  return fileName(path)
    .split(/[-_. ]/, 1)[0]!
    .toLowerCase();
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
