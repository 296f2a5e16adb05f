import { z } from "zod";
import { evidenceOfTold, findUntold, readBefore, statusFilesOf, withoutSamples, type Told } from "../../src/model/asked.ts";
import { documentsAbout, findExpectedTime, findGuidance, type Guidance } from "../../src/model/guidance.ts";
import { boardsOf } from "../../src/model/prompt-boards.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * Nobody can tell a session that takes long from one that hangs when nothing
 * says how long the work should take. Say what is expected by when: «all have
 * claimed after 5 minutes, the work takes 4 hours». An `Expected Completion`
 * or `Timeline` of the board's entries says it as well. How long to wait and
 * how often to look is another matter.
 *
 * ## Bad
 *
 * ````markdown expect=4:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 * Wait 10 minutes between attempts, three times at most.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 * The claim takes 5 minutes, the work about 4 hours.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 */
export default defineRule({
  summary: "Nothing says what is expected by when",
  scope: "prompt",
  items: [28],
  severity: "info",
  options: z.strictObject({}),
  messages: {
    nothingSaid:
      "Several sessions share this work, and nothing says by when what is expected: expected a time, such as «the claim within 5 minutes, the work within 4 hours»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const untold = findUntold(prompt, workspace, TOLD);
    if (untold) report(prompt.document, { messageId: "nothingSaid", ...untold });
  },
  evidence: (prompt, workspace) => evidenceOfTold(prompt, workspace, TOLD),
});

const TOLD: Told = { findSaid, findAround: findTimeline };

/** In the prompt, in the entries of its status files, or under a heading of what its sessions are sent to. */
function findSaid(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const [, ...others] = readBefore(prompt, workspace, { name: PAGE_NAME, words: "timeline" });
  return (
    findGuidance([withoutSamples(prompt.document)], { text: "timeline", heading: "timeline", unless: ["pause", "partTime"] }, workspace) ??
    findExpectedTime(statusFilesOf(prompt, workspace)) ??
    findGuidance(
      others.map(({ document }) => document),
      { heading: "timeline" },
      workspace,
    )
  );
}

/** The same, or in whatever else speaks of the run. */
function findTimeline(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const { own, others } = documentsAbout(prompt, workspace, PAGE_NAME);
  const words = { text: "timeline", heading: "timeline", unless: ["pause"] } as const;
  return (
    findGuidance([prompt.document], words, workspace) ??
    findExpectedTime(boardsOf(prompt, workspace)) ??
    findGuidance([...own, ...others.filter(({ path }) => PAGE_NAME.test(path))], words, workspace)
  );
}

/** `TIMELINE.md`, `SCHEDULE-PHASE-2.md` */
const PAGE_NAME = /(?:timeline|schedule|roadmap)[^/]*$/i;
