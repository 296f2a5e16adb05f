import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { isStatusOf, type Board, type Entry, type State } from "../../src/model/board.ts";
import { findWrongChoices } from "../../src/model/choices.ts";
import { findForeignOrders, findForeignSought, findForeignToTemplate, findForeignWrites } from "../../src/model/foreign-statuses.ts";
import { boardsOf, NO_BOARD } from "../../src/model/prompt-boards.ts";
import { findIcons, groupOfIcon, normalizeIcon } from "../../src/model/icons.ts";
import {
  groupOfKnownWord,
  isInVocabulary,
  nearestWord,
  normalizeKeyword,
  vocabularyWords,
  type StateGroup,
  type Vocabulary,
} from "../../src/model/vocabulary.ts";
import { defineRule } from "../../src/rule.ts";
import { toPosition } from "../../src/source.ts";

/**
 * Sessions find their work by a word: a search for `READY` misses an entry
 * that says `Ready to go`, `TODO` or «see the plan». A board needs one set of
 * status words, written one way, and the scripts that change it have to write
 * words of that set.
 *
 * ## Bad
 *
 * ````markdown expect=13:15 file=STATUS.md
 * ## Status Definitions
 *
 * - **READY**: nobody has it
 * - **WORKING**: a session is at it
 * - **DONE**: finished
 *
 * ## Session 1: Payments
 *
 * - **Status:** READY
 *
 * ## Session 2: Search
 *
 * - **Status:** TODO
 * ````
 *
 * ````markdown expect=4:16,5:16 file=STATUS.md
 * | Session | Status |
 * |---------|--------|
 * | Session 1 | IN_PROGRESS |
 * | Session 2  | in progress |
 * | Session 3  | ✅ BLOCKED |
 * ````
 *
 * ## Good
 *
 * ````markdown file=STATUS.md
 * | Session | Status |
 * |---------|--------|
 * | Session 1 | IN_PROGRESS |
 * | Session 2 | IN_PROGRESS (since 9:00) |
 * | Session 3 | ⏸️ BLOCKED by Session 2 |
 * ````
 */
