import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lint } from "../src/lint.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";
import { formatChecklistText } from "../src/report/checklist-text.ts";
import { formatCompact } from "../src/report/compact.ts";
import { NOW } from "./helpers.ts";

const names = readdirSync("fixtures", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// Without git: whether the fixtures are committed and pushed is a matter of the day.
const fs = { ...nodeFileSystem, git: undefined };
const lintFixture = (name: string) => lint({ fs, cwd: process.cwd(), root: `fixtures/${name}`, now: NOW });

describe("each workspace in fixtures/ has the findings of its .out file (UPDATE=1 rewrites it: read the diff)", () => {
  test.each(names)("%s", async (name) => {
    const report = await lintFixture(name);
    expect(report.failures).toEqual([]);
    const expected = `fixtures/${name}.out`;
    const output = formatCompact(report, { color: false, columns: 100 });
    if (process.env["UPDATE"] || !existsSync(expected)) writeFileSync(expected, output);
    expect(output).toBe(readFileSync(expected, "utf8"));
  });
});

describe("what is found does not depend on how much is looked at in one go", () => {
  test.each(names)("%s: one parsed text at a time", async (name) => {
    const [whole, one] = [await lintFixture(name), await lint({ fs, cwd: process.cwd(), root: `fixtures/${name}`, now: NOW, room: 0 })];
    expect(one.failures).toEqual([]);
    expect(one.findings).toEqual(whole.findings);
    expect(one.checklists()).toEqual(whole.checklists());
  });

  test.each(names)("%s: each file asked for alone", async (name) => {
    const { findings, workspace } = await lintFixture(name);
    for (const { path } of workspace.documents) {
      const alone = await lint({ fs, cwd: `fixtures/${name}`, root: ".", now: NOW, literalPaths: [path], namedArePrompts: false });
      expect(alone.findings).toEqual(findings.filter((finding) => finding.path === path));
    }
  });
});

test("a file whose time is over is named, and the rules that compare files go on", async () => {
  const { problems, findings, workspace } = await lint({ fs, cwd: process.cwd(), root: "fixtures/incident", now: NOW, deadline: -1 });
  expect(problems.map(({ path }) => path)).toEqual(workspace.documents.map(({ path }) => path));
  for (const { message } of problems) expect(message).toContain("not all rules have looked at it");
  expect(new Set(findings.map(({ ruleId }) => ruleId))).toContain("conflicting-status");
});

const ANSWERED = ["incident", "clean", "bad-prompt", "good-prompt"];

describe("the checklist of a workspace is that of its .checklist file (UPDATE=1 rewrites it: read the diff)", () => {
  test.each(ANSWERED)("%s", async (name) => {
    const { checklists, problems } = await lintFixture(name);
    const { prompts, failures } = checklists();
    expect(failures).toEqual([]);
    const expected = `fixtures/${name}.checklist`;
    const output = formatChecklistText({ prompts, failures, problems }, { color: false, columns: 120 });
    if (process.env["UPDATE"] || !existsSync(expected)) writeFileSync(expected, output);
    expect(output).toBe(readFileSync(expected, "utf8"));
  });
});

test.each(names)("in %s an item fails exactly when preset strict reports an error for it", async (name) => {
  const { findings, checklists, rules } = await lint({ fs, cwd: process.cwd(), root: `fixtures/${name}`, preset: "strict" });
  const itemsOf = new Map(rules.map(({ id, rule }) => [id, rule.items ?? []]));
  const { prompts } = checklists();
  for (const { path, boards, items } of prompts) {
    const errors = findings.filter((finding) => finding.severity === "error" && [path, ...boards].includes(finding.path));
    const inError = new Set(errors.flatMap((finding) => finding.items ?? itemsOf.get(finding.ruleId) ?? []));
    expect(items.flatMap(({ number, state }) => (state === "failed" ? number : []))).toEqual([...inError].sort((a, b) => a - b));
  }
  expect(prompts.length).toBeGreaterThan(0);
});

test("the incident shows its bugs", async () => {
  const { findings } = await lintFixture("incident");
  const found = new Set(findings.map(({ ruleId }) => ruleId));
  for (const rule of ["broken-fence", "missing-file", "inconsistent-keyword", "missing-field", "unbounded-wait", "unchecked-command", "conflicting-status"])
    expect(found).toContain(rule);
});

test("the clean workspace passes preset strict", async () => {
  const report = await lint({ fs, cwd: process.cwd(), root: "fixtures/clean", now: NOW, preset: "strict" });
  expect(report.findings).toEqual([]);
  expect(report.problems).toEqual([]);
  expect(report.workspace).toMatchObject({ prompts: [{ document: { path: "CONNECTOR-PROMPT.md" } }], boards: [{ document: { path: "SESSION-STATUS.md" } }] });
});

/** Messages that speak of the whole file or prompt, whose place is where one looks first, and those that say «this» of their place. */
const OF_THE_WHOLE = new Set(["nothingSaid", "noneNamed", "nowhere", "doesNotParse", "neither", "notActive", "notDone", "onlyTold", "onlySaid"]);

test.each(names)("in %s each finding's place, cut out of the file, is text that its message talks about", async (name) => {
  const { findings, workspace } = await lintFixture(name);
  const texts = new Map(workspace.documents.map(({ path, source }) => [path, source.text]));
  for (const { path, place, message, messageId } of findings) {
    const cut = texts.get(path)!.slice(place.start.offset, place.end.offset);
    expect(cut.trim()).toBe(cut);
    expect(cut).not.toBe("");
    if (OF_THE_WHOLE.has(messageId)) continue;
    const quoted = [...message.matchAll(/`([^`]+)`|«([^»]+)»/g)].map(([, code, words]) => (code ?? words)!.replace(/ ?…/g, ""));
    expect(
      quoted.some((text) => cut.includes(text)),
      `${message} at «${cut}»`,
    ).toBe(true);
  }
});

test("the order of files and of work does not show in the result", async () => {
  const [first, second] = await Promise.all([lintFixture("incident"), lintFixture("incident")]);
  expect(first.findings).toEqual(second.findings);
  const { list, ...rest } = fs;
  const backwards = {
    ...rest,
    list: (folder: string) => {
      const entries = list(folder);
      return typeof entries === "string" ? entries : [...entries].reverse();
    },
  };
  expect((await lint({ fs: backwards, cwd: process.cwd(), root: "fixtures/incident", now: NOW })).findings).toEqual(first.findings);
});
