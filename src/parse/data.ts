import type { Position } from "unist";
import type { Fault } from "../document.ts";
import { findLineStarts } from "../source.ts";
import type { Excerpt } from "./excerpt.ts";

/** A YAML or JSON value with places; key order and duplicate keys are kept. */
export type DataNode = DataMap | DataList | DataScalar;

export interface DataMap {
  type: "map";
  entries: DataEntry[];
  place: Position;
}

export interface DataList {
  type: "list";
  items: DataNode[];
  place: Position;
}

export interface DataScalar {
  type: "scalar";
  value: string | number | boolean | null;
  /** As written, quotes taken off. */
  text: string;
  /** A YAML literal block (`|`): each line of `text` is the end of a line of the file. */
  literal: boolean;
  place: Position;
}

export interface DataEntry {
  key: string;
  keyPlace: Position;
  value: DataNode;
}

/** Data found in a file: all of it, its front matter, or a fence. */
export interface DataTree {
  origin: "file" | "front-matter" | "fence";
  language: "YAML" | "JSON";
  /** One node a YAML document; empty when nothing could be read. */
  roots: DataNode[];
  place: Position;
  /** YAML comments in reading order, without `#`; legends are often written there. */
  comments: { text: string; place: Position }[];
  badExample: boolean;
}

export interface ParsedData {
  tree: DataTree;
  faults: Fault[];
}

export type DataParser = (excerpt: Excerpt, about: Pick<DataTree, "origin" | "badExample">) => ParsedData;

/** Deepest nesting that is parsed. `yaml` aborts the whole process on about 900 nested `[` (Node 20 and 22). */
const MAX_DEPTH = 100;

/** Loads the YAML parser, which costs start-up time. */
export async function loadYaml(): Promise<DataParser> {
  return (await import("./yaml.ts")).parseYaml;
}

/** Loads the JSON parser. */
export async function loadJson(): Promise<DataParser> {
  return (await import("./json.ts")).parseJson;
}

/**
 * Whether `text` may nest deeper than can be parsed safely. An upper bound:
 * brackets in strings count too.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === "[" || unit === "{") depth++;
    else if ((unit === "]" || unit === "}") && depth > 0) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  const indents: number[] = [];
  for (const start of findLineStarts(text)) {
    const markers = /^(?: {0,200}[-?] ){0,101}/.exec(text.slice(start, start + 10_000))![0];
    if (markers.split(/[-?]/).length > MAX_DEPTH / 2) return true;
    const indent = /^ */.exec(text.slice(start, start + 10_000))![0].length;
    while (indents.length > 0 && indents.at(-1)! >= indent) indents.pop();
    indents.push(indent);
    if (indents.length > MAX_DEPTH) return true;
  }
  return false;
}

/** The result for data that is not parsed for its depth. */
export function refuseTooDeep(excerpt: Excerpt, about: Pick<DataTree, "origin" | "badExample" | "language">): ParsedData {
  const place = excerpt.place({ start: 0, end: excerpt.text.length });
  const reason = `${about.language} nested deeper than ${MAX_DEPTH} levels`;
  return { tree: { ...about, roots: [], place, comments: [] }, faults: [{ type: "too-large", place, reason }] };
}

/** The value behind `key` of a map, `undefined` when there is none or `node` is no map. */
export function dataValue(node: DataNode | undefined, key: string): DataNode | undefined {
  return node?.type === "map" ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** Every scalar under `nodes` in reading order. */
export function scalarsOf(nodes: readonly DataNode[]): DataScalar[] {
  return nodes.flatMap((node) => (node.type === "scalar" ? [node] : scalarsOf(node.type === "list" ? node.items : node.entries.map(({ value }) => value))));
}
