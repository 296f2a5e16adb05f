import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { RelatedPlace } from "../../finding.ts";
import type { BashSpan } from "../../parse/bash.ts";
import type { Line } from "../../patterns/lines.ts";
import type { Budget } from "../../patterns/parse-regex.ts";
import { runPipeline, type PipelineRun, type Stage } from "../../patterns/pipeline.ts";
import { showText } from "../../patterns/words.ts";
import { remembered } from "../../remembered.ts";
import { lineSpan, toPosition } from "../../source.ts";
import type { PatternSite, SiteCommand } from "./sites.ts";
import type { Target } from "./targets.ts";
import type { Unmatched } from "./unmatched.ts";

/** A pipeline that was run on the files as they are. */
export interface SiteRun extends PipelineRun {
  site: PatternSite;
  /** For each stage the file whose whole lines it reads; `undefined` where it is another text, or several files. */
  targets: readonly (Target | undefined)[];
}

/** What the judges of a run share. */
export interface Judging {
  targetOf: (document: Document) => Target;
  budget: Budget;
  /** What was found of the patterns of a target so far. */
  answers: (target: Target) => Map<string, Unmatched | undefined>;
  /** Variables that hold line numbers, by script and name. */
  numbers: (run: SiteRun, name: string) => LineNumbers | undefined;
}

/** What a variable holds that a script sets to `$(grep -n … | cut -d: -f1)`. */
export interface LineNumbers {
  run: SiteRun;
  /** Line numbers in the target; `undefined` where not known. Of a pattern that matches no entry those that it was meant for. */
  lines: readonly number[] | undefined;
}

export function runSite(site: PatternSite, { targetOf, budget }: Pick<Judging, "targetOf" | "budget">): SiteRun {
  const documents = new Map<string, Document>();
  const read = (word: Parameters<PatternSite["resolve"]>[0]) => {
    const document = site.resolve(word, site.values);
    if (!document) return undefined;
    documents.set(document.path, document);
    return toFile(document);
  };
  const own: Budget = { left: Math.min(budget.left, MAX_FOR_ONE) };
  const spent = own.left;
  const run = runPipeline(site.commands, { read, budget: own });
  budget.left -= spent - Math.max(0, own.left);
  return { ...run, site, targets: run.stages.map((stage) => targetOfStage(stage)) };

  function targetOfStage({ inputs }: Stage): Target | undefined {
    const path = inputs[0]?.path ?? inputs[0]?.lines[0]?.origin?.path;
    const document = path === undefined ? undefined : documents.get(path);
    const target = document && targetOf(document);
    const isWhole = ({ text, origin }: Line) => origin?.path === path && target?.lines[origin!.line - 1]?.text === text;
    for (const { lines, path } of inputs) if (path === undefined) budget.left -= lines.length;
    return target && inputs.every((input) => input.path === path || (input.path === undefined && input.lines.every(isWhole))) ? target : undefined;
  }
}

/** The same for the same document: its lines are split once. */
const toFile = remembered(({ path, source }: Document) => ({ path, text: source.text }));

/** So that one costly pattern leaves something for the others. */
const MAX_FOR_ONE = 4_000_000;

/** Where a command writes `text`, a marked text; the word or the whole command where that is not to the letter. */
export function placeOf({ site, marks }: SiteRun, command: SiteCommand, text: string): { place: Position; isExact: boolean } {
  const { script } = site;
  const shown = showText(text, marks);
  const spans: BashSpan[] = [...command.nodes.slice(1).map((word) => site.text.toScript(word)), command.span];
  for (const { pos, end } of shown === "" ? [] : spans) {
    const at = script.text.slice(pos, end).indexOf(shown);
    if (at >= 0) return { place: script.place({ pos: pos + at, end: pos + at + shown.length }), isExact: true };
  }
  const word = command.nodes.slice(1).find(({ value }) => !value.startsWith("-"));
  return { place: script.place(word ? site.text.toScript(word) : command.span), isExact: false };
}

/** The text at a place of a site's document. */
export function textAt({ site }: SiteRun, { start, end }: Position): string {
  return site.document.source.text.slice(start.offset, end.offset);
}

/** A line of a target as the place that a finding points to. */
export function relatedLine({ document }: Target, number: number, message: string): RelatedPlace {
  const { start, end } = lineSpan(document.source, number);
  const text = document.source.text.slice(start, end);
  return { path: document.path, place: toPosition(document.source, { start: start + (text.length - text.trimStart().length), end }), message };
}

/** A text of a file within a message: one line, not too long, without what would end the code. */
export function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).trimEnd()}…` : line;
}

const MAX_QUOTED = 60;
