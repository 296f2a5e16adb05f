import { z } from "zod";
import { fieldOf } from "../../src/model/board.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A budget is kept only by entries that say what they cost. An entry without
 * an estimate can spend anything, and the sum of the others means nothing.
 * Reported only where the config has a `budget`.
 *
 * ## Bad
 *
 * With `"budget": 10`:
 *
 * ````markdown expect=6:1 budget=10
 * ### Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $4-6
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * ````
 *
 * ## Good
 *
 * ````markdown budget=10
 * ### Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $4-6
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $2
 * ````
 */
export default defineRule({
  summary: "Entries without a cost, where the config has a budget",
  scope: "board",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    missing: "`{{entry}}`{{others}} says nothing of its cost, and there is a budget of {{budget}}: expected a `Cost Estimate`",
  },
  checkBoard(board, { workspace, report }) {
    const { budget } = workspace.settings;
    if (budget === null) return;
    const open = board.entries.filter(({ state, archived }) => !archived && state?.group !== "done" && state?.group !== "failed");
    // Where some entries have one, the others miss it; where none has, only work that is claimed needs one.
    const hasSome = board.entries.some((entry) => has(entry));
    const [first, ...others] = open.filter((entry) => !has(entry) && (hasSome ? entry.format !== "task" : fieldOf(entry, "claimedBy") !== undefined));
    if (!first) return;
    const { document } = board;
    report(document, {
      place: first.place,
      messageId: "missing",
      data: { entry: first.id, others: others.length === 0 ? "" : `, and so ${others.length} more,`, budget },
      related: others.slice(0, MAX_RELATED).map(({ id, place }) => ({ path: document.path, place, message: `\`${id}\` has no cost` })),
    });
  },
});

const MAX_RELATED = 20;

function has(entry: Parameters<typeof fieldOf>[0]): boolean {
  const cost = fieldOf(entry, "cost");
  return cost !== undefined && !/^[-–—?~\s]*$|^(?:tbd|n\/?a)$/i.test(cost.value);
}
