import { displayWidth } from "./width.ts";

/**
 * Makes text of the workspace harmless and visible where it is printed: on a
 * terminal and in the log of a CI system. The result is one line.
 *
 * Control, bidirectional, zero-width and tag characters and lone surrogates
 * turn into `\u{202e}`. A command to a CI system is broken up: GitHub reads
 * `::name` at the start of a line, after blanks, and `##[name` anywhere in it
 * (actions/runner, ActionCommand.cs); Azure reads `##vso[`, TeamCity
 * `##teamcity[`. Emoji keep the joiners and variation selectors they are made of.
 */
export function escapeTerminal(text: string): string {
  return PLAIN.test(text) && !/##|::/.test(text) ? text : text.replace(UNSAFE, showUnsafe);
}

/** What must not be printed as it stands; `showUnsafe` gives the visible form of a match. */
export const UNSAFE = new RegExp(
  [
    /(?![\uFE0E\uFE0F\u200D])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFF9-\uFFFB\p{Default_Ignorable_Code_Point}]/u,
    /(?<!\p{Emoji})[\uFE0E\uFE0F]/u,
    /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|\u200D(?!\p{Extended_Pictographic})/u,
    /#(?=#[A-Za-z]*\[)/u,
    /(?<!\S):(?=:[A-Za-z])/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
);

export function showUnsafe(character: string): string {
  return SHORT_FORMS.get(character) ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** `text` cut to `limit` UTF-16 units, with a sign that it was; hostile messages can be megabytes. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

/** `text` in lines of at most `columns` cells, broken at spaces where there are any. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) <= columns || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

export type Style = keyof typeof STYLES;
export type Paint = (style: Style, text: string) => string;

/** Without colour, the text as it is. */
export function createPaint(color: boolean): Paint {
  return (style, text) => (color && text !== "" ? `\u001B[${STYLES[style]}m${text}\u001B[0m` : text);
}

const STYLES = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", blue: "34", cyan: "36", error: "1;31", warning: "1;33", info: "1;34" };

const PLAIN = /^[ -~]*$/;
const SHORT_FORMS = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
