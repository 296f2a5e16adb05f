import type { Edit, Finding } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import type { SourceFile } from "../../source.ts";
import { codeFrame } from "../code-frame.ts";
import { count, countBySeverity, describeCounts, type Report } from "../report.ts";
import { ruleUrl } from "../rule-url.ts";
import { escapeHtml, markup, prose, short, trusted, type Markup } from "./markup.ts";
import type { Section } from "./page.ts";

/** The findings of each file, with the controls that the script fills with life. */
export function findingsSection({ findings, workspace }: Report): Section {
  const sources = new Map(workspace.documents.map(({ path, source }) => [path, source]));
  const groups = [...groupBy(findings, ({ path }) => path)];
  const content =
    findings.length === 0
      ? markup`<p>There are none.</p>`
      : markup`${filter(findings, groups)}
${findings.length > MAX_FRAMES && markup`<p>The first ${MAX_FRAMES} have a code frame.</p>`}
${withFrames(groups).map(({ path, own, index }) => fileFindings({ path, own, index, source: sources.get(path) }))}`;
  return { id: "findings", title: "Findings", content };
}

/** Above that the page would take minutes to load. */
const MAX_FRAMES = 1000;
const FRAME_COLUMNS = 120;
const MAX_EDIT = 500;
const MAX_RELATED = 20;

interface FileFindings {
  path: string;
  own: readonly { finding: Finding; isFramed: boolean }[];
  /** Of the file, by which the filter knows it. */
  index: number;
}

function withFrames(groups: readonly (readonly [string, readonly Finding[]])[]): FileFindings[] {
  let number = 0;
  return groups.map(([path, findings], index) => ({ path, index, own: findings.map((finding) => ({ finding, isFramed: number++ < MAX_FRAMES })) }));
}

/** Hidden until the script is there: without it nothing can be filtered. */
function filter(findings: readonly Finding[], groups: readonly (readonly [string, readonly Finding[]])[]): Markup {
  const severities = (["error", "warning", "info"] as const).filter((severity) => findings.some((finding) => finding.severity === severity));
  const rules = [...new Set(findings.map(({ ruleId }) => ruleId))].sort();
  return markup`<form id="filter" hidden>
<fieldset><legend>Show</legend>
${select(
  "file",
  "File",
  groups.map(([path], index) => ({ value: String(index), text: short(path, 200) })),
)}
${select(
  "rule",
  "Rule",
  rules.map((rule) => ({ value: rule, text: rule })),
)}
${select(
  "severity",
  "Severity",
  severities.map((severity) => ({ value: severity, text: severity })),
)}
<output id="shown" for="filter-file filter-rule filter-severity">${count(findings.length, "finding")}</output>
</fieldset>
</form>`;
}

function select(name: string, title: string, options: readonly { value: string; text: string }[]): Markup {
  return markup`<span class="choice"><label for="filter-${name}">${title}</label> <select id="filter-${name}" name="${name}"><option value="">all</option>${options.map(
    ({ value, text }) => markup`<option value="${value}">${text}</option>`,
  )}</select></span>`;
}

function fileFindings({ path, own, index, source }: FileFindings & { source: SourceFile | undefined }): Markup {
  const counts = describeCounts(countBySeverity(own.map(({ finding }) => finding)));
  return markup`<section class="file" aria-labelledby="file-${index}">
<h3 id="file-${index}">${short(path)} <small>${counts}</small></h3>
${own.map(({ finding, isFramed }) => findingArticle(finding, index, isFramed ? source : undefined))}</section>
`;
}

function findingArticle(finding: Finding, file: number, source: SourceFile | undefined): Markup {
  const { path, place, ruleId, severity, message, related } = finding;
  const where = `${short(path)}:${place.start.line}:${place.start.column}`;
  return markup`<article class="finding ${severity}" data-file="${file}" data-rule="${ruleId}" data-severity="${severity}">
<h4><span class="severity">${severity}</span> ${prose(message)}</h4>
<p><code>${where}</code> <a href="${ruleUrl(ruleId)}" rel="noreferrer">${ruleId}</a></p>
${source && frame(finding, source, where)}
${related.length > 0 && markup`<ul>${related.slice(0, MAX_RELATED).map((other) => markup`<li>see <code>${short(other.path)}:${other.place.start.line}:${other.place.start.column}</code> ${prose(other.message)}</li>`)}</ul>`}
${changes(finding)}
</article>
`;
}

/** A control character each, of which a frame has none: they mark what `codeFrame` paints until the text is escaped. */
const DIM = "\u0001";
const MARKED = "\u0002";
const END = "\u0003";

function frame({ place }: Finding, source: SourceFile, where: string): Markup {
  const paint = (style: string, text: string) => `${style === "dim" ? DIM : MARKED}${text}${END}`;
  const lines = codeFrame({ source, place, columns: FRAME_COLUMNS, paint, style: "error" });
  const escaped = lines.map((line) =>
    line
      .split(/([\u0001-\u0003])/)
      .map((part) => TAGS.get(part) ?? escapeHtml(part))
      .join(""),
  );
  return markup`<pre tabindex="0" role="group" aria-label="Code at ${where}">${trusted(escaped.join("\n"))}</pre>`;
}

const TAGS: ReadonlyMap<string, string> = new Map([
  [DIM, `<span class="dim">`],
  [MARKED, `<span class="mark" aria-hidden="true">`],
  [END, "</span>"],
]);

function changes({ fix, suggestions }: Finding): Markup | undefined {
  const all = [...(fix ? [{ title: "`prompt-lint --fix` writes", edits: fix }] : []), ...suggestions];
  if (all.length === 0) return undefined;
  return markup`<ul>${all.map(({ title, edits }) => markup`<li>fix: ${prose(title)}${edits.map(editOf)}</li>`)}</ul>`;
}

function editOf({ place: { start }, text }: Edit): Markup {
  return markup`<br>line ${start.line}: ${text === "" ? "delete the text" : markup`<code>${short(text, MAX_EDIT)}</code>`}`;
}