export default defineRule({
  summary: "A status that is no word of the board's vocabulary, or one state written two ways",
  scope: "script",
  items: [2],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    outside: "Status `{{word}}` is none of the words of {{source}}: expected one of {{allowed}}{{nearest}}",
    prose: "Status `{{word}}` is prose, and sessions look for a keyword: expected one of {{allowed}}",
    spelling: "`{{word}}` and `{{other}}` are one state written two ways, and a search for one misses the other: expected `{{other}}`",
    icon: "`{{icon}}` and `{{word}}` contradict each other: `{{icon}}` means {{meaning}}, expected one state",
    written: "This writes status `{{word}}`, which is none of the words of `{{file}}`: expected one of {{allowed}}{{nearest}}",
    sought: "Sessions look for status `{{word}}`, and no entry of `{{file}}` can hold it: expected one of {{allowed}}{{nearest}}",
    choice: "`{{word}}` is none of the choices for `{{key}}` in line {{line}}: expected one of {{allowed}}",
    useWord: "Write `{{other}}`",
  },
  checkBoard(board, { report }) {
    const { document, vocabulary } = board;
    const stated = board.entries.flatMap((entry) => (entry.state && !entry.archived ? [{ entry, state: entry.state }] : []));
    const allowed = list(allowedWords(board, stated));
    const source = vocabulary.origin === "config" ? "the config" : "the board's legend";
    const legend = vocabulary.place ? [{ path: document.path, place: vocabulary.place, message: "The legend starts here" }] : [];
    const wrong = new Set<State>();

    for (const { state, messageId } of findOutside(board, stated)) {
      wrong.add(state);
      const other = messageId === "outside" ? nearestWord(vocabulary, state.word) : undefined;
      const place = wordPlace(document, state);
      const suggestions = other !== undefined && place ? [{ messageId: "useWord" as const, data: { other }, edits: [{ place, text: other }] }] : [];
      report(document, { place: state.place, messageId, data: { word: state.word, source, allowed, nearest: hint(other) }, related: legend, suggestions });
    }
    const right = stated.filter(({ state }) => !wrong.has(state));
    for (const { state, all, other, isCaseOnly } of findSpellings(board, right)) {
      const place = wordPlace(document, state) ?? state.place;
      const data = { word: state.word, other: other.word };
      const related = other.place ? [{ path: document.path, place: other.place, message: `Written \`${other.word}\` here` }] : [];
      report(document, {
        place,
        messageId: "spelling",
        data,
        related,
        fix: all.flatMap((one) => wordPlace(document, one) ?? []).map((at) => ({ place: at, text: other.word })),
        ...(isCaseOnly && { severity: "warning" }),
      });
    }
    for (const { entry, state } of stated) {
      const mark = contradictingIcon(entry, state, board);
      if (mark) report(document, { place: mark.place, messageId: "icon", data: { icon: mark.icon, word: state.word, meaning: mark.meaning } });
    }
  },
  checkWorkspace(workspace, { report }) {
    for (const { board, template, state } of findForeignToTemplate(workspace)) {
      const { path, vocabulary } = template;
      const data = { word: state.word, source: `\`${path}\``, allowed: list(vocabularyWords(vocabulary)), nearest: hint(nearestWord(vocabulary, state.word)) };
      const related = vocabulary.place ? [{ path, place: vocabulary.place, message: "The words are listed here" }] : [];
      report(board.document, { place: state.place, messageId: "outside", data, related });
    }
  },
  checkDocument(document, { workspace, report }) {
    const written = [...findForeignWrites(document, workspace), ...findForeignOrders(document, workspace)].map((status) => ({
      ...status,
      messageId: "written" as const,
    }));
    const sought = findForeignSought(document, workspace).map((status) => ({ ...status, messageId: "sought" as const }));
    for (const { word, place, target, messageId } of [...written, ...sought]) {
      const { path, vocabulary } = target;
      const related = vocabulary.place ? [{ path, place: vocabulary.place, message: "The legend starts here" }] : [];
      const data = { word, file: path, allowed: list(vocabularyWords(vocabulary)), nearest: hint(nearestWord(vocabulary, word)) };
      report(document, { place, messageId, data, related });
    }
    for (const { key, value, place, choices, listed } of findWrongChoices(document.source)) {
      const related = [{ path: document.path, place: listed, message: `The choices for ${key}` }];
      report(document, { place, messageId: "choice", data: { word: value, key, line: listed.start.line, allowed: list(choices) }, related });
    }
  },
  evidence(prompt, workspace) {
    const boards = boardsOf(prompt, workspace);
    if (boards.length === 0) return { state: "skipped", why: NO_BOARD };
    const stated = boards.flatMap((board) => board.entries.flatMap((entry) => (entry.state && !entry.archived ? [{ board, state: entry.state }] : [])));
    const [first] = stated;
    if (!first) return undefined;
    const words = [...new Set(stated.map(({ state: { word, icon } }) => word || (icon ?? "")))];
    const phrase = `the states of ${stated.length} ${stated.length === 1 ? "entry" : "entries"} are ${list(words)}`;
    return { state: "passed", place: first.state.place, path: first.board.document.path, phrase };
  },
});

interface Stated {
  entry: Entry;
  state: State;
}

