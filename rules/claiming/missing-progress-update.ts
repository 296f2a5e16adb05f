import { z } from "zod";
import { firstFact, readProtocol, type Protocol } from "../../src/model/protocol.ts";
import type { Prompt } from "../../src/model/prompt.ts";
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
  scope: "workspace",
  items: [9],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    neither: "Sessions claim work here and nothing tells them to mark it: expected a step that sets IN_PROGRESS, and one that sets COMPLETE",
    notActive: "Sessions claim work here and never mark it as in progress: expected a step that sets IN_PROGRESS when work starts",
    notDone: "Sessions claim work here and never mark it as finished: expected a step that sets COMPLETE at the end",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const protocol = readProtocol(prompt, workspace);
      if (!protocol.claim) continue;
      const { active, done } = readMarks(prompt, protocol, workspace);
      if (active && done) continue;
      report(prompt.document, { place: protocol.claim.place, messageId: active ? "notDone" : done ? "notActive" : "neither" });
    }
  },
  evidence(prompt, workspace) {
    const protocol = readProtocol(prompt, workspace);
    if (!protocol.claim) return { state: "skipped", why: "no session claims work here" };
    const { active, done } = readMarks(prompt, protocol, workspace);
    const mark = typeof active === "object" ? active : done;
    return (
      mark && { state: "passed", place: mark.place, ...(mark.path !== prompt.document.path && { path: mark.path }), phrase: "the status follows the work" }
    );
  },
});

/** Where items are marked, in the prompt or in what it sends its sessions to; `active` is `true` where the board has no such state. */
function readMarks(prompt: Prompt, protocol: Protocol, { references, prompts, boards, ...rest }: Workspace) {
  const workspace = { references, prompts, boards, ...rest };
  const paths = new Set((references.get(prompt.document) ?? []).flatMap(({ resolved }) => resolved ?? []));
  const others = prompts.filter(({ document }) => document !== prompt.document && paths.has(document.path));
  const sources = [
    { path: prompt.document.path, protocol },
    ...others.map((other) => ({ path: other.document.path, protocol: readProtocol(other, workspace) })),
  ];
  const find = (kind: "marks-active" | "marks-done") => {
    for (const { path, protocol } of sources) {
      const fact = firstFact(protocol, kind);
      if (fact) return { place: fact.place, path };
    }
    return undefined;
  };
  const own = boards.filter(({ document }) => document === prompt.document || paths.has(document.path));
  const hasActive = own.length === 0 || own.some(({ vocabulary }) => vocabulary.words.has("active") || !vocabulary.words.has("claimed"));
  return { active: find("marks-active") ?? (hasActive ? undefined : true), done: find("marks-done") };
}
