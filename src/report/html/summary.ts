import { messageOf } from "../../message-of.ts";
import type { Finding } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import { count, countBySeverity, describeCounts, FINDING_SECTIONS, sectionsOf, type Report } from "../report.ts";
import { markup, prose, short, type Markup } from "./markup.ts";
import type { Section } from "./page.ts";
import { table } from "./table.ts";

/** What came out, in one line. */
export function describeOutcome({ findings, problems, failures, workspace }: Report): string {
  const counts = countBySeverity(findings);
  const isComplete = problems.length + failures.length === 0;
  const mark = counts.error > 0 || !isComplete ? "\u274C" : counts.warning > 0 ? "\u26A0\uFE0F" : "\u2705";
  const gap = isComplete ? "" : ", but not everything could be checked";
  return `${mark} ${describeCounts(counts)} in ${count(workspace.documents.length, "file")}${gap}`;
}

export function summarySection(report: Report): Section {
  const { findings, rules, workspace } = report;
  const sectionOf = sectionsOf(rules);
  const bySection = groupBy(findings, ({ ruleId }) => sectionOf(ruleId));
  const byPath = groupBy(findings, ({ path }) => path);
  const prompts = new Set(workspace.prompts.map(({ document }) => document.path));
  const boards = new Set(workspace.boards.map(({ document }) => document.path));
  const kindOf = (path: string) => [...(prompts.has(path) ? ["prompt"] : []), ...(boards.has(path) ? ["board"] : [])].join(", ");
  return {
    id: "summary",
    title: "Summary",
    content: markup`${troubles(report)}
${
  findings.length > 0 &&
  countTable(
    "Findings by section",
    "Section",
    FINDING_SECTIONS.flatMap((section) => rowOf(section, bySection.get(section))),
  )
}
${
  findings.length > 0 &&
  countTable(
    "Findings by file",
    "File",
    [...byPath].flatMap(([path, own]) => rowOf(path, own, kindOf(path))),
  )
}
<p>${count(workspace.documents.length, "file")}, ${count(prompts.size, "prompt")} and ${count(boards.size, "board")} were checked with ${count(rules.length, "rule")}.</p>`,
  };
}

interface CountRow {
  name: string;
  remark: string;
  counts: ReturnType<typeof countBySeverity>;
}

function rowOf(name: string, findings: readonly Finding[] | undefined, remark = ""): CountRow[] {
  return findings ? [{ name, remark, counts: countBySeverity(findings) }] : [];
}

function countTable(caption: string, title: string, rows: readonly CountRow[]): Markup {
  return table(
    caption,
    [title, "Errors", "Warnings", "Info"],
    rows.map(
      ({ name, remark, counts }) =>
        markup`<tr><th scope="row">${short(name)}${remark !== "" && markup` <small>(${remark})</small>`}</th><td>${counts.error}</td><td>${counts.warning}</td><td>${counts.info}</td></tr>
`,
    ),
  );
}

function troubles({ problems, failures }: Report): Markup | undefined {
  if (problems.length + failures.length === 0) return undefined;
  return markup`<h3>What could not be checked</h3>
<ul>${problems.map(({ path, message }) => markup`<li>${path !== undefined && markup`<code>${short(path)}</code>: `}${prose(message)}</li>`)}${failures.map(
    ({ ruleId, where, cause }) => markup`<li>The rule <code>${short(ruleId)}</code> crashed on <code>${short(where)}</code>: ${short(messageOf(cause))}</li>`,
  )}</ul>`;
}
