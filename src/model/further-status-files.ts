import type { Position } from "unist";
import { spanOf, type Passage } from "../parse/prose.ts";
import { baseName } from "../read/paths.ts";
import type { Workspace } from "../workspace.ts";
import type { Board } from "./board.ts";
import { namesStatusFile } from "./board/coordination.ts";
import { isClaimKey } from "./board/field-names.ts";
import { boardIn } from "./lookup.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";

/** A file in which a prompt has its sessions keep their states, beside the board. */
export interface FurtherStatusFile {
  text: string;
  place: Position;
  /** Path of the board it competes with. */
  board: string;
}

/** The files that a prompt tells its sessions to write states into, though the workspace has a board of these sessions. */
export function findFurtherStatusFiles(prompt: Prompt, workspace: Workspace): FurtherStatusFile[] {
  const { document } = prompt;
  if (!prompt.severalSessions || boardIn(workspace, document)) return [];
  const told = document.passages.flatMap((passage) => {
    if (passage.badExample || !isInPrompt(prompt, passage)) return [];
    const match = TOLD.exec(passage.text);
    const file = match?.[2];
    if (file === undefined || /[<>{}[\]*\d]/.test(file) || OWN.test(passage.text) || SAYS_WHICH.test(passage.text)) return [];
    const start = match!.index + match![1]!.length;
    const place = passage.locate({ start, end: start + file.length });
    return showsStatus(prompt, passage) ? [{ file, place }] : [];
  });
  if (told.length === 0) return [];
  const board = workspace.boards.find((other) => isClaimedFrom(other) && speaksOf(prompt, other));
  if (!board) return [];
  const name = baseName(board.document.path);
  return told.flatMap(({ file, place }) => (baseName(file) === name ? [] : [{ text: file, place, board: board.document.path }]));
}

const TOLD =
  /((?:^|\n)[ \t]*(?:\W{0,4}|\d{1,2}[.)] )(?:update|create|write|also update|maintain)(?: the| a)?(?: status file| file)?[ \t]+`?)([\w./-]{1,80}\.(?:md|ya?ml|json|txt))`?[ \t]*(?::|$|\n|with\b)/i;
/** Each session its own file: nothing to contradict. */
const OWN = /\b(?:your own|own (?:status|file)|per[- ]session|each session|individual|template)\b/i;
const SAYS_WHICH = /\b(?:source of truth|canonical|mirror|copy of|summary of|generated|in addition|secondary)\b/i;

/** Whether the sample right below shows a session with a status. */
function showsStatus({ document: { source } }: Prompt, passage: Passage): boolean {
  const { end } = spanOf(passage.place);
  const below = source.text.slice(end, end + NEAR);
  const fence = /^[ \t*]*\r?\n(?:[ \t]*\r?\n)?[ \t]*(?:```|~~~)\w*[ \t]*\r?\n/.exec(below);
  const sample = fence ? below.slice(fence[0].length).split(/^[ \t]*(?:```|~~~)/m, 1)[0]! : "";
  return /^[ \t]*#{1,4} .{0,40}\b(?:session|agent|swarm|worker)\b/im.test(sample) && /^[ \t]*(?:[-*] )?\**status\**:/im.test(sample);
}

/** UTF-16 units in which the sample has to follow. */
const NEAR = 1500;

function isClaimedFrom({ entries, document }: Board): boolean {
  return namesStatusFile(document.path) && entries.some(({ fields }) => fields.some(({ name, key }) => name === "claimedBy" && isClaimKey(key)));
}

/** Whether a prompt names the board, or several of its sessions by their full names. */
function speaksOf({ document }: Prompt, board: Board): boolean {
  const { text } = document.source;
  if (text.includes(baseName(board.document.path))) return true;
  return board.entries.filter(({ id, name }) => name.includes(" ") && text.includes(id) && text.includes(name)).length >= 2;
}
