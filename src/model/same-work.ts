import { groupBy } from "../group-by.ts";
import { parentPath, relativePath } from "../read/paths.ts";
import type { Board, Entry } from "./board.ts";
import { normalizeKey } from "./board/field-names.ts";
import { kindOfNoun } from "./board/title.ts";
import { groupOfKnownWord, normalizeKeyword } from "./vocabulary.ts";

/** An entry with what tells whether another board speaks of the same work. */
export interface WorkItem {
  board: Board;
  entry: Entry;
  /** The id, spelling aside: `session 2`, `api 02`, `backend swarm`. */
  key: string;
  /** The words of its name, and of them those that no sibling has: «APIs» tells nothing apart. */
  words: readonly string[];
  topic: ReadonlySet<string>;
}

/** The entries of a board, ready to be compared with those of others. */
export function readWorkItems(board: Board): WorkItem[] {
  const items = board.entries.map((entry) => {
    const { key, name } = readLabel(entry);
    return { board, entry, key, words: wordsOfName(name) };
  });
  const keysOfWord = new Map<string, Set<string>>();
  for (const { key, words } of items) for (const word of words) keysOfWord.set(word, (keysOfWord.get(word) ?? new Set()).add(key));
  return items.map((item) => {
    const own = item.words.filter((word) => keysOfWord.get(word)!.size === 1);
    return { ...item, topic: new Set(own.length > 0 ? own : item.words) };
  });
}

/** Finds what is written about the same session or task in several places. */
export function groupSameWork(boards: readonly Board[]): WorkItem[][] {
  const perBoard = boards.map((board) => readWorkItems(board));
  // `#12` is an issue of a tracker, and its state is not that of the work.
  const items = perBoard.flat().filter(({ entry }) => !entry.id.startsWith("#"));
  const groups = new Map<WorkItem, WorkItem[]>(items.map((item) => [item, [item]]));
  const join = (a: WorkItem, b: WorkItem): void => {
    const [into, from] = [groups.get(a)!, groups.get(b)!];
    if (into === from) return;
    into.push(...from);
    for (const item of from) groups.set(item, into);
  };
  for (const [a, b] of [...pairsById(items), ...pairsByTitle(items)]) if (hasSameTask(a, b)) join(a, b);
  return [...new Set(groups.values())].filter((group) => group.length > 1);
}

type Pair = readonly [WorkItem, WorkItem];

function pairsById(items: readonly WorkItem[]): Pair[] {
  const pairs: Pair[] = [];
  const shared = new Map<Board, Map<Board, Set<string>>>();
  const candidates = [...groupBy(items, ({ key }) => key).values()].filter((same) => same.length > 1 && same.length <= MAX_SAME);
  for (const same of candidates) {
    for (const [a, b] of pairsOf(same)) {
      const others = shared.get(a.board) ?? new Map<Board, Set<string>>();
      shared.set(a.board, others.set(b.board, (others.get(b.board) ?? new Set()).add(a.key)));
    }
  }
  for (const same of candidates) {
    const named = same.filter(({ topic }) => topic.size > 0);
    // Where one id has two names somewhere, an entry without a name may be either.
    const isAmbiguous = pairsOf(named).some(([a, b]) => !sharesTopic(a, b));
    for (const [a, b] of pairsOf(same)) {
      const common = shared.get(a.board)!.get(b.board)!.size;
      const isNamed = a.topic.size > 0 && b.topic.size > 0;
      if (isNamed ? isSameNamed(a, b, common) : !isAmbiguous && isSameUnnamed(a, b, common)) pairs.push([a, b]);
    }
  }
  return pairs;
}

/** Entries of one id that are compared; what has more is a number of steps or rows, not of sessions. */
const MAX_SAME = 12;

function isSameNamed(a: WorkItem, b: WorkItem, common: number): boolean {
  // «Backend Swarm (Haiku-51 to 60)»: the id says it all, and what stands behind it is a remark.
  return idKind(a) === "thing" ? isSameUnnamed(a, b, common) || sharesTopic(a, b) : sharesTopic(a, b);
}

function isSameUnnamed(a: WorkItem, b: WorkItem, common: number): boolean {
  const kind = idKind(a);
  // Each project of a repository may have a TASK-001 and a «frontend».
  if (!isNear(parentPath(a.board.document.path), parentPath(b.board.document.path))) return false;
  if (kind === "code") return true;
  if (kind === "thing") return common >= 2 || (kindOfNoun(a.entry.id) === "session" && a.key.includes(" "));
  return kind === "session" && common >= 2 && parentPath(a.board.document.path) === parentPath(b.board.document.path);
}

/** Whether one folder is the other or holds it. */
function isNear(a: string, b: string): boolean {
  return a === "" || b === "" || relativePath(a, b) !== undefined || relativePath(b, a) !== undefined;
}

/** A session that is given one task after another has the state of its task. */
function hasSameTask(a: WorkItem, b: WorkItem): boolean {
  return taskOf(a) === taskOf(b);
}

