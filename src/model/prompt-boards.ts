import type { Document } from "../document.ts";
import type { BashScript } from "../parse/bash.ts";
import { parentPath } from "../read/paths.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, type Board } from "./board.ts";
import { remembered, rememberedIn } from "../remembered.ts";
import type { Prompt } from "./prompt.ts";
import type { FileReference } from "./references.ts";

/**
 * The boards that a prompt's sessions work from: those that it names, else the
 * one whose sessions it speaks of more than of any other's, else the only one
 * there is. Sorted by path.
 */
export const boardsOf: (prompt: Pick<Prompt, "document">, workspace: Workspace) => readonly Board[] = rememberedIn(({ document }, { boards, references }) => {
  const mentions = references.get(document) ?? [];
  const named = boards.filter((board) => board.document === document || mentions.some((mention) => isMentionOf(mention, board)));
  if (named.length > 0) return named;
  const { text } = document.source;
  const [first, second] = boards
    .map((board) => ({ board, shared: countShared(idsOf(boards).get(board)!, text) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  if (first) return first.shared === second?.shared ? [] : [first.board];
  return boards.length === 1 ? boards : [];
});

/** Of the boards of a prompt, those that say who has what, where there are such: the others are lists beside them. */
export function mainBoardsOf(prompt: Pick<Prompt, "document">, workspace: Workspace): readonly Board[] {
  const boards = boardsOf(prompt, workspace);
  const claimed = boards.filter(({ entries }) => entries.some((entry) => fieldOf(entry, "claimedBy") !== undefined));
  return claimed.length > 0 ? claimed : boards;
}

/** The scripts of a prompt and of its boards that are meant to be run. */
export function scriptsOf(prompt: Pick<Prompt, "document">, workspace: Workspace): { document: Document; script: BashScript }[] {
  const documents = new Set([prompt.document, ...boardsOf(prompt, workspace).map(({ document }) => document)]);
  return [...documents].flatMap((document) =>
    document.scripts.filter(({ badExample, isTranscript }) => !badExample && !isTranscript).map((script) => ({ document, script })),
  );
}

/** Why nothing is said of a prompt's boards when it has none. */
export const NO_BOARD = "no status file is there to look at";

/** A file, or the folder in which each session has a file of its own. */
function isMentionOf({ resolved, kind, use }: FileReference, { document: { path }, entries }: Board): boolean {
  // Also on another branch: `git show origin/main:STATUS.md`.
  if (resolved === undefined || use === "placeholder") return false;
  if (resolved === path) return true;
  return kind === "folder" && entries.length === 1 && parentPath(path) === resolved.replace(/\/$/, "");
}

/** How many of a board's entries a text speaks of by their ids; 0 for less than two, or less than half. */
function countShared(ids: readonly string[], text: string): number {
  const spoken = ids.filter((id) => holdsWord(text, id)).length;
  return spoken >= 2 && spoken * 2 >= ids.length ? spoken : 0;
}

/** The ids that tell the boards from each other: each run of a workspace has its own `Session 1`. */
const idsOf: (boards: readonly Board[]) => ReadonlyMap<Board, readonly string[]> = remembered((boards) => {
  const all = new Map(boards.map((board) => [board, [...new Set(board.entries.map(({ id }) => id))]]));
  const counts = new Map<string, number>();
  for (const ids of all.values()) for (const name of new Set(ids.map((id) => id.toLowerCase()))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isOfAnother = (id: string): boolean => NUMBERED.test(id) && counts.get(id.toLowerCase())! > 1;
  return new Map([...all].map(([board, ids]) => [board, ids.filter((id) => id.length >= MIN_ID && !isOfAnother(id))]));
});

/** A shorter one («1», «A») stands in every text. */
const MIN_ID = 3;

const NUMBERED = /^(?:session|agent|worker|swarm|team|stream|instance|phase|step|task)[ _-]?#?(?:\d{1,2}|[A-H])$/i;

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + word.length, at + word.length + 2))) return true;
  }
  return false;
}
