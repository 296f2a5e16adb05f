import { Graph, layout, type EdgeLabel, type GraphLabel, type NodeLabel, type Point } from "@dagrejs/dagre";
import { standingOf } from "../../model/standing.ts";
import type { Drawing } from "../graph.ts";
import { displayWidth } from "../width.ts";
import { markup, short, type Markup } from "./markup.ts";

/** Above these nobody can read the picture, and laying it out takes long. */
export const MAX_NODES = 150;
export const MAX_EDGES = 400;

/** The dependencies as an SVG picture, from left to right. `title` is what a screen reader says of it. */
export function drawGraph(drawing: Drawing, title: string): Markup {
  const nodes = drawing.nodes.map(({ id, name, entry, isDeclared }) => {
    const state = isDeclared ? ((entry && standingOf(entry)) ?? "") : "unknown";
    return { id, state, name: short(name, MAX_NAME) };
  });
  const edges = drawing.edges.map(({ fromId, toId, checkpoint }, index) => ({
    from: toId,
    to: fromId,
    id: String(index),
    label: checkpoint === undefined ? "" : short(checkpoint, MAX_NAME),
  }));

  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: "LR", marginx: MARGIN, marginy: MARGIN, nodesep: 24, ranksep: 48 });
  for (const { id, name, state } of nodes) graph.setNode(id, { width: Math.max(widthOf(name), widthOf(state)) + 2 * PADDING, height: state === "" ? 32 : 48 });
  for (const { from, to, id, label } of edges)
    graph.setEdge(from, to, { labelpos: "c", width: label === "" ? 0 : widthOf(label), height: label === "" ? 0 : LINE }, id);
  layout(graph);

  const { width = 0, height = 0 } = graph.graph();
  return markup`<svg role="img" aria-labelledby="graph-title" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}">
<title id="graph-title">${title}</title>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
${edges.map(({ from, to, id, label }) => drawEdge(graph.edge(from, to, id), label))}${nodes.map(({ id, name, state }) => drawNode(graph.node(id), name, state))}</svg>`;
}

const MAX_NAME = 40;
const MARGIN = 8;
const PADDING = 12;
const LINE = 16;
/** In pixels, of a cell: generous, as nobody knows the font. */
const CELL = 7.5;

function widthOf(text: string): number {
  return displayWidth(text) * CELL;
}

function drawNode({ x = 0, y = 0, width, height }: NodeLabel, name: string, state: string): Markup {
  const top = y - height / 2;
  return markup`<g class="${state}"><rect x="${round(x - width / 2)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="6"/><text x="${round(x)}" y="${round(top + 21)}">${name}</text>${state !== "" && markup`<text class="note" x="${round(x)}" y="${round(top + 38)}">${state}</text>`}</g>
`;
}

function drawEdge({ points = [], x = 0, y = 0 }: EdgeLabel, label: string): Markup {
  const text = label !== "" && markup`<text class="note" x="${round(x)}" y="${round(y + 4)}">${label}</text>`;
  return markup`<path d="${pathOf(points)}" marker-end="url(#arrow)"/>${text}
`;
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
