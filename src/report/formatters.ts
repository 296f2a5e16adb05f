import type { ChecklistFormatter } from "./checklist.ts";
import type { Report, ToolFacts, ToolFormatter } from "./report.ts";

/** Only these two tell of the tool: for the others nothing of it is read. */
function withTool(format: (report: Report, options: { tool: ToolFacts }) => string | Promise<string>): ToolFormatter {
  return async (report, { tool }) => format(report, { tool: await tool() });
}

interface Format {
  summary: string;
  /** What it is made of beside the findings: the checklists, and these with the model of the workspace. */
  asks?: "checklists" | "model";
  load(): Promise<ToolFormatter>;
}

/** The formats by the name that `--format` takes; each is loaded when it is asked for. */
export const FORMATS = {
  pretty: {
    summary: "for people: code frames, the way out, a summary by section; the default",
    load: async () => (await import("./pretty.ts")).formatPretty,
  },
  compact: {
    summary: "`file:line:column: severity message [rule]`, one finding a line",
    load: async () => (await import("./compact.ts")).formatCompact,
  },
  json: {
    summary: "everything, as report.schema.json describes it",
    asks: "checklists",
    load: async () => (await import("./json.ts")).formatJson,
  },
  jsonl: {
    summary: "the findings of `json`, one a line",
    asks: "checklists",
    load: async () => (await import("./jsonl.ts")).formatJsonLines,
  },
  sarif: {
    summary: "SARIF 2.1.0, for code scanning: rule help, fingerprints, fixes, accepted findings",
    load: async () => withTool((await import("./sarif.ts")).formatSarif),
  },
  github: {
    summary: "annotations of a pull request, by GitHub Actions",
    load: async () => (await import("./github.ts")).formatGithub,
  },
  gitlab: {
    summary: "a Code Quality report of GitLab",
    load: async () => (await import("./gitlab.ts")).formatGitlab,
  },
  junit: {
    summary: "JUnit XML: a suite for each file, a failure for each error",
    load: async () => (await import("./junit.ts")).formatJunit,
  },
  rdjson: {
    summary: "the Reviewdog Diagnostic Format",
    load: async () => (await import("./rdjson.ts")).formatRdjson,
  },
  markdown: {
    summary: "a comment on a pull request, readable also with hundreds of findings",
    load: async () => (await import("./pull-request.ts")).formatPullRequest,
  },
  html: {
    summary: "one page to look at: checklist, boards, dependencies, findings with a filter",
    asks: "model",
    load: async () => withTool((await import("./html/page.ts")).formatHtml),
  },
  agent: {
    summary: "for an AI session that repairs its own prompt: one line a finding, with the way out",
    load: async () => (await import("./agent.ts")).formatAgent,
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

/** What a format is made of beside the findings. */
export function whatIsAsked(format: FormatName): Format["asks"] {
  return (FORMATS[format] as Format).asks;
}

/** Those of `prompt-lint checklist`. */
export const CHECKLIST_FORMATS = {
  text: async () => (await import("./checklist-text.ts")).formatChecklistText,
  json: async () => (await import("./checklist-json.ts")).formatChecklistJson,
  markdown: async () => (await import("./checklist-markdown.ts")).formatChecklistMarkdown,
} as const satisfies Record<string, () => Promise<ChecklistFormatter>>;

export type ChecklistFormatName = keyof typeof CHECKLIST_FORMATS;
