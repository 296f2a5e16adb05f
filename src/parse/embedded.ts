import type { Code, Nodes, Parents, Root, RootContent } from "mdast";
import type { Point, Position } from "unist";
import { toPoint, type SourceFile } from "../source.ts";
import type { MarkdownEngine } from "./engine.ts";
import { excerptLines, type Excerpt } from "./excerpt.ts";
import { isParent, walkBlocks, walkTree, type Embedded } from "./mdast.ts";
import { readAs } from "./shell-lines.ts";

/** Languages of fences whose content is text for a reader. */
const PROSE_LANGUAGES = new Set(["", "text", "txt", "plain", "plaintext", "markdown", "md", "mdx", "prompt"]);
const MARKDOWN_LANGUAGES = new Set(["markdown", "md", "mdx", "prompt"]);

/** How deep fences in fences are read. */
const MAX_DEPTH = 3;

/** Puts `embedded` nodes in place of the fences of `tree` that hold a prompt. */
export function embedPrompts(tree: Root, source: SourceFile, engine: MarkdownEngine): void {
  let parents = parentsOf(tree);
  for (let depth = 0; depth < MAX_DEPTH && parents.length > 0; depth++) {
    const added: Embedded[] = [];
    for (const parent of parents) {
      for (const [index, child] of parent.children.entries()) {
        if (child.type !== "code" || !holdsProse(child, source)) continue;
        const excerpt = excerptLines(source, child.position!.start.line + 1, child.value);
        const embedded = embed(excerpt, engine, { lang: child.lang ?? null, position: child.position! });
        (parent.children as RootContent[])[index] = embedded;
        added.push(embedded);
      }
    }
    parents = added.flatMap((embedded) => parentsOf(embedded));
  }
}

/** The markdown of `excerpt`, with every position turned into one of the file. */
export function embed(excerpt: Excerpt, engine: MarkdownEngine, { lang, position }: Pick<Embedded, "lang" | "position">): Embedded {
  const tree = engine(excerpt.text);
  const moved = (point: Point): Point => toPoint(excerpt.source, excerpt.toOffset(point.offset!));
  for (const node of walkTree(tree)) {
    if (node.position) node.position = { start: moved(node.position.start), end: moved(node.position.end) };
  }
  return { type: "embedded", lang, children: tree.children, position };
}

/**
 * Gathers what stands between two thematic breaks on the lines of a broken
 * fence into one `embedded` node; the breaks themselves were put there to keep
 * what is outside apart from what is inside.
 */
export function wrapBetween(tree: Root, { outerLine, closerLine }: { outerLine: number; closerLine: number }): void {
  for (const parent of parentsOf(tree)) {
    const children = parent.children as RootContent[];
    const first = children.findIndex((child) => child.type === "thematicBreak" && child.position!.start.line === outerLine);
    const last = children.findIndex((child) => child.type === "thematicBreak" && child.position!.start.line === closerLine);
    if (first < 0 || last < first) continue;
    const position: Position = { start: children[first]!.position!.start, end: children[last]!.position!.end };
    children.splice(first, last - first + 1, { type: "embedded", lang: null, children: children.slice(first + 1, last), position });
    return;
  }
}

function holdsProse(code: Code, source: SourceFile): boolean {
  const lang = (code.lang ?? "").toLowerCase();
  if (!PROSE_LANGUAGES.has(lang) || !/[`~]/.test(source.text[code.position!.start.offset!] ?? "")) return false;
  return MARKDOWN_LANGUAGES.has(lang) || readAs(code.value) === "prose";
}

function parentsOf(root: Parents): Parents[] {
  return walkBlocks(root as Root).filter((node: Nodes) => isParent(node));
}
