import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHECKLIST_ITEMS } from "../../src/checklist/items.ts";
import type { Report } from "../../src/report/report.ts";
import { PROJECT_URL } from "../../src/report/rule-url.ts";
import { workspaceOf } from "../helpers.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { attribute, INJECTION, lintedReport, pageOf, parsePage, textOf, type Element, type ParsedPage } from "./html-page.ts";
import { createReport, ENDLESS_WAIT, hostileReport, PROSE_STATUS } from "./sample-report.ts";

const linted = await lintedReport(INJECTION);
const page = pageOf(linted);
const { elements } = parsePage(page);

const named = (name: string, from: readonly Element[] = elements) => from.filter(({ tagName }) => tagName === name);
const inside = (element: Element, name: string) => named(name, descendants(element));

function descendants(element: Element): Element[] {
  return element.childNodes.flatMap((node) => ("tagName" in node ? [node, ...descendants(node)] : []));
}

/** All that makes a page sound whatever is in it. */
function expectSound(html: string): ParsedPage {
  const parsed = parsePage(html);
  expect(parsed.errors).toEqual([]);
  expect(html).not.toMatch(ACTING_CHARACTER);
  expect(html).not.toMatch(CI_COMMAND);

  const ids = parsed.elements.flatMap((element) => attribute(element, "id") ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const element of parsed.elements) {
    expect(ELEMENTS).toContain(element.tagName);
    for (const { name, value } of element.attrs) {
      expect(name).not.toMatch(/^on|^style$|^srcset$|^formaction$/);
      if (name === "href" && element.tagName === "a" && value.startsWith("#")) expect(ids).toContain(value.slice(1));
      else if (name === "href") expect(value === "data:," || value === PROJECT_URL || value.startsWith(`${PROJECT_URL}/blob/main/docs/rules/`)).toBe(true);
      if (name === "src") expect.unreachable("nothing is loaded");
      if (name === "for" || name === "aria-labelledby") for (const id of value.split(" ")) expect(ids).toContain(id);
    }
  }
  // No level of headings is left out.
  const levels = parsed.elements.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? Number(tagName[1]) : []));
  levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  return parsed;
}

const ELEMENTS =
  "html head meta title link style body a header h1 h2 h3 h4 p strong small nav ul li main section article div table caption thead tbody tr th td code pre span br figure figcaption svg g rect path text marker defs form fieldset legend label select option output footer script".split(
    " ",
  );

