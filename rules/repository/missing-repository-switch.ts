import { z } from "zod";
import type { Prompt } from "../../src/model/prompt.ts";
import { firstFact, readProtocol } from "../../src/model/protocol.ts";
import { ONE_REPOSITORY, readRepositoryWork } from "../../src/model/repository-work.ts";
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
  scope: "prompt",
  items: [12],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    onlySaid: "The wrong repository is only spoken of here, and the session goes on in it: expected to change to the right one, or to stop",
    nothing: "Sessions work in several repositories, and nothing tells them how to get into theirs: expected a step that changes to it, or stops",
  },
  checkPrompt(prompt, { workspace, report }) {
    const problem = findProblem(prompt, workspace);
    // A switch that is not there cannot be verified either, unless words tell to.
    const saysVerify = readProtocol(prompt, workspace).facts.some(({ kind, from }) => kind === "verifies-switch" && from === "prose");
    if (problem) report(prompt.document, { ...problem, items: saysVerify ? [12] : [12, 13] });
  },
  evidence(prompt, workspace) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return ONE_REPOSITORY;
    const found = firstFact(work, "switches-repository");
    return found && { state: "passed", place: found.place, phrase: "the session changes to the right repository" };
  },
});

function findProblem(prompt: Prompt, workspace: Workspace) {
  const work = readRepositoryWork(prompt, workspace);
  if (!work) return undefined;
  for (const script of work.isSure ? prompt.document.scripts : []) {
    if (script.badExample) continue;
    for (const node of descendantsOfType(script.tree, "If")) {
      const clause = script.text.slice(node.clause.pos, node.clause.end);
      if (!MISMATCH.test(clause) || script.isBadExample(node)) continue;
      const names = commandsIn(node.then).map(({ name }) => name?.value ?? "");
      if (names.length > 0 && names.every((name) => ["echo", "printf", ":"].includes(name)))
        return { place: script.place({ pos: node.pos, end: node.clause.end }), messageId: "onlySaid" as const };
    }
  }
  if (firstFact(work, "switches-repository")) return undefined;
  const isSure = work.isSure && work.claim !== undefined;
  return { place: work.claim?.place ?? work.place, messageId: "nothing" as const, ...(!isSure && { outsideStrict: "off" as const }) };
}

/** A test that two repositories differ. */
const MISMATCH = /^[^=]{0,200}repo[^=]{0,200}(?:!=|-ne)|^\s*!\s.{0,200}repo|\[\[ ! .{0,200}repo/i;
