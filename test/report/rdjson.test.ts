import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRdjson } from "../../src/report/rdjson.ts";
import type { Report } from "../../src/report/report.ts";
import { createSource } from "../../src/source.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { createFinding, createReport, hostileReport, placeOf, PROSE_STATUS } from "./sample-report.ts";

const plain = { color: false, columns: 100 };

/** The messages of reviewdog.proto. Reviewdog refuses a report with a key that is none of theirs (protojson), so no other may be there. */
const message = (properties: Record<string, object>, required: readonly string[]) => ({ type: "object", properties, required, additionalProperties: false });
const string = { type: "string" };
const position = message({ line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } }, ["line"]);
const range = message({ start: position, end: position }, ["start"]);
const location = message({ path: string, range }, ["path"]);
const severity = { enum: ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] };
const source = message({ name: string, url: string }, ["name"]);
const isValid = new Ajv2020().compile(
  message(
    {
      diagnostics: {
        type: "array",
        items: message(
          {
            message: string,
            location,
            severity,
            source,
            code: message({ value: string, url: string }, ["value"]),
            suggestions: { type: "array", items: message({ range, text: string }, ["range", "text"]) },
            original_output: string,
            related_locations: { type: "array", items: message({ message: string, location }, ["location"]) },
          },
          ["message", "location"],
        ),
      },
      source,
      severity,
    },
    ["diagnostics"],
  ),
);

interface Range {
  start: { line: number; column: number };
  end: { line: number; column: number };
}
interface Diagnostic {
  message: string;
  location: { path: string; range: Range };
  suggestions: { range: Range; text: string }[];
  related_locations?: { message: string }[];
}

function diagnosticsOf(report: Report): Diagnostic[] {
  const parsed = JSON.parse(formatRdjson(report, plain)) as { diagnostics: Diagnostic[] };
  expect(isValid(parsed), JSON.stringify(isValid.errors)).toBe(true);
  return parsed.diagnostics;
}

describe("rdjson", () => {
  test("diagnostics with code, suggestions and related places", () => {
    const [wait, prose] = diagnosticsOf(createReport({ repositoryPath: "docs" }));
    expect(wait).toEqual({
      message: "`while` loop waits with `sleep` but nothing ends it: expected a limit or a `break`",
      location: { path: "docs/START.md", range: { start: { line: 7, column: 1 }, end: { line: 7, column: 11 } } },
      severity: "ERROR",
      code: { value: "unbounded-wait", url: "https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/unbounded-wait.md" },
      suggestions: [{ range: { start: { line: 7, column: 1 }, end: { line: 7, column: 11 } }, text: "for attempt in {1..30}" }],
    });
    expect(prose!.related_locations).toMatchObject([{ message: "the prompt that looks for a free session", location: { path: "docs/START.md" } }]);
  });

  test("columns count bytes of UTF-8", () => {
    // The example of reviewdog.proto: «b» is in column 6.
    const text = createSource("a.md", "\u00E9\na\u{10400}b\n");
    const finding = createFinding({ ruleId: "unbounded-wait", path: "a.md", place: placeOf(text, "b") });
    const [diagnostic] = diagnosticsOf(
      createReport({ workspace: { documents: [{ path: "a.md", source: text }], prompts: [], boards: [] }, findings: [finding] }),
    );
    expect(diagnostic!.location.range).toEqual({ start: { line: 2, column: 6 }, end: { line: 2, column: 7 } });
  });

  test("a change of several edits is no suggestion", () => {
    const edit = { place: PROSE_STATUS.place, text: "x" };
    const suggestions = [{ title: "both", edits: [edit, edit] }];
    const [diagnostic] = diagnosticsOf(createReport({ findings: [{ ...PROSE_STATUS, fix: [edit], suggestions }] }));
    expect(diagnostic!.suggestions.map(({ text }) => text)).toEqual(["x"]);
  });

  test("whatever the texts: fits, the bytes of the range are the text, and nothing acts", () => {
    fc.assert(
      fc.property(hostileText, (given) => {
        // A file is read from UTF-8 and holds no half of a pair.
        const text = given.replace(/\p{Cs}/gu, "\uFFFD");
        const report = hostileReport(text);
        const output = formatRdjson(report, plain);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        const { start, end } = diagnosticsOf(report)[0]!.location.range;
        const lines = text.split(/(?<=\n|\r(?!\n))/);
        const bytesBefore = ({ line, column }: Range["start"]) => Buffer.byteLength(lines.slice(0, line - 1).join("")) + column - 1;
        const { place } = report.findings[0]!;
        // No place of a rule is in the middle of a pair.
        fc.pre(!/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(text.slice(place.start.offset, place.end.offset)));
        expect(Buffer.from(text).subarray(bytesBefore(start), bytesBefore(end)).toString()).toBe(
          Buffer.from(text.slice(place.start.offset, place.end.offset)).toString(),
        );
      }),
      { numRuns: 200 },
    );
  });
});
