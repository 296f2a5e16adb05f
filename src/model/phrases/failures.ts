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
        /\b(?:troubleshooting|(?:error|failure|conflict|exception) (?:\w+ (?:and|&) )?(?:handling|recovery|resolution)|(?:if|when) (?:\w+ ){1,4}(?:fails?|goes wrong|stuck|blocked))\b/i,
      yes: ["Troubleshooting", "Step 9: Error handling", "Error detection & recovery", "If something goes wrong"],
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
      pattern: /^\W{0,8}(?:blocked|stuck|failed)\W{0,6}(?:[:→—]|->)\W{0,4}(?:set|mark|add|note|log|write|record|update|document)\b/im,
      yes: ["**Blocked**: Set `status: blocked`, add a note", "Failed → write why to the entry"],
      no: ["Blocked: none", "Blocked: waiting for the set of keys"],
    },
    {
      pattern:
        /\b(?:report|raise|flag|mark|surface)(?:s|ing)? (?:an? |any |all |every |the |it |your )?(?:\w+ )?(?:as )?(?:errors|failures|blockers?|blocked|problems)\b/i,
      yes: ["Report any errors", "mark it as BLOCKED"],
      no: ["Report progress"],
    },
  ],
  /** What went wrong is sent to somebody: a letter, where a question on the screen is gone with it. */
  failureMessage: [
    {
      pattern: /(?<![\w./-])escalat(?:e|es|ing)(?=\s*(?:[,.;:!)→]|$)|\s+(?:to|it|if|after|as|when|immediately|this|that|any|all|-\w)(?:\W|$))/i,
      yes: ["If it fails, escalate to the lead", "After three retries, escalate", "`gt escalate -s HIGH`"],
      no: ["the escalation path", "claude/sip-escalate-integration"],
    },
    {
      pattern:
        /\b(?:mail|message|notify|nudge|send \w+ (?:mail|message) to) (?:to )?(?:the |an? |your )?(?:\w+ )?(?:coordinator|orchestrator|lead|leader|manager|owner|maintainer|witness|mayor|supervisor|boss|president|human|user|operator)\b/i,
      yes: ["Mail your witness when stuck", "notify the coordinator"],
      no: ["message format", "the user is notified"],
    },
    {
      pattern:
        /\b(?:on (?:fail|failure|error)|if (?:it|this|that|the \w+) (?:fails|failed))\b[^.\n]{0,100}\b(?:add|append|write|log|note|record|put) (?:the |an? |your )?(?:\w+ )?(?:notes?|reason|history|comment|details?|entry|line)\b/i,
      yes: ["On FAIL: set `status` to `developing`, add failure notes", "If the test fails, write a line to the board"],
      no: ["On success: add a note", "Add notes"],
    },
  ],
  /** A failure after which a session does not go on. */
  stop: [
    {
      pattern: /(?:\b(?:if|when|on|unless)\b[^.\n]{0,80}[,:→—-]\s*|[→:.!]\s*|^\W{0,6})(?:\w+ )?(?:STOP|HALT|ABORT)\b(?! (?:all|the (?:agents|server)))/,
      yes: ["If this is the wrong repository: STOP", "STOP and ask", "Conflict → ABORT"],
      no: ["Do not STOP", "NON-STOP work", "STOP all agents"],
    },
    {
      pattern:
        /\b(?:stop|halt|abort|exit|end)(?: (?:the )?(?:execution|work|session|immediately|at once|here|and \w+))?\b[^.\n]{0,12}\b(?:if|when|on)\b[^.\n]{0,60}\b(?:fail(?:s|ed|ure)?|errors?|conflicts?|rejected|missing|wrong|exists?|broken)\b/i,
      yes: ["Halt execution if any task fails", "stop when the push is rejected", "Abort on conflicts"],
      no: ["Stop when all is done", "the exit code"],
    },
    {
      pattern:
        /\b(?:if|when|whenever|on|unless)\b[^.\n]{0,80}\b(?:fail(?:s|ed|ure|ing)?|errors?|conflicts?|rejected|missing|wrong|no|not|exists?|broken|refused)\b[^.\n]{0,60}[,:→][^.,:\n]{0,30}\b(?:stop|halt|abort|exit)\b(?! (?:code|status|all))/i,
      yes: ["If the push fails, stop", "If no analysis exists and no flag is given, stop execution", "On any error: log it and exit"],
      no: ["If all is done, stop", "If the script fails, look at the exit code"],
    },
    {
      pattern:
        /\b(?:do not|don['’]t|never) (?:commit|push|merge|deploy|continue|proceed|go on|start)\b[^.\n]{0,30}\b(?:if|when|while|unless|until)\b[^.\n]{0,60}\b(?:fail(?:s|ed|ing)?|errors?|broken|pass(?:es|ed)?|red|green|conflicts?)\b/i,
      yes: ["Do not commit if lint or tests fail", "never push while a test is red"],
      no: ["Do not push to main", "Never commit secrets"],
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
      pattern: /^\W{0,8}(?:blocked|stuck|failed|abandoned)\W{0,6}(?:[:→—]|->)[^.\n]{0,100}\b(?:move on|stop|exit|skip|retry|next|another|switch)\b/im,
      yes: ["**Blocked**: set `status: blocked`, add a note, commit, move on", 'Blocked → "BLOCKED: <reason>" and stop'],
      no: ["Blocked: waiting for a dependency", "Blocked: none"],
    },
    {
      pattern: /\b(?:retry|try again|retries|re-?try)\b[^.\n]{0,30}\b(?:times|once|twice|attempts?|back-?off)\b/i,
      yes: ["Retry failed commands three times"],
      no: ["Do not retry"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
