import { z } from "zod";
import { findClaimStep } from "../../src/model/claim.ts";
import { findSaying } from "../../src/model/fallback.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { boardsOf } from "../../src/model/prompt-boards.ts";
import { readProtocol } from "../../src/model/protocol.ts";
import { accountFor } from "../../src/model/references/explained.ts";
import { isStatusFile, mayHoldClaims, usesTracker } from "../../src/model/status-files.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * Sessions that are told to look up their work in a status file that is not
 * there find nothing, and wait. Sessions that are told of no status file at
 * all cannot know what the others have taken. Create the file and push it
 * before the prompt goes out, and name it in the prompt.
 *
 * ## Bad
 *
 * ````markdown expect=3:16
 * You are one of four sessions that work in parallel.
 *
 * 1. First, read SESSION-STATUS.md
 * 2. Claim the first unclaimed session in it
 * ````
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel.
 *
 * 1. Claim the first unclaimed task
 * 2. Do it and push it
 * ````
 *
 * ````markdown expect=3:10
 * You are one of four sessions that work in parallel.
 *
 * 1. Check the status file for work, as the other sessions do
 * 2. Do it and push it, whatever another session does
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of four sessions that work in parallel.
 *
 * 1. First, read SESSION-STATUS.md
 * 2. Claim the first unclaimed session in it
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 */
export default defineRule({
  summary: "The status file that sessions are sent to is not there, or none is named at all",
  scope: "workspace",
  items: [1],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    notThere: "Sessions look up their work in `{{file}}`, and there is no such file: create and push it before the prompt goes out",
    noneNamed: "Sessions claim work here, and no status file is named: expected a file that says who has what",
    noneMeant: "Sessions are sent to «{{file}}», and no such file is named: expected the path of a file that says who has what",
  },
  checkWorkspace(workspace, { report }) {
    const isAccountedFor = accountFor(workspace.references);
    const boards = new Set(workspace.boards.map(({ document }) => document.path));
    for (const prompt of workspace.prompts) {
      const { document } = prompt;
      if (!prompt.severalSessions || boards.has(document.path)) continue;
      const references = workspace.references.get(document) ?? [];
      const named = references.filter((reference) => isStatusFile(reference, boards));
      // With one status file that is there, another name is a matter of missing-file.
      if (named.some(({ resolved }) => resolved !== undefined)) continue;

      // What a step makes, or need not be there, is no board that sessions look for in vain.
      const missing = named.find((reference) => reference.use === "read" && !isAccountedFor(reference, document));
      const items = itemsWithoutFile(prompt, workspace);
      if (missing) report(document, { place: missing.place, messageId: "notThere", items, data: { file: missing.text } });
      if (named.length > 0 || references.some(mayHoldClaims) || usesTracker(prompt)) continue;
      const claim = findClaimStep(prompt);
      const meant = claim || boardsOf(prompt, workspace).length > 0 ? undefined : findSaying(prompt, "unnamedStatusFile", workspace.settings.phrases);
      if (claim) report(document, { place: claim, messageId: "noneNamed", items });
      else if (meant) report(document, { place: meant.place, messageId: "noneMeant", items, data: { file: meant.text } });
    }
  },
  evidence(prompt, workspace) {
    const { document } = prompt;
    const boards = new Set(workspace.boards.map((board) => board.document.path));
    const references = workspace.references.get(document) ?? [];
    const named = references.filter((reference) => reference.resolved !== undefined && isStatusFile(reference, boards));
    const first = named.find(({ resolved }) => boards.has(resolved!)) ?? named[0];
    if (first) return { state: "passed", place: first.place, phrase: `names \`${first.resolved}\`, which is there` };
    const [board] = boardsOf(prompt, workspace);
    const [entry] = board?.entries ?? [];
    if (board && entry) return { state: "passed", place: entry.place, path: board.document.path, phrase: "lists the sessions" };
    if (usesTracker(prompt)) return { state: "skipped", why: "a tool hands out the work" };
    return findClaimStep(prompt) ? undefined : { state: "skipped", why: "each session is told its work, and claims none" };
  },
});

/**
 * What nobody can tick without the file: all that is asked of it. A prompt that
 * says itself neither how to claim nor where to work leaves that to the file as
 * well, and so has none of it.
 */
function itemsWithoutFile(prompt: Prompt, workspace: Workspace): number[] {
  const { claim, facts } = readProtocol(prompt, workspace);
  const saysRepository = facts.some(({ kind }) => kind === "checks-repository" || kind === "reads-repository" || kind === "verifies-switch");
  return [...OF_THE_FILE, ...(claim ? [] : OF_THE_CLAIM), ...(claim || saysRepository ? [] : OF_THE_REPOSITORY)];
}

const OF_THE_FILE = [1, 2, 3, 4, 5];
const OF_THE_CLAIM = [6, 7, 8, 9];
const OF_THE_REPOSITORY = [10, 11, 12, 13];
