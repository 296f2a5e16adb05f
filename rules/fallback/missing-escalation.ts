import { z } from "zod";
import { ONLY_STRICT, askOf, readBefore } from "../../src/model/asked.ts";
import { findErrorLog } from "../../src/model/failures.ts";
import { findEscalation, findFirst, findProseWait, findSharedWork, readTogether } from "../../src/model/fallback.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A session that has waited long enough, or tried often enough, has to turn to
 * somebody: an entry in the blockers file, a status on the board, a message to
 * a person or to the session that coordinates. Otherwise it stops, or goes on
 * for ever, and nobody knows that it needs help. The name of the file is
 * `blockersFile` of the config.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. If none is free, wait 10 minutes and look again, 3 times at most; then stop
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. If none is free, wait 10 minutes and look again, 3 times at most; then write so to BLOCKERS.md and stop
 * ````
 */
export default defineRule({
  summary: "Waits or retries run out, and nobody is told",
  scope: "prompt",
  items: [25],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid:
      "Sessions {{what}} here, and nothing says whom they tell when that leads nowhere: expected an entry in `{{blockers}}` or a message to a person",
  },
  checkPrompt(prompt, { workspace, report }) {
    const asked = askOf(prompt, workspace);
    if (!asked.place || findTold(readBefore(prompt, workspace), workspace)) return;
    const claim = findSharedWork(prompt);
    const place = claim ?? findProseWait(prompt)?.place;
    const isAlarm = place !== undefined && !findTold(readTogether(prompt, workspace), workspace);
    report(prompt.document, {
      place: place ?? asked.place,
      messageId: "nothingSaid",
      data: { what: place && !claim ? "wait" : "share work", blockers: workspace.settings.blockersFile },
      ...(!isAlarm && ONLY_STRICT),
    });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const found = findTold(readBefore(prompt, workspace), workspace);
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `somebody is told: «${found.text}»` };
  },
});

function findTold(read: readonly Prompt[], workspace: Workspace) {
  const { phrases: own, blockersFile } = workspace.settings;
  return findFirst(read, (one) => findEscalation(one, { own, blockersFile }) ?? findErrorLog(one, workspace.settings));
}
