import { escapeTerminal, shorten } from "../terminal.ts";

/** A piece of HTML that is well-formed by itself. Only `markup` and `trusted` make one, so that no text comes in unescaped. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | undefined | false | readonly Markup[];

/**
 * HTML from a template: texts in it are escaped, for content and for quoted
 * attributes alike. Characters that cannot be seen are shown as `escapeTerminal`
 * does. The template itself has to be ASCII, as the bundler can escape nothing in it.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: String.raw({ raw: template }, ...parts.map(toHtml)) };
}

/** HTML that we have written ourselves, with no text of a file in it. */
export function trusted(html: string): Markup {
  return { html };
}

/** What is longer than `limit` UTF-16 units is cut, with a sign that it was. */
export function short(text: string, limit = 500): string {
  return shorten(text, limit);
}

/** A message, with what stands in backticks as code. */
export function prose(text: string): Markup {
  return trusted(
    short(text, 1000)
      .split(/`([^`]+)`/)
      .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : `<code>${escapeHtml(part)}</code>`))
      .join(""),
  );
}

/** For content and quoted attributes. */
export function escapeHtml(text: string): string {
  // A code point that is no character is a parse error wherever it stands (HTML 13.2.3.5).
  return escapeTerminal(text.replace(/\p{Noncharacter_Code_Point}/gu, "\uFFFD")).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toHtml(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(({ html }) => html).join("");
}
