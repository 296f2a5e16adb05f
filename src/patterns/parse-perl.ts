import { readBracket, type BracketEscape } from "./bracket.ts";
import { ANY_CHARACTER, characterSet, ignoreCase, type CharacterSet, type ClassName, type CodePointRange } from "./character-set.ts";
import { invalid, isNotRun, unknown, type AssertionKind, type NotRun, type ParsedRegex, type RegexNode } from "./regex-tree.ts";
import { isMark } from "./words.ts";

/**
 * Parses what `grep -P` takes (PCRE2), as far as a linear-time matcher can run
 * it: no back-references, no lookahead but one at the end, nothing that
 * depends on the version.
 */
export function parsePerl(source: string, options: { ignoreCase: boolean }): ParsedRegex | NotRun {
  const state: State = { source, at: 0, depth: 0, groups: 0, ignoreCase: options.ignoreCase, asciiOnly: undefined, split: undefined, failure: undefined };
  const nodes = parseSequence(state);
  if (!state.failure && source[state.at] === "|") return parseTopChoice(state, nodes);
  if (!state.failure && state.at < source.length) fail(state, invalid("unmatched closing parenthesis"));
  if (state.failure) return state.failure;
  const { split } = state;
  const { asciiOnly } = state;
  if (split === undefined) return { type: "regex", node: { type: "sequence", nodes }, groups: state.groups, asciiOnly };

  const group: RegexNode = { type: "group", number: state.groups + 1, node: { type: "sequence", nodes: nodes.slice(split.from, split.to) } };
  const node: RegexNode = { type: "sequence", nodes: [...nodes.slice(0, split.from), group, ...nodes.slice(split.to)] };
  // Numbers of groups count from the left in RE2; only this one is used.
  return { type: "regex", node: withoutGroups(node, group), groups: 1, matchGroup: 1, asciiOnly };
}

interface State {
  source: string;
  at: number;
  depth: number;
  groups: number;
  ignoreCase: boolean;
  asciiOnly: ParsedRegex["asciiOnly"];
  /** Which nodes of the top sequence are the match: after `\K`, before a lookahead at the end. */
  split: { from: number; to: number } | undefined;
  failure: NotRun | undefined;
}

const MAX_DEPTH = 100;
const MAX_REPEAT = 1000;

function fail(state: State, failure: NotRun): void {
  state.failure ??= failure;
  state.at = state.source.length;
}

function parseTopChoice(state: State, first: RegexNode[]): ParsedRegex | NotRun {
  const nodes: RegexNode[] = [{ type: "sequence", nodes: first }];
  while (state.source[state.at] === "|") {
    state.at++;
    nodes.push({ type: "sequence", nodes: parseSequence(state) });
  }
  if (!state.failure && state.at < state.source.length) fail(state, invalid("unmatched closing parenthesis"));
  if (state.split) fail(state, unknown("a lookahead or `\\K` in one of several alternatives"));
  return state.failure ?? { type: "regex", node: { type: "choice", nodes }, groups: state.groups, asciiOnly: state.asciiOnly };
}

function withoutGroups(node: RegexNode, keep: RegexNode): RegexNode {
  if (node.type === "group") return { ...node, number: node === keep ? 1 : undefined, node: withoutGroups(node.node, keep) };
  if (node.type === "repeat") return { ...node, node: withoutGroups(node.node, keep) };
  if (node.type === "sequence" || node.type === "choice") return { ...node, nodes: node.nodes.map((child) => withoutGroups(child, keep)) };
  return node;
}

function parseSequence(state: State): RegexNode[] {
  const { source } = state;
  const nodes: RegexNode[] = [];
  while (state.at < source.length && source[state.at] !== "|" && source[state.at] !== ")") {
    if (source.startsWith("\\K", state.at)) {
      if (state.depth > 0 || state.split) fail(state, unknown("`\\K` inside a group"));
      else state.split = { from: nodes.length, to: Number.MAX_SAFE_INTEGER };
      state.at += 2;
      continue;
    }
    if (source.startsWith("(?=", state.at)) {
      parseLookahead(state, nodes);
      continue;
    }
    const node = parseAtom(state);
    if (!node) continue;
    nodes.push(readRepeat(state, node));
  }
  return nodes;
}

