import type { Position } from "unist";
import { groupBy } from "../group-by.ts";
import { sectionAt, type Section } from "../parse/prose.ts";
import { baseName, normalizePath } from "../read/paths.ts";
import { toPosition } from "../source.ts";
import { fieldOf, type Board, type Entry } from "./board.ts";
import { isClaimKey, normalizeKey } from "./board/field-names.ts";
import { kindOfNoun } from "./board/title.ts";
import { readWorkItems, sharesName, taskOf, type WorkItem } from "./same-work.ts";

/** Two entries of one table, list or section with one id: whoever looks for it finds both. */
export function findDuplicateIds(board: Board): { first: WorkItem; second: WorkItem }[] {
  const current = readWorkItems(board).filter(({ entry }) => !entry.archived && !AGAIN.test(`${entry.id} ${entry.name}`));
  const families = groupBy(current, ({ entry }) => `${entry.family} ${sectionOf(board, entry).place.start.offset}`);
  return [...families.values()].flatMap((items) => {
    const firsts = new Map<string, WorkItem>();
    const found: { first: WorkItem; second: WorkItem }[] = [];
    for (const item of items) {
      const first = firsts.get(item.key);
      if (!first) firsts.set(item.key, item);
      else if (isDuplicate(first, item)) found.push({ first, second: item });
    }
    // A log, or a list of who does what, has each id many times.
    return firsts.size >= 2 && firsts.size * 3 >= items.length * 2 ? found : [];
  });
}

/** «Session 2 (continued)», «Task 4, second round» */
const AGAIN = /\b(?:cont(?:inued|['’]d|\.)?|updated?|part|follow-?up|again|redo|re-?run|retry|round|v\d|pass|addendum|review|iteration)\b/i;

function isDuplicate(a: WorkItem, b: WorkItem): boolean {
  const { format, id } = b.entry;
  const kind = kindOfNoun(id);
  if (kind === "phase" || taskOf(a) !== taskOf(b)) return false;
  if (format === "heading" || format === "data") return true;
  if (format === "task") return a.words.join(" ") === b.words.join(" ") && a.words.length > 0;
  // In a table a session may have several rows: one for each of its repositories or files.
  const isSameRow = (["repository", "outputFile", "missionFile", "branch"] as const).every(
    (name) => fieldOf(a.entry, name)?.value === fieldOf(b.entry, name)?.value,
  );
  const isClaimed = b.entry.fields.some(({ name, key }) => name === "claimedBy" && isClaimKey(key));
  return isClaimed && (kind === "session" ? isSameRow && sharesName(a, b) : /\d/.test(id));
}

/** The section that an entry is one of. */
function sectionOf({ document }: Board, { place }: Entry): Section {
  const offset = place.start.offset!;
  const section = sectionAt(document.sections, offset);
  return section.place.start.offset === offset && section.parent ? section.parent : section;
}

/** A file that an entry has to write. */
interface Output {
  entry: Entry;
  path: string;
  place: Position;
}

/** Two entries that both write one file, and that nothing keeps apart. */
export function findSharedOutputs(board: Board): { first: Output; second: Output }[] {
  const outputs = new Map<string, Output[]>();
  const writers = new Set<Entry>();
  for (const entry of board.entries) {
    if (entry.archived || entry.state?.group === "done") continue;
    for (const output of readOutputs(board, entry)) {
      writers.add(entry);
      const same = outputs.get(output.path) ?? [];
      outputs.set(output.path, same);
      // Those of one entry come one after another.
      if (same.at(-1)?.entry !== entry) same.push(output);
    }
  }
  return [...outputs.values()].flatMap(([first, ...rest]) => {
    // What all of them write is a file they are meant to share.
    if (!first || rest.length === 0 || (writers.size > 2 && rest.length + 1 >= writers.size)) return [];
    return rest.filter((second) => !isKeptApart(first.entry, second.entry)).map((second) => ({ first, second }));
  });
}

function readOutputs({ document }: Board, entry: Entry): Output[] {
  return entry.fields.flatMap(({ name, key, valuePlace }) => {
    if (name !== "outputFile") return [];
    const isSession = kindOfNoun(entry.id) === "session";
    // Tasks of one project change the same sources, one after the other.
    if (!isSession && !/^(?:output|result|report)/.test(normalizeKey(key))) return [];
    const start = valuePlace.start.offset!;
    const written = document.source.text.slice(start, Math.min(valuePlace.end.offset!, start + MAX_VALUE));
    return [...written.matchAll(PATH)].flatMap((match) => {
      const path = normalizePath(match[0]);
      if (SHARED_NAME.test(baseName(path))) return [];
      const at = start + match.index;
      return [{ entry, path, place: toPosition(document.source, { start: at, end: at + match[0].length }) }];
    });
  });
}

/** In UTF-16 units. */
const MAX_VALUE = 1000;
/** A path with an ending; «a.py (the tests)» is a part of a file, and `x-*.md`, `x-{n}.md`, `o/r#1.md` are none. */
const PATH = /(?<![\w./*{}<>$#:@-])(?:[\w.-]{1,80}\/){0,12}[\w.-]{1,80}\.[a-z]\w{0,5}(?![\w/*{}<>$#@-]|`?\s{0,3}\()/gi;
const SHARED_NAME = /^(?:blockers|changelog|readme|log|logs|status|session-status|todo|notes|index|contributing|results?)\b/i;

function isKeptApart(a: Entry, b: Entry): boolean {
  const value = (entry: Entry, name: "claimedBy" | "repository" | "dependencies"): string => fieldOf(entry, name)?.value.trim().toLowerCase() ?? "";
  const [holder, other] = [value(a, "claimedBy"), value(b, "claimedBy")];
  if (holder === other && /[a-z]/.test(holder) && !/^(?:unclaimed|none|unassigned|available|nobody|tbd|n\/a)\b/.test(holder)) return true;
  if (value(a, "repository") !== value(b, "repository")) return true;
  // «Depends on Session 1», «after all above»: one after the other.
  return [value(a, "dependencies"), value(b, "dependencies")].some((text) => /[a-z]/.test(text) && !/^(?:none|no|n\/a)\b/.test(text));
}
