import * as dagre from "@dagrejs/dagre";

export interface Point {
  x: number;
  y: number;
}

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface GraphToLayOut {
  nodes: readonly (Size & { id: string })[];
  /** `width` and `height` are those of the label; 0 without one. */
  edges: readonly (Size & { id: string; from: string; to: string })[];
}

export interface LaidOutGraph extends Size {
  /** The upper left corner. */
  origin: Point;
  /** Middles of the nodes, by id. */
  nodes: ReadonlyMap<string, Point>;
  /** Corners of the lines and middles of the labels, by id. */
  edges: ReadonlyMap<string, { points: readonly Point[]; label: Point }>;
}

/** Places a graph from left to right, by layers, with few crossings. */
export function layOut({ nodes, edges }: GraphToLayOut): LaidOutGraph {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 48 });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { id, from, to, width, height } of edges) graph.setEdge(from, to, { labelpos: "c", width, height }, id);
  layout(graph);
  const lines = edges.map(({ id, from, to, width, height }) => {
    const { points = [], x = points[0]?.x ?? 0, y = points[0]?.y ?? 0 } = graph.edge(from, to, id);
    return { id, points, label: { x, y, width, height } };
  });
  const boxes = [
    ...nodes.map(({ id }) => graph.node(id)),
    ...lines.flatMap(({ label, points }) => [label, ...points.map((point) => ({ ...point, width: 0, height: 0 }))]),
  ];
  return {
    ...frameOf(boxes),
    nodes: new Map(nodes.map(({ id }) => [id, graph.node(id)])),
    edges: new Map(lines.map(({ id, points, label }) => [id, { points, label }])),
  };
}

/** Dagre's own measures leave out how far lines go. */
function frameOf(boxes: readonly (Point & Size)[]): { origin: Point } & Size {
  const side = (key: "x" | "y", size: "width" | "height", sign: 1 | -1) =>
    sign * Math.ceil(Math.max(0, ...boxes.map((box) => sign * box[key] + box[size] / 2)) + MARGIN);
  const origin = { x: side("x", "width", -1), y: side("y", "height", -1) };
  return { origin, width: side("x", "width", 1) - origin.x, height: side("y", "height", 1) - origin.y };
}

const MARGIN = 8;

/** What we use of dagre: its own types name files in a way that Node's resolution does not follow. */
interface DagreGraph {
  setGraph(options: { rankdir: "LR"; nodesep: number; ranksep: number }): void;
  setNode(id: string, size: Size): void;
  setEdge(from: string, to: string, label: Size & { labelpos: "c" }, id: string): void;
  node(id: string): Size & Point;
  edge(from: string, to: string, id: string): { points?: Point[]; x?: number; y?: number };
}
const { Graph, layout } = dagre as unknown as { Graph: new (options: { multigraph: boolean }) => DagreGraph; layout(graph: DagreGraph): void };
