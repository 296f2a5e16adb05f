import { BRANCHING, descendants } from "../../parse/bash-tree.ts";
import type { Passage } from "../../parse/prose.ts";
import type { BashScript, BashSpan } from "../../parse/bash.ts";
import { remembered } from "../../remembered.ts";
import { firstIndexOf, type Span } from "../../source.ts";
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
    const facts: Fact[] = [];
    // «# If the push fails» above the commands for it, «# ❌ REJECTED»: steps for who reads the script, as no shell can take them.
    const isOutcome = LOSES.test(text) && saysWayOn(script.text.slice(start, end + WAY_ON), own) && !isInBranch(script, { start, end });
    if (isOutcome) facts.push({ kind: "loses", from: "comment", place, script }, { kind: "retries", from: "comment", place, script });
    if (script.isBadExample({ pos: start, end })) return facts;
    if (findPhrase("claimsInOwnPlace", text, own)) facts.push({ kind: "own-place", from: "comment", place, script });
    // «# Go back to STEP 3»: the session that reads it does so; no shell has to.
    if (/\b(?:back|return) to step \w/i.test(text)) facts.push({ kind: "retries", from: "comment", place, script });
    else if (findPhrase("retries", text, own) || /\bretry\b/i.test(text)) facts.push({ kind: "says-retry", from: "comment", place, script });
    for (const [name, kind] of MARKS) if (findPhrase(name, text, own)) facts.push({ kind, from: "comment", place, script });
    return facts;
  });
}

/** In a branch the shell decides, and what only a comment says there is not done. */
function isInBranch({ tree }: BashScript, { start, end }: Span): boolean {
  const branches = outerBranches(tree);
  const next = branches[firstIndexOf(branches, (branch) => branch.end >= end)];
  return next !== undefined && next.pos <= start;
}

/** Those that stand in no other, in reading order. */
const outerBranches = remembered((tree: BashScript["tree"]): BashSpan[] => {
  const outer: BashSpan[] = [];
  const branches = descendants(tree).filter(({ type }) => BRANCHING.has(type));
  for (const { pos, end } of branches.sort((a, b) => a.pos - b.pos)) if (pos >= (outer.at(-1)?.end ?? 0)) outer.push({ pos, end });
  return outer;
});

/** A condition on the push as a line of its own: «# If push fails», «# ❌ REJECTED». */
const LOSES =
  /^\W{0,8}(?:if|when|on) (?:the |your |this |that |a )?(?:git )?(?:push|claim)\b[^.\n]{0,20}\b(?:fail\w{0,3}|reject\w{0,3}|refused|lost|conflicts?|denied)\b|^\W{0,8}(?:push )?rejected\b/i;

/** Whether commands or words below bring the board up to date, or go for another item. */
function saysWayOn(below: string, own: OwnPhrases): boolean {
  return /^[ \t]*git (?:pull|fetch|reset|rebase)\b/m.test(below) || findPhrase("retries", below, own) !== undefined;
}

/** UTF-16 units behind the condition. */
const WAY_ON = 250;

const MARKS = [
  ["marksActive", "marks-active"],
  ["marksDone", "marks-done"],
] as const;

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
