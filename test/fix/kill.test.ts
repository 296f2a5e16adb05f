import { expect, test } from "vitest";
import { killWhileFixing } from "../../scripts/kill-while-fixing.ts";

test.skipIf(process.platform === "win32")("whoever is killed while fixing leaves each file old or new", { timeout: 120_000 }, async () => {
  expect(await killWhileFixing({ rounds: 8, files: 20 })).toMatchObject({ broken: [] });
});
