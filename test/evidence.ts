import { rules } from "../rules/index.ts";
import type { TextFile } from "../src/parse/document.ts";
import type { Evidence } from "../src/rule.ts";
import { workspaceOf, type RunOptions } from "./helpers.ts";

/** What a rule says for the checklist of the first of `files`. */
export function evidenceOf(ruleId: string, files: readonly TextFile[], options: RunOptions = {}): Evidence | undefined {
  const workspace = workspaceOf(files, options);
  const prompt = workspace.prompts.find(({ document }) => document.path === files[0]!.path)!;
  const { rule } = rules.find(({ id }) => id === ruleId)!;
  return rule.evidence!(prompt, workspace, rule.items![0]!);
}
