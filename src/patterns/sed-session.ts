import type { Line, Origin } from "./lines.ts";
import type { Budget, Regex } from "./parse-regex.ts";
import type { NotRun } from "./regex-tree.ts";
import type { SedEdit, SedRun } from "./run-sed.ts";
import type { SedCommand } from "./sed-script.ts";
import type { SedInvocation } from "./sed.ts";

/** Yes or no, or either, depending on what only the shell knows. */
export type Certainty = "yes" | "maybe" | "no";

/** A running sed in one stream of lines. */
export interface SedSession {
  commands: readonly SedCommand[];
  stream: readonly StreamLine[];
  /** How many lines of the stream were read. */
  read: number;
  /** Pattern space and hold space, and the origin of each of their lines. */
  space: Space;
  hold: Space;
  /** Whether an `s` changed something since a line was last read: what `t` asks for. */
  replaced: Certainty;
  ranges: RangeState[];
  /** The regex that an empty one stands for. */
  lastRegex: Regex | undefined;
  failure: NotRun | undefined;
  budget: Budget;
  run: SedRun;
  quiet: boolean;
  inPlace: boolean;
  /** What `a` and `r` have queued for the end of the cycle. */
  appended: Line[];
  /** The lines that were read since the output was last in step with the input, and what they became. */
  record: SedEdit;
  /** After `D`: the next cycle reads no line. */
  restarts: boolean;
  /** After `q`. */
  ended: boolean;
}

export interface StreamLine {
  line: Line;
  /** From 1, as sed counts. */
  number: number;
  path: string | undefined;
}

export interface Space {
  text: string;
  origins: (Origin | undefined)[];
}

export interface RangeState {
  active: Certainty;
  /** A range that starts at a line number does not start again. */
  closed: boolean;
  /** Last line of a range with a counted end. */
  lastLine: number;
}

export function createSession(sed: SedInvocation, stream: readonly StreamLine[], { run, budget }: { run: SedRun; budget: Budget }): SedSession {
  return {
    commands: sed.script.commands,
    stream,
    read: 0,
    space: { text: "", origins: [] },
    hold: { text: "", origins: [undefined] },
    replaced: "no",
    ranges: sed.script.commands.map(createRange),
    lastRegex: undefined,
    failure: undefined,
    budget,
    run,
    quiet: sed.quiet,
    inPlace: sed.inPlace,
    appended: [],
    record: newRecord(),
    restarts: false,
    ended: false,
  };
}

function createRange({ start }: SedCommand): RangeState {
  return { active: start?.type === "line" && start.line === 0 ? "yes" : "no", closed: false, lastLine: 0 };
}

function newRecord(): SedEdit {
  return { path: undefined, first: 0, last: 0, before: [], after: [], certain: true };
}

export function startRecord({ record }: SedSession, { line, number, path }: StreamLine): void {
  if (record.before.length === 0) record.first = number;
  record.path = path;
  record.last = number;
  record.before.push(line.text);
  record.certain &&= line.certain;
}

export function flushRecord(session: SedSession): void {
  const { record, run } = session;
  const isSame = record.before.length === record.after.length && record.before.every((text, index) => text === record.after[index]);
  if (!isSame && record.before.length > 0) run.edits.push(record);
  session.record = newRecord();
}

export function emit(session: SedSession, line: Line): void {
  session.record.after.push(line.text);
  if (!session.inPlace) session.run.lines.push({ ...line, certain: line.certain && session.record.certain });
}

export function flushAppended(session: SedSession): void {
  for (const line of session.appended) emit(session, line);
  session.appended = [];
}

/** Takes the next line into the pattern space. */
export function readLine(session: SedSession, { joined = false } = {}): boolean {
  const next = session.stream[session.read];
  if (!next) return false;
  session.budget.left -= READ_COST;
  flushAppended(session);
  if (!joined) flushRecord(session);
  session.read++;
  startRecord(session, next);
  session.replaced = "no";
  const { text, origin } = next.line;
  session.space = joined ? joinSpaces(session, session.space, { text, origins: [origin] }) : { text, origins: [origin] };
  return true;
}

/** For a line that is read, remembered as it was, and compared with what comes of it. */
const READ_COST = 16;

export function joinSpaces({ budget }: SedSession, one: Space, other: Space): Space {
  const origins = [...originsOf(one), ...originsOf(other)];
  budget.left -= origins.length + (one.text.length >> 4);
  if (one.text.length + other.text.length > MAX_SPACE) budget.left = -1;
  return { text: `${one.text}\n${other.text}`, origins };
}

export const MAX_SPACE = 4_000_000;

/** An origin for each line of a space; a line that was split has one origin for its pieces. */
export function originsOf({ text, origins }: Space): (Origin | undefined)[] {
  if (origins.length === 1 && !text.includes("\n")) return origins;
  const count = text.split("\n").length;
  if (origins.length === count) return origins;
  return Array<Origin | undefined>(count).fill(origins.length === 1 ? origins[0] : undefined);
}

export function print(session: SedSession, certainty: Certainty, { firstLine = false } = {}): void {
  const origins = originsOf(session.space);
  const texts = origins.length === 1 ? [session.space.text] : session.space.text.split("\n");
  session.budget.left -= 8 * texts.length + (session.space.text.length >> 4);
  for (const [index, text] of (firstLine ? texts.slice(0, 1) : texts).entries()) emit(session, { text, origin: origins[index], certain: certainty === "yes" });
}

/** Number of the line that was read last. */
export function lineNumber({ stream, read }: SedSession): number {
  return stream[read - 1]?.number ?? 0;
}
