import { z } from "zod";
import { firstFact, readProtocol, type Protocol } from "../../src/model/protocol.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { findRepositories } from "../../src/model/repositories.ts";
import { descendantsOfType } from "../../src/parse/bash-tree.ts";
import { defineRule } from "../../src/rule.ts";
import { commandsIn } from "../../src/shell/nodes.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * To see that this is the wrong repository is not enough: a branch that only
 * says so goes on in it. Change to the right one, or stop.
 *
 * ## Bad
 *
 * ````markdown file=prompt.md expect=4:1
 * You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.
 *
 * ```bash
 * if [ "$CURRENT_REPO" != "$TARGET_REPO" ]; then
 *   echo "Wrong repository, switching"
 * fi
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
 * if [ "$CURRENT_REPO" != "$TARGET_REPO" ]; then
 *   cd "../$TARGET_REPO" || exit 1
 * fi
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
  summary: "The wrong repository is noticed, and nothing changes it or stops",
  scope: "workspace",
  items: [12],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    onlySaid: "The wrong repository is only spoken of here, and the session goes on in it: expected to change to the right one, or to stop",
    nothing: "Sessions work in several repositories, and nothing tells them how to get into theirs: expected a step that changes to it, or stops",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const problem = findProblem(prompt, workspace);
      // A switch that is not there cannot be verified either, unless words tell to.
      const saysVerify = readProtocol(prompt, workspace).facts.some(({ kind, from }) => kind === "verifies-switch" && from === "prose");
      if (problem) report(prompt.document, { ...problem, items: saysVerify ? [12] : [12, 13] });
    }
  },
  evidence(prompt, workspace) {
    if (!prompt.severalSessions || findRepositories(prompt, workspace).names.size < 2) return { state: "skipped", why: "only one repository is in play" };
    const found = findSwitch(readProtocol(prompt, workspace));
    return found && { state: "passed", place: found.place, phrase: "the session changes to the right repository" };
  },
});

function findProblem(prompt: Prompt, workspace: Workspace) {
  if (!prompt.severalSessions || findRepositories(prompt, workspace).names.size < 2) return undefined;
  const protocol = readProtocol(prompt, workspace);
  for (const script of prompt.document.scripts) {
    if (script.badExample) continue;
    for (const node of descendantsOfType(script.tree, "If")) {
      const clause = script.text.slice(node.clause.pos, node.clause.end);
      if (!MISMATCH.test(clause) || script.isBadExample(node)) continue;
      const names = commandsIn(node.then).map(({ name }) => name?.value ?? "");
      if (names.length > 0 && names.every((name) => ["echo", "printf", ":"].includes(name)))
        return { place: script.place({ pos: node.pos, end: node.clause.end }), messageId: "onlySaid" as const };
    }
  }
  const claim = protocol.claim?.place;
  return findSwitch(protocol) || !claim ? undefined : { place: claim, messageId: "nothing" as const };
}

/** A test that two repositories differ. */
const MISMATCH = /^[^=]{0,200}repo[^=]{0,200}(?:!=|-ne)|^\s*!\s.{0,200}repo|\[\[ ! .{0,200}repo/i;

function findSwitch(protocol: Protocol) {
  return firstFact(protocol, "switches-repository");
}
