/** The API of prompt-lint. Everything else in the package is its own business. */
export { lint, type LintOptions, type LintResult } from "./lint.ts";
export { nodeFileSystem } from "./read/node-file-system.ts";
export type { FileSystem } from "./read/file-system.ts";
export { UsageError } from "./usage-error.ts";
export { defineRule, type Problem, type RegisteredRule, type Rule, type RuleContext } from "./rule.ts";
export type { Edit, Finding, RelatedPlace, Severity, Suggestion } from "./finding.ts";
export type { Document, Fault } from "./document.ts";
export type { Workspace } from "./workspace.ts";
