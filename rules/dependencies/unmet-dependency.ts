import { z } from "zod";
import { groupBy } from "../../src/group-by.ts";
import type { Board, Entry } from "../../src/model/board.ts";
import { dependenciesOf, type DependencyEdge, type DependencyGraph } from "../../src/model/dependencies.ts";
import { statementsOf, type Statement } from "../../src/model/dependencies/prose.ts";
import { keyOfEntry, normalizeName } from "../../src/model/dependencies/resolver.ts";
import { standingOf } from "../../src/model/standing.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A session takes the first entry that is free. When what that entry needs is
 * not there yet, the session builds on nothing, or waits with its claim held.
 * Keep such an entry BLOCKED until its dependencies are done, and say nowhere
 * else that it can start.
 *
 * ## Bad
 *
 * ````markdown expect=4:9 file=BOARD.md
 * | Task | Status | Claimed By | Dependencies |
 * |------|--------|------------|--------------|
 * | T-1 | IN_PROGRESS | session-1 | None |
 * | T-2 | READY | - | T-1 |
 * | T-3 | BLOCKED | - | T-1, T-2 |
 * ````
 *
 * ````markdown expect=3:34 file=START.md
 * | Session | First task | Critical? |
 * |---------|------------|-----------|
 * | Session 3 | T-3 (docs)  | No - can start anytime |
 * ````
 *
 * ## Good
 *
 * ````markdown file=BOARD.md
 * | Task | Status | Claimed By | Dependencies |
 * |------|--------|------------|--------------|
 * | T-1 | DONE | session-1 | None |
 * | T-2 | READY | - | T-1 |
 * | T-3 | BLOCKED | - | T-1, T-2 |
 * ````
 */
export default defineRule({
  summary: "Work that is said to be free while what it depends on is not done",
  scope: "workspace",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    free: "`{{entry}}` is `{{state}}`, and `{{dependency}}`, which it depends on, is `{{dependencyState}}`{{more}}: expected it to be blocked until then",
    canStart: "`{{phrase}}`, and `{{board}}` has `{{entry}}` as `{{state}}`: expected to hear what it waits for",
  },
  checkWorkspace(workspace, { report }) {
    const graph = dependenciesOf(workspace);
    for (const board of workspace.boards) {
      const [first, ...others] = findFree(board, openEdges(graph));
      if (!first) continue;
      const dependency = graph.nodes.get(first.edge.to)!;
      const more = others.length === 0 ? "" : `, and so it is with ${others.length === 1 ? "one entry more" : `${others.length} entries more`}`;
      report(board.document, {
        place: first.entry.state!.place,
        messageId: "free",
        data: { entry: first.entry.id, state: textOf(first.entry), dependency: dependency.name, dependencyState: textOf(dependency.entry!), more },
        related: [
          { path: first.edge.document.path, place: first.edge.place, message: `depends on \`${dependency.name}\`` },
          ...others.slice(0, MAX_RELATED).map(({ entry, edge }) => ({
            path: board.document.path,
            place: entry.state!.place,
            message: `\`${entry.id}\` depends on \`${graph.nodes.get(edge.to)!.name}\``,
          })),
        ],
      });
    }
  },
  checkPrompt({ document }, { workspace, report }) {
    const entriesByName = entriesOf(workspace);
    if (entriesByName.size === 0 || workspace.boards.some((board) => board.document === document)) return;
    for (const statement of statementsOf(document)) {
      const phrase = CAN_START.exec(statement.text);
      const held = phrase && findHeld(statement, entriesByName);
      if (!held) continue;
      const { board, entry } = held;
      const [edge] = openEdges(dependenciesOf(workspace))(board, entry);
      report(document, {
        place: statement.locate({ start: phrase.index, end: phrase.index + phrase[0].length }),
        messageId: "canStart",
        data: { phrase: phrase[0], board: board.document.path, entry: entry.id, state: textOf(entry) },
        related: [
          { path: board.document.path, place: entry.state!.place, message: `\`${entry.id}\` is \`${textOf(entry)}\`` },
          ...(edge ? [{ path: edge.document.path, place: edge.place, message: `it depends on \`${edge.name}\`` }] : []),
        ],
      });
    }
  },
});

