import type { Heading, Nodes, Parents, PhrasingContent, Root } from "mdast";
import type { Position } from "unist";
import { remembered } from "../remembered.ts";
import { firstIndexOf, toPosition, type SourceFile, type Span } from "../source.ts";
import { saysBadExample } from "./bad-examples.ts";
import { isParent } from "./mdast.ts";

/** A heading and what stands under it, down to the next heading of the same or a higher level. */
export interface Section {
  /** Plain text of the heading; `""` before the first one. */
  title: string;
  /** 1 to 6; 0 before the first heading. */
  depth: number;
  heading: Heading | undefined;
  /** From the heading's start to the next heading's start or the end of what holds it. */
  place: Position;
  /** The section it stands in; for the first ones of an embedded prompt, that of the fence. */
  parent: Section | undefined;
  /** It or a section above it is labelled as the wrong way (❌, WRONG, Anti-pattern …). */
  badExample: boolean;
}

/** A piece of prose that is read as a whole: a paragraph, list item, table cell or heading. */
export interface Passage {
  type: "heading" | "paragraph" | "item" | "cell";
  /** Plain text as a session reads it, without markup; line endings stay, scripts in it are blanks. */
  text: string;
  place: Position;
  /** Place in the file of a range of `text`. */
  locate(span: Span): Position;
  section: Section;
  /** Inside a fence or YAML value that holds a prompt to be pasted. */
  embedded: boolean;
  /** Labelled as the wrong way: nobody is told to do it. */
  badExample: boolean;
}

/** The sections of a tree in reading order; the first has no heading. */
export function findSections(tree: Root, source: SourceFile): Section[] {
  const sections: Section[] = [];
  const visit = (container: Parents, outer: Section | undefined, span: Span): void => {
    let current: Section | undefined = outer;
    const open = (heading: Heading | undefined, depth: number, start: number): void => {
      let parent = current;
      while (parent && parent !== outer && parent.depth >= depth) parent = close(parent, start);
      const title = heading ? plainText(heading) : "";
      current = {
        title,
        depth,
        heading,
        parent,
        place: toPosition(source, { start, end: span.end }),
        badExample: (parent?.badExample ?? false) || saysBadExample(title),
      };
      sections.push(current);
    };
    const close = (section: Section, end: number): Section | undefined => {
      section.place = toPosition(source, { start: section.place.start.offset!, end });
      return section.parent;
    };
    if (!outer) open(undefined, 0, span.start);
    const nodes: Nodes[] = [...container.children].reverse();
    for (let node = nodes.pop(); node; node = nodes.pop()) {
      if (node.type === "heading") open(node, node.depth, node.position!.start.offset!);
      else if (node.type === "embedded") visit(node, current, spanOf(node.position));
      else if (isParent(node) && !isPhrasingParent(node)) for (const child of [...node.children].reverse()) nodes.push(child);
    }
  };
  visit(tree, undefined, { start: 0, end: source.text.length });
  return sections;
}

/** The section that `offset` of the file stands in. */
export function sectionAt(sections: readonly Section[], offset: number): Section {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sections[middle]!.place.start.offset! <= offset) low = middle;
    else high = middle - 1;
  }
  // Behind the end of an embedded prompt the section around it goes on.
  let section = sections[low]!;
  while (section.parent && offset >= section.place.end.offset!) section = section.parent;
  return section;
}

/** The last passages that end before `offset`, at most `count` of them, in reading order. */
export function passagesAbove(passages: readonly Passage[], offset: number, count: number): Passage[] {
  const above: Passage[] = [];
  for (let index = firstPassageFrom(passages, offset) - 1; index >= 0 && above.length < count; index--)
    if (passages[index]!.place.end.offset! <= offset) above.unshift(passages[index]!);
  return above;
}

/** Index of the first passage, of those of a document in reading order, that starts at `offset` or behind it. */
export function firstPassageFrom(passages: readonly Passage[], offset: number): number {
  return firstIndexOf(passages, ({ place }) => place.start.offset! >= offset);
}