function parseLookahead(state: State, nodes: RegexNode[]): void {
  state.at += 3;
  const node = parseGroupBody(state);
  if (state.depth > 0 || state.at < state.source.length) return fail(state, unknown("a lookahead before the end"));
  state.split = { from: state.split?.from ?? 0, to: nodes.length };
  nodes.push({ type: "group", number: undefined, node });
}

function readRepeat(state: State, node: RegexNode): RegexNode {
  const { source, at } = state;
  const match = /^(?:[*+?]|\{(\d{1,6})(,?)(\d{0,6})\})/.exec(source.slice(at, at + 20));
  if (!match) return node;
  if (node.type === "assertion") {
    fail(state, unknown("a repeated anchor"));
    return node;
  }
  const [sign, low, comma, high] = match;
  const min = low !== undefined ? Number(low) : sign === "+" ? 1 : 0;
  const max = low === undefined ? (sign === "?" ? 1 : undefined) : comma === "" ? min : high === "" ? undefined : Number(high);
  state.at += sign.length;
  const suffix = source[state.at];
  if (suffix === "+") fail(state, unknown("a possessive repeat"));
  if (suffix === "?") state.at++;
  if (max !== undefined && max < min) fail(state, invalid("numbers out of order in {} quantifier"));
  if (Math.max(min, max ?? 0) > MAX_REPEAT) fail(state, unknown(`more than ${MAX_REPEAT} repeats`));
  if (/^(?:[*+?]|\{[\d,])/.test(source.slice(state.at, state.at + 2))) fail(state, unknown("a repeat of a repeat"));
  return { type: "repeat", node, min, max, lazy: suffix === "?" };
}

function parseAtom(state: State): RegexNode | undefined {
  const { source, at } = state;
  const character = String.fromCodePoint(source.codePointAt(at)!);
  if (character === "(") return parseGroup(state);
  if (character === "[") return parseBracket(state);
  state.at += character.length;
  if (isMark(character)) return { type: "unknown" };
  if (character === "\\") return parseBackslash(state);
  if (character === "^") return { type: "assertion", kind: "line start" };
  if (character === "$") return { type: "assertion", kind: "line end" };
  if (character === ".") return { type: "characters", set: ANY_CHARACTER };
  // PCRE2 takes it for a repeat since 10.43, and for plain text before.
  if (/^\{,\d+\}/.test(source.slice(at, at + 20))) return void fail(state, unknown("a repeat that depends on the version of grep"));
  if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(source.slice(at, at + 20))) return void fail(state, invalid("quantifier does not follow a repeatable item"));
  return characters(state, characterSet(character));
}

