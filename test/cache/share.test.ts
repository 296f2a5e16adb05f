import { expect, test } from "vitest";
import { shareCache } from "../../scripts/share-cache.ts";

test("processes that share a cache at once answer as those without", { timeout: 240_000 }, async () => {
  const { hits, misses, wrong, left } = await shareCache({ processes: 8, rounds: 1 });
  expect({ wrong, left, runs: hits + misses }).toEqual({ wrong: [], left: [], runs: 16 });
  expect(hits).toBeGreaterThan(7);
});
