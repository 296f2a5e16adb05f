import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { formatPullRequest } from "../../src/report/pull-request.ts";
import type { Report } from "../../src/report/report.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { createReport, ENDLESS_WAIT, hostileReport, PROSE_STATUS } from "./sample-report.ts";

const plain = { color: false, columns: 100 };
/** What GitHub takes of a comment, in characters. */
const MAX_COMMENT = 65_536;

const format = (report: Partial<Report> = {}) => formatPullRequest(createReport(report), plain);
const read = (markdown: string) => fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
const all = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(all) : [])];
const rowsOf = (markdown: string) => markdown.split("\n").filter((line) => line.startsWith("| <code>"));

/** Errors and warnings in turn, in twelve files. */
function manyFindings(number: number): Finding[] {
  return Array.from({ length: number }, (_, index) => ({ ...(index % 2 === 0 ? ENDLESS_WAIT : PROSE_STATUS), path: `prompts/file-${index % 12}.md` }));
}

/** Only what is ours is markup: links to the pages of rules, and the tags that fold and mark code. */
function expectOnlyOurMarkup(markdown: string): void {
  for (const node of all(read(markdown))) {
    expect(["root", "heading", "paragraph", "list", "listItem", "table", "tableRow", "tableCell", "text", "html", "link", "inlineCode"]).toContain(node.type);
    if (node.type === "inlineCode") expect(node.value).toBe("prompt-lint");
    if (node.type === "link") expect(node.url).toMatch(/^https:\/\/github\.com\/prompt-lint\/prompt-lint\/blob\/main\/docs\/rules\/[^/]*\.md$/);
    if (node.type === "html") expect(node.value.replace(/<\/?(?:code|details|summary)>|<details open>/g, "")).not.toMatch(/[<>]/);
  }
}

describe("markdown", () => {
  test("verdict, sections, the errors, and the rest folded", () => {
    expect(format()).toMatchInlineSnapshot(`
      "### ❌ prompt-lint: 1 error, 1 warning in 2 files

      | section | errors | warnings | info |
      | --- | ---: | ---: | ---: |
      | infrastructure | – | 1 | – |
      | fallback | 1 | – | – |

      <details open><summary>1 error</summary>

      | where | rule | what |
      | --- | --- | --- |
      | <code>START.md</code>:7 | [unbounded-wait](https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/unbounded-wait.md) | <code>while</code> loop waits with <code>sleep</code> but nothing ends it: expected a limit or a <code>break</code> |

      </details>

      <details><summary><code>STATUS.md</code>: 1 warning</summary>

      | where | rule | what |
      | --- | --- | --- |
      | <code>STATUS.md</code>:3 | [inconsistent-keyword](https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/inconsistent-keyword.md) | <code>nearly there</code> is no status of this board: expected one of UNCLAIMED, CLAIMED, COMPLETE |

      </details>
      "
    `);
  });

  test("says that all is well, and does not when something was not checked", () => {
    expect(format({ findings: [] })).toBe("### ✅ prompt-lint: no findings in 2 files\n");
    expect(format({ findings: [], problems: [{ path: "a.md", message: "is binary" }] })).toBe(
      "### ❌ prompt-lint: no findings in 2 files, but not everything could be checked\n\n- <code>a.md</code> is binary\n",
    );
  });

  test.each([300, 3000])("%i findings fit a comment, errors first, and the rest is counted", (number) => {
    const findings = manyFindings(number);
    const output = format({ findings });
    expect(output.length).toBeLessThanOrEqual(MAX_COMMENT);
    const left = Number(/^(\d+) more findings? did not fit/m.exec(output)?.[1] ?? 0);
    expect(rowsOf(output)).toHaveLength(number - left);
    expect(rowsOf(output)[0]).toContain("unbounded-wait");
    expect(output.match(/<details/g)).toHaveLength(output.match(/<\/details>/g)!.length);
    expectOnlyOurMarkup(output);
  });

  test("fits a comment whatever the length of its texts", () => {
    const long = "@".repeat(1e5);
    const output = format({
      findings: manyFindings(50).map((finding) => ({ ...finding, message: long, path: `${long}${finding.path}`, ruleId: "x" })),
      problems: Array.from({ length: 50 }, () => ({ path: long, message: long })),
      failures: Array.from({ length: 50 }, () => ({ ruleId: long, where: long, cause: new Error(long) })),
    });
    expect(output.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(output).toContain("and 95 more");
  });

  test("mentions nobody, refers to no issue and links nowhere", () => {
    const output = format({ findings: [{ ...ENDLESS_WAIT, message: "@octocat #12 GH-12 http://a.example www.b.example a@c.example", path: "@octocat.md" }] });
    expect(output).toContain("&#64;&#8203;octocat &#35;&#8203;12 GH-&#8203;12 http&#58;//a.example www&#46;b.example a&#64;&#8203;c.example");
    expect(output).toContain("<code>&#64;octocat.md</code>");
  });

  test("whatever the texts: no markup but ours, and nothing that acts", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(..."|\\`*_<>[]()#@!&~-:/a1 \n") })), (text) => {
        const output = formatPullRequest(hostileReport(text), plain);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        expectOnlyOurMarkup(output);
        expect(read(output).children.map(({ type }) => type)).toEqual(["heading", "list", "table", "html", "table", "html"]);
        expect(rowsOf(output)).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});
