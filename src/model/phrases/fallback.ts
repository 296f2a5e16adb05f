import type { Phrase } from "./phrase.ts";

/** How prose speaks of the ends of a session's work. */
export const FALLBACK_PHRASES = {
  /** No work is available. */
  noWork: [
    {
      pattern: /\b(?:no|zero|0) (?:\w+ ){0,3}(?:work|tasks?|sessions?|items?|issues?|stor(?:y|ies)|beads?|entries|swarms?|jobs?)\b/i,
      yes: ["If no sessions are available, stop.", "No more unclaimed tasks: write it down"],
      no: ["Note the work that is left", "There is work for all"],
    },
    {
      pattern: /\bnone (?:\w+ ){0,3}(?:available|free|left|found|remain\w*|open|unclaimed|ready)|\bif none\b/i,
      yes: ["If none are free, report it", "When none of them is left"],
      no: ["None of this matters"],
    },
    {
      pattern: /\bnothing (?:(?:is|was|else|more) ){0,2}(?:left|to (?:claim|do)|available|unclaimed|ready|free)/i,
      yes: ["Nothing left to claim", "If there is nothing to do"],
      no: ["Leave nothing uncommitted"],
    },
    {
      pattern: /\b(?:queue|board|list|backlog|hook) (?:is |are )?(?:empty|exhausted|drained)|\bempty (?:queue|board|backlog|hook)/i,
      yes: ["When the queue is empty", "On an empty board, stop"],
      no: ["The queue is long", "an empty string"],
    },
    {
      pattern: /\ball (?:\w+ ){0,2}(?:tasks|sessions|work|items|stories|swarms)(?: are| is)? (?:claimed|completed?|done|taken|finished|assigned|blocked)/i,
      yes: ["If all sessions are claimed", "When all work is done"],
      no: ["All sessions work in parallel"],
    },
    {
      pattern: /\bif (?:you )?(?:find|see|get) (?:none|zero|nothing)/i,
      yes: ["If you find none, exit"],
      no: ["If you find one, claim it"],
    },
    {
      pattern: /\bno (?:\w+ )?(?:available|unclaimed|free|ready|open)\b/i,
      yes: ["No unclaimed left?", "no longer available"],
      no: ["An available one"],
    },
    {
      pattern: /\b(?:else|otherwise)\b.{0,20}\b(?:all|complete|nothing)/i,
      yes: ["otherwise nothing is left", 'else echo "All complete"'],
      no: ["something else entirely"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
