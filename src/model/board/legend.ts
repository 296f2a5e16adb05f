import type { List, Nodes, Table } from "mdast";
import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { DataNode, DataTree } from "../../parse/data.ts";
import { sectionAt } from "../../parse/prose.ts";
import { findLineIndex, lineSpan, toPosition } from "../../source.ts";
import { leadingIcon, normalizeIcon } from "../icons.ts";
import { createLegendVocabulary, groupOfKnownWord, type LegendWord, type Vocabulary } from "../vocabulary.ts";
import { textRunOf, type Block, type TextRun, type TextRuns } from "./entry-group.ts";

/**
 * The status words that a document defines for itself: in a table, a list,
 * comments, an enumeration (`a | b | c`) or a chain (`a → b → c`).
 */
export function findLegend(document: Document, blocks: readonly Block[], runs: TextRuns): Vocabulary | undefined {
  const stated = findMarkdownLegends(document, blocks, runs);
  const words = [...stated, ...document.data.flatMap((tree) => findDataLegend(tree))];
  const enumerated = findEnumerations(document);
  const legend = words.length >= 2 ? [...words, ...enumerated.filter(({ description }) => description !== CHAIN)] : enumerated;
  if (legend.length < 2) return undefined;
  const vocabulary = createLegendVocabulary(legend);
  // A chain tells how work goes when it goes well.
  return words.length < 2 && legend.every(({ description }) => description === CHAIN) ? withUsualFailures(vocabulary) : vocabulary;
}

/** Whether a heading says that status words are explained below it. */
export function isLegendTitle(title: string): boolean {
  return (STATUS_LEGEND.test(title) && !OTHER_LEGEND.test(title)) || LEGEND.test(title);
}

/** `A | B | C`, `waiting/claiming/working`: the choices, not a choice. */
export function isEnumeration(value: string): boolean {
  return readEnumeration(value).length >= 2;
}

const STATUS_LEGEND =
  /\b(?:status|state)(?:es|s)?\b.{0,20}\b(?:keys?|legend|definitions?|values?|codes?|meanings?|keywords?|icons?|indicators?|emojis?|vocabulary|symbols?|markers?|tags?)\b|\b(?:valid|allowed|possible|available)\s+(?:status|state)(?:es|s)?\b|\bmeaning of (?:the )?(?:status|state)/i;
const OTHER_LEGEND = /\b(?:ci|build|http|response|exit|pipeline|health|payment|order)\s+status/i;
const LEGEND = /^[^\p{L}]*(?:legend|key|status(?:es)? key|statuses)\s*(?::\s*)?$/iu;
const CHAIN = "chain";

function findMarkdownLegends(document: Document, blocks: readonly Block[], runs: TextRuns): LegendWord[] {
  const found: LegendWord[] = [];
  const add = (words: LegendWord[], title: string): void => {
    const known = words.filter(({ word, icon }) => groupOfKnownWord(word) !== undefined || (icon !== undefined && word !== "")).length;
    if (words.length >= 2 && known >= (STATUS_LEGEND.test(title) ? 1 : words.length / 2)) found.push(...words);
  };
  let label = "";
  for (const node of blocks) {
    if (node.type === "heading") label = "";
    if (node.type === "table") add(isLegendTable(node, runs) ? readTable(node, runs) : [], "status key");
    else if (node.type === "paragraph") {
      const run = textRunOf(runs, node);
      if (!run) continue;
      label = run.text.length < 80 ? run.text : "";
      if (MAYBE_LEGEND.test(run.text)) for (const line of legendLines(run)) add(readLegendLine(line), "status key");
    } else if (node.type === "list") {
      const title = runs.size > 0 ? sectionAt(document.sections, node.position!.start.offset!).title : "";
      const legendTitle = isLegendTitle(label) ? label : title;
      if (isLegendTitle(legendTitle)) add(readList(node, runs), legendTitle);
      label = "";
    } else if (node.type === "html") for (const line of legendLines(wholeNode(document, node))) add(readLegendLine(line), "status key");
  }
  return found;
}

const MAYBE_LEGEND = /legend|stat(?:us|e)/i;

function wholeNode({ source }: Document, node: Nodes): TextRun {
  const start = node.position!.start.offset!;
  const text = source.text.slice(start, node.position!.end.offset).slice(0, MAX_TEXT);
  return { text, locate: (span) => toPosition(source, { start: start + span.start, end: start + span.end }) };
}

