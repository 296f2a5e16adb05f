import type { ChecklistFormatter } from "./checklist.ts";
import type { Formatter } from "./report.ts";

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
    load: async () => (await import("./json.ts")).formatJson,
  },
} as const satisfies Record<string, { summary: string; load(): Promise<Formatter> }>;

export type FormatName = keyof typeof FORMATS;

/** Those of `prompt-lint checklist`. */
export const CHECKLIST_FORMATS = {
  text: async () => (await import("./checklist-text.ts")).formatChecklistText,
  json: async () => (await import("./checklist-json.ts")).formatChecklistJson,
  markdown: async () => (await import("./checklist-markdown.ts")).formatChecklistMarkdown,
} as const satisfies Record<string, () => Promise<ChecklistFormatter>>;

export type ChecklistFormatName = keyof typeof CHECKLIST_FORMATS;
