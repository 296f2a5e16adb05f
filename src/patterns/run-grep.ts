import type { Span } from "../source.ts";
import type { GrepCommand } from "./grep.ts";
import { TOO_EXPENSIVE, type Count, type Input, type Line } from "./lines.ts";
import type { Budget, Regex } from "./parse-regex.ts";
import { findMatch, hasKnownSpans, isUnedged, testRegex } from "./regex.ts";
import type { NotRun } from "./regex-tree.ts";
import { isWordCharacter } from "./character-set.ts";
import { SOMETHING } from "./words.ts";

/** What a grep does to its input. */
export interface GrepRun {
  type: "grep";
  selected: SelectedLine[];
  count: Count;
  /** What it prints. */
  lines: Line[];
  /** 0 when it selects a line, 1 when it selects none; `undefined` when that is not certain. */
  status: 0 | 1 | undefined;
}

interface SelectedLine {
  line: Line;
  /** From 1, in the input it stands in. */
  number: number;
  /** UTF-16 offsets of what matches, for `-o`; `undefined` when unknown, or nothing of the line is printed by itself. */
  spans: readonly Span[] | undefined;
  /** Whether it is selected whatever the unknown pieces are. */
  certain: boolean;
}

export function runGrep(command: GrepCommand, inputs: readonly Input[], budget: Budget): GrepRun | NotRun {
  const named = command.named ?? inputs.length > 1;
  const run: GrepRun = { type: "grep", selected: [], count: { least: 0, most: 0 }, lines: [], status: undefined };
  // Where matches are is not needed to tell which lines are selected: it has a budget of its own.
  const spanBudget: Budget = { left: budget.left };

  for (const input of inputs) {
    const selected = selectLines(command, input, budget);
    if (budget.left < 0) return TOO_EXPENSIVE;
    if (command.prints === "matches" && !command.inverted) for (const one of selected) one.spans = findSpans(command.regex, one.line.text, spanBudget);
    run.selected = run.selected.concat(selected);
    const count = { least: selected.filter(({ certain }) => certain).length, most: selected.length };
    run.count = { least: run.count.least + count.least, most: run.count.most + count.most };
    const prefix = named ? (input.path ?? "(standard input)") : undefined;
    const printed = printInput({ command, input, selected, count, prefix });
    budget.left -= LINE_COST * printed.length;
    run.lines = run.lines.concat(printed);
  }
  budget.left = Math.max(0, Math.min(budget.left, spanBudget.left));
  run.status = run.count.least > 0 ? 0 : run.count.most === 0 ? 1 : undefined;
  return run;
}

/** To print a line. */
const LINE_COST = 4;

/** All matches in `text` that are not empty, as `grep -o` prints them; `undefined` when unknown. */
function findSpans(regex: Regex, text: string, budget: Budget): Span[] | undefined {
  if (!hasKnownSpans(regex, text)) return undefined;
  const spans: Span[] = [];
  let from = 0;
  while (from < text.length) {
    const match = findMatch(regex, text, from, budget);
    if (budget.left < 0) return undefined;
    if (!match) break;
    if (match.start >= text.length) break;
    if (isUnedged(regex) && (isWordBefore(text, match.start) || isWordAt(text, match.end))) {
      // GNU grep tries shorter matches at the same place first.
      if (!regex.hasOneLength) return undefined;
      from = match.start + characterLength(text, match.start);
      continue;
    }
    if (match.end === match.start) {
      from = match.start + characterLength(text, match.start);
      continue;
    }
    spans.push({ start: match.start, end: match.end });
    from = match.end;
  }
  return spans;
}

function characterLength(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

function isWordAt(text: string, at: number): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && isWordCharacter(codePoint);
}

function isWordBefore(text: string, at: number): boolean {
  const isPair = /[\udc00-\udfff]/.test(text[at - 1] ?? "");
  return at > 0 && isWordAt(text, at - (isPair ? 2 : 1));
}

