/** The API of prompt-lint. Everything else in the package is its own business. */
export { formatReport, lint, lintText, type LintOptions, type LintTextOptions } from "./api.ts";
export type { LintResult } from "./lint.ts";
export { createMemoryFileSystem } from "./read/memory-file-system.ts";
export { nodeFileSystem } from "./read/node-file-system.ts";
export type { FileSystem, ReadProblem } from "./read/file-system.ts";
export { UsageError } from "./usage-error.ts";

// For those who write rules
export { definePluginRule as defineRule, type JsonSchema, type Plugin, type PluginChoice, type PluginRule } from "./plugins/plugin.ts";
export { RuleTester, type ExpectedFinding, type InvalidCase, type TestRunner, type ValidCase } from "./plugins/rule-tester.ts";
export { toPosition, type SourceFile, type Span } from "./source.ts";
export type { Problem, RegisteredRule, Rule, RuleContext } from "./rule.ts";
export type { Document, Fault } from "./document.ts";
export type { BashScript } from "./parse/bash.ts";
export type { Passage, Section } from "./parse/prose.ts";
export type { Board } from "./model/board.ts";
export type { Prompt } from "./model/prompt.ts";
export type { Workspace } from "./workspace.ts";

// For those who write reports
export type { Edit, Finding, RelatedPlace, Severity, Suggestion, SuppressedFinding } from "./finding.ts";
export type { RuleFailure, RuleSkip } from "./check.ts";
export type { Checklists, DecidedItem, PromptChecklist } from "./checklist.ts";
export type { FormatName } from "./report/formatters.ts";
export type { FormatOptions, Report } from "./report/report.ts";
