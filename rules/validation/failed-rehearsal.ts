import type { Position } from "unist";
import { z } from "zod";
import { askOf } from "../../src/model/asked.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { REHEARSAL_FILE, type Rehearsal } from "../../src/model/rehearsal.ts";
import { defineRule, type Evidence } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * The first session that got a prompt shows what the others will do. When it
 * did not claim, did not finish, finished and left its status as it was, or
 * wrote down a blocker, the others will fare no better: mend the prompt, and
 * try it again with one session.
 *
 * How the first session fared is told by the record
 * `.prompt-lint/rehearsal.json`, or by the commits of the status file, as for
 * `unrehearsed`; without a rehearsal this rule says nothing. Only preset
 * `strict` has it.
 *
 * ## Bad
 *
 * ````markdown file=PROMPT.md expect=3:4,3:4
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
 *       "statusComplete": false,
 *       "blockers": ["npm ci: registry not reachable"]
 *     }
 *   ]
 * }
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of two sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work, push it and set the session to COMPLETE
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
 *       "time": "2026-01-12T10:00:00Z",
 *       "prompt": { "path": "PROMPT.md", "content": "sha256:a1e979cbc66543ee1be335bcb3c497ce064db08bb7ca8571ff89e930b40eff80" },
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
  summary: "The session that tried the prompt did not claim, did not complete, did not say so, or left a blocker",
  scope: "prompt",
  items: [19, 20, 21, 22],
  severity: "warning",
  onlyStrict: true,
  options: z.strictObject({}),
  messages: {
    noClaim: "The session that tried this prompt claimed nothing ({{by}}): expected one entry with its claim before you send it to others",
    notCompleted: "The session that tried this prompt did not complete its work ({{by}}): expected it done before you send it to others",
    noCompleteStatus: "The session that tried this prompt did not set its status to COMPLETE ({{by}}): expected that before you send it to others",
    leftBlocker: "The session that tried this prompt left a blocker ({{by}}): expected it solved, and the prompt tried again",
  },
  checkPrompt(prompt, { workspace, report, skip }) {
    const found = findRehearsal(prompt, workspace);
    if (found?.rehearsal.type === "unknown") skip(prompt.document, found.rehearsal.reason);
    if (found?.rehearsal.type !== "rehearsed") return;
    const { rehearsal, place } = found;
    for (const { item, messageId, holds } of OUTCOMES) {
      if (!holds(rehearsal)) report(prompt.document, { place, messageId, items: [item], data: { by: describeSource(rehearsal) } });
    }
  },
  evidence(prompt, workspace, item): Evidence | undefined {
    const { why } = askOf(prompt, workspace);
    if (why !== undefined) return { state: "skipped", why };
    const found = findRehearsal(prompt, workspace);
    if (!found) return undefined;
    const { rehearsal, place } = found;
    if (rehearsal.type === "unknown") return { state: "skipped", why: rehearsal.reason };
    if (rehearsal.type === "unrehearsed") return { state: "skipped", why: "the prompt was not tried with one session as it is now" };
    const { phrase } = OUTCOMES.find((outcome) => outcome.item === item)!;
    return { state: "passed", place, phrase: `the session that tried it ${phrase} (${describeSource(rehearsal)})` };
  },
});

type Rehearsed = Extract<Rehearsal, { type: "rehearsed" }>;

const OUTCOMES = [
  { item: 19, messageId: "noClaim", phrase: "claimed", holds: ({ claimed }: Rehearsed) => claimed },
  { item: 20, messageId: "notCompleted", phrase: "completed its work", holds: ({ completed }: Rehearsed) => completed },
  { item: 21, messageId: "noCompleteStatus", phrase: "set its status", holds: ({ statusComplete }: Rehearsed) => statusComplete },
  { item: 22, messageId: "leftBlocker", phrase: "left no blocker", holds: ({ blockers }: Rehearsed) => blockers.length === 0 },
] as const;

function findRehearsal(prompt: Prompt, workspace: Workspace): { place: Position; rehearsal: Rehearsal } | undefined {
  const { place } = askOf(prompt, workspace);
  const rehearsal = place && workspace.rehearsals?.of(prompt, workspace);
  return rehearsal && { place, rehearsal };
}

function describeSource({ origin, session }: Rehearsed): string {
  return "time" in origin ? `\`${REHEARSAL_FILE}\`, ${origin.time.slice(0, 10)}` : `\`${session}\`, by the commits of \`${origin.board.document.path}\``;
}
