import { z } from "zod";
import { ONLY_STRICT, askOf, readBefore } from "../../src/model/asked.ts";
import { findCompletion, findFirst, findOwnCompletion, findQueue, findSharedWork, findWholeCompletion, readTogether } from "../../src/model/fallback.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * When the last task is done, the sessions have to say so. Where the prompt has
 * no words for it, each session that finds nothing left to do looks to the
 * person like one that hangs, and keeps looking for work.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Do its work and push it
 * 3. If none is free, stop
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Do its work and push it
 * 3. If none is free, stop. When all tasks are COMPLETE, print «All tasks complete»
 * ````
 */
export default defineRule({
  summary: "Nothing said for the case that all is complete",
  scope: "prompt",
  items: [26],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions share work here, and nothing says what they report when all of it is done: expected a message such as «All tasks complete»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const { phrases } = workspace.settings;
    const asked = askOf(prompt, workspace);
    if (!asked.place || findSaid(prompt, workspace)) return;
    const work = findSharedWork(prompt);
    const isAlarm = work !== undefined && !findFirst(readTogether(prompt, workspace), (one) => findCompletion(one, phrases));
    report(prompt.document, { place: work ?? asked.place, messageId: "nothingSaid", ...(!isAlarm && ONLY_STRICT) });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const found = findSaid(prompt, workspace);
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `completion is reported: «${found.text}»` };
  },
});

/** Where the sessions take one piece of work after the other, that one has done its own does not tell that all is done. */
function findSaid(prompt: Prompt, workspace: Workspace) {
  const { phrases } = workspace.settings;
  const find = findQueue(prompt, workspace.settings.phrases) ? findWholeCompletion : findOwnCompletion;
  return findFirst(readBefore(prompt, workspace), (one) => find(one, phrases));
}
