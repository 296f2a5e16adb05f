import type { Code, Nodes, Parents, Root } from "mdast";
import type { ParsedScript } from "unbash";
import { remembered } from "../remembered.ts";
import { lineText, type SourceFile, type Span } from "../source.ts";
import { saysBadExample } from "./bad-examples.ts";
import { parseBash, type BashScript } from "./bash.ts";
import { descendantsOfType } from "./bash-tree.ts";
import { excerptLines } from "./excerpt.ts";
import { isParent, walkBlocks, type Embedded } from "./mdast.ts";
import { plainText, sectionAt, type Section } from "./prose.ts";
import { isShellLine, readAs } from "./shell-lines.ts";

const SHELL_LANGUAGES = new Set(["bash", "sh", "shell", "zsh", "ksh", "dash", "console", "shell-session", "shellsession", "sh-session", "terminal"]);

export interface ScriptInput {
  tree: Root;
  source: SourceFile;
  sections: readonly Section[];
  /** The whole file is a text to be pasted (`.txt`, or shell without a fence), so that shell may stand between its lines. */
  pasted: boolean;
}

/** The shell scripts of a document in reading order: fences, and lines between the prose of a pasted prompt. */
export function findScripts(input: ScriptInput): BashScript[] {
  const scripts = findFencedScripts(input);
  const areas = input.pasted ? [{ firstLine: 1, lastLine: input.source.lineStarts.length }] : embeddedAreas(input.tree);
  const taken = areas.length > 0 ? takenLines(input.tree, input.source) : new Set<number>();
  const effort = { left: MAX_EFFORT };
  for (const area of areas) scripts.push(...findProseScripts(input, area, { taken, effort }));
  return scripts.sort((a, b) => scriptSpan(a).start - scriptSpan(b).start);
}

/** Where a script stands in the file. */
export const scriptSpan: (script: BashScript) => Span = remembered(({ excerpt }) => ({
  start: excerpt.toOffset(0),
  end: excerpt.toOffset(excerpt.text.length),
}));

function findFencedScripts({ tree, source, sections, pasted }: ScriptInput): BashScript[] {
  const scripts: BashScript[] = [];
  const visit = (parent: Parents, context: { bad: boolean; embedded: boolean }): void => {
    let labelled = false;
    for (const child of parent.children as Nodes[]) {
      if (child.type === "paragraph") {
        const label = plainText(child);
        labelled = label.length < 160 && saysBadExample(label);
      } else if (child.type === "heading") labelled = false;
      else if (child.type === "code") {
        const fenced = isFenced(child, source);
        // Indented lines in a pasted prompt are found with the other lines of prose.
        if (!fenced && (pasted || context.embedded)) continue;
        const lang = languageOf(child);
        if (!(SHELL_LANGUAGES.has(lang) || (lang === "" && readAs(child.value) === "shell"))) continue;
        const firstLine = child.position!.start.line + (fenced ? 1 : 0);
        const bad = context.bad || labelled || sectionAt(sections, child.position!.start.offset!).badExample;
        scripts.push(parseBash(excerptLines(source, firstLine, child.value), { origin: "fence", fence: child, badExample: bad }));
      } else if (isParent(child)) {
        visit(child, { bad: context.bad || labelled, embedded: context.embedded || child.type === "embedded" });
      }
    }
  };
  visit(tree, { bad: false, embedded: false });
  return scripts;
}

/** `bash`, `sh title=x` and `{.bash}` name their language in the first word. */
function languageOf(code: Code): string {
  return /\w[\w-]*/.exec((code.lang ?? "").slice(0, 40).toLowerCase())?.[0] ?? "";
}

