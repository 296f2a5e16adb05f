import { expect } from "vitest";
import type { Position } from "unist";
import { rules } from "../../rules/index.ts";
import type { Edit, Finding } from "../../src/finding.ts";
import type { TextFile } from "../../src/parse/document.ts";
import { run as runRule, workspaceOf, type RunOptions } from "../helpers.ts";

/**
 * Runs a rule over files as `run` of the helpers does, and holds all it says
 * against the snapshot of the test: the messages, where each place ends, what
 * else is pointed at, each fix and suggestion, what preset `strict` adds, and
 * the evidence for the checklist. `vitest -u` rewrites it: read the diff.
 */
export function run(ruleId: string, files: readonly TextFile[], options: RunOptions = {}): Finding[] {
  const findings = runRule(ruleId, files, options);
  const strict = options.isStrict ? findings : runRule(ruleId, files, { ...options, isStrict: true });
  const told = findings.map(tellFinding);
  const inStrict = strict.map(tellFinding).filter((one) => !told.includes(one));
  const all = [...told, ...inStrict.map((one) => `in strict: ${one}`), ...tellEvidence(ruleId, files, options)];
  if (all.length > 0) expect(`\n${all.join("\n")}\n`).toMatchSnapshot();
  return findings;
}

/** All that a finding holds. */
export function tellFinding({ messageId, message, severity, path, place, related, fix, suggestions, items }: Finding): string {
  return [
    `${severity} ${path}:${tellPlace(place)} ${messageId}${items ? ` of ${items.join()}` : ""}: ${message}`,
    ...related.map((one) => `  see ${one.path}:${tellPlace(one.place)} ${one.message}`),
    ...(fix ? [`  fix: ${tellEdits(fix)}`] : []),
    ...suggestions.map(({ title, edits }) => `  ${title}: ${tellEdits(edits)}`),
  ].join("\n");
}

function tellEdits(edits: readonly Edit[]): string {
  return edits.map(({ place, text }) => `${tellPlace(place)} ${JSON.stringify(text)}`).join(", ");
}

function tellPlace({ start, end }: Position): string {
  return `${start.line}:${start.column}-${end.line === start.line ? "" : `${end.line}:`}${end.column}`;
}

/** What the rule says for each of its checklist items of the first prompt. */
function tellEvidence(ruleId: string, files: readonly TextFile[], options: RunOptions): string[] {
  const { rule } = rules.find(({ id }) => id === ruleId)!;
  if (!rule.evidence) return [];
  const workspace = workspaceOf(files, options);
  const [prompt] = workspace.prompts;
  if (!prompt) return [];
  return (rule.items ?? []).map((item) => {
    const evidence = rule.evidence!(prompt, workspace, item);
    if (evidence === undefined) return `item ${item}: nothing to point at`;
    if (evidence.state === "skipped") return `item ${item}: skipped, as ${evidence.why}`;
    return `item ${item}: passed, ${evidence.path ?? prompt.document.path}:${tellPlace(evidence.place)} ${evidence.phrase}`;
  });
}
