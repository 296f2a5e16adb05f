import type { Line } from "./lines.ts";
import { findMatch } from "./regex.ts";
import { unknown } from "./regex-tree.ts";
import { askRegex } from "./sed-addresses.ts";
import { expandReplacement } from "./sed-replacement.ts";
import type { SedAction, SimpleLetter, Substitution } from "./sed-script.ts";
import { emit, joinSpaces, lineNumber, MAX_SPACE, originsOf, print, readLine, type Certainty, type SedSession } from "./sed-session.ts";
import { SOMETHING } from "./words.ts";

interface Step<Action extends SedAction = SedAction> {
  action: Action;
  at: number;
  certainty: Certainty;
}

/** Runs one command and tells which comes next; the end of the cycle is one without printing the pattern space. */
export function runAction(session: SedSession, { action, at, certainty }: Step): number | "end of cycle" {
  const text = (content: string): Line => ({ text: content, origin: undefined, certain: certainty === "yes" });
  const doubt = () => {
    if (certainty === "maybe") session.record.certain = false;
  };
  switch (action.type) {
    case "substitute":
      substitute(session, { action, at, certainty });
      return at + 1;
    case "translate":
      session.space.text = Array.from(session.space.text, (character) => action.map.get(character) ?? character).join("");
      doubt();
      return at + 1;
    case "insert":
    case "append": {
      doubt();
      const lines = splitText(action.text).map(text);
      if (action.type === "append") session.appended.push(...lines);
      else for (const line of lines) emit(session, line);
      return at + 1;
    }
    case "change":
      if (certainty === "maybe" && session.commands[at]!.end) session.failure = unknown("`c` in a range that only the shell knows");
      // In a range the text comes once, at its end.
      if (session.ranges[at]!.active === "no" || session.commands[at]!.end === undefined)
        for (const content of splitText(action.text)) emit(session, text(content));
      return deletes(session, at, certainty);
    case "file":
      if (action.letter === "w" && action.path === "/dev/stdout") print(session, certainty);
      else if (action.letter === "W" || action.path.startsWith("/dev/std")) session.failure = unknown("a file of sed that is not modelled");
      else if (action.letter === "w") return at + 1;
      else session.appended.push({ text: SOMETHING, origin: undefined, certain: false });
      doubt();
      return at + 1;
    case "simple":
      return runSimple(session, { action, at, certainty });
    case "nothing":
    case "block":
      return at + 1;
    case "branch":
    case "quit":
      break;
  }

  const asks = action.type === "branch" && action.on !== "always";
  if (certainty === "maybe" || (asks && session.replaced === "maybe")) {
    session.failure = unknown("a branch or an end that depends on what only the shell knows");
    return at + 1;
  }
  if (action.type === "branch") {
    const wasReplaced = session.replaced === "yes";
    if (asks && wasReplaced) session.replaced = "no";
    return action.on === "always" || wasReplaced === (action.on === "replaced") ? action.to : at + 1;
  }
  session.ended = true;
  session.run.status = action.status;
  if (action.silent) session.appended = [];
  else if (!session.quiet) print(session, "yes");
  return "end of cycle";
}

function splitText(text: string): string[] {
  return text === "" ? [] : text.slice(0, -1).split("\n");
}

/** `d`, and `c` after its text. */
function deletes(session: SedSession, at: number, certainty: Certainty): number | "end of cycle" {
  if (certainty === "maybe") {
    if (session.commands.slice(at + 1).some(({ action }) => action.type !== "nothing"))
      session.failure = unknown("what follows a deletion that may not happen");
    session.record.certain = false;
    // The line may still be there for whoever reads the output; the edit is that it is gone.
    const { after } = session.record;
    if (!session.quiet) print(session, "maybe");
    session.record.after = after.slice(0, after.length - (session.quiet ? 0 : session.space.text.split("\n").length));
  }
  return "end of cycle";
}

