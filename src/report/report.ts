import type { RuleFailure } from "../check.ts";
import type { Checklists } from "../checklist.ts";
import type { Document } from "../document.ts";
import type { Finding, Severity, SuppressedFinding } from "../finding.ts";
import { SECTIONS, type RegisteredRule, type Rule } from "../rule.ts";
import type { Workspace } from "../workspace.ts";

/** The part of a lint result that is told; every format is made of this alone. */
export interface Report {
  workspace: { documents: readonly ReportedDocument[]; prompts: readonly { document: ReportedDocument }[]; boards: readonly { document: ReportedDocument }[] };
  /** All that was read, whatever was asked for: boards and dependencies are understood from it, and not told without it. */
  wholeWorkspace?: Workspace;
  /** In the order of `compareFindings`. */
  findings: readonly Finding[];
  /** Findings that somebody has accepted, which are told only where a format has a place for them. */
  suppressed: readonly SuppressedFinding[];
  /** The workspace root relative to the top of its repository; `""` when it is the same, or in none. */
  repositoryPath: string;
  /** Rules that threw: our own bugs. */
  failures: readonly RuleFailure[];
  /** What could not be read or analysed. */
  problems: readonly { path?: string | undefined; message: string }[];
  /** Those that are on somewhere in the workspace. */
  rules: readonly ReportedRule[];
  /** The pre-deployment checklist, worked out when it is asked for. */
  checklists?: () => Checklists;
}

export type ReportedDocument = Pick<Document, "path" | "source">;
export type ReportedRule = Pick<RegisteredRule, "id" | "section"> & { rule: Pick<Rule, "summary" | "severity" | "items"> };

export interface FormatOptions {
  color: boolean;
  /** Cells of a line; only `pretty` breaks lines. */
  columns: number;
}

/** What a format tells of the tool itself. */
export interface ToolFacts {
  version: string;
  /** The markdown of `docs/rules/<id>.md`; rejects where there is none. */
  readRulePage(ruleId: string): Promise<string>;
}

/** Writes a report as text; no line of it can act on what shows it. */
export type Formatter = (report: Report, options: FormatOptions) => string;

/** A format that tells of the tool as well. Every `Formatter` can stand in its place. */
export type ToolFormatter = (report: Report, options: FormatOptions & { tool(): Promise<ToolFacts> }) => string | Promise<string>;

/** `general` is for what no rule of a section says, such as an unused disable comment. */
export type FindingSection = (typeof FINDING_SECTIONS)[number];
const GENERAL = "general";
export const FINDING_SECTIONS = [...SECTIONS, GENERAL] as const;

/** The section of a rule id. */
export function sectionsOf(rules: readonly ReportedRule[]): (ruleId: string) => FindingSection {
  const sections = new Map(rules.map(({ id, section }) => [id, section]));
  return (ruleId) => sections.get(ruleId) ?? GENERAL;
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `3 errors, 1 warning`: the severities there are, `no findings` when there are none. */
export function describeCounts(counts: Record<Severity, number>): string {
  const parts = [
    counts.error > 0 ? [count(counts.error, "error")] : [],
    counts.warning > 0 ? [count(counts.warning, "warning")] : [],
    counts.info > 0 ? [`${counts.info} info`] : [],
  ];
  return parts.flat().join(", ") || "no findings";
}
