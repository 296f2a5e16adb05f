import { expect } from "vitest";
import { rules } from "../../rules/index.ts";
import { check } from "../../src/check.ts";
import type { TextFile } from "../../src/parse/document.ts";
import type { Evidence } from "../../src/rule.ts";
import { tellFinding } from "./run.ts";
import { at, workspaceOf, type RunOptions } from "../helpers.ts";

/** What all rules say of files in preset `strict`: what is wrong, and for the checklist of each prompt what is right. */
export function tellTogether(files: readonly TextFile[], options: RunOptions = {}): string {
  const workspace = workspaceOf(files, options);
  const { findings, failures, skips } = check(workspace, rules, ({ rule }) => ({ severity: rule.severity, options: rule.options.parse({}), isStrict: true }));
  expect(failures).toEqual([]);
  const told = [
    ...findings.map((finding) => `${at(finding)} ${finding.ruleId} ${finding.messageId}`),
    ...skips.map(({ path, ruleId, reason }) => `${path} ${ruleId} skipped, as ${reason}`),
    ...workspace.prompts.flatMap((prompt) => {
      const items = new Map<string, number[]>();
      for (const { id, rule } of rules) {
        for (const item of rule.items ?? []) {
          const failed = findings.some((finding) => finding.ruleId === id && (finding.items ?? [item]).includes(item));
          const evidence = failed ? undefined : rule.evidence?.(prompt, workspace, item);
          if (evidence) items.set(tell(evidence), [...(items.get(tell(evidence)) ?? []), item]);
        }
      }
      return [...items].map(([evidence, numbers]) => `${prompt.document.path} ${numbers.join()} ${evidence}`);
    }),
  ];
  return `\n${told.join("\n")}\n`;
}

/** All that some rules say of files, to the word. */
export function tellAll(ids: readonly string[], files: readonly TextFile[], options: RunOptions = {}): string {
  const some = rules.filter(({ id }) => ids.includes(id));
  expect(some).toHaveLength(ids.length);
  const { findings, failures } = check(workspaceOf(files, options), some, ({ rule }) => ({
    severity: rule.severity,
    options: rule.options.parse({}),
    isStrict: true,
  }));
  expect(failures).toEqual([]);
  return `\n${findings.map((finding) => `${finding.ruleId} ${tellFinding(finding)}`).join("\n")}\n`;
}

function tell(evidence: Evidence): string {
  if (evidence.state === "skipped") return `skipped, as ${evidence.why}`;
  const { path, place, phrase } = evidence;
  return `passed, ${path === undefined ? "" : `${path}:`}${place.start.line}:${place.start.column}-${place.end.line}:${place.end.column} ${phrase}`;
}
