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
  const troubles = [
    ...report.problems.map(({ path, message }) =>
      command("error", { file: path && toRepositoryPath(report.repositoryPath, path), title: "prompt-lint" }, message),
    ),
    ...report.failures.map(({ ruleId, where, cause }) =>
      command("error", { title: "prompt-lint" }, `The rule ${ruleId} crashed on ${where}: ${cause instanceof Error ? cause.message : String(cause)}`),
    ),
  ];
  const lines = (["error", "warning", "info"] as const).flatMap((severity) => {
    const room = Math.max(0, MAX_ANNOTATIONS - (severity === "error" ? troubles.length : 0));
    return report.findings
      .filter((finding) => finding.severity === severity)
      .slice(0, room)
      .map((finding) => annotation(report, finding));
  });
  const left = report.findings.length - lines.length;
  const rest =
    left > 0
      ? [
          `prompt-lint: ${describeCounts(countBySeverity(report.findings))}; ${left} of them without an annotation, as GitHub shows ${MAX_ANNOTATIONS} of each level`,
        ]
      : [];
  return [...troubles, ...lines, ...rest].map((line) => `${line}\n`).join("");
};

/** Of each level, for a step. */
const MAX_ANNOTATIONS = 10;
/** In UTF-16 units; GitHub takes 4,096 bytes of a message to be safe. */
const MAX_MESSAGE = 1000;

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "notice">> = { error: "error", warning: "warning", info: "notice" };

function annotation({ repositoryPath }: Report, { path, place: { start, end }, severity, ruleId, message }: Finding): string {
  const isOneLine = start.line === end.line;
  return command(
    LEVELS[severity],
    {
      file: toRepositoryPath(repositoryPath, path),
      line: start.line,
      endLine: end.line,
      // Columns of two lines are refused. GitHub's ends are inclusive.
      col: isOneLine ? start.column : undefined,
      endColumn: isOneLine ? Math.max(start.column, end.column - 1) : undefined,
      title: `prompt-lint: ${ruleId}`,
    },
    message,
  );
}

function command(level: string, properties: Record<string, string | number | undefined>, message: string): string {
  const given = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  return `::${level} ${given.join(",")}::${escapeData(shorten(message, MAX_MESSAGE))}`;
}

/** `escapeTerminal` has left no line end; a percent sign would start an escape (actions/toolkit, command.ts). */
function escapeData(text: string): string {
  return escapeTerminal(text).replaceAll("%", "%25");
}

/** The path is the name of a file and has to stay what it is. */
function escapeProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`).replace(/[\p{Cc}\p{Cs}]/gu, "?");
}
