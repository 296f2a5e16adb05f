import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { formatCompact } from "../../src/report/compact.ts";
import { formatJson, toJsonReport } from "../../src/report/json.ts";
import { reportSchema } from "../../src/report/json-schema.ts";
import { formatPretty, MAX_FRAMES, MAX_FRAMES_OF_RULE_IN_FILE } from "../../src/report/pretty.ts";
import type { Edit, Finding } from "../../src/finding.ts";
import { createSource, type SourceFile } from "../../src/source.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { BOARD, createFinding, createReport, ENDLESS_WAIT, hostileReport, placeOf, PROMPT, PROSE_STATUS } from "./sample-report.ts";

const plain = { color: false, columns: 100 };
const isValid = new Ajv2020().compile(z.toJSONSchema(reportSchema, { io: "input" }));

function repeated(number: number, finding: Finding): Finding[] {
  return Array.from({ length: number }, () => ({ ...finding }));
}

describe("compact", () => {
  test("one line a finding", () => {
    expect(formatCompact(createReport(), plain)).toBe(
      "START.md:7:1: error `while` loop waits with `sleep` but nothing ends it: expected a limit or a `break` [unbounded-wait]\n" +
        "STATUS.md:3:11: warning `nearly there` is no status of this board: expected one of UNCLAIMED, CLAIMED, COMPLETE [inconsistent-keyword]\n",
    );
  });

  test("nothing without findings", () => {
    expect(formatCompact(createReport({ findings: [] }), plain)).toBe("");
  });

  test("one line a finding whatever the texts, and none that acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = formatCompact(hostileReport(text), plain);
        expect(output.split("\n")).toHaveLength(2);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
      }),
      { numRuns: 300 },
    );
  });

  test("very long messages are cut", () => {
    expect(formatCompact(createReport({ findings: [{ ...ENDLESS_WAIT, message: "x".repeat(1e6) }] }), plain).length).toBeLessThan(500);
  });
});

