import { z } from "zod";
import { dependenciesOf, type DependencyEdge, type DependencyGraph } from "../../src/model/dependencies.ts";
import { findCycles } from "../../src/model/dependencies/cycles.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Sessions that wait for each other wait for ever: each looks at the board,
 * sees that the other is not done, and goes back to sleep. The circle often
 * runs over two files, so that neither shows it. Take one of the dependencies
 * out, or split the work so that one side can finish first.
 *
 * ## Bad
 *
 * ````yaml expect=2:16 file=DEPENDENCIES.yaml
 * Backend:
 *   depends_on: [Integration]
 * Integration:
 *   depends_on: [Backend]
 * ````
 *
 * ````markdown expect=3:20 file=MATRIX.md
 * # Session matrix
 *
 * - Session 1 (API): blocked by Session 2
 * ````
 *
 * ````markdown file=SESSION-2-PROMPT.md
 * # Session 2
 *
 * Pull together work from Sessions 1-3, then write the release notes.
 * ````
 *
 * ## Good
 *
 * ````yaml file=DEPENDENCIES.yaml
 * Backend:
 *   depends_on: []
 * Integration:
 *   depends_on: [Backend]
 * ````
 */
export default defineRule({
  summary: "Sessions that wait for each other",
  scope: "workspace",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    cycle: "`{{name}}` closes a circle, and none of {{cycle}} can start: take one of these dependencies out",
    itself: "`{{name}}` waits for itself: take this dependency out",
  },
  checkWorkspace(workspace, { report }) {
    const graph = dependenciesOf(workspace);
    for (const cycle of findCycles(graph.edges.filter((edge) => keepsWaiting(graph, edge)))) {
      const [first, ...others] = cycle;
      report(first!.document, {
        place: first!.place,
        messageId: others.length === 0 ? "itself" : "cycle",
        data: { name: first!.name, cycle: describeCycle(graph, cycle) },
        related: others.map((edge) => ({
          path: edge.document.path,
          place: edge.place,
          message: `\`${nameOf(graph, edge.from)}\` waits for \`${nameOf(graph, edge.to)}\``,
        })),
      });
    }
  },
});

/** What is done, on either side, keeps nobody waiting. */
function keepsWaiting({ nodes }: DependencyGraph, { from, to, isMet }: DependencyEdge): boolean {
  return !isMet && [from, to].every((key) => nodes.get(key)?.entry?.state?.group !== "done");
}

function nameOf({ nodes }: DependencyGraph, key: string): string {
  return nodes.get(key)?.name ?? "";
}

/** `A → B → A`; of a long one the first names and the last. */
function describeCycle(graph: DependencyGraph, cycle: readonly DependencyEdge[]): string {
  const names = cycle.map(({ from }) => `\`${nameOf(graph, from)}\``);
  const shown = names.length > MAX_SHOWN ? [...names.slice(0, MAX_SHOWN - 1), `… (${names.length - MAX_SHOWN} more)`, names.at(-1)!] : names;
  return [...shown, names[0]!].join(" → ");
}

const MAX_SHOWN = 8;
