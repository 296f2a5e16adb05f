import type { Span } from "../source.ts";
import type { FindInText, OwnPhrases, PhraseName } from "./phrases.ts";

/**
 * The config's `phrases` as what `findPhrase` looks for. A phrase is words, not
 * a pattern: capitals, blanks and line breaks between them do not matter, and
 * `…` stands for a few words of the same sentence.
 */
export function compileOwnPhrases(phrases: Partial<Record<PhraseName, readonly string[] | undefined>>): OwnPhrases {
  return Object.fromEntries(Object.entries(phrases).map(([name, list]) => [name, [...new Set(list)].map(compilePhrase)]));
}

/** Whether a phrase has words to look for, in front of any gap and behind it. */
export function hasWords(phrase: string): boolean {
  return splitAtGaps(phrase).every((words) => words.some((word) => /[\p{L}\p{N}]/u.test(word)));
}

function compilePhrase(phrase: string): FindInText {
  const [first = [], ...others] = splitAtGaps(phrase);
  return (text) => {
    const folded = foldAgain(text);
    for (let from = 0; from <= folded.length;) {
      const head = findWords(folded, first, from, folded.length);
      if (!head) return undefined;
      let end: number | undefined = head.end;
      for (const words of others) end = end === undefined ? undefined : findBehind(folded, words, end);
      if (end !== undefined) return { start: head.start, end };
      from = head.start + 1;
    }
    return undefined;
  };
}

/** The end of `words` where they stand a few words behind `from`, in the same sentence. */
function findBehind(text: string, words: readonly string[], from: number): number | undefined {
  const gap = text.slice(from, from + MAX_GAP).split(/[.!?;](?=\s|$)|\n\s*\n/, 1)[0]!;
  return findWords(text, words, from, from + gap.length)?.end;
}

/** UTF-16 units that `…` stands for. */
const MAX_GAP = 80;

function splitAtGaps(phrase: string): string[][] {
  return fold(phrase)
    .split(/…|\.{3}/)
    .map((part) => part.split(/\s+/).filter((word) => word !== ""));
}

/** The first place between `from` and `to` where the words start, one after another with nothing but blanks between. */
function findWords(text: string, words: readonly string[], from: number, to: number): Span | undefined {
  const [first, ...others] = words;
  if (first === undefined) return undefined;
  for (let start = text.indexOf(first, from); start >= 0 && start <= to; start = text.indexOf(first, start + 1)) {
    if (!isEdge(text, start)) continue;
    let end = start + first.length;
    const follow = others.every((word) => {
      const next = skipBlanks(text, end);
      if (next === end || !text.startsWith(word, next)) return false;
      end = next + word.length;
      return true;
    });
    if (follow && isEdge(text, end)) return { start, end };
  }
  return undefined;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < MAX_BLANKS && /\s/.test(text[at]!)) at++;
  return at;
}

/** More is no line break and indent any more; and what a hostile text repeats is not walked again and again. */
const MAX_BLANKS = 40;

/** Not within a word: «frei» is no part of «Freiheit». Where words are not set apart, each place is an edge. */
function isEdge(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  // Most are asked for in the middle of plain words.
  if (before < 128 && after < 128) return !(isPlain(before) && isPlain(after));
  return (
    !(/[\p{L}\p{M}\p{N}_]$/u.test(text.slice(Math.max(0, at - 2), at)) && /^[\p{L}\p{M}\p{N}_]/u.test(text.slice(at, at + 2))) ||
    WITHOUT_BLANKS.test(text.slice(Math.max(0, at - 1), at + 1))
  );
}

/** Whether an ASCII character is a letter, digit or `_`. */
function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;
}

const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let last = { text: "", folded: "" };

/** `fold`, once for all the phrases that are looked for in a text. */
function foldAgain(text: string): string {
  if (last.text !== text) last = { text, folded: fold(text) };
  return last.folded;
}

/** Small letters and straight apostrophes; offsets stay, so what would get longer is left as it is. */
function fold(text: string): string {
  const small = text.replaceAll("’", "'").toLowerCase();
  if (small.length === text.length) return small;
  return text.replaceAll("’", "'").replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));
}
