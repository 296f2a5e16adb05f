import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createMemoryFileSystem, formatReport, lint, lintText, UsageError, type FormatName } from "../src/index.ts";

const WAIT = "You are session 1 of 2.\n\n```bash\nwhile true; do sleep 5; done\n```\n";
const incident = fileURLToPath(new URL("../fixtures/incident", import.meta.url));

describe("lintText", () => {
  test("a text on its own is a prompt, and nothing else exists", async () => {
    const { findings, workspace, problems } = await lintText({ text: `${WAIT}\nSee [the plan](PLAN.md).\n` });
    expect(problems).toEqual([]);
    expect(workspace.prompts.map(({ document }) => document.path)).toEqual(["prompt.md"]);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(["unbounded-wait", "missing-file"]));
  });

  test("with files beside it, a config among them", async () => {
    const files = { "PLAN.md": "# Plan\n", ".prompt-lint.json": '{ "rules": { "unbounded-wait": "info" } }' };
    const { findings } = await lintText({ text: `${WAIT}\nSee [the plan](../PLAN.md).\n`, path: "prompts/START.md", files });
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain("missing-file");
    expect(findings.find(({ ruleId }) => ruleId === "unbounded-wait")).toMatchObject({
      severity: "info",
      path: "prompts/START.md",
      place: { start: { line: 4 } },
    });
  });

  test("as a part of a workspace, in place of what is there", async () => {
    const fs = createMemoryFileSystem({ "/work/START.md": "# Calm\n", "/work/PLAN.md": "# Plan\n" });
    const { findings } = await lintText({ fs, cwd: "/work", path: "START.md", text: `${WAIT}\nSee [the plan](PLAN.md).\n` });
    expect(findings.map(({ ruleId }) => ruleId)).toContain("unbounded-wait");
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain("missing-file");
  });

  test.each<[string, () => unknown]>([
    ["files and a workspace", () => lintText({ text: "", cwd: "/work", files: {} })],
    ["a path that leads out", () => lintText({ text: "", path: "../x.md" })],
    ["an unknown rule", () => lintText({ text: "", rules: { nonsense: "off" } })],
  ])("does not take %s", async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toBeInstanceOf(UsageError);
  });
});

describe("lint and formatReport", () => {
  test.each<[FormatName, string]>([
    ["compact", "SESSION-STATUS.md"],
    ["sarif", '"semanticVersion"'],
    ["json", '"version": 1'],
  ])("%s", async (format, expected) => {
    const result = await lint({ cwd: incident, root: "." });
    expect(await formatReport(result, format)).toContain(expected);
  });

  test("an unknown format names those there are", async () => {
    const result = await lintText({ text: WAIT });
    await expect(formatReport(result, "yaml" as FormatName)).rejects.toThrow('unknown format "yaml", expected one of "pretty", "compact"');
  });
});

describe("a mistake in the options is told, as no gate may pass over it", () => {
  test.each<[object, RegExp]>([
    [{ preset: "strictt" }, /option `preset`: "strictt", did you mean "strict"\?/],
    [{ rules: { "unbounded-wait": "of" } }, /option `rules`: the level of "unbounded-wait": "of", did you mean "off"\?/],
    [{ rules: { "unbounded-wiat": "off" } }, /unbounded-wait/],
    [{ engine: "x" }, /option `engine`: "x", expected one of/],
    [{ paterns: ["a.md"] }, /unknown option "paterns", did you mean "patterns"\?/],
    [{ patterns: "a.md" }, /option `patterns`: expected an array of strings/],
    [{ baseline: "nope.json" }, /option `baseline`: expected an array of entries/],
    [{ since: 1 }, /option `since`: expected a string/],
  ])("%j", async (options, message) => {
    await expect(lintText({ text: "a", ...options })).rejects.toThrow(message);
    await expect(lintText({ text: "a", ...options })).rejects.toBeInstanceOf(UsageError);
  });
});
