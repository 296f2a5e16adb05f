import type { Document } from "../document.ts";
import { descendantsOfType } from "../parse/bash-tree.ts";
import type { BashScript } from "../parse/bash.ts";
import { walkTree } from "../parse/mdast.ts";
import { spanOf } from "../parse/prose.ts";
import type { Span } from "../source.ts";
import type { Board } from "./board.ts";

/** Who reads a stretch of a document, and how exactly. */
export interface ReadText {
  /** `field`: key and value of a status or claim on a board. `code`: in backticks. The strictest that holds. */
  type: "script" | "field" | "code" | "prose";
  /** In a script, a part of a word that no quotes hold together. */
  isBareWord: boolean;
  isBadExample: boolean;
}

/** Tells of stretches of a document who reads them. */
export function findReadText(document: Document, board: Board | undefined): (span: Span) => ReadText {
  const fields = (board?.entries ?? []).flatMap(({ fields: all }) => all.filter(({ name }) => name === "status" || name === "claimedBy"));
  const fieldSpans = fields.map(({ keyPlace, valuePlace }) => ({
    start: Math.min(spanOf(keyPlace).start, spanOf(valuePlace).start),
    end: spanOf(valuePlace).end,
  }));
  const code = walkTree(document.tree).flatMap((node) => (node.type === "inlineCode" && node.position ? [spanOf(node.position)] : []));
  const scripts = document.scripts.map((script) => ({
    script,
    span: spanOf(script.place({ pos: 0, end: script.text.length })),
    words: wordsOf(script),
    silent: [...script.prose, ...script.comments].map(({ start, end }) => spanOf(script.place({ pos: start, end }))),
  }));
  const bad = document.passages.filter(({ badExample }) => badExample).map(({ place }) => spanOf(place));

  return (span) => {
    const holds = (other: Span) => other.start <= span.start && span.end <= other.end;
    const isBadExample = bad.some(holds);
    const within = scripts.find((one) => holds(one.span) && !one.silent.some(holds));
    if (within) {
      const word = within.words.find(holds);
      const isBareWord = word !== undefined && isBare(document.source.text, word, span);
      return {
        type: "script",
        isBareWord,
        isBadExample: isBadExample || within.script.badExample || (word !== undefined && within.script.isBadExample(word.own)),
      };
    }
    // A field may end in what shows nothing, which a value that is trimmed leaves out.
    const type = fieldSpans.some((field) => field.start <= span.start && span.start <= field.end) ? "field" : code.some(holds) ? "code" : "prose";
    return { type, isBareWord: false, isBadExample };
  };
}

function wordsOf(script: BashScript) {
  return descendantsOfType(script.tree, "Command").flatMap(({ name, suffix, prefix }) =>
    [...(name ? [name] : []), ...prefix, ...suffix].map((own) => ({ own, ...spanOf(script.place(own)) })),
  );
}

/** Whether no quote and no substitution is open in `word` where `span` starts. */
function isBare(text: string, word: Span, span: Span): boolean {
  let quote = "";
  for (let at = word.start; at < span.start; at++) {
    const unit = text[at]!;
    if (unit === "\\" && quote !== "'") at++;
    else if (quote === "" && /["'`]/.test(unit)) quote = unit;
    else if (unit === quote) quote = "";
  }
  return quote === "";
}
