import { groupBy } from "../../group-by.ts";
import type { DependencyEdge } from "../dependencies.ts";

/**
 * A shortest cycle of each knot of the graph, as its edges in order: each
 * starts where the one before it ends. Iterative: a chain may have any length.
 */
export function findCycles(edges: readonly DependencyEdge[]): DependencyEdge[][] {
  const outgoing = groupBy(edges, ({ from }) => from);
  const knotOf = findKnots(outgoing);
  const isInside = ({ from, to }: DependencyEdge): boolean => knotOf.get(from) !== undefined && knotOf.get(from) === knotOf.get(to);
  const told = new Set<number>();
  const cycles: DependencyEdge[][] = [];
  for (const edge of edges) {
    if (!isInside(edge) || told.has(knotOf.get(edge.from)!)) continue;
    told.add(knotOf.get(edge.from)!);
    cycles.push([edge, ...findPath(outgoing, edge.to, edge.from, isInside)]);
  }
  return cycles;
}

/** Tarjan's strongly connected components, by node; what reaches itself only over itself is one of its own. */
function findKnots(outgoing: ReadonlyMap<string, readonly DependencyEdge[]>): Map<string, number> {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const knots = new Map<string, number>();
  const open: string[] = [];
  let knot = 0;
  const enter = (node: string): { node: string; next: number } => {
    numbers.set(node, numbers.size);
    lowest.set(node, numbers.get(node)!);
    open.push(node);
    return { node, next: 0 };
  };
  for (const start of outgoing.keys()) {
    if (numbers.has(start)) continue;
    const path = [enter(start)];
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const edge = outgoing.get(frame.node)?.[frame.next++];
      if (edge) {
        if (!numbers.has(edge.to)) path.push(enter(edge.to));
        else if (!knots.has(edge.to)) lowest.set(frame.node, Math.min(lowest.get(frame.node)!, numbers.get(edge.to)!));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lowest.set(above.node, Math.min(lowest.get(above.node)!, lowest.get(frame.node)!));
      if (lowest.get(frame.node) !== numbers.get(frame.node)) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        knots.set(member, knot);
        if (member === frame.node) break;
      }
      knot++;
    }
  }
  return knots;
}

/** A shortest way along `isInside` edges; none when both ends are the same. */
function findPath(
  outgoing: ReadonlyMap<string, readonly DependencyEdge[]>,
  from: string,
  to: string,
  isInside: (edge: DependencyEdge) => boolean,
): DependencyEdge[] {
  if (from === to) return [];
  const arrivedBy = new Map<string, DependencyEdge>();
  const queue = [from];
  for (let at = 0; at < queue.length && !arrivedBy.has(to); at++) {
    for (const edge of outgoing.get(queue[at]!) ?? []) {
      if (edge.to === from || arrivedBy.has(edge.to) || !isInside(edge)) continue;
      arrivedBy.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  const path: DependencyEdge[] = [];
  for (let edge = arrivedBy.get(to); edge; edge = arrivedBy.get(edge.from)) path.push(edge);
  return path.reverse();
}
