import { readBracket, type BracketEscape } from "./bracket.ts";
import { ANY_CHARACTER, characterSet, classSet, ignoreCase, type CharacterSet } from "./character-set.ts";
import { invalid, isNotRun, unknown, type AssertionKind, type NotRun, type ParsedRegex, type RegexNode } from "./regex-tree.ts";
import { readSedEscape } from "./sed-escapes.ts";
import { isMark } from "./words.ts";

export interface PosixOptions {
  /** Extended (`grep -E`, `sed -E`, awk) or basic syntax. */
  extended: boolean;
  tool: "grep" | "sed" | "awk";
  ignoreCase?: boolean;
  /** sed's `M` flag: `.` and `[^a]` take no newline. */
  multiline?: boolean;
  /** `grep -w` and `-x` put the pattern between parentheses of their own. */
  isWrapped?: boolean;
}

/**
 * Parses a basic or extended regular expression with the extensions of GNU
 * grep 3.8 and sed 4.9; POSIX XBD 9 and what
 * test/patterns/differential.test.ts found of the tools.
 */
export function parsePosix(source: string, options: PosixOptions): ParsedRegex | NotRun {
  const state: State = { source, at: 0, depth: 0, groups: 0, closed: new Set(), options, failure: undefined, doubt: undefined };
  const node = parseChoice(state);
  // Of awks only some refuse it.
  if (!state.failure && state.at < source.length) fail(state, options.tool === "awk" ? unknown("a `)` that closes nothing") : invalid("Unmatched ) or \\)"));
  return state.failure ?? state.doubt ?? { type: "regex", node, groups: state.groups };
}

interface State {
  source: string;
  at: number;
  /** Open groups around `at`. */
  depth: number;
  groups: number;
  /** Numbers of the groups that are closed. */
  closed: Set<number>;
  options: PosixOptions;
  /** What is wrong; the first one ends the parsing. */
  failure: NotRun | undefined;
  /** What is right but not modelled: something wrong may still follow. */
  doubt: NotRun | undefined;
}

const MAX_DEPTH = 100;
/** Longest repeat that RE2 compiles. */
const MAX_REPEAT = 1000;
/** RE_DUP_MAX of glibc. */
const RE_DUP_MAX = 32_767;
const UNCLOSED = invalid("Unmatched ( or \\(");
const NOTHING_TO_REPEAT = invalid("Invalid preceding regular expression");

function fail(state: State, failure: NotRun): void {
  state.failure ??= failure;
  state.at = state.source.length;
}

/** Goes on after what is not modelled. */
function doubt(state: State, reason: string): void {
  state.doubt ??= unknown(reason);
}

function parseChoice(state: State): RegexNode {
  const nodes = [parseSequence(state)];
  while (atBar(state)) {
    state.at += state.options.extended ? 1 : 2;
    nodes.push(parseSequence(state));
  }
  return nodes.length === 1 ? nodes[0]! : { type: "choice", nodes };
}

function atBar({ source, at, options }: State): boolean {
  return source.startsWith(options.extended ? "|" : "\\|", at);
}

function atClose({ source, at, depth, options }: State): boolean {
  if (!options.extended) return source.startsWith("\\)", at);
  // For grep -E a `)` that closes nothing is itself.
  return source[at] === ")" && (depth > 0 || options.tool !== "grep");
}

function parseSequence(state: State): RegexNode {
  const { source, options } = state;
  const nodes: RegexNode[] = [];
  while (state.at < source.length && !atBar(state) && !atClose(state)) {
    const repeat = readRepeat(state);
    const last = nodes.at(-1);
    if (repeat && last && last.type !== "assertion") {
      nodes[nodes.length - 1] = repeat.isUnknown ? { type: "unknown" } : { type: "repeat", node: last, min: repeat.min, max: repeat.max, lazy: false };
      state.at = repeat.end;
      if (!options.extended && options.tool === "sed" && /^(?:\*|\\\{)/.test(source.slice(state.at, state.at + 2))) fail(state, NOTHING_TO_REPEAT);
    } else if (repeat && options.extended) {
      // Nothing to repeat: grep -E ignores it at the start. Behind an anchor its two matchers differ: `echo ba | grep -Eo '^*a'`.
      if (options.tool === "sed") fail(state, NOTHING_TO_REPEAT);
      // What it goes on with is the `)`, taken for a character: `grep -E '(+)'`.
      else if (options.tool === "grep" && state.depth > 0 && /^[*+?]\)/.test(source.slice(state.at, state.at + 2)) && source[state.at - 1] !== "}") {
        // With another `)` its two matchers differ: `grep -E '(?)a)'`.
        if (source.includes(")", state.at + 2)) doubt(state, "a repeat of nothing");
        else fail(state, UNCLOSED);
      } else if (
        last ||
        (source[state.at - 1] === "}" && !repeat.isInterval) ||
        options.tool === "awk" ||
        (repeat.isInterval && !(repeat.min === 1 && repeat.max === 1))
      )
        doubt(state, "a repeat of nothing");
      if (!state.failure) state.at = repeat.end;
    } else if (repeat?.isInterval && options.tool === "sed") {
      fail(state, NOTHING_TO_REPEAT);
    } else if (!state.failure) {
      if (source[state.at] === ")" && options.extended && options.isWrapped) doubt(state, "a `)` that closes nothing");
      nodes.push(repeat ? readOddLiteral(state) : parseAtom(state, nodes.length === 0));
    }
  }
  return nodes.length === 1 ? nodes[0]! : { type: "sequence", nodes };
}

