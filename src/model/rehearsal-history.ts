import type { Document } from "../document.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, readBoard, type Board } from "./board.ts";
import type { FileHistory } from "./git.ts";
import { boardsOf } from "./prompt-boards.ts";
import type { Prompt } from "./prompt.ts";
import { boardContent, promptContent, type Rehearsal } from "./rehearsal.ts";
import { claimOf, standingOf } from "./standing.ts";
import type { StateGroup } from "./vocabulary.ts";

export interface HistoryReading {
  histories: ReadonlyMap<string, FileHistory>;
  /** Parses an older version of a file; `undefined` when that is not possible. */
  parse(file: { path: string; text: string }): Document | undefined;
}

/**
 * What the commits of the status files say of a first session: since the
 * prompt and what the status files give to the sessions last changed, did one
 * session claim alone, and come to its end before the others started? Messages
 * of commits say nothing: anybody can write them.
 */
export function readRehearsal(prompt: Prompt, workspace: Workspace, reading: HistoryReading): Rehearsal {
  const boards = boardsOf(prompt, workspace);
  if (boards.length === 0) return unrehearsed("there is no status file whose past could tell");
  const pasts: BoardPast[] = [];
  for (const board of boards) {
    const past = readPast(board, workspace, reading);
    if ("type" in past) return past;
    pasts.push(past);
  }
  const sent = findLastChange(prompt, boards, reading);
  if (typeof sent !== "number") return sent;

  const start = Math.max(sent, ...pasts.map(({ since }) => since));
  const run = followFirst(pasts, start);
  if ("type" in run) return run;
  const { board, id, claimed, group, from, to } = run;
  const output = board.entries.find((entry) => entry.id === id);
  const file = output && fieldOf(output, "outputFile")?.value;
  const isBlocked = group === "blocked" || group === "failed";
  const blockersFile = workspace.settings.blockersFile;
  return {
    type: "rehearsed",
    origin: { board },
    session: id,
    claimed,
    // The work may be there although its entry never said so.
    completed: group === "done" || (!isBlocked && file !== undefined && workspace.files.hasFile(file)),
    statusComplete: group === "done",
    blockers: [...(isBlocked ? [board.document.path] : []), ...(gainsLines(reading.histories.get(blockersFile), from, to) ? [blockersFile] : [])],
  };
}

/** A status file since what it gives to its sessions last changed. */
interface BoardPast {
  board: Board;
  /** In milliseconds since 1970. */
  since: number;
  /** The oldest first; the first one is what `since` brought. */
  versions: readonly { time: number; board: Board }[];
}

function readPast(board: Board, { settings, vocabulary }: Workspace, { histories, parse }: HistoryReading): BoardPast | Rehearsal {
  const { path } = board.document;
  const history = histories.get(path);
  if (!history || history.versions.length === 0) return unrehearsed(`\`${path}\` is in no commit yet`);
  const content = boardContent(board);
  const versions: { time: number; board: Board }[] = [];
  for (const { time, text } of history.versions) {
    if (versions.length === MAX_VERSIONS) return { type: "unknown", reason: `\`${path}\` has more versions than are looked at` };
    const document = text === undefined ? undefined : parse({ path, text });
    const older = document && readBoard(document, { vocabulary, fieldAliases: settings.fieldAliases, isConfiguredBoard: settings.isBoard?.(path) ?? false });
    if (!older || boardContent(older) !== content) {
      return versions.length === 0 ? unrehearsed(`\`${path}\` has changed since it was last committed`) : { board, since: versions[0]!.time, versions };
    }
    versions.unshift({ time, board: older });
  }
  if (!history.isComplete) return { type: "unknown", reason: `the history that is here does not go back to the last change of \`${path}\`` };
  return { board, since: versions[0]!.time, versions };
}

/** When the prompt came to say what it says now, in milliseconds since 1970. */
function findLastChange({ document }: Prompt, boards: readonly Board[], { histories, parse }: HistoryReading): number | Rehearsal {
  const { path } = document;
  const own = boards.find((board) => board.document === document);
  const history = histories.get(path);
  if (!history || history.versions.length === 0) return unrehearsed(`\`${path}\` is in no commit yet`);
  const content = promptContent(document, own);
  let last: number | undefined;
  for (const { time, text } of history.versions.slice(0, MAX_VERSIONS)) {
    if (text === undefined || !isSame(text)) return last ?? unrehearsed(`\`${path}\` has changed since it was last committed`);
    last = time;
  }
  if (!history.isComplete || history.versions.length > MAX_VERSIONS) {
    return { type: "unknown", reason: `the history that is here does not go back to the last change of \`${path}\`` };
  }
  return last!;

  function isSame(text: string): boolean {
    if (!own) return text.replace(/\r\n/g, "\n") === content;
    const older = parse({ path, text });
    const board = older && readBoard(older, { vocabulary: own.vocabulary, fieldAliases: {}, isConfiguredBoard: true });
    return older !== undefined && promptContent(older, board) === content;
  }
}

/** The first session of a run. */
interface FirstRun {
  board: Board;
  id: string;
  claimed: boolean;
  /** What it came to. */
  group: StateGroup | undefined;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/** Follows the first session that starts after `start` to its end, or to today. */
function followFirst(pasts: readonly BoardPast[], start: number): FirstRun | Rehearsal {
  const steps = pasts.flatMap((past) => past.versions.map((version) => ({ ...version, now: past.board }))).sort((a, b) => a.time - b.time);
  const known = new Map<string, StateGroup | undefined>();
  let first: (FirstRun & { key: string }) | undefined;
  for (const { time, board, now } of steps) {
    const started: (FirstRun & { key: string })[] = [];
    for (const entry of board.entries) {
      const key = `${now.document.path}\n${entry.id}`;
      const group = standingOf(entry);
      const claimed = claimOf(entry) !== undefined || group === "claimed" || group === "active";
      if (time > start && !isStarted(known.get(key)) && isStarted(group))
        started.push({ board: now, id: entry.id, key, claimed, group, from: time, to: Infinity });
      if (first?.key === key) first = isStarted(group) ? { ...first, claimed: first.claimed || claimed, group } : undefined;
      known.set(key, group);
    }
    const [one, other] = started.filter(({ key }) => key !== first?.key);
    if (first && isOver(first.group)) return { ...first, to: time };
    if (first && one) return unrehearsed(`\`${one.id}\` started before \`${first.id}\` had come to its end`);
    if (one && other) return unrehearsed(`\`${one.id}\` and \`${other.id}\` started at once`);
    first ??= one;
    if (first && isOver(first.group)) return { ...first, to: time };
  }
  return first ?? unrehearsed("no session has claimed since the prompt and the status file were last changed");
}

function isStarted(group: StateGroup | undefined): boolean {
  return group !== undefined && group !== "free";
}

function isOver(group: StateGroup | undefined): boolean {
  return group === "done" || group === "blocked" || group === "failed";
}

/** Whether a commit of that time wrote something into a file. */
function gainsLines(history: FileHistory | undefined, from: number, to: number): boolean {
  const { versions } = history ?? { versions: [] };
  return versions.some(({ time, text = "" }, index) => {
    if (time < from || time > to) return false;
    const before = new Set((versions[index + 1]?.text ?? "").split(/\r?\n/));
    return versions[index + 1] !== undefined && text.split(/\r?\n/).some((line) => line.trim() !== "" && !before.has(line));
  });
}

function unrehearsed(why: string): Rehearsal {
  return { type: "unrehearsed", why };
}

/** Each costs a parse. */
const MAX_VERSIONS = 50;
