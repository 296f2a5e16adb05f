import fc from "fast-check";
import { expect, test } from "vitest";
import { pathsOfShard } from "../../src/shard/split.ts";

const files = fc.uniqueArray(fc.record({ path: fc.string({ minLength: 1, maxLength: 8 }), size: fc.nat(100_000) }), {
  selector: ({ path }) => path,
  maxLength: 40,
});
const groupsOf = (all: readonly { path: string; size: number }[], count: number) =>
  Array.from({ length: count }, (_, index) => pathsOfShard(all, { index: index + 1, count }));

test("each file is in one part, whatever order they come in, and no part has much more to do", () => {
  fc.assert(
    fc.property(files, fc.integer({ min: 1, max: 9 }), (all, count) => {
      const groups = groupsOf(all, count);
      expect(groups.flatMap((group) => [...group]).sort()).toEqual(all.map(({ path }) => path).sort());
      expect(groupsOf([...all].reverse(), count)).toEqual(groups);
      const weights = groups.map((group) => all.reduce((sum, { path, size }) => sum + (group.has(path) ? size + 1 : 0), 0));
      const largest = Math.max(0, ...all.map(({ size }) => size + 1));
      expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(largest);
    }),
  );
});
