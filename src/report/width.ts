import { eastAsianWidth } from "get-east-asian-width";

/**
 * Cells that a terminal gives to `text`, which has no control characters.
 *
 * The rules are those of the package string-width, which the tests hold this
 * against; loading it costs half of what starting Node does, and finding
 * graphemes a tenth, which most texts can do without.
 */
export function displayWidth(text: string): number {
  if (isSimple(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment);
  return width;
}

/** What a person sees as one character each. */
export function graphemes(text: string): Iterable<{ segment: string; index: number }> {
  if (isSimple(text)) return Array.from(text, (segment, index) => ({ segment, index }));
  return new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text);
}

/** Cells of one grapheme. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && isSimple(grapheme)) return 1;
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    // Marks and joiners stand on what is before them; so do the vowels and tails of a Hangul syllable.
    if (INVISIBLE.test(character) || (width > 0 && !ADDS_WIDTH.test(character))) continue;
    width += eastAsianWidth(character.codePointAt(0)!);
  }
  return width;
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u;
/** Spacing marks, and half-width forms such as the Japanese sound marks. */
const ADDS_WIDTH = /[\p{Mc}\uFF00-\uFFEF]/u;
/** Shown as a picture: by itself, by a variation selector, as a keycap, or joined with others. */
const EMOJI =
  /^(?:(?!\p{RI}(?!\p{RI}))\p{Emoji_Presentation}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|.*\u200D\p{Extended_Pictographic})|[\d#*]\uFE0F?\u20E3)/su;

/** Latin letters, punctuation, arrows, mathematical signs and box drawing: a cell each, and none joins with another. */
function isSimple(text: string): boolean {
  return /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u22FF\u2500-\u257F]*$/.test(text);
}
