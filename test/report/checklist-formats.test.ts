import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CHECKLIST_ITEMS } from "../../src/checklist/items.ts";
import type { DecidedItem, PromptChecklist } from "../../src/checklist.ts";
import type { ChecklistReport } from "../../src/report/checklist.ts";
import { checklistSchema } from "../../src/report/checklist-json-schema.ts";
import { formatChecklistJson, toJsonChecklist } from "../../src/report/checklist-json.ts";
import { formatChecklistMarkdown } from "../../src/report/checklist-markdown.ts";
import { formatChecklistText } from "../../src/report/checklist-text.ts";
import { ruleUrl } from "../../src/report/rule-url.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { BOARD, placeOf, PROMPT } from "./sample-report.ts";

const plain = { color: false, columns: 100 };
const isValid = new Ajv2020().compile(z.toJSONSchema(checklistSchema, { io: "input" }));

/** Passed and failed items in turn, every fifth skipped. */
function createChecklist({ text = "takes a `free` session", path = PROMPT.path, passing = false } = {}): PromptChecklist {
  const here = { path, place: placeOf(PROMPT, "take a free session"), phrase: text };
  const there = { path: BOARD.path, place: placeOf(BOARD, "nearly there"), phrase: "further down" };
  const items = CHECKLIST_ITEMS.map((item): DecidedItem => {
    const decided = { ...item, ruleId: "some-rule" };
    if (item.number % 5 === 0) return { ...decided, state: "skipped", reason: "does-not-apply", why: text };
    if (passing || item.number % 2 === 0) return { ...decided, state: "passed", evidence: [here] };
    return { ...decided, state: "failed", evidence: [here, there] };
  });
  return { path, boards: [BOARD.path], items };
}

function createReport(report: Partial<ChecklistReport> = {}): ChecklistReport {
  return { prompts: [createChecklist()], failures: [], problems: [], ...report };
}

