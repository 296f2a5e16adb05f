import type { Position } from "unist";
import { z } from "zod";
import { firstFact, offsetOf, readProtocol, toldConflict, type Protocol } from "../../src/model/protocol.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * A session may start work only when the claim on the remote is its own. A push
 * that nobody looks at may have been rejected. And two sessions that claim in
 * the same second with nothing but the time as their id write the same commit:
 * the second push says «Everything up-to-date» and succeeds. Write an id that
 * is unique to the session, and look for it on the remote's board.
 *
 * ## Bad
 *
 * ````markdown expect=7:1
 * You are one of four sessions that work in parallel. Claim the first unclaimed item:
 *
 * ```bash
 * git pull
 * sed -i "${LINE}s/UNCLAIMED/CLAIMED-$$/" SESSION-STATUS.md
 * git commit -am "claim"
 * git push
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Claim the first unclaimed item:
 *
 * ```bash
 * CLAIM_ID="CLAIMED-$(date +%s)-$$"
 * git pull
 * sed -i "${LINE}s/UNCLAIMED/$CLAIM_ID/" SESSION-STATUS.md
 * git commit -am "claim $CLAIM_ID"
 * git push
 * git fetch && git show @{u}:SESSION-STATUS.md | grep "$CLAIM_ID" || exit 1
 * ```
 * ````
 */
export default defineRule({
  summary: "Work starts without a look at whose claim it is",
  scope: "prompt",
  items: [8],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unverified:
      "Nothing looks whether this `git push` was taken before work starts: expected to read the remote's board again and to find the session's own id there",
    goesOn: "A rejected `git push` is seen here, and the session goes on as if the claim was its own: expected it to leave or to try again",
    sameTime:
      "Two sessions that claim in the same second write the same id and the same commit, and both pushes succeed: expected an id of the session, such as `$$`, in the claim",
    nothingSaid: "Nothing tells a session to look whether the claim is its own before it starts: expected to read the remote's board again",
  },
  checkPrompt(prompt, { workspace, report }) {
    const problem = findProblem(readProtocol(prompt, workspace));
    if (problem) report(prompt.document, problem);
  },
  evidence(prompt, workspace) {
    const protocol = readProtocol(prompt, workspace);
    const { claim, delegate } = protocol;
    if (!claim) return { state: "skipped", why: "no session claims work here" };
    if (claim.isAssigned) return { state: "skipped", why: "each session is told its work" };
    if (claim.lock) return { state: "passed", place: claim.lock.place, phrase: "who has the lock has the work" };
    if (delegate) return delegate.protocol && { state: "passed", place: delegate.place, path: delegate.document.path, phrase: "how to claim is said there" };
    const verified = firstFact(protocol, "verifies-claim");
    if (verified) return { state: "passed", place: verified.place, phrase: "the claim is looked for after the push" };
    if (claim.push) return { state: "passed", place: claim.push.place, phrase: "the push is tested, and the id is the session's own" };
    const told = toldConflict(protocol);
    return told && { state: "passed", place: told.place, phrase: "it is said what to do when another session was first" };
  },
});

interface Found {
  place: Position;
  messageId: "unverified" | "goesOn" | "sameTime" | "nothingSaid";
  outsideStrict?: "info" | "off";
}

function findProblem(protocol: Protocol): Found | undefined {
  const { claim, delegate, facts } = protocol;
  if (!claim || claim.lock || claim.isAssigned) return undefined;
  if (delegate) {
    const isOpen = delegate.protocol !== undefined && (!delegate.protocol.claim || findProblem(delegate.protocol) !== undefined);
    return isOpen && !firstFact(protocol, "verifies-claim") ? { place: claim.place, messageId: "nothingSaid", outsideStrict: "off" } : undefined;
  }
  const { push } = claim;
  const verified = firstFact(protocol, "verifies-claim");
  if (!push?.command) return (verified ?? toldConflict(protocol)) ? undefined : { place: claim.place, messageId: "nothingSaid", outsideStrict: "info" };
  const { command, script } = push;
  const isSameTime = !claim.hasUniqueId;
  if (verified) return isSameTime ? { place: claim.place, messageId: "sameTime" as const } : undefined;

  const isTold =
    toldConflict(protocol) !== undefined ||
    facts.some((fact) => fact.kind === "retries" && fact.script === script && offsetOf(fact.place) > offsetOf(push.place));
  const isNoticed = command.verdict === "checked";
  const leaves = command.handler?.acts.some((act) => act === "exits" || act === "returns" || act === "breaks" || act === "continues") ?? false;
  // A condition such as `if git push; then work` or errexit lets nobody pass.
  const isGuarded = isNoticed && (leaves || command.loops.length > 0 || command.by === "errexit" || command.handler === undefined);
  if (isTold || isGuarded) return isSameTime ? { place: claim.place, messageId: "sameTime" as const } : undefined;
  return { place: push.place, messageId: isNoticed ? ("goesOn" as const) : ("unverified" as const) };
}
