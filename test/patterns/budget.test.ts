import { describe, expect, test } from "vitest";
import { runPipeline, type Stage } from "../../src/patterns/pipeline.ts";
import { createBudget } from "../../src/patterns/parse-regex.ts";

/*
 * What one prompt can cost is bounded, whatever its patterns are: a run that
 * would take too long ends as unknown, and the budget that runs share is spent.
 */

const run = (words: readonly string[], text: string, left?: number): { stage: Stage; left: number } => {
  const budget = createBudget(left);
  const { stages } = runPipeline([{ words: words.map((word) => [word]), input: ["F"] }], { read: () => ({ path: "F", text }), budget });
  return { stage: stages[0]!, left: budget.left };
};

const LONG = "a".repeat(20_000);

describe("patterns that backtrack for ever elsewhere are matched in linear time", () => {
  test.each([
    [["grep", "-cE", "(a+)+b"], "0"],
    [["grep", "-cE", "(a|aa)*c"], "0"],
    [["grep", "-cP", "^(a+)+$"], "1"],
    [["grep", "-c", "\\(a*\\)*b"], "0"],
  ])("%s", (words, count) => {
    const { stage } = run(words, `${LONG}\n`);
    expect(stage.output?.lines.map(({ text }) => text)).toEqual([count]);
  });
});

describe("what costs too much is unknown", () => {
  test.each([
    ["a large pattern on a long text", ["grep", "-E", "(a?){300}b(a?){300}"], `${LONG}b\n`.repeat(50)],
    ["a loop that never ends", ["sed", ":a;ba"], "x\n"],
    ["a space that doubles", ["sed", ":a;s/x/xx/g;ta"], "x\n"],
    ["a hold space that doubles", ["sed", ":a;G;h;ba"], "x\n"],
    ["many substitutions in a long line", ["sed", "-E", "s/(a|b|ab)*c?/<&>/g"], `${"ab ".repeat(60_000)}\n`],
    ["a pattern with more repeats than RE2 takes", ["grep", "-E", "a{2000}"], LONG],
    ["repeats of repeats", ["grep", "-E", "((a{100}){100}){100}"], LONG],
    ["a pattern as long as a file", ["grep", "a".repeat(30_000)], LONG],
    ["groups nested without end", ["grep", "-E", "(".repeat(5_000) + "a" + ")".repeat(5_000)], LONG],
    ["a script of many commands", ["sed", "p;".repeat(5_000)], "x\n"],
  ])("%s", (_, words, text) => {
    expect(run(words, text).stage.result).toMatchObject({ type: "unknown" });
  });
});

test("a run leaves less for the next, and none where nothing is left", () => {
  const first = run(["grep", "-E", "(a|b)+c"], `${LONG}c\n`);
  expect(first.stage.result.type).toBe("grep");
  expect(first.left).toBeLessThan(createBudget().left);
  expect(run(["grep", "-E", "(a|b)+c"], `${LONG}c\n`, 1_000).stage.result.type).toBe("unknown");
});
