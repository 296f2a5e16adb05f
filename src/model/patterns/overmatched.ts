import { findMatch, hasKnownSpans } from "../../patterns/regex.ts";
import type { GrepCommand } from "../../patterns/grep.ts";
import type { SedInvocation } from "../../patterns/sed.ts";
import type { SedCommand, Substitution } from "../../patterns/sed-script.ts";
import { hasMark } from "../../patterns/words.ts";
import { isNotRun } from "../../patterns/regex-tree.ts";
import { readVariables } from "../../shell/variables.ts";
import type { PatternProblem } from "../patterns.ts";
import { leadingIcon } from "../icons.ts";
import { groupOfKnownWord, isInVocabulary } from "../vocabulary.ts";
import { matches } from "./mismatch.ts";
import { readAddress } from "./line-numbers.ts";
import { placeOf, quoted, relatedLine, textAt, type Judging, type SiteRun } from "./runs.ts";
import { boundsOf } from "./target-index.ts";
import { possibleFor, type PossibleLine, type Target, type TargetLine } from "./targets.ts";

/** Patterns that select, count or change more of a board than they are for. */
export function findOvermatched(run: SiteRun, judging: Judging): PatternProblem[] {
  return run.stages.flatMap(({ command }, stage) => {
    const target = run.targets[stage];
    if (!target?.board) return [];
    const use: Use = { run, stage, target, judging };
    if (command?.type === "grep") return findInWord(command, use) ?? findCounted(command, use) ?? [];
    return command?.type === "sed" && command.inPlace ? findEditedAll(command, use) : [];
  });
}

interface Use {
  run: SiteRun;
  stage: number;
  target: Target;
  judging: Judging;
}

/** `CLAIMED` in `UNCLAIMED`: the pattern is a keyword, and part of one that means something else. */
function findInWord(command: GrepCommand, { run, stage, target, judging }: Use): PatternProblem[] | undefined {
  const keyword = keywordOf(command);
  if (keyword === undefined || command.inverted) return undefined;
  const found = possibleFor(command.patterns, target, judging.budget)
    .flatMap((line) => wordAround(line, command, judging) ?? [])
    .find(({ word, line }) => isOther(word, keyword, line, target));
  if (!found || isLeftOut(found.word, run, stage, judging)) return undefined;
  const { place } = placeOf(run, run.site.commands[stage]!, command.patterns[0]!);
  const printsNumber = countsOrTests(run, stage, command);
  return [
    {
      kind: "overmatched",
      messageId: "insideWord",
      data: { pattern: quoted(textAt(run, place)), word: found.word, file: target.document.path },
      document: run.site.document,
      place,
      ...(!printsNumber && { severity: "warning" as const }),
      related: [relatedLine(target, found.line.line.number, `Matches, and says \`${found.word}\``)],
      repair: undefined,
    },
  ];
}

/** The one word that a grep looks for. */
function keywordOf({ patterns, regex }: GrepCommand): string | undefined {
  const [pattern = ""] = patterns;
  return patterns.length === 1 && regex.options.wholeWord !== true && /^[A-Za-z][A-Za-z_-]{3,30}$/.test(pattern) ? pattern : undefined;
}

function wordAround(line: PossibleLine, { regex }: GrepCommand, { budget }: Judging): { word: string; line: PossibleLine } | undefined {
  if (line.field?.name !== "status" && line.field?.name !== "claimedBy") return undefined;
  if (!hasKnownSpans(regex, line.text)) return undefined;
  const span = findMatch(regex, line.text, 0, budget);
  if (!span || budget.left < 0) return undefined;
  const before = /[A-Za-z_]{0,30}$/.exec(line.text.slice(0, span.start))![0];
  const after = /^[A-Za-z_]{0,30}/.exec(line.text.slice(span.end))![0];
  return { word: before + line.text.slice(span.start, span.end) + after, line };
}

/** Whether the word around a match is a state of its own that an entry has, or that the board's legend lists. */
function isOther(word: string, keyword: string, line: PossibleLine, { board }: Target): boolean {
  if (word.length === keyword.length || !word.toLowerCase().includes(keyword.toLowerCase())) return false;
  const [own, other] = [groupOfKnownWord(keyword), groupOfKnownWord(word)];
  return (
    own !== undefined &&
    other !== undefined &&
    own !== other &&
    (line.isActual || (board!.vocabulary.origin !== "default" && isInVocabulary(board!.vocabulary, word)))
  );
}

