import type { Position } from "unist";
import { descendantsOfType } from "../parse/bash-tree.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";

/**
 * The first place where a prompt tells its sessions to find work and claim it,
 * in a script or in prose; `undefined` when work is handed to each session.
 */
export function findClaimStep(prompt: Prompt): Position | undefined {
  const { passages, scripts } = prompt.document;
  const steps: Position[] = [];
  for (const script of scripts) {
    const word = descendantsOfType(script.tree, "Word").find(({ text }) => CLAIM_WORD.test(text));
    if (word && SEARCH.test(script.text) && !script.isBadExample(word)) steps.push(script.place(word));
  }
  for (const passage of passages) {
    if (passage.badExample || passage.type === "heading" || !isInPrompt(prompt, passage)) continue;
    const match = CLAIM_VERB.test(passage.text) ? CLAIM_STEP.exec(passage.text) : null;
    if (match) steps.push(passage.locate({ start: match.index + match[0].length - match[0].trimStart().length, end: match.index + match[0].length }));
  }
  return steps.sort((a, b) => a.start.offset! - b.start.offset!)[0];
}

/** A status word in a script that says that nobody has the work yet. */
const CLAIM_WORD = /\b(?:UNCLAIMED|unclaimed|AVAILABLE|READY|NOT_STARTED|not_started|QUEUED|BACKLOG)\b/;
const SEARCH = /\b(?:grep|awk|sed|rg|jq|yq)\b/;

/** Cheap, and in no other step. */
const CLAIM_VERB = /claim|pick|take|select|grab|choose|find|look for|detect/i;

/** An instruction to pick work, not a description of how it is picked. */
const CLAIM_STEP =
  /(?:^|[.;:→\n,]|\bthen\b)[ \t]{0,20}(?:\*\*)?(?:(?:step )?\d+[.):]\s*)?(?:(?:now|next|immediately|please|always) )?(?:claim|pick|take|select|grab|choose|find|look for|auto-?detect)\s+(?:(?:the|an?|your|one|any|its) )?(?:(?:first|next|highest[- ]priority|unclaimed|available|free|open|idle|unassigned|pending|ready) ){1,3}(?:\w+ ){0,2}(?:tasks?|sessions?|work(?: item)?|items?|swarms?|jobs?|issues?|stor(?:y|ies)|entr(?:y|ies)|one)\b/i;

/** Whether a prompt says somewhere what to do when there is no work to claim. */
export function saysNoWork({ document }: Prompt): boolean {
  return (
    document.passages.some(({ text, badExample }) => !badExample && NO_WORK.test(text)) ||
    document.scripts.some((script) => !script.badExample && (NO_WORK.test(script.text) || EMPTY_RESULT.test(script.text)))
  );
}

const NO_WORK =
  /\b(?:no|zero|0) (?:\w+ ){0,3}(?:work|tasks?|sessions?|items?|issues?|stor(?:y|ies)|beads?|entries|swarms?|jobs?)\b(?: \w+){0,3}|\bnone (?:\w+ ){0,3}(?:available|free|left|found|remain\w*|open|unclaimed|ready)|\bif none\b|\bnothing (?:left|to (?:claim|do)|available|unclaimed|ready|free)|\b(?:queue|board|list|backlog|hook) (?:is |are )?(?:empty|exhausted|drained)|\bempty (?:queue|board|backlog|hook)|\ball (?:\w+ ){0,2}(?:tasks|sessions|work|items|stories|swarms)(?: are| is)? (?:claimed|complete|completed|done|taken|finished|assigned|blocked)|\bif (?:you )?(?:find|see|get) (?:none|zero|nothing)|\bno (?:\w+ )?(?:available|unclaimed|free|ready|open)\b|\b(?:else|otherwise)\b.{0,20}\b(?:all|complete|nothing)/i;

/** `[ -z "$TASK" ]` behind a search, with a branch of its own. */
const EMPTY_RESULT = /\[\[?\s+-z\s+"?\$/;
