import type { Position } from "unist";
import { z } from "zod";
import { ONLY_STRICT, askOf } from "../../src/model/asked.ts";
import { findClaimStep } from "../../src/model/claim.ts";
import { findOwnBranches, namesBranch } from "../../src/model/branches.ts";
import { findSharedWork } from "../../src/model/guidance.ts";
import { boardPaths } from "../../src/model/lookup.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { isStatusFile, findTracker, mayHoldClaims, namesProgress, usesTracker } from "../../src/model/status-files.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A prompt that says where the status file is needs no session that guesses.
 * Name the file, with its path. Where sessions work on branches of their own,
 * name the branch as well: on any other one they see an old copy, and what
 * they write there nobody reads. Where all work on one branch, the file is
 * enough.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel.
 *
 * 1. Claim the first unclaimed task
 * 2. Do it and push it
 * ````
 *
 * ````markdown expect=3:9
 * You are one of four sessions that work in parallel. Each session works on its own branch.
 *
 * 1. Read SESSION-STATUS.md
 * 2. Claim the first unclaimed task and do it
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Each session works on its own branch.
 *
 * 1. Read SESSION-STATUS.md on the branch `coordination` and claim the first unclaimed task
 * 2. Do it and push it
 * ````
 */
export default defineRule({
  summary: "The prompt does not say where the status file is",
  scope: "prompt",
  items: [27],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions claim work here, and nothing says where the status file is: expected its path",
    noBranch: "Sessions work on branches of their own, and nothing says on which one `{{file}}` is kept: expected the name of the branch",
  },
  checkPrompt(prompt, { workspace, report }) {
    const { document } = prompt;
    const asked = askOf(prompt, workspace);
    if (!asked.place) return;
    const isShared = findSharedWork(prompt, workspace) !== undefined;
    const location = findLocation(prompt, workspace);
    if (location) {
      if (isShared && findOwnBranches(document) && !namesBranch(document)) {
        report(document, { place: location.place, messageId: "noBranch", data: { file: location.file } });
      }
      return;
    }
    const claim = isShared ? findClaimStep(prompt) : undefined;
    const isAlarm = claim !== undefined && !mayNameOne(prompt, workspace);
    if (isAlarm || !findAnyPlace(prompt, workspace)) report(document, { place: claim ?? asked.place, messageId: "nothingSaid", ...(!isAlarm && ONLY_STRICT) });
  },
  evidence(prompt, workspace) {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const location = findLocation(prompt, workspace) ?? findAnyPlace(prompt, workspace);
    return location && { state: "passed", place: location.place, phrase: `it is \`${location.file}\`` };
  },
});

interface Location {
  place: Position;
  file: string;
}

/** Where the sessions write how far they are, if not in one file for all: a file of each, which is yet to be made, or a tracker. */
function findAnyPlace(prompt: Prompt, { references }: Workspace): Location | undefined {
  const mentions = references.get(prompt.document) ?? [];
  const own = mentions.find(namesProgress) ?? mentions.find(mayHoldClaims);
  if (own) return { place: own.place, file: own.text };
  const tracker = findTracker(prompt);
  return tracker && { place: tracker.place, file: tracker.text };
}

/** Where the prompt names its status file; a status file that is itself the prompt is where it is. */
function findLocation({ document, extent }: Prompt, { boards, references }: Workspace): Location | undefined {
  const paths = boardPaths(boards);
  const named = (references.get(document) ?? []).find((reference) => isStatusFile(reference, paths));
  if (named) return { place: named.place, file: named.text };
  const own = boards.find((board) => board.document === document);
  return own && { place: own.entries[0]?.place ?? extent, file: document.path };
}

/** Whether a file that may hold the claims is named, or a tool that hands out the work. */
function mayNameOne(prompt: Prompt, { references }: Workspace): boolean {
  return (references.get(prompt.document) ?? []).some(mayHoldClaims) || usesTracker(prompt);
}
