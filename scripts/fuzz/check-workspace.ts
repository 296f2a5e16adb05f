import { fixWorkspace } from "../../src/fix/fix-workspace.ts";
import { lint, type LintResult } from "../../src/lint.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { formatJson } from "../../src/report/json.ts";
import { formatSarif } from "../../src/report/sarif.ts";
import { UsageError } from "../../src/usage-error.ts";
import type { Random } from "./random.ts";
import type { Files } from "./workspaces.ts";

/** Says what is wrong with a report that was parsed; `undefined` when it fits its schema. */
export interface Validators {
  json(report: unknown): string | undefined;
  sarif(report: unknown): string | undefined;
}

const NOW = Date.parse("2026-01-15T12:00:00Z");
const PLAIN = { color: false, columns: 80 };
const NO_TEXTS: ReadonlyMap<string, string> = new Map();

/** Lints a workspace in memory and throws when anything is not as promised. */
export async function checkWorkspace(files: Files, random: Random, validators: Validators): Promise<void> {
  const fs = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, content]) => [`/work/${path}`, content])));
  const run = (texts: ReadonlyMap<string, string>) =>
    lint({ fs, cwd: "/work", root: "/work", now: NOW, texts, passOnNoFiles: true, reportUnusedDisableDirectives: true });
  let result: LintResult;
  try {
    result = await run(NO_TEXTS);
  } catch (error) {
    // The user's mistake, said in lines; anything else is ours.
    if (error instanceof UsageError) return expectMessages(error.problems);
    throw error;
  }
  const [failure] = result.failures;
  if (failure) throw new Error(`rule ${failure.ruleId} threw`, { cause: failure.cause });
  expectMessages([...result.findings, ...result.problems].map(({ message }) => message));
  expectPlaces(result);

  const report = formatJson(result, PLAIN);
  expectValid("json", validators.json(JSON.parse(report)));
  if (random.once(8))
    expectValid("sarif", validators.sarif(JSON.parse(await formatSarif(result, { tool: { version: "0", readRulePage: () => Promise.reject(new Error()) } }))));
  if (random.once(4) && formatJson(await run(NO_TEXTS), PLAIN) !== report) throw new Error("the second run says something else");
  if (random.once(4)) result.checklists();
  if (random.once(2) && result.findings.some(({ fix }) => fix)) await expectFixedOnce(run);
}

async function expectFixedOnce(run: (texts: ReadonlyMap<string, string>) => Promise<LintResult>): Promise<void> {
  const first = await fixWorkspace({ lint: run, suggestionsOf: [] });
  const texts = new Map([...first.files].map(([path, { after }]) => [path, after]));
  const second = await fixWorkspace({ lint: (more) => run(new Map([...texts, ...more])), suggestionsOf: [] });
  const [again] = second.applied;
  if (again) throw new Error(`fixing twice is not fixing once: ${again.ruleId} changes ${again.path} again`);
}

function expectPlaces({ findings, workspace }: LintResult): void {
  const lengths = new Map(workspace.documents.map(({ path, source }) => [path, source.text.length]));
  for (const { ruleId, path, place, related, fix = [], suggestions } of findings) {
    const places = [place, ...fix.map((edit) => edit.place), ...suggestions.flatMap(({ edits }) => edits.map((edit) => edit.place))];
    const all = [...places.map((own) => ({ path, place: own })), ...related];
    for (const { path: file, place: own } of all) {
      const length = lengths.get(file);
      const { start, end } = own;
      if (length === undefined || !(start.offset! >= 0 && start.offset! <= end.offset! && end.offset! <= length))
        throw new Error(`${ruleId}: a place outside of ${file}: ${JSON.stringify(own)}`);
    }
  }
}

function expectMessages(messages: readonly string[]): void {
  for (const message of messages)
    if (message === "" || /\bundefined\b|\[object |\{\{/.test(message.replace(/[`"«][\s\S]*[`"»]/, ""))) throw new Error(`no message for a person: ${message}`);
}

function expectValid(format: string, mistake: string | undefined): void {
  if (mistake !== undefined) throw new Error(`invalid ${format}: ${mistake}`);
}
