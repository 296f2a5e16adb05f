import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { firstFact, offsetOf, readProtocol, type Protocol } from "../../src/model/protocol.ts";
import type { Fact } from "../../src/model/protocol/fact.ts";
import { findOrderFault } from "../../src/model/protocol/order.ts";
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
  scope: "prompt",
  items: [6],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    onlyTold: "Only words say that work is claimed here, so two sessions can take the same: expected commands that pull, edit the board, commit and push",
    ownPlace: "This claim is written where no other session writes, so it keeps nobody away: expected it on the board that all sessions push to",
    checkedLock:
      "Two sessions can pass the test before either creates this lock: expected `mkdir`, `ln` or `set -o noclobber`, which test and create in one step",
    notPushed: "Nothing pushes this claim, so no other session sees it: expected `git commit` and `git push` right behind the edit",
    pushedFirst:
      "This push goes out before the claim is committed, so no other session sees it: expected `git commit` in front, and `git push` right behind it",
    workBetween: "Work starts here before the claim is pushed, and meanwhile another session can take the same: expected `git push` right behind the claim",
    notPulled: "Nothing updates the board before this claim, so it may take what another session has: expected `git pull` in front",
  },
  checkPrompt(prompt, { workspace, report }) {
    const problem = findProblem(readProtocol(prompt, workspace), prompt.document);
    if (problem) report(prompt.document, problem);
  },
  evidence(prompt, workspace) {
    const { claim, delegate } = readProtocol(prompt, workspace);
    if (!claim) return { state: "skipped", why: "no session claims work here" };
    if (claim.isAssigned) return { state: "skipped", why: "each session is told its work" };
    if (claim.lock) return { state: "passed", place: claim.lock.place, phrase: "the claim is taken under a lock" };
    if (delegate) return delegate.protocol && { state: "passed", place: delegate.place, path: delegate.document.path, phrase: "how to claim is said there" };
    return { state: "passed", place: claim.place, phrase: "the claim is edited, committed and pushed" };
  },
});

interface Found {
  place: Position;
  messageId: "onlyTold" | "ownPlace" | "checkedLock" | "notPushed" | "pushedFirst" | "workBetween" | "notPulled";
  outsideStrict?: "off";
}

function findProblem(protocol: Protocol, document: Document): Found | undefined {
  const { claim, delegate } = protocol;
  if (!claim || claim.lock || claim.isAssigned) return undefined;
  const fake = firstFact(protocol, "fakes-lock");
  if (fake) return { place: fake.place, messageId: "checkedLock" as const };
  const own = firstFact(protocol, "own-place");
  if (own) return { place: own.place, messageId: "ownPlace" as const };
  if (delegate) {
    const isOpen = delegate.protocol !== undefined && (!delegate.protocol.claim || findProblem(delegate.protocol, delegate.document) !== undefined);
    return isOpen ? { place: claim.place, messageId: "onlyTold" as const, outsideStrict: "off" as const } : undefined;
  }
  if (claim.isOnlyTold) {
    if (!claim.push) return { place: claim.place, messageId: findToldCommit(protocol) ? "notPushed" : "onlyTold" };
    const order = findOrderFault(claim, protocol.facts, document);
    const isPulled = protocol.facts.some(({ kind, place }) => kind === "pulls" && offsetOf(place) <= offsetOf(claim.push!.place));
    // Who pulls sees what others have pushed; sessions in one checkout see an edit at once.
    if (order) return { place: order.place, messageId: "workBetween", ...(!(order.isSure && isPulled) && { outsideStrict: "off" as const }) };
    return isPulled ? undefined : { place: claim.place, messageId: "notPulled", outsideStrict: "off" };
  }
  const order = findOrderFault(claim, protocol.facts, document);
  if (order?.kind === "pushed-first") return { place: order.place, messageId: "pushedFirst" };
  if (!claim.push) return isScript(claim.edit) ? { place: claim.place, messageId: "notPushed" } : undefined;
  const isPulled = protocol.facts.some(({ kind, place }) => kind === "pulls" && offsetOf(place) < offsetOf(claim.place));
  if (!isPulled) return { place: claim.place, messageId: "notPulled" };
  return order && { place: order.place, messageId: "workBetween", ...(!order.isSure && { outsideStrict: "off" }) };
}

/** «Commit the claim», close behind the words that claim, where nothing says to push it. */
function findToldCommit({ claim, facts }: Protocol): Fact | undefined {
  const from = offsetOf(claim!.place);
  if (facts.some(({ kind, place }) => kind === "pushes" && offsetOf(place) > from)) return undefined;
  return facts.find(({ kind, from: source, place }) => kind === "commits" && source === "prose" && from < offsetOf(place) && offsetOf(place) < from + NEAR);
}

/** UTF-16 units. */
const NEAR = 800;

function isScript(fact: Fact | undefined): boolean {
  return fact?.from === "script";
}
