import type { Position } from "unist";
import type { Document } from "../document.ts";
import type { Edit, RelatedPlace, Severity } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import type { Workspace } from "../workspace.ts";
import { findNameFilters } from "./patterns/name-filters.ts";
import { findSentElsewhere } from "./patterns/sent-elsewhere.ts";
import { namesTool } from "./patterns/sites.ts";
import { remembered } from "../remembered.ts";

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

/** What comes of holding the patterns of a document's scripts against the files they name. */
export interface PatternFindings {
  problems: readonly PatternProblem[];
  /** What was not judged, as it would take too long. */
  unheld: readonly UnheldPatterns[];
}

/** Holds the patterns of a document when it is first asked for. */
export interface PatternFacts {
  of(document: Document): PatternFindings;
  /** All that was not judged, of the documents that were asked for so far. */
  unheld: readonly UnheldPatterns[];
}

const NOTHING: PatternFindings = { problems: [], unheld: [] };
/** Of a workspace whose patterns nobody runs. */
export const NO_PATTERNS: PatternFacts = { of: () => NOTHING, unheld: [] };

/** What the patterns of a workspace do. The engine is loaded only when one of the documents `asked` may have something to run. */
export async function openPatterns(workspace: Workspace, asked: ReadonlySet<string>): Promise<PatternFacts> {
  const coordination = [...workspace.prompts, ...workspace.boards].map(({ document }) => document);
  const isNeeded = coordination.some(({ path, source }) => asked.has(path) && namesTool(source.text));
  const judge = isNeeded ? (await import("./patterns/judge.ts")).createJudge(workspace) : NO_PATTERNS.of;
  return createPatternFacts(workspace, judge);
}

export function createPatternFacts(workspace: Workspace, judge: (document: Document) => PatternFindings): PatternFacts {
  const coordination = new Set([...workspace.prompts, ...workspace.boards].map(({ document }) => document));
  const all: UnheldPatterns[] = [];
  const of = remembered((document: Document): PatternFindings => {
    if (!coordination.has(document)) return NOTHING;
    const { problems, unheld } = judge(document);
    all.push(...unheld);
    return { problems: [...findSentElsewhere(document, workspace), ...findNameFilters(document), ...problems], unheld };
  });
  return { of, unheld: all };
}

/** Says for a rule which commands of a document were not held against which files. */
export function skipUnheld(document: Document, { workspace, skip }: Pick<RuleContext<unknown, string>, "workspace" | "skip">): void {
  for (const unheld of workspace.patterns.of(document).unheld) skip(document, describeUnheld(unheld));
}

/** In one clause, to stand behind "as" or alone. */
export function describeUnheld({ count, file, isOverall }: UnheldPatterns): string {
  const [commands, their] = count === 1 ? ["1 command was", "its patterns"] : [`${count} commands were`, "their patterns"];
  return `${commands} not held against \`${file}\`: ${isOverall ? "all patterns together" : their} take too long`;
}

/** The problems of one kind in a document. */
export function patternProblemsOf({ patterns }: Workspace, document: Document, kind: PatternProblem["kind"]): PatternProblem[] {
  return patterns.of(document).problems.filter((problem) => problem.kind === kind);
}
