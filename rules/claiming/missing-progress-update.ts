import { boardIn, boardsNamedIn, documentsAt, promptIn, resolvedPaths } from "../../src/model/lookup.ts";
import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { readProtocol, type Protocol } from "../../src/model/protocol.ts";
import { asPrompt, type Prompt } from "../../src/model/prompt.ts";
import { baseName } from "../../src/read/paths.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A claim that never turns into IN_PROGRESS looks the same as one whose session
 * has died, and an item that never becomes COMPLETE keeps everybody waiting who
 * needs it. Tell each session to write both into the board.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first unclaimed session and push the claim
 * 2. Do its work
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first unclaimed session and push the claim
 * 2. Set its status to IN_PROGRESS
 * 3. Do its work, then set the status to COMPLETE
 * ````
 */
export default defineRule({
  summary: "A claimed item that nobody marks as in progress or as complete",
  scope: "prompt",
  items: [9],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    neither: "Sessions claim work here and nothing tells them to mark it: expected a step that sets IN_PROGRESS, and one that sets COMPLETE",
    notActive: "Sessions claim work here and never mark it as in progress: expected a step that sets IN_PROGRESS when work starts",
    notDone: "Sessions claim work here and never mark it as finished: expected a step that sets COMPLETE at the end",
  },
  checkPrompt(prompt, { workspace, report }) {
    const protocol = readProtocol(prompt, workspace);
    if (!protocol.claim || protocol.claim.isAssigned) return;
    const { active, done } = readMarks(prompt, protocol, workspace);
    if (!active || !done) {
      const messageId = active ? "notDone" : done ? "notActive" : "neither";
      const { claim, delegate } = protocol;
      // A command that only claims leaves the rest to others, and a protocol that is not here may say it.
      const isSure = !claim.isNamed && !(delegate && !delegate.protocol) && !CLAIMS_ONLY.test(baseName(prompt.document.path));
      report(prompt.document, { place: claim.place, messageId, ...(!isSure && { outsideStrict: "off" }) });
      return;
    }
    // Another document that the prompt names says it: nothing shows that it is read for that.
    const [isActive, isDone] = [isOwn(active, protocol), isOwn(done, protocol)];
    if (isActive && isDone) return;
    const messageId = isActive ? "notDone" : isDone ? "notActive" : "neither";
    report(prompt.document, { place: protocol.claim.place, messageId, outsideStrict: "off" });
  },
  evidence(prompt, workspace) {
    const protocol = readProtocol(prompt, workspace);
    if (!protocol.claim) return { state: "skipped", why: "no session claims work here" };
    if (protocol.claim.isAssigned) return { state: "skipped", why: "each session is told its work" };
    const { active, done } = readMarks(prompt, protocol, workspace);
    const mark = typeof active === "object" ? active : done;
    if (typeof mark !== "object") return undefined;
    const { place, document } = mark;
    return { state: "passed", place, ...(document !== prompt.document && { path: document.path }), phrase: "the status follows the work" };
  },
});

/** `commands/claim.md`, `claim-task.md` */
const CLAIMS_ONLY = /^claim(?:[-_](?:next|task|work|item|issue|story))?\.\w+$/i;

/** A step that marks an item, and the document that has it; `true` where the claim itself marks it, as the board has no state behind that. */
type Mark = { place: Position; document: Document } | true;

/** Whether the prompt says it itself, or the document that it sends its sessions to for the claim. */
function isOwn(mark: Mark, { facts, delegate }: Protocol): boolean {
  return mark === true || facts.some(({ place }) => place === mark.place) || mark.document === delegate?.document;
}

/** `Status: IN_PROGRESS` in a file that the prompt names is the state of something there. */
function isStateOf({ source }: Document, { start }: Position): boolean {
  const from = source.text.lastIndexOf("\n", start.offset! - 1) + 1;
  return /^\W{0,8}(?:status|state)\W/i.test(source.text.slice(from, start.offset! + 10));
}

/** Where items are marked, in the prompt or in what it names. */
function readMarks(prompt: Prompt, protocol: Protocol, workspace: Workspace): { active: Mark | undefined; done: Mark | undefined } {
  const paths = resolvedPaths(workspace, prompt.document);
  const others = documentsAt(workspace, paths).flatMap((document) => {
    if (document === prompt.document) return [];
    // A board that says above its entries how they are marked.
    return promptIn(workspace, document) ?? (boardIn(workspace, document) ? asPrompt(document) : []);
  });
  const sources = [
    { document: prompt.document, protocol },
    ...(protocol.delegate?.protocol ? [{ document: protocol.delegate.document, protocol: protocol.delegate.protocol }] : []),
    ...others.map((other) => ({ document: other.document, protocol: readProtocol(other, workspace) })),
  ];
  const find = (kind: "marks-active" | "marks-done"): Mark | undefined => {
    for (const { document, protocol } of sources) {
      const fact = protocol.facts.find((one) => one.kind === kind && (document === prompt.document || !isStateOf(document, one.place)));
      if (fact) return { place: fact.place, document };
    }
    return undefined;
  };
  const own = boardsNamedIn(workspace, prompt.document);
  const hasActive = own.length === 0 || own.some(({ vocabulary }) => vocabulary.words.has("active") || !vocabulary.words.has("claimed"));
  return { active: find("marks-active") ?? (hasActive ? undefined : true), done: find("marks-done") };
}
