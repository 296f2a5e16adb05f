import { standingOf } from "../../model/standing.ts";
import type { Drawing } from "../graph.ts";
import { escapeTerminal } from "../terminal.ts";
import { displayWidth } from "../width.ts";
import { layOut, type Point, type Size } from "./layout.ts";
import { markup, short, type Markup } from "./markup.ts";

/** Above these nobody can read the picture, and laying it out takes long. */
export const MAX_NODES = 150;
export const MAX_EDGES = 400;

/** The dependencies as an SVG picture, from left to right. `title` is what a screen reader says of it. */
export function drawGraph(drawing: Drawing, title: string): Markup {
  const nodes = drawing.nodes.map(({ id, name: whole, entry, isDeclared }) => {
    const name = short(whole, MAX_NAME);
    const state = isDeclared ? ((entry && standingOf(entry)) ?? "") : "unknown";
    return { id, name, state, width: Math.max(widthOf(name), widthOf(state)) + 2 * PADDING, height: state === "" ? 32 : 48 };
  });
  // Arrows point the way work goes.
  const edges = drawing.edges.map(({ fromId, toId, checkpoint = "" }, index) => {
    const label = short(checkpoint, MAX_NAME);
    return { id: String(index), from: toId, to: fromId, label, width: widthOf(label), height: label === "" ? 0 : LINE };
  });
  const placed = layOut({ nodes, edges });
  const { origin, width, height } = placed;
  return markup`<svg role="img" aria-labelledby="graph-title" width="${width}" height="${height}" viewBox="${origin.x} ${origin.y} ${width} ${height}">
<title id="graph-title">${title}</title>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
${edges.map(({ id, label }) => drawEdge(placed.edges.get(id)!, label))}${nodes.map((node) => drawNode(node, placed.nodes.get(node.id)!))}</svg>`;
}

const MAX_NAME = 40;
const PADDING = 12;
const LINE = 16;
/** In pixels, of a cell: generous, as nobody knows the font. */
const CELL = 7.5;

function widthOf(text: string): number {
  return displayWidth(escapeTerminal(text)) * CELL;
}

function drawNode({ name, state, width, height }: Size & { name: string; state: string }, { x, y }: Point): Markup {
  const top = y - height / 2;
  return markup`<g class="${state}"><rect x="${round(x - width / 2)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="6"/><text x="${round(x)}" y="${round(top + 21)}">${name}</text>${state !== "" && markup`<text class="note" x="${round(x)}" y="${round(top + 38)}">${state}</text>`}</g>
`;
}

function drawEdge({ points, label: { x, y } }: { points: readonly Point[]; label: Point }, label: string): Markup {
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`).join("");
  return markup`<path d="${path}" marker-end="url(#arrow)"/>${label !== "" && markup`<text class="note" x="${round(x)}" y="${round(y + 4)}">${label}</text>`}
`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
