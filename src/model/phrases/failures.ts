import type { Phrase } from "./phrase.ts";

/** How prose speaks of what goes wrong, and what is done about it. */
export const FAILURE_PHRASES = {
  /** A step that may fail, and what is done then. */
  failureCase: [
    {
      pattern:
        /\b(?:if|when|whenever|in case of|on(?= (?:an? |any )?(?:conflict|failure|error|rejection))) (?:[^.,:→\n]{0,60}[^\w.,:→\n])?(?:fail(?:s|ed|ure|ures|ing)?|errors?|blocke(?:d|rs?)|stuck|conflicts?|conflicted|rejected|refused|wrong|unsure|unclear|broken?|breaks|cannot|can['’]t|times? out|timed out)\b[^.,:→\n]{0,30}[,:→—]/i,
      yes: ["If the push fails, pull first", "when you are stuck: ask", "On conflict → take the next one"],
      no: ["The build may fail", "If the task is free, take it"],
    },
    {
      pattern:
        /\b(?:push|pull|merge|claim|test|tests|build|command|step)s? (?:is |are |was |gets )?(?:fails?|failed|rejected|refused|conflicts?|conflicted)\W{0,4}[:→-]/i,
      yes: ["Push rejected: pull first", "Tests fail → fix them"],
      no: ["the push failed"],
    },
    {
      pattern:
        /\b(?:move|switch|go|take|pick|retry|stop|ask|pull|report)\b[^.\n]{0,60}\b(?:if|when|on) (?:you(?:['’]re| are) |it |the \w+ )?(?:blocked|stuck|fails|rejected|conflicts?|errors?)\b/i,
      yes: ["Move to a filler task if blocked", "Stop when the push fails"],
      no: ["The test stops working"],
    },
  ],
  /** A heading over what to do about failures. */
  failureHeading: [
    {
      pattern:
        /\b(?:troubleshooting|(?:error|failure|conflict|exception) (?:handling|recovery|resolution)|(?:if|when) (?:\w+ ){1,4}(?:fails?|goes wrong|stuck|blocked))\b/i,
      yes: ["Troubleshooting", "Step 9: Error handling", "If something goes wrong"],
      no: ["Errors of the past"],
    },
  ],
  /** Errors are written down, wherever they happen. */
  errorLog: [
    {
      pattern:
        /\b(?:log|record|document|note|append|commit|write down)(?:s|ging)? (?:all |any |every |each |the |these |your |an? |what )?(?:\w+ )?(?:errors?|failures?|blockers?|problems?|failed)\b(?! (?:handling|case|code|message|path|scenario|mode|type|response|rate))/i,
      yes: ["Log every error to BLOCKERS.md", "Document blockers at once", "Write down what failed"],
      no: ["Fix every error", "Read the log", "Document all error codes", "Documented failure"],
    },
    {
      pattern:
        /\b(?:write|add|put|post|report) (?:all |any |every |each |the |these |your |an? )?(?:errors?|failures?|blockers?|problems?)\b[^.\n]{0,30}\b(?:to|in|into|on)\b/i,
      yes: ["Write all failures to the board", "add the blocker to the list"],
      no: ["Write user-friendly error messages", "Add error handling"],
    },
    {
      pattern:
        /\b(?:errors?|failures?|blockers?|problems?|anything that (?:fails|goes wrong))\b[^.\n]{0,40}\b(?:logged|recorded|written|documented|added|appended|posted|go|goes|noted) (?:down )?(?:to|in|into|on)\b/i,
      yes: ["All errors are logged to the board", "Blockers go into the file", "Errors are written down in BLOCKERS.md"],
      no: ["Errors are rare in here"],
    },
    {
      pattern:
        /\b(?:if|when|whenever)\b[^.\n]{0,40}\b(?:blocked|stuck|fails?|error|wrong)\b[^.\n]{0,12}[,:→][^.\n]{0,40}\b(?:document|log|write|record|report|append|note|mark|set)\b/i,
      yes: ["If blocked, document it", "Whenever a step fails: write why to the board", "When you hit an error, mark the entry"],
      no: ["If the push fails, pull and push again", "Document what happens if it fails"],
    },
    {
      pattern:
        /\b(?:report|raise|flag|mark|surface)(?:s|ing)? (?:an? |any |all |every |the |it |your )?(?:\w+ )?(?:as )?(?:errors|failures|blockers?|blocked|problems)\b/i,
      yes: ["Report any errors", "mark it as BLOCKED"],
      no: ["Report progress"],
    },
  ],
  /** What is done about a failure, wherever it happens: tried again, put right, stopped. */
  recovery: [
    {
      pattern:
        /\b(?:any|every|each|an?|some|one)(?: (?:\w+ )?(?:command|step|operation))? (?:\w+ )?(?:fails?|error|failure|goes wrong)\b[^.\n]{0,40}\b(?:retry|try|recover|stop|exit|abort|fix|roll|undo|reset|revert|halt)\b/i,
      yes: ["If any step fails, stop at once", "On any error: retry once"],
      no: ["Any error is bad"],
    },
    {
      pattern:
        /\banything (?:fails|goes wrong|breaks)\b|\b(?:any|each|every) (?:errors?|failures?)\b[^.\n]{0,20}[:,→][^.\n]{0,40}\b(?:retry|try|recover|stop|exit|abort|fix|undo|halt)\b/i,
      yes: ["If anything fails at any step: stop", "On any error, fix it and go on"],
      no: ["Anything goes"],
    },
    {
      pattern:
        /\b(?:if|when|whenever)\b[^.\n]{0,30}\b(?:blocked|stuck)\b[^.\n]{0,60}\b(?:work-?arounds?|retry|try|recover|stop|exit|switch|move on|take|skip|filler|next)\b/i,
      yes: ["If blocked, write it down and use workarounds", "When stuck, take the next task"],
      no: ["If blocked, note it"],
    },
    {
      pattern: /\b(?:retry|try again|retries|re-?try)\b[^.\n]{0,30}\b(?:times|once|twice|attempts?|back-?off)\b/i,
      yes: ["Retry failed commands three times"],
      no: ["Do not retry"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
