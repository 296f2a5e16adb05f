import type { Position } from "unist";
import { z } from "zod";
import { descendantsOfType } from "../../src/parse/bash-tree.ts";
import { findFailureProse, isCovered } from "../../src/model/failure-prose.ts";
import { firstFact, offsetOf, readProtocol, toldConflict, type Protocol } from "../../src/model/protocol.ts";
import type { Fact } from "../../src/model/protocol/fact.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import { defineRule } from "../../src/rule.ts";
import { analyzeScript } from "../../src/shell/analyze.ts";

/**
 * A rejected push means that another session was first. Then the local claim
 * has to go, or it goes out with the next push, and the next free item is to be
 * tried. A comment («# try the next one») or an `echo` does neither.
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
 * git pull
 * sed -i "${LINE}s/UNCLAIMED/CLAIMED-$$/" SESSION-STATUS.md
 * git commit -am "claim"
 * git push
 * ```
 *
 * If the push is rejected, another session was first: run `git reset --hard @{u}` and try the next unclaimed item.
 * ````
 */
export default defineRule({
  summary: "A lost claim that leads to no other try",
  scope: "prompt",
  items: [7],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    unnoticed: "Nothing follows when another session was first and rejects this `git push`: expected to drop the claim and try the next free item",
    onlySaid: "This only speaks of another try, and nothing tries: expected a loop, or a step that goes back to the next free item",
    stops: "A rejected `git push` ends this script and nothing tries the next free item: expected to drop the claim and go back to the search",
    keepsClaim:
      "The next try after a rejected `git push` takes the lost claim along, as nothing drops it: expected `git reset --hard @{u}` before trying again",
    nothingSaid: "Nothing says what a session does when another one claimed the same item first: expected a step that takes the next free one",
  },
  checkPrompt(prompt, { workspace, report }) {
    if (!prompt.severalSessions) return;
    const problem = findProblem(readProtocol(prompt, workspace), prompt) ?? findHollowRetry(prompt);
    if (problem) report(prompt.document, problem);
  },
  evidence(prompt, workspace) {
    const protocol = readProtocol(prompt, workspace);
    const { claim, delegate } = protocol;
    if (!claim) return { state: "skipped", why: "no session claims work here" };
    if (claim.lock) return { state: "passed", place: claim.lock.place, phrase: "the lock tells at once who was first" };
    if (delegate) return delegate.protocol && { state: "passed", place: delegate.place, path: delegate.document.path, phrase: "how to claim is said there" };
    const told = toldConflict(protocol);
    const place = told?.place ?? firstFact(protocol, "retries")?.place ?? claim.push?.place;
    return place && { state: "passed", place, phrase: "a lost claim leads to another try" };
  },
});

interface Found {
  place: Position;
  messageId: "unnoticed" | "onlySaid" | "stops" | "keepsClaim" | "nothingSaid";
  outsideStrict?: "info" | "off";
}

function findProblem(protocol: Protocol, { document }: Pick<Prompt, "document">): Found | undefined {
  const { claim, delegate, facts } = protocol;
  if (!claim || claim.lock) return undefined;
  if (delegate) {
    const isOpen =
      delegate.protocol !== undefined && (!delegate.protocol.claim || findProblem(delegate.protocol, { document: delegate.document }) !== undefined);
    return isOpen && !toldConflict(protocol) ? { place: claim.place, messageId: "nothingSaid", outsideStrict: "off" } : undefined;
  }
  const told = toldConflict(protocol);
  const { push } = claim;
  if (!push?.command || !push.script) return told ? undefined : { place: claim.place, messageId: "nothingSaid", outsideStrict: "info" };

  const { command, script } = push;
  const inScript = facts.filter((fact) => fact.script === script);
  const after = (kind: Fact["kind"]) => inScript.find((fact) => fact.kind === kind && offsetOf(fact.place) > offsetOf(push.place));
  const edit = claim.edit?.script === script ? claim.edit.command : undefined;
  const handler = command.handler && script.text.slice(command.handler.span.pos, command.handler.span.end);
  const isLoop = command.loops.some((loop) => edit?.loops.includes(loop));
  const isAgain = command.functions.some((name) => handler?.includes(name) ?? false) || after("retries")?.from === "script";
  const isNoticed = command.verdict === "checked";
  if (isNoticed && (isLoop || isAgain)) {
    const isDropped = facts.some(({ kind }) => kind === "drops-claim");
    return isDropped ? undefined : { place: push.place, messageId: "keepsClaim" as const };
  }
  const isRepeated = command.loops.length > 0 || isLoopCondition(command.span, script) || (handler !== undefined && /\bgit push\b/.test(handler));
  if (told || after("retries") || (isNoticed && isRepeated)) return undefined;
  const prose = findFailureProse(document, script);
  if (isCovered(command, analyzeScript(script).commands, prose)) return undefined;
  const said = after("says-retry");
  if (said) return { place: said.place, messageId: "onlySaid" as const };
  const stops = command.handler?.acts.some((act) => act === "exits" || act === "returns") ?? false;
  if (!stops && !(isNoticed && command.by === "errexit")) return { place: push.place, messageId: "unnoticed" as const };
  // `claim.sh AGENT TASK`: who called it sees its status, and names the next one.
  const isCalled = /=["']?\$\{?[1-9]/.test(script.text);
  return { place: push.place, messageId: "stops" as const, ...(isCalled && { outsideStrict: "off" as const }) };
}

/** `until git push; do …`. */
function isLoopCondition({ pos, end }: BashSpan, { tree }: BashScript): boolean {
  return descendantsOfType(tree, "While").some(({ clause }) => clause.pos <= pos && end <= clause.end);
}

/** `sleep 30  # Retry`: it waits once, and goes on as if the other session had finished. */
function findHollowRetry({ document }: Prompt) {
  for (const script of document.scripts) {
    if (script.badExample || !/\bsleep\b/.test(script.text)) continue;
    const loops = ["While", "For", "ArithmeticFor", "Function"] as const;
    const isInLoop = (at: number) => loops.some((type) => descendantsOfType(script.tree, type).some(({ pos, end }) => pos <= at && at < end));
    for (const comment of script.comments) {
      if (!HOLLOW.test(comment.text) || script.isBadExample({ pos: comment.start, end: comment.end }) || isInLoop(comment.start)) continue;
      const branch = descendantsOfType(script.tree, "If").find(({ pos, end }) => pos <= comment.start && comment.end <= end);
      const isLast = branch && !/^\s*[^\s#]/.test(script.text.slice(comment.end, branch.end).replace(/\b(?:fi|else|done)\b[^]*/, ""));
      if (isLast && /\bsleep\b/.test(script.text.slice(branch.pos, comment.start)))
        return { place: script.place({ pos: comment.start, end: comment.end }), messageId: "onlySaid" as const };
    }
  }
  return undefined;
}

const HOLLOW = /^\W{0,4}(?:re-?try|try again|check again|repeat)\b/i;
