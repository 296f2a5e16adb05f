import { createHash } from "node:crypto";
import { countBySeverity, describeCounts, type Report, type ToolFacts } from "../report.ts";
import { PROJECT_URL } from "../rule-url.ts";
import { boardsSection } from "./boards.ts";
import { checklistSection } from "./checklist.ts";
import { dependenciesSection } from "./dependencies.ts";
import { findingsSection } from "./findings.ts";
import { markup, trusted, type Markup } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";
import { describeOutcome, summarySection } from "./summary.ts";

/**
 * One page that needs nothing else: no network, no other file, and no script
 * to be read; the one script filters the findings.
 */
export const formatHtml = (report: Report, { tool }: { tool: ToolFacts }): string => {
  const sections = [summarySection(report), checklistSection(report), boardsSection(report), dependenciesSection(report), findingsSection(report)].filter(
    (section) => section !== undefined,
  );
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${trusted(hashOf(STYLE))}; script-src ${trusted(hashOf(SCRIPT))}; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>prompt-lint: ${describeCounts(countBySeverity(report.findings))}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>prompt-lint</h1>
<p class="verdict">${describeOutcome(report)}</p>
<nav aria-label="Parts of the report"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(toSection)}
</main>
<footer><p>Written by <a href="${PROJECT_URL}" rel="noreferrer">prompt-lint</a> ${tool.version}. Text of files is shown as it stands; what cannot be seen is escaped.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.html;
};

/** A part of the page, with a heading of the second level. */
export interface Section {
  id: string;
  title: string;
  content: Markup;
}

function toSection({ id, title, content }: Section): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}" tabindex="-1">${title}</h2>
${content}
</section>
`;
}

/** As a source of the policy (CSP Level 3, 2.3.1): the element runs only as it was written here. */
function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
