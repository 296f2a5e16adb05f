import { characterSet, classSet, ignoreCase as ignoreCaseIn, type CharacterSet } from "./character-set.ts";
import { parsePerl } from "./parse-perl.ts";
import { parsePosix } from "./parse-posix.ts";
import { TOO_EXPENSIVE } from "./lines.ts";
import { neededTexts, sizeOf, toRe2 } from "./re2-source.ts";
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

/** A pattern, understood. `regex.ts` runs it; nothing here loads the engine for that. */
export interface Regex {
  type: "regex";
  tree: RegexNode;
  options: RegexOptions;
  /** Whether some of it is known to the shell only. */
  hasUnknown: boolean;
  groups: number;
  matchGroup: number | undefined;
  /** About how many instructions it takes, for the budget. */
  size: number;
  /** Whether all its matches are equally long and none looks around: with `-w` there is no shorter one to try. */
  hasOneLength: boolean;
  /** One of these is in each text that matches. */
  needed: readonly string[] | undefined;
  /** A plain text: what holds `needed` matches, whatever is around it. */
  isLiteral: boolean;
  sets: readonly CharacterSet[];
  hasWordEdge: boolean;
  asciiOnly: ParsedRegex["asciiOnly"];
}

/**
 * How much matching may still cost, in steps of RE2's slowest engine: about
 * characters times instructions, 15 ns each. All other work is counted in the
 * same unit. RE2 is linear in both for one match, but not for all matches of a
 * text. When `left` is below zero, what was answered since is worthless.
 */
export interface Budget {
  left: number;
}

/** Enough for one pattern on a board of 200 KB. */
export function createBudget(left = 8_000_000): Budget {
  return { left };
}

/** Parses patterns of which any one has to match. Marked texts; see `words.ts`. */
export function parseRegex(patterns: readonly string[], options: RegexOptions, budget: Budget): Regex | NotRun {
  const length = patterns.reduce((sum, pattern) => sum + pattern.length, 0);
  if (length > MAX_SOURCE) return unknown("a pattern too long to analyse");
  if (options.syntax === "perl" && patterns.length > 1) return invalid("the -P option only supports a single pattern");

  const parsed: ParsedRegex[] = [];
  for (const pattern of patterns) {
    const one = parse(pattern, options);
    // What the shell puts in could close what looks open.
    if (isNotRun(one)) return one.type === "invalid" && hasMark(pattern) ? unknown("a pattern of which only the shell knows a part") : one;
    parsed.push(one);
  }
  const [first] = parsed;
  const tree: RegexNode = first && parsed.length === 1 ? first.node : { type: "choice", nodes: parsed.map(({ node }) => ungrouped(node)) };
  const size = sizeOf(tree);
  if (size > MAX_SIZE) return unknown("a pattern too large to analyse");
  // GNU grep does not look for the empty match where a longer one is no word.
  if (options.wholeWord && !options.wholeLine && canBeEmpty(tree)) return unknown("an empty word");
  budget.left -= size * SIZE_COST + length * PARSE_COST;
  if (budget.left < 0) return TOO_EXPENSIVE;
  const needed = neededTexts(tree);
  const commonLength = lengthOf(tree);
  return {
    type: "regex",
    tree,
    options,
    hasUnknown: nodesIn(tree).some(({ type }) => type === "unknown"),
    groups: parsed.length === 1 ? first!.groups : 0,
    matchGroup: first?.matchGroup,
    size,
    hasOneLength: commonLength !== undefined,
    needed,
    // The longest plain piece is all of it.
    isLiteral: tree.type === "sequence" && needed?.length === 1 && [...needed[0]!].length === commonLength && !options.wholeWord && !options.wholeLine,
    sets: distinctSets(tree, options),
    hasWordEdge: nodesIn(tree).some((node) => node.type === "assertion" && node.kind.includes("word")),
    asciiOnly: first?.asciiOnly ?? (options.syntax === "perl" && options.wholeWord ? "letters" : undefined),
  };
}

const MAX_SOURCE = 20_000;
const MAX_SIZE = 5_000;
/** For an instruction, before it is compiled. */
const SIZE_COST = 20;
/** For a character of the source. */
const PARSE_COST = 50;

function parse(pattern: string, { syntax, tool, ignoreCase = false, multiline = false, wholeWord, wholeLine }: RegexOptions): ParsedRegex | NotRun {
  if (syntax === "perl") {
    const parsed = parsePerl(pattern, { ignoreCase });
    // grep puts the pattern between parentheses of its own.
    return isNotRun(parsed) && (wholeWord || wholeLine) ? unknown(parsed.reason) : parsed;
  }
  if (syntax !== "fixed")
    return parsePosix(pattern, { extended: syntax === "extended", tool, ignoreCase, multiline, isWrapped: wholeWord === true || wholeLine === true });
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

function distinctSets(tree: RegexNode, { wholeWord }: RegexOptions): CharacterSet[] {
  const sets = new Map<string, CharacterSet>();
  for (const node of nodesIn(tree)) if (node.type === "characters") sets.set(toRe2(node, { unknowns: "any text", multiline: false }), node.set);
  if (wholeWord) sets.set("word", classSet("word"));
  return [...sets.values()];
}

function canBeEmpty(node: RegexNode): boolean {
  switch (node.type) {
    case "characters":
      return false;
    case "group":
      return canBeEmpty(node.node);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.node);
    case "sequence":
      return node.nodes.every(canBeEmpty);
    case "choice":
      return node.nodes.some(canBeEmpty);
    default:
      return true;
  }
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
