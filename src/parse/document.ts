import { messageOf } from "../message-of.ts";
import type { Root, RootContent } from "mdast";
import type { Point } from "unist";
import type { Document, DocumentFormat, Fault } from "../document.ts";
import { createSource, lineSpan, toPosition, type SourceFile } from "../source.ts";
import { saysBadExample } from "./bad-examples.ts";
import { refusalOf } from "./bash.ts";
import { scalarsOf, type DataParser, type DataTree } from "./data.ts";
import { embed, embedPrompts, wrapBetween } from "./embedded.ts";
import type { MarkdownEngine } from "./engine.ts";
import { excerptLines } from "./excerpt.ts";
import { findBrokenFence, findUnclosedFences } from "./fences.ts";
import { blankOut, findFrontMatter } from "./front-matter.ts";
import { guardMarkdown, guardScripts, guardTree } from "./guards.ts";
import { blocksOfType, walkTree } from "./mdast.ts";
import { findPassages, findSections, sectionAt } from "./prose.ts";
import { findScripts, scriptSpan } from "./scripts.ts";
import { isBareScript, readAs } from "./shell-lines.ts";

/** What `parseDocument` needs; loaded once for all files. */
export interface Parsers {
  markdown: MarkdownEngine;
  yaml: DataParser;
  json: DataParser;
}

/** A file as it was read. */
export interface TextFile {
  /** Relative to the workspace root, with `/`. */
  path: string;
  text: string;
}

/** Parses a file. Never throws on its text: what does not parse is in `faults`. */
export function parseDocument({ path, text }: TextFile, parsers: Parsers): Document {
  const source = createSource(path, text);
  const format = formatOf(path);
  const faults: Fault[] = [];
  const data: DataTree[] = [];
  const tree = format === "markdown" ? parseMarkdown(source, parsers, faults) : parseData(source, format, { parsers, faults, data });

  const sections = findSections(tree, source);
  const pasted = format === "markdown" && (path.toLowerCase().endsWith(".txt") || isBareScript(source.text));
  const found = findScripts({ tree, source, sections, pasted });
  const { judged: scripts, refusal } = guardScripts(found);
  if (refusal) faults.push(refusal);
  for (const script of scripts) {
    const reason = refusalOf(script.tree);
    if (reason !== undefined && !script.badExample) faults.push({ type: "too-large", place: script.place({ pos: 0, end: 0 }), reason });
  }
  const proseScripts = found.filter(({ origin }) => origin === "prose").map(scriptSpan);
  if (format === "markdown") findEmbeddedData({ tree, source, parsers, faults, data, sections });
  return { path, source, format, tree, sections, passages: findPassages({ tree, source, sections, scripts: proseScripts }), scripts, data, faults };
}

export function formatOf(path: string): DocumentFormat {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return extension === "yml" || extension === "yaml" ? "yaml" : extension === "json" ? "json" : "markdown";
}

/** How many broken fences of one file are mended; each costs a parse. */
const MAX_BROKEN_FENCES = 20;
/** UTF-16 units that are parsed again for them: the twenty in a file of up to 75,000, fewer in a longer one. */
const MAX_PARSED_AGAIN = 1_500_000;

function parseMarkdown(source: SourceFile, { markdown }: Parsers, faults: Fault[]): Root {
  const refusal = guardMarkdown(source);
  if (refusal) {
    faults.push(refusal);
    return { type: "root", children: [] };
  }
  const frontMatter = findFrontMatter(source.text);
  // The same length, so that every offset stays true.
  let text = frontMatter ? blankOut(source.text, frontMatter) : source.text;

  const mended: { outerLine: number; closerLine: number }[] = [];
  try {
    let tree = parseBehindMark(text, markdown);
    for (let count = 0; count < MAX_BROKEN_FENCES && count * text.length < MAX_PARSED_AGAIN; count++) {
      const broken = findBrokenFence(tree, { ...source, text });
      if (!broken) break;
      const { outerLine, intendedLine, inner, outer, closer } = broken;
      const intended = intendedLine === undefined ? undefined : toPosition(source, lineSpan(source, intendedLine));
      faults.push({ type: "broken-fence", place: inner, outer, closer, intended });
      // Without the line that was meant to close it there is nothing to mend with; the outer fence still must go.
      text = breakLine(text, source, outerLine);
      if (intendedLine !== undefined) {
        text = breakLine(text, source, intendedLine);
        mended.push({ outerLine, closerLine: intendedLine });
      }
      tree = parseBehindMark(text, markdown);
    }
    for (const lines of mended) wrapBetween(tree, lines);
    for (const place of findUnclosedFences(tree, { ...source, text })) faults.push({ type: "unclosed-fence", place });
    embedPrompts(tree, { ...source, text }, markdown);
    const tooMany = guardTree(tree);
    if (!tooMany) return tree;
    faults.push(tooMany);
  } catch (error) {
    // Some nests exhaust the stack of a parser (RangeError) or the memory of the native one (Error from Rust).
    faults.push({ type: "too-large", place: toPosition(source, { start: 0, end: 0 }), reason: messageOf(error) });
  }
  return { type: "root", children: [] };
}

