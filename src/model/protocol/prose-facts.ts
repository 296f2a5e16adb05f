import type { Passage } from "../../parse/prose.ts";
import type { BashScript } from "../../parse/bash.ts";
import { findPhrase, type OwnPhrases, type PhraseName } from "../phrases.ts";
import type { Fact, FactKind } from "./fact.ts";

/** The steps that a passage tells to take. */
export function proseFacts({ badExample, text, locate, type }: Passage, own: OwnPhrases): Fact[] {
  if (badExample) return [];
  const read = text.slice(0, MAX_PASSAGE);
  const facts: Fact[] = [];
  for (const [name, kind] of PHRASE_KINDS) {
    // A heading names a topic; it tells nobody to do it.
    if (type === "heading" ? !HEADED.has(kind) : type === "cell" && !TABLED.has(kind)) continue;
    const span = findPhrase(name, read, own);
    if (span) facts.push({ kind, from: "prose", place: locate(span) });
  }
  return facts;
}

/** What comments in a script tell its reader to do: only where a comment is enough. */
export function commentFacts(script: BashScript, own: OwnPhrases): Fact[] {
  return script.comments.flatMap(({ text, start, end }): Fact[] => {
    const place = script.place({ pos: start, end });
    if (script.isBadExample({ pos: start, end })) return [];
    const facts: Fact[] = [];
    if (findPhrase("claimsInOwnPlace", text, own)) facts.push({ kind: "own-place", from: "comment", place, script });
    // «# Go back to STEP 3»: the session that reads it does so; no shell has to.
    if (/\b(?:back|return) to step \w/i.test(text)) facts.push({ kind: "retries", from: "comment", place, script });
    else if (findPhrase("retries", text, own) || /\bretry\b/i.test(text)) facts.push({ kind: "says-retry", from: "comment", place, script });
    return facts;
  });
}

/** UTF-16 units. */
const MAX_PASSAGE = 1200;

const HEADED: ReadonlySet<FactKind> = new Set(["verifies-claim", "checks-repository", "switches-repository", "verifies-switch"]);

/** A cell describes; of these a legend or a table of steps may still speak. */
const TABLED: ReadonlySet<FactKind> = new Set(["loses", "pulls", "marks-active", "marks-done", "reads-repository"]);

const PHRASE_KINDS: readonly (readonly [PhraseName, FactKind])[] = [
  ["editsBoard", "edits"],
  ["commits", "commits"],
  ["pushes", "pushes"],
  ["pulls", "pulls"],
  ["losesRace", "loses"],
  ["retries", "retries"],
  ["dropsClaim", "drops-claim"],
  ["verifiesClaim", "verifies-claim"],
  ["claimsInOwnPlace", "own-place"],
  ["claimsByTool", "locks"],
  ["marksActive", "marks-active"],
  ["marksDone", "marks-done"],
  ["checksRepository", "checks-repository"],
  ["readsRepository", "reads-repository"],
  ["switchesRepository", "switches-repository"],
  ["verifiesSwitch", "verifies-switch"],
];
