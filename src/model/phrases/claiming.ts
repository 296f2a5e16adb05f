import type { Phrase } from "./phrase.ts";

/** How prose tells a session to claim work, and what to do when another one was first. */
export const CLAIMING_PHRASES = {
  /** Sessions are sent to a file that says who does what, and that has no name. */
  unnamedStatusFile: [
    {
      pattern:
        /\b(?:the|our|your) (?:\w+ )?(?:status|coordination|assignments?|hand-?over|sessions?|tasks?) (?:file|doc|document|board|sheet|list|notes)\b(?=[^.\n]{0,40}\b(?:for|to (?:find|see|know|learn)|and (?:find|figure|see|work|pick|do|start))\b)/i,
      yes: ["Check the status file for work", "Read the coordination doc and figure out what to do", "Look into our task list to see what is yours"],
      no: ["Update the status file", "the status file lies in the root", "Write the handover notes", "the file for work"],
    },
    {
      pattern:
        /(?<=\b(?:read|check|look (?:at|in|into|through)|see|consult|open|go through|study) )(?:the|our|your) (?:\w+ )?(?:status|coordination|assignments?|hand-?over) (?:file|doc|document|board|sheet|list|notes)\b/i,
      yes: ["Go through the coordination notes", "read the session status file"],
      no: ["check the file", "the coordination notes are old", "Read the docs"],
    },
  ],
  /** The claim is to be written down: an edit of the board. */
  editsBoard: [
    {
      pattern: /\b(?:replace|change|set|update|mark|edit|flip|switch)\b[^.\n]{0,60}\b(?:unclaimed|claimed(?: by)?|assignee|owner|assigned to)\b/i,
      yes: ["Change UNCLAIMED to your session id", "mark it as CLAIMED", "Set Claimed By to your name"],
      no: ["Claim the first session", "It is UNCLAIMED"],
    },
    {
      pattern: /\b(?:replace|change|set|update|mark|flip|switch|move)\b[^.\n]{0,60}\b(?:status|task|item|entry|it)\b[^.\n]{0,30}\bin[ _-]progress\b/i,
      yes: ['Move it to "In Progress"', 'Change the status from "not_started" to "in_progress"', "Mark it in progress"],
      no: ["Do not edit files that are in progress"],
    },
    {
      pattern:
        /\b(?:update|edit|write to|add (?:yourself|your (?:name|id|session id)) (?:to|in))\b[^.\n]{0,40}\b(?:board|manifest|status file|claims? file|[\w.-]{0,60}(?:STATUS|BOARD|MANIFEST|QUEUE|CLAIMS|TASKS)[\w-]{0,40}\.(?:md|ya?ml|json))/i,
      yes: ["Update the board with your id", "Edit SESSION-STATUS.md", "Add your name to the manifest"],
      no: ["Read SESSION-STATUS.md", "Update the dependencies"],
    },
    {
      // By its place, its mark or its column rather than by a status word.
      pattern:
        /\bmove (?:it |(?:the |your |this |an? )?(?:task|item|row|entry|story|ticket|card|line) )(?:out )?from\b[^.\n]{0,40}\bto\b|\b(?:tag|label|stamp) (?:it|the \w+|your \w+) with (?:your|the)\b|\badd\b[^.\n]{0,40}\bto (?:the )?["“«`*]{0,2}(?:assigned|assignee|owner|agent|claimed(?: by)?)["”»`*]{0,2} column\b|(?:^|[\s"'`(])\[ \]["'`]? ?(?:→|->|=>|to|with) ?["'`]?\[(?! ?\])/im,
      yes: [
        'Move the task from "Available" to "Active"',
        "Tag it with your account number",
        'Add "AgentName" to the Assigned column',
        "change [ ] to [IN PROGRESS: Dev N]",
      ],
      no: ["Move on to the next", "Label it as a bug", "Add a column", "tick [ ] boxes"],
    },
  ],
  /** The claim is committed. */
  commits: [
    {
      pattern: /\bcommit\b(?!(?:ted|s|ting)? (?:message|history|hash|id)\b)/i,
      yes: ["Commit and push the claim at once", "git commit your change"],
      no: ["The commit message names the task", "They committed it"],
    },
  ],
  /** The claim is pushed. */
  pushes: [
    {
      pattern: /\b(?:git )?push(?:ed)? (?:it|the|your|to|at|right|immediately|this|and)\b|(?:\band|\bthen|[,→+]|->) (?:git )?push\b|^\W{0,6}(?:git )?push\b/i,
      yes: ["Commit and push", "Push the claim", "edit → commit → push"],
      no: ["Pushing work is done later", "if push fails"],
    },
  ],
  /** The board is brought up to date first. */
  pulls: [
    {
      pattern: /\b(?:git )?(?:pull|fetch|clone)\b(?! requests?\b)|\bsync (?:with|from) (?:origin|the remote|main)\b|\bget the latest (?:board|status)/i,
      yes: ["Pull first", "git fetch origin", "git clone URL", "Get the latest status"],
      no: ["Open a pull request"],
    },
  ],
  /** Another session was first, and what follows from it. */
  losesRace: [
    {
      pattern:
        /\b(?:another|other|someone else|somebody else|a different) (?:\w+ )?(?:session|agent|worker|instance)?s? ?(?:has |have |already |just |may have )*(?:claimed|took|taken|won|got|beat)/i,
      yes: ["Another session already claimed it", "If someone else took it", "if another agent won the race"],
      no: ["Another session works on the API"],
    },
    {
      pattern: /\b(?:push|claim)(?:es|s)? (?:is |was |gets |has been |has )?(?:fail(?:s|ed)?|rejected|refused|lost|conflicts?|denied)\b/i,
      yes: ["If the push fails", "When your claim is rejected", "push conflicts"],
      no: ["Push the claim", "Claim a failed session"],
    },
    {
      pattern:
        /\b(?:if|when|on|upon|case of|after) (?:an? |the |any )?(?:claim|push|merge|manifest|board|status) conflicts?\b|\blos(?:e|t|ing) the race\b|\b(?:is |was |has been )?(?:already|meanwhile) (?:claimed|taken)\b/i,
      yes: ["On a claim conflict", "If you lose the race", "it is already taken"],
      no: ["Sessions work without conflict", "The prompt handles claim conflicts"],
    },
    {
      pattern: /\b(?:two|both|several|multiple) (?:sessions|agents|workers)\b[^.\n]{0,40}\b(?:same (?:time|task|item|second)|simultaneously|at once)/i,
      yes: ["If two sessions update the manifest at the same time"],
      no: ["Two sessions are enough"],
    },
    {
      // What a second look at the board may show.
      pattern:
        /\bif (?:it|there|the (?:board|entry|row|line|file|claim|field)) (?:now )?(?:shows?|has|says|holds|names|is) (?:another|somebody else|someone else|a different|not (?:yours\b|your (?:own|id|name)\b))|\bif (?:another|somebody else['’]s|someone else['’]s|a different) (?:(?:session|agent|worker)(?:['’]s)? )?(?:id|name|claim) (?:stands|is|shows)\b/i,
      yes: ["if another session's id stands there", "If it shows another agent", "if the entry is not yours"],
      no: ["If another session is idle", "If it is not there"],
    },
  ],
  /** The loser tries again, with another item. */
  retries: [
    {
      pattern: /\b(?:(?:try|take|pick|claim|choose|select)s?|moves? (?:on )?to|go(?:es)? (?:on )?to|with) (?:the |a |an )?(?:next|another|different|other)\b/i,
      yes: ["Take the next one", "try another task", "with the next free session", "picks the next task"],
      no: ["The next step is to push"],
    },
    {
      pattern:
        /\b(?:retry|try again|start (?:over|again)|repeat (?:from )?(?:the )?(?:step|claim)|re-?run (?:this|the)|back to (?:the )?(?:step|start|claim|beginning)|return to step)\b/i,
      yes: ["Pull and retry", "Go back to step 2", "start over", "try again"],
      no: ["The retrying loop", "step back"],
    },
    {
      pattern: /\bresolve (?:the |any )?(?:merge )?conflicts?\b/i,
      yes: ["Resolve the conflict and push again"],
      no: ["Conflict resolution is hard"],
    },
  ],
  /** The local claim is thrown away. */
  dropsClaim: [
    {
      pattern:
        /\b(?:drop|discard|undo|revert|throw away|reset|remove|abandon)\b[^.\n]{0,30}\b(?:claim|commit|change|edit|branch)\b|\breset --hard\b|\brebase --abort\b/i,
      yes: ["Discard your local claim", "undo the commit", "git reset --hard @{u}"],
      no: ["Claim it again"],
    },
  ],
  /** The session looks whether the claim is its own. */
  verifiesClaim: [
    {
      pattern:
        /\b(?:verify|confirm|double-?check|make sure|ensure|check)\b[^.\n]{0,40}\b(?:(?:your|the|this) claim|claim (?:succeeded|landed|stuck|is yours|went through)|you (?:won|own|hold|got) (?:it|the)|(?:your|own) (?:session )?(?:id|name)\b)/i,
      yes: ["Verify that your claim is on the board", "check that the board shows your id", "Make sure you won the race"],
      no: ["Check the board for a free session"],
    },
    {
      pattern: /\bre-?read\b[^.\n]{0,40}\b(?:board|status|file|remote|manifest|entry)\b|\bread (?:it|the (?:board|entry|file)) (?:back|again)\b/i,
      yes: ["Re-read the board from the remote", "Read it back"],
      no: ["Read the board"],
    },
    {
      pattern: /\b(?:only (?:start|begin|proceed|continue)|do not (?:start|begin)|don['’]?t (?:start|begin))\b[^.\n]{0,40}\b(?:push|claim)\b/i,
      yes: ["Only start when the push succeeded", "Do not start before the claim is pushed"],
      no: ["Do not start early"],
    },
  ],
  /** The claim goes where nobody else writes, and so excludes nobody. */
  claimsInOwnPlace: [
    {
      pattern:
        /\bclaim\b[^.,;\n]{0,50}\b(?:on|to|in|updating|writing|editing) (?:to )?(?:your|its|their|the session['’]?s)? ?own (?:\w+ )?(?:branch|file|status)/i,
      yes: ["Claim the task by writing to own branch STATUS file", "Claim it in your own status file"],
      no: ["Claim it on the board, then work on your own branch"],
    },
    {
      pattern:
        /\bclaim\b[^.\n]{0,50}\b(?:updating|writing|editing|in|to) (?:to )?[\w./-]{0,40}(?:session|agent|worker)[-_](?:\d+|[A-H]\b|\{\w{1,20}\}|<[\w-]{1,20}>|\[[\w-]{1,20}\])[\w.{}-]{0,30}/i,
      yes: ["Claim your first available task by updating STATUS-SESSION-1.yaml", "Claim it in status/agent-{N}.md"],
      no: ["Claim it by updating SESSION-STATUS.md"],
    },
  ],
  /** A program that claims under a lock, or hands work out. */
  claimsByTool: [
    {
      pattern:
        /\b(?:claim|lock|acquire)_\w{2,30}|\b\w{2,30}_(?:claim|acquire)\b|--claim\b|\b(?:run|use|call|with|via)\b[^.\n]{0,20}\b[a-z][\w./-]{1,30} claim\b/,
      yes: ["Call claim_task first", "bd update ID --claim", "Then run bin/board claim"],
      no: ["Claim the first task", "Run the claim step"],
    },
    {
      pattern: /\b(?:take|acquire|get|create|hold|use|run|with|via)\b[^.\n]{0,40}\b(?:mkdir|flock|SETNX|SKIP LOCKED|compare-and-swap)\b/i,
      yes: ["Take the lock with mkdir", "acquire it by a compare-and-swap"],
      no: ["Take the lock", "Atomic compare-and-swap operations"],
    },
  ],
  /** The item is marked as being worked on. */
  marksActive: [
    {
      // What stands there until the work is done says that it goes on.
      pattern:
        /\b(?:remove|release|delete|clear|drop) (?:your|the|its|this) (?:claim|lock|line|entry)\b[^.\n]{0,60}\b(?:work|task|done|finished|complete[ds]?|committed|merged)\b/i,
      yes: ["Remove your claim from the board when your work is committed"],
      no: ["Remove your claim when the push is rejected"],
    },
    {
      pattern:
        /\b(?:mark|set|change|update|move|flip|switch|put|report|write|transition)\w{0,4}\b[^.\n]{0,80}\b(?:in[ _-]?progress|active|working|started|doing|wip)\b/i,
      yes: ["Set the status to IN_PROGRESS", "mark it in progress", "updates status to working"],
      no: ["Sessions that are in progress"],
    },
    {
      pattern: /\b(?:mark|set|change|update|add|put|write)\b[^.\n]{0,60}[⏳🔄🚧🔨]/iu,
      yes: ["Add your name: ⏳ AgentName", "mark it with 🚧"],
      no: ["⏳ stands for time"],
    },
    {
      pattern: /\b(?:status|state)\b\W{0,6}(?:\w+ ?)?(?:[→=:]|->)\W{0,6}["'`]?in[ _-]?progress/i,
      yes: ["Status → IN_PROGRESS", "status: in_progress"],
      no: ["progress of the status"],
    },
    {
      pattern:
        /\bupdate\b[^.\n]{0,20}\b(?:progress|status)\b[^.\n]{0,40}\b(?:every|regularly|as you (?:go|work)|while|when (?:you )?(?:start|begin)|after each)/i,
      yes: ["Update progress every 15 minutes", "update the status when you start"],
      no: ["Update the status file format"],
    },
  ],
  /** The item is marked as finished. */
  marksDone: [
    {
      pattern:
        /\b(?:remove|release|delete|clear|drop) (?:your|the|its|this) (?:claim|lock|line|entry)\b[^.\n]{0,60}\b(?:work|task|done|finished|complete[ds]?|committed|merged)\b/i,
      yes: ["Remove your claim from the board when your work is committed", "release the lock once it is merged"],
      no: ["Remove your claim when the push is rejected"],
    },
    {
      pattern:
        /\b(?:mark|set|change|update|move|flip|switch|put|report|write|transition)\w{0,4}\b[^.\n]{0,80}\b(?:complete|completed|done|finished|merged|closed|resolved)\b/i,
      yes: ["Mark complete when done", "Set the status to COMPLETE", "update the board when finished"],
      no: ["The work is done"],
    },
    {
      pattern: /\b(?:status|state)\b\W{0,6}(?:\w+ ?)?(?:[→=:]|->)\W{0,6}["'`]?(?:complete|done|finished)/i,
      yes: ["Status: COMPLETE", "status → done"],
      no: ["complete the status"],
    },
    {
      pattern: /\bb[dr] close\b/,
      yes: ["Run `bd close <id>`"],
      no: ["close the board"],
    },
    {
      pattern: /\b(?:when|once|after)\b[^.\n]{0,40}\b(?:done|complet\w{1,4}|finish\w{0,3})\b[^.\n]{0,40}\b(?:update|mark|set|close|report|tick|check off)\b/i,
      yes: ["When you are done, update the board", "after completion close the item"],
      no: ["When all is done, go home"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
