import type { Severity } from "../finding.ts";
import { fingerprints } from "../accept/fingerprint.ts";
import { toStrictJsonText } from "./json.ts";
import type { Formatter } from "./report.ts";
import { toRepositoryPath } from "./uri.ts";

/**
 * A Code Quality report of GitLab: an array of issues. A problem that kept
 * files from being checked is an issue as well, as the report has no other place for it.
 *
 * <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
 */
export const formatGitlab: Formatter = ({ findings, problems, failures, workspace, repositoryPath }) => {
  const fingerprintOf = fingerprints(findings, workspace.documents);
  const trouble = (key: string, path: string, description: string) => ({
    description,
    check_name: "prompt-lint",
    fingerprint: `${key}:${path}:${description}`,
    severity: "blocker",
    location: { path: toRepositoryPath(repositoryPath, path), lines: { begin: 1 } },
  });
  return toStrictJsonText([
    ...problems.map(({ path, message }) => trouble("problem", path ?? ".", message)),
    ...failures.map(({ ruleId, where }) => trouble("failure", ".", `The rule ${ruleId} crashed on ${where}`)),
    ...findings.map((finding) => ({
      description: finding.message,
      check_name: finding.ruleId,
      fingerprint: fingerprintOf.get(finding)!,
      severity: SEVERITIES[finding.severity],
      location: { path: toRepositoryPath(repositoryPath, finding.path), lines: { begin: finding.place.start.line, end: finding.place.end.line } },
    })),
  ]);
};

const SEVERITIES: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };
