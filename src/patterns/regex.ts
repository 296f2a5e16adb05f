import { RE2JS } from "re2js";
import { characterSet, classSet, ignoreCase as ignoreCaseIn, isDoubtful, isWordCharacter, type CharacterSet } from "./character-set.ts";
import { parsePerl } from "./parse-perl.ts";
import { parsePosix } from "./parse-posix.ts";
import { neededTexts, signatureOf, sizeOf, toRe2 } from "./re2-source.ts";
import { invalid, isNotRun, literalTree, nodesIn, unknown, type NotRun, type ParsedRegex, type RegexNode } from "./regex-tree.ts";
import { hasMark, isMark } from "./words.ts";

export interface RegexOptions {
  syntax: "basic" | "extended" | "fixed" | "perl";
  tool: "grep" | "sed" | "awk";
  ignoreCase?: boolean;
  /** `grep -w` */
  wholeWord?: boolean;
  /** `grep -x` */
  wholeLine?: boolean;
  /** sed's `M` flag */
  multiline?: boolean;
}

/** A compiled pattern. */
export interface Regex {
  type: "regex";
  /** Matches what the pattern can match, unknown pieces being any text. */
  could: RE2JS;
  /** Matches only what the pattern matches whatever its unknown pieces are; `undefined` when it has none. */
  must: RE2JS | undefined;
  /** The pattern without the edges that `-w` asks for. */
  unedged: RE2JS | undefined;
  groups: number;
  matchGroup: number | undefined;
  /** Instructions, for the budget. */
  size: number;
  /** Whether all its matches are equally long and none looks around: with `-w` there is no shorter one to try. */
  hasOneLength: boolean;
  /** One of these is in each text that matches. */
  needed: readonly string[] | undefined;
  sets: readonly CharacterSet[];
  hasWordEdge: boolean;
  asciiOnly: ParsedRegex["asciiOnly"];
  /** ASCII letters that stand for letters beyond it; filled while matching. */
  substitutes: Map<string, string | undefined>;
}

/**
 * How much matching may still cost: about characters times instructions. RE2 is
 * linear in both for one match, but not for all matches of a text. When `left`
 * is below zero, what was answered since is worthless.
 */
export interface Budget {
  left: number;
}

/** Enough for one pattern on a board of 200 KB; measured worst case 1.5 s. */
export function createBudget(left = 6_000_000): Budget {
  return { left };
}

/** `could-match` when it depends on what only the shell knows, or on a character that tools see differently. */
export type Answer = "matches" | "could-match" | "cannot-match";

/** UTF-16 offsets; groups that took no part are `undefined`. */
export interface Match {
  start: number;
  end: number;
  groups: readonly ({ start: number; end: number } | undefined)[];
}

/** Compiles patterns of which any one has to match. Marked texts; see `words.ts`. */
export function compileRegex(patterns: readonly string[], options: RegexOptions, budget: Budget): Regex | NotRun {
  const length = patterns.reduce((sum, pattern) => sum + pattern.length, 0);
  if (length > MAX_SOURCE) return unknown("a pattern too long to analyse");
  if (options.syntax === "fixed" && options.wholeWord && patterns.includes("")) return unknown("an empty word");
  if (options.syntax === "perl" && patterns.length > 1) return invalid("the -P option only supports a single pattern");

  const parsed: ParsedRegex[] = [];
  for (const pattern of patterns) {
    const one = parse(pattern, options);
    if (isNotRun(one)) return one;
    parsed.push(one);
  }
  const [first] = parsed;
  const tree: RegexNode = first && parsed.length === 1 ? first.node : { type: "choice", nodes: parsed.map(({ node }) => ungrouped(node)) };
  const size = sizeOf(tree);
  if (size > MAX_SIZE) return unknown("a pattern too large to analyse");
  budget.left -= size * COMPILE_COST;

  const sets = distinctSets(tree, options);
  const flags = (options.syntax === "perl" ? 0 : RE2JS.LONGEST_MATCH) | RE2JS.LOOKBEHINDS;
  const hasUnknown = [...nodesIn(tree)].some(({ type }) => type === "unknown");
  const compile = (unknowns: "any text" | "no match", edged: boolean) => {
    const source = toRe2(tree, { unknowns, multiline: options.multiline ?? false });
    return RE2JS.compile(edged ? withEdges(source, options) : source, flags);
  };
  try {
    const could = compile("any text", true);
    return {
      type: "regex",
      could,
      must: hasUnknown ? compile("no match", true) : undefined,
      unedged: options.wholeWord && !options.wholeLine ? compile("any text", false) : undefined,
      groups: parsed.length === 1 ? first!.groups : 0,
      matchGroup: first?.matchGroup,
      size: Math.max(size, could.matcher("").programSize()),
      hasOneLength: lengthOf(tree) !== undefined,
      needed: neededTexts(tree),
      sets,
      hasWordEdge: [...nodesIn(tree)].some((node) => node.type === "assertion" && node.kind.includes("word")),
      asciiOnly: first?.asciiOnly ?? (options.syntax === "perl" && options.wholeWord ? "letters" : undefined),
      substitutes: new Map(),
    };
  } catch {
    // RE2 has limits of its own on size and depth.
    return unknown("a pattern too large to analyse");
  }
}

export function testRegex(regex: Regex, text: string, budget: Budget): Answer {
  budget.left -= 1 + (text.length >> 5);
  if (budget.left < 0) return "cannot-match";
  if (hasMark(text)) return "could-match";
  if (regex.needed && !regex.needed.some((needed) => text.includes(needed))) return "cannot-match";
  if (isUnsure(regex, text)) return "could-match";
  const known = substitute(regex, text);
  if (known === undefined) return "could-match";

  budget.left -= costOf(regex, known.length);
  if (budget.left < 0 || !regex.could.test(known)) return "cannot-match";
  if (!regex.must) return "matches";
  budget.left -= costOf(regex, known.length);
  return regex.must.test(known) ? "matches" : "could-match";
}

/** The first match in `text` that starts at `from` or later, the longest of those that start there. */
export function findMatch(regex: Regex, text: string, from: number, budget: Budget): Match | undefined {
  const known = substitute(regex, text) ?? text;
  budget.left -= costOf(regex, known.length - from);
  if (budget.left < 0 || from > text.length) return undefined;
  const matcher = (regex.unedged ?? regex.could).matcher(known);
  if (!matcher.find(from)) return undefined;
  const groups = Array.from({ length: regex.groups + 1 }, (_, number) => {
    const start = matcher.start(number);
    return start < 0 ? undefined : { start, end: matcher.end(number) };
  });
  const whole = groups[regex.matchGroup ?? 0]!;
  return { start: whole.start, end: whole.end, groups };
}

/** Whether where the matches of `regex` in `text` start and end is known; whether there are any, `testRegex` says. */
export function hasKnownSpans(regex: Regex, text: string): boolean {
  return regex.must === undefined && !hasMark(text) && !isUnsure(regex, text) && substitute(regex, text) !== undefined;
}

const MAX_SOURCE = 20_000;
const MAX_SIZE = 5_000;
const COMPILE_COST = 200;

function costOf({ size }: Regex, length: number): number {
  return (length + 1) * (size + 10);
}

function parse(pattern: string, { syntax, tool, ignoreCase = false, multiline = false, wholeWord, wholeLine }: RegexOptions): ParsedRegex | NotRun {
  if (syntax === "perl") {
    const parsed = parsePerl(pattern, { ignoreCase });
    // grep puts the pattern between parentheses of its own.
    return isNotRun(parsed) && (wholeWord || wholeLine) ? unknown(parsed.reason) : parsed;
  }
  if (syntax !== "fixed") return parsePosix(pattern, { extended: syntax === "extended", tool, ignoreCase, multiline });
  const toSet = (character: string) => (ignoreCase ? ignoreCaseIn(characterSet(character)) : undefined) ?? characterSet(character);
  const { nodes } = literalTree(pattern, toSet) as Extract<RegexNode, { type: "sequence" }>;
  const characters = [...pattern];
  return { type: "regex", node: { type: "sequence", nodes: nodes.map((node, index) => (isMark(characters[index]) ? { type: "unknown" } : node)) }, groups: 0 };
}

/** Groups of several patterns would share their numbers. */
function ungrouped(node: RegexNode): RegexNode {
  if (node.type === "group") return { ...node, number: undefined, node: ungrouped(node.node) };
  if (node.type === "repeat") return { ...node, node: ungrouped(node.node) };
  if (node.type === "sequence" || node.type === "choice") return { ...node, nodes: node.nodes.map(ungrouped) };
  return node;
}

function withEdges(source: string, { wholeWord, wholeLine }: RegexOptions): string {
  if (wholeLine) return `\\A(?:${source})\\z`;
  if (!wholeWord) return source;
  const other = toRe2({ type: "characters", set: classSet("word", true) }, { unknowns: "any text", multiline: false });
  return `(?:\\A|${other})(?:${source})(?:${other}|\\z)`;
}

function distinctSets(tree: RegexNode, { wholeWord }: RegexOptions): CharacterSet[] {
  const sets = new Map<string, CharacterSet>();
  for (const node of nodesIn(tree)) if (node.type === "characters") sets.set(toRe2(node, { unknowns: "any text", multiline: false }), node.set);
  if (wholeWord) sets.set("word", classSet("word"));
  return [...sets.values()];
}

/** How many characters each match has; `undefined` when that differs or the pattern looks at what is around it. */
function lengthOf(node: RegexNode): number | undefined {
  if (node.type === "characters") return 1;
  if (node.type === "group") return lengthOf(node.node);
  if (node.type === "repeat") {
    const length = lengthOf(node.node);
    return length !== undefined && node.min === node.max ? length * node.min : undefined;
  }
  if (node.type !== "sequence" && node.type !== "choice") return undefined;
  const lengths = node.nodes.map(lengthOf);
  if (lengths.includes(undefined)) return undefined;
  if (node.type === "choice") return lengths.every((length) => length === lengths[0]) ? lengths[0] : undefined;
  return lengths.reduce<number>((sum, length) => sum + length!, 0);
}

/** Whether tools, or RE2 and GNU, differ about a character of `text`. */
function isUnsure({ sets, asciiOnly }: Regex, text: string): boolean {
  if (!NON_ASCII.test(text)) return false;
  return asciiOnly === "all" || (asciiOnly && /(?=[^\0-\x7f])[\p{L}\p{N}\p{Z}]/u.test(text)) || sets.some((set) => isDoubtful(set, text));
}

const NON_ASCII = /[^\0-\x7f]/;

/**
 * RE2's `\b` and `\w` know ASCII only. So each other letter is replaced by an
 * ASCII letter or digit that all sets of the pattern treat alike; `undefined`
 * when there is none. Offsets stay.
 */
function substitute({ hasWordEdge, sets, substitutes }: Regex, text: string): string | undefined {
  if (!hasWordEdge || !NON_ASCII.test(text)) return text;
  let failed = false;
  const known = text.replace(/[^\0-\x7f]/gu, (character) => {
    if (!substitutes.has(character)) substitutes.set(character, isWordCharacter(character.codePointAt(0)!) ? findSubstitute(sets, character) : character);
    const found = substitutes.get(character);
    if (found === undefined) failed = true;
    return found ?? character;
  });
  return failed ? undefined : known;
}

function findSubstitute(sets: readonly CharacterSet[], character: string): string | undefined {
  if (character.length > 1) return undefined;
  const signature = signatureOf(sets, character.codePointAt(0)!);
  return [...ASCII_WORD].find((letter) => signatureOf(sets, letter.charCodeAt(0)) === signature);
}

const ASCII_WORD = "zqxjkvwyZQXJKVWYabcdefghilmnoprstuABCDEFGHILMNOPRSTU0123456789_";
