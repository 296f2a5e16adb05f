import type { Heading, Nodes, Paragraph, TableCell } from "mdast";
import type { Position } from "unist";
import type { Document } from "../../document.ts";
import { isParent, walkBlocks } from "../../parse/mdast.ts";
import { plainText, spanOf, type Passage } from "../../parse/prose.ts";
import { toPosition, type Span } from "../../source.ts";
import { PATH_TOKEN, readPathText, readShellPath, withoutAnchor, type PathText } from "./path-text.ts";

/** A word or link of the prose that may name a file. */
export interface ProseWord {
  text: string;
  path: PathText;
  place: Position;
  origin: "link" | "inline-code" | "bare";
  /** What stands before it in its inline code: `cat ` of `cat x.md`. */
  command: string;
  /** Where it stands in `passage.text`. */
  at: Span;
  passage: Passage;
  /** What introduces it: «Read these first:» above a list, the header of its column. */
  label: string;
  /** It comes first in a list item, as in a list of files with remarks. */
  leads: boolean;
}

/** Every word of the prose that may name a file, in reading order. */
export function findProseWords(document: Document): ProseWord[] {
  const nodes = textNodes(document);
  const labels = readLabels(document, nodes);
  const words: ProseWord[] = [];
  for (const passage of document.passages) {
    if (words.length > MAX_WORDS) break;
    const entry = nodes.get(passage.place.start.offset!);
    const prose: Prose = { document, passage, label: labels.get(passage) ?? "", runs: entry ? readRuns(entry.node) : [] };
    words.push(...findLinks(prose), ...findWords(prose));
  }
  return words;
}

interface Prose {
  document: Document;
  passage: Passage;
  label: string;
  runs: readonly Run[];
}

function findLinks({ document, passage, label, runs }: Prose): ProseWord[] {
  return runs.flatMap(({ url, at, place }) => {
    if (url === undefined || !isLocalUrl(url)) return [];
    const text = decodeUrl(url);
    // `[guide](link)` is still to be filled in.
    const path = readPathText(text) ?? (text.includes("/") ? readShellPath(withoutAnchor(text)) : undefined);
    return path ? [{ text, path, command: "", place: urlPlace(document, place, url), origin: "link" as const, at, passage, label, leads: false }] : [];
  });
}

function findWords({ document, passage, label, runs }: Prose): ProseWord[] {
  const words: ProseWord[] = [];
  const links = runs.filter(({ url }) => url !== undefined);
  const codes = runs.filter(({ url }) => url === undefined);
  let link = 0;
  let code = 0;
  for (const match of passage.text.matchAll(PATH_TOKEN)) {
    // `res.json()` is a call.
    if (!/[./]/.test(match[0]) || passage.text[match.index + match[0].length] === "(") continue;
    const at = trimWord(match[0], match.index);
    const path = readPathText(passage.text.slice(at.start, at.end));
    if (!path) continue;
    while (link < links.length && links[link]!.at.end <= at.start) link++;
    while (code < codes.length && codes[code]!.at.end <= at.start) code++;
    // The text of a link to a file says no more than the link.
    if (isWithin(links[link], at) && isLocalUrl(links[link]!.url!)) continue;
    const inCode = isWithin(codes[code], at);
    const command = inCode ? passage.text.slice(codes[code]!.at.start, at.start) : "";
    words.push({
      ...readWord(document, passage, { path, at }),
      command,
      origin: inCode ? "inline-code" : "bare",
      at,
      passage,
      label,
      leads: isFirst(document, passage, at),
    });
  }
  return words;
}

function isWithin(run: Run | undefined, at: Span): boolean {
  return run !== undefined && run.at.start < at.end;
}

function readWord(document: Document, passage: Passage, { path, at }: { path: PathText; at: Span }): Pick<ProseWord, "text" | "path" | "place"> {
  const text = passage.text.slice(at.start, at.end);
  const place = placeOf(document, passage, { text, at });
  const { start, end } = spanOf(place);
  const written = document.source.text.slice(start, end);
  // The text of `plan-<id>.md` has lost its `<id>`, which markdown takes for HTML.
  const isFilledIn = written !== text && written.length < MAX_FILLED_IN && written.includes("<");
  return isFilledIn ? { text: written, path: { ...path, placeholder: true }, place } : { text, path, place };
}

const MAX_FILLED_IN = 200;

/** How many names of files are read in one document; each costs up to 0.1 ms. */
const MAX_WORDS = 10_000;

