import type { Position } from "unist";
import type { Document } from "../document.ts";
import type { Edit, RelatedPlace, Severity } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
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

/** Commands that were not run on the file they name, as their patterns take too long. */
export interface UnheldPatterns {
  document: Document;
  count: number;
  /** Path of the file. */
  file: string;
  /** Whether it is all patterns together that take too long: then also quick ones were not run. */
  isOverall: boolean;
}

/** Holds the patterns of all scripts against the files they name. The engine is loaded only when there is one to run. */
export async function readPatternProblems(workspace: Workspace): Promise<Pick<Workspace, "patternProblems" | "unheldPatterns">> {
  const sites = findPatternSites(workspace);
  const told = findSentElsewhere(workspace);
  if (sites.length === 0) return { patternProblems: told, unheldPatterns: [] };
  const { judgePatterns } = await import("./patterns/judge.ts");
  const { problems, unheld } = judgePatterns(sites, workspace);
  return { patternProblems: [...told, ...problems], unheldPatterns: unheld };
}

/** Says for a rule which commands of a document were not held against which files. */
export function skipUnheld(document: Document, { workspace, skip }: Pick<RuleContext<unknown, string>, "workspace" | "skip">): void {
  for (const unheld of workspace.unheldPatterns) if (unheld.document === document) skip(document, describeUnheld(unheld));
}

/** In one clause, to stand behind "as" or alone. */
export function describeUnheld({ count, file, isOverall }: UnheldPatterns): string {
  const [commands, their] = count === 1 ? ["1 command was", "its patterns"] : [`${count} commands were`, "their patterns"];
  return `${commands} not held against \`${file}\`: ${isOverall ? "all patterns together" : their} take too long`;
}

/** The problems of one kind in a document. */
export function patternProblemsOf({ patternProblems }: Workspace, document: Document, kind: PatternProblem["kind"]): PatternProblem[] {
  return patternProblems.filter((problem) => problem.document === document && problem.kind === kind);
}
