import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { DataNode, DataScalar } from "../../parse/data.ts";
import { spanOf } from "../../parse/prose.ts";
import { toPosition } from "../../source.ts";
import { readPathText, type PathText } from "./path-text.ts";

/** A value in YAML, JSON or front matter that names a file. */
export interface DataWord {
  text: string;
  path: PathText;
  place: Position;
  /** Its key as a label: `mission file: `. */
  label: string;
}

/** The values of `document` that name files, in reading order; fences are examples. */
export function findDataWords(document: Document): DataWord[] {
  const words: DataWord[] = [];
  for (const { origin, roots } of document.data) {
    if (origin !== "fence") for (const root of roots) visit(root, "", { document, words });
  }
  return words;
}

interface Search {
  document: Document;
  words: DataWord[];
}

// As deep as the parsers let data nest, which is 100.
function visit(node: DataNode, key: string, search: Search): void {
  if (node.type === "map") for (const entry of node.entries) visit(entry.value, entry.key, search);
  else if (node.type === "list") for (const item of node.items) visit(item, key, search);
  else if (typeof node.value === "string" && !node.literal && search.words.length < MAX_WORDS) addWord(node, key, search);
}

const MAX_WORDS = 5000;

function addWord({ text, place }: DataScalar, key: string, { document: { source }, words }: Search): void {
  const path = /\s/.test(text) ? undefined : readPathText(text);
  if (!path) return;
  const { start, end } = spanOf(place);
  const at = source.text.slice(start, end).indexOf(text);
  const label = `${key
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]/g, " ")
    .slice(0, 80)}: `;
  words.push({ text, path, place: at < 0 ? place : toPosition(source, { start: start + at, end: start + at + text.length }), label });
}
