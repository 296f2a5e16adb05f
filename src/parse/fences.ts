import type { Code, Root } from "mdast";
import type { Position } from "unist";
import { lineSpan, lineText, toPosition, type SourceFile } from "../source.ts";
import { blocksOfType } from "./mdast.ts";

/** A prompt in a fence that an inner fence of the same length closes too early. */
export interface BrokenFence {
  /** Line of the outer fence (from 1). */
  outerLine: number;
  outer: Position;
  /** The first inner opener: it opens nothing. */
  inner: Position;
  /** The inner closer, which really closes the outer fence. */
  closer: Position;
  /** Line of the fence that was meant to close the outer one; `undefined` when there is none. */
  intendedLine: number | undefined;
}

/**
 * The first fence that is broken in this way. CommonMark 4.5: an info string
 * after the fence makes a line content of the open fence, and any bare fence
 * at least as long closes it.
 */
export function findBrokenFence(tree: Root, source: SourceFile): BrokenFence | undefined {
  for (const code of fencedCodes(tree, source)) {
    const outerLine = code.position!.start.line;
    const outer = readFence(lineText(source, outerLine).slice(code.position!.start.column - 1));
    if (!outer || !isClosed(code, source)) continue;

    const innerLine = findLine(outerLine + 1, code.position!.end.line - 1, (line) => {
      const fence = readFence(withoutMarkers(lineText(source, line)));
      return fence !== undefined && fence.indent <= 3 && fence.info !== "" && fence.mark === outer.mark && fence.length >= outer.length;
    });
    if (innerLine === undefined) continue;
    return {
      outerLine,
      outer: fencePlace(source, outerLine),
      inner: fencePlace(source, innerLine),
      closer: fencePlace(source, code.position!.end.line),
      intendedLine: findIntendedCloser(source, outerLine, outer),
    };
  }
  return undefined;
}

/** Openers of fences that nothing closes before their container or the file ends. */
export function findUnclosedFences(tree: Root, source: SourceFile): Position[] {
  return fencedCodes(tree, source)
    .filter((code) => !isClosed(code, source))
    .map((code) => fencePlace(source, code.position!.start.line));
}

/** Place of the text of line `line` (from 1), blanks and container markers left out. */
function fencePlace(source: SourceFile, line: number): Position {
  const { start, end } = lineSpan(source, line);
  const text = source.text.slice(start, end);
  const at = text.search(/[`~]{3}/);
  return toPosition(source, { start: start + Math.max(0, at), end: start + text.trimEnd().length });
}

interface Fence {
  indent: number;
  mark: string;
  length: number;
  info: string;
}

function readFence(line: string): Fence | undefined {
  const match = /^(?<indent>[ \t]*)(?<mark>`{3,}|~{3,})/.exec(line);
  if (!match) return undefined;
  const { indent, mark } = match.groups as { indent: string; mark: string };
  const info = line.slice(match[0].length);
  if (mark.startsWith("`") && info.includes("`")) return undefined;
  return { indent: indent.length, mark: mark[0]!, length: mark.length, info: info.trim() };
}

/**
 * The line that closes the fence of `outerLine` as its author meant it: each
 * opener with an info string waits for a bare fence of its own.
 */
function findIntendedCloser(source: SourceFile, outerLine: number, outer: Fence): number | undefined {
  // A bare fence behind a line that ends in a colon is an opener too; where that leads nowhere, it is not.
  return findCloser(source, { outerLine, outer, allowBareOpeners: true }) ?? findCloser(source, { outerLine, outer, allowBareOpeners: false });
}

function findCloser(source: SourceFile, { outerLine, outer, allowBareOpeners }: { outerLine: number; outer: Fence; allowBareOpeners: boolean }) {
  const open = [outer];
  for (let line = outerLine + 1; line <= source.lineStarts.length; line++) {
    const fence = readFence(withoutMarkers(lineText(source, line)));
    if (!fence) continue;
    const top = open.at(-1)!;
    const closes = fence.info === "" && fence.mark === top.mark && fence.length >= top.length;
    if (!closes || (allowBareOpeners && open.length === 1 && isIntroduced(source, line))) open.push(fence);
    else open.pop();
    if (open.length === 0) return line;
  }
  return undefined;
}

function isIntroduced(source: SourceFile, line: number): boolean {
  if (lineText(source, line + 1).trim() === "") return false;
  let before = line - 1;
  while (before > 1 && lineText(source, before).trim() === "") before--;
  return lineText(source, before).trimEnd().endsWith(":");
}

/** Whether the last line of `code` is its closing fence. */
function isClosed(code: Code, source: SourceFile): boolean {
  const { start, end } = code.position!;
  if (start.line === end.line) return false;
  const opener = readFence(lineText(source, start.line).slice(start.column - 1));
  const closer = readFence(withoutMarkers(lineText(source, end.line)));
  return opener !== undefined && closer !== undefined && closer.info === "" && closer.mark === opener.mark && closer.length >= opener.length;
}

function fencedCodes(tree: Root, source: SourceFile): Code[] {
  return blocksOfType(tree, "code").filter((code) => /[`~]/.test(source.text[code.position!.start.offset!] ?? ""));
}

function withoutMarkers(line: string): string {
  return line.replace(/^(?:[ \t]*>)+ ?/, "");
}

function findLine(from: number, to: number, test: (line: number) => boolean): number | undefined {
  for (let line = from; line <= to; line++) if (test(line)) return line;
  return undefined;
}
