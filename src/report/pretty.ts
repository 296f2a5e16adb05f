import type { Edit, Finding, RelatedPlace, Severity } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import type { SourceFile } from "../source.ts";
import { codeFrame, frameKey, type FrameOptions } from "./code-frame.ts";
import { describeFix } from "./describe-fix.ts";
import { count, countBySeverity, describeCounts, FINDING_SECTIONS, sectionsOf, type Formatter, type Report } from "./report.ts";
import { createPaint, escapeTerminal, shorten, wrap, type Paint } from "./terminal.ts";

/**
 * For people: the findings of each file with the guilty text marked and the
 * way out, then what each section of the checklist has. Findings in the same
 * lines share a code frame, the worst first.
 *
 * When there are many, only the first get a code frame, errors before
 * warnings; the others take a line each, and the end says so.
 */
export const formatPretty: Formatter = (report, { color, columns }) => {
  const paint = createPaint(color);
  const framed = chooseFramed(report.findings);
  const sources = new Map(report.workspace.documents.map(({ path, source }) => [path, source]));
  const explained = new Set<string>();

  const blocks = [...groupBy(report.findings, ({ path }) => path)].flatMap(([path, findings]) => {
    const header = `${paint("bold", escapeTerminal(path))}  ${paint("dim", describeCounts(countBySeverity(findings)))}`;
    const source = sources.get(path);
    const groups = groupByFrame(findings, framed, source);
    const parts = groups.map(({ isFramed, own }, index) => {
      if (!isFramed) return [...own.map((finding) => briefLine(finding, paint)), ...(groups[index + 1]?.isFramed === false ? [] : [""])];
      const explain = [...new Set(own.map(({ ruleId }) => ruleId))].filter((ruleId) => !explained.has(ruleId));
      for (const ruleId of explain) explained.add(ruleId);
      return fullBlock({ findings: own, source, columns, paint, explain });
    });
    return [header, "", ...parts.flat()];
  });

  const lines = [...blocks, ...sectionTable(report, paint), ...totals(report, framed.size, paint)];
  return lines.map((line) => `${line}\n`).join("");
};

/** Above these, findings are listed in one line each. */
export const MAX_FRAMES = 50;
export const MAX_FRAMES_OF_RULE_IN_FILE = 20;

const MAX_MESSAGE = 400;
const MAX_TITLE = 200;
const MAX_RELATED = 3;
const MAX_EDIT_PREVIEW = 60;
const SEVERITIES = ["error", "warning", "info"] as const;
/** So wide that the longest severity and a blank fit. */
const INDENT = " ".repeat(11);

function chooseFramed(findings: readonly Finding[]): Set<Finding> {
  const perRuleAndFile = new Map<string, number>();
  const framed = new Set<Finding>();
  const bySeverity = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  for (const finding of bySeverity) {
    const key = JSON.stringify([finding.ruleId, finding.path]);
    const before = perRuleAndFile.get(key) ?? 0;
    if (framed.size === MAX_FRAMES || before === MAX_FRAMES_OF_RULE_IN_FILE) continue;
    perRuleAndFile.set(key, before + 1);
    framed.add(finding);
  }
  return framed;
}

interface FrameGroup {
  isFramed: boolean;
  /** The worst first; one alone where there is no frame to share. */
  own: readonly Finding[];
}

/** What shares a frame, where the first of it stands. */
function groupByFrame(findings: readonly Finding[], framed: ReadonlySet<Finding>, source: SourceFile | undefined): FrameGroup[] {
  let alone = 0;
  const groups = groupBy(findings, (finding) => (framed.has(finding) && source ? frameKey(source, finding.place) : `alone ${alone++}`));
  return [...groups.values()].map((own) => ({
    isFramed: framed.has(own[0]!),
    own: SEVERITIES.flatMap((severity) => own.filter((finding) => finding.severity === severity)),
  }));
}

function location({ path, place: { start } }: Pick<RelatedPlace, "path" | "place">): string {
  return escapeTerminal(`${path}:${start.line}:${start.column}`);
}

function severityLabel(severity: Severity, paint: Paint): string {
  return `  ${paint(severity, severity)}${" ".repeat(INDENT.length - 2 - severity.length)}`;
}

function briefLine(finding: Finding, paint: Paint): string {
  const { severity, message, ruleId } = finding;
  const text = escapeTerminal(shorten(message, MAX_MESSAGE));
  return `${severityLabel(severity, paint)}${paint("dim", location(finding))}  ${text}  ${paint("dim", escapeTerminal(ruleId))}`;
}

interface FullBlock {
  findings: readonly Finding[];
  source: SourceFile | undefined;
  columns: number;
  paint: Paint;
  /** The rules that are not explained yet. */
  explain: readonly string[];
}

function fullBlock({ findings, source, columns, paint, explain }: FullBlock): string[] {
  const [first, ...others] = findings as [Finding, ...Finding[]];
  const isShared = others.length > 0;
  const frame = source ? codeFrame({ source, columns: columns - FRAME_INDENT.length, paint, ...distinctMarks(findings) }) : [];
  const ownNotes = (finding: Finding) => [...relatedNotes(finding, paint), ...changeNotes(finding, source, paint)];
  const notes = [
    // Below a frame that is shared nobody would know whose they are.
    ...(isShared ? [] : ownNotes(first)),
    ...(explain.length > 0 ? [note("why", `prompt-lint explain ${explain.map(escapeTerminal).join(" ")}`, paint)] : []),
  ];
  return [
    ...findings.flatMap((finding) => [...headLines(finding, columns, paint), ...(isShared ? ownNotes(finding).map((line) => NOTE_SHIFT + line) : [])]),
    "",
    ...frame.map((line) => FRAME_INDENT + line),
    ...(frame.length > 0 && notes.length > 0 ? [""] : []),
    ...notes,
    ...(frame.length > 0 || notes.length > 0 ? [""] : []),
  ];
}

