import { z } from "zod";
import { firstFact } from "../../src/model/protocol.ts";
import { ONE_REPOSITORY, readRepositoryWork } from "../../src/model/repository-work.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * The board says for each item which repository it belongs to. A session that
 * does not read it works where it happens to be.
 *
 * ## Bad
 *
 * ````markdown file=prompt.md expect=3:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first free session
 * 2. Do its work
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1: API
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/api
 *
 * ## Session 2: Site
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/site
 * ````
 *
 * ## Good
 *
 * ````markdown file=prompt.md
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first free session
 * 2. Read the Repository field of its entry and change to that repository
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1: API
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/api
 *
 * ## Session 2: Site
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/site
 * ````
 */
export default defineRule({
  summary: "The board gives each item its repository, and nothing reads it",
  scope: "prompt",
  items: [11],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unread:
      "The board has items of several repositories, and no session is told to read which one its item belongs to: expected to read the field «Repository»",
    fixed: "Sessions work in several repositories, and none reads from the status file which one is its own: expected to read the field «Repository»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work || firstFact(work, "reads-repository")) return;
    const { claim, onBoard, names, place } = work;
    // A prompt that names them itself, for each kind of work, leaves nothing to read.
    const named = [...names].filter((name) => prompt.document.source.text.toLowerCase().includes(name));
    if (claim && onBoard && named.length < 2) report(prompt.document, { place: claim.place, messageId: "unread" });
    else report(prompt.document, { place: claim?.place ?? place, messageId: "fixed", outsideStrict: "off" });
  },
  evidence(prompt, workspace) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return ONE_REPOSITORY;
    const read = firstFact(work, "reads-repository");
    return read && { state: "passed", place: read.place, phrase: "the target repository is read" };
  },
});