function runSimple(session: SedSession, { action: { letter }, at, certainty }: Step<{ type: "simple"; letter: SimpleLetter }>): number | "end of cycle" {
  const { space, hold } = session;
  if (certainty === "maybe" && !"dp=zF".includes(letter)) {
    session.failure = unknown(`\`${letter}\` under an address that only the shell knows`);
    return at + 1;
  }
  if (certainty === "maybe") session.record.certain = false;
  switch (letter) {
    case "d":
      return deletes(session, at, certainty);
    case "D": {
      const newline = space.text.indexOf("\n");
      if (newline < 0) return "end of cycle";
      session.space = { text: space.text.slice(newline + 1), origins: originsOf(space).slice(1) };
      session.restarts = true;
      return "end of cycle";
    }
    case "p":
      print(session, certainty);
      return at + 1;
    case "P":
      print(session, certainty, { firstLine: true });
      return at + 1;
    case "n":
      // Without a next line GNU sed ends here, and prints as at the end of a cycle.
      if (!session.quiet) print(session, "yes");
      return readLine(session) ? at + 1 : "end of cycle";
    case "N":
      if (readLine(session, { joined: true })) return at + 1;
      if (!session.quiet) print(session, "yes");
      return "end of cycle";
    case "g":
      session.space = { ...hold };
      return at + 1;
    case "G":
      session.space = joinSpaces(session, space, hold);
      return at + 1;
    case "h":
      session.hold = { ...space };
      return at + 1;
    case "H":
      session.hold = joinSpaces(session, hold, space);
      return at + 1;
    case "x":
      session.space = hold;
      session.hold = space;
      return at + 1;
    case "z":
      session.space = { text: "", origins: originsOf(space).slice(0, 1) };
      return at + 1;
    case "=":
    case "F": {
      const { number, path, line } = session.stream[session.read - 1]!;
      emit(session, { text: letter === "=" ? String(number) : (path ?? "-"), origin: line.origin, certain: certainty === "yes" });
      return at + 1;
    }
  }
}

function substitute(session: SedSession, { action, at, certainty }: Step<Substitution>): void {
  const answer = askRegex(session, action.regex);
  if (answer === "cannot-match" || session.failure) return;
  const changed = replaceMatches(session, action);
  if (changed === undefined) return;

  session.run.uses[at]!.replaced.push(lineNumber(session));
  const isMaybe = certainty === "maybe" || answer === "could-match";
  if (isMaybe) session.record.certain = false;
  session.replaced = isMaybe && session.replaced !== "yes" ? "maybe" : "yes";
  session.space = { text: changed, origins: session.space.origins };
  if (changed.length > MAX_SPACE) session.budget.left = -1;
  if (action.print || action.path === "/dev/stdout") print(session, isMaybe ? "maybe" : "yes");
}

/** The pattern space with its matches replaced; `undefined` when the match of that number is not there. */
function replaceMatches(session: SedSession, { replacement, global, number }: Substitution): string | undefined {
  const { text } = session.space;
  const regex = session.lastRegex!;
  let result = "";
  let count = 0;
  let from = 0;
  let lastEnd = 0;
  let again = true;
  while (again && from <= text.length) {
    const match = findMatch(regex, text, from, session.budget);
    if (!match) break;
    const { start, end, groups } = match;
    result += text.slice(from, start);
    let next = end;
    // An empty match right behind another one does not count: `echo baaac | sed 's/a*/x/g'` is xbxcx.
    if ((end > start || count === 0 || start > lastEnd) && ++count >= number) {
      const texts = groups.map((group) => group && text.slice(group.start, group.end));
      result += expandReplacement(replacement, texts);
      again = global;
    } else {
      if (end === start && start >= text.length) break;
      if (end === start) next = start + 1;
      // GNU sed 4.9 goes on in the middle of a character here.
      if (end === start && text.charCodeAt(start) > 0x7f) session.failure = unknown("an empty match in front of a letter beyond ASCII");
      result += text.slice(start, next);
    }
    session.budget.left -= result.length >> 8;
    lastEnd = end;
    from = next;
  }
  return count >= number ? result + text.slice(from) : undefined;
}
