import { dependenciesOf, type DependencyEdge, type DependencyNode } from "../model/dependencies.ts";
import { findCycles } from "../model/dependencies/cycles.ts";
import { standingOf } from "../model/standing.ts";
import type { Workspace } from "../workspace.ts";
import { toJsonText } from "./json.ts";
import { shorten, UNSAFE, showUnsafe } from "./terminal.ts";

export type GraphFormat = "mermaid" | "dot" | "json";

/** The dependencies of a workspace as they are drawn: nodes by short ids. */
export interface Drawing {
  nodes: readonly (DependencyNode & { id: string })[];
  edges: readonly (DependencyEdge & { fromId: string; toId: string })[];
  /** Each a list of ids; the last waits for the first. */
  cycles: readonly (readonly string[])[];
}

/** What waits for something, what is waited for, and the other entries of their boards. */
export function drawDependencies(workspace: Workspace): Drawing {
  const graph = dependenciesOf(workspace);
  const linked = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const boards = new Set([...linked].flatMap((key) => graph.nodes.get(key)?.board ?? []));
  const shown = [...graph.nodes.values()].filter(({ key, board }) => linked.has(key) || (board !== undefined && (linked.size === 0 || boards.has(board))));
  const ids = new Map(shown.map(({ key }, index) => [key, `n${index + 1}`]));
  const seen = new Set<string>();
  const edges = graph.edges
    .filter(({ from, to, checkpoint }) => seen.size < seen.add(`${from}\n${to}\n${checkpoint ?? ""}`).size)
    .map((edge) => ({ ...edge, fromId: ids.get(edge.from)!, toId: ids.get(edge.to)! }));
  return {
    nodes: shown.map((node) => ({ ...node, id: ids.get(node.key)! })),
    edges,
    cycles: findCycles(graph.edges).map((cycle) => cycle.map(({ from }) => ids.get(from)!)),
  };
}

export function formatGraph(drawing: Drawing, format: GraphFormat): string {
  return FORMATTERS[format](drawing);
}

const FORMATTERS: Record<GraphFormat, (drawing: Drawing) => string> = { mermaid: toMermaid, dot: toDot, json: toJson };

/** Arrows point the way work goes: from what is done first to what waits for it. */
function toMermaid({ nodes, edges }: Drawing): string {
  const lines = [
    "graph LR",
    ...nodes.map((node) => `  ${node.id}["${escapeMermaid(labelOf(node))}"]${node.isDeclared ? "" : ":::unknown"}`),
    ...edges.map(
      ({ fromId, toId, checkpoint }) => `  ${toId} -->${checkpoint === undefined ? "" : `|"${escapeMermaid(shorten(checkpoint, MAX_LABEL))}"|`} ${fromId}`,
    ),
    ...(nodes.every(({ isDeclared }) => isDeclared) ? [] : ["  classDef unknown stroke:#d00,stroke-dasharray:4"]),
  ];
  return `${lines.join("\n")}\n`;
}

function toDot({ nodes, edges }: Drawing): string {
  const lines = [
    "digraph dependencies {",
    "  rankdir=LR;",
    ...nodes.map((node) => `  ${node.id} [label="${escapeDot(labelOf(node))}"${node.isDeclared ? "" : ", color=red, style=dashed"}];`),
    ...edges.map(
      ({ fromId, toId, checkpoint }) => `  ${toId} -> ${fromId}${checkpoint === undefined ? "" : ` [label="${escapeDot(shorten(checkpoint, MAX_LABEL))}"]`};`,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

const MAX_LABEL = 80;

function labelOf({ name, entry, isDeclared }: DependencyNode): string {
  const state = isDeclared ? entry && standingOf(entry) : "unknown";
  return `${shorten(name, MAX_LABEL)}${state === undefined ? "" : ` (${state})`}`;
}

/** Letters, digits and harmless signs stay; everything else turns into the entity codes of mermaid. */
function escapeMermaid(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/+()_-]/gu, (character) => `#${character.codePointAt(0)!};`);
}

function escapeDot(text: string): string {
  return text
    .replace(UNSAFE, showUnsafe)
    .replace(/[\\"]/g, (character) => `\\${character}`)
    .replace(/[<>&]/g, (character) => ENTITIES[character]!);
}

// Graphviz reads entities in labels, and writes them to SVG as they are.
const ENTITIES: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

function toJson({ nodes, edges, cycles }: Drawing): string {
  return toJsonText({
    version: 1,
    nodes: nodes.map(({ id, name, board, entry, isDeclared }) => ({
      id,
      name,
      known: isDeclared,
      state: (entry && standingOf(entry)) ?? null,
      file: board?.document.path ?? null,
      line: entry?.place.start.line ?? null,
    })),
    edges: edges.map(({ fromId, toId, checkpoint, origin, isMet, document, place }) => ({
      from: fromId,
      dependsOn: toId,
      checkpoint: checkpoint ?? null,
      origin,
      met: isMet,
      file: document.path,
      line: place.start.line,
      column: place.start.column,
    })),
    cycles,
  });
}
