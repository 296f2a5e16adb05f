import type { Document } from "../document.ts";
import type { Position } from "unist";
import type { Workspace } from "../workspace.ts";
import { currencyOf } from "./authority.ts";
import { isStatusOf, type Board, type State } from "./board.ts";
import { namesStatusFile } from "./board/coordination.ts";
import { isClaimKey } from "./board/field-names.ts";
import { findClaimStep } from "./claim.ts";
import { boardsNamedIn } from "./lookup.ts";
import type { Prompt } from "./prompt.ts";

/** A board without a free entry that a prompt claims from. */
export interface EmptyQueue {
  board: Board;
  /** Of its first entry that is not free. */
  state: State;
  prompt: Prompt;
  claim: Position;
}

/** The boards from which prompts claim and which have nothing to claim, each with the first such prompt. */
export function findEmptyQueues(workspace: Workspace): EmptyQueue[] {
  const found = new Map<Board, EmptyQueue>();
  for (const prompt of workspace.prompts) {
    const { document } = prompt;
    const sources = boardsNamedIn(workspace, document).filter(holdsWork);
    // Whoever is sent to two boards finds work where there is some.
    if (sources.length === 0 || !sources.every(findTaken)) continue;
    const claim = findClaimStep(prompt);
    if (!claim || [document, ...sources.map((board) => board.document)].some(isRefilled)) continue;
    for (const board of sources) if (!found.has(board)) found.set(board, { board, state: findTaken(board)!, prompt, claim });
  }
  return [...found.values()];
}

/** Whether sessions can claim from a board, rather than read in it how far the others are. */
function holdsWork({ document, entries }: Board): boolean {
  if (currencyOf(document) !== "live") return false;
  return namesStatusFile(document.path) || entries.some(({ fields }) => fields.some(({ name, key }) => name === "claimedBy" && isClaimKey(key)));
}

/** The first state of a board whose entries are all claimed, at work or done; `undefined` when one is free, blocked or unclear. */
function findTaken({ entries }: Board): State | undefined {
  const current = entries.filter(({ archived }) => !archived);
  if (current.length < 2) return undefined;
  const isTaken = current.every((entry) => entry.state !== undefined && TAKEN.has(entry.state.group ?? "") && isStatusOf(entry, entry.state));
  return isTaken ? current[0]!.state : undefined;
}

const TAKEN = new Set(["claimed", "active", "done"]);

/** Whether a document says that entries are added later, or by whom. */
function isRefilled({ passages, scripts }: Document): boolean {
  const texts = [...passages.filter(({ badExample }) => !badExample), ...scripts].map(({ text }) => text.slice(0, MAX_TEXT));
  return texts.some((text) => REFILLS.some((pattern) => pattern.test(text)));
}

/** In UTF-16 units. */
const MAX_TEXT = 4000;
const REFILLS = [
  /\b(?:add|append|create|generate|queue|file|propose|write|define|plan|pull)\w{0,2} .{0,40}\b(?:new|more|next|further|additional|follow-?up)\b.{0,30}\b(?:tasks?|sessions?|entry|entries|work|items?|stor(?:y|ies))\b/i,
  /\b(?:new|more|next|further) (?:tasks|sessions|entries|work|items|stories) (?:will be |are |get |is )?(?:added|filed|created|queued|assigned|published)\b/i,
  /\b(?:re-?fill|replenish|populat|filled|seeded|self-queu)\w*/i,
];
