import type { Document } from "../../document.ts";
import { blocksOfType } from "../../parse/mdast.ts";
import { spanOf } from "../../parse/prose.ts";
import { lineText, type Span } from "../../source.ts";

/**
 * Whether an offset lies in a fence labelled as markdown that addresses nobody:
 * a document shown for its form, as against a prompt to be pasted.
 */
export function findSamples(document: Document): (offset: number) => boolean {
  const samples: Span[] = [];
  for (const { position } of blocksOfType(document.tree, "embedded")) {
    // Not `lang`: a fence that an inner one broke, and that was mended, has lost it.
    const { start, end } = spanOf(position);
    if (ADDRESS.test(document.source.text.slice(start, end))) continue;
    if (/^[\s>*+-]{0,20}(?:`{3,20}|~{3,20})\s{0,3}(?:markdown|md|mdx)\b/i.test(lineText(document.source, position.start.line).slice(0, 100)))
      samples.push({ start, end });
  }
  return (offset) => samples.some(({ start, end }) => start <= offset && offset < end);
}

const ADDRESS = /\byou are\b|\byour (?:task|job|mission|role|assignment|session|goal)\b|\bstep 1\b|\bread (?:the|this|your)\b/i;