const MAX_TEXT = 5000;

/** The lines that start with a label, each with the lines that go on with its list. */
function legendLines({ text, locate }: TextRun): TextRun[] {
  const lines: TextRun[] = [];
  let start = 0;
  for (const line of text.slice(0, MAX_TEXT).split("\n")) {
    const last = lines.at(-1);
    if (last && !/^\P{L}*[\p{L} ]{2,30}:/u.test(line)) last.text += ` ${line}`;
    else {
      const from = start;
      lines.push({ text: line, locate: (span) => locate({ start: from + span.start, end: from + span.end }) });
    }
    start += line.length + 1;
  }
  return lines;
}

/** A status or icon column with one that says what it means. */
export function isLegendTable(table: Table, runs: TextRuns): boolean {
  const [first = "", second = ""] = (table.children[0]?.children ?? []).map((cell) => textRunOf(runs, cell)?.text.trim() ?? "");
  return (
    /^(?:status|state|icon|symbol|emoji|marker|keyword|badge|indicator|value|code)e?s?$/i.test(first) &&
    /^(?:meaning|description|definition|means?|when(?: to use)?|what it means|usage|explanation|status|state|action)\b/i.test(second)
  );
}

function readTable(table: Table, runs: TextRuns): LegendWord[] {
  return table.children.slice(1).flatMap(({ children: [first, second] }) => {
    const head = textRunOf(runs, first);
    if (!head) return [];
    const meaning = textRunOf(runs, second)?.text ?? "";
    const item = readItem(head);
    // An icon alone: the next column has its word.
    if (item?.word === "" && second) {
      const word = textRunOf(runs, second);
      const named = word && readItem(word);
      return named ? [{ ...named, icon: item.icon }] : [];
    }
    return item ? [{ ...item, description: meaning }] : [];
  });
}

function readList(list: List, runs: TextRuns): LegendWord[] {
  return list.children.flatMap((item) => {
    const run = textRunOf(runs, item.children[0]);
    const word = run && readItem(run);
    return word && word.word !== "" ? [word] : [];
  });
}

