import type { FaultOf } from "../document.ts";
import { lineSpan, toPosition, type SourceFile } from "../source.ts";

/** Longest markdown that is parsed, in UTF-16 units: beyond it the native engine can crash the process. */
const MAX_MARKDOWN_LENGTH = 1024 * 1024;

/** Deepest nesting of lists and quotes that is parsed. */
const MAX_CONTAINERS = 100;

/**
 * Refuses markdown that could take a parser too long or crash it, before any
 * engine sees it. Linear in the length of the text.
 */
export function guardMarkdown(source: SourceFile): FaultOf<"too-large"> | undefined {
  if (source.text.length > MAX_MARKDOWN_LENGTH) {
    return { type: "too-large", place: toPosition(source, { start: 0, end: 0 }), reason: `more than ${MAX_MARKDOWN_LENGTH} characters` };
  }
  for (let line = 1; line <= source.lineStarts.length; line++) {
    const span = lineSpan(source, line);
    if (containerDepth(source.text, span.start, span.end) > MAX_CONTAINERS) {
      return { type: "too-large", place: toPosition(source, span), reason: `lists or quotes nested deeper than ${MAX_CONTAINERS} levels` };
    }
  }
  return undefined;
}

/** An upper bound of the containers a line opens or continues: its markers, and a level for every two columns of indent. */
function containerDepth(text: string, start: number, end: number): number {
  let markers = 0;
  let blanks = 0;
  for (let at = start; at < end; at++) {
    const unit = text[at]!;
    if (unit === " ") blanks++;
    else if (unit === "\t") blanks += 4;
    else if (unit === ">" || ((unit === "-" || unit === "+" || unit === "*") && /[ \t]/.test(text[at + 1] ?? " "))) markers++;
    else if (unit >= "0" && unit <= "9") continue;
    else if ((unit === "." || unit === ")") && /[ \t]/.test(text[at + 1] ?? " ")) markers++;
    else break;
  }
  return markers + (markers > 0 ? blanks - markers : 0) / 4;
}
