import type { Position } from "unist";
import { readDirectives } from "../../src/directives.ts";
import type { Document } from "../../src/document.ts";
import { readBoard, type Board } from "../../src/model/board.ts";
import { readAmount } from "../../src/model/costs.ts";
import { toEntryRecord } from "../../src/model/entry-schema.ts";
import { lastSign } from "../../src/model/moments.ts";
import { DEFAULT_VOCABULARY } from "../../src/model/vocabulary.ts";
import { parseBash, type BashScript } from "../../src/parse/bash.ts";
import { scalarsOf, type DataNode, type ParsedData } from "../../src/parse/data.ts";
import { parseDocument, type Parsers } from "../../src/parse/document.ts";
import { parsePortable } from "../../src/parse/engines/portable.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { guardMarkdown } from "../../src/parse/guards.ts";
import { loadParsers } from "../../src/parse/parsers.ts";
import { analyzeScript } from "../../src/shell/analyze.ts";
import { readParts } from "../../src/shell/script-parts.ts";
import { createSource, type SourceFile } from "../../src/source.ts";
import { mutateBytes, mutateTokens } from "./mutate.ts";
import type { Random } from "./random.ts";
import { TEXTS } from "./seeds.ts";

type Language = keyof typeof TEXTS;

const PARSERS: Parsers = await loadParsers(["a.md", "a.yaml", "a.json"].map((path) => ({ path, text: "{}" })));

/** A piece of a text in that language, a few of its bytes, words or lines changed. */
export function writeText(language: Language, random: Random): string {
  const foreign = (dice: Random) => dice.pick(TEXTS[dice.once(4) ? dice.pick(LANGUAGES) : language]);
  const piece = random.once(40) ? random.pick(TEXTS[language]) : cut(random.pick(TEXTS[language]), random);
  if (random.once(3)) return mutateBytes(Buffer.from(piece), random, (dice) => Buffer.from(cut(foreign(dice), dice))).toString("utf8");
  return mutateTokens(piece, random, foreign);
}

const LANGUAGES = Object.keys(TEXTS) as Language[];

/** Some lines in a row, so that a case is quick. */
function cut(text: string, random: Random): string {
  const lines = text.split("\n");
  const first = random.below(lines.length);
  return lines
    .slice(first, first + 3 + random.below(25))
    .join("\n")
    .slice(0, 1200);
}

/** A whole file, by way of its name, and all that is read out of it. */
export async function parseFile(random: Random): Promise<unknown> {
  const [path, language] = random.pick(FILES);
  const text = writeText(random.once(10) ? random.pick(LANGUAGES) : language, random);
  // Only the parsers that a run would load.
  const document = parseDocument({ path, text }, await loadParsers([{ path, text }]));
  expectDocument(document);
  const board = readBoard(document, { vocabulary: DEFAULT_VOCABULARY, fieldAliases: {}, isConfiguredBoard: random.once(2) });
  if (board) expectBoard(board);
  const { directives, mistakes } = readDirectives(document);
  expectPlaces(
    document.source,
    [...directives, ...mistakes].map(({ place }) => place),
  );
  const { passages, faults, data, scripts } = document;
  return [passages, faults, data, scripts.map(summary), directives, mistakes, board?.entries];
}

const FILES = [
  ["PROMPT.md", "markdown"],
  ["STATUS.md", "markdown"],
  ["START.txt", "markdown"],
  ["run.md", "bash"],
  ["status.yaml", "yaml"],
  ["status.json", "json"],
] as const;

export function parseYamlText(random: Random): unknown {
  const text = writeText("yaml", random);
  const parsed = parseExcerpt(text, PARSERS.yaml);
  return [parsed.tree, parsed.faults];
}

/** Says of a text that it is JSON or not as the engine does. */
export function parseJsonText(random: Random): unknown {
  const text = writeText("json", random);
  const parsed = parseExcerpt(text, PARSERS.json);
  const isRefused = parsed.faults.some(({ type }) => type === "too-large");
  if (!isRefused && (parsed.faults.length === 0) !== isJson(text.replace(/^\uFEFF/, ""))) throw new Error(`JSON or not? ${JSON.stringify(text.slice(0, 300))}`);
  return [parsed.tree, parsed.faults];
}

export function parseScript(random: Random): unknown {
  const text = writeText("bash", random);
  const source = createSource("a.sh", text);
  const script = parseBash(excerptLines(source, 1, text), { origin: "file", badExample: false });
  expectScript(script, source);
  return [summary(script), readParts(script).length, analyzeScript(script).commands.map((command) => [command.verdict, command.span])];
}

