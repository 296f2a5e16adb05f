import type { Position } from "unist";
import type { Document } from "../document.ts";
import type { Edit, RelatedPlace, Severity } from "../finding.ts";
import type { Workspace } from "../workspace.ts";
import { findSentElsewhere } from "./patterns/sent-elsewhere.ts";
import { findPatternSites } from "./patterns/sites.ts";

/** What a grep, sed or awk of a prompt or board does to the file that it names, where that is not what it is for. */
export interface PatternProblem {
  kind: "unmatched" | "overmatched" | "misdirected";
  /** Which message of the kind's rule tells it. */
  messageId: string;
  data: Record<string, string | number>;
  document: Document;
  /** The pattern, the address or the edit. */
  place: Position;
  severity?: Severity;
  related: RelatedPlace[];
  /** The pattern that does match; it was run. */
  repair: { pattern: string; edits: Edit[] } | undefined;
}

/** Holds the patterns of all scripts against the files they name. The engine is loaded only when there is one to run. */
export async function readPatternProblems(workspace: Workspace): Promise<readonly PatternProblem[]> {
  const sites = findPatternSites(workspace);
  const told = findSentElsewhere(workspace);
  if (sites.length === 0) return told;
  const { judgePatterns } = await import("./patterns/judge.ts");
  return [...told, ...judgePatterns(sites, workspace)];
}

/** The problems of one kind in a document. */
export function patternProblemsOf({ patternProblems }: Workspace, document: Document, kind: PatternProblem["kind"]): PatternProblem[] {
  return patternProblems.filter((problem) => problem.document === document && problem.kind === kind);
}
