import { findRegexError, UNKNOWN } from "./regex-syntax.ts";

/*
 * What GNU sed rejects in a script, from the sed 4.9 manual (3 to 5) and its
 * compile.c; tried against the real one in test/shell/expressions.test.ts.
 */

export interface SedOptions {
  /** `-E` or `-r`. */
  extended: boolean;
}

/**
 * Why sed rejects `script`, in its own words; `undefined` when it takes it or
 * what is `UNKNOWN` in it decides.
 */
export function findSedError(script: string, { extended }: SedOptions): string | undefined {
  const state: SedState = { script, at: 0, extended, depth: 0 };
  const labels = new Set<string>();
  const jumps: string[] = [];
  while (true) {
    skip(state, /[\s;]/);
    if (state.at >= script.length) break;
    const error = readCommand(state, labels, jumps);
    if (error === NOT_KNOWN) return undefined;
    if (error !== undefined) return error;
  }
  if (state.depth > 0) return "unmatched `{'";
  const missing = script.includes(UNKNOWN) ? undefined : jumps.find((label) => label !== "" && !labels.has(label));
  return missing === undefined ? undefined : `can't find label for jump to \`${missing}'`;
}

interface SedState {
  script: string;
  at: number;
  extended: boolean;
  /** Open braces. */
  depth: number;
}

/** What comes next is known only at run time. */
const NOT_KNOWN = Symbol("not known");
type SedError = string | typeof NOT_KNOWN | undefined;

function readCommand(state: SedState, labels: Set<string>, jumps: string[]): SedError {
  const { script } = state;
  if (script[state.at] === "#") {
    endLine(state);
    return undefined;
  }
  const addresses = readAddresses(state);
  if (typeof addresses !== "number") return addresses;
  skip(state, /\s/);
  if (script[state.at] === "!") {
    state.at++;
    skip(state, /\s/);
    if (script[state.at] === "!") return "multiple `!'s";
  }
  const command = script[state.at];
  if (command === undefined) return "missing command";
  if (command === UNKNOWN) return NOT_KNOWN;
  state.at++;

  switch (command) {
    case "{":
      state.depth++;
      return undefined;
    case "}":
      if (--state.depth < 0) return "unexpected `}'";
      return addresses > 0 ? "} doesn't want any addresses" : endCommand(state);
    case "#":
      return "comments don't accept any addresses";
    case ":": {
      if (addresses > 0) return ": doesn't want any addresses";
      const label = readWord(state);
      if (label === "") return '":" lacks a label';
      labels.add(label);
      return undefined;
    }
    case "b":
    case "t":
    case "T":
      jumps.push(readWord(state));
      return endCommand(state);
    case "a":
    case "i":
    case "c":
      return readText(state);
    case "r":
    case "R":
    case "w":
    case "W":
      return readFileName(state);
    case "e":
      endLine(state);
      return undefined;
    case "q":
    case "Q":
      if (addresses > 1) return "command only uses one address";
      skip(state, /[ \t]/);
      skip(state, /\d/);
      return endCommand(state);
    case "l":
    case "L":
      skip(state, /[ \t]/);
      skip(state, /\d/);
      return endCommand(state);
    case "=":
    case "d":
    case "D":
    case "g":
    case "G":
    case "h":
    case "H":
    case "n":
    case "N":
    case "p":
    case "P":
    case "x":
    case "z":
    case "F":
      return endCommand(state);
    case "s":
      return readSubstitution(state);
    case "y":
      return readTransliteration(state);
    case "v":
      readWord(state);
      return undefined;
    default:
      return `unknown command: \`${command}'`;
  }
}

/** How many addresses there are. */
function readAddresses(state: SedState): number | SedError {
  const isZero = /^0(?!\d|~)/.test(state.script.slice(state.at, state.at + 2));
  if (/[+~]/.test(state.script[state.at] ?? "")) return "invalid usage of +N or ~N as first address";
  const first = readAddress(state);
  if (first === undefined) return 0;
  if (first !== true) return first;
  skip(state, /\s/);
  if (state.script[state.at] !== ",") return isZero ? ZERO_ADDRESS : 1;
  state.at++;
  skip(state, /\s/);
  if (isZero && /[\d$+~]/.test(state.script[state.at] ?? "")) return ZERO_ADDRESS;
  if (/[+~]/.test(state.script[state.at] ?? "")) {
    state.at++;
    if (state.script[state.at] === UNKNOWN) return NOT_KNOWN;
    skip(state, /\d/);
    return 2;
  }
  const second = readAddress(state);
  if (second === undefined) return "unexpected `,'";
  return second === true ? 2 : second;
}

