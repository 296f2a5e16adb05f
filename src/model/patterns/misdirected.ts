import { fileLines } from "../../patterns/lines.ts";
import { isNotRun } from "../../patterns/regex-tree.ts";
import { runSed } from "../../patterns/run-sed.ts";
import type { SedInvocation } from "../../patterns/sed.ts";
import { normalizeKey, createFieldNames } from "../board/field-names.ts";
import type { PatternProblem } from "../patterns.ts";
import { readAddress } from "./line-numbers.ts";
import { matches } from "./mismatch.ts";
import { isForAll, wholeField } from "./overmatched.ts";
import { placeOf, quoted, relatedLine, textAt, type Judging, type SiteRun } from "./runs.ts";
import { ownersOf, possibleAt } from "./target-index.ts";
import type { Target } from "./targets.ts";

/** Edits and addresses that hit another line than the one that is meant. */
export function findMisdirected(run: SiteRun, judging: Judging): PatternProblem[] {
  return run.stages.flatMap(({ command }, stage) => {
    if (command?.type !== "sed") return [];
    const use: Use = { run, stage, command, target: run.targets[stage], judging };
    return [...findFrontMatter(use), ...findEverySession(use), ...findOtherLine(use), ...findOffset(use)];
  });
}

interface Use {
  run: SiteRun;
  stage: number;
  command: SedInvocation;
  target: Target | undefined;
  judging: Judging;
}

const SAMPLE = ["---", "name: sample", "---", "", "# Title", "", "The text."];

/** `1,/^---$/d` twice: the first takes the front matter away, the second the text. */
function findFrontMatter({ run, stage, command, judging }: Use): PatternProblem[] {
  const ranges = command.script.commands.filter(
    ({ start, end, action }) =>
      start?.type === "line" &&
      start.line === 1 &&
      end?.type === "regex" &&
      /^\^?---/.test(end.regex.source) &&
      action.type === "simple" &&
      action.letter === "d",
  );
  if (ranges.length < 2 || ranges.length !== command.script.commands.length) return [];
  const result = runSed({ ...command, inPlace: false, quiet: false }, [{ path: undefined, lines: fileLines("", SAMPLE.join("\n"))! }], judging.budget);
  if (isNotRun(result) || result.lines.length > 0) return [];
  const { place } = placeOf(run, run.site.commands[stage]!, command.source);
  const first = command.source.split(";")[0]!.trim();
  const repair = { pattern: first, edits: [{ place, text: first }] };
  return [
    {
      kind: "misdirected",
      messageId: "deletesAll",
      data: { edit: quoted(textAt(run, place)), first },
      document: run.site.document,
      place,
      related: [],
      repair,
    },
  ];
}

/** An edit of `Last Heartbeat:` without an address: the field of every session. */
function findEverySession({ run, stage, command, target, judging }: Use): PatternProblem[] {
  if (!command.inPlace || !target?.board || target.board.entries.length < 2) return [];
  const { entries } = target.board;
  return command.script.commands.flatMap(({ start, action }): PatternProblem[] => {
    if (start || action.type !== "substitute" || !action.regex.regex || isForAll({ run, stage })) return [];
    const key = wholeField(action.regex.source);
    if (key === undefined) return [];
    const owners = ownersOf(target.board!, key);
    const name = createFieldNames({}).get(normalizeKey(key));
    const isOfSessions = owners.length >= 2 || (owners.length === 0 && (name === "lastHeartbeat" || name === "claimedBy" || name === "status"));
    // `Last Updated:` at the top is one line for all.
    const isOfBoard = target.lines.some(({ text, kind }) => kind === "other" && matches(action.regex.regex!, text, judging.budget));
    if (!isOfSessions || (owners.length === 0 && (isOfBoard || /updated/i.test(key)))) return [];
    if (owners.length >= 2 && !target.lines.some(({ text, kind }) => kind === "entry" && matches(action.regex.regex!, text, judging.budget))) return [];
    const { place } = placeOf(run, run.site.commands[stage]!, action.regex.source);
    const data = { pattern: quoted(textAt(run, place)), key, entries: entries.length, file: target.document.path };
    const changed = target.lines.filter(({ text, kind }) => kind === "entry" && matches(action.regex.regex!, text, judging.budget));
    const related = changed.slice(0, 5).map(({ number }) => relatedLine(target, number, "Edited, too"));
    return [{ kind: "misdirected", messageId: "everySession", data, document: run.site.document, place, related, repair: undefined }];
  });
}

