import type { Document } from "../document.ts";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { passagesAbove, sectionAt } from "../parse/prose.ts";
import { scriptSpan } from "../parse/scripts.ts";

/**
 * Whether the author says that a command may fail: in a comment on its line or
 * above it, in the heading, or in the passage right above the script.
 */
export function isTolerated({ sections, passages }: Pick<Document, "sections" | "passages">, script: BashScript, span: BashSpan): boolean {
  const { start } = scriptSpan(script);
  const [above] = passagesAbove(passages, start, 1);
  const texts = [sectionAt(sections, start).title, ...commentsFor(script, span)];
  if (above && start - above.place.end.offset! < NEAR && above.type !== "heading") texts.push(above.text.slice(-MAX_TEXT));
  return texts.some(saysHarmless);
}

/** Whether words say that a failure is expected, or that nothing depends on it. */
export function saysHarmless(text: string): boolean {
  return HARMLESS.test(text.slice(0, MAX_TEXT * 2));
}

/** How far above a script, in characters, the prose speaks of it. */
const NEAR = 80;
/** UTF-16 units that are read of a text. */
const MAX_TEXT = 300;

const HARMLESS =
  /\b(?:optional(?:ly)?|best[- ]effort|clean(?:ing|ed)?[- ]?up|ignor(?:e|es|ed|ing)|(?:may|might|can|could) (?:also )?(?:fail|not|already|be (?:missing|absent|empty))|if (?:any|exists?|present|needed|necessary|available|possible|applicable|missing|not|(?:it|they|one|there) (?:\w+ )?(?:exists?|is|are|isn|doesn))|non[- ]?(?:fatal|critical|blocking|essential)|not (?:fatal|critical|blocking|required|needed|installed|available|found|running|an error)|(?:don['’]?t|do not|without|never|not) (?:fail|abort|block|stop)(?:s|ing)?|fail(?:s|ure|ures|ing)? (?:is|are|here is) (?:ok|okay|fine|expected|harmless)|(?:ok|okay|fine|safe|allowed) (?:to (?:fail|ignore|skip)|if|when)|tolera\w+|idempotent|already|nothing to|no changes?|skip(?:s|ped|ping)?|no-?op|offline|fallback|falling back|using (?:the )?(?:default|cached|local|existing)|fire[- ]and[- ]forget|remove (?:old|stale)|baseline|(?:should|expect(?:ed|s)? to) fail)\b/i;

/** The comment behind the command, and the one above it with no blank line in between. */
function commentsFor({ text, comments }: BashScript, { pos, end }: BashSpan): string[] {
  const lineEnd = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end);
  const behind = comments.filter((comment) => comment.start >= end && comment.start < lineEnd);
  const above = comments.filter((comment) => {
    if (!comment.ownLine || comment.end > pos) return false;
    const between = text.slice(comment.end, pos);
    return between.length < MAX_TEXT && !/\n[ \t]*\r?\n/.test(between);
  });
  return [...behind, ...above.slice(-1)].map((comment) => comment.text);
}
