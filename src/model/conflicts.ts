import type { Position } from "unist";
import type { Document } from "../document.ts";
import { compareText } from "../finding.ts";
import type { Workspace } from "../workspace.ts";
import { authorityOf, currencyOf, defersTo, type Currency } from "./authority.ts";
import type { Board, State } from "./board.ts";
import { groupSameWork, type WorkItem } from "./same-work.ts";
import { groupOfKnownWord, isInVocabulary, normalizeKeyword, type StateGroup } from "./vocabulary.ts";

/** An entry with a state that is sure, and not what another place says. */
export interface StateConflict {
  item: WorkItem;
  state: State;
  /** The place that counts, as far as can be told. */
  other: { item: WorkItem; state: State };
}

interface Stated {
  item: WorkItem;
  state: State;
  stage: Stage;
  currency: Currency;
  authority: number;
}

/** Sessions and tasks that several places give different states, none of which says that another counts. */
export function findStateConflicts(workspace: Workspace): StateConflict[] {
  const judged = new Map<Board, { currency: Currency; authority: number }>();
  const judge = (board: Board): { currency: Currency; authority: number } => {
    const known = judged.get(board) ?? { currency: currencyOf(board.document), authority: authorityOf(board, workspace) };
    judged.set(board, known);
    return known;
  };
  const deferring = new Map<string, boolean>();
  const saysWhich = (a: Document, b: Document): boolean => {
    const pair = `${a.path}\n${b.path}`;
    const known = deferring.get(pair) ?? (defersTo(a, b) || defersTo(b, a));
    deferring.set(pair, known);
    return known;
  };
  return groupSameWork(workspace.boards).flatMap((group) => {
    const stated = group.flatMap((item): Stated[] => {
      const { state } = item.entry;
      const stage = state && stageOf(state, item.board);
      return stage ? [{ item, state, stage, ...judge(item.board) }] : [];
    });
    if (new Set(stated.map(({ stage }) => stage)).size < 2) return [];
    // In a part that is over, only what was done still holds.
    const current = stated.filter(({ currency, item, stage }) => currency !== "archive" && (!item.entry.archived || stage === "done"));
    const [first, ...rest] = current.sort(compareAuthority);
    // Two reports were each right in their time.
    if (!first || first.currency === "report") return [];
    const findings = rest.flatMap((stale) => {
      if (!contradict(first, stale)) return [];
      // What was done when a report was written is done, and the board is behind.
      if (stale.currency === "report") return stale.stage === "done" && first.stage === "free" ? [{ wrong: first, right: stale }] : [];
      return [{ wrong: stale, right: first }];
    });
    // The board that is behind two reports is behind once.
    const seen = new Set<Stated>();
    return findings.flatMap(({ wrong, right }) => {
      if (saysWhich(wrong.item.board.document, right.item.board.document) || seen.has(wrong)) return [];
      seen.add(wrong);
      return [{ item: wrong.item, state: wrong.state, other: { item: right.item, state: right.state } }];
    });
  });
}

/** Where nothing tells which counts, the first in reading order does. */
function compareAuthority(a: Stated, b: Stated): number {
  const [one, two] = [a.item.board.document.path, b.item.board.document.path];
  return b.authority - a.authority || compareText(one, two) || a.state.place.start.offset! - b.state.place.start.offset!;
}

/** Where else in its document the state of an item is said in the same words, in prose. */
export function findMentions({ item: { entry, board, topic }, state }: Pick<StateConflict, "item" | "state">): Position[] {
  const { line: own } = state.place.start;
  const id = entry.id.toLowerCase();
  const word = state.word.toLowerCase();
  if (word === "" || topic.size === 0) return [];
  return board.document.passages.flatMap(({ text, place, badExample, embedded, locate }) => {
    if (badExample || embedded || (place.start.line <= own && own <= place.end.line)) return [];
    const lower = text.slice(0, MAX_TEXT).toLowerCase();
    const at = lower.indexOf(id);
    const line = at < 0 ? "" : lower.slice(at).split("\n", 1)[0]!;
    const isSame = line.includes(word) && [...topic].every((part) => line.includes(part)) && !/\d/.test(line[id.length] ?? "");
    const wordAt = at + line.indexOf(word);
    return isSame ? [locate({ start: wordAt, end: wordAt + word.length })] : [];
  });
}

/** In UTF-16 units. */
const MAX_TEXT = 400;

/** States between which there is no doubt: who has claimed it may well be at work, and what is blocked may not have been started. */
type Stage = "free" | "taken" | "done" | "stopped";

function contradict({ stage: a }: Stated, { stage: b }: Stated): boolean {
  if (a === b) return false;
  const both = new Set([a, b]);
  // «TODO» and «BLOCKED», «on hold» and «at work»: both may be true of one piece of work.
  if (both.has("stopped")) return both.has("done");
  return true;
}

function stageOf({ word, group, icon }: State, { vocabulary }: Board): Stage | undefined {
  if (!group) return undefined;
  if (word === "" && icon === undefined) return undefined;
  // «3 tasks complete», «CI partially complete»: the reading of a phrase is no sure thing.
  if (word !== "" && groupOfKnownWord(word) === undefined && !isInVocabulary(vocabulary, word)) return undefined;
  // A person or session that is idle; whether its work is done is another matter.
  if (/^(?:IDLE|STANDBY|NEW|CURRENT|PARTIAL|PARTIALLY COMPLETE|INCOMPLETE)$/.test(normalizeKeyword(word))) return undefined;
  return STAGES[group];
}

const STAGES: Readonly<Record<StateGroup, Stage>> = {
  free: "free",
  claimed: "taken",
  active: "taken",
  done: "done",
  blocked: "stopped",
  failed: "stopped",
};
