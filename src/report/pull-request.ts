import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { escapeMarkdown, escapeMarkdownCode } from "./markdown.ts";
import { count, countBySeverity, describeCounts, FINDING_SECTIONS, sectionsOf, type Formatter, type Report } from "./report.ts";
import { ruleUrl } from "./rule-url.ts";
import { shorten } from "./terminal.ts";

/**
 * A comment on a pull request: the verdict, a table by section of the
 * checklist, the errors, and the rest file by file, folded. GitHub takes 65,536
 * characters of a comment, so what does not fit is counted.
 */
export const formatPullRequest: Formatter = (report) => {
  const blocks = [...headBlocks(report)];
  let room = MAX_COMMENT - blocks.join("\n\n").length - MAX_FOOT;
  const errors = report.findings.filter(({ severity }) => severity === "error");
  const others = report.findings.filter(({ severity }) => severity !== "error");
  let left = 0;
  for (const { title, findings, open } of [
    ...tables("", errors, true),
    ...[...groupBy(others, ({ path }) => path)].flatMap(([path, own]) => tables(path, own, false)),
  ]) {
    const block = findingsBlock(title, findings, open, room);
    left += findings.length - block.shown;
    if (block.shown === 0) continue;
    room -= block.text.length + 2;
    blocks.push(block.text);
  }
  if (left > 0) blocks.push(`${count(left, "more finding")} did not fit: run \`prompt-lint\` to see all of them.`);
  return `${blocks.join("\n\n")}\n`;
};

/** In UTF-16 units; GitHub counts characters. */
const MAX_COMMENT = 65_000;
const MAX_FOOT = 200;
const MAX_MESSAGE = 400;

interface FindingTable {
  title: string;
  findings: readonly Finding[];
  /** Whether it is shown without a click. */
  open: boolean;
}

function tables(path: string, findings: readonly Finding[], open: boolean): FindingTable[] {
  return findings.length === 0 ? [] : [{ title: path, findings, open }];
}

function headBlocks(report: Report): string[] {
  const { findings, problems, failures, workspace } = report;
  const counts = countBySeverity(findings);
  const isComplete = problems.length + failures.length === 0;
  const mark = counts.error > 0 || !isComplete ? "❌" : counts.warning > 0 ? "⚠️" : "✅";
  const gap = isComplete ? "" : ", but not everything could be checked";
  const troubles = [
    ...problems.map(({ path, message }) => `${path === undefined ? "" : `${codeOf(path)} `}${escapeMarkdown(shorten(message, MAX_MESSAGE))}`),
    ...failures.map(({ ruleId, where }) => `the rule ${codeOf(ruleId)} crashed on ${codeOf(where)}`),
  ];
  const shown = troubles.slice(0, MAX_TROUBLES);
  if (troubles.length > shown.length) shown.push(`and ${troubles.length - shown.length} more`);
  return [
    `### ${mark} prompt-lint: ${describeCounts(counts)} in ${count(workspace.documents.length, "file")}${gap}`,
    ...(shown.length > 0 ? [shown.map((text) => `- ${text}`).join("\n")] : []),
    ...(findings.length > 0 ? [sectionTable(report)] : []),
  ];
}

// A character can take twelve when it is escaped, and all of them have to fit.
const MAX_TROUBLES = 5;
const MAX_CODE = 200;

function codeOf(text: string): string {
  return escapeMarkdownCode(shorten(text, MAX_CODE));
}

function sectionTable({ findings, rules }: Report): string {
  const sectionOf = sectionsOf(rules);
  const bySection = groupBy(findings, ({ ruleId }) => sectionOf(ruleId));
  const rows = FINDING_SECTIONS.flatMap((section) => {
    const own = bySection.get(section);
    if (!own) return [];
    const { error, warning, info } = countBySeverity(own);
    return [`| ${section} | ${[error, warning, info].map((number) => number || "–").join(" | ")} |`];
  });
  return ["| section | errors | warnings | info |", "| --- | ---: | ---: | ---: |", ...rows].join("\n");
}

function findingsBlock(title: string, findings: readonly Finding[], open: boolean, room: number): { text: string; shown: number } {
  const isMany = findings.length > MAX_OPEN;
  const summary = title === "" ? count(findings.length, "error") : `${codeOf(title)}: ${describeCounts(countBySeverity(findings))}`;
  const head = [`<details${open && !isMany ? " open" : ""}><summary>${summary}</summary>`, "", "| where | rule | what |", "| --- | --- | --- |"];
  const foot = ["", "</details>"];
  let left = room - [...head, ...foot].join("\n").length;
  const rows: string[] = [];
  for (const finding of findings) {
    const row = findingRow(finding);
    if (row.length + 1 > left) break;
    rows.push(row);
    left -= row.length + 1;
  }
  return { text: [...head, ...rows, ...foot].join("\n"), shown: rows.length };
}

/** More than a person reads in a comment unasked. */
const MAX_OPEN = 30;

function findingRow({ path, place: { start }, ruleId, message }: Finding): string {
  return `| ${codeOf(path)}:${start.line} | [${escapeMarkdown(ruleId)}](${ruleUrl(ruleId)}) | ${escapeMarkdown(shorten(message, MAX_MESSAGE))} |`;
}
