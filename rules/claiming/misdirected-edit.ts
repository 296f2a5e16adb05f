import { z } from "zod";
import { patternProblemsOf, skipUnheld } from "../../src/model/patterns.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * An edit by line number or pattern that hits another line than the one that is
 * meant: the field of every session instead of one's own, the line above where
 * the heading is two above, the text behind the front matter.
 *
 * ## Bad
 *
 * ````markdown expect=12:11 file=STATUS.md
 * ## Session 1: Payments
 * - **Status:** READY
 * - **Last Heartbeat:** 1763110800
 *
 * ## Session 2: Search
 * - **Status:** READY
 * - **Last Heartbeat:** 1763110800
 *
 * ## While you work
 *
 * ```bash
 * sed -i "s/Last Heartbeat:.*\/Last Heartbeat:** $(date +%s)/" STATUS.md
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown file=STATUS.md
 * ## Session 1: Payments
 * - **Status:** READY
 * - **Last Heartbeat:** 1763110800
 *
 * ## Session 2: Search
 * - **Status:** READY
 * - **Last Heartbeat:** 1763110800
 *
 * ## While you work
 *
 * ```bash
 * sed -i "/^## $SESSION:/,/^## /s/Last Heartbeat:.*\/Last Heartbeat:** $(date +%s)/" STATUS.md
 * ```
 * ````
 */
export default defineRule({
  summary: "An edit that changes another line than the one that is meant",
  scope: "script",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    everySession:
      "`{{pattern}}` without an address edits `{{key}}` of every one of the {{entries}} entries of `{{file}}`: expected the address of one's own entry in front",
    offset: "`{{address}}` is `{{line}}` in `{{file}}`, and `{{wanted}}` stands {{distance}}: expected `{{right}}`",
    deletesAll:
      "`{{edit}}` deletes the whole file when it starts with `---`: the first range takes the front matter away, the second all behind it; expected `{{first}}` alone",
    repair: "Write `{{repair}}`",
  },
  checkDocument(document, context) {
    const { workspace, report } = context;
    skipUnheld(document, context);
    for (const { place, messageId, data, related, repair } of patternProblemsOf(workspace, document, "misdirected")) {
      const suggestions = repair ? [{ messageId: "repair" as const, data: { repair: repair.pattern }, edits: repair.edits }] : [];
      report(document, { place, messageId: messageId as "offset", data, related, suggestions });
    }
  },
});
