import type { Phrase } from "./phrase.ts";

/** How prose speaks of the repository that a session works in. */
export const REPOSITORY_PHRASES = {
  /** The session looks which repository it is in. */
  checksRepository: [
    {
      pattern: /\b(?:verify|check|confirm|make sure|ensure)\b[^.\n]{0,40}\b(?:repo|repository|git remote|remote url)\b/i,
      yes: ["Verify the repository before committing", "check if you're in the right repo", "Make sure that the remote URL fits"],
      no: ["Commit to the repository"],
    },
    {
      pattern: /\b(?:which|wrong|right|correct) (?:repo|repository)\b/i,
      yes: ["See which repository this is", "If wrong repository, stop"],
      no: ["The repository is large"],
    },
  ],
  /** The session reads from the board which repository its work belongs to. */
  readsRepository: [
    {
      pattern:
        /\b(?:read|note|look at|look up|get|find|see|check|take)\b(?! (?:if|whether|that)\b)[^.\n]{0,60}\b(?:target|assigned|your|the|its|of|for)?\W{0,4}repo(?:sitory)?(?: (?:field|column|line|named|given|of|from|in)\b|[:"'`]|$)/i,
      yes: ["Read the Repository field of your entry", 'Look at "Repository: owner/name"', "Note the repository given there"],
      no: ["Clone the repository", "First, check if you're in the API repo:", "Read the repository guidelines first"],
    },
    {
      pattern: /^\W{0,4}repo(?:sitory)?:\s{0,3}(?:which|the|what)\b/i,
      yes: ["- Repository: Which repo to work in"],
      no: ["Repository: acme/shop"],
    },
  ],
  /** The session goes to another repository, or stops. */
  switchesRepository: [
    {
      pattern:
        /\b(?:switch|change|move|go|cd|navigate)\b[^.\n]{0,30}\b(?:to|into)\b[^.\n]{0,40}\b(?:repo|repository|correct one|right one)\b|\bswitch(?:ing)? repo(?:sitor(?:y|ies)|s)?\b/i,
      yes: ["Switch to the correct repository", "STOP and switch to correct one first", "switch repositories first"],
      no: ["Push to the repository"],
    },
    {
      pattern: /\bclone\b[^.\n]{0,40}\b(?:repo|repository|it|target)\b/i,
      yes: ["Clone the target repository", "otherwise clone it"],
      no: ["A clone of yourself"],
    },
    {
      pattern: /\b(?:wrong|different|other) repo(?:sitory)?\b[^.\n]{0,30}\b(?:stop|exit|abort|do not)\b/i,
      yes: ["In the wrong repository, stop"],
      no: ["a different repository is used"],
    },
  ],
  /** The session looks whether the switch went well. */
  verifiesSwitch: [
    {
      pattern:
        /\b(?:verify|confirm|check|make sure)\b(?! (?:if|whether)\b)[^.\n]{0,40}\b(?:switch|you['’]?re in|you are in|right place|pwd|now in|correct repo\w{0,6}|right repo\w{0,6})\b/i,
      yes: ["Verify that the switch succeeded", "Confirm you are in the right repository", "verify you're in the repo"],
      no: ["Check the board", "First, check if you're in the API repo:"],
    },
  ],
} satisfies Record<string, readonly Phrase[]>;
