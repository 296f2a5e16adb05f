import { z } from "zod";
import { findEmptyQueues } from "../../src/model/queue.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A prompt that sends its sessions to a board to claim work, while every entry
 * of the board is claimed or done, starts sessions that have nothing to do.
 * Add entries before the prompt goes out, or say who adds them and when.
 *
 * ## Bad
 *
 * ````markdown file=PROMPT.md
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first unclaimed session
 * ````
 *
 * ````markdown file=SESSION-STATUS.md expect=2:11
 * ## Session 1
 * - Status: COMPLETE
 *
 * ## Session 2
 * - Status: CLAIMED
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first unclaimed session
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1
 * - Status: COMPLETE
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 */
export default defineRule({
  summary: "A prompt claims from a board on which nothing is free",
  scope: "workspace",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingFree: "`{{word}}` here, and no other entry is free, but `{{prompt}}` claims from this board: expected an entry to claim, or a word on who adds some",
  },
  checkWorkspace(workspace, { report }) {
    for (const { board, state, prompt, claim } of findEmptyQueues(workspace)) {
      const { path } = prompt.document;
      const word = state.word === "" ? (state.icon ?? "") : state.word;
      report(board.document, {
        place: state.place,
        messageId: "nothingFree",
        data: { word, prompt: path },
        related: [{ path, place: claim, message: "Sessions claim here" }],
      });
    }
  },
});
