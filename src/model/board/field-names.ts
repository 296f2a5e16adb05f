import type { FieldName } from "../board.ts";

/** Field names by key, in the spelling of `normalizeKey`. */
export type FieldNames = ReadonlyMap<string, FieldName>;

/** The names that boards have for the fields, with the config's aliases. */
export function createFieldNames(aliases: Readonly<Record<string, readonly string[]>>): FieldNames {
  if (Object.keys(aliases).length === 0) return KNOWN_NAMES;
  const names = new Map(KNOWN_NAMES);
  for (const name of NAMES) {
    for (const alias of aliases[name] ?? []) names.set(normalizeKey(alias), name);
  }
  return names;
}

/** Whether a config has added names: then a file may speak of states in words of its own. */
export function hasAliases(names: FieldNames): boolean {
  return names.size > KNOWN_NAMES.size;
}

/** `claimedBy`, `claimed_by`, `Claimed-By` and `Claimed by` are one key: `claimed by`. */
export function normalizeKey(key: string): string {
  // Most keys are written like this, and there are many.
  if (/^[A-Z]?[a-z]{1,20}(?: [A-Z]?[a-z]{1,20}){0,3}$/.test(key)) return key.toLowerCase();
  return key
    .slice(0, MAX_KEY)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .replace(/\([^()]*\)/g, "")
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** Longest key that is read, in UTF-16 units. */
export const MAX_KEY = 40;

/**
 * Whether a key says that somebody has taken the work. `Owner` and `Agent` may
 * as well say who is responsible, or which model is meant.
 */
export function isClaimKey(key: string): boolean {
  return CLAIM_KEYS.has(normalizeKey(key));
}

const CLAIM_KEYS = new Set([
  "claimed by",
  "claimed",
  "claim",
  "claimant",
  "claim id",
  "claim holder",
  "claim status",
  "taken by",
  "locked by",
  "held by",
  "picked up by",
  "assignee",
  "assignees",
  "assigned to",
  "assigned",
  "assigned agent",
  "assigned session",
  "assigned worker",
  "current session",
]);

const WAYS_TO_WRITE: Readonly<Record<FieldName, string>> = {
  status: "status|state|current status|current state|task status|session status|agent status|work status",
  claimedBy: `${[...CLAIM_KEYS].join("|")}|owner|agent|agent id|worker|who|session id|responsible|implementer|working on it`,
  repository: "repository|repo|target repository|target repo|repository url|github repository|git repository",
  branch: "branch|branch name|branch pattern|git branch|working branch|target branch|branches",
  outputFile:
    "output file|output files|output|outputs|output path|deliverable|deliverables|report|report file|result|result file|results file|artifact|artifacts|artefact|target file|target files|file|files|creates|produces",
  missionFile: "mission file|mission|prompt|prompt file|brief|brief file|instructions|instruction file|spec|spec file|task file|starter",
  dependencies:
    "dependencies|dependency|depends on|depends|deps|blocked by|blocked on|blocked until|requires|prerequisites|prerequisite|waits for|waiting for|waiting on|after|predecessors",
  expectedCompletion: "expected completion|expected|eta|due|due date|deadline|target date",
  timeline: "timeline|time estimate|estimate|estimated|estimated time|estimated hours|duration|est|est duration|estimated duration|effort|time",
  lastHeartbeat: "last heartbeat|heartbeat|last seen|last update|last updated|updated|updated at|timestamp",
  cost: "cost|cost estimate|estimated cost|budget|est cost",
};

const NAMES = Object.keys(WAYS_TO_WRITE) as FieldName[];

const KNOWN_NAMES: ReadonlyMap<string, FieldName> = new Map(NAMES.flatMap((name) => WAYS_TO_WRITE[name].split("|").map((key) => [key, name] as const)));
