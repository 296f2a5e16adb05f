import { testRegex } from "../../patterns/regex.ts";
import { parseRegex, type Budget, type Regex, type RegexOptions } from "../../patterns/parse-regex.ts";
import { isNotRun } from "../../patterns/regex-tree.ts";
import { findIcons } from "../icons.ts";
import { createFieldNames, normalizeKey } from "../board/field-names.ts";
import { remembered } from "../../remembered.ts";
import type { Entry } from "../board.ts";
import { vocabularyWords } from "../vocabulary.ts";
import { keyOf, ownersOf } from "./target-index.ts";
import type { PossibleLine, Target, TargetLine } from "./targets.ts";

/** A pattern as its command has it: any of the sources selects a line. Marked texts. */
export interface Pattern {
  sources: readonly string[];
  regex: Regex;
}

/** Why a pattern matches none of the lines that it is for. */
export interface Mismatch {
  nearest: PossibleLine;
  /** What differs, to stand in brackets behind the nearest line. */
  difference: string;
  /** A source for a pattern that does match, where one is known; verified. */
  repaired: Repair | undefined;
}

/** How to write a pattern, and what else is written with the same field in it, so that it matches. */
interface Repair {
  source: string;
  /** The same change for a replacement, where `*` is plain. */
  replace: (text: string) => string;
}

/** The line that `pattern` was most likely meant for, where something in the way of writing keeps it from matching; `undefined` where nothing shows that it was meant for any. */
export function findMismatch(pattern: Pattern, lines: readonly PossibleLine[], target: Target, budget: Budget): Mismatch | undefined {
  const said = wordIn(pattern);
  budget.left -= lines.length * LINE_COST;
  const likely = said === undefined ? lines : lines.filter((line) => lowerCase(line).includes(said));
  for (const { difference, line: changeLine, source: changeSource, options, onBoards } of DIFFERENCES) {
    if (onBoards && !target.board) continue;
    const regex = reparsed(pattern, changeSource, options, budget);
    if (!regex || regex.size === 0) continue;
    budget.left -= likely.length * LINE_COST;
    const found = nearestOf(likely.filter((line) => matches(regex, changeLine(line), budget)));
    if (found) return { nearest: found, difference, repaired: findRepair(pattern, [found, ...likely], budget) };
  }
  if (budget.left < 0) return undefined;
  return target.board ? (findSplit(pattern, lines, budget) ?? findOtherField(pattern, lines, target, budget) ?? findOtherLevel(pattern, lines)) : undefined;
}

/** A word, in lower case, that is in every line that a pattern could be for: spares the search in all others. */
export function wordIn({ sources }: Pick<Pattern, "sources">): string | undefined {
  const [source = ""] = sources;
  if (sources.length > 1 || source.includes("|")) return undefined;
  // Not in brackets, behind a backslash, in front of an operator.
  const words = source.replace(/\[[^\]]{1,60}\]|\\\w|[\p{L}\p{N}](?=\\?[?*{])/gu, "\n").match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.sort((a, b) => b.length - a.length)[0]?.toLowerCase();
}

export function matches(regex: Regex, text: string, budget: Budget): boolean {
  return testRegex(regex, text, budget) !== "cannot-match" || budget.left < 0;
}

/** A line that is there before one that may be. */
function nearestOf(found: readonly PossibleLine[]): PossibleLine | undefined {
  return found.find(({ isActual }) => isActual) ?? found[0];
}

interface Difference {
  difference: string;
  line: (line: PossibleLine) => string;
  source: (source: string) => string;
  options?: Partial<RegexOptions>;
  /** Too weak a sign where the lines are no entries. */
  onBoards?: boolean;
}

/** To look up what a line is without what is changed about it. */
const LINE_COST = 8;

