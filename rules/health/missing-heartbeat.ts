import { boardIn, documentsAt, resolvedPaths } from "../../src/model/lookup.ts";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { findClaimStep } from "../../src/model/claim.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A session that dies keeps its claim. When sessions give no sign of life and
 * no rule says when a claim lapses, nobody can tell work that takes long from
 * work that nobody does, and the entry stays taken. Either is enough: «update
 * `Last Heartbeat` every ten minutes», or «a claim without a commit for two
 * hours may be taken over».
 *
 * ## Bad
 *
 * ````markdown expect=4:4
 * # Prompt for all sessions
 *
 * Several sessions work in parallel on BOARD.md.
 * 1. Claim the first available task.
 * 2. Research it, write the report, commit and push.
 * 3. Set the task to COMPLETE. If no task is available, say so and stop.
 * ````
 *
 * ## Good
 *
 * ````markdown
 * # Prompt for all sessions
 *
 * Several sessions work in parallel on BOARD.md.
 * 1. Claim the first available task.
 * 2. Research it, write the report, commit and push. Update `Last Heartbeat` every ten minutes.
 * 3. Set the task to COMPLETE. If no task is available, say so and stop.
 * ````
 */
export default defineRule({
  summary: "Sessions claim work, give no sign of life, and no rule says when a claim lapses",
  scope: "prompt",
  severity: "info",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Sessions claim work here, and nothing tells a dead one from a slow one: expected a heartbeat, or a rule for when a claim lapses",
  },
  checkPrompt(prompt, { workspace, report }) {
    if (!prompt.severalSessions) return;
    const { document } = prompt;
    const place = findClaimStep(prompt);
    if (place && !documentsToRead(document, workspace).some(saysLife)) report(document, { place, messageId: "nothingSaid" });
  },
});

/** The prompt, the files it sends its sessions to, and the boards: of those it names none, all. */
function documentsToRead(document: Document, workspace: Workspace): Document[] {
  const read = [document, ...documentsAt(workspace, resolvedPaths(workspace, document))];
  return read.some((one) => boardIn(workspace, one)) ? read : [...read, ...workspace.boards.map((board) => board.document)];
}

const saysLife = remembered(({ source: { text } }: Document): boolean => SIGNS.some((pattern) => pattern.test(text)));

/** Small patterns, each of them cheap on any text. */
const SIGNS = [
  /heart-?beat|keep-?alive|signs? of life|last[ _-]?(?:seen|active|activity|ping)\b|liveness|watchdog/i,
  /\b(?:stale|lapsed?|lapses|expired?|expires|orphan(?:ed)?|zombie|abandoned|stuck|crash(?:ed|es)?|unresponsive|dead|hung|inactive)\b[^\n]{0,60}\b(?:claims?|locks?|sessions?|agents?|workers?|tasks?|entry|entries)\b/i,
  /\b(?:claims?|locks?|sessions?|agents?|workers?|tasks?)\b[^\n]{0,60}\b(?:stale|lapses?|lapsed|expires?|expired|orphan(?:ed)?|abandoned|stuck|crash(?:ed|es)?|unresponsive|dies|died|dead|hangs|timed? ?out|time-?outs?|ttl)\b/i,
  /\b(?:updates?|report|post|push|commit|check[ -]?in|status)\b[^\n]{0,60}\bevery \d{1,3}[ -]?[smh]/i,
  /\bevery \d{1,3}[ -]?[smh]\w*\b[^\n]{0,60}\b(?:updates?|report|post|push|commit|check[ -]?in|status)\b/i,
  /\b(?:reclaim|take over|release|free up|unlock)\b[^\n]{0,60}\b(?:claims?|tasks?|locks?|sessions?)\b/i,
  /\bno (?:commits?|updates?|progress|activity|push)\b[^\n]{0,30}\b(?:for|in|within|after) /i,
];
