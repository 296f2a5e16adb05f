import type { Position } from "unist";
import { commandName, simpleCommands } from "../parse/bash-tree.ts";
import { remembered } from "../remembered.ts";
import type { Span } from "../source.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";

/**
 * The first place where a prompt tells its sessions to find work and claim it,
 * in a script or in prose; `undefined` when work is handed to each session.
 */
export const findClaimStep = remembered((prompt: Prompt): Position | undefined => {
  const { passages, scripts } = prompt.document;
  const steps: Position[] = [];
  for (const script of scripts) {
    for (const command of simpleCommands(script.tree)) {
      const word = SEARCHES.has(commandName(command)) ? command.args.find(({ text }) => CLAIM_WORD.test(text)) : undefined;
      if (word && !script.isBadExample(word)) steps.push(script.place(word));
    }
  }
  for (const passage of passages) {
    if (passage.badExample || passage.type === "heading" || !isInPrompt(prompt, passage)) continue;
    const step = findClaim(passage.text);
    if (step) steps.push(passage.locate(step));
  }
  return steps.sort((a, b) => a.start.offset! - b.start.offset!)[0];
});

/** A status word in a script that says that nobody has the work yet. */
const CLAIM_WORD = /\b(?:UNCLAIMED|unclaimed|AVAILABLE|READY|NOT_STARTED|not_started|QUEUED|BACKLOG)\b/;
const SEARCHES = new Set(["grep", "egrep", "fgrep", "awk", "sed", "rg", "jq", "yq"]);

/** An instruction to pick work («2. Claim the first free task»), not a description of how it is picked. */
function findClaim(text: string): Span | undefined {
  for (const verb of text.matchAll(CLAIM_VERB)) {
    if (!STEP_START.test(text.slice(Math.max(0, verb.index - 40), verb.index))) continue;
    const words = text.slice(verb.index, verb.index + 100).split(/[^\w-]+/, MAX_CLAIM_WORDS);
    const noun = words.findIndex((word) => WORK.test(word));
    if (noun < 0 || !words.slice(0, noun).some((word) => FREE.test(word))) continue;
    const last = text.indexOf(words[noun]!, verb.index);
    return { start: verb.index, end: last + words[noun]!.length };
  }
  return undefined;
}

const CLAIM_VERB = /\b(?:claim|pick|take|select|grab|choose|find|look for|auto-?detect)\b/gi;
/** What may stand before the verb of a step: a sentence's end, a number, «then». */
const STEP_START = /(?:^|[.;:→,\n)]|\bthen|\bnow|\bnext|\bimmediately|\balways)[ \t*]*$/i;
/** Verb, article, two adjectives, noun, and a word or two between. */
const MAX_CLAIM_WORDS = 8;
const FREE = /^(?:first|next|highest-priority|unclaimed|available|free|open|idle|unassigned|pending|ready)$/i;
const WORK = /^(?:tasks?|sessions?|work|items?|swarms?|jobs?|issues?|story|stories|entry|entries|one)$/i;
