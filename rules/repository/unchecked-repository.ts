import { z } from "zod";
import { firstFact, offsetOf } from "../../src/model/protocol.ts";
import { ONE_REPOSITORY, readRepositoryWork } from "../../src/model/repository-work.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Where sessions work in more than one repository, one that commits without a
 * look at where it is commits to the wrong one, and the others look for its
 * work in vain.
 *
 * ## Bad
 *
 * ````markdown file=prompt.md expect=4:1
 * You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.
 *
 * ```bash
 * git commit -am "work"
 * git push
 * ```
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
 * You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.
 *
 * ```bash
 * git remote get-url origin
 * git commit -am "work"
 * git push
 * ```
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
  summary: "A commit without a look at which repository this is",
  scope: "prompt",
  items: [10],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unchecked:
      "Sessions work in several repositories, and nothing looks which one this is before this `git commit`: expected `git remote get-url origin` in front",
    nothing: "Sessions work in several repositories, and nothing looks which one this is: expected `git remote get-url origin` before they start",
  },
  checkPrompt(prompt, { workspace, report }) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return;
    const { facts, isSure, place } = work;
    const check = firstFact(work, "checks-repository");
    const commit = facts.find(({ kind, from }) => kind === "commits" && from === "script");
    if (check && (!commit || offsetOf(check.place) < offsetOf(commit.place))) return;
    if (commit) report(prompt.document, { place: commit.place, messageId: "unchecked", ...(!isSure && { outsideStrict: "off" }) });
    else report(prompt.document, { place, messageId: "nothing", outsideStrict: "off" });
  },
  evidence(prompt, workspace) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return ONE_REPOSITORY;
    const check = firstFact(work, "checks-repository");
    return check && { state: "passed", place: check.place, phrase: "the repository is looked at" };
  },
});
