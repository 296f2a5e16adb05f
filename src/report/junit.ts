import { messageOf } from "../message-of.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import type { Formatter, Report } from "./report.ts";
import { ruleUrl } from "./rule-url.ts";
import { UNSAFE } from "./terminal.ts";

/**
 * JUnit XML as test reports of CI systems read it: a suite for each file, a
 * failed test for each error. What does not fail a run fails no test: warnings
 * stand in the output of a test that passes. What could not be checked is an error.
 */
export const formatJunit: Formatter = (report) => {
  const byPath = groupBy(report.findings, ({ path }) => path);
  const suites = [...troubleSuites(report), ...report.workspace.documents.map(({ path }) => fileSuite(path, byPath.get(path) ?? []))];
  const total = (key: "tests" | "failures" | "errors") => suites.reduce((sum, suite) => sum + suite[key], 0);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="prompt-lint" tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}">`,
    ...suites.flatMap(({ name, tests, failures, errors, cases }) => [
      `  <testsuite name="${escapeXml(name)}" tests="${tests}" failures="${failures}" errors="${errors}">`,
      ...cases.map((line) => `    ${line}`),
      `  </testsuite>`,
    ]),
    `</testsuites>`,
    "",
  ].join("\n");
};

interface Suite {
  name: string;
  tests: number;
  failures: number;
  errors: number;
  cases: string[];
}

function troubleSuites({ problems, failures }: Report): Suite[] {
  const troubles = [
    ...problems.map(({ path, message }) => ({ name: path ?? "the workspace", message })),
    ...failures.map(({ ruleId, where, cause }) => ({
      name: where,
      message: `the rule ${ruleId} crashed: ${messageOf(cause)}`,
    })),
  ];
  if (troubles.length === 0) return [];
  const cases = troubles.map(({ name, message }) => testcase("prompt-lint", name, `<error message="${escapeXml(message)}" type="not checked"/>`));
  return [{ name: "prompt-lint", tests: troubles.length, failures: 0, errors: troubles.length, cases }];
}

function fileSuite(path: string, findings: readonly Finding[]): Suite {
  const cases = findings.map((finding) => testcase(path, describePlace(finding), outcome(finding)));
  if (cases.length === 0) cases.push(testcase(path, "no findings", ""));
  return { name: path, tests: cases.length, failures: findings.filter(({ severity }) => severity === "error").length, errors: 0, cases };
}

function describePlace({ ruleId, place: { start } }: Finding): string {
  return `${ruleId} at ${start.line}:${start.column}`;
}

function outcome(finding: Finding): string {
  const { severity, message, ruleId, related } = finding;
  const lines = [message, ...related.map(({ path, place, message: remark }) => `${path}:${place.start.line}: ${remark}`), ruleUrl(ruleId)];
  const text = lines.map(escapeXml).join("\n");
  if (severity === "error") return `<failure message="${escapeXml(message)}" type="${escapeXml(ruleId)}">${text}</failure>`;
  return `<system-out>${escapeXml(severity)}: ${text}</system-out>`;
}

function testcase(classname: string, name: string, content: string): string {
  const attributes = `classname="${escapeXml(classname)}" name="${escapeXml(name)}"`;
  return content === "" ? `<testcase ${attributes}/>` : `<testcase ${attributes}>${content}</testcase>`;
}

/** For content and attributes. What XML 1.0 has no place for (2.2) becomes U+FFFD; what acts where the file is shown stands as a reference to it. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"']/g, toReference)
    .replace(UNSAFE, toReference);
}

function toReference(character: string): string {
  return `&#${character.codePointAt(0)!};`;
}
