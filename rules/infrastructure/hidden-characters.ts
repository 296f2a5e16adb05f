import { z } from "zod";
import { findHiddenCharacters, withoutInvisible, type HiddenCharacters } from "../../src/model/hidden-characters.ts";
import { findReadText, type ReadText } from "../../src/model/read-text.ts";
import { defineRule } from "../../src/rule.ts";
import { lineSpan, toPoint, toPosition, type Span } from "../../src/source.ts";

/**
 * What a session reads is not what a person sees: a mark that turns the order
 * of a line around, tag characters that spell an instruction nobody is shown,
 * a zero width space in a status word that no search finds, a no-break space
 * that makes `git push` one word, a Cyrillic letter in a Latin keyword.
 *
 * In every document: marks that change the order, and runs that spell a
 * text. In prompts and boards also single characters. Silent on joiners and
 * selectors of emoji, on a byte order mark at the start, on what scripts other
 * than Latin need, and on no-break spaces and soft hyphens in prose.
 *
 * ## Bad
 *
 * ````markdown file=PROMPT.md expect=4:15
 * You are one of several sessions that work in parallel.
 *
 * ```bash
 * grep "Status: UNCLAIMED⁠" STATUS.md || exit 1
 * ```
 * ````
 *
 * ````markdown file=STATUS.md expect=4:15
 * ## Session 1
 *
 * - **Claimed By:** UNCLAIMED
 * - **Status:** UNCLАIMED
 * ````
 *
 * ## Good
 *
 * ````markdown file=STATUS.md
 * ## Session 1 👩‍💻
 *
 * - **Claimed By:** UNCLAIMED
 * - **Status:** UNCLAIMED
 * ````
 */
export default defineRule({
  summary: "Characters that a session reads and nobody sees, or that look like others",
  scope: "any",
  severity: "error",
  minimal: true,
  options: z.strictObject({}),
  messages: {
    order: "{{name}} changes the order in which the rest of the line is shown, so that a person sees another text than a session reads: expected none",
    payload: "{{count}} characters that show nothing, as {{name}}{{meaning}}: sessions read them and no person does, expected none",
    invisible: "{{name}} shows nothing, and a search for `{{visible}}` does not find the word it is in: expected `{{visible}}`",
    control: "{{name}} is a control character, which a terminal obeys in place of showing it: expected none",
    space: "{{name}} looks like a space in `{{visible}}`, and {{reader}} takes it for a part of the word: expected a space",
    lookAlike: "`{{word}}` is spelled with {{name}}, and no search for `{{visible}}` finds it: expected Latin letters",
    remove: "Remove them",
    useSpace: "Write a space",
    useLatin: "Write `{{visible}}`",
  },
  checkDocument(document, { workspace, report }) {
    const { text } = document.source;
    const found = findHiddenCharacters(text).slice(0, MAX_FOUND);
    if (found.length === 0) return;
    const coordinates = [...workspace.prompts, ...workspace.boards].some((part) => part.document === document);
    const board = workspace.boards.find((other) => other.document === document);
    const read = findReadText(document, board);
    // What opens and what closes it is one thing.
    let turnedLine = 0;
    for (const hidden of found) {
      const { line } = toPoint(document.source, hidden.start);
      if (hidden.kind === "order" && line === turnedLine) continue;
      const always = hidden.kind === "order" || hidden.kind === "payload";
      const where = read(hidden);
      if (where.isBadExample || (!always && !(coordinates && matters(hidden, where, text)))) continue;
      const { kind, name, meaning } = hidden;
      const word = wordAround(text, hidden);
      const visible = meaning ?? withoutInvisible(text.slice(word.start, word.end));
      const place = toPosition(document.source, hidden);
      const removal = [{ place, text: "" }];

      if (kind === "order") {
        turnedLine = line;
        const ends = lineSpan(document.source, line).end;
        const all = found.filter((other) => other.kind === "order" && other.start >= hidden.start && other.start < ends);
        const edits = all.map((other) => ({ place: toPosition(document.source, other), text: "" }));
        report(document, { place, messageId: "order", data: { name }, suggestions: [{ messageId: "remove", edits }] });
      } else if (kind === "control") {
        report(document, { place, messageId: "control", data: { name }, suggestions: [{ messageId: "remove", edits: removal }] });
      } else if (kind === "payload") {
        const spelled = meaning === undefined ? "" : `, which spell «${meaning}»`;
        const count = Array.from(text.slice(hidden.start, hidden.end)).length;
        report(document, { place, messageId: "payload", data: { count, name, meaning: spelled }, suggestions: [{ messageId: "remove", edits: removal }] });
      } else if (kind === "look-alike") {
        const data = { word: text.slice(hidden.start, hidden.end), name, visible };
        report(document, { place, messageId: "lookAlike", data, suggestions: [{ messageId: "useLatin", edits: [{ place, text: visible }] }] });
      } else if (kind === "space") {
        const reader = where.type === "script" ? "bash" : "a search";
        const edits = [{ place, text: " " }];
        // What bash runs is for a person to change; beside a field's value it is a blank to every reader but a search.
        const way = where.type === "script" ? { suggestions: [{ messageId: "useSpace" as const, edits }] } : { fix: edits };
        report(document, { place: toPosition(document.source, word), messageId: "space", data: { name, visible, reader }, ...way });
      } else {
        const way = where.type === "script" ? { suggestions: [{ messageId: "remove" as const, edits: removal }] } : { fix: removal };
        const severity = where.type === "prose" ? { severity: "warning" as const } : {};
        report(document, { place: toPosition(document.source, word), messageId: "invisible", data: { name, visible }, ...way, ...severity });
      }
    }
  },
});

/** In a document; a file of nothing else is one case, not a million. */
const MAX_FOUND = 1000;

/** Whether one hidden character of a prompt or board is in anybody's way. */
function matters(hidden: HiddenCharacters, where: ReadText, text: string): boolean {
  const run = text.slice(hidden.start, hidden.end);
  const before = text[hidden.start - 1] ?? "\n";
  const after = text[hidden.end] ?? "\n";
  if (hidden.kind === "look-alike") return true;
  if (hidden.kind === "control") return where.type === "script" || where.type === "field";
  if (hidden.kind === "space") return where.type === "field" || where.isBareWord;
  // «\u200B```» keeps a fence from closing another, «*\u200B/» a comment, «@\u200Bname» a mention.
  if (/^(?:```|~~~)/.test(text.slice(hidden.end, hidden.end + 3)) || /^(?:\*\/|\/\*)/.test(before + after)) return false;
  if (where.type !== "prose") return true;
  if (/^[\u00AD\u2060]+$/.test(run)) return false;
  const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const isPlain = (character: string) => isWord(character) || /\s/.test(character);
  const endsSentence = /^[.,;:!?)](?:\s|$)/.test(text.slice(hidden.end, hidden.end + 2));
  return isPlain(before) && (isPlain(after) || endsSentence) && (isWord(before) || isWord(after));
}

/** The word that `hidden` is in, up to blanks and to `MAX_WORD` on each side. */
function wordAround(text: string, hidden: Span): Span {
  let { start, end } = hidden;
  while (start > 0 && hidden.start - start < MAX_WORD && IN_WORD.test(text[start - 1]!)) start--;
  while (end < text.length && end - hidden.end < MAX_WORD && IN_WORD.test(text[end]!)) end++;
  return { start, end };
}

const MAX_WORD = 40;
/** Not `\S`, which stops at the spaces that this is about. */
const IN_WORD = /[^\t\n\v\f\r "'`|*<>()[\]{};,]/;
