import type { Position } from "unist";
import { distance } from "fastest-levenshtein";
import { groupOfIcon } from "./icons.ts";
import { GROUP_OF_KNOWN_WORD, KNOWN_PHRASE } from "./known-words.ts";

/** What a state means, whatever word a repository has for it. */
export const STATE_GROUPS = ["free", "claimed", "active", "done", "blocked", "failed"] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

/** The status words of a board or workspace. */
export interface Vocabulary {
  /** Where it comes from; `default` is the weakest. */
  origin: "config" | "legend" | "default";
  /** By meaning, the words in their normal spelling, e.g. `READY TO DEPLOY`. */
  words: ReadonlyMap<StateGroup, readonly string[]>;
  /** Words of a legend whose meaning is not clear; they are as good as the others. */
  others: readonly string[];
  /** Icons to the words the legend gives them, without variation selectors. */
  icons: ReadonlyMap<string, readonly string[]>;
  /** The legend; `undefined` for config and default. */
  place: Position | undefined;
}

/** The status words of the pre-deployment checklist. */
export const DEFAULT_VOCABULARY: Vocabulary = createVocabulary("default", {
  free: ["UNCLAIMED"],
  claimed: ["CLAIMED"],
  active: ["IN_PROGRESS"],
  done: ["COMPLETE"],
  blocked: ["BLOCKED"],
  failed: ["ERROR"],
});

/** The vocabulary of a config's `status.vocabulary`. */
export function createVocabulary(origin: Vocabulary["origin"], words: Readonly<Partial<Record<StateGroup, readonly string[]>>>): Vocabulary {
  const groups = STATE_GROUPS.flatMap((group) => (words[group] ? [[group, words[group]] as const] : []));
  return { origin, words: new Map(groups), others: [], icons: new Map(), place: undefined };
}

/** A word that a legend defines. */
export interface LegendWord {
  word: string;
  icon: string | undefined;
  /** What the legend says of it. */
  description: string;
  place: Position;
}

/** The vocabulary that a legend's words make; the first spelling of a word counts. */
export function createLegendVocabulary(legend: readonly LegendWord[]): Vocabulary {
  const words = new Map<StateGroup, string[]>();
  const others: string[] = [];
  const icons = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  for (const { word, icon, description } of legend.slice(0, MAX_LEGEND)) {
    if (icon !== undefined) icons.set(icon, [...(icons.get(icon) ?? []), word]);
    if (seen.has(normalizeKeyword(word))) continue;
    seen.add(normalizeKeyword(word));
    const group = groupOfKnownWord(word) ?? groupOfDescription(description) ?? groupOfIcon(icon);
    if (group) words.set(group, [...(words.get(group) ?? []), word]);
    else others.push(word);
  }
  return { origin: "legend", words, others, icons, place: legend[0]?.place };
}

/** Every word of a vocabulary, in the order of the state groups. */
export function vocabularyWords(vocabulary: Vocabulary): string[] {
  return [...STATE_GROUPS.flatMap((group) => vocabulary.words.get(group) ?? []), ...vocabulary.others];
}

/** Spelling aside: `in-progress`, `In Progress` and `IN_PROGRESS` are one keyword, `IN PROGRESS`. */
export function normalizeKeyword(keyword: string): string {
  return keyword
    .toUpperCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

/** Whether `word` is one of the vocabulary's words, spelling aside. */
export function isInVocabulary(vocabulary: Vocabulary, word: string): boolean {
  const wanted = normalizeKeyword(word);
  return vocabularyWords(vocabulary).some((known) => normalizeKeyword(known) === wanted);
}

/** The word of the vocabulary that `word` was most likely meant to be. */
export function nearestWord(vocabulary: Vocabulary, word: string): string | undefined {
  const wanted = normalizeKeyword(word).slice(0, MAX_WORD);
  const group = groupOfKnownWord(word);
  const [sameMeaning] = (group && vocabulary.words.get(group)) ?? [];
  const ranked = vocabularyWords(vocabulary)
    .map((known) => ({ known, steps: distance(wanted, normalizeKeyword(known)) }))
    .sort((a, b) => a.steps - b.steps);
  const closest = ranked[0];
  if (closest && closest.steps <= Math.max(2, wanted.length / 3)) return closest.known;
  return sameMeaning;
}

const MAX_WORD = 60;
/** Words of a legend that are read: what lists more is a catalogue. */
const MAX_LEGEND = 60;

/** What a status word that many repositories use means, whatever its spelling; `undefined` for words of one's own. */
export function groupOfKnownWord(word: string): StateGroup | undefined {
  const keyword = normalizeKeyword(word);
  return GROUP_OF_KNOWN_WORD.get(keyword) ?? (KNOWN_PHRASE.test(keyword) ? "free" : undefined);
}

// «Waiting for dependency», «Ready to claim», «Done and tested», «Session actively working»
function groupOfDescription(description: string): StateGroup | undefined {
  for (const word of description.slice(0, 200).split(/\P{L}+/u)) {
    if (NEGATIONS.has(word.toLowerCase())) return undefined;
    const group = groupOfKnownWord(word) ?? DESCRIBING_WORDS.get(word.toLowerCase());
    if (group) return group;
  }
  return undefined;
}

const NEGATIONS = new Set(["not", "no", "never", "can", "cannot", "optional"]);
const DESCRIBING_WORDS = new Map<string, StateGroup>([
  ["actively", "active"],
  ["waits", "blocked"],
  ["finishes", "done"],
  ["blocker", "blocked"],
  ["unblocked", "free"],
]);
