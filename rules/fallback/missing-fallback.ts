import { z } from "zod";
import { findClaimStep, saysNoWork } from "../../src/model/claim.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A session that finds nothing to claim does what the prompt says; where the
 * prompt says nothing, it waits for ever, makes work up, or takes what another
 * session has. Say what to do when no work is available: where else to look,
 * how long to wait, when to stop and whom to tell.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 *
 * If no session is free: write «no work left» to BLOCKERS.md and stop.
 * ````
 */
export default defineRule({
  summary: "Nothing said for the case that no work is available",
  scope: "workspace",
  items: [23],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions claim work here, and nothing says what they do when none is left: expected a step for «no work available»",
  },
  checkWorkspace({ prompts }, { report }) {
    for (const prompt of prompts) {
      // One session alone, or work that is handed out, leaves nobody without.
      if (!prompt.severalSessions || saysNoWork(prompt)) continue;
      const place = findClaimStep(prompt);
      if (place) report(prompt.document, { place, messageId: "nothingSaid" });
    }
  },
});
