import { z } from "zod";
import { findRecovery, findUnrecovered } from "../../src/model/failures.ts";
import { findFirst, isLed, findSharedWork, readTogether } from "../../src/model/fallback.ts";
import { defineRule } from "../../src/rule.ts";
import { shorten } from "../../src/shell/wording.ts";

/**
 * A step fails, the script says so, and that is all. `echo "retrying"` is no
 * retry, and neither is `# [recovery logic here]`. Each failure needs one of
 * three ways out: try again, put it right or take another way, or stop cleanly.
 *
 * ## Bad
 *
 * ````markdown expect=9:3
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Push the claim:
 *
 * ```bash
 * git push
 * if [ $? -ne 0 ]; then
 *   echo "Claim failed, retrying..."
 *   # [retry logic here]
 * fi
 * ```
 * ````
 *
 * ````markdown expect=3:4
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Do it and push it
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Push the claim:
 *
 * ```bash
 * git push
 * if [ $? -ne 0 ]; then
 *   echo "BLOCKER: the claim was not pushed" >> BLOCKERS.md
 *   git reset --hard @{u}
 *   exit 1
 * fi
 * ```
 * ````
 *
 * ````markdown
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Do it and push it
 *
 * If the push fails, pull and push again; after three times write to BLOCKERS.md and stop.
 * ````
 */
export default defineRule({
  summary: "A failure is only printed: nothing tries again, puts it right or stops",
  scope: "workspace",
  items: [16],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    onlyPrinted: "«{{handler}}» says that something failed and does nothing about it: expected a retry, another way, or a clean stop",
    nothingSaid: "Sessions share work here, and nothing says what they do when a step fails: expected a retry, another way, or a clean stop",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const work = prompt.severalSessions ? findSharedWork(prompt) : undefined;
      if (!work) continue;
      const [first, ...others] = findUnrecovered(prompt, workspace.settings.phrases);
      if (first) {
        report(prompt.document, {
          place: first.place,
          messageId: "onlyPrinted",
          data: { handler: shorten(first.text) },
          related: others
            .slice(0, MAX_RELATED)
            .map(({ place, text }) => ({ path: prompt.document.path, place, message: `«${shorten(text)}» does nothing about it either` })),
        });
      } else if (!isLed(prompt, workspace) && !findFirst(readTogether(prompt, workspace), (one) => findRecovery(one, workspace.settings.phrases)))
        report(prompt.document, { place: work, messageId: "nothingSaid" });
    }
  },
  evidence(prompt, workspace) {
    if (!prompt.severalSessions) return { state: "skipped", why: "one session works alone" };
    if (isLed(prompt, workspace)) return { state: "skipped", why: "it is a board that another prompt sends its sessions to" };
    if (!findSharedWork(prompt)) return { state: "skipped", why: "its sessions share no work" };
    const found = findFirst(readTogether(prompt, workspace), (one) => findRecovery(one, workspace.settings.phrases));
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `a failure is acted on: «${found.text}»` };
  },
});

const MAX_RELATED = 10;
