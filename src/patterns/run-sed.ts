import { TOO_EXPENSIVE, type Input, type Line } from "./lines.ts";
import type { Budget } from "./parse-regex.ts";
import { unknown, type NotRun } from "./regex-tree.ts";
import { runAction } from "./sed-actions.ts";
import { isSelected } from "./sed-addresses.ts";
import type { SedCommand } from "./sed-script.ts";
import {
  createSession,
  flushAppended,
  flushRecord,
  lineNumber,
  print,
  readLine,
  startRecord,
  type Certainty,
  type SedSession,
  type StreamLine,
} from "./sed-session.ts";
import type { SedInvocation } from "./sed.ts";

/** What a sed does to its input. Nothing is read from or written to a file. */
export interface SedRun {
  type: "sed";
  /** What it prints; nothing with `-i`. */
  lines: Line[];
  /** What its output has in the place of some lines, where that differs: what `-i` does to the file. */
  edits: SedEdit[];
  /** For each command of the script what it did. */
  uses: CommandUse[];
  status: number;
}

/** Lines that become other lines, or none. */
export interface SedEdit {
  path: string | undefined;
  /** From 1, both included. */
  first: number;
  last: number;
  before: string[];
  /** With marks for unknown pieces. */
  after: string[];
  /** Whether that happens whatever the unknown pieces are; an address that only the shell knows may select any line. */
  certain: boolean;
}

/** The lines, by their numbers, that a command was at work on. */
interface CommandUse {
  /** Its address selected them, or could. */
  selected: number[];
  /** Its regex matched in them, or could; for `s` commands. */
  replaced: number[];
  /** The range that it acts on was still open behind the last line: its end was never found. */
  openAtEnd: boolean;
}

export function runSed(sed: SedInvocation, inputs: readonly Input[], budget: Budget): SedRun | NotRun {
  const { commands } = sed.script;
  const run: SedRun = { type: "sed", lines: [], edits: [], uses: commands.map(() => ({ selected: [], replaced: [], openAtEnd: false })), status: 0 };
  if (inputs.some(({ lines }) => lines.some(({ certain }) => !certain)) && !commands.every(isLineByLine))
    return unknown("sed counts lines that may not be there");

  for (const stream of sed.separate ? inputs.map((input) => toStream([input])) : [toStream(inputs)]) {
    const session = createSession(sed, stream, { run, budget });
    while (!session.ended && (session.restarts || readLine(session))) runCycle(session);
    if (budget.left < 0) return TOO_EXPENSIVE;
    if (session.failure) return session.failure;
    flushRecord(session);
    // What `q` leaves unread is gone from the output.
    for (; session.read < stream.length; session.read++) startRecord(session, stream[session.read]!);
    flushRecord(session);
    for (const [index, { active }] of session.ranges.entries()) run.uses[index]!.openAtEnd ||= active !== "no";
    if (session.ended) break;
  }
  return run;
}

function toStream(inputs: readonly Input[]): StreamLine[] {
  return inputs.flatMap(({ lines, path }) => lines.map((line) => ({ line, path, number: 0 }))).map((one, index) => ({ ...one, number: index + 1 }));
}

/** For a command and a line. */
const STEP_COST = 8;

/** One round of the script. */
function runCycle(session: SedSession): void {
  session.restarts = false;
  let at = 0;
  /** End of the block that is entered only if the unknown pieces are so. */
  let maybeUntil = 0;
  while (at < session.commands.length && !session.failure) {
    session.budget.left -= STEP_COST + (session.space.text.length >> 8);
    if (session.budget.left < 0) return;
    const { action, end } = session.commands[at]!;
    if (end && at < maybeUntil) session.failure = unknown("a range inside a block that may not be entered");
    const selected = isSelected(session, at);
    if (selected === "no") {
      at = action.type === "block" ? action.end : at + 1;
      continue;
    }
    const certainty: Certainty = at < maybeUntil ? "maybe" : selected;
    if (action.type !== "nothing") session.run.uses[at]!.selected.push(lineNumber(session));
    if (action.type === "block") {
      if (certainty === "maybe") maybeUntil = Math.max(maybeUntil, action.end);
      at++;
      continue;
    }
    const next = runAction(session, { action, at, certainty });
    // GNU sed keeps what `a` has queued when `D` starts again without a new line.
    if (next === "end of cycle") return session.restarts ? undefined : flushAppended(session);
    at = next;
  }
  if (session.failure) return;
  if (!session.quiet) print(session, "yes");
  flushAppended(session);
}

/** Whether the script does the same to a line whatever lines stand before it. */
export function isLineByLine({ start, end, action }: SedCommand): boolean {
  if (end || (start && start.type !== "regex")) return false;
  if (action.type === "simple") return "dpz".includes(action.letter);
  return ["substitute", "translate", "append", "insert", "change", "block", "nothing"].includes(action.type);
}
