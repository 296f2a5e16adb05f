import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { DataEntry, DataMap, DataNode } from "../../parse/data.ts";

/** A DEPENDENCIES.yaml, .yml or .json. */
export interface DependencyFile {
  document: Document;
  items: readonly DependencyItem[];
}

interface DependencyItem {
  name: string;
  place: Position;
  dependsOn: readonly NamedDependency[];
  /** What has to be there before it goes on; each must be among `dependsOn`. */
  blocksUntil: readonly { name: string; place: Position }[];
  /** What it says when it has come that far. */
  checkpoints: readonly string[];
  /** It is listed although there is nothing to say of it. */
  isLeaf: boolean;
}

interface NamedDependency {
  name: string;
  checkpoint: string | undefined;
  place: Position;
  checkpointPlace: Position | undefined;
}

/** Reads a file by its name and by what it holds; `undefined` for the dependencies of a package or an environment. */
export function readDependencyFile(document: Document): DependencyFile | undefined {
  if (!FILE_NAME.test(document.path)) return undefined;
  const roots = document.data.filter(({ origin }) => origin === "file").flatMap(({ roots }) => roots);
  const items = roots.flatMap((root) => readItems(root, 0));
  return items.some(({ dependsOn, blocksUntil }) => dependsOn.length > 0 || blocksUntil.length > 0) ? { document, items } : undefined;
}

const FILE_NAME = /(?:^|[/._-])dependencies\.(?:ya?ml|json)$/i;
const DEPENDS = /^(?:depends[_-]?on|dependsOn|dependencies|requires|blocked[_-]?by|after|needs)$/;
const BLOCKS = /^(?:blocks[_-]?until|blocksUntil|blocked[_-]?until)$/;
const CHECKPOINTS = /^(?:checkpoints?|produces|provides)$/;
const NAME = /^(?:id|name|session|task|agent)$/;
/** Keys that hold the sessions rather than being one. */
const WRAPPER = /^(?:sessions|tasks|agents|swarms|workers|dependencies|graph|nodes)$/i;

function readItems(node: DataNode, depth: number): DependencyItem[] {
  if (depth > 2) return [];
  if (node.type === "list") {
    return node.items.flatMap((item) => {
      const name = item.type === "map" ? item.entries.find(({ key, value }) => NAME.test(key) && value.type === "scalar")?.value : undefined;
      return item.type === "map" && name?.type === "scalar" ? readItem(name.text, name.place, item) : [];
    });
  }
  if (node.type !== "map") return [];
  const isItem = ({ value }: DataEntry): boolean => value.type === "map" && value.entries.some(({ key }) => DEPENDS.test(key) || BLOCKS.test(key));
  const wrapped = node.entries.filter(({ key, value }) => WRAPPER.test(key) && value.type !== "scalar");
  if (wrapped.length > 0 && !node.entries.some(isItem)) return wrapped.flatMap(({ value }) => readItems(value, depth + 1));
  if (!node.entries.some(isItem)) return [];
  return node.entries.flatMap(({ key, keyPlace, value }) => {
    if (value.type === "map") return readItem(key, keyPlace, value);
    // `Backend:` with nothing behind it, or `[]`, is listed all the same.
    const isEmpty = value.type === "scalar" ? value.value === null : value.items.length === 0;
    return isEmpty ? { name: key, place: keyPlace, dependsOn: [], blocksUntil: [], checkpoints: [], isLeaf: true } : [];
  });
}

function readItem(name: string, place: Position, map: DataMap): DependencyItem {
  const under = (pattern: RegExp): DataNode[] => map.entries.filter(({ key }) => pattern.test(key)).map(({ value }) => value);
  const dependsOn = under(DEPENDS).flatMap(readDependencies);
  const checkpoints = under(CHECKPOINTS).flatMap(readDependencies);
  return {
    name,
    place,
    dependsOn,
    blocksUntil: under(BLOCKS).flatMap(readDependencies),
    checkpoints: checkpoints.map(({ name }) => name),
    isLeaf: dependsOn.length === 0 && checkpoints.length === 0,
  };
}

/** `Backend`, `[Backend, Frontend]`, `{ Backend: checkpoint_1 }`, and lists of all of these. */
function readDependencies(node: DataNode): NamedDependency[] {
  if (node.type === "list") return node.items.slice(0, MAX_ITEMS).flatMap((item) => (item.type === "list" ? [] : readDependencies(item)));
  if (node.type === "map") {
    return node.entries.slice(0, MAX_ITEMS).map(({ key, keyPlace, value }) => {
      const isScalar = value.type === "scalar" && value.value !== null;
      return { name: key, place: keyPlace, checkpoint: isScalar ? value.text : undefined, checkpointPlace: isScalar ? value.place : undefined };
    });
  }
  if (node.value === null || node.text.trim() === "" || /^(?:none|null|~|-)$/i.test(node.text)) return [];
  return [{ name: node.text, place: node.place, checkpoint: undefined, checkpointPlace: undefined }];
}

const MAX_ITEMS = 20_000;
