import { z } from "zod";
import { FINDING_SECTIONS } from "./report.ts";

export const position = {
  line: z.int().min(1).describe("Starts at 1"),
  column: z.int().min(1).describe("Starts at 1, counts UTF-16 code units"),
  endLine: z.int().min(1),
  endColumn: z.int().min(1).describe("Exclusive"),
};
export const file = z.string().describe("Relative to the workspace root, with `/`");
export const count = z.int().min(0);
export const undecided = count.describe("Those of `skipped` that may apply and were not decided: with any, nothing is ready to send");

/** What keeps a report from being the whole truth. */
export const trouble = {
  problems: z
    .array(z.looseObject({ file: file.nullable(), message: z.string() }))
    .describe("What could not be read or analysed; the exit code is 2 when there are any"),
  failures: z
    .array(z.looseObject({ ruleId: z.string(), where: z.string(), message: z.string() }))
    .describe("Rules that crashed, which is a bug of prompt-lint; the exit code is 2 when there are any"),
};

const change = z
  .looseObject({
    title: z.string(),
    edits: z.array(z.looseObject({ ...position, text: z.string().describe("What to put in place of the range") })),
  })
  .describe("Edits of the file that the finding is in; they do not overlap");

const finding = z.looseObject({
  ruleId: z.string(),
  section: z.enum(FINDING_SECTIONS).describe("The section of the checklist; `general` for what belongs to none"),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  file,
  ...position,
  related: z.array(z.looseObject({ file, ...position, message: z.string() })).describe("Other places it is about, often in other files"),
  fix: change.nullable().describe("A change that is safe without a look at it"),
  suggestions: z.array(change).describe("Changes that a person has to choose"),
  url: z.string().describe("The documentation of the rule"),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe(
      "The same as long as the rule, the file's path, the first line of the guilty text (blanks folded) and its number among the equal ones in the file stay the same; lines added above do not change it",
    ),
});

/** The JSON report, version 1. Keys may be added within a version, none changes its meaning or goes. */
export const reportSchema = z
  .looseObject({
    version: z.literal(1),
    findings: z.array(finding).describe("By file, then place, then rule"),
    ...trouble,
    summary: z.looseObject({
      files: count.describe("Files that were read"),
      prompts: count,
      boards: count,
      rules: count.describe("Rules that were on"),
      errors: count,
      warnings: count,
      infos: count,
      fixable: count.describe("Findings with a `fix`"),
      checklist: z
        .looseObject({
          passed: count,
          failed: count.describe("Items that fail for any of the prompts"),
          skipped: count.describe("Items that apply to none, or that could not be decided"),
          undecided,
        })
        .optional()
        .describe(
          "The thirty items of the pre-deployment checklist, over all prompts that set several sessions to work, or the only one there is; left out without a prompt, and when a rule crashed",
        ),
    }),
  })
  .describe("Report of prompt-lint --format json");

export type JsonReport = z.output<typeof reportSchema>;
