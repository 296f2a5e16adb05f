import type { Root } from "mdast";
import type { FaultOf } from "../document.ts";
import { lineSpan, toPosition, type SourceFile } from "../source.ts";
import type { BashScript } from "./bash.ts";
import { simpleCommands } from "./bash-tree.ts";
import { walkBlocks } from "./mdast.ts";

/** Longest markdown that is parsed, in UTF-16 units: beyond it the native engine can crash the process. */
const MAX_MARKDOWN_LENGTH = 1024 * 1024;

/** Deepest nesting of lists and quotes that is parsed. */
const MAX_CONTAINERS = 100;

/**
 * Refuses markdown that could take a parser too long or crash it, before any
 * engine sees it. Linear in the length of the text.
 */
export function guardMarkdown(source: SourceFile): FaultOf<"too-large"> | undefined {
  if (source.text.length > MAX_MARKDOWN_LENGTH) {
    return { type: "too-large", place: toPosition(source, { start: 0, end: 0 }), reason: `more than ${MAX_MARKDOWN_LENGTH} characters` };
  }
  let steps = 0;
  const block = { start: 0 };
  for (let line = 1; line <= source.lineStarts.length; line++) {
    const span = lineSpan(source, line);
    steps += inlineSteps(source.text.slice(span.start, span.end), span.start, block);
    if (steps > MAX_INLINE_STEPS) return { type: "too-large", place: toPosition(source, span), reason: MANY_MARKS };
    if (containerDepth(source.text, span.start, span.end) > MAX_CONTAINERS) {
      return { type: "too-large", place: toPosition(source, span), reason: `lists or quotes nested deeper than ${MAX_CONTAINERS} levels` };
    }
  }
  return undefined;
}

/** Most blocks and table cells of one file; the status files and prompts that people write have a thousand at most. */
const MAX_BLOCKS = 30_000;

/** Refuses a tree of so many parts that no board or prompt has, and of which each would be asked what it says. */
export function guardTree(tree: Root): FaultOf<"too-large"> | undefined {
  let count = 0;
  for (const node of walkBlocks(tree)) {
    count += node.type === "table" ? node.children.reduce((cells, row) => cells + row.children.length, 0) : 1;
    if (count > MAX_BLOCKS) return { type: "too-large", place: node.position!, reason: `more than ${MAX_BLOCKS} paragraphs, list items and table cells` };
  }
  return undefined;
}

/** Most simple commands of one file, of which people write a few hundred. */
const MAX_COMMANDS = 2500;

/** The first scripts of a file, as many as can be judged in time, and where the next would start. */
export function guardScripts(scripts: readonly BashScript[]): { judged: readonly BashScript[]; refusal: FaultOf<"too-large"> | undefined } {
  let count = 0;
  for (const [index, { tree, place }] of scripts.entries()) {
    count += simpleCommands(tree).length;
    if (count <= MAX_COMMANDS) continue;
    const reason = `more than ${MAX_COMMANDS} shell commands in one file`;
    return { judged: scripts.slice(0, index), refusal: { type: "too-large", place: place({ pos: 0, end: 0 }), reason } };
  }
  return { judged: scripts, refusal: undefined };
}

/** About 2 ns each, of which those that copy text take more. */
const MAX_INLINE_STEPS = 1_000_000_000;
const MANY_MARKS = "more `_`, `*` or `&` in one word, line or paragraph than can be parsed in time";

/**
 * What satteri 0.10.5 may take for a line beyond the time that its length
 * takes. It looks for the start of an e-mail address behind each `_`, counts
 * the characters of a line with any beyond ASCII for each mark in it, and
 * copies a paragraph for each character reference.
 */
function inlineSteps(line: string, start: number, block: { start: number }): number {
  if (STARTS_BLOCK.test(line.slice(0, 100))) block.start = start;
  let steps = 0;
  if (line.length > MIN_LENGTH) {
    for (const [word] of line.matchAll(ADDRESS)) if (word.length > MIN_LENGTH) steps += word.length * countOf(word, "_");
    if (/[^\0-\x7f]/.test(line))
      steps += line.length * (countOf(line, "*") + countOf(line, "_") + countOf(line, "~") + countOf(line, "`") + countOf(line, "["));
  }
  return steps + countOf(line, "&") * (start + line.length - block.start) * COPY_STEPS;
}

/** A blank line, or one that starts a heading, an item, a row or a fence. */
const STARTS_BLOCK = /^[\s>]*(?:$|#|[-*+] |\d{1,9}[.)] |\||`{3}|~{3})/;
/** What may stand before the `@` of an address. */
const ADDRESS = /[\w.+-]+/g;
/** Below it nothing takes long, whatever it is. */
const MIN_LENGTH = 2000;
/** Reference by reference the memory is what counts: all copies are kept until the end. */
const COPY_STEPS = 4;

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** An upper bound of the containers a line opens or continues: its markers, and a level for every two columns of indent. */
function containerDepth(text: string, start: number, end: number): number {
  let markers = 0;
  let blanks = 0;
  for (let at = start; at < end; at++) {
    const unit = text[at]!;
    if (unit === " ") blanks++;
    else if (unit === "\t") blanks += 4;
    else if (unit === ">" || ((unit === "-" || unit === "+" || unit === "*") && /[ \t]/.test(text[at + 1] ?? " "))) markers++;
    else if (unit >= "0" && unit <= "9") continue;
    else if ((unit === "." || unit === ")") && /[ \t]/.test(text[at + 1] ?? " ")) markers++;
    else break;
  }
  return markers + (markers > 0 ? blanks - markers : 0) / 4;
}
