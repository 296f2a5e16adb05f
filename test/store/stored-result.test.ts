import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { LintOutcome } from "../../src/cli/services.ts";
import { lint } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { FORMATS, whatIsAsked, type FormatName } from "../../src/report/formatters.ts";
import type { ToolFormatter } from "../../src/report/report.ts";
import { fromStored, toStored } from "../../src/store/stored-result.ts";
import { NOW } from "../helpers.ts";

const fixtures = readdirSync("fixtures", { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const formats = (Object.keys(FORMATS) as FormatName[]).filter((format) => whatIsAsked(format) !== "model");
const tool = () => Promise.resolve({ version: "1.2.3", readRulePage: (id: string) => Promise.resolve(`# ${id}`) });
const fs = { ...nodeFileSystem, git: undefined };

async function write(format: FormatName, outcome: LintOutcome): Promise<string> {
  const formatter: ToolFormatter = await FORMATS[format].load();
  return formatter(outcome, { color: true, columns: 100, tool });
}

function storeAndOpen(outcome: LintOutcome): LintOutcome {
  const texts = new Map(outcome.workspace.documents.map(({ path, source }) => [path, source.text]));
  return fromStored(JSON.parse(JSON.stringify(toStored(outcome, { checklists: true }))) as ReturnType<typeof toStored>, {
    root: outcome.root,
    textOf: (path) => texts.get(path)!,
  });
}

describe.each(fixtures)("what is kept of %s is told as what was found", (name) => {
  test.each(formats)("as %s", async (format) => {
    const outcome: LintOutcome = await lint({ fs, cwd: process.cwd(), root: `fixtures/${name}`, now: NOW, reportUnusedDisableDirectives: true });
    expect(await write(format, storeAndOpen(outcome))).toBe(await write(format, outcome));
  });
});

test("what was thrown is kept in words, and a text that is no Unicode as it is", async () => {
  const outcome: LintOutcome = await lint({ fs, cwd: process.cwd(), root: "fixtures/incident", now: NOW });
  const odd: LintOutcome = {
    ...outcome,
    findings: outcome.findings.map((finding) => ({ ...finding, message: "half \uD800, \u2028 and \0" })),
    failures: [
      { ruleId: "unbounded-wait", where: "a.md", cause: new TypeError("x is not a function") },
      { ruleId: "unbounded-wait", where: "the workspace", cause: undefined },
    ],
    problems: [{ message: "no files" }, { path: "b.md", message: "is binary" }],
  };
  for (const format of formats) expect(await write(format, storeAndOpen(odd)), format).toBe(await write(format, odd));
});
