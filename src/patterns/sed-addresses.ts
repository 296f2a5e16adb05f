import { couldMatch, testRegex, type Answer } from "./regex.ts";
import { invalid, unknown } from "./regex-tree.ts";
import type { SedAddress, SedRegex } from "./sed-script.ts";
import { lineNumber, type Certainty, type RangeState, type SedSession } from "./sed-session.ts";
import { hasMark } from "./words.ts";

/** Whether the addresses of a command select the pattern space; keeps the state of its range. */
export function isSelected(session: SedSession, index: number): Certainty {
  const { start, end, negated } = session.commands[index]!;
  if (!start) return negated ? "no" : "yes";
  const selected = end ? isInRange(session, { start, end, state: session.ranges[index]! }) : matchesAddress(session, start);
  if (!negated || selected === "maybe") return selected;
  return selected === "yes" ? "no" : "yes";
}

/** What a regex says about the pattern space; an empty one is the last that was used. */
export function askRegex(session: SedSession, { regex }: SedRegex): Answer {
  const used = regex ?? session.lastRegex;
  if (!used) {
    session.failure = invalid("no previous regular expression");
    return "cannot-match";
  }
  session.lastRegex = used;
  const { text } = session.space;
  if (!hasMark(text)) return testRegex(used, text, session.budget);
  // A piece that the script itself put in is taken not to hold what it looks for.
  return couldMatch(used, text, session.budget) ? "could-match" : "cannot-match";
}

function matchesAddress(session: SedSession, address: SedAddress): Certainty {
  const number = lineNumber(session);
  switch (address.type) {
    case "line":
      return address.line === number ? "yes" : "no";
    case "last":
      return session.read === session.stream.length ? "yes" : "no";
    case "step":
      return number >= address.first && (number - address.first) % address.step === 0 ? "yes" : "no";
    case "regex":
      return CERTAINTIES[askRegex(session, address.regex)];
    case "unknown":
      return "maybe";
    case "more":
    case "multiple":
      return "no";
  }
}

const CERTAINTIES: Record<Answer, Certainty> = { matches: "yes", "could-match": "maybe", "cannot-match": "no" };

interface Range {
  start: SedAddress;
  end: SedAddress;
  state: RangeState;
}

function isInRange(session: SedSession, range: Range): Certainty {
  const { start, end, state } = range;
  if (state.active === "no") {
    const number = lineNumber(session);
    const starts = start.type !== "line" ? matchesAddress(session, start) : state.closed || number < start.line ? "no" : "yes";
    if (starts === "no") return "no";
    state.active = starts;
    return startRange(session, { start, end, state });
  }

  // A range that may not have started yet may start here.
  const starts = state.active === "maybe" ? matchesAddress(session, start) : "no";
  const selected = starts === "yes" ? "yes" : state.active;
  const number = lineNumber(session);
  if (end.type === "line" || end.type === "more" || end.type === "multiple") {
    const last = end.type === "line" ? end.line : state.lastLine;
    if (number >= last && starts === "no") close(state);
    if (end.type !== "line" && starts !== "no") state.lastLine = countedEnd(end, number);
    // `N` can jump over the end; a counted range then takes one line more.
    return number <= last || end.type !== "line" ? selected : starts;
  }
  const ends = matchesAddress(session, end);
  if (ends === "yes") {
    if (starts === "no") close(state);
    else state.active = "maybe";
  } else if (ends === "maybe") state.active = "maybe";
  else state.active = selected;
  return selected;
}

/** The first line of a range: whether it is selected, and whether the range goes on. */
function startRange(session: SedSession, { start, end, state }: Range): Certainty {
  const starts = state.active;
  const number = lineNumber(session);
  switch (end.type) {
    case "regex":
      // Not looked for before the next line.
      return starts;
    case "line":
      if (number >= end.line) close(state);
      return number <= end.line || start.type !== "line" || start.line === number ? starts : "no";
    case "more":
    case "multiple":
      // From a multiple of it on the manual says one line, and sed 4.9 goes to the next multiple.
      if (end.type === "multiple" && number % end.of === 0) session.failure = unknown("a range from a multiple to a multiple");
      state.lastLine = countedEnd(end, number);
      if (state.lastLine <= number) close(state);
      return starts;
    case "unknown":
      state.active = "maybe";
      return starts;
    default:
      if (matchesAddress(session, end) === "yes") close(state);
      return starts;
  }
}

function countedEnd(end: Extract<SedAddress, { type: "more" | "multiple" }>, number: number): number {
  return end.type === "more" ? number + end.count : Math.ceil(number / end.of) * end.of;
}

function close(state: RangeState): void {
  state.active = "no";
  state.closed = true;
}
