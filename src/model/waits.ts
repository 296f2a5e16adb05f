import type { Span } from "../source.ts";
import { findPhrase, type OwnPhrases } from "./phrases.ts";

// Small patterns throughout: one large alternation, or one counted gap, takes the
// regular expression compiler tens of milliseconds.

/**
 * The first place in a text that tells a session to wait for work, peers or a
 * coordinator, or to try again, and gives no end in the same sentence.
 *
 * Not waits in this sense: for a person's answer, for CI, and what is only told of.
 */
export function findWait(text: string): Span | undefined {
  for (const { 0: sentence, index } of text.matchAll(/[^.!?\r\n]+/g)) {
    for (const verb of sentence.slice(0, MAX_SENTENCE).matchAll(VERB)) {
      const before = sentence.slice(0, verb.index);
      if (isOnlyTold(text.slice(Math.max(0, index - MAX_BEFORE), index), before)) continue;
      // «WAIT! First look at the board»: a call for attention.
      if (sentence.trim() === verb[0] && /^!\s*\S/.test(text.slice(index + sentence.length, index + sentence.length + MAX_BEFORE))) continue;
      const found = { verb: verb[0].toLowerCase(), before, after: sentence.slice(verb.index + verb[0].length, MAX_SENTENCE) };
      const length = isOneOfSeveral(found) ? undefined : measureWait(found);
      if (length === undefined) continue;
      const start = index + verb.index;
      return { start, end: start + verb[0].length + length };
    }
  }
  return undefined;
}

/** In UTF-16 units. What is longer is no sentence. */
const MAX_SENTENCE = 400;
const MAX_BEFORE = 80;

const VERB = /\b(?:wait|stand ?by|hold|poll|check|re-?check|retry|try again|repeat|(?:keep|continue) (?:polling|checking|trying|retrying))\b/gi;

/** «Don't wait», «you need not … or wait», «they will wait»; a sentence may run over the end of a line. */
function isOnlyTold(above: string, before: string): boolean {
  const clause = `${above.split(/[.!?:]|[\r\n]\W/).at(-1)!} ${before}`;
  return (
    /\b(?:don['’]?t|doesn['’]?t|do not|need not|never|no need|without|instead of|zero)\b/i.test(clause) ||
    /\b(?:will|(?:you|they|we|it)['’]ll|before|previously|currently|used to|(?:step|phase) \d+)\b/i.test(clause)
  );
}

/** «Or wait for the other agent», «wait for a task, or help with the review»: there is another way on. Not «or wait 5 minutes and check again», for ever. */
function isOneOfSeveral({ verb, before, after }: VerbInSentence): boolean {
  if (!/^(?:wait|stand|hold)/.test(verb) || ROUND.test(after)) return false;
  return /(?:^|\W)(?:or|either)(?: just| simply)?\W{0,3}$/i.test(before) || OTHER_WAY.test(after);
}

const OTHER_WAY =
  /,? or (?:pick|take|choose|claim|work|help|move|switch|contact|coordinate|continue|go on|find|ask|skip|start|proceed|stop|exit|report|escalate|(?:do|try) (?:something|another|other))\b/i;

interface VerbInSentence {
  verb: string;
  before: string;
  after: string;
}

/** How far the wait goes on behind its verb; `undefined` when it is none. */
function measureWait({ verb, before, after }: VerbInSentence): number | undefined {
  if (/^(?:wait|stand|hold)/.test(verb)) return measurePause({ verb, before, after });
  if (/^(?:retry|try|repeat)|(?:trying|retrying)$/.test(verb))
    return endOf(/\b(?:until|till) (?:it|the push|the claim|push|this|that|you) (?:succeeds?|works|goes through|passes|is accepted|can)\b/i, after);
  const every = endOf(/\bevery \d+ ?(?:s|secs?|seconds?|m|mins?|minutes?)\b/i, after);
  // «Check the board every 5 minutes» is a habit; with «until» or «for» it waits for something.
  if (every === undefined || !(verb === "poll" || /\b(?:for|until|to see|completing|completion|available)\b/i.test(after.slice(every)))) return undefined;
  return every;
}

function measurePause({ verb, before, after }: VerbInSentence): number | undefined {
  // «report status and wait», «If no work: wait»: nothing behind it, so no limit either.
  if (after.trim() === "") return verb !== "hold" && (/^\W{0,4}$/.test(before) || /(?:\b(?:and|then|just|simply)|[,→:])\s*$/i.test(before)) ? 0 : undefined;
  const round = ROUND.exec(after);
  if (round) return round[0].length;
  const freed = FREED.exec(after);
  if (freed) return DURATION.test(after.slice(freed[0].length)) ? undefined : freed[0].length;
  const object = /^(?: here| there)? (?:for|until) /i.exec(after);
  if (!object) return undefined;
  let at = object[0].length;
  for (const word of after.slice(at).split(/(?<=\s)/, MAX_OBJECT_WORDS)) {
    at += word.length;
    const bare = word.replace(/\W+/g, "").toLowerCase();
    if (AWAITED.has(bare)) {
      const rest = after.slice(at);
      // A duration in the same sentence is taken for the limit.
      const isOther = /^to (?:respond|reply|answer|start|initiali[sz]e|load|open|boot)\b/i.test(rest) || DURATION.test(rest);
      return isOther ? undefined : at - (word.length - word.trimEnd().length);
    }
    if (!QUALIFIER.has(bare) && !/^\d{1,3}$/.test(bare)) return undefined;
  }
  return undefined;
}

/** «Wait 10 seconds and check again»: one round of many. */
const ROUND =
  /^ (?:for )?(?:another )?\d{1,4} ?(?:[smh]|secs?|seconds?|mins?|minutes?|hours?),?(?: and| then|,)(?: then)? (?:re-?(?:check|poll|try|read)|(?:check|look|try|poll|pull|start|read|scan)(?: \w+){0,4} again)\b/i;

/** «until something is free»: work that another session gives back, called by no name. */
const FREED =
  /^ (?:until|till|for) (?:something|anything|one|(?:an?|any|some|the next) (?:entry|item|row|lane|stream|ticket|issue|story))(?: else| of them)? (?:is|becomes|gets|to be|to become|comes) (?:free|available|unclaimed|open|up)\b/i;
const DURATION = /\d ?(?:[smh]|secs?|mins?|minutes?|hours?)\b/i;

const MAX_OBJECT_WORDS = 5;
const AWAITED = new Set(
  "work task tasks assignment assignments instruction instructions orchestrator coordinator session sessions agent agents worker workers claim claims slot slots queue".split(
    " ",
  ),
);
const QUALIFIER = new Set("the a an any some your further new more next other another all free open available".split(" "));

function endOf(pattern: RegExp, text: string): number | undefined {
  const match = pattern.exec(text);
  return match ? match.index + match[0].length : undefined;
}

/** Whether a text has words that give a wait an end; how long one round takes is none. */
export function givesLimit(text: string, own: OwnPhrases = {}): boolean {
  return findPhrase("limit", text.replace(ROUND_TIME, ""), own) !== undefined;
}

const ROUND_TIME = /\b(?:wait|sleep|pause) for (?:another )?\d{1,4} ?(?:[smh]|secs?|seconds?|mins?|minutes?|hours?),?(?: and| then|,)/gi;