/** The two engines give trees whose places lie in the text. */
export function parseWithPortable(random: Random): unknown {
  const source = createSource("a.md", writeText("markdown", random).slice(0, 600));
  if (guardMarkdown(source)) return undefined;
  const document = parseDocument({ path: "a.md", text: source.text }, { ...PARSERS, markdown: parsePortable });
  expectDocument(document);
  return [document.passages, document.faults];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseExcerpt(text: string, parse: Parsers["yaml"]): ParsedData {
  const source = createSource("a", text);
  const parsed = parse(excerptLines(source, 1, text), { origin: "file", badExample: false });
  expectData(source, parsed.tree.roots);
  expectPlaces(source, [parsed.tree.place, ...parsed.tree.comments.map(({ place }) => place), ...parsed.faults.map(({ place }) => place)]);
  return parsed;
}

/** Some look for what stands beside a script by halving. */
function expectOrder(places: readonly Position[]): void {
  places.reduce((before, place) => {
    if (place.start.offset! < before.start.offset!) throw new Error(`not in reading order: ${JSON.stringify([before, place])}`);
    return place;
  });
}

function expectDocument({ source, sections, passages, faults, data, scripts }: Document): void {
  expectPlaces(
    source,
    faults.flatMap((fault) => [fault.place, ...(fault.type === "broken-fence" ? [fault.outer, fault.closer, fault.intended ?? fault.place] : [])]),
  );
  expectPlaces(
    source,
    sections.map(({ place }) => place),
  );
  if (passages.length > 0) expectOrder(passages.map(({ place }) => place));
  for (const { place, text, locate } of passages)
    expectPlaces(source, [place, locate({ start: 0, end: text.length }), locate({ start: text.length >> 1, end: text.length })]);
  for (const { roots, place, comments } of data) {
    expectData(source, roots);
    expectPlaces(source, [place, ...comments.map((comment) => comment.place)]);
  }
  for (const script of scripts) expectScript(script, source);
}

function expectScript(script: BashScript, source: SourceFile): void {
  const { text, masked, comments, placeholders, prose } = script;
  if (masked.length !== text.length) throw new Error("what is masked is not as long as the script");
  for (const { start, end } of [...comments, ...placeholders, ...prose])
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error("a part of a script outside of it");
  const spans = analyzeScript(script).commands.flatMap(({ span, unit, statement, checker }) => [span, unit, statement, ...(checker ? [checker] : [])]);
  for (const { pos, end } of spans) if (!(pos >= 0 && pos <= end && end <= text.length)) throw new Error(`a command outside of its script: ${pos} to ${end}`);
  expectPlaces(source, [script.place({ pos: 0, end: text.length }), ...spans.map(script.place)]);
}

function expectBoard({ entries, document: { source } }: Board): void {
  for (const entry of entries) {
    const { place, extent, fields, state } = entry;
    expectPlaces(source, [place, extent, ...(state ? [state.place] : []), ...fields.flatMap((field) => [field.place, field.keyPlace, field.valuePlace])]);
    for (const { value } of fields) expectNumber(readAmount(value)?.amount);
    expectNumber(lastSign(entry)?.time);
    JSON.stringify(toEntryRecord(entry));
  }
}

function expectNumber(value: number | undefined): void {
  if (value !== undefined && !Number.isFinite(value)) throw new Error(`no number: ${value}`);
}

function expectData(source: SourceFile, roots: readonly DataNode[]): void {
  const open = [...roots];
  for (let node = open.pop(); node; node = open.pop()) {
    expectPlaces(source, [node.place]);
    if (node.type === "list") open.push(...node.items);
    if (node.type === "map") {
      expectPlaces(
        source,
        node.entries.map(({ keyPlace }) => keyPlace),
      );
      open.push(...node.entries.map(({ value }) => value));
    }
  }
  scalarsOf(roots);
}

function expectPlaces({ text }: SourceFile, places: readonly Position[]): void {
  for (const { start, end } of places)
    if (!(start.offset! >= 0 && start.offset! <= end.offset! && end.offset! <= text.length && start.line >= 1 && start.column >= 1))
      throw new Error(`a place outside of the text: ${JSON.stringify([start, end])}`);
}

/** Of a script, what can be compared. */
function summary({ text, masked, comments, placeholders, prose, tree }: BashScript) {
  return { text, masked, comments, placeholders, prose, errors: tree.errors };
}
