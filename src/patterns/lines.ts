import type { NotRun } from "./regex-tree.ts";
import { hasMark } from "./words.ts";

/** A line on its way through a pipeline, without its newline. */
export interface Line {
  /** With marks for unknown pieces; see `words.ts`. */
  text: string;
  /** The line of a file that it is, or was cut out of or made from; `undefined` when there is no one such line. */
  origin: Origin | undefined;
  /** Whether it gets here whatever the unknown pieces are. */
  certain: boolean;
}

export interface Origin {
  /** As the caller names it. */
  path: string;
  /** From 1. Lines end at `\n` alone, as all the tools have it. */
  line: number;
}

/** What one command reads from: a file, or the command before it (`path` is `undefined`). */
export interface Input {
  path: string | undefined;
  lines: readonly Line[];
}

/** At least, and at most. */
export interface Count {
  least: number;
  most: number;
}

/** The lines of a file; `undefined` for what the tools take for binary, or texts with the characters that stand for unknown pieces. */
export function fileLines(path: string, text: string): Line[] | undefined {
  if (text.includes("\0") || hasMark(text)) return undefined;
  const texts = text.split("\n");
  if (texts.at(-1) === "") texts.pop();
  return texts.map((line, index) => ({ text: line, origin: { path, line: index + 1 }, certain: true }));
}

/** How many of `lines` there are. */
export function countLines(lines: readonly Line[]): Count {
  return { least: lines.filter(({ certain }) => certain).length, most: lines.length };
}

/** The lines whose place, from 0, is in the half-open range; which those are may depend on lines that are not certain. */
export function takeLines(lines: readonly Line[], { start, end }: { start: number; end: number }): Line[] {
  const taken: Line[] = [];
  const before: Count = { least: 0, most: 0 };
  for (const line of lines) {
    const possible = before.least < end && before.most >= start;
    const sure = before.most < end && before.least >= start;
    if (possible) taken.push(sure ? line : { ...line, certain: false });
    if (line.certain) before.least++;
    before.most++;
  }
  return taken;
}

/** Why a run is given up whose budget is spent. */
export const TOO_EXPENSIVE: NotRun = { type: "unknown", reason: "a pattern that takes too long on this text" };
