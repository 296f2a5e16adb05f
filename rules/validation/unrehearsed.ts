import type { Position } from "unist";
import { z } from "zod";
import { askOf } from "../../src/model/asked.ts";
import { REHEARSAL_FILE, type Rehearsal } from "../../src/model/rehearsal.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule, type Evidence } from "../../src/rule.ts";
import { toPosition } from "../../src/source.ts";

/**
 * A mistake in a prompt that goes to seven sessions is made seven times. Give
 * it to one session first, and wait until that one has claimed, worked and
 * completed; then send it to the others.
 *
 * That it was so is told by the record `.prompt-lint/rehearsal.json`, or by
 * the commits of the status file: since the prompt and what the status file
 * gives to the sessions (ids, repositories, branches, output files, missions,
 * dependencies) last changed, one session claimed alone and came to its end
 * before another one started. States, claims and notes may change, and messages
 * of commits prove nothing.
 *
 * The session that tries it has to get it first. Until it has, lint and send
 * without this rule; where you are, its claim and its end are seen after a pull:
 *
 * ```bash
 * npx prompt-lint --preset strict --rule unrehearsed:off
 * npx prompt-lint gate --checklist --rule unrehearsed:off PROMPT.md -- ./send-to-one.sh
 * git pull
 * npx prompt-lint --preset strict
 * ```
 *
 * Only preset `strict` has this rule: no text is wrong, but it should not go
 * out yet. Outside git, and where the history is cut off, nothing is said;
 * `--verbose` tells why.
 *
 * ## Bad
 *
 * Neither a record nor a commit:
 *
 * ````markdown file=PROMPT.md expect=1:1
 * You are one of two sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of two sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 *
 * ````json file=.prompt-lint/rehearsal.json
 * {
 *   "version": 1,
 *   "rehearsals": [
 *     {
 *       "time": "2026-01-12T09:00:00Z",
 *       "prompt": { "path": "PROMPT.md", "content": "sha256:fad46bc9ef8547c2dd15415c1b975f2edeb44669e307ba26f77983166bfbbd6a" },
 *       "boards": [{ "path": "SESSION-STATUS.md", "content": "sha256:296edd5186b90df83003f5f27d9cf82cce706d11331cb904c83a87dfe88052b5" }],
 *       "session": "Session 1",
 *       "claimed": true,
 *       "completed": true,
 *       "statusComplete": true,
 *       "blockers": []
 *     }
 *   ]
 * }
 * ````
 */
export default defineRule({
  summary: "The prompt, or its status file, has not been tried with one session as it is now",
  scope: "prompt",
  items: [18],
  severity: "warning",
  onlyStrict: true,
  options: z.strictObject({}),
  messages: {
    nothingSaid:
      "This prompt was not tried with one session as it is now ({{why}}): lint it with `--rule unrehearsed:off`, give it to one session, and to the others when that one has completed and `git pull` has fetched what it pushed",
  },
  checkPrompt(prompt, { workspace, report, skip }) {
    const isAsked = askOf(prompt, workspace).place !== undefined;
    const rehearsal = isAsked ? workspace.rehearsals?.of(prompt, workspace) : undefined;
    if (rehearsal?.type === "unknown") skip(prompt.document, rehearsal.reason);
    if (rehearsal?.type === "unrehearsed") report(prompt.document, { place: firstLine(prompt), messageId: "nothingSaid", data: { why: rehearsal.why } });
  },
  evidence(prompt, workspace): Evidence | undefined {
    const { place, why } = askOf(prompt, workspace);
    if (!place) return { state: "skipped", why: why };
    const rehearsal = workspace.rehearsals?.of(prompt, workspace);
    if (!rehearsal) return undefined;
    if (rehearsal.type !== "rehearsed") return { state: "skipped", why: rehearsal.type === "unknown" ? rehearsal.reason : rehearsal.why };
    return { state: "passed", place, phrase: describeOrigin(rehearsal) };
  },
});

/** The whole prompt is meant, so its first line stands for it: a heading, mostly. */
function firstLine({ document: { passages, source } }: Prompt): Position {
  const start = passages[0]?.place.start.offset ?? 0;
  const end = source.text.slice(start).search(/[\r\n]|$/);
  return toPosition(source, { start, end: start + end });
}

function describeOrigin({ origin, session }: Extract<Rehearsal, { type: "rehearsed" }>): string {
  return "time" in origin
    ? `tried on ${origin.time.slice(0, 10)}, by \`${REHEARSAL_FILE}\``
    : `\`${session}\` of \`${origin.board.document.path}\` started alone, by its commits`;
}
