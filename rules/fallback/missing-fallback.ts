import { z } from "zod";
import { findClaimStep } from "../../src/model/claim.ts";
import { findFirst, isLed, findNoWork, findSharedWork, readTogether } from "../../src/model/fallback.ts";
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
  checkWorkspace(workspace, { report }) {
    const { phrases } = workspace.settings;
    for (const prompt of workspace.prompts) {
      // One session alone, or work that is handed out, leaves nobody without.
      const place = prompt.severalSessions && !isLed(prompt, workspace) ? findClaimStep(prompt) : undefined;
      if (!place || findFirst(readTogether(prompt, workspace), (one) => findNoWork(one, phrases))) continue;
      report(prompt.document, { place, messageId: "nothingSaid" });
    }
  },
  evidence(prompt, workspace) {
    if (!prompt.severalSessions) return { state: "skipped", why: "one session works alone" };
    if (isLed(prompt, workspace)) return { state: "skipped", why: "it is a board that another prompt sends its sessions to" };
    if (!findSharedWork(prompt)) return { state: "skipped", why: "each session is told what its work is" };
    const found = findFirst(readTogether(prompt, workspace), (one) => findNoWork(one, workspace.settings.phrases));
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `no work is provided for: «${found.text}»` };
  },
});
