import { describe, expect, test } from "vitest";
import { median, ratio, type Figures, type Results } from "../../scripts/bench/figures.ts";
import { count, judgeGoals } from "../../scripts/bench/goals.ts";
import type { Run } from "../../scripts/bench/measure.ts";
import { sizeRows, writeFailures } from "../../scripts/bench/page.ts";
import { summarise } from "../../scripts/bench/rounds.ts";
import { COLD, MARKDOWNLINT, NODE, RUMDL, SHELLCHECK } from "../../scripts/bench/tools.ts";

const took = (seconds: number, more: Partial<Figures> = {}): Figures => ({ median: seconds, minimum: seconds, rounds: 3, stopped: false, lines: 1, ...more });
const at = (size: number, tools: Record<string, Figures>): Results => new Map([[size, new Map(Object.entries(tools))]]);
const stopped = { stopped: true };
const failed = { failure: "ended with 2: no" };

test.each([
  [[3], 3],
  [[3, 1], 2],
  [[10, 9, 1], 9],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test.each([
  ["of two that came to their end", took(3), took(2), { value: 1.5, atLeast: false }],
  ["of one that was stopped: at least so much", took(3, stopped), took(2), { value: 1.5, atLeast: true }],
  ["of one that left work out: at least so much", took(3, failed), took(2), { value: 1.5, atLeast: true }],
  ["to one that was stopped", took(3), took(2, stopped), undefined],
  ["to one that left work out", took(3), took(2, failed), undefined],
  ["to one that is not there", took(3), undefined, undefined],
])("a ratio %s", (_, figures, base, expected) => {
  expect(ratio(figures, base)).toEqual(expected);
});

describe("rounds come to", () => {
  const run = (cpu: number, more: Partial<Run> = {}): Run => ({ cpu, wall: cpu, status: 0, lines: 7, lastLine: "", ...more });
  const sum = (runs: readonly Run[], memory?: number) => summarise(runs, { statuses: [0, 1], memory });

  test("their median and their least", () => {
    expect(sum([run(3), run(1), run(2, { status: 1 })], 5)).toEqual({ median: 2, minimum: 1, rounds: 3, stopped: false, lines: 7, memory: 5 });
  });

  test("the run that was stopped, when one was", () => {
    const cut: Run = { cpu: 9, wall: 9, lines: 7, lastLine: "" };
    expect(sum([run(1), cut])).toMatchObject({ median: 9, stopped: true, rounds: 2 });
  });

  test("a failure, when the status says that work was left out", () => {
    expect(sum([run(1), run(1, { status: 2, lastLine: "too much" })])).toMatchObject({ failure: "ended with 2: too much" });
  });
});

describe("a goal", () => {
  const goal = (results: Results, name: string) => {
    const { measured, met } = judgeGoals(results).find((one) => one.name.startsWith(name))!;
    return [measured, met];
  };

  test.each([
    ["met", took(0.1), took(0.05), "2.00x", true],
    ["missed", took(0.2), took(0.05), "4.00x", false],
    ["missed already when stopped", took(0.2, stopped), took(0.05), "> 4.00x", false],
    ["not known when stopped early", took(0.05, stopped), took(0.05), "> 1.00x", undefined],
    ["not known when work was left out", took(0.05, failed), took(0.05), "> 1.00x", undefined],
    ["not known without both", took(0.05), undefined, "not measured", undefined],
  ])("of one prompt: %s", (_, ours, node, measured, met) => {
    expect(goal(at(1, { [COLD]: ours, ...(node && { [NODE]: node }) }), "1 prompt: at most 2x")).toEqual([measured, met]);
  });

  test.each([
    ["seconds are few", 0.4, 0.01, true],
    ["the ratio is small", 1.3, 1, true],
    ["neither is", 1.4, 1, false],
  ])("of a hundred prompts: %s", (_, ours, rumdl, met) => {
    expect(goal(at(100, { [COLD]: took(ours), [RUMDL]: took(rumdl) }), "100 prompts: at most 0.4 s")[1]).toBe(met);
  });

  test("is met beside a peer that was stopped, when that already took enough", () => {
    expect(goal(at(1000, { [COLD]: took(5), [MARKDOWNLINT]: took(60, stopped) }), "1,000 prompts: at most a tenth")).toEqual(["< 0.0833x", true]);
    expect(goal(at(1000, { [COLD]: took(5), [SHELLCHECK]: took(4, stopped) }), "1,000 prompts: less than ShellCheck")).toEqual(["< 1.25x", undefined]);
  });

  test("of memory, and of growth", () => {
    const results: Results = new Map([1000, 10_000].map((size) => [size, new Map([[COLD, took(size / 1000, { memory: size * 1e5 })]])]));
    expect(goal(results, "1,000 prompts: at most 250 MB")).toEqual(["100 MB", true]);
    expect(goal(results, "10,000 prompts: at most 600 MB")).toEqual(["1000 MB", false]);
    expect(goal(results, "10,000 prompts: at most 11x")).toEqual(["10.0x", true]);
  });
});

test("a row says what a tool took, as times of the others, and no ratio to what did not end", () => {
  const figures = new Map([
    [NODE, took(0.05)],
    [COLD, took(1, { memory: 84_300_000 })],
    [RUMDL, took(0.5, failed)],
    [MARKDOWNLINT, took(60, stopped)],
  ]);
  expect(sizeRows(figures).slice(1)).toEqual([
    [COLD, "1.00", "1.00", "20.0", "", "84", "1", "3"],
    [RUMDL, "> 0.50", "0.50", "> 10.0", "", "", "1", "3"],
    [MARKDOWNLINT, "> 60.00", "", "> 1200.0", "", "", "", "3"],
  ]);
  expect(writeFailures(figures)).toEqual([`${RUMDL} ended with 2: no`, `${MARKDOWNLINT} was stopped.`]);
});

test("sizes in words", () => {
  expect([1, 100, 10_000].map(count)).toEqual(["1 prompt", "100 prompts", "10,000 prompts"]);
});