/** `${LINE}s/READY/…/` where `LINE` is the line of another field. */
function findOtherLine({ run, stage, command, target, judging }: Use): PatternProblem[] {
  if (!target?.board || !command.inPlace) return [];
  return command.script.commands.flatMap(({ start, end, action }): PatternProblem[] => {
    const address = start?.type === "unknown" && !end ? readAddress(start.text, run.marks) : undefined;
    const regex = action.type === "substitute" ? action.regex.regex : undefined;
    if (!address || !regex) return [];
    const numbers = judging.numbers(run, address.name)?.lines;
    const found = numbers && distanceTo(regex, numbers, address.offset ?? 0, target, judging);
    if (!found) return [];
    const source = (action as { regex: { source: string } }).regex.source;
    const { place } = placeOf(run, run.site.commands[stage]!, source);
    const data = { pattern: quoted(textAt(run, place)), name: address.name, line: quoted(found.line), distance: found.distance, file: target.document.path };
    const related = [relatedLine(target, found.number, "The line that it edits")];
    return [{ kind: "unmatched", messageId: "otherLine", data, document: run.site.document, place, related, repair: undefined }];
  });
}

/** `sed -n "$((LINE-1))p" F | sed 's/### //'`: the heading is not the line above. */
function findOffset({ run, stage, command, target, judging }: Use): PatternProblem[] {
  const next = run.stages[stage + 1]?.command ?? undefined;
  const [only, ...more] = command.script.commands;
  if (!target?.board || !command.quiet || more.length > 0 || only?.start?.type !== "unknown" || only.end) return [];
  const address = readAddress(only.start.text, run.marks);
  const regex = next?.type === "grep" && !next.inverted ? next.regex : next?.type === "sed" ? firstRegex(next) : undefined;
  const numbers = address && judging.numbers(run, address.name)?.lines;
  const found = numbers && regex && distanceTo(regex, numbers, address.offset ?? 0, target, judging);
  if (!found) return [];
  const { place, isExact } = placeOf(run, run.site.commands[stage]!, only.start.text);
  if (!isExact) return [];
  const offset = (address.offset ?? 0) + found.steps;
  const right = `$((${address.name}${offset < 0 ? "-" : "+"}${Math.abs(offset)}))`;
  const repair = { pattern: right, edits: [{ place, text: right }] };
  const data = {
    address: quoted(textAt(run, place)),
    line: quoted(found.line),
    wanted: quoted(found.wanted),
    distance: found.distance,
    right,
    file: target.document.path,
  };
  const related = [relatedLine(target, found.number, "The line that it reads"), relatedLine(target, found.number + found.steps, "The line that is meant")];
  return [{ kind: "misdirected", messageId: "offset", data, document: run.site.document, place, related, repair }];
}

function firstRegex({ script }: SedInvocation) {
  const [first] = script.commands;
  return first?.action.type === "substitute" && !first.start ? first.action.regex.regex : undefined;
}

interface Distance {
  /** Number and text of the first line that is addressed. */
  number: number;
  line: string;
  /** The first line that is meant. */
  wanted: string;
  steps: number;
  /** `2 lines further up` */
  distance: string;
}

/** How far from the lines that are addressed those stand that `regex` matches, where all are equally far. */
function distanceTo(
  regex: NonNullable<ReturnType<typeof firstRegex>>,
  numbers: readonly number[],
  offset: number,
  target: Target,
  { budget }: Judging,
): Distance | undefined {
  const { lines } = target;
  const holds = (number: number): boolean => possibleAt(target, number).some(({ text }) => matches(regex, text, budget));
  if (numbers.length === 0 || regex.hasUnknown || numbers.some((number) => holds(number + offset))) return undefined;
  for (const steps of STEPS) {
    if (!numbers.every((number) => holds(number + offset + steps) && lines[number + offset + steps - 1]?.entry === lines[number - 1]?.entry)) continue;
    const number = numbers[0]! + offset;
    const count = Math.abs(steps);
    const distance = `${count} line${count === 1 ? "" : "s"} further ${steps < 0 ? "up" : "down"}`;
    return { number, line: lines[number - 1]?.text ?? "", wanted: lines[number + steps - 1]!.text, steps, distance };
  }
  return undefined;
}

/** The nearest first. */
const STEPS = [-1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6, -7, 7, -8, 8];
