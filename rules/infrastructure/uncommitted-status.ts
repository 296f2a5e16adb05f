import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { boardsOf, NO_BOARD } from "../../src/model/prompt-boards.ts";
import { lineSpan, toPosition } from "../../src/source.ts";
import { defineRule } from "../../src/rule.ts";

/**
 * Sessions see the status file that git gives them, not the one on the disk of
 * whoever wrote the prompt. What is not committed and pushed when the prompt
 * goes out does not exist for them: they find no work, or claim it in a file
 * that nobody else ever reads. Commit the status file and push it first.
 *
 * Judged is the file on the disk, in the branch that is checked out. Nothing is
 * said where git cannot tell: outside git; in a repository without any remote,
 * as to pushing; on a detached HEAD in CI; in a shallow clone whose history is
 * too short; for a file that a filter changes; for what is piped in. Inside a
 * hook, what is about to be committed or pushed counts as done. `--verbose`
 * tells what was not judged, and why.
 *
 * Nothing that the repository's config names is run, and no hook of it.
 *
 * ## Bad
 *
 * A file that `git status --short` lists as `?? SESSION-STATUS.md`:
 *
 * ````markdown file=SESSION-STATUS.md git=untracked expect=1:1
 * # Status of the sessions
 *
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 *
 * And one that it lists as ` M queue.yaml`:
 *
 * ````yaml file=queue.yaml git=changed expect=1:1
 * sessions:
 *   - id: session-1
 *     status: UNCLAIMED
 *   - id: session-2
 *     status: UNCLAIMED
 * ````
 *
 * ## Good
 *
 * A file that it does not list, after `git push`:
 *
 * ````markdown file=SESSION-STATUS.md git=shared
 * # Status of the sessions
 *
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 */
export default defineRule({
  summary: "A status file that is not committed and pushed as it is, so that other sessions see another one or none",
  scope: "board",
  items: [5],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    ignored: "Git ignores `{{file}}`, so that no other session ever gets it: take it out of the ignore file, then commit and push it",
    untracked: "`{{file}}` is not tracked by git, so that no other session gets it: `git add` it, then commit and push it",
    noCommits: "`{{file}}` is in no commit, as there is none yet: commit and push it before the prompt goes out",
    changed: "`{{file}}` has changes that are not committed, so that other sessions see an older one: commit and push it",
    staged: "`{{file}}` is staged but not committed, so that other sessions see an older one or none: commit and push it",
    unpushed: "`{{file}}` was changed by a commit that is not on `{{upstream}}`, so that other sessions see an older one or none: push branch `{{branch}}`",
    noUpstream:
      "`{{file}}` was changed by a commit that is on no remote, and branch `{{branch}}` has no upstream: push it with `git push -u {{remote}} {{branch}}`",
    detached: "`{{file}}` was changed by a commit that is on no remote, and HEAD is detached, so that no branch has it: make a branch of it and push that",
  },
  checkDocument(document, { workspace, report, skip }) {
    if (!workspace.git) return skip(document, "the workspace is not in git");
    const states = workspace.git.states();
    if (typeof states === "string") return skip(document, states);
    const state = states.get(document.path);
    if (state?.type === "unknown") return skip(document, state.reason);
    // Nobody has asked for the state of a file that is not linted.
    if (!state || state.type === "shared") return;

    const { type, ...data } = state;
    report(document, { place: findTitle(document), messageId: MESSAGES[type], data: { file: document.path, ...data } });
  },
  evidence(prompt, workspace) {
    const [first, ...others] = boardsOf(prompt, workspace).map(({ document }) => document);
    if (!first) return { state: "skipped", why: NO_BOARD };
    const states = workspace.git?.states();
    if (states === undefined || typeof states === "string") return undefined;
    if ([first, ...others].some(({ path }) => states.get(path)?.type !== "shared")) return undefined;
    const phrase = others.length === 0 ? "the remote has it as it is" : `the remote has all ${others.length + 1} status files as they are`;
    return { state: "passed", place: findTitle(first), path: first.path, phrase };
  },
});

const MESSAGES = {
  ignored: "ignored",
  untracked: "untracked",
  "no-commits": "noCommits",
  changed: "changed",
  staged: "staged",
  unpushed: "unpushed",
  "no-upstream": "noUpstream",
  detached: "detached",
} as const;

/** The first line that holds anything stands for the whole file. */
function findTitle({ source }: Document): Position {
  for (let line = 1; line <= source.lineStarts.length; line++) {
    const { start, end } = lineSpan(source, line);
    const text = source.text.slice(start, end);
    const trimmed = text.replace(/^\uFEFF/, "").trim();
    if (trimmed === "") continue;
    const first = start + text.indexOf(trimmed);
    return toPosition(source, { start: first, end: first + trimmed.length });
  }
  return toPosition(source, { start: 0, end: 0 });
}
