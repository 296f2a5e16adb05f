import type { BashScript, BashSpan } from "../parse/bash.ts";
import type { CommandVerdict } from "./analyze.ts";
import { shortName } from "./commands.ts";

/** The part of `span` that stands on its first line. */
export function firstLine({ pos, end }: BashSpan, { text }: BashScript): BashSpan {
  const [line] = text.slice(pos, end).split("\n", 1);
  return { pos, end: pos + line!.replace(/\\$/, "").trimEnd().length };
}

/** The first line, short enough for a message, and without backticks of its own. */
export function shorten(text: string): string {
  const line = text
    .split(/[\r\n]/, 1)[0]!
    .replaceAll("`", "'")
    .replace(/\\$/, "")
    .trim();
  return line.length > MAX_LENGTH || line.length < text.trim().length ? `${line.slice(0, MAX_LENGTH).trim()} …` : line;
}

const MAX_LENGTH = 60;

/** A placeholder in place of the name is masked in `invocation`, and stands as written in `text`. */
export function nameOf({ invocation, text }: Pick<CommandVerdict, "invocation" | "text">): string {
  const { name = "" } = invocation;
  return name !== "" && text.includes(name) ? shortName(invocation) : shorten(text);
}

/** What a person may put behind `||`: a line in the blockers file, and the end. */
export function blockerHandler(verdict: Pick<CommandVerdict, "invocation" | "text">, blockers: string): string {
  return `{ echo "BLOCKER: ${nameOf(verdict).replace(/[^\w ./:-]/g, "") || "command"} failed" >> ${blockers}; exit 1; }`;
}
