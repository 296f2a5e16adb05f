import type { List, ListItem, Nodes, Paragraph } from "mdast";
import type { Position } from "unist";
import { plainText, sectionAt, sectionPath, type Passage } from "../../parse/prose.ts";
import { toPosition } from "../../source.ts";
import type { Field } from "../board.ts";
import { textRunOf, type BoardReading, type TextRuns } from "./entry-group.ts";
import { hasAliases, type FieldNames } from "./field-names.ts";
import { readFields } from "./fields.ts";

/** A heading, a bold line or a list item, and the fields written under it. */
export interface Holder {
  /** Its own line; `undefined` for the top of the file. */
  title: Passage | undefined;
  /** 1 to 6 for headings, 7 for a bold line that stands in place of one, 8 for a list item; 0 for the top. */
  depth: number;
  parent: Holder | undefined;
  fields: Field[];
  place: Position;
  /** Titles from the outermost section down. */
  path: readonly string[];
}

/** Everything that may have fields, in reading order; the first is the top of the file. */
export function readOutline({ document, fieldNames, runs }: BoardReading): Holder[] {
  const { tree, sections, source } = document;
  const top: Holder = { title: undefined, depth: 0, parent: undefined, fields: [], place: toPosition(source, { start: 0, end: 0 }), path: [] };
  const holders = [top];
  if (!hasAliases(fieldNames) && !MAYBE_FIELD.test(source.text) && !MAYBE_TITLE.test(source.text)) return holders;
  let current = top;
  let heading = top;

  const open = (node: Nodes, title: Passage, depth: number): Holder => {
    let parent: Holder | undefined = depth > 6 ? heading : current;
    while (parent && parent.depth >= depth) parent = parent.parent;
    const holder: Holder = { title, depth, parent, fields: [], place: node.position!, path: sectionPath(sectionAt(sections, node.position!.start.offset!)) };
    holders.push(holder);
    return holder;
  };

  const visit = (nodes: readonly Nodes[], depth: number): void => {
    for (const [index, node] of nodes.entries()) {
      if (node.type === "heading") {
        const title = textRunOf(runs, node);
        if (!title) continue;
        current = open(node, title, node.depth);
        heading = current;
      } else if (node.type === "paragraph") {
        const title = textRunOf(runs, node);
        if (!title) continue;
        const next = nodes[index + 1];
        if (standsForHeading(node, next, { runs, fieldNames })) current = open(node, title, 7);
        else current.fields.push(...withListValue(readFields(title, fieldNames), next?.type === "list" ? [next] : []));
      } else if (node.type === "list") {
        for (const item of node.children) readItem(item);
      } else if (node.type === "blockquote" && depth < 3) visit(node.children, depth + 1);
    }
  };

  const readItem = (item: ListItem): void => {
    const title = textRunOf(runs, item.children[0]);
    if (!title) return;
    const own = readFields(title, fieldNames);
    const lists = item.children.filter((child): child is List => child.type === "list");
    const nested = nestedFields(lists, { runs, fieldNames });
    const [first] = own;
    // The fields of an item stand in a list below it, or in the lines behind its first.
    const isBelow = first?.name === undefined && isTracked(nested);
    const isBehind = first !== undefined && first.place.start.line > title.place.start.line && isTracked(own);
    if (isBelow || isBehind) {
      const holder = open(item, title, 8);
      holder.place = title.place;
      holder.fields.push(...own.filter(({ name }) => isBehind || name !== undefined), ...nested);
      return;
    }
    current.fields.push(...withListValue(own, lists));
  };

  visit(tree.children, 0);
  return holders;
}

// What neither writes a state or claim nor has one in a heading needs no outline.
const MAYBE_FIELD = /\b(?:stat(?:us|e)|claim\w*|owner|assign\w*|agent|worker|who|session id|[a-z]+ by)[*_`"']{0,4}[\t ]{0,3}[:：—–=-]/i;
const MAYBE_TITLE = /^#{1,6} .*(?:\p{Extended_Pictographic}|[[(][A-Z])/mu;

function isTracked(fields: readonly Field[]): boolean {
  return fields.some(({ name }) => name === "status" || name === "claimedBy");
}

function nestedFields(lists: readonly List[], { runs, fieldNames }: FieldContext): Field[] {
  return lists.flatMap(({ children }) =>
    children.flatMap((item) => {
      const run = textRunOf(runs, item.children[0]);
      return run && item.checked == null ? readFields(run, fieldNames) : [];
    }),
  );
}

/** «Deliverables:» with a list below it: the list is the value. */
function withListValue(fields: Field[], lists: readonly List[]): Field[] {
  const [field] = fields;
  const first = lists[0]?.position;
  const last = lists.at(-1)?.position;
  if (!field || fields.length > 1 || field.value !== "" || !first || !last) return fields;
  const value = lists.flatMap((list) => list.children.map((child) => plainText(child.children[0] ?? child).trim())).join(", ");
  return [{ ...field, value, place: { start: field.place.start, end: last.end }, valuePlace: { start: first.start, end: last.end } }];
}

/** `**Session 1:**` with its fields in a list below. */
function standsForHeading(node: Paragraph, next: Nodes | undefined, { runs, fieldNames }: FieldContext): boolean {
  const [first, ...rest] = node.children;
  if (next?.type !== "list" || first?.type !== "strong") return false;
  if (!rest.every((child) => child.type === "text" && child.value.length < 60 && !child.value.includes("\n"))) return false;
  return isTracked(nestedFields([next], { runs, fieldNames }));
}

interface FieldContext {
  runs: TextRuns;
  fieldNames: FieldNames;
}
