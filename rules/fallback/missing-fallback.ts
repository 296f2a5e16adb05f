import { z } from "zod";
import { ONLY_STRICT, askOf, readBefore } from "../../src/model/asked.ts";
import { findClaimStep } from "../../src/model/claim.ts";
import { findFirst, findNoWork, findQueue, findSpareWork, readTogether, type Saying } from "../../src/model/fallback.ts";
import { findPhrase } from "../../src/model/phrases.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

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
  scope: "prompt",
  items: [23],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions claim work here, and nothing says what they do when none is left: expected a step for «no work available»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const { phrases } = workspace.settings;
    const asked = askOf(prompt, workspace);
    // One session alone, or work that is handed out, leaves nobody without.
    const queue = asked.place ? findQueue(prompt, workspace.settings.phrases) : undefined;
    if (!queue || findSaid(prompt, workspace)) return;
    const claim = findClaimStep(prompt);
    const isAlarm = claim !== undefined && !findFirst(readTogether(prompt, workspace), (one) => findNoWork(one, phrases));
    report(prompt.document, { place: claim ?? queue, messageId: "nothingSaid", ...(!isAlarm && ONLY_STRICT) });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const found = findSaid(prompt, workspace);
    if (found)
      return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `no work is provided for: «${found.text}»` };
    return findQueue(prompt, workspace.settings.phrases) ? undefined : { state: "skipped", why: "each session is told what its work is" };
  },
});

/** Where each session has its work, what a status file says of others does not tell it what to do without. */
function findSaid(prompt: Prompt, workspace: Workspace) {
  const { phrases } = workspace.settings;
  const found: (Saying & { path?: string }) | undefined = findSpareWork(prompt, phrases);
  if (findQueue(prompt, workspace.settings.phrases)) return found ?? findFirst(readBefore(prompt, workspace), (one) => findNoWork(one, phrases));
  // There, «when all sessions are complete» speaks of the end.
  return found && findPhrase("allComplete", found.text) ? undefined : found;
}
