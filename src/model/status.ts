import type { Position } from "unist";
import { groupBy } from "../group-by.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, type Board, type Entry } from "./board.ts";
import { dependenciesOf, type DependencyEdge } from "./dependencies.ts";
import { keyOfEntry } from "./dependencies/resolver.ts";
import { lastSign } from "./moments.ts";
import { claimOf, isHeld, standingOf } from "./standing.ts";
import type { StateGroup } from "./vocabulary.ts";

/** A board as the tool understands it. */
export interface BoardStatus {
  board: Board;
  entries: readonly EntryStatus[];
}

export interface EntryStatus {
  entry: Entry;
  /** What its status comes to, its claim considered; `entry.state` has the words. */
  group: StateGroup | undefined;
  /** Who has claimed it, as written; `undefined` when nobody has. */
  claimedBy: string | undefined;
  /** The last sign of life of its session. */
  sign: { time: number; text: string; place: Position } | undefined;
  /** Milliseconds since that sign; `undefined` for work that nobody holds. */
  age: number | undefined;
  /** Its session has been silent for longer than claims last. */
  isStale: boolean;
  outputFile: string | undefined;
  dependencies: readonly DependencyStatus[];
}

export interface DependencyStatus {
  name: string;
  checkpoint: string | undefined;
  /** Nothing in the workspace has that name. */
  isUnknown: boolean;
  /** Of the entry that it is; `undefined` when it is none, or has none. */
  group: StateGroup | undefined;
  isMet: boolean;
}

/** What the given boards say, against the clock of the settings. */
export function readStatus(workspace: Workspace, boards: readonly Board[]): BoardStatus[] {
  const graph = dependenciesOf(workspace);
  const edges = groupBy(graph.edges, ({ from }) => from);
  const { clock, staleClaimAfter } = workspace.settings;
  const now = clock?.now();

  return boards.map((board) => ({
    board,
    entries: board.entries.map((entry) => {
      const sign = lastSign(entry);
      const age = sign && now !== undefined && isHeld(entry) ? now - sign.time : undefined;
      return {
        entry,
        group: standingOf(entry),
        claimedBy: claimOf(entry)?.by,
        sign,
        age,
        isStale: age !== undefined && age > staleClaimAfter * 1000,
        outputFile: fieldOf(entry, "outputFile")?.value || undefined,
        dependencies: distinct(edges.get(keyOfEntry(board, entry)) ?? []).map(({ to, name, checkpoint, isMet }) => {
          const node = graph.nodes.get(to);
          const group = node?.entry && standingOf(node.entry);
          return { name: node?.entry?.id ?? name, checkpoint, isUnknown: !node?.isDeclared, group, isMet: isMet || group === "done" };
        }),
      };
    }),
  }));
}

/** A dependency that both the board and a DEPENDENCIES file name is one. */
function distinct(edges: readonly DependencyEdge[]): DependencyEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ to, checkpoint }) => seen.size < seen.add(`${to}\0${checkpoint ?? ""}`).size);
}