/** Titles from the outermost section to `section`. */
export function sectionPath(section: Section): string[] {
  const titles: string[] = [];
  for (let at: Section | undefined = section; at; at = at.parent) if (at.title !== "") titles.unshift(at.title);
  return titles;
}

export interface ProseInput {
  tree: Root;
  source: SourceFile;
  sections: readonly Section[];
  /** Where scripts stand among the prose. */
  scripts: readonly Span[];
}

/** The prose of a tree in reading order. */
export function findPassages({ tree, source, sections, scripts }: ProseInput): Passage[] {
  const passages: Passage[] = [];
  // By container: whether the label above («Anti-pattern:») speaks of what follows.
  const visit = (parent: Parents, context: { embedded: boolean; bad: boolean }): void => {
    let labelled = false;
    for (const child of parent.children as Nodes[]) {
      if (child.type === "heading" || child.type === "paragraph" || child.type === "tableCell") {
        const passage = readPassage(child, parent, context.embedded);
        passage.badExample ||= context.bad || (labelled && parent.type !== "root" && parent.type !== "embedded");
        labelled = isLabel(passage.text) && saysBadExample(passage.text);
        passages.push(passage);
      } else if (child.type === "embedded") visit(child, { embedded: true, bad: context.bad || labelled });
      else if (isParent(child)) {
        visit(child, { embedded: context.embedded, bad: context.bad || labelled });
        if (child.type !== "listItem" && child.type !== "tableRow") labelled = false;
      }
    }
  };
  visit(tree, { embedded: false, bad: false });
  return passages.filter(({ text }) => text.trim() !== "");

  function readPassage(node: Extract<Nodes, { type: "heading" | "paragraph" | "tableCell" }>, parent: Parents, embedded: boolean): Passage {
    const segments = readSegments(node, source, scripts);
    const text = segments.map((segment) => segment.text).join("");
    const section = sectionAt(sections, node.position!.start.offset!);
    return {
      type: node.type === "heading" ? "heading" : node.type === "tableCell" ? "cell" : parent.type === "listItem" ? "item" : "paragraph",
      text,
      place: node.position!,
      locate: (span) => toPosition(source, locate(segments, span)),
      section,
      embedded,
      badExample: section.badExample || saysDont(text),
    };
  }
}

