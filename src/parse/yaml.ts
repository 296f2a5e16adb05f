import type { Position } from "unist";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar, type Node, type Pair, type YAMLError } from "yaml";
import type { Fault } from "../document.ts";
import { findLineStarts, type Span } from "../source.ts";
import { isTooDeep, refuseTooDeep, type DataEntry, type DataNode, type DataParser, type DataTree } from "./data.ts";
import type { Excerpt } from "./excerpt.ts";

/** Parses YAML 1.2 (core schema). What does not parse becomes a fault; the rest is still read. */
export const parseYaml: DataParser = (excerpt, about) => {
  const { text } = excerpt;
  if (isTooDeep(text)) return refuseTooDeep(excerpt, { ...about, language: "YAML" });

  const faults: Fault[] = [];
  const roots: DataNode[] = [];
  const literals: Span[] = [];
  for (const document of parse(text)) {
    const [error] = document.errors;
    if (error) faults.push({ type: "invalid-data", language: "YAML", ...explain(error, excerpt) });
    if (document.contents) roots.push(toData(document.contents, { excerpt, literals }));
  }
  const place = excerpt.place({ start: 0, end: text.length });
  return { tree: { ...about, language: "YAML", roots, place, comments: findComments(excerpt, literals) }, faults };
};

function parse(text: string) {
  // Only the first fault of a document is told, but the parser makes an error for each: a stack for every one of 200,000 takes seconds.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    // `uniqueKeys` is quadratic in yaml 2.9; `logLevel` keeps the text of files off stderr.
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: "error", prettyErrors: false, keepSourceTokens: false });
    return "empty" in documents ? [] : documents;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

interface Context {
  excerpt: Excerpt;
  /** Literal blocks met so far: `#` in them starts no comment. */
  literals: Span[];
}

function toData(node: Node, context: Context): DataNode {
  const [start, end] = rangeOf(node);
  const place = context.excerpt.place({ start, end });
  if (isMap(node)) return { type: "map", place, entries: node.items.map((pair) => toEntry(pair as Pair<Node, Node | null>, context)) };
  if (isSeq(node)) return { type: "list", place, items: node.items.map((item) => toData(item as Node, context)) };
  if (isAlias(node)) return { type: "scalar", value: `*${node.source}`, text: `*${node.source}`, literal: false, place };

  const scalar = node;
  const literal = scalar.type === Scalar.BLOCK_LITERAL;
  if (literal || scalar.type === Scalar.BLOCK_FOLDED) context.literals.push({ start, end });
  const value = toPlainValue(scalar.value);
  return { type: "scalar", value, text: typeof value === "string" ? value : (scalar.source ?? String(value)), literal, place };
}

function toEntry({ key, value }: Pair<Node, Node | null>, context: Context): DataEntry {
  const [start, end] = rangeOf(key);
  const keyPlace = context.excerpt.place({ start, end });
  const empty = { type: "scalar", value: null, text: "", literal: false, place: context.excerpt.place({ start: end, end }) } as const;
  return { key: isScalar(key) ? String(key.value) : context.excerpt.text.slice(start, end), keyPlace, value: value ? toData(value, context) : empty };
}

/** Start and end of the value, without the comment behind it. */
function rangeOf(node: Node): [number, number] {
  const [start, valueEnd] = node.range ?? [0, 0, 0];
  return [start, valueEnd];
}

function toPlainValue(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? Number(value) : value instanceof Date ? value.toISOString() : "";
}

function findComments(excerpt: Excerpt, literals: readonly Span[]): DataTree["comments"] {
  const { text } = excerpt;
  const comments: DataTree["comments"] = [];
  const starts = findLineStarts(text);
  let next = 0;
  for (const [index, start] of starts.entries()) {
    while (next < literals.length && literals[next]!.end <= start) next++;
    if (next < literals.length && literals[next]!.start < start) continue;
    const line = text.slice(start, starts[index + 1] ?? text.length).trimEnd();
    const at = line.trimStart().startsWith("#") ? line.indexOf("#") : line.search(/\s#(?:\s|$)/);
    if (at < 0) continue;
    const from = start + line.indexOf("#", at);
    comments.push({
      text: text
        .slice(from, start + line.length)
        .replace(/^#+/, "")
        .trim(),
      place: excerpt.place({ start: from, end: start + line.length }),
    });
  }
  return comments;
}

/** What went wrong in the words of who wrote the file, for the mistakes that people make most; else in those of `yaml`. */
function explain({ pos: [start, end], message }: YAMLError, excerpt: Excerpt): { reason: string; place: Position } {
  const { text } = excerpt;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start) < 0 ? text.length : text.indexOf("\n", start);
  const place = excerpt.place({ start, end: Math.max(end, start + 1) });

  // Bullets and bold text of markdown: `* one`, `- **two** three`.
  const [indent] = /^[ \t]*(?:- +)*(?:[\w-]{1,80}: +)?/.exec(text.slice(lineStart, lineEnd))!;
  const valueStart = lineStart + indent.length;
  if (text[valueStart] === "*" && valueStart <= start)
    return { reason: "`*` starts an alias, where a text needs quotes", place: excerpt.place({ start: valueStart, end: Math.max(end, valueStart + 1) }) };
  if (message.startsWith("Nested mappings are not allowed")) {
    const isInValue = /:(?:\s|$)/.test(text.slice(start, lineEnd));
    return { reason: isInValue ? "a text with `: ` in it needs quotes" : "a key with a value here cannot have the keys below it, too", place };
  }
  return { reason: message.split(/\n/, 1)[0]!.replace(/:$/, ""), place };
}
