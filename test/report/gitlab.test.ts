import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatGitlab } from "../../src/report/gitlab.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { createReport, ENDLESS_WAIT, hostileReport } from "./sample-report.ts";

const plain = { color: false, columns: 100 };

/** What the documentation asks of a report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const isValid = new Ajv2020().compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "location", "severity"],
    properties: {
      description: { type: "string" },
      check_name: { type: "string" },
      fingerprint: { type: "string" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  },
});

interface Issue {
  description: string;
  fingerprint: string;
  location: { path: string };
}

const parse = (report: Parameters<typeof formatGitlab>[0]) => JSON.parse(formatGitlab(report, plain)) as Issue[];

describe("gitlab", () => {
  test("an issue for each finding, with paths of the repository", () => {
    expect(parse(createReport({ findings: [ENDLESS_WAIT], repositoryPath: "docs" }))).toEqual([
      {
        description: ENDLESS_WAIT.message,
        check_name: "unbounded-wait",
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: "major",
        location: { path: "docs/START.md", lines: { begin: 7, end: 7 } },
      },
    ]);
  });

  test("what was not checked is an issue, and each issue has a fingerprint of its own", () => {
    const report = createReport({
      findings: [ENDLESS_WAIT, { ...ENDLESS_WAIT }],
      problems: [{ path: "a.md", message: "is binary" }, { message: "is binary" }],
      failures: [{ ruleId: "x", where: "b.md", cause: new Error("broken") }],
    });
    const issues = parse(report);
    expect(isValid(issues), JSON.stringify(isValid.errors)).toBe(true);
    expect(issues.map(({ description }) => description)).toEqual([
      "is binary",
      "is binary",
      "The rule x crashed on b.md",
      ENDLESS_WAIT.message,
      ENDLESS_WAIT.message,
    ]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  });

  test("whatever the texts: fits the documentation, and nothing acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const report = hostileReport(text);
        const output = formatGitlab(report, plain);
        expect(isValid(JSON.parse(output)), JSON.stringify(isValid.errors)).toBe(true);
        expect(parse(report)[2]!.description).toBe(text.replace(/\p{Cs}/gu, "\uFFFD"));
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        expect(output).not.toMatch(/\\ud[89ab]..(?!\\ud[c-f]..)|(?<!\\ud[89ab]..)\\ud[c-f]../);
      }),
      { numRuns: 200 },
    );
  });
});
