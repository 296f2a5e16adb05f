import { z } from "zod";
import { groupBy } from "../../src/group-by.ts";
import { readCosts, type Cost } from "../../src/model/costs.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Sessions that are started together spend together. When their estimates add
 * up to more than `budget` in the config, take entries out or raise the
 * budget, before the money is gone. Of a range the upper end counts; what is
 * done counts too, as its money is spent. Without `budget` nothing is checked.
 *
 * ## Bad
 *
 * With `"budget": 10`:
 *
 * ````markdown expect=9:22 budget=10
 * ### Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $4-6
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $5-7
 * ````
 *
 * ## Good
 *
 * ````markdown budget=10
 * ### Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Cost Estimate:** $4-6
 * ````
 */
export default defineRule({
  summary: "The costs of all sessions together are above the budget of the config",
  scope: "workspace",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    over: "With `{{cost}}` the {{count}} entries that give a cost come to {{sum}}, and the budget is {{budget}}: expected at most that",
  },
  checkWorkspace(workspace, { report }) {
    const { budget } = workspace.settings;
    if (budget === null) return;
    for (const [currency, costs] of groupByCurrency(readCosts(workspace.boards))) {
      let sum = 0;
      const crossing = costs.find(({ amount }) => (sum += amount) > budget);
      if (!crossing) continue;
      const total = costs.reduce((all, { amount }) => all + amount, 0);
      const { document } = crossing.board;
      report(document, {
        place: crossing.place,
        messageId: "over",
        data: {
          cost: document.source.text.slice(crossing.place.start.offset, crossing.place.end.offset),
          count: costs.length,
          sum: write(total, currency),
          budget: write(budget, currency),
        },
        related: costs
          .filter((cost) => cost !== crossing)
          .slice(0, MAX_RELATED)
          .map(({ board, entry, amount, place }) => ({ path: board.document.path, place, message: `\`${entry.id}\`: ${write(amount, currency)}` })),
      });
    }
  },
});

const MAX_RELATED = 20;

/** Bare numbers are taken for the currency that the others have. */
function groupByCurrency(costs: readonly Cost[]): Map<string, Cost[]> {
  const signs = new Set(costs.map(({ currency }) => currency).filter((currency) => currency !== ""));
  const only = signs.size === 1 ? [...signs][0]! : "";
  return groupBy(costs, ({ currency }) => currency || only);
}

function write(amount: number, currency: string): string {
  const number = String(Math.round(amount * 100) / 100);
  return currency.length > 2 ? `${number} ${currency}` : `${currency}${number}`;
}