describe("pretty", () => {
  test("shows the place, the way out, other places and a summary", () => {
    expect(formatPretty(createReport(), plain)).toMatchInlineSnapshot(`
      "START.md  1 error

        error    \`while\` loop waits with \`sleep\` but nothing ends it: expected a limit or a \`break\`
                 START.md:7:1  unbounded-wait

          5 │ \`\`\`bash
          6 │ # wait for the writer
          7 │ while true; do git pull --quiet; sleep 60; done
            │ ^^^^^^^^^^
          8 │ git push
          9 │ \`\`\`

          fix  Try 30 times, then go on: \`for attempt in {1..30}\`
          why  prompt-lint explain unbounded-wait

      STATUS.md  1 warning

        warning  \`nearly there\` is no status of this board: expected one of UNCLAIMED, CLAIMED, COMPLETE
                 STATUS.md:3:11  inconsistent-keyword

          1 │ ## Session 1: writer
          2 │
          3 │ - Status: nearly there
            │           ^^^^^^^^^^^^
          4 │ - Repository: example/docs

          see  START.md:3:20  the prompt that looks for a free session
          why  prompt-lint explain inconsistent-keyword

        section           errors  warnings
        infrastructure         –         1
        fallback               1         –

      ✗ 1 error, 1 warning in 2 of 2 files
      "
    `);
  });

  test("says so when all is well", () => {
    expect(formatPretty(createReport({ findings: [] }), plain)).toBe("✓ no findings in 2 files\n");
  });

  test("is not green when something could not be checked", () => {
    const report = createReport({ findings: [], problems: [{ path: "a.md", message: "is binary" }] });
    expect(formatPretty(report, plain)).toBe("✗ no findings in 2 files, but not everything could be checked\n");
    const nothing = { ...report, workspace: { ...report.workspace, documents: [] } };
    expect(formatPretty(nothing, plain)).toBe("✗ nothing was checked\n");
  });

  test("a list of lines ends before the next frame", () => {
    const warnings = Array.from({ length: MAX_FRAMES }, (_, index) => ({ ...PROSE_STATUS, ruleId: `rule-${index}` }));
    const [first = "", ...rest] = formatPretty(createReport({ findings: [...warnings, { ...ENDLESS_WAIT, path: BOARD.path }] }), plain).split(
      "\n\n  error    `while`",
    );
    expect(first).toMatch(/\n {2}warning {2}STATUS\.md:3:11 {2}`nearly there`.* {2}rule-49$/);
    expect(rest).toHaveLength(1);
  });

  test("explains a rule once", () => {
    const output = formatPretty(createReport({ findings: [ENDLESS_WAIT, ENDLESS_WAIT] }), plain);
    expect(output.split("prompt-lint explain")).toHaveLength(2);
  });

  test("shows three related places and counts the others", () => {
    const related = { path: BOARD.path, place: placeOf(BOARD, "Session 1"), message: "here" };
    const output = formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, related: [related, related, related, related, related] }] }), plain);
    expect(output.split("see  STATUS.md:1:4  here")).toHaveLength(4);
    expect(output).toContain("and 2 more");
  });

  test("shows a fix with what it writes", () => {
    const fix = [{ place: placeOf(PROMPT, "true"), text: "false" }];
    expect(formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, fix, suggestions: [] }] }), plain)).toContain(
      "fix  replace `true` by `false`: `prompt-lint --fix`",
    );
    const told = [{ title: "Stop it: `false`", edits: fix }];
    expect(formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, suggestions: told }] }), plain)).toMatch(/fix {2}Stop it: `false`$/m);
  });

  test("a fix of more than one short text says where it writes", () => {
    const [short, other] = [placeOf(PROMPT, "true"), placeOf(PROMPT, "git push")];
    const fixOf = (fix: Edit[]) => /fix {2}(.*): `prompt-lint --fix`/.exec(formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, fix }] }), plain))?.[1];
    expect(fixOf([{ place: short, text: "" }])).toBe("delete `true` in line 7");
    expect(fixOf([{ place: { start: short.start, end: short.start }, text: "!" }])).toBe("insert `!` in line 7");
    expect(fixOf([{ place: short, text: "x".repeat(99) }])).toBe("replace a text in line 7");
    expect(fixOf([short, other].map((place) => ({ place, text: "x" })))).toBe("replace 2 places in lines 7 and 8");
    expect(fixOf([short, other].map((place) => ({ place, text: "" })))).toBe("delete 2 places in lines 7 and 8");
  });

  test("findings in the same lines share a frame, errors first, each place with marks of its own", () => {
    const inside = { ...ENDLESS_WAIT, ruleId: "inside", place: placeOf(PROMPT, "sleep 60"), suggestions: [], message: "Sleeps" };
    const findings = [{ ...ENDLESS_WAIT, severity: "warning" as const }, inside, { ...inside, ruleId: "again" }];
    const output = formatPretty(createReport({ findings }), plain);
    expect(output.slice(0, output.indexOf("  section"))).toBe(`START.md  2 errors, 1 warning

  error    Sleeps
           START.md:7:34  inside
  error    Sleeps
           START.md:7:34  again
  warning  \`while\` loop waits with \`sleep\` but nothing ends it: expected a limit or a \`break\`
           START.md:7:1  unbounded-wait
           fix  Try 30 times, then go on: \`for attempt in {1..30}\`

    5 │ \`\`\`bash
    6 │ # wait for the writer
    7 │ while true; do git pull --quiet; sleep 60; done
      │ ^^^^^^^^^^
      │                                  ^^^^^^^^
    8 │ git push
    9 │ \`\`\`

    why  prompt-lint explain inside again unbounded-wait

`);
  });

  test("a finding in a file that was not read has no frame", () => {
    const output = formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, path: "other.md" }] }), plain);
    expect(output).toContain("other.md:7:1  unbounded-wait");
    expect(output).not.toContain("│");
  });

  test("breaks messages at the width of the terminal", () => {
    const output = formatPretty(createReport(), { color: false, columns: 60 });
    expect(output).toContain("  error    `while` loop waits with `sleep` but nothing ends\n           it: expected a limit or a `break`\n");
  });

  test("many findings of a rule in a file: a line each for the rest, and the end says so", () => {
    const output = formatPretty(createReport({ findings: repeated(MAX_FRAMES_OF_RULE_IN_FILE + 2, ENDLESS_WAIT) }), plain);
    expect(output.split("\n           START.md:7:1  unbounded-wait\n")).toHaveLength(MAX_FRAMES_OF_RULE_IN_FILE + 1);
    expect(output).toContain("  error    START.md:7:1  `while` loop waits");
    expect(output).toContain("2 of 22 findings without a code frame");
  });

  test("many findings in total: errors get their frames before warnings", () => {
    const warnings = Array.from({ length: MAX_FRAMES }, (_, index) => ({ ...PROSE_STATUS, ruleId: `rule-${index}` }));
    const output = formatPretty(createReport({ findings: [...warnings, { ...ENDLESS_WAIT, path: BOARD.path }] }), plain);
    expect(output).toContain("  error    `while` loop waits");
    expect(output).toContain("  warning  STATUS.md:3:11  `nearly there`");
    expect(output).toContain("1 of 51 findings without a code frame");
  });

  test("counts what belongs to no section", () => {
    expect(formatPretty(createReport({ findings: [{ ...ENDLESS_WAIT, ruleId: "unused-disable" }] }), plain)).toMatch(/^ {2}general +1$/m);
  });

  test("colour changes nothing but the colour", () => {
    const colored = formatPretty(createReport(), { color: true, columns: 100 });
    expect(colored).toContain("\u001B[1;31merror\u001B[0m");
    expect(colored.replace(/\u001B\[[\d;]+m/g, "")).toBe(formatPretty(createReport(), plain));
  });

  test("no line acts whatever the texts", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 20, max: 120 }), (text, columns) => {
        const output = formatPretty(hostileReport(text), { color: false, columns });
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        const colored = formatPretty(hostileReport(text), { color: true, columns });
        expect(colored.replace(/\u001B\[[\d;]+m/g, "")).toBe(output);
      }),
      { numRuns: 300 },
    );
  });
});

