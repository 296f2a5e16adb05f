import type { Position } from "unist";
import { commandName, simpleCommands } from "../parse/bash-tree.ts";
import { rememberedOf } from "../remembered.ts";
import type { Span } from "../source.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";

/**
 * The first place where a prompt tells its sessions to find work and claim it,
 * in a script or in prose; `undefined` when work is handed to each session.
 */
export const findClaimStep = rememberedOf((prompt: Prompt): Position | undefined => {
  const { scripts } = prompt.document;
  const steps: Position[] = [];
  for (const script of scripts) {
    for (const command of simpleCommands(script.tree)) {
      const word = SEARCHES.has(commandName(command)) ? command.args.find(({ text }) => CLAIM_WORD.test(withoutReplacement(text))) : undefined;
      if (word && !script.isBadExample(word)) steps.push(script.place(word));
      // «echo "2. Claim your first available task"»: the session reads it.
      const told = SPEAKS.has(commandName(command)) ? command.args.find((arg) => findClaim(arg.text.replace(/^["']/, "")) !== undefined) : undefined;
      if (told && !script.isBadExample(told)) steps.push(script.place(told));
    }
  }
  const told = findInPassages(prompt, findClaim);
  if (told.length > 0 && !handsOut(prompt)) steps.push(...told);
  return steps.sort((a, b) => a.start.offset! - b.start.offset!)[0];
});

/** «You are the orchestrator … spawn sub-agents»: what it picks it hands out, and nobody else picks. */
function handsOut(prompt: Prompt): boolean {
  const told = prompt.document.passages.filter((passage) => !passage.badExample && isInPrompt(prompt, passage));
  return told.some(({ text }) => DISPATCHER.test(text)) && told.some(({ text }) => SPAWNS.test(text)) && !told.some(({ text }) => /\bclaim/i.test(text));
}

const DISPATCHER =
  /(?:^|[.!?:]\s|\n)\W{0,6}(?:you(?:['’]re| are) (?:now )?(?:the |an? )?(?:\w+ )?(?:orchestrator|coordinator|dispatcher|conductor)|your (?:job|role) is to (?:coordinate|orchestrate|dispatch))\b/i;
const SPAWNS = /\b(?:spawn|launch|dispatch|start|delegate to)\b[^.\n]{0,40}\b(?:sub-?agents?|workers?|agents?|instances?)\b/i;

/** The first place where a prompt tells its sessions to claim an item, also one that a person names («Claim a task»). */
export function findClaimWords(prompt: Prompt): Position | undefined {
  return findInPassages(prompt, (text) => {
    const match = CLAIM_ONE.exec(text);
    return match ? { start: match.index, end: match.index + match[0].length } : undefined;
  })[0];
}

function findInPassages(prompt: Prompt, find: (text: string) => Span | undefined): Position[] {
  return prompt.document.passages.flatMap((passage) => {
    if (passage.badExample || passage.type === "heading" || !isInPrompt(prompt, passage)) return [];
    const step = find(passage.text);
    return step ? [passage.locate(step)] : [];
  });
}

const CLAIM_ONE =
  /(?<=^|[.;:→,\n)][ \t*]{0,3})claim (?:an?|one|any|another) (?:\w+ )?(?:tasks?|sessions?|work items?|items?|issues?|stor(?:y|ies)|roles?|jobs?)\b/i;

/** A status word in a script that says that nobody has the work yet. */
const CLAIM_WORD = /\b(?:UNCLAIMED|unclaimed|AVAILABLE|READY|NOT_STARTED|not_started|QUEUED|BACKLOG)\b/;
const SEARCHES = new Set(["grep", "egrep", "fgrep", "awk", "sed", "rg", "jq", "yq"]);

/** `s/PAUSED/READY/` makes an item free; it looks for none. */
function withoutReplacement(text: string): string {
  const start = /(?:^|[\s"'}/\d])s(?=[/|#,])/.exec(text);
  if (!start) return text;
  const from = start.index + start[0].length;
  return text.slice(0, from) + (text.slice(from + 1).split(text[from]!, 1)[0] ?? "");
}

const SPEAKS = new Set(["echo", "printf"]);

/** An instruction to pick work («2. Claim the first free task»), not a description of how it is picked. */
function findClaim(text: string): Span | undefined {
  const search = SEARCH_FOR.exec(text) ?? CLAIM_IT.exec(text);
  if (search) return { start: search.index, end: search.index + search[0].length };
  for (const verb of text.matchAll(CLAIM_VERB)) {
    if (!STEP_START.test(text.slice(Math.max(0, verb.index - 40), verb.index))) continue;
    const bare = FIRST_FREE.exec(text.slice(verb.index, verb.index + 60));
    if (bare) return { start: verb.index, end: verb.index + bare[0].length };
    const words = text.slice(verb.index, verb.index + 100).split(/[^\w-]+/, MAX_CLAIM_WORDS);
    const noun = words.findIndex((word) => WORK.test(word));
    const before = words.slice(0, noun < 0 ? 0 : noun);
    // What is left after a lost race: «pick a different available task».
    if (before.some((word) => /^(?:different|another|other)$/i.test(word))) continue;
    // «Your next task» is the one that the session was given.
    if (!before.some((word) => FREE.test(word) && !(/^next$/i.test(word) && before.some((other) => /^(?:your|its|their)$/i.test(other))))) continue;
    const last = text.indexOf(words[noun]!, verb.index);
    return { start: verb.index, end: last + words[noun]!.length };
  }
  return undefined;
}

/** «Check tasks/ for an unclaimed task». */
const SEARCH_FOR =
  /(?<=^|[.;:→,\n)][ \t*]{0,3})(?:check|search|scan) [^\s,;]{1,60} for (?:an?|any|the first|the next) (?:unclaimed|available|free|open) (?:tasks?|sessions?|items?|issues?|jobs?)\b/i;
/** «Claim it: edit the board …», behind the step that finds it. */
const CLAIM_IT =
  /(?<=^|[.;:→,\n)][ \t*]{0,3})claim (?:it|that (?:task|story|item|issue|one))\W{1,4}(?:by )?(?:edit|chang|updat|mark|set|writ|mov|add|replac)(?:ting|ing|[est])?\b/i;
/** «Pick first available». */
const FIRST_FREE = /^(?:claim|pick|take|grab|choose|select) (?:the )?(?:first|next) (?:available|free|unclaimed|open)(?= ?[(,.;:\n]|$)/i;
const CLAIM_VERB = /\b(?:claim|pick|take|select|grab|choose|find|look for|auto-?detect)\b/gi;
/** What may stand before the verb of a step: a sentence's end, a number, «then». */
const STEP_START = /(?:^|[.;:→,\n)–—]|\bthen|\bnow|\bnext|\bimmediately|\balways)[ \t*]*$/i;
/** Verb, article, two adjectives, noun, and a word or two between. */
const MAX_CLAIM_WORDS = 8;
const FREE = /^(?:first|next|highest-priority|unclaimed|untagged|available|free|open|idle|unassigned|pending|ready)$/i;
const WORK = /^(?:tasks?|sessions?|work|items?|swarms?|jobs?|issues?|story|stories|entry|entries|one)$/i;
