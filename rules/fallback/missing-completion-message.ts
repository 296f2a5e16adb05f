import { z } from "zod";
import { findCompletion, findFirst, isLed, findSharedWork, readTogether } from "../../src/model/fallback.ts";
import { defineRule } from "../../src/rule.ts";

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
  scope: "workspace",
  items: [26],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions share work here, and nothing says what they report when all of it is done: expected a message such as «All tasks complete»",
  },
  checkWorkspace(workspace, { report }) {
    const { phrases } = workspace.settings;
    for (const prompt of workspace.prompts) {
      const work = prompt.severalSessions && !isLed(prompt, workspace) ? findSharedWork(prompt) : undefined;
      if (work && !findFirst(readTogether(prompt, workspace), (one) => findCompletion(one, phrases)))
        report(prompt.document, { place: work, messageId: "nothingSaid" });
    }
  },
  evidence(prompt, workspace) {
    if (!prompt.severalSessions) return { state: "skipped", why: "one session works alone" };
    if (isLed(prompt, workspace)) return { state: "skipped", why: "it is a board that another prompt sends its sessions to" };
    if (!findSharedWork(prompt)) return { state: "skipped", why: "its sessions share no work" };
    const found = findFirst(readTogether(prompt, workspace), (one) => findCompletion(one, workspace.settings.phrases));
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `completion is reported: «${found.text}»` };
  },
});
