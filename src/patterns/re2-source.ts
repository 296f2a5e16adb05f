import { setHas, toRe2Class, type CharacterSet } from "./character-set.ts";
import type { AssertionKind, RegexNode } from "./regex-tree.ts";

export interface Re2Options {
  /** What an unknown piece is: any text, or nothing that could match. */
  unknowns: "any text" | "no match";
  /** `^` and `$` match at each line: sed's `M` flag. */
  multiline: boolean;
}

/** The tree as a pattern for RE2. */
export function toRe2(node: RegexNode, options: Re2Options): string {
  switch (node.type) {
    case "characters":
      return toRe2Class(node.set);
    case "assertion":
      return (options.multiline ? MULTILINE[node.kind] : undefined) ?? ASSERTIONS[node.kind];
    case "group":
      return `(${node.number === undefined ? "?:" : ""}${toRe2(node.node, options)})`;
    case "sequence":
      return `(?:${node.nodes.map((child) => toRe2(child, options)).join("")})`;
    case "choice":
      return `(?:${node.nodes.map((child) => toRe2(child, options)).join("|")})`;
    case "repeat":
      return `(?:${toRe2(node.node, options)}){${node.min},${node.max ?? ""}}${node.lazy ? "?" : ""}`;
    case "preceded":
      return `(?<${node.negated ? "!" : "="}${toRe2(node.by, options)})`;
    case "unknown":
      return options.unknowns === "any text" ? "(?s:.*)" : "[^\\x{0}-\\x{10ffff}]";
  }
}

/** About how many instructions the tree compiles to. */
export function sizeOf(node: RegexNode): number {
  switch (node.type) {
    case "characters":
    case "assertion":
    case "unknown":
      return 1;
    case "group":
      return sizeOf(node.node) + 2;
    case "preceded":
      return sizeOf(node.by) + 2;
    case "sequence":
    case "choice":
      return node.nodes.reduce((size, child) => size + sizeOf(child), node.nodes.length);
    case "repeat":
      return sizeOf(node.node) * Math.max(1, node.max ?? node.min + 1) + 1;
  }
}

/** Texts of which one is in every text that the tree matches; `undefined` when none can be told. */
export function neededTexts(node: RegexNode): string[] | undefined {
  if (node.type === "group") return neededTexts(node.node);
  if (node.type === "repeat") return node.min > 0 ? neededTexts(node.node) : undefined;
  if (node.type === "choice") {
    const all = node.nodes.map(neededTexts);
    return all.every((texts) => texts !== undefined) && all.length <= MAX_NEEDED ? all.flat() : undefined;
  }
  if (node.type === "characters") {
    const character = onlyCharacter(node.set);
    return character === undefined ? undefined : [character];
  }
  if (node.type !== "sequence") return undefined;

  const found: string[][] = [];
  let run = "";
  for (const child of node.nodes) {
    const character = child.type === "characters" ? onlyCharacter(child.set) : undefined;
    if (character !== undefined) {
      run += character;
      continue;
    }
    if (run !== "") found.push([run]);
    run = "";
    const texts = neededTexts(child);
    if (texts && texts.length <= MAX_NEEDED) found.push(texts);
  }
  if (run !== "") found.push([run]);
  const shortest = (texts: readonly string[]) => Math.min(...texts.map(({ length }) => length));
  return found.sort((one, other) => shortest(other) - shortest(one))[0];
}

/** Whether two characters are the same to every set. */
export function signatureOf(sets: readonly CharacterSet[], codePoint: number): string {
  return sets.map((set) => (setHas(set, codePoint) ? "1" : "0")).join("");
}

const MAX_NEEDED = 50;

function onlyCharacter({ negated, ranges, classes }: CharacterSet): string | undefined {
  const [range, ...others] = ranges;
  return !negated && classes.length === 0 && others.length === 0 && range && range[0] === range[1] ? String.fromCodePoint(range[0]) : undefined;
}

const ASSERTIONS: Record<AssertionKind, string> = {
  "line start": "\\A",
  "line end": "\\z",
  "text start": "\\A",
  "text end": "\\z",
  "word edge": "\\b",
  "no word edge": "\\B",
  "word start": "\\b(?<!\\w)",
  "word end": "\\b(?<=\\w)",
};

const MULTILINE: Partial<Record<AssertionKind, string>> = { "line start": "(?m:^)", "line end": "(?m:$)" };
