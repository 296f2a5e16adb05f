import { z } from "zod";
import { ONLY_STRICT, askOf, readBefore } from "../../src/model/asked.ts";
import { findRecovery, findUnrecovered } from "../../src/model/failures.ts";
import { findFirst, findSharedWork, readTogether } from "../../src/model/fallback.ts";
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
  scope: "prompt",
  items: [16],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    onlyPrinted: "«{{handler}}» says that something failed and does nothing about it: expected a retry, another way, or a clean stop",
    nothingSaid: "Sessions share work here, and nothing says what they do when a step fails: expected a retry, another way, or a clean stop",
  },
  checkPrompt(prompt, { workspace, report }) {
    const asked = askOf(prompt, workspace);
    const work = prompt.severalSessions ? findSharedWork(prompt) : undefined;
    if (!work && !asked.place) return;
    const [first, ...others] = findUnrecovered(prompt, workspace.settings.phrases);
    if (first) {
      report(prompt.document, {
        place: first.place,
        messageId: "onlyPrinted",
        data: { handler: shorten(first.text) },
        ...(work === undefined && ONLY_STRICT),
        related: others
          .slice(0, MAX_RELATED)
          .map(({ place, text }) => ({ path: prompt.document.path, place, message: `«${shorten(text)}» does nothing about it either` })),
      });
      return;
    }
    if (!asked.place || findFirst(readBefore(prompt, workspace), (one) => findRecovery(one, workspace.settings.phrases))) return;
    const isAlarm = work !== undefined && !findFirst(readTogether(prompt, workspace), (one) => findRecovery(one, workspace.settings.phrases));
    report(prompt.document, { place: work ?? asked.place, messageId: "nothingSaid", ...(!isAlarm && ONLY_STRICT) });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    // One session alone needs none to get its work done; what it says of it counts all the same.
    const isAlone = !prompt.severalSessions && prompt.document.scripts.length > 0;
    const found =
      why === undefined || isAlone
        ? findFirst(isAlone ? [prompt] : readBefore(prompt, workspace), (one) => findRecovery(one, workspace.settings.phrases))
        : undefined;
    if (found)
      return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `a failure is acted on: «${found.text}»` };
    return why === undefined ? undefined : { state: "skipped", why };
  },
});

const MAX_RELATED = 10;