/** The engines take a byte order mark for the start of a paragraph, or leave it out of the offsets. */
function parseBehindMark(text: string, markdown: MarkdownEngine): Root {
  if (!text.startsWith("\ufeff")) return markdown(text);
  const tree = markdown(text.slice(1));
  const moved = ({ line, column, offset }: Point): Point => ({ line, column: line === 1 ? column + 1 : column, offset: offset! + 1 });
  for (const node of walkTree(tree)) {
    if (node.position) node.position = { start: moved(node.position.start), end: moved(node.position.end) };
  }
  return tree;
}

/** A thematic break of the same length in place of a fence: it keeps what is above apart from what is below. */
function breakLine(text: string, source: SourceFile, line: number): string {
  const { start, end } = lineSpan(source, line);
  const at = start + Math.max(0, text.slice(start, end).search(/[`~]{3}/));
  return `${text.slice(0, at)}***${" ".repeat(Math.max(0, end - at - 3))}${text.slice(end)}`;
}

interface DataContext {
  parsers: Parsers;
  faults: Fault[];
  data: DataTree[];
}

function parseData(source: SourceFile, format: "yaml" | "json", { parsers, faults, data }: DataContext): Root {
  const parsed = parsers[format](excerptLines(source, 1, source.text), { origin: "file", badExample: false });
  faults.push(...parsed.faults);
  data.push(parsed.tree);

  // `prompt: |` and its like are prompts, and read as markdown by the sessions that get them.
  const children: RootContent[] = [];
  for (const scalar of scalarsOf(parsed.tree.roots)) {
    if (!scalar.literal || !readsAsMarkdown(scalar.text)) continue;
    const excerpt = excerptLines(source, scalar.place.start.line + 1, scalar.text);
    children.push(embed(excerpt, parsers.markdown, { lang: null, position: scalar.place }));
  }
  const tree: Root = { type: "root", children };
  embedPrompts(tree, source, parsers.markdown);
  return tree;
}

/** A short prompt around a script may have too few sentences to tell; its fence does. */
function readsAsMarkdown(text: string): boolean {
  const kind = readAs(text);
  return kind === "prose" || (kind === "other" && /^ {0,3}(?:`{3}|~{3})/m.test(text));
}

function findEmbeddedData({ tree, source, parsers, faults, data, sections }: DataContext & Pick<Document, "tree" | "source" | "sections">): void {
  const frontMatter = findFrontMatter(source.text);
  if (frontMatter) {
    const text = source.text.slice(frontMatter.content.start, frontMatter.content.end).replace(/\r?\n$/, "");
    const firstLine = toPosition(source, frontMatter.content).start.line;
    const parsed = parsers.yaml(excerptLines(source, firstLine, text), { origin: "front-matter", badExample: false });
    faults.push(...parsed.faults);
    data.push(parsed.tree);
  }
  for (const code of blocksOfType(tree, "code")) {
    const lang = code.lang?.toLowerCase();
    const parser = lang === "yaml" || lang === "yml" ? parsers.yaml : lang === "json" ? parsers.json : undefined;
    if (!parser) continue;
    const section = sectionAt(sections, code.position!.start.offset!);
    const badExample = section.badExample || saysBadExample(code.meta ?? "");
    // Fences show what data looks like, often in part: a fault in one is no fault of the file.
    data.push(parser(excerptLines(source, code.position!.start.line + 1, code.value), { origin: "fence", badExample }).tree);
  }
}
