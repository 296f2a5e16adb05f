import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { formatBaseline, parseBaseline } from "../../src/accept/baseline-file.ts";
import { main } from "../../src/cli/main.ts";
import { lint } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import type { Services } from "../../src/cli/services.ts";
import { Readable } from "node:stream";

const folder = mkdtempSync(join(tmpdir(), "prompt-lint-baseline-"));
afterAll(() => rmSync(folder, { recursive: true }));

const WAIT = "```bash\nwhile true; do git pull; sleep 60; done\n```\n";
const LOOP = "```bash\nuntil git push; do sleep 5; done\n```\n";
const prompt = (...scripts: string[]) => `# Prompt\n\nYou are Session 2. Run this:\n\n${scripts.join("\nand\n\n")}`;

const services: Partial<Services> = {
  lint: (request) => lint({ ...request, fs: nodeFileSystem }),
  readVersion: async () => "1.2.3",
  nameProgram: async () => "1.2.3 test",
  readRulePage: async () => "",
};

async function run(...argv: string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({ write: (text: string, done: () => void) => ((written[name] += text), done()) });
  const exitCode = await main(
    ["--root", ".", "-f", "compact", "--rule", "unbounded-wait:error", ...argv],
    { cwd: folder, env: {}, stdin: Readable.from([]), stdout: stream("stdout"), stderr: stream("stderr") },
    services as Services,
  );
  return { exitCode, ...written };
}

const write = (text: string, file = "PROMPT.md") => writeFileSync(join(folder, file), text);
const read = () => parseBaseline("b.json", readFileSync(join(folder, "b.json"), "utf8"));

describe("a baseline", () => {
  beforeEach(async () => {
    rmSync(join(folder, "b.json"), { force: true });
    rmSync(join(folder, "OTHER-PROMPT.md"), { force: true });
    write(prompt(WAIT));
    expect((await run()).exitCode).toBe(1);
    expect((await run("--baseline", "b.json", "--update-baseline")).exitCode).toBe(0);
  });

  test("accepts what was there, and counts it", async () => {
    const { exitCode, stdout, stderr } = await run("--baseline", "b.json");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain(`${read().length} in the baseline`);
  });

  test("survives lines above", async () => {
    write("\n".repeat(40) + prompt(WAIT));
    expect(await run("--baseline", "b.json")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("a swap of one finding for another of its rule in the same file fails, and names the new one", async () => {
    const before = read().filter(({ ruleId }) => ruleId === "unbounded-wait").length;
    write(prompt(LOOP));
    const { exitCode, stdout, stderr } = await run("--baseline", "b.json");
    expect(exitCode).toBe(1);
    expect(stdout.split("\n").filter((line) => line.includes("[unbounded-wait]"))).toHaveLength(before);
    expect(stdout).toContain("until");
    expect(stderr).toMatch(/fit no finding any more \("PROMPT\.md"\): `--prune-baseline` takes them out/);
  });

  test("the same finding once more is a new one", async () => {
    write(prompt(WAIT, WAIT));
    expect((await run("--baseline", "b.json")).exitCode).toBe(1);
  });

  test("prune takes out what is mended, and takes up nothing", async () => {
    write(prompt(LOOP));
    const { exitCode } = await run("--baseline", "b.json", "--prune-baseline");
    expect(exitCode).toBe(1);
    expect(read().filter(({ ruleId }) => ruleId === "unbounded-wait")).toEqual([]);
    expect((await run("--baseline", "b.json")).stderr).not.toContain("--prune-baseline");
  });

  test("an update of one file leaves the others as they are", async () => {
    write(prompt(LOOP), "OTHER-PROMPT.md");
    const before = read();
    await run("OTHER-PROMPT.md", "--baseline", "b.json", "--update-baseline");
    expect(read().filter(({ file }) => file === "PROMPT.md")).toEqual(before);
    expect(await run("--baseline", "b.json")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("an update again changes nothing", async () => {
    const before = readFileSync(join(folder, "b.json"), "utf8");
    expect((await run("--baseline", "b.json", "--update-baseline")).stderr).toContain("0 added, 0 taken out");
    expect(readFileSync(join(folder, "b.json"), "utf8")).toBe(before);
  });

  test("stays as it is when not everything could be checked", async () => {
    const before = readFileSync(join(folder, "b.json"), "utf8");
    const { exitCode, stderr } = await run("nowhere.md", "--baseline", "b.json", "--update-baseline");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"b.json" stays as it is');
    expect(readFileSync(join(folder, "b.json"), "utf8")).toBe(before);
  });
});

test.each([
  ["", "is no JSON"],
  ["<<<<<<< HEAD\n", "is no JSON"],
  ["[]", "is not one that `--update-baseline` writes"],
  ['{"version":1}', "writes: findings: Invalid input: expected array, found nothing"],
  ['{"version":2,"findings":[]}', "is not one that `--update-baseline` writes: version"],
  ['{"version":1,"findings":[{"file":"a","ruleId":"b","message":"c","fingerprint":"d"}]}', "findings.0.fingerprint"],
])("%j is no baseline", (text, message) => {
  expect(() => parseBaseline("b.json", text)).toThrow(message);
});

test("what is written is read again", () => {
  const entry = fc.record({ file: fc.string(), ruleId: fc.string(), message: fc.string(), fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/) });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(parseBaseline("b", formatBaseline(entries))).toEqual(entries);
    }),
  );
});

test("a baseline that is not there is a mistake", async () => {
  write(prompt(WAIT));
  expect(await run("--baseline", "gone.json")).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("`--update-baseline` writes it") as string });
});

test.each([
  ["error", 0],
  ["warning", 1],
  ["info", 1],
  ["never", 0],
])("--fail-on %s with a warning exits %i", async (level, exitCode) => {
  rmSync(join(folder, "OTHER-PROMPT.md"), { force: true });
  write(prompt(WAIT));
  expect((await run("--fail-on", level, "--rule", "unbounded-wait:warning")).exitCode).toBe(exitCode);
});
