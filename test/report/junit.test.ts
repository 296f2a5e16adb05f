import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { formatJunit } from "../../src/report/junit.ts";
import type { Report } from "../../src/report/report.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { BOARD, createReport, ENDLESS_WAIT, hostileReport, PROSE_STATUS } from "./sample-report.ts";

const schema = readFileSync(new URL("junit.xsd", import.meta.url), "utf8");
const plain = { color: false, columns: 100 };

const format = (report: Partial<Report> = {}) => formatJunit(createReport(report), plain);

async function mistakesIn(reports: readonly string[]): Promise<string[]> {
  const { errors } = await validateXML({ xml: reports.map((contents, index) => ({ fileName: `report-${index}.xml`, contents })), schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

describe("junit", () => {
  test("a suite for each file, a failure for each error, a passed test for a warning", () => {
    expect(format()).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="prompt-lint" tests="2" failures="1" errors="0">
        <testsuite name="START.md" tests="1" failures="1" errors="0">
          <testcase classname="START.md" name="unbounded-wait at 7:1"><failure message="\`while\` loop waits with \`sleep\` but nothing ends it: expected a limit or a \`break\`" type="unbounded-wait">\`while\` loop waits with \`sleep\` but nothing ends it: expected a limit or a \`break\`
      https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/unbounded-wait.md</failure></testcase>
        </testsuite>
        <testsuite name="STATUS.md" tests="1" failures="0" errors="0">
          <testcase classname="STATUS.md" name="inconsistent-keyword at 3:11"><system-out>warning: \`nearly there\` is no status of this board: expected one of UNCLAIMED, CLAIMED, COMPLETE
      START.md:3: the prompt that looks for a free session
      https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/inconsistent-keyword.md</system-out></testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test("a file without findings is a test that passes", () => {
    const output = format({ findings: [] });
    expect(output).toContain(`<testsuites name="prompt-lint" tests="2" failures="0" errors="0">`);
    expect(output).toContain(`<testcase classname="START.md" name="no findings"/>`);
  });

  test("what was not checked is an error", () => {
    const output = format({ problems: [{ path: "a.md", message: "is binary" }], failures: [{ ruleId: "x", where: "b.md", cause: new Error("broken") }] });
    expect(output).toContain(`<testsuite name="prompt-lint" tests="2" failures="0" errors="2">`);
    expect(output).toContain(`<testcase classname="prompt-lint" name="a.md"><error message="is binary" type="not checked"/></testcase>`);
    expect(output).toContain(`<testcase classname="prompt-lint" name="b.md"><error message="the rule x crashed: broken" type="not checked"/></testcase>`);
  });

  test("fits the schema, whatever the texts", async () => {
    const reports = [format(), format({ findings: [] }), format({ findings: Array.from({ length: 300 }, () => ENDLESS_WAIT), problems: [{ message: "x" }] })];
    const hostile = fc.sample(hostileText, 200).map((text) => formatJunit(hostileReport(text), plain));
    expect(await mistakesIn([...reports, ...hostile])).toEqual([]);
  });

  test("the schema refuses what is none", async () => {
    expect(await mistakesIn([format().replace(` tests="1"`, "")])).not.toEqual([]);
    expect(await mistakesIn([format().replace("&#39;", "").replace("<failure", "<broken")])).not.toEqual([]);
  });

  test("nothing acts, and the lines are the same whatever the texts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = formatJunit(hostileReport(text), plain);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        expect(output.split("\n")).toHaveLength(13);
      }),
      { numRuns: 200 },
    );
  });

  test("a reader gets the message back", async () => {
    const message = '<img src=x> & `"it\'s"` \u202E ::error::x ]]> 日本語 👍🏽';
    const { normalized } = await validateXML({
      xml: format({ findings: [{ ...PROSE_STATUS, path: BOARD.path, severity: "error", message }] }),
      normalization: "c14n",
    });
    expect(normalized).toContain('message="&lt;img src=x> &amp; `&quot;it\'s&quot;` \u202E ::error::x ]]> 日本語 👍🏽"');
  });
});
