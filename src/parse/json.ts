import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { isTooDeep, refuseTooDeep, type DataEntry, type DataNode, type DataParser } from "./data.ts";
import type { Excerpt } from "./excerpt.ts";

/** Parses JSON (RFC 8259). What does not parse becomes a fault; the rest is still read. */
export const parseJson: DataParser = (excerpt, about) => {
  if (isTooDeep(excerpt.text)) return refuseTooDeep(excerpt, { ...about, language: "JSON" });
  const errors: ParseError[] = [];
  const text = excerpt.text.replace(/^\ufeff/, " ");
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const place = excerpt.place({ start: 0, end: text.length });
  return {
    tree: { ...about, language: "JSON", roots: root ? [toData(root, excerpt)] : [], place, comments: [] },
    faults: errors.slice(0, 1).map(({ error, offset, length }) => ({
      type: "invalid-data",
      language: "JSON",
      reason: printParseErrorCode(error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase(),
      place: excerpt.place({ start: offset, end: offset + Math.max(1, length) }),
    })),
  };
};

function toData(node: Node, excerpt: Excerpt): DataNode {
  const place = excerpt.place({ start: node.offset, end: node.offset + node.length });
  if (node.type === "object") return { type: "map", place, entries: (node.children ?? []).flatMap((property) => toEntry(property, excerpt)) };
  if (node.type === "array") return { type: "list", place, items: (node.children ?? []).map((item) => toData(item, excerpt)) };
  const value = node.value as string | number | boolean | null;
  return { type: "scalar", value, text: String(value), literal: false, place };
}

function toEntry({ children: [key, value] = [] }: Node, excerpt: Excerpt): DataEntry[] {
  if (!key || !value) return [];
  return [{ key: String(key.value), keyPlace: excerpt.place({ start: key.offset, end: key.offset + key.length }), value: toData(value, excerpt) }];
}