function selectLines({ regex, inverted, maxCount = Infinity }: GrepCommand, { lines }: Input, budget: Budget): SelectedLine[] {
  const selected: SelectedLine[] = [];
  const count: Count = { least: 0, most: 0 };
  for (const [index, line] of lines.entries()) {
    if (count.least >= maxCount || budget.left < 0) break;
    const answer = testRegex(regex, line.text, budget);
    if (answer === (inverted ? "matches" : "cannot-match")) continue;
    const certain = line.certain && answer !== "could-match" && count.most < maxCount;
    selected.push({ line, number: index + 1, spans: undefined, certain });
    count.most++;
    if (certain) count.least++;
  }
  return selected;
}

interface Printing {
  command: GrepCommand;
  input: Input;
  selected: readonly SelectedLine[];
  count: Count;
  /** Name of the file, where it is printed. */
  prefix: string | undefined;
}

function printInput(printing: Printing): Line[] {
  const { command, input, count, prefix } = printing;
  const name = input.path ?? "(standard input)";
  switch (command.prints) {
    case "nothing":
      return [];
    case "count":
      return [{ text: (prefix === undefined ? "" : `${prefix}:`) + showCount(count), origin: undefined, certain: true }];
    case "files with":
      return count.most > 0 ? [{ text: name, origin: undefined, certain: count.least > 0 }] : [];
    case "files without":
      return count.least === 0 ? [{ text: name, origin: undefined, certain: count.most === 0 }] : [];
    default:
      return printLines(printing);
  }
}

/** A number of lines as a command prints it. */
export function showCount({ least, most }: Count): string {
  return least === most ? String(least) : SOMETHING;
}

function printLines({ command, input, selected, prefix }: Printing): Line[] {
  const { before, after, separator, prints, numbered, inverted } = command;
  const printed: Line[] = [];
  const byIndex = new Map(selected.map((one) => [one.number - 1, one]));
  let next = 0;
  const head = (index: number, mark: string) => (prefix === undefined ? "" : prefix + mark) + (numbered ? `${index + 1}${mark}` : "");

  const windows = selected.map(({ number, certain }) => ({
    from: Math.max(0, number - 1 - before),
    to: Math.min(input.lines.length - 1, number - 1 + after),
    certain,
  }));
  const isSure = coveredLines(
    windows.filter(({ certain }) => certain),
    input.lines.length,
  );
  for (const [at, window] of windows.entries()) {
    if (separator !== undefined && next > 0 && window.from > next)
      printed.push({ text: separator, origin: undefined, certain: window.certain && windows[at - 1]!.certain });
    for (let index = Math.max(next, window.from); index <= window.to; index++) {
      const line = input.lines[index]!;
      const one = byIndex.get(index);
      if (one && prints === "matches" && inverted) continue;
      if (one && prints === "matches") printed.push(...printMatches(one, head(index, ":")));
      else if (one) printed.push({ ...line, text: head(index, ":") + line.text, certain: one.certain });
      else if (prints === "lines") printed.push({ ...line, text: head(index, "-") + line.text, certain: line.certain && isSure[index] === true });
      next = index + 1;
    }
  }
  return printed;
}

/** For each line whether a window covers it. */
function coveredLines(windows: readonly { from: number; to: number }[], length: number): boolean[] {
  const covered = Array<boolean>(length).fill(false);
  let next = 0;
  for (const { from, to } of windows) {
    for (let index = Math.max(next, from); index <= to; index++) covered[index] = true;
    next = Math.max(next, to + 1);
  }
  return covered;
}

function printMatches({ line, spans, certain }: SelectedLine, head: string): Line[] {
  if (!spans) return [{ text: head + SOMETHING, origin: line.origin, certain: false }];
  return spans.map(({ start, end }) => ({ text: head + line.text.slice(start, end), origin: line.origin, certain }));
}