function headLines(finding: Finding, columns: number, paint: Paint): string[] {
  const { severity, message, ruleId } = finding;
  const width = Math.max(40, columns - INDENT.length);
  const [first = "", ...rest] = wrap(escapeTerminal(shorten(message, MAX_MESSAGE)), width);
  return [
    severityLabel(severity, paint) + paint("bold", first),
    ...rest.map((line) => INDENT + paint("bold", line)),
    `${INDENT}${paint("cyan", location(finding))}  ${paint("dim", escapeTerminal(ruleId))}`,
  ];
}

/** Each place once, from left to right. */
function distinctMarks(findings: readonly Finding[]): Pick<FrameOptions, "place" | "style" | "others"> {
  const places = groupBy(findings, ({ place: { start, end } }) => [start.line, start.column, end.line, end.column].join());
  const marks = [...places.values()].map(([finding]) => ({ place: finding!.place, style: finding!.severity }));
  const [first, ...others] = marks.sort((a, b) => a.place.start.column - b.place.start.column);
  return { ...first!, others };
}

const FRAME_INDENT = "    ";
/** Notes stand at `FRAME_INDENT`; this brings them below the message. */
const NOTE_SHIFT = INDENT.slice(FRAME_INDENT.length);

function note(label: string, text: string, paint: Paint): string {
  return `    ${paint("dim", label)}  ${text}`;
}

function relatedNotes({ related }: Finding, paint: Paint): string[] {
  const notes = related.slice(0, MAX_RELATED).map((place) => {
    const message = escapeTerminal(shorten(place.message, MAX_TITLE));
    return note("see", `${paint("cyan", location(place))}  ${message}`.trimEnd(), paint);
  });
  const more = related.length - MAX_RELATED;
  return more > 0 ? [...notes, note("   ", paint("dim", `and ${more} more`), paint)] : notes;
}

function changeNotes({ fix, suggestions }: Finding, source: SourceFile | undefined, paint: Paint): string[] {
  return [
    ...(fix ? [note("fix", escapeTerminal(describeFix(fix, source)), paint)] : []),
    ...suggestions.map(({ title, edits }) => note("fix", `${escapeTerminal(shorten(title, MAX_TITLE))}${preview(title, edits)}`, paint)),
  ];
}

/** What a change would write, when it is one short line that the title does not show. */
function preview(title: string, edits: readonly Edit[]): string {
  const text = edits.length === 1 ? edits[0]!.text.trim() : "";
  if (title.includes(`\`${text}\``)) return "";
  return text === "" || text.length > MAX_EDIT_PREVIEW || /[\r\n]/.test(text) ? "" : `: \`${escapeTerminal(text)}\``;
}

function sectionTable({ findings, rules }: Report, paint: Paint): string[] {
  if (findings.length === 0) return [];
  const sectionOf = sectionsOf(rules);
  const bySection = groupBy(findings, ({ ruleId }) => sectionOf(ruleId));
  const inUse = new Set([...rules.map(({ section }) => section), ...bySection.keys()]);
  const rows = FINDING_SECTIONS.filter((section) => inUse.has(section)).map((section) => {
    const counts = countBySeverity(bySection.get(section) ?? []);
    return { section, counts };
  });
  const nameWidth = Math.max(...rows.map(({ section }) => section.length), TABLE_TITLE.length);
  const shown = (["error", "warning", "info"] as const).filter((severity) => rows.some(({ counts }) => counts[severity] > 0));
  const titles = { error: "errors", warning: "warnings", info: "info" };

  const head = shown.map((severity) => titles[severity].padStart(COUNT_WIDTH)).join("");
  return [
    paint("dim", `  ${TABLE_TITLE.padEnd(nameWidth)}${head}`),
    ...rows.map(({ section, counts }) => {
      const cells = shown.map((severity) => {
        const text = (counts[severity] === 0 ? "–" : String(counts[severity])).padStart(COUNT_WIDTH);
        return counts[severity] === 0 ? paint("dim", text) : paint(severity, text);
      });
      return `  ${section.padEnd(nameWidth)}${cells.join("")}`;
    }),
    "",
  ];
}

const TABLE_TITLE = "section";
const COUNT_WIDTH = 10;

function totals({ findings, problems, failures, workspace }: Report, framed: number, paint: Paint): string[] {
  const counts = countBySeverity(findings);
  const files = count(workspace.documents.length, "file");
  const brief = findings.length - framed;
  const worst = counts.error > 0 ? "error" : counts.warning > 0 ? "warning" : counts.info > 0 ? "info" : undefined;
  const isComplete = problems.length + failures.length === 0;
  // «No findings in 0 files» would read like a pass.
  if (!isComplete && workspace.documents.length === 0 && findings.length === 0) return [paint("error", "✗ nothing was checked")];
  const gap = isComplete ? "" : ", but not everything could be checked";

  const inFiles = `in ${new Set(findings.map(({ path }) => path)).size} of ${files}`;
  const verdict = worst
    ? paint(worst, `${counts.error > 0 ? "✗" : "!"} ${describeCounts(counts)} ${inFiles}${gap}`)
    : paint(isComplete ? "green" : "error", `${isComplete ? "✓" : "✗"} no findings in ${files}${gap}`);
  const notShown = `  ${brief} of ${findings.length} findings without a code frame, as there are many: name single files to see all of them.`;
  return [verdict, ...(brief > 0 ? [paint("dim", notShown)] : [])];
}
