import type { CharacterSet } from "./character-set.ts";

/** A regular expression of grep, sed, awk or Perl as a tree; words from POSIX XBD 9. */
export type RegexNode =
  | { type: "characters"; set: CharacterSet }
  | { type: "assertion"; kind: AssertionKind }
  | { type: "group"; node: RegexNode; number: number | undefined }
  | { type: "sequence"; nodes: readonly RegexNode[] }
  | { type: "choice"; nodes: readonly RegexNode[] }
  | { type: "repeat"; node: RegexNode; min: number; max: number | undefined; lazy: boolean }
  | { type: "preceded"; by: RegexNode; negated: boolean }
  /** A piece that only the shell knows: it is taken to be plain text, so it matches any text. */
  | { type: "unknown" };

export type AssertionKind = "line start" | "line end" | "text start" | "text end" | "word edge" | "no word edge" | "word start" | "word end";

/** A command or pattern that is not run: the tool itself refuses it, or its meaning is not modelled here. */
export interface NotRun {
  type: "invalid" | "unknown";
  /** Of an invalid one, what GNU grep 3.8 or sed 4.9 says. */
  reason: string;
}

export interface ParsedRegex {
  type: "regex";
  node: RegexNode;
  /** Number of capturing groups. */
  groups: number;
  /** The capturing group that is the match, when not all of it is: after Perl's `\K`, before a lookahead. */
  matchGroup?: number;
  /** Beyond ASCII its classes and word edges are not the same in each GNU grep: about letters, digits and spaces, or about all characters. */
  asciiOnly?: "letters" | "all" | undefined;
}

export function invalid(reason: string): NotRun {
  return { type: "invalid", reason };
}

export function unknown(reason: string): NotRun {
  return { type: "unknown", reason };
}

export function isNotRun(value: object): value is NotRun {
  return "type" in value && (value.type === "invalid" || value.type === "unknown");
}

/** A literal text as a tree. */
export function literalTree(text: string, toSet: (character: string) => CharacterSet): RegexNode {
  return { type: "sequence", nodes: Array.from(text, (character): RegexNode => ({ type: "characters", set: toSet(character) })) };
}

/** Every node under `root`, `root` included; trees are no deeper than their parsers allow. */
export function nodesIn(root: RegexNode): RegexNode[] {
  const found: RegexNode[] = [];
  const add = (node: RegexNode): void => {
    found.push(node);
    if (node.type === "sequence" || node.type === "choice") node.nodes.forEach(add);
    else if (node.type === "group" || node.type === "repeat") add(node.node);
    else if (node.type === "preceded") add(node.by);
  };
  add(root);
  return found;
}
