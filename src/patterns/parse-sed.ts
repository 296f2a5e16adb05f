import type { Budget } from "./parse-regex.ts";
import { isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { parseSubstitution, parseTranslation } from "./parse-substitution.ts";
import { readSedEscape } from "./sed-escapes.ts";
import { compileSedRegex, endCommand, endOfLine, fail, failAtEnd, readDelimited, readNumber, skipBlanks, type SedReader } from "./sed-reader.ts";
import type { SedAction, SedAddress, SedScript, SimpleLetter } from "./sed-script.ts";
import { hasMark, isMark } from "./words.ts";

export interface SedSyntax {
  /** `-E` */
  extended: boolean;
}

/**
 * Parses a sed script, several of `-e` joined by newlines. GNU sed 4.9: its
 * manual, and what test/patterns/differential.test.ts found.
 */
export function parseSedScript(source: string, { extended }: SedSyntax, budget: Budget): SedScript | NotRun {
  const state: SedReader = { source, at: 0, extended, budget, commands: [], blocks: [], labels: new Map(), jumps: [], failure: undefined };
  // GNU sed 4.9 takes `#note` for `#n`, which its manual does not say.
  if (/^#n[^\n]/.test(source)) fail(state, unknown("a comment that starts as `#n`"));
  while (state.at < source.length && !state.failure) parseCommand(state);
  if (!state.failure && state.blocks.length > 0) failAtEnd(state, "unmatched `{'");
  for (const { command, label } of state.jumps) {
    const to = label === "" ? state.commands.length : state.labels.get(label);
    if (to === undefined) failAtEnd(state, `can't find label for jump to \`${label}'`);
    else (state.commands[command]!.action as { to: number }).to = to;
  }
  return state.failure ?? { type: "script", commands: state.commands, quiet: /^#n(?:\n|$)/.test(source) };
}

const MAX_COMMANDS = 1_000;
const UNTERMINATED_ADDRESS = "unterminated address regex";

function parseCommand(state: SedReader): void {
  const { source } = state;
  while (/[\s;]/.test(source[state.at] ?? "")) state.at++;
  if (state.at >= source.length) return;
  if (state.commands.length >= MAX_COMMANDS) return fail(state, unknown("a script too long to analyse"));

  const start = parseAddress(state, false);
  skipBlanks(state);
  let end: SedAddress | undefined;
  if (start && source[state.at] === ",") {
    state.at++;
    skipBlanks(state);
    end = parseAddress(state, true);
    if (!end) return failAtEnd(state, "unexpected `,'");
    skipBlanks(state);
  }
  if (start?.type === "line" && start.line === 0 && end?.type !== "regex" && end?.type !== "unknown") return fail(state, "invalid usage of line address 0");
  const negated = source[state.at] === "!";
  if (negated) state.at++;
  if (negated) skipBlanks(state);
  if (negated && source[state.at] === "!") return fail(state, "multiple `!'s");
  if (state.failure) return;

  const letter = source[state.at];
  if (letter === undefined) return failAtEnd(state, "missing command");
  if (isMark(letter) || (start?.type === "unknown" && /[\s;]/.test(letter))) return fail(state, unknown("a command that only the shell knows"));
  state.at++;
  if (letter === "#") {
    if (start) return fail(state, "comments don't accept any addresses");
    state.at = endOfLine(state);
    return;
  }
  const action = parseAction(state, { letter, place: state.commands.length, start, end });
  if (action && !state.failure) state.commands.push({ start, end, negated, action });
}

function parseAddress(state: SedReader, isSecond: boolean): SedAddress | undefined {
  const { source } = state;
  const character = source[state.at];
  if (character === "$") {
    state.at++;
    return { type: "last" };
  }
  if (character === "/" || character === "\\") {
    if (character === "\\") state.at++;
    return parseRegexAddress(state);
  }
  const number = /^[0-9\ufdd0-\ufdef]+/.exec(source.slice(state.at, state.at + 100))?.[0];
  if (number !== undefined) {
    state.at += number.length;
    if (hasMark(number)) return { type: "unknown", text: number };
    skipBlanks(state);
    if (source[state.at] !== "~") return { type: "line", line: Number(number) };
    state.at++;
    const step = readNumber(state);
    return step > 0 ? { type: "step", first: Number(number), step } : { type: "line", line: Number(number) };
  }
  if (character === "+" || character === "~") {
    if (!isSecond) return fail(state, "invalid usage of +N or ~N as first address");
    state.at++;
    skipBlanks(state);
    if (isMark(source[state.at])) {
      const from = state.at;
      while (isMark(source[state.at]) || /[0-9]/.test(source[state.at] ?? "")) state.at++;
      return { type: "unknown", text: source.slice(from, state.at) };
    }
    const count = readNumber(state);
    // Of `addr,~1` the manual says one line, and sed 4.9 takes two; see also `countedEnd`.
    if (character === "~" && count === 1) return fail(state, unknown("the address `~1`"));
    return character === "+" || count === 0 ? { type: "more", count } : { type: "multiple", of: count };
  }
  return undefined;
}

function parseRegexAddress(state: SedReader): SedAddress | undefined {
  const source = readDelimited(state, state.source[state.at], true);
  if (source === undefined) return failAtEnd(state, UNTERMINATED_ADDRESS);
  let ignoreCase = false;
  let multiline = false;
  for (skipBlanks(state); /[IM]/.test(state.source[state.at] ?? ""); skipBlanks(state)) {
    if (state.source[state.at] === "I") ignoreCase = true;
    else multiline = true;
    state.at++;
  }
  const regex = compileSedRegex(state, source, { ignoreCase, multiline });
  return regex && { type: "regex", regex };
}

interface Start {
  letter: string;
  /** Of the command in the list. */
  place: number;
  start: SedAddress | undefined;
  end: SedAddress | undefined;
}

function parseAction(state: SedReader, { letter, place, start, end }: Start): SedAction | undefined {
  const { source } = state;
  switch (letter) {
    case "{":
      state.blocks.push(place);
      return { type: "block", end: -1 };
    case "}": {
      if (start) return fail(state, "} doesn't want any addresses");
      const open = state.blocks.pop();
      if (open === undefined) return failAtEnd(state, "unexpected `}'");
      (state.commands[open]!.action as { end: number }).end = place + 1;
      return endCommand(state, { type: "nothing" });
    }
    case ":": {
      if (start) return fail(state, ": doesn't want any addresses");
      const label = readLabel(state);
      if (label === "") return failAtEnd(state, '":" lacks a label');
      if (hasMark(label)) return fail(state, unknown("a label that only the shell knows"));
      state.labels.set(label, place);
      return { type: "nothing" };
    }
    case "b":
    case "t":
    case "T":
      state.jumps.push({ command: place, label: readLabel(state) });
      return { type: "branch", on: letter === "b" ? "always" : letter === "t" ? "replaced" : "not replaced", to: -1 };
    case "a":
    case "i":
    case "c":
      return parseText(state, letter === "a" ? "append" : letter === "i" ? "insert" : "change");
    case "q":
    case "Q": {
      if (end) return fail(state, "command only uses one address");
      const status = readNumber(state);
      return endCommand(state, { type: "quit", silent: letter === "Q", status: status & 0xff });
    }
    case "r":
    case "R":
    case "w":
    case "W": {
      skipBlanks(state);
      const path = source.slice(state.at, endOfLine(state));
      state.at = endOfLine(state);
      return path === "" ? failAtEnd(state, "missing filename in r/R/w/W commands") : { type: "file", letter, path };
    }
    case "s":
      return parseSubstitution(state);
    case "y":
      return parseTranslation(state);
    case "v":
      state.at = endOfLine(state);
      return { type: "nothing" };
    case "e":
    case "l":
      return fail(state, unknown(`the command \`${letter}\` of sed`));
    default:
      if ("dDpPnNgGhHx=zF".includes(letter)) return endCommand(state, { type: "simple", letter: letter as SimpleLetter });
      return fail(state, `unknown command: \`${letter}'`);
  }
}

function readLabel(state: SedReader): string {
  skipBlanks(state);
  const from = state.at;
  while (/[^\s;}]/.test(state.source[state.at] ?? " ")) state.at++;
  return state.source.slice(from, state.at);
}

/** `a text`, `a\` and a newline, `a\text`. */
function parseText(state: SedReader, type: "append" | "insert" | "change"): SedAction | undefined {
  const { source } = state;
  skipBlanks(state);
  const first = source[state.at];
  if (first === undefined) return failAtEnd(state, "expected \\ after `a', `c' or `i'");
  if (first === "\n") return fail(state, unknown(`a command without its text`));
  let text = "";
  if (first === "\\") {
    state.at++;
    // `a\` at the very end adds nothing at all.
    if (state.at >= source.length) return { type, text: "" };
    if (source[state.at] === "\n") state.at++;
    else if (source[state.at] !== "\\") text += source[state.at++];
  }
  while (state.at < source.length && source[state.at] !== "\n") {
    if (source[state.at] !== "\\") {
      text += source[state.at++];
      continue;
    }
    const escape = readSedEscape(source, state.at);
    if (escape && isNotRun(escape)) return fail(state, escape);
    text += escape ? escape.character : (source[state.at + 1] ?? "");
    state.at = escape ? escape.end : state.at + 2;
  }
  state.at++;
  return { type, text: `${text}\n` };
}
