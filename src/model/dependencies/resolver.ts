import type { Board, Entry } from "../board.ts";
import type { DependencyFile } from "./file.ts";

/** Whose name is meant. */
interface ResolveFrom {
  /** Where the name stands: its own board's entries come first. */
  board?: Board;
  entry?: Entry;
  /** Only when a single board has the name: prose does not say which one it means. */
  onlyOneBoard?: boolean;
}

/** The key of the node that a name means; `undefined` when nothing has it, or more than one. */
export type Resolver = (name: string, from: ResolveFrom) => string | undefined;

export function keyOfEntry({ document }: Board, { id }: Entry): string {
  return `${document.path}\0${normalizeName(id)}`;
}

/** The key of a name that is no entry's; `scope` tells names of different files or phases apart. */
export function keyOfName(scope: string, name: string): string {
  return `${scope}\0\0${normalizeName(name)}`;
}

export function createResolver(boards: readonly Board[], files: readonly DependencyFile[]): Resolver {
  const indexes = new Map(boards.map((board) => [board, indexBoard(board)] as const));
  const declared = new Set(files.flatMap(({ items }) => items.map(({ name }) => normalizeName(name))));

  return (name, { board, entry, onlyOneBoard = false }) => {
    const wanted = normalizeName(name);
    if (wanted === "") return undefined;
    const own = board && lookUp(indexes.get(board)!, wanted, entry);
    if (own !== undefined) return own;
    const others = [...indexes].flatMap(([other, index]) => (other === board ? [] : (lookUp(index, wanted, undefined) ?? [])));
    if (others.length > 0 && !(onlyOneBoard && others.length > 1)) return others[0];
    return declared.has(wanted) ? keyOfName("", name) : undefined;
  };
}

/** Spelling aside: `Backend_Swarm` and `backend swarm` are one name, `#12` and `12` as well. */
export function normalizeName(name: string): string {
  const words = name
    .slice(0, 200)
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== "")
    .join(" ");
  const from = /^#* ?/.exec(words)![0].length;
  return words.endsWith(".") ? words.slice(from, -1) : words.slice(from);
}

interface BoardIndex {
  ids: ReadonlyMap<string, string>;
  /** The rest of headings: `Cloud APIs`; `undefined` where two entries have it. */
  names: ReadonlyMap<string, string | undefined>;
  /** `backend` of `Backend Swarm`; `undefined` where two entries start with it. */
  firstWords: ReadonlyMap<string, string | undefined>;
}

function indexBoard(board: Board): BoardIndex {
  const ids = new Map<string, string>();
  const names = new Map<string, string | undefined>();
  const firstWords = new Map<string, string | undefined>();
  const addOnce = (map: Map<string, string | undefined>, word: string, key: string): void => {
    if (word !== "") map.set(word, map.has(word) && map.get(word) !== key ? undefined : key);
  };
  for (const entry of board.entries) {
    const key = keyOfEntry(board, entry);
    const id = normalizeName(entry.id);
    if (!ids.has(id)) ids.set(id, key);
    addOnce(names, normalizeName(entry.name), key);
    const [first = "", ...rest] = id.split(" ");
    if (rest.length > 0 && NOUN.test(rest.join(" "))) addOnce(firstWords, first, key);
  }
  return { ids, names, firstWords };
}

const NOUN = /^(?:swarm|team|session|agent|worker|squad|crew|lane|stream)s?$/;

function lookUp({ ids, names, firstWords }: BoardIndex, wanted: string, entry: Entry | undefined): string | undefined {
  const direct = ids.get(wanted) ?? names.get(wanted) ?? firstWords.get(wanted);
  if (direct !== undefined) return direct;
  if (entry && /^\d{1,4}$/.test(wanted)) {
    // «1, 2» below «Task 3» are Task 1 and Task 2.
    const kind = /^(.*\D)\d{1,4}$/.exec(normalizeName(entry.id))?.[1];
    return kind === undefined ? undefined : ids.get(kind + wanted);
  }
  // «Frontend swarms to reach checkpoints first» begins with the name.
  if (!entry || !wanted.includes(" ")) return undefined;
  const words = wanted.split(" ").slice(0, MAX_WORDS);
  for (let length = words.length - 1; length > 0; length--) {
    const start = words.slice(0, length).join(" ");
    const key = ids.get(start) ?? ids.get(start.replace(/s$/, ""));
    if (key !== undefined && REACHES.test(words.slice(length).join(" "))) return key;
  }
  return undefined;
}

const MAX_WORDS = 12;
const REACHES = /^(?:to|must|has|have|needs?|is|are|be|reach\w*|complet\w+|done|finish\w*|first|merged|checkpoints?|ready)\b/;
