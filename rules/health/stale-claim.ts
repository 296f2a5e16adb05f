import { z } from "zod";
import { describeDuration, lastSign } from "../../src/model/moments.ts";
import { isHeld } from "../../src/model/standing.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Sessions die without a word: a terminal is closed, a limit is reached. The
 * entry they held stays claimed, so nobody else takes it and the rest of the
 * work waits. Look whether the session still lives; if it does not, set the
 * entry back to what others can claim. When a claim lapses is
 * `staleClaimAfter` in the config, two hours without it.
 *
 * On a board where nothing has happened for a week this is only a note.
 *
 * ## Bad
 *
 * ````markdown expect=3:19
 * ### Session 1: Payments
 * - **Status:** IN_PROGRESS
 * - **Claimed By:** CLAIMED-1768435200-4711
 * - **Output File:** `reports/payments.md`
 *
 * ### Session 2: Search
 * - **Status:** IN_PROGRESS
 * - **Claimed By:** CLAIMED-1768477800-4712
 * - **Output File:** `reports/search.md`
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ### Session 1: Payments
 * - **Status:** COMPLETE
 * - **Claimed By:** CLAIMED-1768435200-4711
 * - **Output File:** `reports/payments.md`
 *
 * ### Session 2: Search
 * - **Status:** IN_PROGRESS
 * - **Claimed By:** CLAIMED-1768435200-4712
 * - **Last Heartbeat:** 1768478100
 * - **Output File:** `reports/search.md`
 * ````
 */
export default defineRule({
  summary: "A claim without a sign of life for longer than claims last",
  scope: "board",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    stale: "`{{sign}}` of `{{entry}}` is {{age}} old, and claims lapse after {{limit}}: see whether its session lives, or set it free",
  },
  checkBoard(board, { workspace, report }) {
    const { clock, staleClaimAfter } = workspace.settings;
    if (!clock) return;
    const signs = board.entries.flatMap((entry) => ({ entry, sign: lastSign(entry) }));
    const isAbandoned = signs.every(({ sign }) => !sign || clock.isOlder(sign.time, ABANDONED));
    for (const { entry, sign } of signs) {
      if (!sign || !isHeld(entry) || !clock.isOlder(sign.time, staleClaimAfter * 1000)) continue;
      const data = { entry: entry.id, sign: sign.text, age: clock.describeAge(sign.time), limit: describeDuration(staleClaimAfter * 1000) };
      report(board.document, { place: sign.place, messageId: "stale", data, ...(isAbandoned && { severity: "info" }) });
    }
  },
});

/** A board that has been quiet for so long is over, or an example. In milliseconds. */
const ABANDONED = 7 * 86_400_000;
