import { z } from "zod";
import { CHECKLIST_SECTIONS, type ChecklistSection } from "../checklist/items.ts";
import { SKIP_REASONS } from "../checklist.ts";
import { count, file, position, trouble, undecided } from "./json-schema.ts";

const item = z.looseObject({
  number: z.int().min(1).max(30),
  section: z.enum(Object.keys(CHECKLIST_SECTIONS) as ChecklistSection[]),
  title: z.string(),
  state: z.enum(["passed", "failed", "skipped"]),
  ruleId: z.string().nullable().describe("The rule that decides it"),
  reason: z.enum(SKIP_REASONS).nullable().describe("What kind of skip it is, of which `undecided` stands in the way of sending; null when it is none"),
  why: z.string().nullable().describe("Why it is skipped; null otherwise"),
  evidence: z
    .array(z.looseObject({ file, ...position, message: z.string() }))
    .describe("Where it is seen that it is passed or failed, in reading order; empty when it is skipped"),
});

/** What `prompt-lint checklist --format json` prints, version 1. Keys may be added within a version, none changes its meaning or goes. */
export const checklistSchema = z
  .looseObject({
    version: z.literal(1),
    prompts: z.array(
      z.looseObject({
        file,
        boards: z.array(file).describe("The status files that its sessions work from"),
        ready: z.boolean().describe("Whether all items that apply are passed, and none was left undecided"),
        verdict: z.string().describe("The same for people"),
        items: z.array(item).length(30).describe("In the order of the checklist"),
        summary: z.looseObject({ passed: count, failed: count, skipped: count, undecided }),
      }),
    ),
    ...trouble,
    ready: z.boolean().describe("Whether all prompts are ready to send and everything could be checked"),
  })
  .describe("Report of prompt-lint checklist --format json");

export type JsonChecklist = z.output<typeof checklistSchema>;
