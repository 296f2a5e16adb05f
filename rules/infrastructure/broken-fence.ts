import { z } from "zod";
import { faultsOfType } from "../../src/document.ts";
import { defineRule } from "../../src/rule.ts";
import { lineText, type SourceFile } from "../../src/source.ts";

/**
 * A fence inside a fence of the same length opens nothing: its closing line
 * closes the outer one (CommonMark 4.5), and the prompt that a person copies
 * ends half-way. A session that gets half a prompt does not know it. Make the
 * outer fence longer than every fence in it.
 *
 * ## Bad
 *
 * `````markdown expect=5:1
 * Copy this:
 *
 * ```
 * You are Session 2. Check where you are:
 * ```bash
 * git remote -v
 * ```
 * Then claim your task.
 * ```
 * `````
 *
 * `````markdown expect=3:1
 * Run this first:
 *
 * ```bash
 * git pull
 * `````
 *
 * ## Good
 *
 * `````markdown
 * Copy this:
 *
 * ````
 * You are Session 2. Check where you are:
 * ```bash
 * git remote -v
 * ```
 * Then claim your task.
 * ````
 * `````
 */
export default defineRule({
  summary: "An inner fence closes the outer one, so that the prompt a person copies ends half-way",
  scope: "any",
  severity: "error",
  minimal: true,
  options: z.strictObject({}),
  messages: {
    closesPrompt:
      "«{{inner}}» opens nothing inside the fence of line {{outer}}, and line {{closer}} ends the prompt there: expected an outer fence of more than {{length}} marks",
    neverClosed: "«{{fence}}» is never closed: all that follows is inside the fence",
  },
  checkDocument(document, { report }) {
    const { path, source } = document;
    for (const { place, outer, closer, intended } of faultsOfType(document, "broken-fence")) {
      const text = (line: number) => lineText(source, line).trim();
      const marks = /[`~]+/.exec(text(outer.start.line))?.[0] ?? "```";
      const missing = intended ? longestFence(source, outer.start.line, intended.start.line) - marks.length + 1 : 0;
      const edits = intended && [outer, intended].map(({ start }) => ({ place: { start, end: start }, text: marks[0]!.repeat(missing) }));
      report(document, {
        place,
        messageId: "closesPrompt",
        data: { inner: text(place.start.line), outer: outer.start.line, closer: closer.start.line, length: marks.length },
        related: [
          { path, place: outer, message: "The prompt's fence opens here" },
          { path, place: closer, message: "and is closed here" },
          ...(intended ? [{ path, place: intended, message: "This line was meant to close it" }] : []),
        ],
        ...(edits && { fix: edits }),
      });
    }
    for (const { place } of faultsOfType(document, "unclosed-fence")) {
      report(document, { place, messageId: "neverClosed", data: { fence: lineText(source, place.start.line).trim() } });
    }
  },
});

/** Marks of the longest fence from one line to another. */
function longestFence(source: SourceFile, first: number, last: number): number {
  let longest = 0;
  for (let line = first; line <= last; line++) {
    longest = Math.max(longest, /^[ \t>]*([`~]{3,})/.exec(lineText(source, line))?.[1]?.length ?? 0);
  }
  return longest;
}
