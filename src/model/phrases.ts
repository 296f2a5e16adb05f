import { remembered } from "../remembered.ts";
import type { Span } from "../source.ts";
import { CLAIMING_PHRASES } from "./phrases/claiming.ts";
import { DOCUMENTATION_PHRASES } from "./phrases/documentation.ts";
import { FAILURE_PHRASES } from "./phrases/failures.ts";
import { FALLBACK_PHRASES } from "./phrases/fallback.ts";
import type { Phrase } from "./phrases/phrase.ts";
import { REPOSITORY_PHRASES } from "./phrases/repository.ts";

/** What prose is asked for, by name; each topic is a file. */
const PHRASES = { ...CLAIMING_PHRASES, ...REPOSITORY_PHRASES, ...DOCUMENTATION_PHRASES, ...FAILURE_PHRASES, ...FALLBACK_PHRASES };

export type PhraseName = keyof typeof PHRASES;

export const PHRASE_NAMES = Object.keys(PHRASES) as readonly PhraseName[];

/** Finds in a text the first place where it says something. */
export type FindInText = (text: string) => Span | undefined;

/** The user's own words for what a phrase says, beside ours. */
export type OwnPhrases = Partial<Record<PhraseName, readonly FindInText[]>>;

/** The first place where `text` says what `name` stands for, in our words or the user's. */
export function findPhrase(name: PhraseName, text: string, own: OwnPhrases = {}): Span | undefined {
  let first: Span | undefined;
  const take = (span: Span | undefined) => {
    if (span && (!first || span.start < first.start)) first = span;
  };
  for (const pattern of patternsOf(PHRASES[name])) {
    const match = pattern.exec(text);
    if (match) take({ start: match.index, end: match.index + match[0].length });
  }
  for (const find of own[name] ?? []) take(find(text));
  return first;
}

/**
 * The patterns of a phrase, those with the same flags in one: the first place
 * where any matches, and there the first of them, is what the whole finds, in
 * two thirds of the time. None of them has groups that are referred to.
 */
const patternsOf = remembered((phrases: readonly Phrase[]): RegExp[] => {
  const joined: { sources: string[]; flags: string }[] = [];
  for (const { pattern } of phrases) {
    const last = joined.at(-1);
    if (last?.flags === pattern.flags) last.sources.push(pattern.source);
    else joined.push({ sources: [pattern.source], flags: pattern.flags });
  }
  return joined.map(({ sources, flags }) => new RegExp(sources.map((source) => `(?:${source})`).join("|"), flags));
});
