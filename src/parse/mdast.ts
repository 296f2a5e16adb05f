import type { Nodes, Parents, Root, RootContent } from "mdast";
import type { Position } from "unist";

declare module "mdast" {
  interface RootContentMap {
    embedded: Embedded;
  }
  interface BlockContentMap {
    embedded: Embedded;
  }
}

/** Markdown inside something else: a prompt in a fence or in a YAML value, read as its author meant it. */
export interface Embedded {
  type: "embedded";
  /** The fence's language; `null` without one and in YAML. */
  lang: string | null;
  children: RootContent[];
  /** The whole fence, or the YAML value. */
  position: Position;
}

/** Every node under `tree`, in reading order. */
export function walkTree(tree: Root): Nodes[] {
  return walk(tree, isParent);
}

/**
 * The blocks under `tree`, in reading order: what mdast calls flow content, with
 * the items of lists. Most nodes of a document are inside of paragraphs, cells
 * and headings, where no block is.
 */
export function walkBlocks(tree: Root): Nodes[] {
  return walk(tree, (node): node is Parents => HOLDS_BLOCKS.has(node.type) && isParent(node));
}

const HOLDS_BLOCKS = new Set<Nodes["type"]>(["root", "blockquote", "list", "listItem", "embedded"]);

function walk(tree: Root, opens: (node: Nodes) => node is Parents): Nodes[] {
  const found: Nodes[] = [];
  const open: Nodes[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    if (!opens(node)) continue;
    for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index]!);
  }
  return found;
}

/** The blocks of one type under `tree`, in reading order. */
export function blocksOfType<Type extends "code" | "embedded" | "table">(tree: Root, type: Type): Extract<Nodes, { type: Type }>[] {
  return walkBlocks(tree).filter((node): node is Extract<Nodes, { type: Type }> => node.type === type);
}

export function isParent(node: Nodes): node is Parents {
  return "children" in node;
}