/** States that are no word of the vocabulary: any such under a legend or config, only prose without one. */
function findOutside({ vocabulary }: Board, stated: readonly Stated[]): { state: State; messageId: "outside" | "prose" }[] {
  const families = new Map<number, { keywords: number; size: number }>();
  for (const { entry, state } of stated) {
    const { keywords, size } = families.get(entry.family) ?? { keywords: 0, size: 0 };
    families.set(entry.family, { keywords: keywords + (groupOfKnownWord(state.word) === undefined ? 0 : 1), size: size + 1 });
  }
  const words = stated.filter(({ entry, state }) => state.word !== "" && isStatusOf(entry, state));
  const matching = words.filter(({ state }) => isInVocabulary(vocabulary, state.word)).length;
  // A legend that hardly any entry follows is of something else.
  const isBinding = vocabulary.origin === "config" || (vocabulary.origin === "legend" && matching * 3 >= words.length);
  return stated.flatMap(({ entry, state }) => {
    if (state.word === "" || isInVocabulary(vocabulary, state.word) || !isStatusOf(entry, state)) return [];
    if (isBinding) return [{ state, messageId: isProse(state.word) ? ("prose" as const) : ("outside" as const) }];
    // No two repositories share a vocabulary: without one, only what the siblings do tells right from wrong.
    const { keywords, size } = families.get(entry.family)!;
    const isExpected = keywords >= 2 && keywords * 3 >= (size - 1) * 2;
    return isProse(state.word) && isExpected ? [{ state, messageId: "prose" as const }] : [];
  });
}

/** «see coordination doc», «mostly works but untested»: no search for a word finds it. */
function isProse(word: string): boolean {
  const words = normalizeKeyword(word).split(" ");
  if (/^(?:see|refer|check|tracked|look|per|as per|described)\b/i.test(word) && words.length > 1) return true;
  const startsWithKeyword = groupOfKnownWord(words[0]!) !== undefined || groupOfKnownWord(words.slice(0, 2).join(" ")) !== undefined;
  return words.length >= 3 && !startsWithKeyword && /[a-z]/.test(word);
}

/** Without a legend, the words that the board uses itself, each in its first spelling. */
function allowedWords({ vocabulary }: Board, stated: readonly Stated[]): string[] {
  if (vocabulary.origin !== "default") return vocabularyWords(vocabulary);
  const words = new Map<string, string>();
  for (const { state } of stated) if (groupOfKnownWord(state.word) && !words.has(stem(state.word))) words.set(stem(state.word), state.word);
  return [...words.values()];
}

interface Spelling {
  /** The first that is written so. */
  state: State;
  all: State[];
  other: { word: string; place: Position | undefined };
  isCaseOnly: boolean;
}

/** The first entry of each further spelling of a word; the vocabulary's spelling counts, else the most frequent. */
function findSpellings({ vocabulary }: Board, stated: readonly Stated[]): Spelling[] {
  const spellings = new Map<string, Map<string, Stated[]>>();
  for (const item of stated) {
    const { word } = item.state;
    if (word === "" || isProse(word)) continue;
    const words = spellings.get(stem(word)) ?? new Map<string, Stated[]>();
    const same = words.get(word);
    if (same) same.push(item);
    else words.set(word, [item]);
    spellings.set(stem(word), words);
  }
  const known = vocabulary.origin === "default" ? [] : vocabularyWords(vocabulary);
  return [...spellings.values()].flatMap((words) => {
    const ranked = [...words].sort(([, a], [, b]) => b.length - a.length);
    const usual = ranked[0]![0];
    const defined = known.find((word) => stem(word) === stem(usual));
    const expected = defined ?? usual;
    const examples = words.get(expected) ?? [];
    const other = { word: expected, place: examples[0]?.state.place };
    return ranked.flatMap(([word, items]) => {
      if (word === expected || known.includes(word)) return [];
      const isCaseOnly = word.toUpperCase() === expected.toUpperCase();
      // A heading and a table of one report may differ in their capitals.
      const first = items.find(({ entry }) => !isCaseOnly || defined !== undefined || examples.some((example) => example.entry.family === entry.family));
      return first ? [{ state: first.state, all: items.map(({ state }) => state), other, isCaseOnly }] : [];
    });
  });
}

/** `COMPLETE` and `COMPLETED`, `TODO` and `TO DO` are one word too. */
function stem(word: string): string {
  return normalizeKeyword(word)
    .replace(/ /g, "")
    .replace(/LL/g, "L")
    .replace(/(?<=[A-Z]{4})(?:ED?|D)$/, "");
}