describe("json", () => {
  test("holds what the contract says", () => {
    expect(toJsonReport(createReport({ findings: [ENDLESS_WAIT] }))).toEqual({
      version: 1,
      findings: [
        {
          ruleId: "unbounded-wait",
          section: "fallback",
          severity: "error",
          message: "`while` loop waits with `sleep` but nothing ends it: expected a limit or a `break`",
          file: "START.md",
          line: 7,
          column: 1,
          endLine: 7,
          endColumn: 11,
          related: [],
          fix: null,
          suggestions: [{ title: "Try 30 times, then go on", edits: [{ line: 7, column: 1, endLine: 7, endColumn: 11, text: "for attempt in {1..30}" }] }],
          url: "https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/unbounded-wait.md",
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        },
      ],
      problems: [],
      failures: [],
      summary: { files: 2, prompts: 0, boards: 0, rules: 3, errors: 1, warnings: 0, infos: 0, fixable: 0 },
    });
  });

  test("related places, fixes, problems and failures", () => {
    const fix = [{ place: placeOf(PROMPT, "true"), text: "false" }];
    const report = toJsonReport(
      createReport({
        findings: [{ ...PROSE_STATUS, fix }],
        problems: [{ message: "no files" }, { path: "a.md", message: "is binary" }],
        failures: [
          { ruleId: "x", where: "a.md", cause: new Error("broken") },
          { ruleId: "y", where: "b.md", cause: "odd" },
        ],
      }),
    );
    expect(report.findings[0]!.related).toEqual([
      { file: "START.md", line: 3, column: 20, endLine: 3, endColumn: 39, message: "the prompt that looks for a free session" },
    ]);
    expect(report.findings[0]!.fix).toEqual({ title: "Fix inconsistent-keyword", edits: [{ line: 7, column: 7, endLine: 7, endColumn: 11, text: "false" }] });
    expect(report.problems).toEqual([
      { file: null, message: "no files" },
      { file: "a.md", message: "is binary" },
    ]);
    expect(report.failures).toEqual([
      { ruleId: "x", where: "a.md", message: "broken" },
      { ruleId: "y", where: "b.md", message: "odd" },
    ]);
    expect(report.summary.fixable).toBe(1);
  });

  test("the schema refuses what is no report", () => {
    const report = toJsonReport(createReport());
    expect(isValid(report)).toBe(true);
    expect(isValid({ ...report, version: 2 })).toBe(false);
    expect(isValid({ ...report, findings: [{ ...report.findings[0], line: 0 }] })).toBe(false);
    expect(isValid({ ...report, summary: {} })).toBe(false);
    expect(isValid({ ...report, more: true })).toBe(true);
  });

  test("whatever the texts: it parses to them, fits the schema, and no character acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const report = hostileReport(text);
        const output = formatJson(report, plain);
        const parsed: unknown = JSON.parse(output);
        expect(parsed).toEqual(toJsonReport(report));
        expect(isValid(parsed), JSON.stringify(isValid.errors)).toBe(true);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
      }),
      { numRuns: 300 },
    );
  });
});

describe("fingerprints", () => {
  const fingerprint = (source: SourceFile, text: string, number = 0, ruleId = "unbounded-wait") => {
    const all = Array.from({ length: number + 1 }, (_, index) => createFinding({ ruleId, path: source.path, place: placeOf(source, text, index) }));
    return toJsonReport(createReport({ workspace: { documents: [{ path: source.path, source }], prompts: [], boards: [] }, findings: all })).findings[number]!
      .fingerprint;
  };
  const source = createSource("a.md", "one\nwhile true\ntwo\nwhile true\n");
  const base = fingerprint(source, "while true");

  test.each([
    ["lines added above", createSource("a.md", "new\n\none\nwhile true\n")],
    ["another indent and blanks", createSource("a.md", "one\n\t  while true\n")],
    ["other line endings", createSource("a.md", "one\r\nwhile true\r\n")],
  ])("survive %s", (_, changed) => {
    expect(fingerprint(changed, "while true")).toBe(base);
  });

  test("fold blanks inside the text", () => {
    expect(fingerprint(createSource("a.md", "while   \ttrue\n"), "while   \ttrue")).toBe(base);
  });

  test("differ by rule, file, text and number", () => {
    const others = [
      fingerprint(source, "while true", 0, "missing-file"),
      fingerprint(createSource("b.md", source.text), "while true"),
      fingerprint(source, "two"),
      fingerprint(source, "while true", 1),
    ];
    expect(new Set([base, ...others]).size).toBe(5);
  });
});