/** The `*`, `\+` or `\{` of a basic expression that has nothing to repeat and so is itself. */
function readOddLiteral(state: State): RegexNode {
  if (state.source[state.at] === "\\") state.at++;
  return literal(state, state.source[state.at++]!);
}

interface Repeat {
  min: number;
  max: number | undefined;
  end: number;
  isInterval: boolean;
  /** A count that only the shell knows. */
  isUnknown: boolean;
}

/** The repeat at `state.at`, which is not consumed. */
function readRepeat(state: State): Repeat | undefined {
  const { source, at, options } = state;
  const { extended } = options;
  const sign = extended || source[at] !== "\\" ? source[at] : source.slice(at, at + 2);
  const simple = { end: at + sign!.length, isInterval: false, isUnknown: false };
  if (sign === "*") return { min: 0, max: undefined, ...simple };
  if (sign === (extended ? "+" : "\\+")) return { min: 1, max: undefined, ...simple };
  if (sign === (extended ? "?" : "\\?")) return { min: 0, max: 1, ...simple };
  return sign === (extended ? "{" : "\\{") ? readInterval(state, at + sign.length) : undefined;
}

function readInterval(state: State, start: number): Repeat | undefined {
  const { source, options } = state;
  const { extended, tool } = options;
  // mawk before 1.3.4-20200717 takes braces as themselves.
  if (tool === "awk") doubt(state, "an interval, which not every awk has");
  const close = extended ? "}" : "\\}";
  const from = source.indexOf(close, start);
  const content = from < 0 ? "" : source.slice(start, from);
  const [, low, comma = "", high = ""] = /^([0-9\ufdd0-\ufdef]*)(?:(,)([0-9\ufdd0-\ufdef]*))?$/.exec(content) ?? [];
  if (from < 0 || low === undefined || content === "") {
    // grep -E and some awks take such a brace as itself.
    if (extended && tool !== "sed") return undefined;
    return void fail(state, invalid(from < 0 ? "Unmatched \\{" : "Invalid content of \\{\\}"));
  }

  const end = from + close.length;
  if (/[\ufdd0-\ufdef]/.test(content)) return { min: 0, max: undefined, end, isInterval: true, isUnknown: true };
  const min = low === "" ? 0 : Number(low);
  const max = comma === "" ? min : high === "" ? undefined : Number(high);
  if (tool === "awk") return { min: 0, max: undefined, end, isInterval: true, isUnknown: true };
  if (max !== undefined && max < min) return void fail(state, invalid("Invalid content of \\{\\}"));
  if (Math.max(min, max ?? 0) > RE_DUP_MAX) return void fail(state, invalid("Regular expression too big"));
  if (Math.max(min, max ?? 0) > MAX_REPEAT) doubt(state, `more than ${MAX_REPEAT} repeats`);
  return { min, max, end, isInterval: true, isUnknown: false };
}

function parseAtom(state: State, isFirst: boolean): RegexNode {
  const { source, at, options } = state;
  const character = String.fromCodePoint(source.codePointAt(at)!);
  if (isMark(character)) {
    state.at++;
    return { type: "unknown" };
  }
  if (character === "\\") return parseBackslash(state);
  if (character === "[") return parseBracket(state);
  if (character === "(" && options.extended) return parseGroup(state, 1);
  state.at += character.length;
  if (character === ".") return { type: "characters", set: options.multiline ? { ...characterSet("\n"), negated: true } : ANY_CHARACTER };
  if (character === "^" && (options.extended || isFirst)) return { type: "assertion", kind: "line start" };
  if (character === "$" && (options.extended || /^(?:$|\\[)|])/.test(source.slice(at + 1, at + 3)))) return { type: "assertion", kind: "line end" };
  // `printf 'foo\n' | grep '$|*'` finds the line, and no reading of POSIX says why.
  if (character === "$" && options.tool === "grep" && /^\|(?:\*|\\[?+{])/.test(source.slice(at + 1, at + 4))) doubt(state, "a repeat behind `$|`");
  return literal(state, character);
}

