import type { Word, WordPart } from "unbash";

/** Whether a word has a `*` that the shell takes as a pattern. */
export function hasGlob({ parts }: Word): boolean {
  return (parts ?? []).some((part) => part.type === "Glob" || part.type === "ExtendedGlob");
}

/** Whether quotes around a `*` keep it from being a pattern. */
export function hasQuotedStar({ parts }: Word): boolean {
  return (parts ?? []).some((part) => quotedText(part).includes("*"));
}

/** What stands in quotes in a word, expansions left out. */
function quotedText(part: WordPart): string {
  if (part.type === "SingleQuoted") return part.value;
  if (part.type !== "DoubleQuoted") return "";
  return part.parts.map((inner) => (inner.type === "Literal" ? inner.value : "")).join("");
}

/** Whether the whole word is one quoted text. */
export function isQuoted({ parts }: Word): boolean {
  return parts?.length === 1 && (parts[0]!.type === "SingleQuoted" || parts[0]!.type === "DoubleQuoted");
}
