import { z } from "zod";
import { patternProblemsOf, skipUnheld } from "../../src/model/patterns.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A search that matches no entry of the board finds no work, and an edit that
 * matches none changes nothing: sed ends well, the commit has nothing to
 * commit, the push is up to date. All of it looks like a success. Patterns are
 * run on the file as it is, and on its entries in every state of its
 * vocabulary; legends, instructions and the command itself do not count.
 *
 * ## Bad
 *
 * ````markdown expect=12:17 file=STATUS.md
 * ## Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 *
 * ## Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 *
 * ## How to claim
 *
 * ```bash
 * LINE=$(grep -n "Claimed By: UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown file=STATUS.md
 * ## Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 *
 * ## Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 *
 * ## How to claim
 *
 * ```bash
 * LINE=$(grep -n "Claimed By:\*\* UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)
 * ```
 * ````
 */
export default defineRule({
  summary: "A grep, sed or awk pattern that matches no entry of the board it is run on",
  scope: "script",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    matchesNothing: "`{{pattern}}` matches {{what}} of `{{file}}`{{own}}: {{says}} `{{nearest}}` ({{difference}})",
    matchesOther: "`{{pattern}}` matches no entry of `{{file}}`, {{own}}: {{says}} `{{nearest}}` ({{difference}})",
    behindOnly: "`{{pattern}}` never matches what `grep -o` prints, which is only what `{{before}}` matches: expected one pattern that holds both",
    namesOnly: "`{{pattern}}` is looked for in the names of files, which are all that `grep -l` prints: expected `| xargs grep -l` in place of `| grep`",
    otherLine: "`{{pattern}}` never matches line `${{name}}` of `{{file}}`, which is `{{line}}`: what it looks for stands {{distance}}",
    elsewhere: "`{{file}}` never says `{{word}}`, which its reader is told to look for: expected a file that does, such as `{{board}}`",
  },
  checkDocument(document, context) {
    const { workspace, report } = context;
    skipUnheld(document, context);
    for (const { place, messageId, data, related, repair } of patternProblemsOf(workspace, document, "unmatched")) {
      // Only what is written around the words differs, and the repaired pattern was run: it matches.
      report(document, { place, messageId: messageId as "matchesNothing", data, related, ...(repair && { fix: repair.edits }) });
    }
  },
});
