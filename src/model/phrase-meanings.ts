import type { PhraseName } from "./phrases.ts";

interface PhraseMeaning {
  /** What a prompt says by it, a clause without a full stop. */
  says: string;
  /** The checklist items that ask for it. */
  items: readonly number[];
}

/** What each phrase is for, as the config's schema and the documentation tell it. */
export const PHRASE_MEANINGS: Readonly<Record<PhraseName, PhraseMeaning>> = {
  unnamedStatusFile: { says: "sessions are sent to a status file, without its name", items: [1] },
  editsBoard: { says: "a session writes its claim into the status file", items: [6] },
  commits: { says: "it commits the claim", items: [6] },
  pushes: { says: "it pushes the claim", items: [6] },
  pulls: { says: "it gets the latest status file first", items: [6] },
  losesRace: { says: "another session was first", items: [7] },
  retries: { says: "it tries again, or takes another item", items: [7] },
  dropsClaim: { says: "it throws its lost claim away", items: [7] },
  verifiesClaim: { says: "it looks whether the claim is its own", items: [8] },
  claimsInOwnPlace: { says: "it claims where nobody else writes, which excludes nobody", items: [6] },
  claimsByTool: { says: "a program claims under a lock, or hands work out", items: [6, 7, 8] },
  marksActive: { says: "it marks its item as being worked on", items: [9] },
  marksDone: { says: "it marks its item as finished", items: [9] },
  checksRepository: { says: "it looks which repository it is in", items: [10] },
  readsRepository: { says: "it reads from the status file which repository its work belongs to", items: [11] },
  switchesRepository: { says: "it goes to that repository, or stops", items: [12] },
  verifiesSwitch: { says: "it looks whether the switch went well", items: [13] },
  errorLog: { says: "errors are written down, wherever they happen", items: [15] },
  recovery: { says: "what is done about any failure: tried again, put right, stopped", items: [16] },
  failureCase: { says: "a step that may fail, and what is done then", items: [16] },
  failureHeading: { says: "a heading above what to do about failures", items: [16] },
  failureMessage: { says: "what went wrong is sent to somebody", items: [15] },
  stop: { says: "a session does not go on after a failure", items: [17] },
  search: { says: "a session looks for the next piece of work", items: [23] },
  noWork: { says: "no work is available", items: [23] },
  spareWork: { says: "work that is always there, for a session that has none", items: [23] },
  limit: { says: "a wait or retry has an end", items: [24] },
  escalation: { says: "a person is told of what a session cannot solve", items: [15, 25] },
  otherWork: { says: "a session which is stuck takes other work, and the trouble stays", items: [25] },
  personDecides: { says: "a person decides", items: [25] },
  completion: { says: "a session reports that it is done", items: [26] },
  ownCompletion: { says: "one session's work is done, where that is all it has", items: [26] },
  wholeCompletion: { says: "all the work is done, and somebody hears of it", items: [26] },
  allComplete: { says: "all the work is done", items: [26] },
  timeline: { says: "by when something is expected", items: [28] },
  pause: { says: "how long to wait or how often to look, which is no timeline", items: [28] },
  partTime: { says: "a span of time that is a part of the work, a rate or an example", items: [28] },
  monitoring: { says: "how progress is watched", items: [29] },
  monitoringHeading: { says: "a heading above how progress is watched", items: [29] },
  othersSeen: { says: "how a session sees how far the others are", items: [29] },
  troubleshooting: { says: "what to do about any failure, or when stuck", items: [30] },
  oneFailure: { says: "what to do about one failure", items: [30] },
  troubleshootingHeading: { says: "a heading above what to do when something fails", items: [30] },
};
