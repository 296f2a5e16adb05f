import type { Position } from "unist";

/** `error` fails a gate; `warning` does when there are more than allowed; `info` never does. */
export type Severity = "error" | "warning" | "info";

/** Replaces the text at `place` in the file the finding is in. */
export interface Edit {
  place: Position;
  text: string;
}

/** A change that a person has to choose; `Finding.fix` may be applied unseen. */
export interface Suggestion {
  title: string;
  edits: Edit[];
}

/** Another place that the finding is about, often in another file. */
export interface RelatedPlace {
  path: string;
  place: Position;
  message: string;
}

export interface Finding {
  ruleId: string;
  messageId: string;
  message: string;
  severity: Severity;
  /** Relative to the workspace root, with `/`. */
  path: string;
  place: Position;
  related: RelatedPlace[];
  fix?: Edit[] | undefined;
  suggestions: Suggestion[];
  /** The checklist items that it fails, where they are not all of its rule's. */
  items?: readonly number[];
}

/** A finding that somebody has accepted: by a comment in its file, or by the baseline. */
export interface SuppressedFinding {
  finding: Finding;
  /** As SARIF has it (3.35.2). */
  kind: "inSource" | "external";
  /** `""` when none is given. */
  reason: string;
}

/** Files by name, then reading order, then rule, so that output never depends on the order of work. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.place.start.line - b.place.start.line ||
    a.place.start.column - b.place.start.column ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}

// Not `localeCompare`: its order differs between machines.
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
