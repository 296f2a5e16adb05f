import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { evidenceOfTold, findUntold, readBefore, type Told } from "../../src/model/asked.ts";
import { documentsAbout, findGuidance, type Guidance } from "../../src/model/guidance.ts";
import { findPhrase } from "../../src/model/phrases.ts";
import type { Prompt } from "../../src/model/prompt.ts";
import { commandName, simpleCommands } from "../../src/parse/bash-tree.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * Whoever has sent a prompt to several sessions wants to see whether they have
 * claimed, whether they commit, and whether blockers pile up. Say how: the
 * commands to run, or where to look. It may stand beside the prompt, in the
 * status file, or in a page that speaks of either (`MONITORING.md`).
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
 * ## Monitoring
 *
 * `watch -n 60 'git pull -q && grep "Claimed By:" SESSION-STATUS.md'`
 * ````
 */
export default defineRule({
  summary: "Nothing says how to watch the progress of the sessions",
  scope: "prompt",
  items: [29],
  severity: "info",
  options: z.strictObject({}),
  messages: {
    nothingSaid: "Several sessions share this work, and nothing says how to watch their progress: expected a command or a place to look at",
  },
  checkPrompt(prompt, { workspace, report }) {
    const untold = findUntold(prompt, workspace, TOLD);
    if (untold) report(prompt.document, { messageId: "nothingSaid", ...untold });
  },
  evidence: (prompt, workspace) => evidenceOfTold(prompt, workspace, TOLD),
});

const TOLD: Told = { findSaid, findAround: findMonitoring };

/** In the prompt and what it prints, or under a heading of what its sessions are sent to. */
function findSaid(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const others = readBefore(prompt, workspace, { name: PAGE_NAME, words: "monitoringHeading" }).map(({ document }) => document);
  return (
    findGuidance([prompt.document], { heading: "monitoringHeading", text: "monitoring" }, workspace) ??
    findGuidance([prompt.document], { text: "othersSeen" }, workspace) ??
    findPrinted(prompt, workspace) ??
    findWatch(others) ??
    findGuidance(others, { heading: "monitoringHeading" }, workspace)
  );
}

/** What a script says to whoever has started it, or in a comment. */
function findPrinted({ document }: Prompt, { settings: { phrases } }: Workspace): Guidance | undefined {
  for (const script of document.scripts) {
    const span = script.badExample ? undefined : findPhrase("othersSeen", script.text, phrases);
    if (span) return { document, place: script.place({ pos: span.start, end: span.end }), text: script.text.slice(span.start, span.end) };
  }
  return undefined;
}

/** The same, or in whatever else speaks of the run. */
function findMonitoring(prompt: Prompt, workspace: Workspace): Guidance | undefined {
  const { own, others } = documentsAbout(prompt, workspace, PAGE_NAME);
  return (
    findGuidance(own, { heading: "monitoringHeading", text: "monitoring" }, workspace) ??
    findWatch([...own, ...others]) ??
    findGuidance(others, { heading: "monitoringHeading" }, workspace)
  );
}

/** A command that shows again and again how something stands is for a person who watches. */
function findWatch(documents: readonly Document[]): Guidance | undefined {
  for (const document of documents) {
    for (const script of document.scripts) {
      if (script.badExample) continue;
      const watch = [...simpleCommands(script.tree)].find((command) => commandName(command) === "watch" && !script.isBadExample(command));
      if (watch) return { document, place: script.place(watch), text: script.text.slice(watch.pos, watch.end) };
    }
  }
  return undefined;
}

/** `MONITORING.md`, `PROGRESS-DASHBOARD.md` */
const PAGE_NAME = /monitor|dashboard|watch|progress/i;
