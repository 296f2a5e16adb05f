import { baseName } from "../read/paths.ts";
import { namesStatusFile } from "./board/coordination.ts";
import type { Span } from "../source.ts";
import { findInScripts, findTold, type Saying } from "./fallback.ts";
import type { Prompt } from "./prompt.ts";
import type { FileReference } from "./references.ts";

/** Whether a mention is of a file that, by name or by content, holds the states of sessions; `boards` are paths. */
export function isStatusFile({ text, resolved, use }: FileReference, boards: ReadonlySet<string>): boolean {
  if (resolved !== undefined && boards.has(resolved)) return true;
  return use !== "placeholder" && use !== "elsewhere" && isCalledStatusFile(text);
}

/** Whether a path is that of a status file by its name alone. */
export function isCalledStatusFile(path: string): boolean {
  return STATUS_NAME.test(path) && namesStatusFile(path);
}

/** `ONBOARDING.md` is no board, and `SESSION-HANDOVER.md` no list of sessions. */
const STATUS_NAME =
  /(?:^|[^a-z]|task|work|dash|kan)(?:status(?:es)?|boards?|manifest|queue|tracker|tracking|backlog|registry|assignments?|sessions|tasks|claims)(?![a-z])[\w.-]*\.(?:md|markdown|ya?ml|json|txt)$/i;

/** Whether a mention is of a file in which a session says how far it is, also one to be made: `updates/{issue}/stream-A.md`. */
export function namesProgress({ text, use }: FileReference): boolean {
  return use !== "elsewhere" && (STATUS_NAME.test(text) || PROGRESS_FILE.test(text));
}

const PROGRESS_FILE = /(?:^|[^a-z])(?:status|progress|updates|stream|tracker|tracking|dashboard)(?![a-z])[^\n]*\.(?:md|markdown|ya?ml|json|txt)$/i;

/** Whether who has what may well be written there: `STATE.md`, `COORDINATION.md`, `current_tasks/`. */
export function mayHoldClaims({ text, use, kind }: FileReference): boolean {
  if (use === "placeholder" || use === "elsewhere" || kind === "command") return false;
  return /(?:^|[^a-z])(?:states?|coordinat(?:ion|e)|progress|todos?|active|current|session|tasks?|work|claims?|claimed|locks?|queue|inbox|issues|stories|tickets|kanban|roster|swarm|plans?|log|ledger|registry|manifest|hand-?offs?|board|backlog)(?![a-z])/i.test(
    baseName(text.replace(/\/$/, "")),
  );
}

/** Work that a tool hands out (issues, a queue server, `mkdir` and `flock` as locks) needs no file. */
export function usesTracker(prompt: Prompt): boolean {
  return findTracker(prompt) !== undefined;
}

/** The first mention of a tool that hands out the work. */
export function findTracker(prompt: Prompt): Saying | undefined {
  const find = (text: string): Span | undefined => {
    const match = TRACKER.exec(text);
    return match ? { start: match.index, end: match.index + match[0].length } : undefined;
  };
  return findTold(prompt, find) ?? findInScripts(prompt, ({ text }) => find(text));
}

const TRACKER =
  /\b(?:gh (?:issue|pr|project)|bd (?:ready|update|list|close|show)|github issues?|linear|jira|redis-cli|task ?list tool|TaskList|TodoWrite|mkdir .*lock|flock|mcp)\b/i;