/** Whether a `grep -v` behind it takes the other word out again. */
function isLeftOut(word: string, { stages }: SiteRun, stage: number, { budget }: Judging): boolean {
  return stages.slice(stage + 1).some(({ command }) => command?.type === "grep" && command.inverted && matches(command.regex, word, budget));
}

function countsOrTests({ stages, site }: SiteRun, stage: number, { prints }: GrepCommand): boolean {
  return prints === "count" || prints === "nothing" || site.variable !== undefined || stages.slice(stage + 1).some(({ name }) => name === "wc");
}

/** A count of entries in a state that counts legends and instructions, too; the first match that is none. */
function findCounted(command: GrepCommand, { run, stage, target, judging }: Use): PatternProblem[] | undefined {
  if (command.inverted || command.maxCount !== undefined || command.before + command.after > 0) return undefined;
  const next = run.stages[stage + 1];
  const counts = command.prints === "count" || (next?.name === "wc" && command.prints === "lines");
  const result = run.stages[stage]!.result;
  const [pattern = ""] = command.patterns;
  const icon = leadingIcon(pattern);
  const word = pattern
    .slice(icon?.length ?? 0)
    .replace(/[\^$"'*:\\|]/g, "")
    .trim();
  if (!counts || isNotRun(result) || result.type !== "grep" || command.patterns.length > 1) return undefined;
  if (groupOfKnownWord(word) === undefined && !isInVocabulary(target.board!.vocabulary, word)) return undefined;
  const lines = result.selected.map(({ number }) => target.lines[number - 1]!);
  const entries = lines.filter(({ kind }) => kind === "entry");
  const others = lines.filter((line) => line.kind !== "entry" && isNoEntry(line, target));
  const isInEntries = possibleFor(command.patterns, target, judging.budget).some(
    ({ text, field }) => field?.name === "status" && matches(command.regex, text, judging.budget),
  );
  if (others.length === 0 || !isInEntries) return undefined;
  const { place } = placeOf(run, run.site.commands[stage]!, pattern);
  const data = { pattern: quoted(textAt(run, place)), count: lines.length, entries: entries.length, line: others[0]!.number, file: target.document.path };
  const related = others.slice(0, 5).map(({ number }) => relatedLine(target, number, "Counted, and no entry"));
  return [{ kind: "overmatched", messageId: "counted", data, document: run.site.document, place, related, repair: undefined }];
}

/** Legends, instructions and commands, as far as that is sure: a list below an entry may be part of it. */
function isNoEntry({ number, kind }: TargetLine, target: Target): boolean {
  const { first, heading } = boundsOf(target);
  return kind === "script" || number < first || number >= heading;
}

/** An edit in place that changes every entry. */
function findEditedAll({ script }: SedInvocation, use: Use): PatternProblem[] {
  return script.commands.flatMap((command) => {
    const { action } = command;
    if (action.type !== "substitute" || !action.regex.regex) return [];
    const changed = use.target.lines.filter(({ text, kind }) => kind === "entry" && matches(action.regex.regex!, text, use.judging.budget));
    const other = emptyAddress(command, use) ? findEmptyAddress(command, changed, use) : undefined;
    return other ?? (command.start === undefined ? findUnaddressed(action, changed, use) : undefined) ?? [];
  });
}

function emptyAddress({ start, end }: SedCommand, { run }: Use): string | undefined {
  const address = start?.type === "unknown" && !end ? readAddress(start.text, run.marks) : undefined;
  return address && address.offset === undefined ? address.name : undefined;
}

/** `sed -i "${LINE}s/…/"` without a test whether `LINE` holds anything: with an empty one it edits all lines. */
function findEmptyAddress(command: SedCommand, changed: readonly TargetLine[], use: Use): PatternProblem[] | undefined {
  const { run, stage, target, judging } = use;
  const name = emptyAddress(command, use)!;
  const { script, document } = run.site;
  const numbers = judging.numbers(run, name);
  if (!numbers || isTested(name, use)) return undefined;
  const address = (command.start as { text: string }).text;
  const { place, isExact } = placeOf(run, run.site.commands[stage]!, address);
  if (!isExact) return undefined;
  const entries = new Set(changed.map(({ entry }) => entry)).size;
  const line = script.place(numbers.run.site.commands[0]!.span).start.line;
  const all = entries > 1 ? `edits all ${entries} entries that match` : "edits every line that matches";
  const related = changed.slice(0, 5).map(({ number }) => relatedLine(target, number, "Edited when the address is empty"));
  return [
    {
      kind: "overmatched",
      messageId: "emptyAddress",
      data: { address: quoted(textAt(run, place)), name, line, all },
      document,
      place,
      related,
      repair: undefined,
    },
  ];
}

function isTested(name: string, { run }: Use): boolean {
  const { script } = run.site;
  if (readVariables(script).asked.has(name)) return true;
  // With both the search itself ends the script.
  if (/\bset\s.{0,20}-\w*e/.test(script.text) && script.text.includes("pipefail")) return true;
  const tests: readonly string[] = script.text.match(/(?:\[\[?|\(\(|\bcase|\btest)\s[^\n]{1,60}/g) ?? [];
  return tests.some((test) => test.split(/\W+/).includes(name));
}

/** `sed -i "s/UNCLAIMED/$ID/"`: one session claims everything. */
function findUnaddressed({ regex, replacementSource }: Substitution, changed: readonly TargetLine[], use: Use): PatternProblem[] | undefined {
  const { run, stage, target } = use;
  const entries = new Set(changed.map(({ entry }) => entry));
  if (entries.size < 2 || regex.regex!.hasUnknown || wholeField(regex.source) !== undefined || isForAll(use)) return undefined;
  const isClaim = groupOfValue(regex.source) === "free" && ["claimed", "active", "done"].includes(groupOfValue(replacementSource) ?? "");
  const isTick = OPEN_BOX.test(regex.source) && /^[-* ]*\[[xX~]\]/.test(replacementSource);
  if (!isClaim && !isTick && !hasMark(replacementSource)) return undefined;
  const { place } = placeOf(run, run.site.commands[stage]!, regex.source);
  const data = { pattern: quoted(textAt(run, place)), entries: entries.size, file: target.document.path };
  const related = changed.slice(0, 5).map(({ number }) => relatedLine(target, number, "Edited, too"));
  return [
    {
      kind: "overmatched",
      messageId: "everyEntry",
      data,
      document: run.site.document,
      place,
      related,
      repair: undefined,
    },
  ];
}

/** `Status: pending`, `\*\*Status:\*\* READY`: what the value of the field means. */
function groupOfValue(source: string) {
  return groupOfKnownWord(source.slice(source.lastIndexOf(":") + 1).replace(/[\\*`"'$^]/g, ""));
}

/** `- \[ \]`, and no text that would pick one of them. */
const OPEN_BOX = /^\^?[-* ]{0,4}\\?\[ \\?\]\s?$/;

/** The key of a pattern that is a field with any value: `Last Heartbeat:` and all behind it. */
export function wholeField(source: string): string | undefined {
  return /^\^?[-\s]{0,4}(?:\\?\*){0,2}([A-Za-z][A-Za-z _-]{1,30}):(?:\\?\*){0,2}\s?\.\*\$?$/.exec(source)?.[1];
}

/** Whether the text above a command says that it is for all entries. */
export function isForAll({ run, stage }: Pick<Use, "run" | "stage">): boolean {
  const { script } = run.site;
  const { pos, end } = run.site.commands[stage]!.span;
  const above = script.text
    .slice(Math.max(0, pos - 160), pos)
    .split("\n")
    .slice(-3)
    .join("\n");
  const behind = /^[^\n]*/.exec(script.text.slice(end))![0];
  return /\b(?:all|bulk|everything|reset)\b|\b(?:every|each) (?:\w+ )?(?:session|entry|task|item|row|agent|swarm|worker|story|issue)/i.test(
    `${above} ${behind}`,
  );
}
