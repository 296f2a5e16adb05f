import type { Span } from "../source.ts";

/** Front matter at the start of a text; `content` lies between the `---` lines. */
export interface FrontMatter extends Span {
  content: Span;
}

/**
 * Finds YAML front matter. Only what is closed counts: many prompts open with
 * a `---` line that is a thematic break.
 */
export function findFrontMatter(text: string): FrontMatter | undefined {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const opener = /^---[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(start, start + MAX_LINE));
  if (!opener) return undefined;
  const contentStart = start + opener[0].length;
  const closer = /^(?:---|\.\.\.)[ \t]*$/gm;
  closer.lastIndex = contentStart;
  for (let match = closer.exec(text); match; match = closer.exec(text)) {
    const content = text.slice(contentStart, match.index);
    // A second thematic break closes nothing: front matter is keys and values, not paragraphs.
    if (/^\s*$/.test(content.slice(0, MAX_LINE)) || !/^(?:[\w"'-][\w "'.-]*:(?:\s|$)|#|-\s)/m.test(firstLine(content))) return undefined;
    return { start, end: match.index + match[0].length, content: { start: contentStart, end: match.index } };
  }
  return undefined;
}

const MAX_LINE = 1000;

function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0].slice(0, MAX_LINE) ?? "";
}

/** `text` with the code units of `span` turned into blanks; line endings stay, so every offset stays true. */
export function blankOut(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, " ") + text.slice(end);
}
