import { expect, test } from "vitest";
import { drawMutants, interval, keyOf, type Mutant } from "../scripts/mutation/sample.ts";

const mutants = Array.from({ length: 200 }, (_, index): Mutant => {
  const line = Math.floor(index / 2) + 1;
  const location = { start: { line, column: 3 }, end: { line, column: 9 } };
  return { file: "src/a.ts", location, mutatorName: "ConditionalExpression", replacement: String(index % 2 === 0) };
});

test("the same seed draws the same mutants, in whatever order they come, each once", () => {
  const drawn = drawMutants(mutants, 50, 1).map(keyOf);
  expect(drawMutants([...mutants].reverse(), 50, 1).map(keyOf)).toEqual(drawn);
  expect(new Set(drawn).size).toBe(50);
  expect(drawMutants(mutants, 50, 2).map(keyOf)).not.toEqual(drawn);
});

test("a draw of more than there are has all of them", () => {
  expect(new Set(drawMutants(mutants, 1_000, 1))).toEqual(new Set(mutants));
});

test.each([
  [80, 100, 0.711, 0.867],
  [0, 10, 0, 0.278],
  [10, 10, 0.722, 1],
])("the interval of %i in %i", (hits, size, low, high) => {
  expect(interval(hits, size).low).toBeCloseTo(low, 3);
  expect(interval(hits, size).high).toBeCloseTo(high, 3);
});