const ZERO_ADDRESS = "invalid usage of line address 0";

/** `true` for an address, `undefined` for none. */
function readAddress(state: SedState): true | SedError {
  const { script } = state;
  const unit = script[state.at] ?? "";
  if (unit === UNKNOWN) return NOT_KNOWN;
  if (/\d/.test(unit)) {
    skip(state, /\d/);
    if (script[state.at] === UNKNOWN) return NOT_KNOWN;
    if (script[state.at] === "~") {
      state.at++;
      skip(state, /\d/);
    }
    return true;
  }
  if (unit === "$") {
    state.at++;
    return true;
  }
  if (unit !== "/" && unit !== "\\") return undefined;
  if (unit === "\\") state.at++;
  const delimiter = script[state.at];
  if (delimiter === undefined) return "unexpected `,'";
  state.at++;
  const pattern = readDelimited(state, delimiter, "pattern");
  if (pattern === undefined) return script.includes(UNKNOWN) ? NOT_KNOWN : "unterminated address regex";
  const error = checkPattern(state, pattern, delimiter);
  if (error !== undefined) return error;
  skip(state, /[IM]/);
  return true;
}

function readSubstitution(state: SedState): SedError {
  const { script } = state;
  const delimiter = script[state.at++];
  if (delimiter === UNKNOWN) return NOT_KNOWN;
  const unterminated = script.includes(UNKNOWN) ? NOT_KNOWN : "unterminated `s' command";
  if (delimiter === undefined || delimiter === "\n" || delimiter === "\\") return unterminated;
  const pattern = readDelimited(state, delimiter, "pattern");
  const replacement = pattern === undefined ? undefined : readDelimited(state, delimiter, "text");
  if (pattern === undefined || replacement === undefined) return unterminated;

  const seen = new Set<string>();
  for (; ; state.at++) {
    const flag = script[state.at];
    if (flag === undefined || /[\n;}#]/.test(flag)) break;
    if (flag === UNKNOWN) return NOT_KNOWN;
    if (/[ \t\r]/.test(flag)) continue;
    if (flag === "w") {
      state.at++;
      const error = readFileName(state);
      if (error !== undefined) return error;
      break;
    }
    if (/\d/.test(flag)) {
      if (seen.has("0")) return "multiple number options to `s' command";
      const start = state.at;
      skip(state, /\d/);
      if (Number(script.slice(start, state.at)) === 0) return "number option to `s' command may not be zero";
      state.at--;
      seen.add("0");
      continue;
    }
    if (!/[gpiImMe]/.test(flag)) return "unknown option to `s'";
    if ((flag === "g" || flag === "p") && seen.has(flag)) return `multiple \`${flag}' options to \`s' command`;
    seen.add(flag);
  }
  const error = checkPattern(state, pattern, delimiter);
  if (error !== undefined) return error;
  const group = highestReference(replacement);
  const groups = countGroups(pattern, state.extended);
  if (group > groups && pattern !== "" && !pattern.includes(UNKNOWN)) return `invalid reference \\${group} on \`s' command's RHS`;
  return undefined;
}

function readTransliteration(state: SedState): SedError {
  const { script } = state;
  const delimiter = script[state.at++];
  if (delimiter === UNKNOWN) return NOT_KNOWN;
  const from = delimiter === undefined ? undefined : readDelimited(state, delimiter, "text");
  const to = from === undefined ? undefined : readDelimited(state, delimiter!, "text");
  if (from === undefined || to === undefined) return script.includes(UNKNOWN) ? NOT_KNOWN : "unterminated `y' command";
  if (from.includes(UNKNOWN) || to.includes(UNKNOWN)) return NOT_KNOWN;
  const length = (text: string) => [...text.replace(/\\./gs, "x")].length;
  if (length(from) !== length(to)) return "strings for `y' command are different lengths";
  return endCommand(state);
}

/** `a\` with lines, and GNU's `a text`: the text goes on where a line ends in a backslash. */
function readText(state: SedState): SedError {
  skip(state, /[ \t]/);
  if (state.at >= state.script.length) return "expected \\ after `a', `c' or `i'";
  if (state.script[state.at] === "\\") {
    state.at++;
    skip(state, /[ \t]/);
    if (state.script[state.at] === "\n") state.at++;
  }
  for (; state.at < state.script.length; state.at++) {
    if (state.script[state.at] === "\\") state.at++;
    else if (state.script[state.at] === "\n") break;
  }
  return undefined;
}

/**
 * The text up to `delimiter`, which is left behind; `undefined` when the line
 * ends first. In a pattern's bracket expression the delimiter is only text.
 */
function readDelimited(state: SedState, delimiter: string, kind: "pattern" | "text"): string | undefined {
  const { script } = state;
  const start = state.at;
  for (; state.at < script.length; state.at++) {
    const unit = script[state.at]!;
    if (unit === "\\") state.at++;
    else if (unit === delimiter) return script.slice(start, state.at++);
    else if (unit === "\n") return undefined;
    else if (unit === "[" && kind === "pattern") state.at = findBracketEnd(script, state.at);
  }
  return undefined;
}

/** Where the bracket expression that opens at `at` ends; the last unit of `text` when it does not. */
function findBracketEnd(text: string, at: number): number {
  let index = at + (text[at + 1] === "^" ? 2 : 1);
  if (text[index] === "]") index++;
  for (; index < text.length && text[index] !== "]"; index++) {
    const kind = text[index]! === "[" ? text[index + 1] : undefined;
    if (kind === undefined || !":.=".includes(kind)) continue;
    const close = text.indexOf(`${kind}]`, index + 2);
    if (close < 0) return text.length - 1;
    index = close + 1;
  }
  return Math.min(index, text.length - 1);
}

function checkPattern({ extended }: SedState, pattern: string, delimiter: string): string | undefined {
  // `\|` in `s|a\|b|c|` is a plain `|`, which may or may not be special then.
  if (pattern.includes(`\\${delimiter}`) && !/[/,:#@!%~_-]/.test(delimiter)) return undefined;
  return findRegexError(pattern.replaceAll(`\\${delimiter}`, delimiter), { extended, tool: "sed" });
}

function highestReference(replacement: string): number {
  let highest = 0;
  for (const [, digit] of replacement.matchAll(/\\([\s\S])/g)) if (/[1-9]/.test(digit!)) highest = Math.max(highest, Number(digit));
  return highest;
}

function countGroups(pattern: string, extended: boolean): number {
  let groups = 0;
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern[at]!;
    if (unit === "\\") {
      at++;
      if (!extended && pattern[at] === "(") groups++;
    } else if (unit === "[") at = findBracketEnd(pattern, at);
    else if (extended && unit === "(") groups++;
  }
  return groups;
}

/** Between a command and the next only blanks, `;`, `}`, a comment or a line end may stand. */
function endCommand(state: SedState): SedError {
  skip(state, /[ \t\r]/);
  const next = state.script[state.at];
  if (next === undefined || /[\n;}#]/.test(next)) return undefined;
  return next === UNKNOWN ? NOT_KNOWN : "extra characters after command";
}

/** A label: GNU 4.9 ends it at a blank, `;`, `}` or `#`. */
function readWord(state: SedState): string {
  skip(state, /[ \t]/);
  const start = state.at;
  skip(state, /[^\s;}#]/);
  return state.script.slice(start, state.at);
}

function readFileName(state: SedState): SedError {
  const start = state.at;
  endLine(state);
  return state.script.slice(start, state.at).trim() === "" ? "missing filename in r/R/w/W commands" : undefined;
}

function endLine(state: SedState): void {
  const end = state.script.indexOf("\n", state.at);
  state.at = end < 0 ? state.script.length : end;
}

function skip(state: SedState, units: RegExp): void {
  while (state.at < state.script.length && units.test(state.script[state.at]!)) state.at++;
}
