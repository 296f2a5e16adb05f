import { createHash } from "node:crypto";
import { rules } from "../rules/index.ts";
import { check, type CheckResult } from "../src/check.ts";
import type { Finding } from "../src/finding.ts";
import { compileEntrySchema, DEFAULT_ENTRY_SCHEMA } from "../src/model/entry-schema.ts";
import { clockAt } from "../src/model/clock.ts";
import type { FileState, GitFacts } from "../src/model/git.ts";
import { createPatternFacts } from "../src/model/patterns.ts";
import { createJudge } from "../src/model/patterns/judge.ts";
import { rehearsalFileSchema, REHEARSAL_FILE } from "../src/model/rehearsal.ts";
import { parseDocument, type TextFile } from "../src/parse/document.ts";
import { createRehearsals } from "../src/rehearsals.ts";
import { buildWorkspace, createFileTree, DEFAULT_SETTINGS, type Workspace, type WorkspaceSettings } from "../src/workspace.ts";
import { parsers } from "./parsers.ts";

/** What time it is for every example and case. */
export const NOW = Date.parse("2026-01-15T12:00:00Z");

const validateEntry = await compileEntrySchema(DEFAULT_ENTRY_SCHEMA);

export interface RunOptions {
  options?: object;
  settings?: Partial<WorkspaceSettings>;
  /** Further paths that exist, beside the files themselves. */
  paths?: readonly string[];
  git?: GitFacts | undefined;
  /** As in preset `strict`, of which the checklist is made. */
  isStrict?: boolean;
}

/** Files in a repository, in these states. */
export function gitWith(states: ReadonlyMap<string, FileState> | string): GitFacts {
  return { states: () => states, histories: () => new Map() };
}

export function workspaceOf(files: readonly TextFile[], { settings = {}, paths = [], git }: RunOptions = {}): Workspace {
  const record = files.find(({ path }) => path === REHEARSAL_FILE);
  const read = files.filter((file) => file !== record);
  const tree = createFileTree([...files.map(({ path }) => path), ...paths].sort());
  const documents = read.map((file) => parseDocument(file, parsers));
  // Each file counts as named on the command line, so that an example needs no clothes to be taken for a prompt.
  const named = read.map(({ path }) => path);
  const settled = { ...DEFAULT_SETTINGS, validateEntry, clock: clockAt(NOW), named, ...settings };
  const records = record ? rehearsalFileSchema.parse(JSON.parse(record.text)).rehearsals : [];
  const rehearsals = createRehearsals({ records, hashOf: hash, parse: (file) => parseDocument(file, parsers) });
  const workspace = { ...buildWorkspace({ documents, files: tree, settings: settled }), git, rehearsals };
  return { ...workspace, patterns: createPatternFacts(workspace, createJudge(workspace)) };
}

/** As `hashText` of the read stage, at once. */
export function hash(content: string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** Runs one rule, and only that one, over the given files. */
export function run(ruleId: string, files: readonly TextFile[], options: RunOptions = {}): Finding[] {
  return runAndSkip(ruleId, files, options).findings;
}

/** The same, with what the rule could not judge. */
export function runAndSkip(ruleId: string, files: readonly TextFile[], options: RunOptions = {}): Pick<CheckResult, "findings" | "skips"> {
  const registered = rules.find(({ id }) => id === ruleId)!;
  const setting = { severity: registered.rule.severity, options: registered.rule.options.parse(options.options ?? {}), isStrict: options.isStrict ?? false };
  const { findings, failures, skips } = check(workspaceOf(files, options), [registered], () => setting);
  if (failures.length > 0) throw new Error(`Rule ${ruleId} failed on ${failures[0]!.where}`, { cause: failures[0]!.cause });
  return { findings, skips };
}

/** A prompt that holds just this script. */
export function bashPrompt(script: string): TextFile {
  return { path: "prompt.md", text: `\`\`\`bash\n${script}\n\`\`\`\n` };
}

export function at({ path, place }: Finding): string {
  return `${path}:${place.start.line}:${place.start.column}`;
}