/** Where a word of a passage stands in the file, also where indents or entities make the passage's own places coarse. */
function placeOf({ source }: Document, passage: Passage, { text, at }: { text: string; at: Span }): Position {
  const place = passage.locate(at);
  const { start, end } = spanOf(place);
  const found = source.text.slice(start, end).indexOf(text);
  return found < 0 ? place : toPosition(source, { start: start + found, end: start + found + text.length });
}

// «- [ ] plan.md» is a file that is still to come.
function isFirst({ source }: Document, { type, text, place }: Passage, at: Span): boolean {
  if (type !== "item" || at.start > 20 || !/^[\s\d.)*_`"'(-]*$/.test(text.slice(0, at.start))) return false;
  const { start } = spanOf(place);
  return !/\[[ xX]\]\s*$/.test(source.text.slice(Math.max(0, start - 6), start));
}

/** Quotes, brackets and stops around a word belong to the sentence. */
function trimWord(text: string, index: number): Span {
  let start = 0;
  let end = text.length;
  while (end > start && ".,:;!?*=".includes(text[end - 1]!)) end--;
  while (start < end && "*=+:?".includes(text[start]!)) start++;
  return { start: index + start, end: index + end };
}

type TextNode = Heading | Paragraph | TableCell;

interface TextEntry {
  node: TextNode;
  /** The header of its column. */
  header: string;
}

function textNodes({ tree }: Document): Map<number, TextEntry> {
  const found = new Map<number, TextEntry>();
  for (const node of walkBlocks(tree)) {
    if (node.type === "paragraph" || node.type === "heading") found.set(node.position!.start.offset!, { node, header: "" });
    if (node.type !== "table") continue;
    const headers = node.children[0]?.children.map(plainText) ?? [];
    for (const row of node.children) {
      for (const [column, cell] of row.children.entries()) found.set(cell.position!.start.offset!, { node: cell, header: headers[column] ?? "" });
    }
  }
  return found;
}

/** A link, or with `url` `undefined` inline code. */
interface Run {
  at: Span;
  place: Position;
  url: string | undefined;
}

// Counts offsets as `Passage.text` does: the values of the leaves one behind the other.
function readRuns(root: TextNode): Run[] {
  const runs: Run[] = [];
  let offset = 0;
  const open: (Nodes | (() => void))[] = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next === "function") next();
    else if (isParent(next)) {
      if (next.type === "link") {
        const run: Run = { at: { start: offset, end: offset }, place: next.position!, url: next.url };
        runs.push(run);
        open.push(() => (run.at.end = offset));
      }
      for (const child of [...next.children].reverse()) open.push(child);
    } else {
      const length = leafText(next).length;
      if (next.type === "inlineCode") runs.push({ at: { start: offset, end: offset + length }, place: next.position!, url: undefined });
      offset += length;
    }
  }
  return runs;
}

function leafText(node: Nodes): string {
  if (node.type === "break") return "\n";
  if ("value" in node && node.type !== "html") return node.value;
  return "alt" in node ? (node.alt ?? "") : "";
}

/**
 * What introduces each passage: for a table cell its column's header; for a list
 * item the item or paragraph above it that ends in a colon and stands further left.
 */
function readLabels({ passages }: Document, nodes: ReadonlyMap<number, TextEntry>): Map<Passage, string> {
  const labels = new Map<Passage, string>();
  let open: { column: number; text: string; isItem: boolean }[] = [];
  for (const passage of passages) {
    const { column, offset } = passage.place.start;
    if (passage.type === "cell") {
      labels.set(passage, nodes.get(offset!)?.header ?? "");
      continue;
    }
    if (passage.type === "heading") open = [];
    while (open.length > 0 && (passage.type === "item" ? open.at(-1)!.isItem && open.at(-1)!.column >= column : open.at(-1)!.column >= column)) open.pop();
    const label = open.filter(({ text }) => /[:：]\s*$/.test(text)).map(({ text }) => text.trim());
    if (label.length > 0) labels.set(passage, label.at(-1)!.slice(-200));
    if (passage.type !== "heading") open.push({ column, text: passage.text.slice(-200), isItem: passage.type === "item" });
  }
  return labels;
}

function isLocalUrl(url: string): boolean {
  return url !== "" && !url.startsWith("#") && !/^[a-z][a-z\d+.-]{1,20}:/i.test(url) && !url.startsWith("//");
}

function decodeUrl(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** The address inside of a link, without its anchor; the whole link where it is written in another way. */
function urlPlace({ source }: Document, place: Position, url: string): Position {
  const { start, end } = spanOf(place);
  const path = withoutAnchor(url);
  const at = source.text.slice(start, end).lastIndexOf(path === "" ? url : path);
  return at < 0 ? place : toPosition(source, { start: start + at, end: start + at + path.length });
}