/** `🔵 AVAILABLE - Ready to claim`, `not_started: nobody yet`, `✅ = done`. */
function readItem({ text, locate }: TextRun): LegendWord | undefined {
  const line = text.split("\n", 1)[0]!.slice(0, MAX_ITEM);
  let at = line.length - line.trimStart().length;
  const icon = leadingIcon(line.slice(at)) ?? /^\[[ xX~/\-!>]\]/.exec(line.slice(at))?.[0];
  if (icon !== undefined) at += icon.length;
  at += /^[\s:=–—-]*/.exec(line.slice(at))![0].length;
  // «[TODO] not started»
  const wrapped = /^\[([^\][]{2,30})\]/.exec(line.slice(at));
  if (wrapped) at++;
  const rest = wrapped ? `${wrapped[1]!} - ${line.slice(at + wrapped[0].length - 1)}` : line.slice(at);
  const separator = /\s{0,3}[:：]|\s{1,9}[-–—=→]{1,3}\s|\s{0,3}\(|—|[,.]\s/.exec(rest);
  const word = knownPart((separator ? rest.slice(0, separator.index) : rest).trim().replace(/[.,;]$/, ""));
  if (!isKeywordLike(word) && (word !== "" || icon === undefined)) return undefined;
  const description = separator ? rest.slice(separator.index + separator[0].length) : "";
  return { word, icon: icon && normalizeIcon(icon), description, place: locate({ start: at, end: at + word.length }) };
}

const MAX_ITEM = 300;

/** «Planned but not started»: the word is `Planned`. */
function knownPart(phrase: string): string {
  if (groupOfKnownWord(phrase) !== undefined) return phrase;
  const words = phrase.split(" ").slice(0, 8);
  for (let count = Math.min(4, words.length - 1); count > 0; count--) {
    const start = words.slice(0, count).join(" ");
    if (/^(?:and|or|but|by|on|in|for|with|to|[&+/])$/i.test(words[count]!) && groupOfKnownWord(start) !== undefined) return start;
  }
  return phrase;
}

/** Short enough to be a status word: `READY TO DEPLOY`, not a sentence. */
function isKeywordLike(word: string): boolean {
  return word.length <= 30 && /^\p{L}[\p{L}\p{N}]*(?:[ _-][\p{L}\p{N}]+){0,3}$/u.test(word);
}

/** `Status legend: TODO (not started) · WIP (in progress) · DONE`. */
function readLegendLine({ text, locate }: TextRun): LegendWord[] {
  const label = LEGEND_LINE.exec(text.slice(0, 120));
  if (!label) return [];
  const start = label[0].length;
  const end = Math.min(text.length, start + MAX_LINE);
  const words: LegendWord[] = [];
  const body = text.slice(start, end).replace(/-->\s*$/, "");
  const separator = [/\|/g, /[·•]/g, /→|->/g, /;/g, /\s\/\s/g, /,/g].find((candidate) => candidate.test(body));
  if (!separator) return [];
  separator.lastIndex = 0;
  for (const part of splitChoices(body, separator)) {
    const from = start + part.start;
    const item = readItem({ text: part.text, locate: (span) => locate({ start: from + span.start, end: from + span.end }) });
    if (item && item.word !== "") words.push(item);
  }
  return words;
}

const LEGEND_LINE =
  /^[^\p{L}]*(?:(?:status(?:es)?|states?)\s+(?:legend|key|values?|codes?|icons?|keywords?|markers?|are|is one of|can be|must be one of|must be)|legend|(?:valid|allowed|possible)\s+(?:status(?:es)?|states?)(?:\s+values)?|statuses|states)\s*[:：]\s*/iu;
const MAX_LINE = 500;

function splitChoices(text: string, separator: RegExp): { text: string; start: number }[] {
  // Not inside brackets: `WIP (in progress, put your name)` is one choice.
  const flat = text.replace(/\([^()]*\)/g, (inner) => "_".repeat(inner.length));
  const parts: { text: string; start: number }[] = [];
  let start = 0;
  for (const match of [...flat.matchAll(separator), undefined]) {
    const end = match?.index ?? text.length;
    const piece = text.slice(start, end);
    parts.push({ text: piece.trim(), start: start + (piece.length - piece.trimStart().length) });
    start = end + (match?.[0].length ?? 0);
  }
  return parts;
}

/** Lines that list the choices of a status, also in templates, fences and comments. */
function findEnumerations({ source, format }: Document): LegendWord[] {
  const found: (LegendWord & { indent: number })[] = [];
  let done = -1;
  for (const match of source.text.matchAll(STATUS_WORD)) {
    const line = findLineIndex(source.lineStarts, match.index) + 1;
    const span = lineSpan(source, line);
    if (line === done || span.end - span.start > MAX_LINE) continue;
    done = line;
    const text = source.text.slice(span.start, span.end);
    const label = ENUMERATION_LABEL.exec(text);
    if (!label || text.trimStart().startsWith("|") || OTHER_STATUS.test(text.slice(0, label.index))) continue;
    const from = span.start + label.index + label[0].length;
    const choices = readEnumeration(text.slice(label.index + label[0].length)).length >= 3 ? text.slice(label.index + label[0].length) : undefined;
    const comment = text.indexOf(" #", label.index) + 2;
    const indent = text.search(/\S/);
    if (choices !== undefined) found.push(...toWords(choices, from, indent));
    else if (comment > 1 && readEnumeration(text.slice(comment)).length >= 3) found.push(...toWords(text.slice(comment), span.start + comment, indent));
  }
  // `health:` with a `status:` of its own in it says nothing of the session's.
  const outer = Math.min(...found.map(({ indent }) => indent));
  return format === "markdown" ? found : found.filter(({ indent }) => indent === outer);

  function toWords(text: string, from: number, indent: number): (LegendWord & { indent: number })[] {
    const description = /→|->/.test(text) ? CHAIN : "";
    return readEnumeration(text).map(({ text: word, icon, start }) => ({ word, icon, description, place: place(from + start, word.length), indent }));
  }
  function place(start: number, length: number): Position {
    return toPosition(source, { start, end: start + length });
  }
}

/** «Build status: passing | failing» is no state of work. */
const OTHER_STATUS =
  /\b(?:ci|build|tests?|pr|pull request|pipeline|deploy(?:ment)?|review|http|response|git|health|payment|order|user|account|exit|run|check|server|service)\s{1,3}$/i;
const STATUS_WORD = /\bstat(?:us|e)/gi;
const ENUMERATION_LABEL = /(?:\bstatus(?:es)?|\bstates?)(?: (?:flow|lifecycle|values?|transitions?|options?))?["'*_`\]]{0,4}\s{0,3}[:=]["'*_`\s]{0,4}/i;

/** The choices of `A | B | C`; empty where it is anything else. */
function readEnumeration(value: string): { text: string; icon: string | undefined; start: number }[] {
  const opening = /^[\s[({"'`<]*/.exec(value)![0].length;
  const body = value.slice(opening, opening + MAX_LINE).replace(/(?:--)?[\])}"'`>*,;.\s]{1,20}$/, "");
  const separator = [/\|/g, /→|->/g, /\//g].find((candidate) => candidate.test(body));
  if (!separator) return [];
  separator.lastIndex = 0;
  const parts = splitChoices(body, separator).map(({ text, start }) => {
    const icon = leadingIcon(text);
    const word = icon === undefined ? text : text.slice(icon.length).trim();
    const bare = word.replace(/^[`"'*_]{1,4}|[`"'*_]{1,4}$/g, "");
    return { text: bare, icon: icon && normalizeIcon(icon), start: opening + start + text.indexOf(bare) };
  });
  const known = parts.filter(({ text }) => groupOfKnownWord(text) !== undefined).length;
  return parts.length >= 2 && parts.every(({ text }) => isKeywordLike(text)) && known >= parts.length / 3 ? parts : [];
}

/** YAML comments (`#   - backlog: not started`) and keys such as `status_values: [...]`. */
function findDataLegend({ comments, roots, badExample }: DataTree): LegendWord[] {
  if (badExample) return [];
  const found: LegendWord[] = [];
  let isLegend = false;
  for (const { text, place } of comments) {
    if (/^[=\-*#\s]*$/.test(text)) continue;
    const run: TextRun = { text, locate: (span) => ({ start: shift(place.start, text, span.start, place), end: shift(place.start, text, span.end, place) }) };
    if (/^[-*•]\s/.test(text)) {
      const item = isLegend ? readItem({ text: text.slice(2), locate: (span) => run.locate({ start: span.start + 2, end: span.end + 2 }) }) : undefined;
      if (item && item.word !== "") found.push(item);
    } else {
      isLegend = isLegendTitle(text) || (isLegend && /\bstatus\s*:?$/i.test(text)) || /\bstatus(?:es)?\s*:\s*$/i.test(text);
      found.push(...readLegendLine(run));
    }
  }
  return [...found, ...roots.flatMap((root) => findLegendKeys(root, 0))];
}

/** Where `offset` of a comment's text is: the text is the end of the comment, without `#` and blanks. */
function shift(start: Position["start"], text: string, offset: number, place: Position): Position["start"] {
  const skipped = place.end.offset! - start.offset! - text.length;
  return { line: start.line, column: start.column + skipped + offset, offset: start.offset! + skipped + offset };
}

function findLegendKeys(node: DataNode, depth: number): LegendWord[] {
  if (depth > 4 || node.type === "scalar") return [];
  if (node.type === "list") return node.items.length > 50 ? [] : node.items.flatMap((item) => findLegendKeys(item, depth + 1));
  return node.entries.flatMap(({ key, value }) => {
    if (!LEGEND_KEY.test(key)) return findLegendKeys(value, depth + 1);
    if (value.type === "list") {
      const words = value.items.flatMap((item) =>
        item.type === "scalar" && isKeywordLike(item.text) ? [{ word: item.text, icon: undefined, description: "", place: item.place }] : [],
      );
      return words.length >= 2 && words.length === value.items.length ? words : [];
    }
    if (value.type !== "map" || !value.entries.some((entry) => groupOfKnownWord(entry.key))) return [];
    return value.entries.map((entry) => ({
      word: entry.key,
      icon: undefined,
      description: entry.value.type === "scalar" ? entry.value.text : "",
      place: entry.keyPlace,
    }));
  });
}

const LEGEND_KEY =
  /^_?(?:valid_?|allowed_?|possible_?)?(?:status|state)(?:es|s)?_?(?:values?|definitions?|legend|key|vocabulary|enum|options|codes|keys)$|^_?(?:valid_?|allowed_?|possible_?)?(?:statuses|states)$|^_?legend$/i;

function withUsualFailures(vocabulary: Vocabulary): Vocabulary {
  const words = new Map(vocabulary.words);
  if (!words.has("blocked")) words.set("blocked", ["BLOCKED"]);
  if (!words.has("failed")) words.set("failed", ["ERROR"]);
  return { ...vocabulary, words };
}