function parseBackslash(state: State): RegexNode {
  const { source, at, options } = state;
  const codePoint = source.codePointAt(at + 1);
  if (codePoint === undefined) {
    fail(state, invalid("Trailing backslash"));
    return NOTHING;
  }
  const character = String.fromCodePoint(codePoint);
  if (options.tool === "awk") return parseAwkEscape(state, character);
  if (character === "(" && !options.extended) return parseGroup(state, 2);
  const escape = options.tool === "sed" ? readSedEscape(source, at) : undefined;
  if (escape && isNotRun(escape)) {
    fail(state, escape);
    return NOTHING;
  }
  if (escape) {
    state.at = escape.end;
    return literal(state, escape.character);
  }

  state.at += 1 + character.length;
  if (/[1-9]/.test(character) && !state.closed.has(Number(character))) fail(state, invalid("Invalid back reference"));
  if (/[1-9]/.test(character)) doubt(state, "a back-reference");
  if (isMark(character)) return { type: "unknown" };
  const kind = ASSERTIONS.get(character);
  if (kind) return { type: "assertion", kind };
  const set = SHORTHANDS.get(character);
  return set ? { type: "characters", set } : literal(state, character);
}

/** awk reads string escapes first; what it does with other letters differs from one awk to the next. */
function parseAwkEscape(state: State, character: string): RegexNode {
  const control = AWK_CONTROLS.get(character);
  if (control === undefined && !/[!-/:;=?@[-`{-~]/.test(character)) doubt(state, `\`\\${character}\` in awk`);
  state.at += 1 + character.length;
  return literal(state, control ?? character);
}

const AWK_CONTROLS = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["f", "\f"],
  ["v", "\v"],
]);

function parseBracket(state: State): RegexNode {
  const { source, at, options } = state;
  // awk has escapes in brackets too, each its own.
  const readEscape =
    options.tool === "awk" ? (text: string, from: number) => readAwkBracketEscape(state, text, from) : options.tool === "sed" ? readBracketEscape : undefined;
  const bracket = readBracket(source, at, {
    ...(readEscape && { readEscape }),
    ignoreCase: options.ignoreCase ?? false,
    excludesNewline: options.multiline ?? false,
  });
  if (isNotRun(bracket)) {
    fail(state, bracket);
    return NOTHING;
  }
  state.at = bracket.end;
  return bracket.isUnknown ? { type: "unknown" } : characters(state, bracket.set);
}

/** Which escapes there are in brackets differs from one awk to the next. */
function readAwkBracketEscape(state: State, text: string, at: number): BracketEscape {
  doubt(state, "a backslash in brackets in awk");
  return { character: text[at + 1] ?? "\\", end: at + 2 };
}

/** In brackets too sed reads its escapes; two backslashes are one, and start none. */
function readBracketEscape(text: string, at: number): ReturnType<typeof readSedEscape> {
  return text[at + 1] === "\\" ? { character: "\\", end: at + 2 } : readSedEscape(text, at);
}

function parseGroup(state: State, open: 1 | 2): RegexNode {
  state.at += open;
  const number = ++state.groups;
  if (state.depth >= MAX_DEPTH) fail(state, unknown("groups nested too deeply"));
  state.depth++;
  const node = parseChoice(state);
  state.depth--;
  if (state.failure) return NOTHING;
  if (!state.source.startsWith(state.options.extended ? ")" : "\\)", state.at)) fail(state, UNCLOSED);
  state.at += open;
  state.closed.add(number);
  return { type: "group", node, number };
}

const NOTHING: RegexNode = { type: "sequence", nodes: [] };

const ASSERTIONS = new Map<string, AssertionKind>([
  ["<", "word start"],
  [">", "word end"],
  ["b", "word edge"],
  ["B", "no word edge"],
  ["`", "text start"],
  ["'", "text end"],
]);

const SHORTHANDS = new Map([
  ["w", classSet("word")],
  ["W", classSet("word", true)],
  ["s", classSet("space")],
  ["S", classSet("space", true)],
]);

function literal(state: State, character: string): RegexNode {
  return characters(state, characterSet(character));
}

function characters(state: State, set: CharacterSet): RegexNode {
  const folded = state.options.ignoreCase ? ignoreCase(set) : set;
  if (!folded) fail(state, unknown("a range too long to ignore case in"));
  return { type: "characters", set: folded ?? set };
}