/** An icon that says another state than the word, in the status or in the heading. */
function contradictingIcon(
  { place, format }: Entry,
  { icon, word, place: statePlace }: State,
  { document, vocabulary }: Board,
): { icon: string; meaning: string; place: Position } | undefined {
  const group = word === "" ? undefined : (groupOf(vocabulary, word) ?? groupOfKnownWord(word));
  if (!group) return undefined;
  if (icon !== undefined && !icon.startsWith("[")) {
    const meaning = meaningOf(icon, { word, group, vocabulary });
    return meaning === undefined ? undefined : { icon, meaning, place: statePlace };
  }
  if (format !== "heading") return undefined;
  const start = place.start.offset!;
  const title = document.source.text.slice(start, Math.min(place.end.offset!, start + 200));
  const first = findIcons(title)[0];
  if (!first || !/^[#\s\d.)*]*$/.test(title.slice(0, first.start))) return undefined;
  const meaning = meaningOf(first.icon, { word, group, vocabulary });
  const span = { start: start + first.start, end: start + first.start + first.icon.length };
  return meaning === undefined ? undefined : { icon: first.icon, meaning, place: toPosition(document.source, span) };
}

/** What `icon` says instead; the legend decides, and without one only what means the same everywhere. */
function meaningOf(icon: string, { word, group, vocabulary }: { word: string; group: StateGroup; vocabulary: Vocabulary }): string | undefined {
  const defined = vocabulary.icons.get(normalizeIcon(icon));
  if (defined) {
    const isSame = defined.some(
      (other) => normalizeKeyword(other) === normalizeKeyword(word) || (groupOf(vocabulary, other) ?? groupOfKnownWord(other)) === group,
    );
    return isSame || !isInVocabulary(vocabulary, word) ? undefined : `\`${defined[0]}\` in the legend`;
  }
  const own = groupOfIcon(icon);
  if (own === "done" && NOT_DONE.has(normalizeKeyword(word))) return "done";
  if (group !== "done" || !DONE.has(normalizeKeyword(word))) return undefined;
  return own === "active" || own === "failed" || UNTOUCHED.has(normalizeIcon(icon)) ? MEANINGS[own ?? "free"] : undefined;
}

// «✅ READY» and «✅ ACTIVE» may say that all is well.
const NOT_DONE = new Set([
  "IN PROGRESS",
  "INPROGRESS",
  "WIP",
  "WORK IN PROGRESS",
  "WORKING",
  "DOING",
  "STARTED",
  "PENDING",
  "TODO",
  "TO DO",
  "NOT STARTED",
  "UNCLAIMED",
  "BLOCKED",
  "FAILED",
  "ERROR",
  "WAITING",
  "QUEUED",
  "PLANNED",
  "BACKLOG",
  "PAUSED",
  "STALLED",
  "INCOMPLETE",
]);
const DONE = new Set(["COMPLETE", "COMPLETED", "DONE", "FINISHED", "MERGED", "CLOSED", "RESOLVED", "SHIPPED"]);
const UNTOUCHED = new Set(["⬜", "☐", "⏳", "🔲", "⏸"]);
const MEANINGS: Readonly<Record<StateGroup, string>> = {
  free: "not done",
  claimed: "claimed",
  active: "at work",
  done: "done",
  blocked: "blocked",
  failed: "failed",
};

function groupOf(vocabulary: Vocabulary, word: string): StateGroup | undefined {
  for (const [group, words] of vocabulary.words) if (words.some((known) => normalizeKeyword(known) === normalizeKeyword(word))) return group;
  return undefined;
}

function wordPlace({ source }: Document, { word, place }: State): Position | undefined {
  const start = place.start.offset!;
  const at = source.text.slice(start, place.end.offset).indexOf(word);
  return word === "" || at < 0 ? undefined : toPosition(source, { start: start + at, end: start + at + word.length });
}

function hint(nearest: string | undefined): string {
  return nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
}

function list(words: readonly string[]): string {
  const shown = words
    .slice(0, MAX_SHOWN)
    .map((word) => `\`${word}\``)
    .join(", ");
  return words.length > MAX_SHOWN ? `${shown}, …` : shown;
}

const MAX_SHOWN = 10;
