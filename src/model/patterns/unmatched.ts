import { setHas } from "../../patterns/character-set.ts";
import type { GrepCommand } from "../../patterns/grep.ts";
import { parseRegex, type Budget, type Regex } from "../../patterns/parse-regex.ts";
import { findMatch } from "../../patterns/regex.ts";
import { isNotRun, nodesIn } from "../../patterns/regex-tree.ts";
import type { SedRegex } from "../../patterns/sed-script.ts";
import type { SedInvocation } from "../../patterns/sed.ts";
import { showText } from "../../patterns/words.ts";
import type { PatternProblem } from "../patterns.ts";
import { findMismatch, matches, wordIn, type Mismatch, type Pattern } from "./mismatch.ts";
import { placeOf, quoted, relatedLine, textAt, type Judging, type SiteRun } from "./runs.ts";
import { possibleFor, type PossibleLine, type Target } from "./targets.ts";

/** A pattern of a stage and what it is for. */
interface UsedPattern extends Pattern {
  stage: number;
  /** The replacement behind it. */
  replacement?: string;
  /** The other patterns of an awk program, of which what else it does with a line is not known. */
  others?: readonly string[];
}

export interface UnmatchedPattern {
  problem: PatternProblem;
  /** A pattern that does match, marked. */
  repairedSource: string | undefined;
  /** The command of the pipeline. */
  stage: number;
}

/** The patterns of a run that match no entry of the board they run on, though they are written for one. */
export function findUnmatched(run: SiteRun, judging: Judging): UnmatchedPattern[] {
  return patternsOf(run).flatMap((pattern) => {
    const target = run.targets[pattern.stage];
    if (!target) return [];
    const unmatched = judgeOnce(pattern, target, judging);
    if (!unmatched) return [];
    const { mismatch, own } = unmatched;
    const command = run.site.commands[pattern.stage]!;
    const { place, isExact } = placeOf(run, command, pattern.sources.join("\n"));
    const { repaired, nearest, difference } = mismatch;
    if (isForOther(pattern, nearest, judging)) return [];
    const data = {
      pattern: isExact ? quoted(textAt(run, place)) : quoted(showText(pattern.sources.join("|"), run.marks)),
      file: target.document.path,
      nearest: quoted(nearest.text),
      says: nearest.isActual ? "the nearest is" : "an entry would read",
      difference,
      what: target.board ? "no entry" : "no line",
      own: own.length === 0 ? "" : describeOwn(own, target, run, place.start.line),
    };
    const related = [relatedLine(target, nearest.line.number, nearest.isActual ? "The nearest line" : "This line, in another state, is the nearest")];
    // What the program does with the line may count its letters.
    const repair = repaired && isExact && !pattern.others ? toRepair(run, pattern, { source: repaired.source, replace: repaired.replace, place }) : undefined;
    return [
      {
        problem: {
          kind: "unmatched" as const,
          messageId: own.length === 0 ? "matchesNothing" : "matchesOther",
          data,
          document: run.site.document,
          place,
          related,
          repair,
        },
        repairedSource: repaired?.source,
        stage: pattern.stage,
      },
    ];
  });
}

/** The patterns that select or change lines of a file; not those that are to find nothing (`-v`, `-L`). */
function patternsOf({ stages }: SiteRun): UsedPattern[] {
  return stages.flatMap(({ command }, stage): UsedPattern[] => {
    if (command?.type === "grep") return selects(command) ? [{ sources: command.patterns, regex: command.regex, stage }] : [];
    if (command?.type === "awk") {
      const { pattern } = command;
      return pattern.type === "regex" && pattern.field === 0 && !pattern.negated ? [{ sources: [pattern.source], regex: pattern.regex, stage }] : [];
    }
    if (command?.type === "awk program") return command.conditions.map((condition) => ({ ...condition, stage }));
    return command?.type === "sed" ? patternsOfSed(command).map((pattern) => ({ ...pattern, stage })) : [];
  });
}

function selects({ inverted, prints }: GrepCommand): boolean {
  return !inverted && prints !== "files without";
}

function patternsOfSed({ script, inPlace }: SedInvocation): Omit<UsedPattern, "stage">[] {
  const used: (SedRegex & { replacement?: string })[] = [];
  for (const { start, end, negated, action } of script.commands) {
    for (const address of [start, end]) if (address?.type === "regex" && !negated && action.type !== "nothing") used.push(address.regex);
    // In a stream a substitution tidies up what may be there.
    if (action.type === "substitute" && inPlace) used.push({ ...action.regex, replacement: action.replacementSource });
  }
  return used.flatMap(({ source, regex, ...rest }) => (regex === undefined ? [] : [{ sources: [source], regex, ...rest }]));
}

