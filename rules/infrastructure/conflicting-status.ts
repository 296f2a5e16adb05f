import { z } from "zod";
import { findMentions, findStateConflicts } from "../../src/model/conflicts.ts";
import { findFurtherStatusFiles } from "../../src/model/further-status-files.ts";
import { findDifferingTotals, findOutdatedStart } from "../../src/model/totals.ts";
import type { State } from "../../src/model/board.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Two files that give one session different states send one session to work
 * that another has done, and let a third wait for what has long been finished.
 * Keep the states in one file. Where a second one has to be, say in it which
 * file counts («For the live status see SESSION-STATUS.md»), or that it is a
 * snapshot.
 *
 * Words are compared by what they mean: `READY` and `UNCLAIMED` are one state,
 * and so are `CLAIMED` and `IN_PROGRESS`. Sessions of the same number and
 * another name are different sessions. Reports and archives may be behind.
 *
 * ## Bad
 *
 * ````markdown file=SESSION-STATUS.md
 * ### Session 1: Payments
 * - **Status:** COMPLETE
 * - **Claimed By:** CLAIMED-1763110800-1
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * ````
 *
 * ````markdown expect=3:25 file=TEAM-OVERVIEW-STATUS.md
 * | Session | Status |
 * |---------|--------|
 * | Session 1: Payments | NOT STARTED |
 * | Session 2: Search | TODO |
 * ````
 *
 * ## Good
 *
 * ````markdown file=SESSION-STATUS.md
 * ### Session 1: Payments
 * - **Status:** COMPLETE
 * - **Claimed By:** CLAIMED-1763110800-1
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * ````
 *
 * ````markdown file=TEAM-OVERVIEW-STATUS.md
 * For the live status see SESSION-STATUS.md.
 *
 * | Session | Status |
 * |---------|--------|
 * | Session 1: Payments | NOT STARTED |
 * | Session 2: Search | TODO |
 * ````
 */
export default defineRule({
  summary: "Two places give one session different states, and neither says that the other counts",
  scope: "workspace",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    otherState: "`{{id}}` is `{{word}}` here and `{{otherWord}}` in {{where}}: expected one state, or a word on which of the two counts",
    otherTotal: "`{{text}}` are done here, and `{{otherText}}` in line {{line}}: expected one number",
    hasStarted: "`{{words}}` says that nothing has been started, and `{{id}}` is `{{word}}` in line {{line}}: expected what the entries say",
    furtherFile: "`{{file}}` is to hold the states of sessions beside `{{board}}`: expected one status file, or a word on which of them counts",
  },
  checkWorkspace(workspace, { report }) {
    for (const [index, conflict] of findStateConflicts(workspace).entries()) {
      const { item, state, other } = conflict;
      const { document } = item.board;
      const path = other.item.board.document.path;
      const { place } = other.state;
      const [word, otherWord] = [wordOf(state), wordOf(other.state)];
      const where = path === document.path ? `line ${place.start.line}` : `\`${path}\``;
      const name = other.item.key === item.key ? "" : ` (as \`${other.item.entry.id}\`)`;
      const mentions = index < MAX_WITH_MENTIONS ? findMentions(conflict) : [];
      const also = mentions.map((mention) => ({ path: document.path, place: mention, message: `\`${word}\` here, too` }));
      report(document, {
        place: state.place,
        messageId: "otherState",
        data: { id: item.entry.id, word, otherWord, where: where + name },
        related: [{ path, place, message: `\`${otherWord}\` here` }, ...also],
      });
    }
    for (const board of workspace.boards) {
      const { path } = board.document;
      for (const { first, others } of findDifferingTotals(board)) {
        const related = others.map(({ text, place }) => ({ path, place, message: `\`${text}\` here` }));
        const { text: otherText, place } = others[0]!;
        report(board.document, { place: first.place, messageId: "otherTotal", data: { text: first.text, otherText, line: place.start.line }, related });
      }
      const outdated = findOutdatedStart(board);
      if (!outdated) continue;
      const { words, place, started } = outdated;
      const word = wordOf(started.state!);
      const data = { words, id: started.id, word, line: started.state!.place.start.line };
      report(board.document, { place, messageId: "hasStarted", data, related: [{ path, place: started.state!.place, message: `\`${word}\` here` }] });
    }
  },
  checkPrompt(prompt, { workspace, report }) {
    for (const { text, place, board } of findFurtherStatusFiles(prompt, workspace))
      report(prompt.document, { place, messageId: "furtherFile", data: { file: text, board } });
  },
});

/** Each costs a walk through its document. */
const MAX_WITH_MENTIONS = 100;

function wordOf({ word, icon }: State): string {
  return word === "" ? (icon ?? "") : word;
}
