import { messageOf } from "../message-of.ts";
import type { Finding, Severity } from "../finding.ts";
import type { Formatter, Report } from "./report.ts";
import { countBySeverity, describeCounts } from "./report.ts";
import { escapeTerminal, shorten } from "./terminal.ts";
import { toRepositoryPath } from "./uri.ts";

/**
 * Workflow commands that GitHub Actions shows as annotations of the pull request.
 *
 * GitHub shows ten of each level of a step and drops the others without a
 * word, so the worst come first and a last line says how many more there are.
 *
 * <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>
 */
export const formatGithub: Formatter = (report) => {
  const notChecked = [
    ...report.problems.map(({ path, message }) => command("error", { ...fileOf(report, path), title: "prompt-lint" }, describeIn(path, message))),
    ...report.failures.map(({ ruleId, where, cause }) =>
      command("error", { title: "prompt-lint" }, `The rule ${ruleId} crashed on ${where}: ${messageOf(cause)}`),
    ),
  ];
  const troubles = notChecked.slice(0, MAX_ANNOTATIONS);
  const lines = (["error", "warning", "info"] as const).flatMap((severity) => {
    const room = Math.max(0, MAX_ANNOTATIONS - (severity === "error" ? troubles.length : 0));
    return report.findings
      .filter((finding) => finding.severity === severity)
      .slice(0, room)
      .map((finding) => annotation(report, finding));
  });
  return [...troubles, ...lines, ...describeRest(report, notChecked.length - troubles.length, lines.length)].map((line) => `${line}\n`).join("");
};

/** Of each level, for a step. */
const MAX_ANNOTATIONS = 10;
/** In UTF-16 units; GitHub takes 4,096 bytes of a message to be safe. */
const MAX_MESSAGE = 1000;

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "notice">> = { error: "error", warning: "warning", info: "notice" };

/** These lines are no commands, and nothing of a file is in them. */
function describeRest({ findings }: Report, notChecked: number, shown: number): string[] {
  const left = findings.length - shown;
  const limit = `as GitHub shows ${MAX_ANNOTATIONS} of each level`;
  return [
    ...(notChecked > 0 ? [`prompt-lint: ${notChecked} more that could not be checked without an annotation, ${limit}`] : []),
    ...(left > 0 ? [`prompt-lint: ${describeCounts(countBySeverity(findings))}; ${left} of them without an annotation, ${limit}`] : []),
  ];
}

function annotation(report: Report, { path, place: { start, end }, severity, ruleId, message }: Finding): string {
  const isOneLine = start.line === end.line;
  return command(
    LEVELS[severity],
    {
      ...fileOf(report, path),
      line: start.line,
      endLine: end.line,
      // Columns of two lines are refused. GitHub's ends are inclusive.
      col: isOneLine ? start.column : undefined,
      endColumn: isOneLine ? Math.max(start.column, end.column - 1) : undefined,
      title: `prompt-lint: ${ruleId}`,
    },
    describeIn(path, message),
  );
}

/** GitHub finds a file by its very name, so a name that must not be printed stands in the message alone. */
function fileOf({ repositoryPath }: Report, path: string | undefined): { file?: string } {
  return path === undefined || !isPrintable(path) ? {} : { file: toRepositoryPath(repositoryPath, path) };
}

function describeIn(path: string | undefined, message: string): string {
  return path === undefined || isPrintable(path) ? message : `${shorten(path, MAX_PATH)}: ${message}`;
}

const MAX_PATH = 300;

function isPrintable(path: string): boolean {
  return escapeTerminal(path) === path;
}

function command(level: string, properties: Record<string, string | number | undefined>, message: string): string {
  const given = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  return `::${level} ${given.join(",")}::${escapeData(shorten(message, MAX_MESSAGE))}`;
}

/** `escapeTerminal` has left no line end; a percent sign would start an escape (actions/toolkit, command.ts). */
function escapeData(text: string): string {
  return escapeTerminal(text).replaceAll("%", "%25");
}

function escapeProperty(text: string): string {
  return escapeTerminal(text).replace(/[%:,]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