/** What a session is given to do, where the entry has a field for it; `""` otherwise. */
export function taskOf({ entry }: WorkItem): string {
  const task = entry.fields.find(({ key }) => TASK_KEYS.has(normalizeKey(key)));
  return normalizeKeyword(task?.value.slice(0, 200) ?? "");
}

const TASK_KEYS = new Set(["task", "current task", "next task", "assigned task", "phase", "current phase", "assignment", "working on", "mission"]);

/** Whether two entries have the same name, or none. */
export function sharesName(a: WorkItem, b: WorkItem): boolean {
  return a.topic.size === 0 && b.topic.size === 0 ? true : sharesTopic(a, b);
}

/** At least half of the words that set one apart set the other apart, too. */
function sharesTopic(a: WorkItem, b: WorkItem): boolean {
  const common = [...a.topic].filter((word) => b.topic.has(word) || b.words.includes(word)).length;
  return common > 0 && common * 2 >= Math.min(a.topic.size, b.topic.size);
}

/**
 * `session`: numbered, and told apart by its name where boards have several
 * projects; `code`: an id that one project gives once; `short`: `T1`, `Step 2`,
 * which every list has; `thing`: words.
 */
function idKind({ key, entry }: WorkItem): "session" | "code" | "short" | "thing" {
  if (!/\d|^\w+ [a-z]$/.test(key)) return "thing";
  const noun = kindOfNoun(/^\p{L}+(?= )/u.exec(key)?.[0] ?? "");
  if (noun === "session") return "session";
  if (CODE.test(entry.id)) return "code";
  return noun === "thing" && /\p{L}{3}/u.test(key) ? "thing" : "short";
}

/** `API-02`, `TASK-001`, `P0.1.1` */
const CODE = /^[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{1,9}){0,3}-\d{2,}|^[A-Z]+\d+\.\d+\.\d+/;

/** `API-02 Cloud Provider APIs` here, `Session 2: Cloud Provider APIs` there: another id, the same name. */
function pairsByTitle(items: readonly WorkItem[]): Pair[] {
  const titled = items.filter(({ words }) => words.length >= 2);
  const pairs: Pair[] = [];
  for (const same of groupBy(titled, ({ words }) => words.join(" ")).values()) {
    if (same.length > MAX_SAME || new Set(same.map(({ key }) => key)).size < 2) continue;
    // «Integration tests» twice in one board is a kind of work.
    const isOwn = new Set(same.map(({ board }) => board)).size === same.length;
    if (isOwn) pairs.push(...pairsOf(same).filter(([a, b]) => a.key !== b.key));
  }
  // One may be chance; several, or the same number too, are none.
  const counts = new Map<Board, Map<Board, number>>();
  for (const [a, b] of pairs) {
    const others = counts.get(a.board) ?? new Map<Board, number>();
    counts.set(a.board, others.set(b.board, (others.get(b.board) ?? 0) + 1));
  }
  return pairs.filter(([a, b]) => counts.get(a.board)!.get(b.board)! >= 2 || lastNumber(a) === lastNumber(b));
}

function lastNumber({ key }: WorkItem): string {
  const digits = /(?<!\d)\d{1,9}$/.exec(key)?.[0];
  return digits === undefined ? key : String(Number(digits));
}

/** Pairs of different boards, or of different parts of one. */
function pairsOf(items: readonly WorkItem[]): Pair[] {
  return items.flatMap((a, index) =>
    items.slice(index + 1).flatMap((b) => (a.board !== b.board || a.entry.family !== b.entry.family ? [[a, b] as const] : [])),
  );
}

/** `session-1-ndi` is session 1, named «ndi». */
function readLabel({ id, name }: Entry): { key: string; name: string } {
  const key = id
    .slice(0, 120)
    .toLowerCase()
    .replace(/[`*#]/g, "")
    .replace(/[\s_-]+/g, " ")
    .trim();
  const numbered = /^(\p{L}+ \d+) (\D+)$/u.exec(key);
  return numbered && kindOfNoun(numbered[1]!) === "session" ? { key: numbered[1]!, name: `${numbered[2]!} ${name}` } : { key, name };
}

/** «In Progress - Cloud Provider APIs (needed for S3)»: the part that names the work, without remarks. */
function wordsOfName(name: string): string[] {
  const parts = name.slice(0, 200).split(/\s[-–—|]\s|\sBranch:/);
  const part = parts.find((words) => /\p{L}/u.test(words) && groupOfKnownWord(words.replace(/[^\p{L}\s_-]/gu, "")) === undefined) ?? "";
  const outside = part.replace(/[([][^()[\]]*[)\]]/g, " ");
  const words = (/\p{L}/u.test(outside) ? outside : part).toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "" && !/^\d+$/.test(word) && !FILLERS.has(word)).map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

const FILLERS = new Set("the a an and or of for to in on with by branch agents agent sessions session task tasks".split(" "));
