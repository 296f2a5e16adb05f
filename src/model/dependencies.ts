import type { Position } from "unist";
import type { Document } from "../document.ts";
import { remembered } from "../remembered.ts";
import { toPosition } from "../source.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, type Board, type Entry, type Field } from "./board.ts";
import { readDependencyFile, type DependencyFile } from "./dependencies/file.ts";
import { NO_DEPENDENCY, readNames, type ListedName } from "./dependencies/names.ts";
import { createResolver, keyOfEntry, keyOfName, type Resolver } from "./dependencies/resolver.ts";
import { slipOf } from "./dependencies/slips.ts";
import { readProseDependencies } from "./dependencies/prose.ts";

/** Who waits for whom in a workspace, from boards, DEPENDENCIES files and the plain sentences of prompts. */
export interface DependencyGraph {
  nodes: ReadonlyMap<string, DependencyNode>;
  /** By file, then by place. Of an unknown name there is an edge as well, to a node that nothing declares. */
  edges: readonly DependencyEdge[];
  files: readonly DependencyFile[];
}

/** A session, task or work item. */
export interface DependencyNode {
  key: string;
  /** As people call it: `Session 4`, `P0.1.1`, `Backend`. */
  name: string;
  /** Whether an entry, a key of a DEPENDENCIES file or a prompt of its own is there for it. */
  isDeclared: boolean;
  board: Board | undefined;
  entry: Entry | undefined;
}

/** `from` cannot finish, or not start, before `to`. */
export interface DependencyEdge {
  from: string;
  to: string;
  /** What `to` is called there. */
  name: string;
  /** What `to` has to reach first; `undefined` when it has to be done. */
  checkpoint: string | undefined;
  document: Document;
  place: Position;
  origin: "file" | "field" | "prose";
  /** The text itself says that this one is done. */
  isMet: boolean;
}

/** A name in a field that nothing in the workspace has, with the board it stands in. */
export interface UnresolvedName {
  board: Board;
  entry: Entry;
  field: Field;
  listed: ListedName;
  place: Position;
}

export const dependenciesOf: (workspace: Workspace) => DependencyGraph = remembered(buildGraph);

/** Names in `Dependencies:` fields that are no entry's; whether they are mistakes is for the rule to say. */
export const unresolvedNames: (workspace: Workspace) => readonly UnresolvedName[] = remembered(({ boards, documents }) => {
  const resolve = createResolver(boards, readFiles(documents));
  return boards.flatMap((board) =>
    board.entries.flatMap((entry) => readField(board, entry, resolve).flatMap(({ key, ...name }) => (key === undefined ? { board, entry, ...name } : []))),
  );
});

const readFiles = (documents: readonly Document[]): DependencyFile[] => documents.flatMap((document) => readDependencyFile(document) ?? []);

function buildGraph(workspace: Workspace): DependencyGraph {
  const { boards, documents } = workspace;
  const files = readFiles(documents);
  const resolve = createResolver(boards, files);
  const nodes = new Map<string, DependencyNode>();
  const edges: DependencyEdge[] = [];
  const addNode = (node: DependencyNode): void => {
    const known = nodes.get(node.key);
    if (!known || (!known.isDeclared && node.isDeclared)) nodes.set(node.key, node);
  };

  for (const board of boards) for (const entry of board.entries) addNode({ key: keyOfEntry(board, entry), name: entry.id, isDeclared: true, board, entry });
  for (const board of boards) {
    for (const entry of board.entries) {
      const from = keyOfEntry(board, entry);
      for (const { key, listed, place } of readField(board, entry, resolve)) {
        // What is neither an id nor nearly a name may be any phrase.
        if (key === undefined && !listed.isId && slipOf(listed.name, board) === undefined) continue;
        const to = key ?? keyOfName(board.document.path, listed.name);
        addNode({ key: to, name: listed.name, isDeclared: false, board: undefined, entry: undefined });
        edges.push({ from, to, name: listed.name, checkpoint: undefined, document: board.document, place, origin: "field", isMet: listed.isMet });
      }
    }
  }
  for (const { document, items } of files) {
    for (const { name } of items) addNode({ key: resolve(name, {}) ?? keyOfName("", name), name, isDeclared: true, board: undefined, entry: undefined });
    for (const item of items) {
      for (const { name, checkpoint, place } of item.dependsOn) {
        const to = resolve(name, {}) ?? keyOfName("", name);
        addNode({ key: to, name, isDeclared: false, board: undefined, entry: undefined });
        edges.push({ from: resolve(item.name, {}) ?? keyOfName("", item.name), to, name, checkpoint, document, place, origin: "file", isMet: false });
      }
    }
  }
  for (const { from, to, document, place } of readProseDependencies(workspace)) {
    const keys = [from, to].map(({ key, name }) => {
      const resolved = resolve(name, { onlyOneBoard: true }) ?? key;
      addNode({ key: resolved, name, isDeclared: true, board: undefined, entry: undefined });
      return resolved;
    });
    edges.push({ from: keys[0]!, to: keys[1]!, name: to.name, checkpoint: undefined, document, place, origin: "prose", isMet: false });
  }
  edges.sort((a, b) => (a.document.path < b.document.path ? -1 : a.document.path > b.document.path ? 1 : a.place.start.offset! - b.place.start.offset!));
  return { nodes, edges, files };
}

interface FieldDependency {
  /** `undefined` when nothing has that name. */
  key: string | undefined;
  field: Field;
  listed: ListedName;
  place: Position;
}

function readField(board: Board, entry: Entry, resolve: Resolver): FieldDependency[] {
  const field = fieldOf(entry, "dependencies");
  if (!field || field.value === "" || NO_DEPENDENCY.test(field.value)) return [];
  if (ALL_ABOVE.test(field.value)) {
    const above = board.entries.filter((other) => other.family === entry.family && other.place.start.offset! < entry.place.start.offset!);
    const listed = (name: string): ListedName => ({ name, isId: true, isMet: false, span: { start: 0, end: field.value.length } });
    return above.map((other) => ({ key: keyOfEntry(board, other), field, listed: listed(other.id), place: field.valuePlace }));
  }
  return readNames(field.value).map((listed) => ({
    key: resolve(listed.name, { board, entry }),
    field,
    listed,
    place: placeOf(field, listed, board.document),
  }));
}

const ALL_ABOVE = /^all (?:of the )?(?:above|previous|preceding|earlier)\b/i;

/** The name within the value, where it is written as it is read; else the whole value. */
function placeOf({ valuePlace, value }: Field, { span }: ListedName, { source }: Document): Position {
  const name = value.slice(span.start, span.end);
  const from = valuePlace.start.offset!;
  // The same name may be part of another one in front of it.
  const written = source.text.slice(from, valuePlace.end.offset);
  const at = written.indexOf(name, Math.max(0, written === value ? span.start : 0));
  if (at < 0) return valuePlace;
  return toPosition(source, { start: from + at, end: from + at + name.length });
}
