import { z } from "zod";
import { ONLY_STRICT, askOf, readBefore } from "../../src/model/asked.ts";
import { findErrorLog, findFailureReport, findGeneralErrorLog, findUnlogged } from "../../src/model/failures.ts";
import { findEscalation, findFirst, findSharedWork, readTogether } from "../../src/model/fallback.ts";
import { defineRule } from "../../src/rule.ts";
import { shorten } from "../../src/shell/wording.ts";

/**
 * What a session prints, nobody reads: the person looks at the board and at the
 * file where blockers are written down. A session that stops with a message on
 * its own terminal looks to everybody else like one that still works.
 *
 * Say once, for all steps, that errors go into that file, or write a line there
 * in each branch. Branches that try again, take other work or say that there is
 * none need no entry. The name of the file is `blockersFile` of the config.
 *
 * ## Bad
 *
 * ````markdown expect=8:3
 * You are one of several sessions that work in parallel.
 *
 * 1. Claim the first UNCLAIMED task in BOARD.md
 * 2. Build it:
 *
 * ```bash
 * if ! npm run build; then
 *   echo "ERROR: the build failed"
 *   exit 1
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
 * 2. Build it:
 *
 * ```bash
 * if ! npm run build; then
 *   echo "BLOCKER: the build failed" >> BLOCKERS.md
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
 * If any step fails: log the error to BLOCKERS.md, push it and stop.
 * ````
 */
export default defineRule({
  summary: "A failure that leaves no trace where the others look",
  scope: "prompt",
  items: [15],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unlogged: "«{{handler}}» is all that happens after this failure, and only this session sees it: expected a line in `{{blockers}}` or a status on the board",
    nothingSaid: "Sessions share work here, and nothing says where they write down what fails: expected a step such as «log every error to `{{blockers}}`»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const { settings } = workspace;
    const asked = askOf(prompt, workspace);
    const work = prompt.severalSessions ? findSharedWork(prompt) : undefined;
    if (!work && !asked.place) return;
    const read = readBefore(prompt, workspace);
    if (findFirst(read, (one) => findGeneralErrorLog(one, settings))) return;
    const together = readTogether(prompt, workspace);
    const mayAlarm = work !== undefined && !findFirst(together, (one) => findGeneralErrorLog(one, settings));
    const [first, ...others] = findUnlogged(prompt, settings);
    if (first) {
      report(prompt.document, {
        place: first.place,
        messageId: "unlogged",
        data: { handler: shorten(first.text), blockers: settings.blockersFile },
        ...(!mayAlarm && ONLY_STRICT),
        related: others
          .slice(0, MAX_RELATED)
          .map(({ place, text }) => ({ path: prompt.document.path, place, message: `«${shorten(text)}» leaves no trace either` })),
      });
      return;
    }
    if (!asked.place || findFirst(read, (one) => findFailureReport(one, settings))) return;
    const isTold = findFirst(
      together,
      (one) => findErrorLog(one, settings) ?? findEscalation(one, { own: settings.phrases, blockersFile: settings.blockersFile }),
    );
    report(prompt.document, {
      place: work ?? asked.place,
      messageId: "nothingSaid",
      data: { blockers: settings.blockersFile },
      ...((!mayAlarm || isTold !== undefined) && ONLY_STRICT),
    });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const found = findFirst(readBefore(prompt, workspace), (one) => findFailureReport(one, workspace.settings));
    if (!found) return undefined;
    return { state: "passed", place: found.place, ...(found.path !== undefined && { path: found.path }), phrase: `failures are written down: «${found.text}»` };
  },
});

const MAX_RELATED = 10;
