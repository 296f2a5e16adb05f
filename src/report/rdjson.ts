import type { Position } from "unist";
import type { Finding, Severity } from "../finding.ts";
import type { SourceFile } from "../source.ts";
import { toStrictJsonText } from "./json.ts";
import type { Formatter } from "./report.ts";
import { PROJECT_URL, ruleUrl } from "./rule-url.ts";
import { toRepositoryPath } from "./uri.ts";

/**
 * The Reviewdog Diagnostic Format, for comments on pull requests anywhere.
 *
 * Its columns count bytes of UTF-8, and each suggestion is a whole change of
 * its own: what takes more than one edit is left out.
 *
 * <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>
 */
export const formatRdjson: Formatter = ({ findings, workspace, repositoryPath }) => {
  const sources = new Map(workspace.documents.map(({ path, source }) => [path, source]));
  const rangeIn = (path: string, { start, end }: Position) => {
    const source = sources.get(path);
    return { start: toBytes(source, start), end: toBytes(source, end) };
  };
  return toStrictJsonText({
    source: { name: "prompt-lint", url: PROJECT_URL },
    diagnostics: findings.map((finding) => ({
      message: finding.message,
      location: { path: toRepositoryPath(repositoryPath, finding.path), range: rangeIn(finding.path, finding.place) },
      severity: SEVERITIES[finding.severity],
      code: { value: finding.ruleId, url: ruleUrl(finding.ruleId) },
      suggestions: singleEdits(finding).map(({ place, text }) => ({ range: rangeIn(finding.path, place), text })),
      // Readers from before this key was there refuse the whole report for it.
      ...(finding.related.length > 0 && {
        related_locations: finding.related.map(({ path, place, message }) => ({
          message,
          location: { path: toRepositoryPath(repositoryPath, path), range: rangeIn(path, place) },
        })),
      }),
    })),
  });
};

const SEVERITIES: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", info: "INFO" };

function singleEdits({ fix, suggestions }: Finding) {
  const changes = [...(fix ? [fix] : []), ...suggestions.map(({ edits }) => edits)];
  return changes.flatMap((edits) => (edits.length === 1 ? edits : []));
}

function toBytes(source: SourceFile | undefined, { line, column }: Position["start"]) {
  if (!source || line > source.lineStarts.length) return { line, column };
  const start = source.lineStarts[line - 1]!;
  const before = source.text.slice(start, start + column - 1);
  return { line, column: new TextEncoder().encode(before).length + 1 };
}
