import type { Phrase } from "./phrase.ts";

/** How prose speaks of the ends of a session's work. */
export const FALLBACK_PHRASES = {
  /** No work is available. */
  noWork: [
    {
      pattern:
        /\b(?:no|zero|0(?= (?:available|unclaimed|free|open|more|ready)\b)) (?:\w+ ){0,3}(?:work|tasks?|sessions?|items?|issues?|stor(?:y|ies)|beads?|entries|swarms?|jobs?)\b/i,
      yes: ["If no sessions are available, stop.", "No more unclaimed tasks: write it down"],
      no: ["Note the work that is left", "There is work for all", "Phase 0 tasks"],
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
      pattern: /\b(?:if|when) (?:it is |it['’]s |that is )?empty\b/i,
      yes: ["If empty, create initial tasks", "when it is empty: stop"],
      no: ["an empty list of names", "if the empty line is missing"],
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
    {
      pattern: /\b(?:every|each) (?:\w+ )?(?:task|session|item|entry|swarm|one)(?: is| has been| was)? (?:claimed|taken|complete|done|assigned)\b/i,
      yes: ["If every task is claimed, stop", "When each session has been claimed"],
      no: ["Every task is small", "Mark each task you have claimed"],
    },
    {
      pattern: /\b(?:run|ran|runs|are|is|be) out of (?:\w+ )?(?:work|tasks|items|jobs)\b/i,
      yes: ["When you run out of work, report it"],
      no: ["Rule a task out of order"],
    },
    {
      pattern: /\b(?:everything|all) (?:is |are |was )?(?:already )?(?:claimed|taken|assigned)\b/i,
      yes: ["If everything is taken, stop", "All already claimed: report it"],
      no: ["Everything is written down"],
    },
    {
      pattern:
        /\b(?:can['’]?t|cannot|could not|couldn['’]?t|do not|don['’]?t|does not) find (?:any|an?|more)(?: \w+){0,2} (?:work|tasks?|sessions?|items?|entry|entries|one)\b/i,
      yes: ["If you cannot find any free task, stop", "If you don't find an unclaimed entry"],
      no: ["If you cannot find the file"],
    },
  ],
  /** A session's work is done, and somebody hears of it. */
  completion: [
    {
      pattern:
        /\b(?:report|announce|declare|signal|post|send|confirm) ["“«`'(]{0,2}(?:(?!for\b|template\b|what\b|how\b)\w+ ){0,3}["“«`']?(?:completion|complete|completed|done|finished)\b/i,
      yes: ["Report completion to the board", "Then announce that you are done", "report Phase 1 complete"],
      no: ["Report what you have done", "report template for Phase 0 completion"],
    },
    {
      pattern: /\b(?:print|output|say|echo|show|display|write|log)(?: a| the)? ["“«`'(]{1,2}[^"”»`'\n]{0,40}\b(?:complete|completed|done|finished)\b/i,
      yes: ["print «Session 2 complete»", 'echo "All done"'],
      no: ["print the completed list", "Say what is done"],
    },
    {
      pattern: /\b(?:completion|finish|success) (?:report|message|notice|announcement)\b/i,
      yes: ["Write a completion report", "with a success message"],
      no: ["Write a commit message", "## Completion Summary"],
    },
    {
      pattern: /\bSESSION(?: [A-Z0-9]+)?[_ ](?:IS )?(?:COMPLETE|DONE|FINISHED)\b/,
      yes: ["SESSION 2 COMPLETE", "say SESSION_DONE"],
      no: ["set it to COMPLETE", "the session is complete"],
    },
    {
      pattern:
        /\b(?:when|once|after|if) (?:you(?:['’]re| are| have)?|the session is|your (?:\w+ )?(?:work|task|session) is) (?:all )?(?:done|finished|complete)\b[^.\n]{0,40}\b(?:report|tell|notify|message|announce|say|summar\w+|print|inform|post)\b/i,
      yes: ["When you are done, tell the coordinator", "once your task is complete: report it"],
      no: ["When you are done, push"],
    },
  ],
  /** One session's work is done: enough where that is all it has. */
  ownCompletion: [
    {
      pattern: /\b(?:mark|set|flag)(?: [\w'’]+){0,3} (?:as |to )?["“«`*]{0,2}(?:complete|completed|done|finished)\b/i,
      yes: ["Mark itself complete in the manifest", "Mark complete when done", "set your task to `done`"],
      no: ["Set up the server until all of it is complete", "the bookmark is done"],
    },
    {
      pattern: /^\W{0,4}completion\W{0,4}:\s*\S/im,
      yes: ["Completion: update the manifest", "**Completion**: write a report"],
      no: ["Expected completion: Friday", "Completion"],
    },
    {
      pattern:
        /\b(?:when|once|after|as soon as) (?:you (?:have )?)?(?:complet(?:e|ed|ing)|finish(?:ed|ing)?) (?:all |your |the |this )?(?:\w+ )?(?:work|tasks?|job|assignment)\b[^.\n]{0,20}[,:→]/i,
      yes: ["After completing work, run `done`", "Once you have finished your tasks: stop"],
      no: ["after completing the form", "When you complete your work"],
    },
  ],
  /** All the work is done, and somebody hears of it. */
  wholeCompletion: [
    {
      pattern: /\b(?:merge|close|stop|exit|leave) (?:\w+ )?(?:when|once) (?:\w+ )?(?:complete|completed|done|finished)\b/i,
      yes: ["Merge when complete", "close it once done"],
      no: ["merge when green"],
    },
    {
      pattern: /\bfinal (?:report|message|notice|announcement|summary)\b/i,
      yes: ["Write a final report", "and a final summary"],
      no: ["the final commit", "Write a report"],
    },
    {
      pattern: /\b(?:ALL|MISSION|WORK|PROJECT)(?: [A-Z0-9]+)?[_ ](?:IS )?(?:COMPLETE|DONE|FINISHED)\b/,
      yes: ["MISSION COMPLETE", "say ALL_DONE", "ALL TASKS COMPLETE"],
      no: ["set it to COMPLETE", "SESSION 2 COMPLETE"],
    },
  ],
  /** A session looks for the next piece of work. */
  search: [
    {
      pattern: /\bclaim (?:(?:your|the|a|an) )?(?:(?:first|next|available|free|open|unclaimed) ){1,3}(?:task|session|item|issue|swarm|entry|story)\b/i,
      yes: ["Claim your first available task", 'echo "2. Claim the next free issue"'],
      no: ["Claim your repository", "claim the task by name"],
    },
    {
      pattern:
        /\b(?:poll|polls|polling|wait|waits|look|check|checks)\b[^.\n]{0,40}\bfor (?:(?:the|a|an|any|new|next|further|more) ){0,3}(?:instructions?|tasks?|work|assignments?|requests?|jobs?)\b/i,
      yes: ["Poll every 60 seconds for new INSTRUCTIONS", "wait for the next task", "Check the folder for new requests"],
      no: ["Look at your instructions", "check the task for errors"],
    },
    {
      pattern: /\b(?:for each|launch \w+ for each|start (?:each|all)) (?:ready|unblocked|open|free|pending|available) (?:issue|task|item|story|session)s?\b/i,
      yes: ["For each ready issue:", "start all open tasks"],
      no: ["For each issue", "ready issues are listed"],
    },
    {
      pattern: /\b(?:get|take|pull|fetch|pick) (?:the )?next (?:\w+ )?(?:task|issue|item|job|story)\b[^.\n]{0,20}\b(?:queue|backlog|board|list)\b/i,
      yes: ["Get next unblocked task from queue", "take the next item of the backlog"],
      no: ["take the next step", "the next task depends on it"],
    },
  ],
  /** What a session does that has no work of its own: work that is always there. */
  spareWork: [
    {
      pattern: /\b(?:filler|backup|fallback|stand-?by|spare) (?:tasks?|work|items?)\b/i,
      yes: ["Alternative: filler tasks", "take backup work"],
      no: ["back up the tasks", "the fallback branch"],
    },
    {
      pattern: /\bif (?:it is |they are |there is )?(?:none|nothing|not) (?:is )?(?:found|there)\b[^.\n]{0,3}[,:→]/i,
      yes: ["If not found, say that you are ready", "If nothing is there: stop"],
      no: ["if not found in the list of names"],
    },
    {
      pattern: /\bif (?:it (?:does not|doesn['’]t) exist|not),? (?:then )?(?:wait|stop|exit|report|poll|check)\b/i,
      yes: ["If not, wait for 10 seconds and check again", "If it does not exist, stop"],
      no: ["if not empty", "check if not"],
    },
  ],
  /** All of the work is done: what comes of it depends on what stands around. */
  allComplete: [
    {
      pattern:
        /\ball (?:\w+ ){0,3}(?:tasks|sessions|work|items|stories|swarms|entries|jobs|phases|agents|issues) ?(?:are|is|has been|have been|show|report)? ?(?:marked )?["“«`*✅]{0,2} ?(?:complete|done|finished)/i,
      yes: ["Once all sessions are COMPLETE, stop", "All tasks complete", "When all of the work is done"],
      no: ["All sessions work in parallel", "Complete all tasks"],
    },
    {
      pattern: /\b(?:everything|all|every (?:\w+ )?(?:task|session|item|entry|swarm)) (?:is |are )?["“«`*]{0,2}(?:complete|completed|done|finished)\b/i,
      yes: ["When everything is done, say so", "print «All complete»", "If every entry is COMPLETE"],
      no: ["All is well", "Do everything in order"],
    },
  ],
  /** Somebody is told of what a session cannot solve. */
  escalation: [
    {
      pattern: /(?<![\w./-])escalat(?:e|es|ing|ion)(?=\s*(?:[,.;:!)→]|$)|\s+(?:to|it|if|after|as|when|immediately|this|that|path|any|all)\b)/i,
      yes: ["After three retries, escalate", "Escalation: the lead", "escalate to a person"],
      no: ["The escalator", "claude/sip-escalate-integration", "IF.escalate: done"],
    },
    {
      pattern:
        /\b(?:create|raise|write|open|file|report|log|document|flag|add|record|note|mark)(?:s|ing)? (?:an? |the |any |all |your |it |this |that |them )?(?:\w+ ){0,2}(?:as )?(?:an? )?blocke(?:rs?|d)\b/i,
      yes: ["create a BLOCKER and stop", "mark the entry as BLOCKED", "Report blockers at once"],
      no: ["no blockers were created"],
    },
    {
      pattern: /\b(?:set|change|update|move|flip)\b[^.\n]{0,40}\b(?:to|as)\b[^.\n]{0,4}\b(?:BLOCKED|ERROR|FAILED|STUCK|NEEDS?[_ ]\w+)\b/i,
      yes: ["Set your status to BLOCKED", "change Status to `ERROR`"],
      no: ["Set your status to COMPLETE"],
    },
    {
      pattern:
        /\b(?:tell|notify|alert|ask|ping|contact|message|inform|warn|page|call|involve|wait for|hand (?:it )?(?:over|back) to|signal|consult|request \w+ from)(?: to)? (?:the |an? |your |its )?(?:\w+ )?(?:human|user|operator|orchestrator|coordinator|lead|leader|manager|owner|maintainer|architect|planner|mayor|person|supervisor|team|boss|president)\b/i,
      yes: ["then wait for a human", "notify the coordinator", "ask your team lead"],
      no: ["what the user sees", "notify.sh"],
    },
    {
      pattern:
        /\b(?:report|escalate|message|mail|write|send|turn|speak|respond)\b[^.\n]{0,40}\bto (?:the |an? |your )?(?:\w+ )?(?:human|user|operator|orchestrator|coordinator|lead|leader|manager|owner|maintainer|architect|planner|mayor|person|supervisor|boss|president)\b/i,
      yes: ["STOP and report to user", "send a mail about it to the lead"],
      no: ["report to the board"],
    },
    {
      pattern:
        /\b(?:ask|request|call|signal)(?:s|ing)? for (?:help|assistance|guidance|support|clarification|human)\b|\brequest(?:s|ing)? (?:help|assistance|guidance|human)\b/i,
      yes: ["After two tries, ask for help", "request guidance"],
      no: ["ask for a number"],
    },
    {
      pattern: /\b(?:open|create|file|raise) an? (?:\w+ )?(?:issue|ticket|incident|alert)\b|\bgh issue create\b/i,
      yes: ["open an issue and stop", "file a GitHub issue"],
      no: ["open issues are listed", "Create Epic Issue"],
    },
    {
      pattern:
        /\b(?:if|when|while|whenever|once) (?:you(?:['’]re| are)? |still )?(?:blocked|stuck)\b[^.\n]{0,60}\b(?:report|document|log|write|record|note|tell|add|post|mark|update)\b/i,
      yes: ["If blocked, document it", "When you are stuck, write down why"],
      no: ["If blocked, take a filler task"],
    },
  ],
  /** A person decides, wherever in the text they are called in. */
  personDecides: [
    {
      pattern:
        /\b(?:human|user|manual|operator) (?:\w+ )?(?:intervention|help|decision|approval|resolution|input|review)(?: is)? (?:needed|required|necessary)\b/i,
      yes: ["Human intervention needed", "Sync failed - human help needed", "manual review is required"],
      no: ["human-readable", "ask the user"],
    },
    {
      pattern:
        /\bdefers? to (?:an? |the |your )?(?:humans?|users?|operators?|persons?|people|leads?|coordinators?|maintainers?)\b|\b(?:resolved|decided|approved) by (?:an? |the )?(?:humans?|users?|operators?|person|people|lead|coordinator|maintainers?)\b|\b(?:humans?|users?|operators?|person) (?:resolves?|decides?)\b/i,
      yes: ["Always defer to humans", "Conflicts are resolved by humans", "Human resolves"],
      no: ["resolved by a merge", "the user resolution"],
    },
    {
      pattern: /\((?:yes\/no|y\/n)\)/i,
      yes: ["Continue with the others? (yes/no)"],
      no: ["yes or no"],
    },
  ],
  /** A wait or retry has an end. A bare «max» counts: who writes it has thought of it. */
  limit: [
    {
      pattern: /\bmax(?:imum)?\b|\bmax_|\bat most\b|\bup to\b|\bno (?:more|longer) than\b/i,
      yes: ["Poll, max 10 times", "at most three tries"],
      no: ["as much as it takes"],
    },
    {
      pattern: /\btime[- ]?(?:out|limit|box)|\bgiv(?:e|ing) up\b|\bdeadline\b/i,
      yes: ["with a timeout of 5 minutes", "then give up"],
      no: ["every time", "given to you"],
    },
    {
      pattern: /\bescalat(?:e|ion) (?:to|it|if|path|after)\b|\b(?:otherwise|fall ?back|once only|one retry|meanwhile|in the meantime)\b/i,
      yes: ["escalate to the lead", "in the meantime write tests"],
      no: ["once the others are done"],
    },
    {
      pattern: /\b(?:after|within|for) (?:\d+|one|two|three|five|ten|thirty|an?)[ -]?(?:more )?(?:[smh]|secs?|seconds?|mins?|minutes?|hours?|days?)\b/i,
      yes: ["after 30 minutes", "within an hour", "for 10m"],
      no: ["every 30 seconds"],
    },
    {
      pattern:
        /\b(?:after|within|for) (?:\d+|one|two|three|five|ten) (?:more |failed )?(?:tries|attempts?|retries|failures|checks|rounds|polls|cycles|times)\b/i,
      yes: ["After 3 retries, stop"],
      no: ["after the retries"],
    },
    {
      pattern: /\b(?:\d+|two|three|five|ten) (?:times|attempts?|retries|tries|rounds)\b|\b\d+x\b/i,
      yes: ["Try three times", "retry 5x"],
      no: ["many times"],
    },
    {
      pattern: /\bthen (?:stop|exit|abort|fail|report|continue|proceed|skip)\b/i,
      yes: ["check again, then stop"],
      no: ["then check again"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
