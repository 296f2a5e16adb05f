import type { Span } from "../source.ts";

/**
 * Characters that show nothing, or something else than they are.
 *
 * - `order`: turns the text behind it around on screen (CVE-2021-42574)
 * - `payload`: a run of characters that show nothing and can spell a text
 * - `invisible`: one that shows nothing, inside of or beside other text
 * - `control`: a control character that a terminal obeys
 * - `space`: looks like a space, and no program takes it for one
 * - `look-alike`: a word of Latin letters with Cyrillic or Greek ones in it
 */
export interface HiddenCharacters extends Span {
  kind: "order" | "payload" | "invisible" | "control" | "space" | "look-alike";
  /** How it is called: `U+200B (zero width space)`. */
  name: string;
  /** Of a `payload`, what it spells, where that can be told; of a `look-alike`, the word in Latin letters. */
  meaning: string | undefined;
}

/**
 * The hidden characters of a text in reading order, without those that belong
 * there: a byte order mark at the start, joiners of emoji and of scripts that
 * need them, marks of direction in lines that hold a script written from right
 * to left, selectors behind the character they choose a form of.
 */
export function findHiddenCharacters(text: string): HiddenCharacters[] {
  if (!MAY_HIDE.test(text)) return [];
  const found: HiddenCharacters[] = [];
  for (const match of text.matchAll(RUN)) {
    const start = match.index;
    const hidden = judgeRun(text, { start, end: start + match[0].length });
    if (hidden) found.push(hidden);
  }
  let searched = 0;
  for (const { index } of text.matchAll(FOREIGN)) {
    if (index < searched) continue;
    const span = wordAt(text, index);
    searched = span.end;
    const word = text.slice(span.start, span.end);
    const meaning = readLookAlike(text, word, span.start);
    if (meaning !== undefined) found.push({ kind: "look-alike", ...span, name: nameForeign(word), meaning });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `text` without what shows nothing, as a person sees it. */
export function withoutInvisible(text: string): string {
  return text.replace(RUN, (run) => (SPACES.test(run) ? " " : ""));
}

const MAY_HIDE = /[^\t\n\f\r -~]/;

/** What shows nothing, one kind of it at a time: controls, spaces, marks of direction, and all the others. */
const RUN =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F]+|[\u00A0\u2000-\u200A\u202F\u205F\u3000]+|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+|[\u034F\u17B4\u17B5\u180B-\u180D\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u00AD\u115F\u1160\u180E\u200B-\u200D\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]+/gu;

const CONTROLS = /^[\u0000-\u001F\u007F-\u009F]/;
const SPACES = /^[\u00A0\u2000-\u200A\u202F\u205F\u3000]/;
const MARKS = /^[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const OVERRIDES = /[\u202D\u202E]/;
const ONLY_MARKS = /^[\u061C\u200E\u200F]+$/;

function judgeRun(text: string, span: Span): HiddenCharacters | undefined {
  const run = text.slice(span.start, span.end);
  const hidden = (kind: HiddenCharacters["kind"], meaning?: string) => ({ kind, ...span, name: nameCharacters(run), meaning });
  if (CONTROLS.test(run)) return hidden("control");
  if (SPACES.test(run)) return hidden("space");
  if (MARKS.test(run)) {
    // Who writes from right to left needs marks and isolates, but nobody needs an override.
    if (!OVERRIDES.test(run) && RIGHT_TO_LEFT.test(lineAround(text, span))) return undefined;
    return hidden(ONLY_MARKS.test(run) ? "invisible" : "order");
  }
  if (span.start === 0 && run === "\uFEFF") return undefined;
  const before = characterBefore(text, span.start);
  if (before === BLACK_FLAG && FLAG_TAGS.test(run)) return undefined;
  const spelled = spell(run);
  if (spelled !== undefined || isCode(run)) return hidden("payload", spelled === "" ? undefined : spelled);
  const after = characterAfter(text, span.end);
  return belongs(run, before, after) ? undefined : hidden("invisible");
}

/** Whether the characters around a run of them are of a kind that needs them. */
function belongs(run: string, before: string, after: string): boolean {
  if (OWN_SCRIPT.test(before) || OWN_SCRIPT.test(after)) return true;
  if (ONLY_SELECTORS.test(run)) return !/[A-Za-z_]/.test(before) || !/[A-Za-z_]/.test(after);
  return EMOJI_JOINER.test(run) && (EMOJI.test(before) || EMOJI.test(after));
}

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** A letter or mark of a script that joins, breaks or fills with characters of no width. */
const OWN_SCRIPT = /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}])[\p{L}\p{M}]/u;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u20E3]/u;
const EMOJI_JOINER = /^[\uFE0E\uFE0F\u200D]+$/;
const ONLY_SELECTORS = /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]+$/u;
const BLACK_FLAG = "\u{1F3F4}";
const FLAG_TAGS = /^[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}$/u;

/** The text that tag characters or selectors spell: ASCII at an offset, or a byte each; `""` when it is none, `undefined` without any. */
function spell(run: string): string | undefined {
  const points = Array.from(run, (character) => character.codePointAt(0)!);
  const tags = points.filter((point) => point >= 0xe0000 && point <= 0xe007f);
  const bytes = points.flatMap((point) =>
    point >= 0xe0100 && point <= 0xe01ef ? [point - 0xe0100 + 16] : point >= 0xfe00 && point <= 0xfe0f ? [point - 0xfe00] : [],
  );
  if (tags.length > 0) return readable(String.fromCodePoint(...tags.slice(0, MAX_SPELLED).map((point) => point - 0xe0000)));
  // Two selectors in a row are a slip of an editor, more are a message.
  if (bytes.length < MIN_BYTES) return undefined;
  return readable(new TextDecoder().decode(new Uint8Array(bytes.slice(0, MAX_SPELLED))));
}

