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
export function* walkTree(tree: Root): Generator<Nodes> {
  const open: Nodes[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if (!("children" in node)) continue;
    for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index]!);
  }
}

/** The nodes of one type under `tree`, in reading order. */
export function nodesOfType<Type extends Nodes["type"]>(tree: Root, type: Type): Extract<Nodes, { type: Type }>[] {
  return [...walkTree(tree)].filter((node): node is Extract<Nodes, { type: Type }> => node.type === type);
}

export function isParent(node: Nodes): node is Parents {
  return "children" in node;
}