describe("html", () => {
  test("has all parts, and is sound", () => {
    expectSound(page);
    expect(named("h2").map(textOf)).toEqual(["Summary", "Checklist", "Boards", "Dependencies", "Findings"]);
    for (const landmark of ["header", "nav", "main", "footer"]) expect(named(landmark)).toHaveLength(1);
    expect(attribute(named("html")[0]!, "lang")).toBe("en");
    expect(textOf(named("title")[0]!)).toMatch(/^prompt-lint: \d+ errors?/);
  });

  test("every table has a caption, and every head says of what", () => {
    expect(named("table").length).toBeGreaterThan(4);
    for (const table of named("table")) expect(inside(table, "caption")).toHaveLength(1);
    for (const head of named("th")) expect(["col", "row", "rowgroup"]).toContain(attribute(head, "scope"));
  });

  test("every choice has a label, and the filter waits for the script", () => {
    const labelled = named("label").map((label) => attribute(label, "for"));
    expect(named("select").map((select) => attribute(select, "id"))).toEqual(labelled);
    expect(labelled).toEqual(["filter-file", "filter-rule", "filter-severity"]);
    expect(attribute(named("form")[0]!, "hidden")).toBe("");
  });

  test("the policy allows the one script and the one style, and nothing else", () => {
    const policy = attribute(
      named("meta").find((meta) => attribute(meta, "http-equiv") === "Content-Security-Policy")!,
      "content",
    )!;
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(named("script")).toHaveLength(1);
    expect(named("style")).toHaveLength(1);
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(textOf(named("style")[0]!))}; script-src ${hash(textOf(named("script")[0]!))}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test("the thirty items, with a word for what came out", () => {
    const table = named("table").find((one) => textOf(inside(one, "caption")[0]!).startsWith("Pre-deployment checklist"))!;
    const rows = inside(table, "tr").filter((row) => ["passed", "failed", "skipped"].includes(attribute(row, "class") ?? ""));
    expect(rows.map((row) => textOf(inside(row, "th")[0]!))).toEqual(CHECKLIST_ITEMS.map(({ number, title }) => `${number}. ${title}`));
    for (const row of rows) expect(textOf(inside(row, "td")[0]!)).toContain(attribute(row, "class")!);
  });

  test("boards with the states as they are understood", () => {
    const table = named("table").find((one) => textOf(inside(one, "caption")[0]!).startsWith("4 entries"))!;
    const rows = inside(table, "tr").slice(1);
    expect(rows.map((row) => [textOf(inside(row, "th")[0]!), textOf(inside(row, "td")[1]!)])).toEqual([
      ["Session 1", "done"],
      ["Session 2", "?"],
      ["Session 3", "blocked"],
      ["Session 4", "free"],
    ]);
  });

  test("dependencies as a picture with a name, and as a table", () => {
    const [svg] = named("svg");
    expect(attribute(svg!, "role")).toBe("img");
    expect(textOf(inside(svg!, "title")[0]!)).toBe("5 sessions and 5 dependencies");
    expect(inside(svg!, "text").map(textOf)).toEqual(expect.arrayContaining(["Session 1", "done", "Session 9", "unknown"]));
    // The picture shows all of its lines.
    const [left, top, width, height] = attribute(svg!, "viewBox")!.split(" ").map(Number) as [number, number, number, number];
    const corners = inside(svg!, "path")
      .flatMap((path) => [...attribute(path, "d")!.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)])
      .map(([, x, y]) => [Number(x), Number(y)]);
    for (const [x = NaN, y = NaN] of corners) {
      expect(x >= left && x <= left + width).toBe(true);
      expect(y >= top && y <= top + height).toBe(true);
    }
    const table = named("table").find((one) => textOf(inside(one, "caption")[0]!) === "Who waits for whom")!;
    const rows = inside(table, "tr").map((row) => [textOf(inside(row, "th")[0]!), ...inside(row, "td").slice(0, 1).map(textOf)]);
    expect(rows).toContainEqual(["Session 3 (blocked)", "Session 9 (unknown)"]);
    expect(textOf(named("main")[0]!)).toContain("Session 3, which waits for Session 4, which waits for Session 3");
  });

  test("findings with place, rule, frame, other places and the way out", () => {
    const [wait, prose] = named("article", expectSound(pageOf(createReport())).elements).map(textOf);
    expect(wait!.replace(/\s+/g, " ")).toContain("error while loop waits with sleep but nothing ends it");
    expect(wait).toContain("START.md:7:1 unbounded-wait");
    expect(wait).toContain("7 │ while true; do git pull --quiet; sleep 60; done\n  │ ^^^^^^^^^^\n");
    expect(wait).toContain("fix: Try 30 times, then go on");
    expect(wait).toContain("line 7: for attempt in {1..30}");
    expect(prose).toContain("see START.md:3:20 the prompt that looks for a free session");
  });

  test("without findings, and with what could not be checked", () => {
    const text = (report: Partial<Report>) =>
      expectSound(pageOf(createReport(report)))
        .elements.filter(({ tagName }) => tagName === "body")
        .map(textOf)[0]!;
    expect(text({ findings: [] })).toContain("✅ no findings in 2 files");
    const problems = text({
      findings: [],
      problems: [{ path: "a.md", message: "is binary" }],
      failures: [{ ruleId: "x", where: "b.md", cause: new Error("odd") }],
    });
    expect(problems).toContain("❌ no findings in 2 files, but not everything could be checked");
    expect(problems).toContain("a.md: is binary");
    expect(problems).toContain("The rule x crashed on b.md: odd");
  });

  test("hostile text is text, in every part", () => {
    expect(named("img")).toEqual([]);
    const shown = textOf(named("main")[0]!);
    expect(shown.split(INJECTION).length).toBeGreaterThan(3);
  });

  test("thousands of findings stay a page", () => {
    const findings = Array.from({ length: 3000 }, (_, index) => ({ ...(index % 2 ? ENDLESS_WAIT : PROSE_STATUS) }));
    const html = pageOf(createReport({ findings }));
    expect(named("article", parsePage(html).elements)).toHaveLength(3000);
    expect(html.length).toBeLessThan(6e6);
  });

  test("a code point that is no character is replaced", () => {
    expectSound(pageOf(hostileReport("\uFDD0a \uFFFF \u{1FFFE}")));
  });

  test("whatever the texts of findings: sound", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(..."<>&\"'`/=-! \nascriptonmg") })), (text) => {
        const { elements: parsed } = expectSound(pageOf(hostileReport(text)));
        expect(named("article", parsed)).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  test("whatever the texts of boards: sound", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = text.replace(/[\r\n]/g, " ");
        const board = `## Session 1: ${line}\n- Status: UNCLAIMED\n- Dependencies: ${line}, Session 2\n\n## Session 2: b\n- Status: ${line}\n- Dependencies: Session 1 (${line})\n`;
        const workspace = workspaceOf([{ path: `${line}.md`, text: board }]);
        expectSound(pageOf(createReport({ workspace, wholeWorkspace: workspace, findings: [] })));
      }),
      { numRuns: 60 },
    );
  });
});
