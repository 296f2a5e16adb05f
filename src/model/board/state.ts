import type { Span } from "../../source.ts";
import type { State } from "../board.ts";
import { findIcons, groupOfIcon, leadingIcon, normalizeIcon } from "../icons.ts";
import { groupOfKnownWord, normalizeKeyword, STATE_GROUPS, type StateGroup, type Vocabulary } from "../vocabulary.ts";
import { trimSpan, type TextRun } from "./entry-group.ts";

export interface StateReader {
  /** Reads the value of a status field; `undefined` where nothing is written. */
  readState: (run: TextRun) => State | undefined;
  /** Whether a word is of the vocabulary or one that many repositories use. */
  isKeyword: (word: string) => boolean;
}

export function createStateReader(vocabulary: Vocabulary): StateReader {
  const groups = new Map<string, StateGroup | undefined>();
  for (const word of vocabulary.others) groups.set(normalizeKeyword(word), undefined);
  for (const group of STATE_GROUPS) for (const word of vocabulary.words.get(group) ?? []) groups.set(normalizeKeyword(word), group);

  const isKeyword = (word: string): boolean => groups.has(normalizeKeyword(word)) || groupOfKnownWord(word) !== undefined;
  const groupOf = (word: string): StateGroup | undefined => groups.get(normalizeKeyword(word)) ?? groupOfKnownWord(word);
  const groupOfMark = (icon: string | undefined): StateGroup | undefined => {
    const words = icon === undefined ? undefined : vocabulary.icons.get(normalizeIcon(icon));
    return words === undefined ? groupOfIcon(icon) : groupOf(words[0]!);
  };

  return { readState, isKeyword };

  function readState({ text, locate }: TextRun): State | undefined {
    const value = trimSpan(text.slice(0, MAX_VALUE), { start: 0, end: Math.min(text.length, MAX_VALUE) });
    const box = BOX.exec(text.slice(value.start, value.end));
    if (box) return { word: "", icon: box[0], group: groupOfBox(box[1]!), place: locate({ start: value.start, end: value.start + box[0].length }) };

    const front = skipIcons(text, value);
    const head = unwrap(text, trimSpan(text, { start: front.end, end: front.end + endOfHead(text.slice(front.end, value.end)) }));
    const back = findIcons(text.slice(head.start, head.end)).at(-1);
    const isBehind = back !== undefined && text.slice(head.start + back.start, head.end).trim() === back.icon;
    const words = isBehind ? trimSpan(text, { start: head.start, end: head.start + back.start }) : head;
    const icon = front.icon ?? (isBehind ? back.icon : undefined);

    const phrase = text.slice(words.start, words.end);
    const keyword = isKeyword(phrase) ? phrase : leadingKeyword(phrase, isKeyword);
    if (keyword === undefined) {
      if (phrase === "" && icon === undefined) return undefined;
      // «phase_2_complete», «Week 1 COMPLETE»: the end tells what it means.
      const last = phrase.split(/[\s_-]+/).at(-1) ?? "";
      const group = groupOf(firstWord(phrase)) ?? groupOf(last) ?? groupOfMark(icon);
      return NOTHING.test(phrase) && icon === undefined
        ? undefined
        : { word: phrase, icon, group, place: locate({ start: value.start, end: head.end > value.start ? head.end : value.end }) };
    }
    const end = keyword === phrase && isBehind ? head.end : words.start + keyword.length;
    return {
      word: keyword,
      icon,
      group: groupOf(keyword) ?? groupOfMark(icon),
      place: locate({ start: front.icon === undefined ? words.start : value.start, end }),
    };
  }
}

/** Longest status value that is read, in UTF-16 units. */
const MAX_VALUE = 300;

/** `[x]`, the state of a task list written as a value. */
export function isBox(value: string): boolean {
  return BOX.test(value.trim());
}

const BOX = /^\[([ xX~/\-!>?*])\]/;
const NOTHING = /^[-–—_?.\s]*$|^(?:n\/?a|none|null|~)$/i;

/** What the box of a task list item means. */
export function groupOfBox(mark: string): StateGroup | undefined {
  if (mark === " ") return "free";
  if (mark === "x" || mark === "X") return "done";
  if (mark === "!") return "blocked";
  return mark === "-" ? "failed" : "active";
}

function skipIcons(text: string, { start, end }: Span): { icon: string | undefined; end: number } {
  let icon: string | undefined;
  let at = start;
  while (at < end) {
    const next = leadingIcon(text.slice(at, end));
    if (next === undefined && text[at] !== " ") break;
    icon ??= next;
    at += next?.length ?? 1;
  }
  return { icon, end: Math.min(at, end) };
}

/** `[PENDING]`: the brackets are no part of the keyword. */
function unwrap(text: string, { start, end }: Span): Span {
  return end - start > 2 && text[start] === "[" && text[end - 1] === "]" ? { start: start + 1, end: end - 1 } : { start, end };
}

/** How far the keyword may reach: up to the bracket, dash or sign behind which a remark starts. */
function endOfHead(text: string): number {
  const wrapped = /^\[[^\][]{1,40}\]/.exec(text);
  if (wrapped) return wrapped[0].length;
  const match = /[([{,;:|→\n—]|\.(?:\s|$)|\s[-–—·•/]\s|\s->/.exec(text);
  return match ? match.index : text.length;
}

/** `BLOCKED by 4`, `DONE 2025-11-14`: the keyword in front of what is said about it. */
function leadingKeyword(phrase: string, isKeyword: (word: string) => boolean): string | undefined {
  const ends: number[] = [];
  for (const match of phrase.matchAll(/\s+/g)) {
    ends.push(match.index);
    if (ends.length === 4) break;
  }
  for (const end of ends.reverse()) {
    const keyword = phrase.slice(0, end);
    if (isKeyword(keyword) && REMARK.test(phrase.slice(end).trimStart())) return keyword;
  }
  return undefined;
}

/** What may stand behind a keyword; «Complete when all items are checked» is a sentence. */
const REMARK = /^(?:by|on|in|at|since|as|for|with|via|to|due|from|and|but|until|[@#\d<]|PR\b|[a-f0-9]{7,40}\b)/;

function firstWord(phrase: string): string {
  return /^\S+/.exec(phrase)?.[0] ?? "";
}
