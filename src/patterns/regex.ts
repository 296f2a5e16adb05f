import { RE2JS } from "re2js";
import { remembered } from "../remembered.ts";
import { classSet, isDoubtful, isWordCharacter, type CharacterSet } from "./character-set.ts";
import type { Budget, Regex, RegexOptions } from "./parse-regex.ts";
import { signatureOf, toRe2 } from "./re2-source.ts";
import { hasMark } from "./words.ts";

/** `could-match` when it depends on what only the shell knows, or on a character that tools see differently. */
export type Answer = "matches" | "could-match" | "cannot-match";

/** UTF-16 offsets; groups that took no part are `undefined`. */
export interface Match {
  start: number;
  end: number;
  groups: readonly ({ start: number; end: number } | undefined)[];
}

export function testRegex(regex: Regex, text: string, budget: Budget): Answer {
  budget.left -= LOOK_COST + (text.length >> 4);
  if (budget.left < 0) return "cannot-match";
  if (hasMark(text)) return "could-match";
  if (regex.needed && !regex.needed.some((needed) => text.includes(needed))) return "cannot-match";
  if (isUnsure(regex, text)) return "could-match";
  if (regex.isLiteral) return "matches";
  const known = substitute(regex, text);
  if (known === undefined) return "could-match";

  if (!couldMatch(regex, known, budget)) return "cannot-match";
  const { must } = machinesOf(regex)!;
  if (!must) return "matches";
  budget.left -= costOf(machinesOf(regex)!, known.length);
  return must.test(known) ? "matches" : "could-match";
}

/** Whether there is a match in `text` if the unknown pieces of the pattern are so; what marks in `text` stand for does not hold one. */
export function couldMatch(regex: Regex, text: string, budget: Budget): boolean {
  const machines = buildMachines(regex, budget);
  budget.left = machines ? budget.left - costOf(machines, text.length) : -1;
  return budget.left >= 0 && machines!.could.test(text);
}

/** The first match in `text` that starts at `from` or later, the longest of those that start there. */
export function findMatch(regex: Regex, text: string, from: number, budget: Budget): Match | undefined {
  const known = substitute(regex, text) ?? text;
  const machines = buildMachines(regex, budget);
  budget.left = machines ? budget.left - costOf(machines, known.length - from) : -1;
  if (budget.left < 0 || from > text.length) return undefined;
  const matcher = (machines!.unedged ?? machines!.could).matcher(known);
  if (!matcher.find(from)) return undefined;
  const groups = Array.from({ length: regex.groups + 1 }, (_, number) => {
    // A group in a piece that is not known is none of the machine.
    const start = number > matcher.groupCount() ? -1 : matcher.start(number);
    return start < 0 ? undefined : { start, end: matcher.end(number) };
  });
  const whole = groups[regex.matchGroup ?? 0]!;
  return { start: whole.start, end: whole.end, groups };
}

/** Whether where the matches of `regex` in `text` start and end is known; whether there are any, `testRegex` says. */
export function hasKnownSpans(regex: Regex, text: string): boolean {
  return !regex.hasUnknown && !hasMark(text) && !isUnsure(regex, text) && substitute(regex, text) !== undefined;
}

/** Whether `findMatch` leaves it to the caller to see that a match is a whole word. */
export function isUnedged({ options: { wholeWord, wholeLine } }: Regex): boolean {
  return wholeWord === true && wholeLine !== true;
}

/** A pattern as RE2 runs it. */
interface Machines {
  /** Matches what the pattern can match, unknown pieces being any text. */
  could: RE2JS;
  /** Matches only what the pattern matches whatever its unknown pieces are; `undefined` when it has none. */
  must: RE2JS | undefined;
  /** The pattern without the edges that `-w` asks for. */
  unedged: RE2JS | undefined;
  /** Instructions, for the budget. */
  size: number;
}

/** The machines of a pattern, which the first that asks pays for. */
function buildMachines(regex: Regex, budget: Budget): Machines | undefined {
  if (!built.has(regex)) budget.left -= COMPILE_COST * (regex.size + 10) * (regex.hasUnknown || isUnedged(regex) ? 2 : 1);
  if (budget.left < 0) return undefined;
  built.add(regex);
  return machinesOf(regex);
}

const built = new WeakSet<Regex>();
/** To look at a text at all. */
const LOOK_COST = 4;
/** For an instruction. */
const COMPILE_COST = 300;

/** `undefined` for a pattern beyond the limits that RE2 has on size and depth. */
const machinesOf: (regex: Regex) => Machines | undefined = remembered((regex) => {
  const { tree, options, hasUnknown } = regex;
  const flags = (options.syntax === "perl" ? 0 : RE2JS.LONGEST_MATCH) | RE2JS.LOOKBEHINDS;
  const compile = (unknowns: "any text" | "no match", edged: boolean) => {
    const source = toRe2(tree, { unknowns, multiline: options.multiline ?? false });
    return RE2JS.compile(edged ? withEdges(source, options) : source, flags);
  };
  try {
    const could = compile("any text", true);
    return {
      could,
      must: hasUnknown ? compile("no match", true) : undefined,
      unedged: isUnedged(regex) ? compile("any text", false) : undefined,
      size: Math.max(regex.size, could.matcher("").programSize()),
    };
  } catch {
    return undefined;
  }
});

function costOf({ size }: Machines, length: number): number {
  return (length + 1) * (size + 10);
}

function withEdges(source: string, { wholeWord, wholeLine }: RegexOptions): string {
  if (wholeLine) return `\\A(?:${source})\\z`;
  if (!wholeWord) return source;
  const other = toRe2({ type: "characters", set: classSet("word", true) }, { unknowns: "any text", multiline: false });
  return `(?:\\A|${other})(?:${source})(?:${other}|\\z)`;
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
function substitute(regex: Regex, text: string): string | undefined {
  const { hasWordEdge, sets } = regex;
  if (!hasWordEdge || !NON_ASCII.test(text)) return text;
  const substitutes = substitutesOf(regex);
  let failed = false;
  const known = text.replace(/[^\0-\x7f]/gu, (character) => {
    if (!substitutes.has(character)) substitutes.set(character, isWordCharacter(character.codePointAt(0)!) ? findSubstitute(sets, character) : character);
    const found = substitutes.get(character);
    if (found === undefined) failed = true;
    return found ?? character;
  });
  return failed ? undefined : known;
}

/** ASCII letters that stand for letters beyond it; filled while matching. */
const substitutesOf: (regex: Regex) => Map<string, string | undefined> = remembered(() => new Map<string, string | undefined>());

function findSubstitute(sets: readonly CharacterSet[], character: string): string | undefined {
  if (character.length > 1) return undefined;
  const signature = signatureOf(sets, character.codePointAt(0)!);
  return [...ASCII_WORD].find((letter) => signatureOf(sets, letter.charCodeAt(0)) === signature);
}

const ASCII_WORD = "zqxjkvwyZQXJKVWYabcdefghilmnoprstuABCDEFGHILMNOPRSTU0123456789_";
