import { describe, expect, test } from "vitest";
import { readAmount } from "../../src/model/costs.ts";
import { run } from "./run.ts";

const board = (...costs: string[]) =>
  `| Task | Status | Claimed By | Cost |\n|---|---|---|---|\n${costs.map((cost, index) => `| T-${index + 1} | TODO | - | ${cost} |\n`).join("")}`;
const report = (rule: string, texts: string[], budget: number | null) =>
  run(
    rule,
    texts.map((text, index) => ({ path: `BOARD-${index + 1}.md`, text })),
    { settings: { budget } },
  ).map(({ path, place, message }) => `${path}:${place.start.line} ${message}`);

describe("over-budget", () => {
  const over = (budget: number | null, ...texts: string[]) => report("over-budget", texts, budget);

  test("the sum, of ranges the upper end, at the entry that crosses it", () => {
    expect(over(10, board("$3-5", "$4-6", "$1"))).toEqual([
      "BOARD-1.md:4 With `$4-6` the 3 entries that give a cost come to $12, and the budget is $10: expected at most that",
    ]);
    expect(over(12, board("$3-5", "$4-6", "$1"))).toEqual([]);
    expect(over(null, board("$300"))).toEqual([]);
  });

  test("over several boards, a session on two of them once", () => {
    expect(over(12, board("$5", "$1"), "| Task | Status | Claimed By | Cost |\n|---|---|---|---|\n| T-1 | TODO | - | $6 |\n| T-9 | TODO | - | $5 |\n")).toEqual(
      [],
    );
    expect(
      over(12, board("$5", "$1"), "| Task | Status | Claimed By | Cost |\n|---|---|---|---|\n| T-8 | TODO | - | $3 |\n| T-9 | TODO | - | $4 |\n"),
    ).toHaveLength(1);
  });

  test("each currency for itself", () => {
    expect(over(10, board("$6", "6 EUR"))).toEqual([]);
    expect(over(10, board("$6", "6 EUR", "€5", "-"))).toEqual([
      "BOARD-1.md:5 With `€5` the 2 entries that give a cost come to €11, and the budget is €10: expected at most that",
    ]);
  });
});

describe("missing-cost-estimate", () => {
  test("entries without one, told once a board", () => {
    expect(report("missing-cost-estimate", [board("$3", "", "TBD")], 10)).toEqual([
      "BOARD-1.md:4 `T-2`, and so 1 more, says nothing of its cost, and there is a budget of 10: expected a `Cost Estimate`",
    ]);
  });

  test("silent without a budget, and on what is done", () => {
    expect(report("missing-cost-estimate", [board("$3", "")], null)).toEqual([]);
    expect(report("missing-cost-estimate", [board("$3", "").replace("T-2 | TODO", "T-2 | DONE")], 10)).toEqual([]);
  });
});

describe("missing-cost-estimate, by what the other entries have", () => {
  const missing = (text: string) => report("missing-cost-estimate", [text], 10).map((line) => /^\S+ `[^`]*`/.exec(line)?.[0]);
  const claims = (...rows: string[]) => `| Task | Status | Claimed By |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join("")}`;

  test.each<[string, string, string[]]>([
    ["none has one, and they are claimed", claims("T-1 | TODO | -", "T-2 | TODO | -"), ["BOARD-1.md:3 `T-1`"]],
    ["none has one, and nobody claims them", "| Task | Status |\n|---|---|\n| T-1 | TODO |\n| T-2 | TODO |\n", []],
    ["what failed or is done needs none", claims("T-1 | FAILED | s-1", "T-2 | DONE | s-1"), []],
    ["what failed beside what has one", board("$3", "").replace("T-2 | TODO", "T-2 | FAILED"), []],
    ["a list of tasks beside a table that has some", `${board("$3", "$4")}\n## Later\n\n- [ ] T-8 one\n- [ ] T-9 two\n`, []],
    ["more than are worth pointing at", board("$3", ...Array.from({ length: 23 }, () => "")), ["BOARD-1.md:4 `T-2`"]],
    ["an archive", `${board("$3", "$4")}\n## Archive\n\n${board("", "")}`, []],
  ])("%s", (_, text, expected) => {
    expect(missing(text)).toEqual(expected);
  });

  test.each(["", "-", "–", "—", "?", "~ ?", "TBD", "tbd", "n/a", "N/A", "NA"])("%j is none", (cost) => {
    expect(missing(board("$3", cost))).toEqual(["BOARD-1.md:4 `T-2`"]);
  });

  test.each(["$0", "3 - 5", "TBD by the lead: $5", "about N/A, $3", "$5 tbd"])("%j is one", (cost) => {
    expect(missing(board("$3", cost))).toEqual([]);
  });
});

test.each<[string, number | undefined, string?]>([
  ["$3-5", 5, "$"],
  ["$3 – $5", 5, "$"],
  ["~$12.50", 12.5, "$"],
  ["12 USD", 12, "$"],
  ["US$ 7", 7, "$"],
  ["EUR 3", 3, "€"],
  ["1,200.50 €", 1200.5, "€"],
  ["7", 7, ""],
  ["up to $4 (20 agents)", 4, "$"],
  ["$5 total", 5, "$"],
  ["3 hours", undefined],
  ["500 tokens", undefined],
  ["5 points", undefined],
  ["40%", undefined],
  ["low", undefined],
  ["", undefined],
])("the cost %j", (text, amount, currency) => {
  expect(readAmount(text)).toEqual(amount === undefined ? undefined : { amount, currency });
});
