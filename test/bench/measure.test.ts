import { describe, expect, test } from "vitest";
import { measure, readTimes } from "../../scripts/bench/measure.ts";

const node = (script: string) => ({ argv: [process.execPath, "-e", script], cwd: "." });

test.each([
  ["bash", "0m0.004s 0m0.001s\n0m1.250s 0m0.250s\n", 1.5],
  ["dash", "0m0.000000s 0m0.000000s\n1m2.060000s 0m0.000000s\n", 62.06],
])("what %s tells of the time of its children", (_, told, expected) => {
  expect(readTimes(`0\n${told}`)).toBeCloseTo(expected, 6);
});

// Groups of processes, and the shell that tells their times, are those of POSIX.
describe.skipIf(process.platform === "win32")("a run", () => {
  test("says how it ended and how much it printed", async () => {
    const run = await measure(node('console.log("a\\nb"); console.error("c"); process.exitCode = 3'), { deadline: 60 });
    expect(run).toMatchObject({ status: 3, lines: 3, lastLine: "c" });
    expect(run.cpu).toBeGreaterThan(0);
    expect(run.memory).toBeUndefined();
  });

  test("counts what its children took", async () => {
    const busy = "while (process.cpuUsage().user < 300_000);";
    const { cpu } = await measure(node(`require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`), { deadline: 60 });
    // Some shells round to a hundredth.
    expect(cpu).toBeGreaterThan(0.29);
  });

  test("is stopped with all it started, and still says what that took", async () => {
    const run = await measure(node("for (;;);"), { deadline: 1 });
    expect(run.status).toBeUndefined();
    expect(run.cpu).toBeGreaterThan(0);
  });

  test("is looked at, when its memory is asked for", async () => {
    const { memory } = await measure(node("globalThis.kept = Buffer.alloc(2e8, 1); setTimeout(() => {}, 500)"), { deadline: 60, memory: true });
    expect(memory).toBeGreaterThan(2e8);
  });
});
