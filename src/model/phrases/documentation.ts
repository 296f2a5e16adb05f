import type { Phrase } from "./phrase.ts";

/** How prose tells the people around a run what to expect, where to look and what to do. */
export const DOCUMENTATION_PHRASES = {
  /** By when something is expected. */
  timeline: [
    {
      pattern: /\bT ?\+ ?\d{1,4} ?(?:sec|min|hours?|days?|[smhd])\b/i,
      yes: ["T+5min: all sessions have claimed", "Done at T + 4h"],
      no: ["T+ is the start", "port 80"],
    },
    {
      pattern:
        /\b(?:time-?lines?|deadlines?|due (?:date|by)|ETA|expected (?:completion|duration|time|finish)|(?:estimated|expected|total) (?:[\w-]+ )?(?:time|duration|completion|hours)|time[- ]?(?:estimates?|budgets?|box(?:ed|es)?|frames?)|target (?:date|completion)|duration)\b/i,
      yes: ["Timeline", "Expected Completion: Friday", "Estimated wall-clock time: 4", "Deadline for all", "Time budget: 90"],
      no: ["the timestamp of the claim", "at the same time", "due to a conflict"],
    },
    {
      pattern:
        /(?<![\w.,#])(?:~ ?)?\d{1,3}(?:[.,]\d{1,2})? ?(?:(?:[-–—]|to) ?\d{1,3}(?:[.,]\d{1,2})? ?)?\+?(?:[- ]?(?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?)| ?h)\b(?!['’]? old| ago)/i,
      yes: ["The whole takes 4 hours", "(~45 min)", "2-3 hours each", "0.5h", "a 90-minute sprint", "3 days"],
      no: ["7 sessions", "a claim that is 2 hours old", "Session 3-H", "v1.2.3 has", "5 miners"],
    },
    {
      pattern:
        /\b(?:within|takes?|in|about|under|after|expect\w{0,3}|least|most) (?:(?:about|around|roughly|the|next|first) ){0,2}(?:an?|one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|half an?) (?:minutes?|hours?|days?|weeks?)\b/i,
      yes: ["Expect to be done within four hours", "It takes about an hour", "in two days"],
      no: ["once a day", "four sessions"],
    },
    {
      pattern:
        /\bby (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bby (?:tomorrow|tonight|noon|midnight|end of (?:day|week|sprint)|EOD|EOW|\d{1,2}:\d\d|\d{4}-\d\d-\d\d)/i,
      yes: ["All done by Friday", "by 18:00 UTC", "by end of day"],
      no: ["claimed by Session 2", "by hand"],
    },
  ],
  /** That a span of time is how long to wait, how often to look or when a claim lapses, not when work is expected. */
  pause: [
    {
      pattern:
        /\b(?:wait(?:s|ing)?|sleep(?:s|ing)?|pauses?|every|each|poll(?:s|ing)?|intervals?|time-?outs?|times? out|timed out|retry|retries|re-?check|check again|stale|lapses?|lapsed|expires?|expired?|ttl|heartbeat|older than|no (?:commits?|activity|progress|update|sign)|silent|per (?:hour|minute|day)|back-?off|last|past|since|ago|rate limit)\b/i,
      yes: ["Wait 30 minutes and check again", "every 10 min", "stale after 2 hours", "no commits for 2 hours", "in the last 24 hours"],
      no: ["The work takes 4 hours", "done within 30 minutes"],
    },
  ],
  /** That a span of time is a small part of the work, a rate or an example. */
  partTime: [
    {
      pattern: /\b(?:read(?:ing)?|context|stuck|blocked|reply|respond|response|velocity|faster|speed ?up|session length)\b|[×=]/i,
      yes: ["STEP 1: READ CONTEXT (5 minutes)", "Stuck for more than 15 minutes", "30 tasks × 12 minutes"],
      no: ["The work takes 4 hours", "Phase 1: 2-4 hours"],
    },
  ],
  /** How progress is watched, as a sentence. */
  monitoring: [
    {
      pattern:
        /\b(?:monitor(?:s|ing)?|track(?:s|ing)?|watch(?:es|ing)?|observ(?:e|es|ing)|keep an eye on|supervis(?:e|es|ing)) (?:[\w'’]+ ){0,3}(?:progress|sessions?|agents?|claims?|status(?:es)?|commits?|blockers?|board|activity|swarms?|workers?|queue|them|run|streams?)\b/i,
      yes: ["Watch them with `git log`", "Monitor the progress of all sessions", "Track agent progress in STATUS.md", "keep an eye on the board"],
      no: ["Monitor CPU usage of the server", "the monitoring stack", "watch mode of jest", "a tracked session"],
    },
    {
      pattern: /\b(?:report|post|share|publish)(?:s|ing)? (?:back )?(?:your|its|their) (?:current )?(?:status|progress)\b/i,
      yes: ["Report your status every hour", "Each session posts its progress"],
      no: ["report the status code", "Update your branch"],
    },
    {
      pattern:
        /\b(?:verify|check|see|confirm) (?:that |if |whether )?(?:all |your |the |both |each )*(?:agents?|sessions?|workers?) (?:are|is|have|has|were|did)\b/i,
      yes: ["Verify that all agents are deployed", "check whether the sessions have claimed"],
      no: ["check the agents file", "all agents are equal"],
    },
    {
      pattern: /\bcheck(?:s|ing)? (?:on )?(?:the |your |their |overall |current |session |team )*progress\b|\bsee (?:how far|the progress|who (?:has|is))/i,
      yes: ["How to check progress", "To see how far the sessions are", "check on the progress"],
      no: ["check the status code", "see below"],
    },
    {
      pattern: /\bprogress (?:tracking|tracker|reports?|checks?|dashboard|monitor(?:ing)?|board)\b|\b(?:status|live|session|coordination|agent) dashboard\b/i,
      yes: ["Progress tracking", "Open the status dashboard"],
      no: ["in progress", "the dashboard component of the app"],
    },
  ],
  /** How a session, or whoever sent it, sees how far the others are. */
  othersSeen: [
    {
      pattern:
        /\b(?:see|sees|check|checks|read|reads|look at)\b[^.\n]{0,20}\b(?:what|how far|where) (?:the )?(?:others?|other \w+|they|each \w+|all \w+) (?:have|has|are|is|did|do|stand)\b/i,
      yes: ["Agent checks what others have done", "See how far they are", "look at where the others stand"],
      no: ["Check what is done", "read others' code"],
    },
    {
      pattern:
        /\b(?:monitor|watch|track|follow|check)(?:ing)? (?:[\w'’]+ ){0,2}(?:progress|status|with|via|using)\s*[:=]|\b(?:monitor|watch|track|follow) (?:it |them )?(?:with|via|using)\b/i,
      yes: ["Monitor progress:", "Monitor with: /status", "Track it via `git log`"],
      no: ["Monitoring", "watch mode"],
    },
    {
      pattern:
        /\b(?:monitor|watch|(?:periodically|regularly|continuously) (?:check|read))(?:s|ing)? (?:\S+ ){0,3}?\S*(?:status|progress|board|manifest|done)\S*\.(?:md|ya?ml|json|txt)\b/i,
      yes: ["Monitor STATUS.md from Sessions 1-3", "Periodically check ./tmp/done_worker1.txt"],
      no: ["Monitor the server", "Check STATUS.md for details"],
    },
    {
      pattern: /\b(?:observable|visible)\b[^.\n]{0,40}\b(?:status|progress|board|manifest)\b/i,
      yes: ["Observable (each posts STATUS.md)"],
      no: ["observable streams"],
    },
  ],
  /** A heading above how progress is watched. */
  monitoringHeading: [
    {
      pattern:
        /^\P{L}*(?:how to )?(?:monitor(?:ing)?|watch(?:ing)?|track(?:ing)?|check(?:ing)?)(?: (?:the |your |all |on )?(?:run|progress|sessions?|agents?|swarm|work|status|commands?|protocol|pattern|plan|it|them)){0,3}\P{L}*$/iu,
      yes: ["Monitoring", "📊 Monitoring commands", "How to watch the run", "8. Tracking progress", "## Monitor"],
      no: ["Monitoring stack (Prometheus)", "Watch mode", "In progress"],
    },
    {
      pattern: /^\P{L}*(?:live |overall |session )?(?:progress|status) (?:tracking|monitoring|checks?|commands?|dashboard|reports?|reporting)\b/iu,
      yes: ["Progress Tracking", "Status checks", "📈 Live status dashboard"],
      no: ["Status definitions", "Progress"],
    },
  ],
  /** A heading above what to do when something fails. */
  troubleshootingHeading: [
    {
      pattern:
        /\b(?:trouble-?shooting|common (?:issues|problems|errors|failures|pitfalls|mistakes)|known (?:issues|problems)|failure (?:\w+ (?:and|&) )?(?:handling|modes?|recovery|scenarios?)|error (?:\w+ (?:and|&) )?(?:handling|recovery)|handling (?:of )?(?:errors|failures|blockers|conflicts)|recovery (?:steps|procedures?|plan|protocol)|red flags|emergency|contingency|FAQ)\b/i,
      yes: ["Troubleshooting", "🆘 Common issues", "Error handling", "Error detection & recovery", "Handling blockers", "Emergency procedures"],
      no: ["Errors", "Blockers", "Recovery of data is the product"],
    },
    {
      pattern:
        /\b(?:if|when|what if|in case) (?:\S+ ){0,3}(?:goes? wrong|fails?|breaks?|stalls?|blocked|stuck|errors?|problems?|trouble|hits? a blocker)\b|\b(?:blocked|stuck|problems)\?/i,
      yes: ["When something goes wrong", "If you are blocked", "What if a push fails", "Stuck?", "If a session stalls"],
      no: ["When to claim", "If you are Session 2"],
    },
  ],
  /** What to do about any failure at all, or when stuck. */
  troubleshooting: [
    {
      pattern:
        /\b(?:if|when|whenever|in case) (?:you|any|anything|something|an?|one|things?|there|some) (?:[\w'’,/-]+ ){0,5}?(?:fails?|failing|failed|errors?|stuck|blocked|blockers?|goes? wrong|breaks?|problems?|issues?|trouble|obstacles?|impediments?)\b/i,
      yes: ["If a command fails: add a line", "If you are blocked, write it down", "When something goes wrong", "if you hit a blocker", "If any step fails"],
      no: ["If you are Session 2", "When all is done, no error is left", "If the push fails"],
    },
    {
      pattern:
        /\b(?:if|when) (?:you['’]re )?(?:blocked|stuck|in trouble|in doubt)\b|\b(?:blocked|stuck)\?|(?:^|[.;:(] ?)on (?:any )?(?:errors?|failures?)\b|\bin case of (?:an? |any )?(?:errors?|failures?|problems?|blockers?)\b/i,
      yes: ["If blocked: say so", "Stuck? Ask.", "On error, write to BLOCKERS.md", "In case of problems"],
      no: ["based on errors", "is blocked"],
    },
  ],
  /** That a session which is stuck takes other work, and the trouble stays. */
  otherWork: [
    {
      pattern: /\b(?:filler|backup|fallback|next|another|other|different) (?:\w+ )?(?:tasks?|items?|work|session|issue|story)\b/i,
      yes: ["If blocked, switch to filler tasks", "Move to next task if blocked", "take another item"],
      no: ["If blocked, write it down and stop"],
    },
  ],
  /** What to do about one failure. */
  oneFailure: [
    {
      pattern:
        /\b(?:if|when|whenever|should|unless) (?:[\w'’`./-]+ ){1,6}?(?:fails?|failed|failing|errors? out|(?:is|are|was|gets?|got) (?:rejected|missing|unavailable|unreachable|broken|refused|down|denied)|conflicts?|times out|timed out|stalls?|hangs?|crash(?:es|ed)?|breaks?)\b/i,
      yes: ["If the push fails, pull and take the next one", "When `npm test` fails: fix it", "If the file is missing, stop"],
      no: ["If the file is there", "The push fails"],
    },
    {
      pattern: /^\W{0,6}(?:no |can(?:['’]t|not) |push |merge |rebase |tests? |build )(?:[\w'’./-]+ ){0,5}?(?:fail|rejected|conflict|\?|after \d|found)/i,
      yes: ["Push rejected → pull first", "No claims after 5 minutes → the prompt never arrived", "Tests failed? Fix them"],
      no: ["Push your work", "No more than two"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
