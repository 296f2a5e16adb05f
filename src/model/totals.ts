import type { Position } from "unist";
import type { Document } from "../document.ts";
import { isStatusOf, type Board, type Entry } from "./board.ts";
import { isArchive } from "./board/archive.ts";
import { groupOfKnownWord } from "./vocabulary.ts";
import { sectionPath, type Passage } from "../parse/prose.ts";

/** A count that a document gives of what is done: `7/9 repositories complete`. */
export interface Total {
  /** As written: `7/9`. */
  text: string;
  done: number;
  place: Position;
}

/** The counts of one document of the same things that do not agree: the first, and those with another number. */
export function findDifferingTotals({ document, entries }: Board): { first: Total; others: Total[] }[] {
  const totals = new Map<string, Total[]>();
  for (const passage of document.passages) {
    if (passage.badExample || passage.embedded || passage.type === "cell" || isOver(document, passage)) continue;
    for (const { noun, of, ...total } of readTotals(passage)) {
      // Only a total of all entries: each part of a plan has counts of its own.
      if (of !== entries.length) continue;
      const same = totals.get(noun) ?? [];
      totals.set(noun, [...same, total]);
    }
  }
  return [...totals.values()].flatMap(([first, ...rest]) => {
    const others = rest.filter(({ done }) => done !== first!.done);
    return others.length > 0 ? [{ first: first!, others }] : [];
  });
}

function readTotals({ text, locate }: Passage): (Total & { noun: string; of: number })[] {
  return [...text.slice(0, MAX_TEXT).matchAll(/(?<![\d/.])(\d{1,3}) ?(?:\/|of) ?(\d{1,3})(?![\d/.])/g)].flatMap((match) => {
    const [whole, done, of] = match;
    const start = text.lastIndexOf("\n", match.index) + 1;
    const end = text.indexOf("\n", match.index);
    const line = text.slice(start, end < 0 ? text.length : end);
    const noun = NOUN.exec(line)?.[1]!.toLowerCase();
    if (noun === undefined || !DONE.test(line) || OTHER.test(line)) return [];
    const place = locate({ start: match.index, end: match.index + whole.length });
    return [{ text: whole, done: Number(done), of: Number(of), noun, place }];
  });
}

/** In UTF-16 units. */
const MAX_TEXT = 2000;
const NOUN = /\b(repositor(?:y|ies)|sessions|tasks|agents|swarms|stories|items|phases|workers|epics|steps|modules|components)\b/i;
const DONE = /\b(?:complete|completed|done|finished|merged)\b/i;
/** «6/9 were complete yesterday», «target: 9/9», «in progress: 2/9»: not how many are done now. */
const OTHER = /\b(?:in progress|ready|target|goal|expected|yesterday|previous(?:ly)?|was|were|after|before|remaining|left|pending|blocked|review)\b/i;

function isOver({ path }: Document, { section }: Passage): boolean {
  return isArchive(
    path,
    sectionPath(section).filter((title) => /\b(?:history|archive|log|previous|past|changelog)\b/i.test(title)),
  );
}

/** «Status: Ready to launch» above the entries, and the first of them that has been started all the same. */
export function findOutdatedStart({ document, entries }: Board): { words: string; place: Position; started: Entry } | undefined {
  const stated = entries.filter((entry) => entry.state && isStatusOf(entry, entry.state) && !entry.archived);
  const isPlain = stated.every(({ state }) => state!.group !== undefined && groupOfKnownWord(state!.word) !== undefined);
  const started = stated.find(({ state }) => state!.group === "done" || state!.group === "active" || state!.group === "claimed");
  // With nothing left to start, «ready to deploy» speaks of the result.
  if (!started || !isPlain || !stated.some(({ state }) => state!.group === "free")) return undefined;
  const from = entries[0]!.place.start.offset!;
  for (const { text, place, locate, embedded, badExample } of document.passages) {
    if (place.start.offset! >= from) return undefined;
    const match = embedded || badExample ? null : NOT_STARTED.exec(text);
    if (!match) continue;
    const at = match.index + match[0].length - match[1]!.length;
    return { words: match[1]!, place: locate({ start: at, end: at + match[1]!.length }), started };
  }
  return undefined;
}

const NOT_STARTED =
  /^status:?[ \t]+(?:\p{Extended_Pictographic}\uFE0F? ?)?(ready to (?:launch|start|begin)|not (?:yet )?started|unclaimed|waiting to start)[ \t]*$/imu;