function parseGroup(state: State): RegexNode | undefined {
  const { source } = state;
  const head = /^\((?:\?(?:i:?|:|<[=!]|P?<\w{1,32}>|'\w{1,32}'))?/.exec(source.slice(state.at, state.at + 40))![0];
  if (source[state.at + 1] === "*" || (head === "(" && source[state.at + 1] === "?"))
    return void fail(state, unknown("a group that only a backtracking matcher runs"));
  if (head.startsWith("(?i")) {
    // `(?i)` holds up to the end of the group it stands in.
    if (!source.startsWith("(?i)") || state.at > 0) return void fail(state, unknown("an option inside the pattern"));
    state.at = "(?i)".length;
    state.ignoreCase = true;
    return undefined;
  }
  state.at += head.length;
  if (head === "(?<=" || head === "(?<!") {
    const before = state.groups;
    const by = parseGroupBody(state);
    if (state.groups > before) fail(state, unknown("a group in a lookbehind"));
    return { type: "preceded", by, negated: head === "(?<!" };
  }
  const number = head === "(?:" ? undefined : ++state.groups;
  return { type: "group", number, node: parseGroupBody(state) };
}

/** What stands up to the closing parenthesis. */
function parseGroupBody(state: State): RegexNode {
  if (state.depth >= MAX_DEPTH) fail(state, unknown("groups nested too deeply"));
  state.depth++;
  const nodes: RegexNode[] = [{ type: "sequence", nodes: parseSequence(state) }];
  while (state.source[state.at] === "|") {
    state.at++;
    nodes.push({ type: "sequence", nodes: parseSequence(state) });
  }
  state.depth--;
  if (state.source[state.at] !== ")") fail(state, invalid("missing closing parenthesis"));
  state.at++;
  return nodes.length === 1 ? nodes[0]! : { type: "choice", nodes };
}

function parseBackslash(state: State): RegexNode | undefined {
  const { source } = state;
  const codePoint = source.codePointAt(state.at);
  if (codePoint === undefined) return void fail(state, invalid("\\ at end of pattern"));
  const character = String.fromCodePoint(codePoint);
  state.at += character.length;
  if (isMark(character)) return { type: "unknown" };
  const kind = ASSERTIONS.get(character);
  if (/[bdhswB]/.test(character)) state.asciiOnly ??= "letters";
  if (/[DHSW]/.test(character)) state.asciiOnly = "all";
  if (kind) return { type: "assertion", kind };
  const ranges = SHORTHANDS.get(character.toLowerCase());
  if (ranges) return { type: "characters", set: { negated: character !== character.toLowerCase(), ranges, classes: [] } };
  const control = CONTROLS.get(character);
  if (control === undefined && /[0-9a-z]/i.test(character)) return void fail(state, unknown(`\`\\${character}\``));
  return characters(state, characterSet(control ?? character));
}

function parseBracket(state: State): RegexNode | undefined {
  const bracket = readBracket(state.source, state.at, {
    readEscape: (text, at) => readBracketEscape(state, text, at),
    ignoreCase: state.ignoreCase,
    excludesNewline: false,
  });
  if (isNotRun(bracket)) return void fail(state, bracket.type === "invalid" ? unknown("brackets that PCRE reads in its own way") : bracket);
  state.at = bracket.end;
  if (bracket.isUnknown) return { type: "unknown" };
  if (bracket.set.classes.some((name) => !ALPHANUMERIC.includes(name))) fail(state, unknown("a class that depends on the version of grep"));
  if (bracket.set.classes.length > 0) state.asciiOnly ??= "letters";
  return characters(state, bracket.set);
}

const ALPHANUMERIC: readonly ClassName[] = ["alpha", "alnum", "digit", "xdigit", "space", "blank"];

function readBracketEscape(state: State, text: string, at: number): BracketEscape | NotRun | undefined {
  const character = text[at + 1];
  if (character === undefined) return undefined;
  const ranges = SHORTHANDS.get(character);
  if (ranges) state.asciiOnly = "all";
  const control = CONTROLS.get(character);
  if (!ranges && control === undefined && /[0-9a-z]/i.test(character)) return unknown(`\`\\${character}\` in brackets`);
  return { character: control ?? character, ...(ranges && { ranges }), end: at + 2 };
}

const ASSERTIONS = new Map<string, AssertionKind>([
  ["b", "word edge"],
  ["B", "no word edge"],
  ["A", "text start"],
  ["z", "text end"],
  ["Z", "text end"],
]);

/** Without PCRE2_UCP, as in GNU grep up to 3.8; later ones take `\w` as a Unicode class. */
const SHORTHANDS = new Map<string, readonly CodePointRange[]>([
  ["d", [[0x30, 0x39]]],
  [
    "w",
    [
      [0x30, 0x39],
      [0x41, 0x5a],
      [0x5f, 0x5f],
      [0x61, 0x7a],
    ],
  ],
  [
    "s",
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  [
    "h",
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
]);

const CONTROLS = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["f", "\f"],
  ["e", "\x1b"],
  ["a", "\x07"],
]);

function characters(state: State, set: CharacterSet): RegexNode {
  const folded = state.ignoreCase ? ignoreCase(set) : set;
  if (!folded) fail(state, unknown("a range too long to ignore case in"));
  return { type: "characters", set: folded ?? set };
}