/** Whether another pattern of the program is for the nearest line, written the way it is: then this one is for boards that are written another way. */
function isForOther({ others = [], ...pattern }: UsedPattern, { text }: PossibleLine, { budget }: Judging): boolean {
  const said = wordIn(pattern);
  return others.some((source) => {
    if (said === undefined ? !/[\p{L}#]/u.test(source) : wordIn({ sources: [source] }) !== said) return false;
    const regex = parseRegex([source], pattern.regex.options, budget);
    return !isNotRun(regex) && matches(regex, text, budget);
  });
}

/** The same search is in many prompts. */
function judgeOnce(pattern: Pattern, target: Target, judging: Judging): Unmatched | undefined {
  const known = judging.answers(target);
  const key = JSON.stringify([pattern.sources, pattern.regex.options]);
  if (!known.has(key)) known.set(key, judge(pattern, target, judging));
  return known.get(key);
}

export interface Unmatched {
  mismatch: Mismatch;
  /** Lines outside of the entries that it does match. */
  own: readonly number[];
}

function judge(pattern: Pattern, target: Target, { budget }: Judging): Unmatched | undefined {
  const { regex, sources } = pattern;
  const possible = possibleFor(sources, target, budget);
  if (possible.some(({ text }) => matches(regex, text, budget))) return undefined;
  if (target.written.some((text) => matches(regex, text, budget))) return undefined;
  const others = target.lines.filter(({ text, kind }) => kind !== "entry" && matches(regex, text, budget));
  // `Last Updated:` at the top of a board is what it looks for.
  if (others.some(({ text, kind }) => kind === "other" && startsWithMatch(regex, text, budget))) return undefined;
  if (!target.board && others.length > 0) return undefined;
  const mismatch = findMismatch(pattern, possible, target, budget);
  return mismatch && budget.left > 0 ? { mismatch, own: others.map(({ number }) => number) } : undefined;
}

/** Whether a match is a line's own field or heading, not a mention within a sentence. */
function startsWithMatch(regex: Regex, text: string, budget: Budget): boolean {
  const start = findMatch(regex, text, 0, budget)?.start;
  return start === undefined || (!/[\p{L}\p{N}]/u.test(text.slice(0, start)) && /^[^|]{0,80}:|^#{1,6} /.test(text));
}

function describeOwn(lines: readonly number[], { document }: Target, { site }: SiteRun, line: number): string {
  if (document === site.document && lines.length === 1 && lines[0] === line) return "only itself";
  return lines.length === 1 ? `only line ${lines[0]}, which is no entry` : `only ${lines.length} lines that are no entries`;
}

interface Change {
  source: string;
  replace: (text: string) => string;
  place: PatternProblem["place"];
}

/** The edits that put the repaired pattern in, and the field the same way in the replacement. */
function toRepair(run: SiteRun, { replacement, stage }: UsedPattern, { source, replace, place }: Change): PatternProblem["repair"] {
  const text = showText(source, run.marks);
  const edits = [{ place, text }];
  const written = replacement === undefined ? "" : showText(replacement, run.marks);
  const changed = replace(written);
  if (changed !== written && !written.includes("\n")) {
    const found = placeOf(run, run.site.commands[stage]!, replacement!);
    if (!found.isExact || found.place.start.offset! < place.end.offset!) return undefined;
    edits.push({ place: found.place, text: changed });
  }
  return { pattern: text, edits };
}

/** A grep behind `grep -o` whose pattern has a letter that what the first one prints never has. */
export function findImpossible(run: SiteRun): PatternProblem[] {
  return run.stages.flatMap(({ command }, stage) => {
    const before = run.stages[stage - 1]?.command;
    if (command?.type !== "grep" || before?.type !== "grep" || !selects(command) || command.ignoreCase || command.regex.hasUnknown) return [];
    if (before.prints !== "matches" || before.inverted || before.ignoreCase || before.numbered || before.regex.hasUnknown) return [];
    if (before.named === true || (before.named === undefined && before.files.length > 1)) return [];
    const letters = lettersOf(before.regex);
    const { needed } = command.regex;
    const missing = letters && needed?.map((text) => [...text].find((letter) => !letters(letter)));
    if (!missing || missing.length === 0 || missing.includes(undefined)) return [];
    const { place } = placeOf(run, run.site.commands[stage]!, command.patterns.join("\n"));
    const data = { pattern: quoted(textAt(run, place)), before: quoted(showText(before.patterns.join("|"), run.marks)) };
    return [{ kind: "unmatched" as const, messageId: "behindOnly", data, document: run.site.document, place, related: [], repair: undefined }];
  });
}

/** Whether a character can be part of what a pattern matches. */
function lettersOf({ tree, sets, options }: Regex): ((letter: string) => boolean) | undefined {
  if (options.wholeLine || nodesIn(tree).some(({ type }) => type === "unknown")) return undefined;
  return (letter) => sets.some((set) => setHas(set, letter.codePointAt(0)!));
}
