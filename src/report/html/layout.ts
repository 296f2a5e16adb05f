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
  /** Middles of the nodes, by id. */
  nodes: ReadonlyMap<string, Point>;
  /** Corners of the lines and middles of the labels, by id. */
  edges: ReadonlyMap<string, { points: readonly Point[]; label: Point }>;
}

/** Places a graph from left to right, by layers, with few crossings. */
export function layOut({ nodes, edges }: GraphToLayOut): LaidOutGraph {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", marginx: MARGIN, marginy: MARGIN, nodesep: 24, ranksep: 48 });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { id, from, to, width, height } of edges) graph.setEdge(from, to, { labelpos: "c", width, height }, id);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: new Map(nodes.map(({ id }) => [id, graph.node(id)])),
    edges: new Map(
      edges.map(({ id, from, to }) => {
        const { points = [], x = 0, y = 0 } = graph.edge(from, to, id);
        return [id, { points, label: { x, y } }];
      }),
    ),
  };
}

const MARGIN = 8;

/** What we use of dagre: its own types name files in a way that Node's resolution does not follow. */
interface DagreGraph {
  setGraph(options: { rankdir: "LR"; marginx: number; marginy: number; nodesep: number; ranksep: number }): void;
  setNode(id: string, size: Size): void;
  setEdge(from: string, to: string, label: Size & { labelpos: "c" }, id: string): void;
  graph(): Partial<Size>;
  node(id: string): Size & Point;
  edge(from: string, to: string, id: string): { points?: Point[]; x?: number; y?: number };
}
const { Graph, layout } = dagre as unknown as { Graph: new (options: { multigraph: boolean }) => DagreGraph; layout(graph: DagreGraph): void };