/** `Use X, not Y` is advice; only what opens with the refusal is a thing not to do. */
function saysDont(text: string): boolean {
  return /^(?:[❌🚫⛔]\s*)?(?:don['’]?t|do not|never|avoid)\b/iu.test(text.trimStart()) || saysBadExample(text);
}

function isLabel(text: string): boolean {
  return text.length < 160 && (/[:：]\s*$/.test(text) || !/[.!?]\s*$/.test(text));
}

/** A stretch of plain text and the stretch of the file it was read from. */
interface Segment extends Span {
  text: string;
  /** Both are the same to the letter, so that offsets inside can be carried over. */
  exact: boolean;
}

/** Where each segment ends in the text that they make together. */
const endsOf: (segments: readonly Segment[]) => readonly number[] = remembered((segments) => {
  let end = 0;
  return segments.map(({ text }) => (end += text.length));
});

function readSegments(root: Nodes, source: SourceFile, scripts: readonly Span[]): Segment[] {
  const segments: Segment[] = [];
  const nodes: Nodes[] = [root];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (isParent(node)) {
      for (let index = node.children.length - 1; index >= 0; index--) nodes.push(node.children[index]!);
      continue;
    }
    const value = node.type === "break" ? "\n" : "value" in node && node.type !== "html" ? node.value : "alt" in node ? (node.alt ?? "") : "";
    if (value === "") continue;
    for (const segment of alignText(value, source.text, spanOf(node.position!))) {
      if (segment.exact) segment.text = blankScripts(segment.text, segment, scripts);
      segments.push(segment);
    }
  }
  return segments;
}

/**
 * Finds the text of a node in the file. What markdown takes off lies between
 * the segments: backslashes, the marks of inline code, the indents and quote
 * markers of further lines. A character reference is a segment of its own.
 */
function alignText(value: string, file: string, { start, end }: Span): Segment[] {
  // Most text is written as it reads.
  if (start + value.length <= end && file.startsWith(value, start)) return [{ text: value, start, end: start + value.length, exact: true }];
  const segments: Segment[] = [];
  let from = 0;
  let at = start;
  const addExact = (to: number): void => {
    if (to > from) segments.push({ text: value.slice(from, to), start: at - (to - from), end: at, exact: true });
    from = to;
  };
  for (let index = 0; index < value.length;) {
    if (at < end && value[index] === file[at]) {
      index++;
      at++;
      continue;
    }
    addExact(index);
    const reference = file[at] === "&" ? /^&#?\w{1,40};/.exec(file.slice(at, Math.min(end, at + 50)))?.[0] : undefined;
    if (reference) {
      const decoded = String.fromCodePoint(value.codePointAt(index)!);
      segments.push({ text: decoded, start: at, end: at + reference.length, exact: false });
      at += reference.length;
      index += decoded.length;
      from = index;
    } else if (at < end) at++;
    else {
      segments.push({ text: value.slice(index), start: end, end, exact: false });
      return segments;
    }
  }
  addExact(value.length);
  return segments;
}

function blankScripts(text: string, { start, end }: Span, scripts: readonly Span[]): string {
  let blanked = "";
  let kept = 0;
  // They are in reading order, and none overlaps another.
  for (let index = firstIndexOf(scripts, (script) => script.end > start); index < scripts.length && scripts[index]!.start < end; index++) {
    const from = Math.max(kept, scripts[index]!.start - start);
    const to = Math.min(text.length, scripts[index]!.end - start);
    if (to <= from) continue;
    blanked += text.slice(kept, from) + text.slice(from, to).replace(/[^\r\n]/g, " ");
    kept = to;
  }
  return blanked + text.slice(kept);
}

function locate(segments: readonly Segment[], { start, end }: Span): Span {
  const first = segmentAt(segments, start);
  const last = segmentAt(segments, Math.max(start, end - 1));
  if (!first || !last) return { start: segments[0]?.start ?? 0, end: segments.at(-1)?.end ?? 0 };
  return {
    start: first.segment.exact ? first.segment.start + first.inside : first.segment.start,
    end: last.segment.exact ? last.segment.start + last.inside + (end > start ? 1 : 0) : last.segment.end,
  };
}

function segmentAt(segments: readonly Segment[], offset: number): { segment: Segment; inside: number } | undefined {
  const ends = endsOf(segments);
  const index = firstIndexOf(ends, (end) => offset < end);
  const segment = segments[index];
  if (segment) return { segment, inside: offset - ends[index]! + segment.text.length };
  const last = segments.at(-1);
  return last && { segment: last, inside: last.text.length };
}

/** The text of a node without markup. */
export function plainText(node: Nodes): string {
  let text = "";
  const nodes: Nodes[] = [node];
  for (let next = nodes.pop(); next; next = nodes.pop()) {
    if (isParent(next)) for (const child of [...next.children].reverse()) nodes.push(child);
    else if (next.type === "break") text += "\n";
    else if ("value" in next && next.type !== "html") text += next.value;
  }
  return text;
}

function isPhrasingParent(node: Parents): boolean {
  return node.type === "paragraph" || node.type === "tableCell" || (PHRASING as readonly string[]).includes(node.type);
}

const PHRASING: readonly PhrasingContent["type"][] = ["delete", "emphasis", "link", "linkReference", "strong"];

export function spanOf(place: Position): Span {
  return { start: place.start.offset!, end: place.end.offset! };
}
