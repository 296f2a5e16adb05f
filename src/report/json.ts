import { messageOf } from "../message-of.ts";
import type { Position } from "unist";
import type { RuleFailure } from "../check.ts";
import { countTogether, type ChecklistCounts, type Checklists } from "../checklist.ts";
import type { Edit, Finding, RelatedPlace } from "../finding.ts";
import { fingerprints } from "../accept/fingerprint.ts";
import type { JsonReport } from "./json-schema.ts";
import { countBySeverity, sectionsOf, type FindingSection, type Formatter, type Report } from "./report.ts";
import { ruleUrl } from "./rule-url.ts";
import { UNSAFE } from "./terminal.ts";

/** The report as `report.schema.json` describes it. */
export const formatJson: Formatter = (report) => toJsonText(toJsonReport(report));

/** A value as JSON that is harmless wherever it is shown. */
export function toJsonText(value: object): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

/** The same for readers that take no half of a surrogate pair, as those of Go and Ruby: it is no text (RFC 8259, 8.2). */
export function toStrictJsonText(value: object): string {
  const wellFormed = (_key: string, part: unknown) => (typeof part === "string" ? part.replace(/\p{Cs}/gu, "\uFFFD") : part);
  return `${escapeJson(JSON.stringify(value, wellFormed, 2))}\n`;
}

export function toJsonReport({ workspace, findings, failures, problems, rules, checklists }: Report): JsonReport {
  const sectionOf = sectionsOf(rules);
  const fingerprintOf = fingerprints(findings, workspace.documents);
  const counts = countBySeverity(findings);
  return {
    version: 1,
    findings: findings.map((finding) => toJsonFinding(finding, sectionOf(finding.ruleId), fingerprintOf.get(finding)!)),
    problems: problems.map(toJsonProblem),
    failures: failures.map(toJsonFailure),
    summary: {
      files: workspace.documents.length,
      prompts: workspace.prompts.length,
      boards: workspace.boards.length,
      rules: rules.length,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      fixable: findings.filter(({ fix }) => fix).length,
      ...countChecklist(checklists?.()),
    },
  };
}

/** Nothing without a prompt, and nothing that could pass for a result when a rule crashed. */
function countChecklist(checklists: Checklists | undefined): { checklist?: ChecklistCounts } {
  if (!checklists || checklists.prompts.length === 0 || checklists.failures.length > 0) return {};
  return { checklist: countTogether(checklists.prompts) };
}

export function toJsonProblem({ path, message }: Report["problems"][number]) {
  return { file: path ?? null, message };
}

export function toJsonFailure({ ruleId, where, cause }: RuleFailure) {
  return { ruleId, where, message: messageOf(cause) };
}

/**
 * Serialized JSON without characters that act on a terminal or in a CI log.
 * Apart from line endings they stand in strings only, where an escape means the same.
 */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) => (character === "\n" ? character : character.replace(/[^]/g, escapeUnit)));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function toJsonFinding(finding: Finding, section: FindingSection, fingerprint: string): JsonReport["findings"][number] {
  const { ruleId, severity, message, path, place, related, fix, suggestions } = finding;
  return {
    ruleId,
    section,
    severity,
    message,
    file: path,
    ...toJsonPosition(place),
    related: related.map(toJsonRelated),
    fix: fix ? { title: `Fix ${ruleId}`, edits: fix.map(toJsonEdit) } : null,
    suggestions: suggestions.map(({ title, edits }) => ({ title, edits: edits.map(toJsonEdit) })),
    url: ruleUrl(ruleId),
    fingerprint,
  };
}

function toJsonRelated({ path, place, message }: RelatedPlace) {
  return { file: path, ...toJsonPosition(place), message };
}

function toJsonEdit({ place, text }: Edit) {
  return { ...toJsonPosition(place), text };
}

export function toJsonPosition({ start, end }: Position) {
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
