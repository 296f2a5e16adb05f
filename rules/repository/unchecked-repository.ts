import { z } from "zod";
import type { Prompt } from "../../src/model/prompt.ts";
import { firstFact, offsetOf, readProtocol } from "../../src/model/protocol.ts";
import { findRepositories } from "../../src/model/repositories.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

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
  scope: "workspace",
  items: [10],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unchecked:
      "Sessions work in several repositories, and nothing looks which one this is before this `git commit`: expected `git remote get-url origin` in front",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const { commit, check } = readCheck(prompt, workspace);
      if (!commit || (check && offsetOf(check.place) < offsetOf(commit.place))) continue;
      report(prompt.document, { place: commit.place, messageId: "unchecked" });
    }
  },
  evidence(prompt, workspace) {
    if (!hasSeveral(prompt, workspace)) return { state: "skipped", why: "only one repository is in play" };
    const { check } = readCheck(prompt, workspace);
    return check && { state: "passed", place: check.place, phrase: "the repository is looked at" };
  },
});

function hasSeveral(prompt: Prompt, workspace: Workspace): boolean {
  return prompt.severalSessions && findRepositories(prompt, workspace).names.size > 1;
}

function readCheck(prompt: Prompt, workspace: Workspace) {
  if (!hasSeveral(prompt, workspace)) return { commit: undefined, check: undefined };
  const protocol = readProtocol(prompt, workspace);
  return { commit: protocol.facts.find(({ kind, from }) => kind === "commits" && from === "script"), check: firstFact(protocol, "checks-repository") };
}