const MAX_RELATED = 20;

function textOf({ state }: Entry): string {
  return state!.word || state!.icon!;
}

/** What keeps an entry waiting, by the table or heading that says it. */
const openEdges: (graph: DependencyGraph) => (board: Board, entry: Entry) => DependencyEdge[] = remembered((graph) => {
  const edges = groupBy(
    graph.edges.filter(({ isMet, origin }) => !isMet && origin !== "prose"),
    ({ from }) => from,
  );
  return (board, entry) => (edges.get(keyOfEntry(board, entry)) ?? []).filter((edge) => isOpen(graph, edge));
});

/** What it depends on has a state, and that is not «done». */
function isOpen({ nodes }: DependencyGraph, { to }: DependencyEdge): boolean {
  const group = nodes.get(to)?.entry?.state?.group;
  return group !== undefined && group !== "done";
}

interface FreeEntry {
  entry: Entry;
  edge: DependencyEdge;
}

/**
 * Free entries whose dependencies are open. Many boards leave it to the reader to
 * look at the dependencies: there `TODO` says nothing of them. `READY` does, and so does
 * any word on a board that has the others `BLOCKED`.
 */
function findFree(board: Board, edgesOf: (board: Board, entry: Entry) => DependencyEdge[]): FreeEntry[] {
  const waiting = board.entries
    .filter((entry) => !entry.archived && entry.state)
    .flatMap((entry) =>
      edgesOf(board, entry)
        .slice(0, 1)
        .map((edge) => ({ entry, edge })),
    );
  const free = waiting.filter(({ entry }) => standingOf(entry) === "free");
  const blocked = waiting.filter(({ entry }) => entry.state!.group === "blocked").length;
  const marksWaiting = blocked >= 2 && blocked >= free.length;
  return free.filter(({ entry }) => marksWaiting || SAYS_READY.test(entry.state!.word));
}

const SAYS_READY = /^(?:ready|available|unblocked|can start)\b/i;
/** «Can start anytime», «No dependencies». */
const CAN_START =
  /\b(?:(?:can|could|may) (?:be )?(?:start(?:ed)?|begin|begun|proceed)(?: work)? (?:any ?time|now|immediately|right away|at once)|(?:has |have )?no (?:dependencies|blockers|prerequisites)|not blocked)\b/i;
/** Then it is a condition, or about what others do. */
const CONDITIONAL = /\b(?:(?<!at )once|when|after|until|if|unless|cannot|can['’]t|before|while|without|except)\b/i;

/** The one entry that a statement names by its id, when every board that knows its state has it blocked. */
function findHeld(
  { text }: Statement,
  entriesByName: ReadonlyMap<string, readonly { board: Board; entry: Entry }[]>,
): { board: Board; entry: Entry } | undefined {
  if (text.length > MAX_STATEMENT || CONDITIONAL.test(text)) return undefined;
  const ids = new Set([...text.matchAll(TASK_ID)].map(([id]) => normalizeName(id)));
  const [id] = ids;
  if (id === undefined || ids.size > 1) return undefined;
  const known = (entriesByName.get(id) ?? []).filter(({ entry }) => entry.state?.group !== undefined);
  return known.length > 0 && known.every(({ entry }) => entry.state!.group === "blocked") ? known[0] : undefined;
}

const MAX_STATEMENT = 400;
const TASK_ID = /(?<![\w.-])[A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,9})?[-_.]?\d+(?:[.-]\d+){0,3}(?![\w-]|\.\d)/g;

const entriesOf: (workspace: Workspace) => ReadonlyMap<string, readonly { board: Board; entry: Entry }[]> = remembered(({ boards }) =>
  groupBy(
    boards.flatMap((board) => board.entries.map((entry) => ({ board, entry }))),
    ({ entry }) => normalizeName(entry.id),
  ),
);