describe("text", () => {
  test("items by section with one place each, and the verdict", () => {
    const output = formatChecklistText(createReport(), plain);
    expect(output.split("\n").slice(0, 14).join("\n")).toBe(
      [
        "START.md  with STATUS.md",
        "",
        "Infrastructure",
        "  ❌  1  The status file exists  [some-rule]",
        "         START.md:3  takes a `free` session (and 1 more)",
        "  ✅  2  Its format is consistent",
        "         START.md:3  takes a `free` session",
        "  ❌  3  Every session has a repository  [some-rule]",
        "         as 1",
        "  ✅  4  Every session has an output file",
        "         START.md:3  takes a `free` session",
        "  ⏭   5  It is committed and pushed",
        "         takes a `free` session",
        "",
      ].join("\n"),
    );
    expect(output).toMatch(/\n12 of 24 that apply: do not send\n\n$/);
  });

  test("names the rule whose finding it is, and tells one problem once", () => {
    const checklist = createChecklist();
    const items = checklist.items.map((item): DecidedItem => {
      if (item.state !== "failed" || item.number > 7) return item;
      const [first] = item.evidence;
      return { ...item, evidence: [{ ...first, ruleId: "other-rule", phrase: item.number === 7 ? "another" : first.phrase }] };
    });
    const report = createReport({ prompts: [{ ...checklist, items }] });
    expect(formatChecklistText(report, plain)).toMatch(/ 3 {2}Every .* {2}\[other-rule\]\n {9}as 1\n[\s\S]* 7 {2}A lost .*\n {9}START\.md:3 {2}another\n/);
    expect(formatChecklistMarkdown(report, plain)).toMatch(/\| 3 \| Every .* \[other-rule\]\(https:\S+other-rule\.md\) \| as 1 \|\n/);
  });

  test("the verdict", () => {
    const passing = createChecklist({ passing: true });
    const skipped = (reason: "does-not-apply" | "undecided") =>
      passing.items.map(({ number, section, title }) => ({ number, section, title, ruleId: "a", state: "skipped" as const, reason, why: "b" }));
    const verdict = (items: readonly DecidedItem[]) =>
      formatChecklistText(createReport({ prompts: [{ ...passing, items }] }), plain)
        .split("\n")
        .at(-3);
    expect(verdict(passing.items)).toBe("24 of 24 that apply: ready to send");
    expect(verdict([...passing.items.slice(0, 28), ...skipped("undecided").slice(28)])).toBe("23 of 23 that apply, 2 not decided: do not send");
    expect(verdict(skipped("does-not-apply"))).toBe("none of the items applies");
    expect(verdict(skipped("undecided"))).toBe("none of the items applies, 30 not decided: do not send");
  });

  test("what is not decided is no pass, in any format", () => {
    const checklist = createChecklist({ passing: true });
    const items = checklist.items.map((item): DecidedItem => (item.state === "skipped" && item.number === 5 ? { ...item, reason: "undecided" } : item));
    const report = createReport({ prompts: [{ ...checklist, items }] });
    expect(formatChecklistText(report, plain)).toContain("  ⏭   5  It is committed and pushed\n         not decided: takes a `free` session\n");
    expect(formatChecklistText(report, { color: true, columns: 100 })).toContain("\u001B[1;31m24 of 24 that apply, 1 not decided: do not send\u001B[0m");
    expect(formatChecklistMarkdown(report, plain)).toContain("**24 of 24 that apply, 1 not decided: do not send**");
    expect(formatChecklistMarkdown(report, plain)).toContain("| 5 | It is committed and pushed | not decided: takes a");
    expect(toJsonChecklist(report)).toMatchObject({ ready: false, prompts: [{ ready: false, summary: { passed: 24, failed: 0, skipped: 6, undecided: 1 } }] });
  });

  test("several prompts have a total", () => {
    const prompts = [createChecklist(), createChecklist({ path: "other.md", passing: true })];
    expect(formatChecklistText(createReport({ prompts }), plain)).toMatch(/\n1 of 2 prompts ready to send\n$/);
  });

  test("does not call ready what could not be checked", () => {
    const prompts = [createChecklist({ passing: true })];
    const problems = [{ path: "a.md", message: "is binary" }];
    expect(formatChecklistText(createReport({ prompts, problems }), plain)).toMatch(/\nnot everything could be checked: do not send\n$/);
    expect(formatChecklistText(createReport({ prompts: [...prompts, ...prompts], problems }), plain)).toMatch(
      /\n2 of 2 prompts ready to send, but not everything could be checked\n$/,
    );
  });

  test("colours only when asked", () => {
    expect(formatChecklistText(createReport(), plain)).not.toContain("\u001B[");
    expect(formatChecklistText(createReport(), { color: true, columns: 100 })).toContain("\u001B[1;31m12 of 24 that apply: do not send\u001B[0m");
  });

  test("lines that fit the terminal, and phrases that are cut", () => {
    const output = formatChecklistText(createReport({ prompts: [createChecklist({ text: "word ".repeat(1e4) })] }), { color: false, columns: 60 });
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(output.length).toBeLessThan(30 * 1000);
  });

  test("the same lines whatever the texts, and none that acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = formatChecklistText(createReport({ prompts: [createChecklist({ text, path: text })] }), { color: false, columns: 1e5 });
        expect(output.split("\n")).toHaveLength(79);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
      }),
      { numRuns: 60 },
    );
  });
});

describe("json", () => {
  test("says all of it", () => {
    const report = createReport({ problems: [{ message: "no files" }], failures: [{ ruleId: "x", where: "a.md", cause: new Error("broken") }] });
    const json = toJsonChecklist(report);
    expect(json).toMatchObject({
      version: 1,
      problems: [{ file: null, message: "no files" }],
      failures: [{ ruleId: "x", where: "a.md", message: "broken" }],
      ready: false,
      prompts: [
        {
          file: "START.md",
          boards: ["STATUS.md"],
          ready: false,
          verdict: "12 of 24 that apply: do not send",
          summary: { passed: 12, failed: 12, skipped: 6, undecided: 0 },
        },
      ],
    });
    expect(json.prompts[0]!.items[0]).toEqual({
      number: 1,
      section: "infrastructure",
      title: "The status file exists",
      state: "failed",
      ruleId: "some-rule",
      reason: null,
      why: null,
      evidence: [
        { file: "START.md", line: 3, column: 20, endLine: 3, endColumn: 39, message: "takes a `free` session" },
        { file: "STATUS.md", line: 3, column: 11, endLine: 3, endColumn: 23, message: "further down" },
      ],
    });
    expect(json.prompts[0]!.items[4]).toMatchObject({ state: "skipped", reason: "does-not-apply", why: "takes a `free` session", evidence: [] });
    expect(toJsonChecklist(createReport({ prompts: [createChecklist({ passing: true })] })).ready).toBe(true);
  });

  test("follows its schema whatever the texts, and no character acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const report = createReport({ prompts: [createChecklist({ text, path: text })], problems: [{ path: text, message: text }] });
        const output = formatChecklistJson(report, plain);
        const parsed: unknown = JSON.parse(output);
        expect(parsed).toEqual(toJsonChecklist(report));
        expect(isValid(parsed), JSON.stringify(isValid.errors)).toBe(true);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
      }),
      { numRuns: 60 },
    );
  });

  test("the schema takes nothing else for a checklist", () => {
    const json = toJsonChecklist(createReport());
    expect(isValid({ ...json, prompts: [{ ...json.prompts[0], items: json.prompts[0]!.items.slice(1) }] })).toBe(false);
    expect(isValid({ ...json, version: 2 })).toBe(false);
  });
});

