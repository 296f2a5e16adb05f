import { escapeTerminal } from "./terminal.ts";

/**
 * `text` for one line or table cell of GitHub's markdown: what stands in
 * backticks becomes code, and nothing else of it is markup, a link, a mention
 * of somebody or a reference to an issue.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? escapeWords(part) : toCode(part)))
    .join("");
}

/** `text` as code, all of it. */
export function escapeMarkdownCode(text: string): string {
  return toCode(escapeTerminal(text));
}

// HTML rather than backticks, in which nothing can be escaped.
function toCode(text: string): string {
  return `<code>${escapeCharacters(text)}</code>`;
}

/** GitHub looks for mentions and issues in the finished text, where an entity is what it stands for: something has to stand between. */
function escapeWords(text: string): string {
  return escapeCharacters(text).replace(/&#64;|&#35;(?=\d)|\bGH-(?=\d)/gi, "$&&#8203;");
}

/** A character reference stands for the character and is never markup (CommonMark 2.5). */
function escapeCharacters(text: string): string {
  return text.replace(/[&<>"`*_~|\\[\]{}#@$^!]|:(?=\/\/)|(?<=\bwww)\.|(?<=^[ \d]{0,9})[-+.)=]/gi, (character) => `&#${character.charCodeAt(0)};`);
}