function isFenced(code: Code, source: SourceFile): boolean {
  return /[`~]/.test(source.text[code.position!.start.offset!] ?? "");
}

interface Area {
  firstLine: number;
  lastLine: number;
}

// Only prompts to be pasted: the outermost embedded nodes.
function embeddedAreas(tree: Root): Area[] {
  const areas: Area[] = [];
  for (const node of walkBlocks(tree)) {
    if (node.type !== "embedded") continue;
    const area = areaOf(node);
    if (area.firstLine > (areas.at(-1)?.lastLine ?? 0)) areas.push(area);
  }
  return areas;
}

function areaOf({ position }: Embedded): Area {
  return { firstLine: position.start.line + 1, lastLine: position.end.line };
}

/** The scripts that stand, without a fence, between lines of prose. */
function findProseScripts({ source, sections }: ScriptInput, { firstLine, lastLine }: Area, { taken, effort }: Pick<Reach, "taken" | "effort">): BashScript[] {
  const scripts: BashScript[] = [];
  let drawn = NOT_DRAWN;
  for (let line = firstLine; line <= lastLine; line++) {
    const written = lineText(source, line);
    drawn = drawingAt(written, drawn);
    if (taken.has(line) || drawn < NOT_DRAWN || !isShellLine(written)) continue;
    const last = findScriptEnd(source, { line, lastLine, taken, effort });
    const start = includeComments(source, line, firstLine);
    const text = source.text.slice(source.lineStarts[start - 1], source.lineStarts[last] ?? source.text.length).replace(/(?:\r\n|\r|\n)$/, "");
    const bad = sectionAt(sections, source.lineStarts[start - 1]!).badExample;
    scripts.push(parseBash(excerptLines(source, start, text), { origin: "prose", badExample: bad }));
    line = last;
  }
  return scripts;
}

/**
 * The column of the branch of a tree that a line belongs to: `└─ for each:` and
 * what stands below it, further in, down to a blank line.
 */
function drawingAt(line: string, before: number): number {
  const column = line.search(/\S/);
  if (column < 0) return NOT_DRAWN;
  if (/^[├└╰]/.test(line.slice(column))) return column;
  return column > before ? before : NOT_DRAWN;
}

const NOT_DRAWN = Infinity;

interface Reach {
  line: number;
  /** Of the area. */
  lastLine: number;
  /** Lines of fences and tables. */
  taken: ReadonlySet<number>;
  /** UTF-16 units that statements may still be read again for, of the whole document. */
  effort: { left: number };
}

function findScriptEnd(source: SourceFile, { line, lastLine, taken, effort }: Reach): number {
  let end = completeStatement(source, { line, lastLine, taken, effort });
  for (let next = end + 1; next <= lastLine && !taken.has(next); next++) {
    const text = lineText(source, next).trim();
    // Blank lines and comments belong to a script only where shell goes on behind them.
    if (text === "" || /^#(?:\s|$)/.test(text)) continue;
    if (!isShellLine(text)) break;
    end = completeStatement(source, { line: next, lastLine, taken, effort });
    next = end;
  }
  // A comment right below the last command («# Then go back to STEP 2») speaks of the script.
  while (end < lastLine && !taken.has(end + 1) && /^#\s/.test(lineText(source, end + 1).trim())) end++;
  return end;
}

/** The last line of the statement that starts on `line`: quotes, here-documents and compound commands go on. */
function completeStatement(source: SourceFile, { line, lastLine, taken, effort }: Reach): number {
  let text = lineText(source, line);
  if (!isIncomplete(parseBash(excerptLines(source, line, text), UNKNOWN).tree)) return line;
  const limit = Math.min(lastLine, line + MAX_STATEMENT_LINES);
  for (let end = line + 1; end <= limit && !taken.has(end) && effort.left > 0; end++) {
    text += `\n${lineText(source, end)}`;
    effort.left -= text.length;
    if (!isIncomplete(parseBash(excerptLines(source, line, text), UNKNOWN).tree)) return end;
  }
  return line;
}

const UNKNOWN = { origin: "prose", badExample: false } as const;

/** Longest statement that is put together from lines of prose. */
const MAX_STATEMENT_LINES = 60;
/** Each line that is added reads a statement anew: in a file of statements that nothing ends, those after so much stay the line they start on. */
const MAX_EFFORT = 4_000_000;

function isIncomplete(tree: ParsedScript): boolean {
  if ((tree.errors ?? []).some(({ message }) => /^unterminated|to close|^expected command after '[&|!]|^expected '(?:then|do)'/.test(message))) return true;
  return descendantsOfType(tree, "HereDoc").some(({ closing }) => closing === undefined);
}

function includeComments(source: SourceFile, line: number, firstLine: number): number {
  let start = line;
  while (start > firstLine && /^#\s/.test(lineText(source, start - 1).trim())) start--;
  return start;
}

/** Lines of fences: what stands in them is no prose. */
function takenLines(tree: Root, source: SourceFile): Set<number> {
  const taken = new Set<number>();
  for (const node of walkBlocks(tree)) {
    if (node.type !== "table" && !(node.type === "code" && isFenced(node, source))) continue;
    const { start, end } = node.position!;
    for (let line = start.line; line <= end.line; line++) taken.add(line);
  }
  return taken;
}