describe("markdown", () => {
  const read = (markdown: string) => fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const all = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(all) : [])];

  test("a heading, the verdict, a row for each item", () => {
    const output = formatChecklistMarkdown(createReport(), plain);
    expect(output.split("\n").slice(0, 9).join("\n")).toBe(
      [
        "### Checklist of <code>START.md</code>",
        "",
        "**12 of 24 that apply: do not send**",
        "",
        "|  | # | Item | Evidence |",
        "| --- | --- | --- | --- |",
        "|  |  | **Infrastructure** |  |",
        `| ❌ | 1 | The status file exists [some-rule](${ruleUrl("some-rule")}) | <code>START.md:3</code> takes a <code>free</code> session (and 1 more) |`,
        "| ✅ | 2 | Its format is consistent | <code>START.md:3</code> takes a <code>free</code> session |",
      ].join("\n"),
    );
  });

  test("mentions nobody, refers to no issue and links nowhere", () => {
    const output = formatChecklistMarkdown(
      createReport({ prompts: [createChecklist({ text: "@octocat #12 GH-12 http://a.example www.b.example a@c.example" })] }),
      plain,
    );
    expect(output).toContain("&#64;&#8203;octocat &#35;&#8203;12 GH-&#8203;12 http&#58;//a.example www&#46;b.example a&#64;&#8203;c.example");
  });

  test.each(["| a | b |", "`a|b\\` | `c", "<script>x</script>", "![x](http://a.example)", "[a]: b", "**bold** _i_ ~~s~~", "\\| x", "a\n\n# b\n- c"])(
    "%j is text",
    (text) => {
      expect(cellsOf(text).at(-1)).toBe(`START.md:3 ${text.replaceAll("\n", "\\n").replace(/`([^`]+)`/g, "$1")}`);
    },
  );

  test("the same table whatever the texts: no markup, and nothing that acts", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(..."|\\`*_<>[]()#@!&~-:/a1 \n") })), (text) => {
        const output = formatChecklistMarkdown(createReport({ prompts: [createChecklist({ text, path: text })] }), plain);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        const tree = read(output);
        expect(tree.children.map(({ type }) => type)).toEqual(["heading", "paragraph", "table"]);
        const rows = (tree.children[2] as Table).children;
        expect(rows).toHaveLength(1 + 7 + 30);
        for (const row of rows) expect(row.children).toHaveLength(4);
        for (const node of all(tree)) {
          expect(["root", "heading", "paragraph", "table", "tableRow", "tableCell", "text", "strong", "html", "link"]).toContain(node.type);
          if (node.type === "link") expect(node.url).toBe(ruleUrl("some-rule"));
          if (node.type === "html") expect(node.value).toMatch(/^<\/?code>$/);
        }
      }),
      { numRuns: 100 },
    );
  });

  /** What a reader sees in the row of the second item, which is passed. */
  function cellsOf(text: string): string[] {
    const tree = read(formatChecklistMarkdown(createReport({ prompts: [createChecklist({ text })] }), plain));
    const row = (tree.children[2] as Table).children[3]!;
    return row.children.map((cell) =>
      all(cell)
        .map((node) => (node.type === "text" ? node.value : ""))
        .join("")
        .replaceAll("\u200B", ""),
    );
  }
});
