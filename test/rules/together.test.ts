import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { readDocComment, readExamples } from "../../scripts/rule-docs.ts";
import { check } from "../../src/check.ts";
import type { FileState } from "../../src/model/git.ts";
import type { Evidence } from "../../src/rule.ts";
import { at, gitWith, workspaceOf } from "../helpers.ts";

/*
 * What all rules say of the examples of each of them, in preset strict: what
 * else is wrong there, and for the checklist what is right. `vitest -u`
 * rewrites the snapshots: read the diff for false alarms.
 */

describe.each(rules)("the examples of $id", ({ id, section }) => {
  const examples = readExamples(readDocComment(new URL(`../../rules/${section}/${id}.ts`, import.meta.url)));

  test.each(examples)("$name", ({ files, states, settings }) => {
    const git = gitWith(new Map([...states].map(([path, type]) => [path, { type } as FileState])));
    const workspace = workspaceOf(files, { git, settings });
    const { findings, failures, skips } = check(workspace, rules, (registered) => ({
      severity: registered.rule.severity,
      options: registered.rule.options.parse({}),
      isStrict: true,
    }));
    expect(failures).toEqual([]);
    const told = [
      ...findings.map((finding) => `${at(finding)} ${finding.ruleId} ${finding.messageId}`),
      ...skips.map(({ path, ruleId, reason }) => `${path} ${ruleId} skipped, as ${reason}`),
      ...workspace.prompts.flatMap((prompt) => {
        const items = new Map<string, number[]>();
        for (const { id: other, rule } of rules) {
          for (const item of rule.items ?? []) {
            const failed = findings.some((finding) => finding.ruleId === other && (finding.items ?? [item]).includes(item));
            const evidence = failed ? undefined : rule.evidence?.(prompt, workspace, item);
            if (evidence) items.set(tell(evidence), [...(items.get(tell(evidence)) ?? []), item]);
          }
        }
        return [...items].map(([evidence, numbers]) => `${prompt.document.path} ${numbers.join()} ${evidence}`);
      }),
    ];
    if (told.length > 0) expect(`\n${told.join("\n")}\n`).toMatchSnapshot();
  });
});

function tell(evidence: Evidence): string {
  if (evidence.state === "skipped") return `skipped, as ${evidence.why}`;
  const { path, place, phrase } = evidence;
  return `passed, ${path === undefined ? "" : `${path}:`}${place.start.line}:${place.start.column}-${place.end.line}:${place.end.column} ${phrase}`;
}