const same = (text: string): string => text;
const withoutMarkers = (text: string): string => text.replace(/\*\*|__|`/g, "");
const squeezed = (text: string): string => withoutMarkers(text).replace(/ {2,}/g, " ");
const withoutBullet = (text: string): string => withoutMarkers(text).replace(/^[\s>]*(?:[-*+] (?:\[[ xX]\] )?|#{1,6} |\d{1,3}\. )/, "");
const withoutLevel = (text: string): string => text.replace(/^#{2,6} /, "# ");
const withoutIcons = (text: string): string => {
  let plain = withoutMarkers(text);
  for (const { icon } of findIcons(plain)) if (/[^\0-\x7f]/.test(icon)) plain = plain.replace(icon, "");
  return plain.replace(/\uFE0F/g, "").replace(/ {2,}/g, " ");
};
const sourceWithoutMarkers = (source: string): string => source.replace(/\\\*\\\*|(?<=[:\w])\\\*|\*\*|`/g, "");
/** A heading of any text may be one that is not there yet. */
const sourceWithoutLevel = (source: string): string => (/^\^#{1,6} .*[\p{L}\p{N}]{2}/u.test(source) ? source.replace(/^\^#{1,6} /, "^# ") : "");
const sourceWithoutBullet = (source: string): string => sourceWithoutMarkers(source).replace(/^\^(?:[-#]{1,6} )?/, "^");
const sourceWithoutIcons = (source: string): string => withoutIcons(sourceWithoutMarkers(source)).replace(/^(\^?) /, "$1");
const withoutAnchors = (source: string): string => source.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
const spelled = (text: string): string => withoutIcons(text).replace(/[_-]/g, " ");

/** A way to change a line, done once for each line. */
const changed = (change: (text: string) => string): Difference["line"] => remembered(({ text }: PossibleLine) => change(text));
const lowerCase = changed((text) => text.toLowerCase());
const lineAsIs: Difference["line"] = ({ text }) => text;
const lineWithoutMarkers = changed(withoutMarkers);
const lineWithoutBullet = changed(withoutBullet);
const lineWithoutIcons = changed(withoutIcons);

const DIFFERENCES: readonly Difference[] = [
  { difference: "bold markers between", line: lineWithoutMarkers, source: sourceWithoutMarkers },
  { difference: "another heading level", line: changed(withoutLevel), source: sourceWithoutLevel, onBoards: true },
  { difference: "a list marker in front", line: lineWithoutBullet, source: sourceWithoutBullet },
  { difference: "the spacing differs", line: changed(squeezed), source: sourceWithoutMarkers, onBoards: true },
  { difference: "the icon differs", line: lineWithoutIcons, source: sourceWithoutIcons, onBoards: true },
  { difference: "the case differs", line: lineAsIs, source: same, options: { ignoreCase: true }, onBoards: true },
  {
    difference: "bold markers between, and the case differs",
    line: lineWithoutIcons,
    source: sourceWithoutIcons,
    options: { ignoreCase: true },
    onBoards: true,
  },
  { difference: "more text around it", line: lineWithoutBullet, source: (source) => withoutAnchors(sourceWithoutBullet(source)), onBoards: true },
  {
    difference: "spelled another way",
    line: changed(spelled),
    source: (source) => sourceWithoutIcons(source).replace(/_/g, " "),
    options: { ignoreCase: true },
    onBoards: true,
  },
];

function reparsed(
  { sources, regex }: Pattern,
  change: (source: string) => string,
  options: Partial<RegexOptions> | undefined,
  budget: Budget,
): Regex | undefined {
  const changed = sources.map(change);
  // A pattern of nothing matches every line.
  if (changed.some((source) => source.replace(/[\^$.*\s]/g, "") === "")) return undefined;
  const parsed = parseRegex(changed, { ...regex.options, ...options }, budget);
  return isNotRun(parsed) ? undefined : parsed;
}

/** Heading and field, two fields: the parts around `.*` each match a line of one entry, and no line holds both. */
function findSplit({ sources, regex }: Pattern, lines: readonly PossibleLine[], budget: Budget): Mismatch | undefined {
  const parts = sources.length === 1 && regex.options.syntax !== "fixed" ? sources[0]!.split(/(?<!\\)\.[*+]/) : [];
  const said = parts.filter((part) => /[\p{L}\p{N}]{2}/u.test(part));
  if (said.length < 2 || said.length > MAX_PARTS) return undefined;
  const found = said.map((part) => {
    const one = reparsed({ sources: [part], regex }, sourceWithoutIcons, undefined, budget);
    budget.left -= lines.length * LINE_COST;
    return one ? lines.filter((line) => matches(one, lineWithoutIcons(line), budget)) : [];
  });
  const last = found.at(-1)!;
  // An id of another board is not here; where ids are in headings it would not be on that line either.
  const others = found.slice(0, -1).filter((part, index) => part.length > 0 || !ID.test(said[index]!));
  if (others.length === 0 && last.some(({ line }) => line.entry?.format !== "heading" || line.number === line.entry.place.start.line)) return undefined;
  const around = others.map(firstTwoByEntry);
  // In one entry, as it is, if there is such a one.
  for (const isActual of [true, false]) {
    for (const nearest of last) {
      if (isActual && !nearest.isActual) continue;
      const isAround = around.every((part) => part.get(nearest.line.entry)?.some((line) => line !== nearest.line));
      if (isAround) return { nearest, difference: "what stands around `.*` is never on one line", repaired: undefined };
    }
  }
  return undefined;
}

/** Up to two different lines for each entry: one of them is not the line itself. */
function firstTwoByEntry(lines: readonly PossibleLine[]): Map<Entry | undefined, TargetLine[]> {
  const found = new Map<Entry | undefined, TargetLine[]>();
  for (const { line } of lines) {
    const known = found.get(line.entry);
    if (!known) found.set(line.entry, [line]);
    else if (known.length === 1 && known[0] !== line) known.push(line);
  }
  return found;
}

const MAX_PARTS = 4;
const ID = /^\^?\W{0,6}[A-Z]{2,10}-\d{1,4}\W{0,3}$/;

/** `Status: UNCLAIMED` where `UNCLAIMED` is what another field holds; `Owner: UNCLAIMED`, or `Owner:` alone, where that field is called `Claimed By`. */
function findOtherField({ sources, regex }: Pattern, lines: readonly PossibleLine[], { board }: Target, budget: Budget): Mismatch | undefined {
  const [source = ""] = sources;
  const parts = sources.length === 1 ? KEY_AND_VALUE.exec(source) : null;
  if (!parts) return undefined;
  const [, start, written, behind = ""] = parts;
  const key = normalizeKey(written!);
  const isOwned = ownersOf(board!, written!).length > 0;
  const isAlone = /^[.*+$\s]*$/.test(behind);
  if (isAlone && (isOwned || start === "")) return undefined;
  const value = isAlone ? undefined : parseRegex([withoutAnchors(behind)], regex.options, budget);
  if (value && (isNotRun(value) || value.hasUnknown)) return undefined;

  budget.left -= lines.length * LINE_COST;
  const name = FIELD_NAMES.get(key);
  const keywords = new Set(vocabularyWords(board!.vocabulary));
  const nearest = nearestOf(
    lines.filter((line) => {
      const { field } = line;
      if (!field || keyOf(field) === key) return false;
      if (isOwned) return matches(value!, line.text, budget);
      const held = line.value ?? field.value;
      const isKeyword = /^(?:UN)?CLAIMED\b/.test(held) || keywords.has(held);
      // What a session writes into the entry later may have the name that is looked for.
      const isSame = field.name === name ? name === "claimedBy" || name === "status" : name === undefined && field.name === "claimedBy" && start !== "";
      if (!isSame || !isKeyword) return false;
      return value ? matches(value, held, budget) : name !== undefined && line.isActual;
    }),
  );
  if (!nearest) return undefined;
  return { nearest, difference: `${isAlone ? "the field is called" : "it stands in"} \`${nearest.field!.key}\``, repaired: undefined };
}

const KEY_AND_VALUE = /^(\^?)[-\s*\\]{0,6}([A-Za-z][A-Za-z _]{1,30}?)(?:\\?\*){0,2}\s?:(?:\\?\*){0,2}\s*(\S.{1,60})?$/;
const FIELD_NAMES = createFieldNames({});

/** `^### `, a heading of any text, where the headings of all entries have another level. */
function findOtherLevel({ sources, regex }: Pattern, lines: readonly PossibleLine[]): Mismatch | undefined {
  // In sed it may say how far a range goes.
  if (sources.length !== 1 || regex.options.tool === "sed" || !/^\^#{1,6}(?: |\\s\+?)$/.test(sources[0]!)) return undefined;
  const nearest = lines.find(({ text, line: { entry, number } }) => entry?.format === "heading" && number === entry.place.start.line && /^#{1,6} /.test(text));
  return nearest && { nearest, difference: "another heading level", repaired: undefined };
}

/** The first of some small changes after which the pattern matches one of `lines`. */
function findRepair({ sources, regex }: Pattern, lines: readonly PossibleLine[], budget: Budget): Repair | undefined {
  if (sources.length !== 1) return undefined;
  const marker = regex.options.syntax === "fixed" ? "**" : String.raw`\*\*`;
  for (const change of CHANGES) {
    const source = change(sources[0]!, marker);
    if (source === sources[0]) continue;
    const parsed = parseRegex([source], regex.options, budget);
    if (isNotRun(parsed) || !lines.some(({ text }) => matches(parsed, text, budget))) continue;
    return { source, replace: (text) => change(text, "**") };
  }
  return undefined;
}

type Change = (source: string, marker: string) => string;

const boldInside: Change = (source, marker) => source.replace(/([A-Za-z)]):(?=[^])/, (_, before: string) => `${before}:${marker}`);
const boldOutside: Change = (source, marker) => source.replace(/([A-Za-z)]):(?=[^])/, (_, before: string) => `${before}${marker}:`);
const listed: Change = (source, marker) => source.replace(/^\^(?:- )?(?=[A-Za-z])/, `^- ${marker}`);

const CHANGES: readonly Change[] = [
  boldInside,
  boldOutside,
  (source, marker) => listed(boldInside(source, marker), marker),
  (source, marker) => listed(boldOutside(source, marker), marker),
  (source) => source.replace(/^\^/, "^- "),
  (source) => source.replace(/^\^/, ""),
  (source) => source.replace(/(?<!\\)\$$/, ""),
  withoutAnchors,
];
