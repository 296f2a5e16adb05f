import { z } from "zod";
import { firstFact, offsetOf, readProtocol, type Protocol } from "../../src/model/protocol.ts";
import type { Fact } from "../../src/model/protocol/fact.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * The push is the lock: of two sessions that claim the same item, the remote
 * takes the first push and rejects the second. A claim that is only said, only
 * edited, or written where no other session writes keeps nobody away, and two
 * sessions do the same work. Pull, write the session's own id into the board,
 * commit and push, before anything else.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first unclaimed session
 * 2. Do its work
 * ````
 *
 * ````markdown expect=4:4
 * You are one of four sessions that work in parallel.
 *
 * 1. Look for a free item on the board
 * 2. Claim the item in your own status file
 * 3. Do its work
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Claim the first unclaimed item:
 *
 * ```bash
 * git pull --ff-only
 * sed -i "${LINE}s/UNCLAIMED/CLAIMED-$(date +%s)-$$/" SESSION-STATUS.md
 * git add SESSION-STATUS.md && git commit -m "claim" && git push
 * ```
 * ````
 */
export default defineRule({
  summary: "A claim that keeps no other session away",
  scope: "workspace",
  items: [6],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    onlyTold: "Only words say that work is claimed here, so two sessions can take the same: expected commands that pull, edit the board, commit and push",
    ownPlace: "This claim is written where no other session writes, so it keeps nobody away: expected it on the board that all sessions push to",
    checkedLock:
      "Two sessions can pass the test before either creates this lock: expected `mkdir`, `ln` or `set -o noclobber`, which test and create in one step",
    notPushed: "Nothing pushes this claim, so no other session sees it: expected `git commit` and `git push` right behind the edit",
    notPulled: "Nothing updates the board before this claim, so it may take what another session has: expected `git pull` in front",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const problem = findProblem(readProtocol(prompt, workspace));
      if (problem) report(prompt.document, problem);
    }
  },
  evidence(prompt, workspace) {
    const { claim, delegate } = readProtocol(prompt, workspace);
    if (!claim) return { state: "skipped", why: "no session claims work here" };
    if (claim.lock) return { state: "passed", place: claim.lock.place, phrase: "the claim is taken under a lock" };
    if (delegate) return { state: "passed", place: delegate.place, path: delegate.document.path, phrase: "how to claim is said there" };
    return { state: "passed", place: claim.place, phrase: "the claim is edited, committed and pushed" };
  },
});

function findProblem(protocol: Protocol) {
  const { claim, delegate } = protocol;
  if (!claim || claim.lock) return undefined;
  const fake = firstFact(protocol, "fakes-lock");
  if (fake) return { place: fake.place, messageId: "checkedLock" as const };
  const own = firstFact(protocol, "own-place");
  if (own) return { place: own.place, messageId: "ownPlace" as const };
  if (delegate) return undefined;
  if (claim.isOnlyTold) return claim.push ? undefined : { place: claim.place, messageId: "onlyTold" as const };
  if (!claim.push) return isScript(claim.edit) ? { place: claim.place, messageId: "notPushed" as const } : undefined;
  const isPulled = protocol.facts.some(({ kind, place }) => kind === "pulls" && offsetOf(place) < offsetOf(claim.place));
  return isPulled ? undefined : { place: claim.place, messageId: "notPulled" as const };
}

function isScript(fact: Fact | undefined): boolean {
  return fact?.from === "script";
}
