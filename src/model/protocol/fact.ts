import type { Position } from "unist";
import type { BashScript } from "../../parse/bash.ts";
import type { CommandVerdict } from "../../shell/analyze.ts";

/**
 * What a step of a claim protocol does.
 *
 * - `claims`: edits the board so that an item belongs to the session, or commits such an edit
 * - `locks`: takes what only one can have: a folder, a lock, a key that must not be there, a tool that claims
 * - `fakes-lock`: creates a lock after a test that another session passes as well
 * - `own-place`: claims where nobody else writes
 * - `loses`: says what happens when another session was first
 * - `says-retry`: a comment or an output that speaks of trying again; nothing does
 */
export type FactKind =
  | "pulls"
  | "claims"
  | "edits"
  | "stages"
  | "commits"
  | "pushes"
  | "loses"
  | "retries"
  | "says-retry"
  | "drops-claim"
  | "verifies-claim"
  | "locks"
  | "fakes-lock"
  | "own-place"
  | "marks-active"
  | "marks-done"
  | "checks-repository"
  | "reads-repository"
  | "switches-repository"
  | "verifies-switch";

/** A step that a prompt takes or tells to take. */
export interface Fact {
  kind: FactKind;
  place: Position;
  /** A script does it, or prose or a comment tells to. */
  from: "script" | "prose" | "comment";
  script?: BashScript;
  /** What does it, in a script. */
  command?: CommandVerdict;
}
