import { z } from "zod";
import { evidenceOfTold, findUntold, readBefore, type Told } from "../../src/model/asked.ts";
import { documentsAbout, findGuidance, type Guidance } from "../../src/model/guidance.ts";
import { findPhrase } from "../../src/model/phrases.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * Something fails in every run of several sessions, at night, with nobody at
 * the screen. Say what to do then: a section for troubleshooting, a sentence
 * for whatever fails («if a command fails, write it to BLOCKERS.md and stop»),
 * or what to do about several failures one by one. It may stand in the prompt,
 * in the status file, or in a page that speaks of either.
 *
 * ## Bad
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 * ````
 *
 * ## Good
 *
 * ````markdown
 * You are one of four sessions that work in parallel. Read SESSION-STATUS.md.
 *
 * 1. Claim the first UNCLAIMED session for yourself
 * 2. Do its work and push it
 *
 * If you are blocked, write to BLOCKERS.md what you tried and what you need, and stop.
 * ````
 */
export default defineRule({
  summary: "Nothing says what to do when something fails",
  scope: "prompt",
  items: [30],
  severity: "info",
  options: z.strictObject({}),
  messages: {
    nothingSaid:
      "Several sessions share this work, and nothing says what to do when something fails: expected a section for troubleshooting, or «if … fails: …»",
  },
  checkPrompt(prompt, { workspace, report }) {
    const untold = findUntold(prompt, workspace, TOLD);
    if (untold) report(prompt.document, { messageId: "nothingSaid", ...untold });
  },
  evidence: (prompt, workspace) => evidenceOfTold(prompt, workspace, TOLD),
});

const TOLD: Told = { findSaid, findAround: findTroubleshooting };

/** In the prompt, or under a heading of what its sessions are sent to; to take other work leaves the trouble where it is. */
function findSaid(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const [, ...others] = readBefore(prompt, workspace, { name: PAGE_NAME, words: "troubleshootingHeading", unless: "otherWork" });
  return (
    findGuidance([prompt.document], { heading: "troubleshootingHeading", text: "troubleshooting", unless: ["otherWork"] }, workspace) ??
    findSeveralFailures(prompt, workspace) ??
    findGuidance(
      others.map(({ document }) => document),
      { heading: "troubleshootingHeading" },
      workspace,
    )
  );
}

/** The same, or in whatever else speaks of the run. */
function findTroubleshooting(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const { own, others } = documentsAbout(prompt, workspace, PAGE_NAME);
  return (
    findGuidance(own, { heading: "troubleshootingHeading", text: "troubleshooting" }, workspace) ??
    findSeveralFailures(prompt, workspace) ??
    findGuidance(others, { heading: "troubleshootingHeading" }, workspace)
  );
}

/** The first of at least two passages of the prompt that each say what to do about a failure. */
function findSeveralFailures({ document }: Prompt, { settings: { phrases } }: Workspace): Guidance | undefined {
  const found: Guidance[] = [];
  for (const { text, badExample, locate } of document.passages) {
    const span = badExample ? undefined : findPhrase("oneFailure", text, phrases);
    if (!span) continue;
    found.push({ document, place: locate(span), text: text.slice(span.start, span.end) });
    if (found.length === SEVERAL) return found[0];
  }
  return undefined;
}

const SEVERAL = 2;
/** `TROUBLESHOOTING.md`, `RUNBOOK.md` */
const PAGE_NAME = /trouble-?shoot|runbook|recovery|emergency|faq/i;
