import { z } from "zod";
import { patternProblemsOf, skipUnheld } from "../../src/model/patterns.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A pattern that takes in more than is meant tells the wrong story: `CLAIMED`
 * is also found in `UNCLAIMED`, a count goes up by every line of the legend. In
 * an edit it does harm: a sed without an address, or with one that is empty
 * because the search before it found nothing, changes every entry at once.
 *
 * ## Bad
 *
 * ````markdown expect=12:18,13:9 file=STATUS.md
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
 * TAKEN=$(grep -c "CLAIMED" STATUS.md); LINE=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)
 * sed -i "${LINE}s/UNCLAIMED/$(hostname)/" STATUS.md
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
 * LINE=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)
 * [ -n "$LINE" ] || exit 1
 * sed -i "${LINE}s/UNCLAIMED/$(hostname)/" STATUS.md
 * ```
 * ````
 */
export default defineRule({
  summary: "A pattern that counts, selects or edits more of the board than is meant",
  scope: "script",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    insideWord: "`{{pattern}}` also matches `{{word}}` in `{{file}}`: expected `grep -w`, or the field in front of it in the pattern",
    counted:
      "`{{pattern}}` counts {{count}} lines of `{{file}}`, and {{entries}} of them are entries (line {{line}} is none): expected the field in the pattern",
    emptyAddress:
      '`{{address}}` is empty when the search on line {{line}} finds nothing, and this sed then {{all}}: expected a test such as `[ -n "${{name}}" ]` in front',
    everyEntry: "`{{pattern}}` without an address edits {{entries}} entries of `{{file}}`: expected the address of one entry in front",
  },
  checkDocument(document, context) {
    const { workspace, report } = context;
    skipUnheld(document, context);
    for (const { place, messageId, data, related, severity } of patternProblemsOf(workspace, document, "overmatched")) {
      report(document, { place, messageId: messageId as "insideWord", data, related, ...(severity && { severity }) });
    }
  },
});
