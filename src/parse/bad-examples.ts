import type { Span } from "../source.ts";
import type { Comment } from "./comments.ts";

/**
 * Whether a heading, label or comment says that what follows is the wrong way.
 *
 * `Wrong repository errors` is a topic, `❌ Wrong`, `BAD: no claim` and
 * `Anti-pattern` are labels; a lone ❌ is a status icon.
 */
export function saysBadExample(label: string): boolean {
  const text = label
    .trim()
    .slice(0, 200)
    .replace(/^[*_`#>\-\s\d.)]+/, "");
  const marked = /^[❌🚫⛔✗✘👎]/u.test(text);
  const words = text.replace(/^\P{L}+/u, "");
  if (marked && /^(?:bad|wrong|incorrect|anti-?pattern|don['’]?t|do not|never|avoid|broken|not? (?:like )?this|old|before|unsafe)\b/i.test(words)) return true;
  if (/^(?:BAD|WRONG|INCORRECT|ANTI-?PATTERN)\b/.test(words)) return true;
  if (/^what not to do\b|^how not to\b|^not like this\b|^never do this\b|^don['’]?t do this\b|^do not do this\b/i.test(words)) return true;
  return /^(?:the |a |an )?(?:bad|wrong|incorrect|anti-?patterns?|don['’]?ts?|avoid)(?: (?:way|example|pattern|approach|practice|code|prompt|version|usage)s?)?\s*(?:[:(—–*]|-\s|$)/i.test(
    words,
  );
}

/** Whether a label says that the right way follows, which ends a wrong one. */
function saysGoodExample(label: string): boolean {
  const text = label
    .trim()
    .slice(0, 200)
    .replace(/^[*_`#>\-\s\d.)]+/, "");
  const words = text.replace(/^\P{L}+/u, "");
  return /^[✅✓✔👍]/u.test(text) || /^(?:the )?(?:good|right|correct|better|recommended|instead|fixed|do this)\b/i.test(words);
}

/**
 * Stretches of a script that its comments label as the wrong way: from a
 * comment on a line of its own to the next blank line or good label; for a
 * comment behind a command, that line.
 */
export function findBadStretches(text: string, comments: readonly Comment[]): Span[] {
  const stretches: Span[] = [];
  let next = text.length;
  for (const comment of [...comments].reverse()) {
    if (!comment.ownLine) {
      if (isMarkedBad(comment.text)) stretches.push({ start: text.lastIndexOf("\n", comment.start) + 1, end: comment.end });
      continue;
    }
    if (saysBadExample(comment.text)) stretches.push({ start: comment.start, end: next });
    // A blank line ends an example only where a comment starts the next paragraph.
    if (saysBadExample(comment.text) || saysGoodExample(comment.text) || followsBlankLine(text, comment.start)) next = comment.start;
  }
  return stretches.reverse();
}

function isMarkedBad(remark: string): boolean {
  return /^[❌🚫✗✘⛔]/u.test(remark) || saysBadExample(remark);
}

function followsBlankLine(text: string, offset: number): boolean {
  return /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(Math.max(0, offset - 200), offset));
}