const MIN_BYTES = 4;
const MAX_SPELLED = 60;

function readable(text: string): string {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u.test(text) && !text.includes("\uFFFD") ? text : "";
}

/** Many characters of no width, not all the same, hold bits; one that is repeated holds nothing. */
function isCode(run: string): boolean {
  return run.length >= MIN_CODE && new Set(run).size > 1;
}

const MIN_CODE = 8;

const FOREIGN = /[\u0370-\u03FF\u0400-\u052F]+/g;
const WORD = /[\w\u0370-\u03FF\u0400-\u052F]/;

/** The word that `offset` is in; of one that is too long to be one, a part. */
function wordAt(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && offset - start < MAX_WORD && WORD.test(text[start - 1]!)) start--;
  while (end < text.length && end - offset <= MAX_WORD && WORD.test(text[end]!)) end++;
  return { start, end };
}

/** `word` in Latin letters, when each foreign letter of it looks like one; `undefined` when it is what it looks like. */
function readLookAlike(text: string, word: string, start: number): string | undefined {
  if (word.length > MAX_WORD || (word.match(/[A-Za-z]/g) ?? []).length < MIN_LATIN) return undefined;
  const letters = [...word];
  const latin = letters.map((letter) => LOOK_ALIKES.get(letter) ?? letter);
  if (latin.some((letter) => /\W/.test(letter))) return undefined;
  // «URLа», «неASCII»: an inflection goes around a Latin word, in a case of its own; a slip sits inside of it.
  const isInside = letters.some((letter, at) => LOOK_ALIKES.has(letter) && isOfCase(latin[at]!, latin[at + 1]) && /[A-Za-z]/.test(letters[at + 1] ?? ""));
  const line = lineAround(text, { start, end: start + word.length });
  return isInside || !/[\u0370-\u03FF\u0400-\u052F]{3}/.test(line) ? latin.join("") : undefined;
}

function isOfCase(letter: string, next: string | undefined): boolean {
  return next !== undefined && /[A-Z]/.test(letter) === /[A-Z]/.test(next);
}

const MAX_WORD = 100;
const MIN_LATIN = 2;

const CYRILLIC =
  "\u0410\u0412\u0415\u0405\u0406\u0408\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u0430\u0441\u0435\u04BB\u0456\u0458\u043E\u0440\u0455\u0445\u0443\u051B\u051D\u04CF";
const AS_CYRILLIC = "ABESIJKMHOPCTYXacehijopsxyqwl";
const GREEK = "\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF";
const AS_GREEK = "ABEZHIKMNOPTYXo";

/** Letter to the Latin letter that it looks like in every font. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(Array.from(CYRILLIC + GREEK, (letter, at) => [letter, (AS_CYRILLIC + AS_GREEK)[at]!]));

function nameForeign(word: string): string {
  const names = [...new Set([...word].filter((letter) => LOOK_ALIKES.has(letter)))].map(
    (letter) => `${letter >= "\u0400" ? "Cyrillic" : "Greek"} ${codeOf(letter)}`,
  );
  return names.join(", ");
}

/** The first characters by number and name, and how many more there are. */
function nameCharacters(run: string): string {
  const all = [...run];
  const named = [...new Set(all)].slice(0, MAX_NAMED).map((character) => {
    const name = NAMES.get(character);
    return name === undefined ? codeOf(character) : `${codeOf(character)} (${name})`;
  });
  return named.join(", ") + (new Set(all).size > MAX_NAMED ? " …" : "");
}

const MAX_NAMED = 3;

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Names of the Unicode standard. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["\b", "backspace"],
  ["\u001B", "escape"],
  ["\u007F", "delete"],
  ["\u00A0", "no-break space"],
  ["\u00AD", "soft hyphen"],
  ["\u200B", "zero width space"],
  ["\u200C", "zero width non-joiner"],
  ["\u200D", "zero width joiner"],
  ["\u200E", "left-to-right mark"],
  ["\u200F", "right-to-left mark"],
  ["\u202A", "left-to-right embedding"],
  ["\u202B", "right-to-left embedding"],
  ["\u202C", "pop directional formatting"],
  ["\u202D", "left-to-right override"],
  ["\u202E", "right-to-left override"],
  ["\u202F", "narrow no-break space"],
  ["\u2060", "word joiner"],
  ["\u2066", "left-to-right isolate"],
  ["\u2067", "right-to-left isolate"],
  ["\u2068", "first strong isolate"],
  ["\u2069", "pop directional isolate"],
  ["\u3000", "ideographic space"],
  ["\u3164", "hangul filler"],
  ["\uFEFF", "zero width no-break space"],
]);

function characterBefore(text: string, end: number): string {
  const low = text.slice(Math.max(0, end - 2), end);
  return [...low].at(-1) ?? "";
}

function characterAfter(text: string, start: number): string {
  return [...text.slice(start, start + 2)][0] ?? "";
}

/** At most this far to either side, so that hidden characters in one long line cost no more than the line. */
const MAX_LINE = 500;

function lineAround(text: string, { start, end }: Span): string {
  const before = text.slice(Math.max(0, start - MAX_LINE), start);
  const after = text.slice(end, end + MAX_LINE);
  const from = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  const to = /[\n\r]/.exec(after)?.index ?? after.length;
  return before.slice(from) + after.slice(0, to);
}
