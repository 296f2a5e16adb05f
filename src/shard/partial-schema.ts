import { z } from "zod";
import { SKIP_REASONS } from "../checklist.ts";
import { CHECKLIST_ITEMS } from "../checklist/items.ts";
import { SECTIONS } from "../rule.ts";
import type { Partial } from "./partial.ts";

/** A count, an offset, a line. */
const number = z.int().min(0).max(1e9);
const point = z.strictObject({ line: number.min(1), column: number.min(1), offset: number });
const place = z.strictObject({ start: point, end: point });
const text = z.string();
const path = z.string().min(1);
const severity = z.enum(["error", "warning", "info"]);
const items = z.array(z.int().min(1).max(CHECKLIST_ITEMS.length));
const edits = z.array(z.strictObject({ place, text }));

const finding = z.strictObject({
  ruleId: text,
  messageId: text,
  message: text,
  severity,
  path,
  place,
  related: z.array(z.strictObject({ path, place, message: text })),
  fix: edits.exactOptional(),
  suggestions: z.array(z.strictObject({ title: text, edits })),
  items: items.exactOptional(),
});

const failure = z.strictObject({ ruleId: text, where: text, cause: text });
const decided = { number: number.min(1).max(CHECKLIST_ITEMS.length), ruleId: text.exactOptional() };
const evidence = z.strictObject({ path, place, phrase: text, ruleId: text.exactOptional() });
const item = z.discriminatedUnion("state", [
  z.strictObject({ ...decided, state: z.enum(["passed", "failed"]), evidence: z.tuple([evidence], evidence) }),
  z.strictObject({ ...decided, state: z.literal("skipped"), reason: z.enum(SKIP_REASONS), why: text }),
]);

const result = z.strictObject({
  documents: z.array(path),
  prompts: z.array(path),
  boards: z.array(path),
  findings: z.array(finding),
  suppressed: z.array(z.strictObject({ finding, kind: z.enum(["inSource", "external"]), reason: text })),
  older: number,
  staleBaseline: z.tuple([]),
  repositoryPath: text,
  failures: z.array(failure),
  problems: z.array(z.strictObject({ path: path.exactOptional(), message: text })),
  skipped: z.array(z.strictObject({ path: text, reason: text })),
  skips: z.array(z.strictObject({ ruleId: text, path, reason: text })),
  hints: z.array(text),
  rules: z.array(
    z.strictObject({
      id: text,
      section: z.enum([...SECTIONS, "general"]),
      rule: z.strictObject({ summary: text, severity, items: items.exactOptional() }),
    }),
  ),
  checklists: z
    .strictObject({
      prompts: z.array(z.strictObject({ path, boards: z.array(path), items: z.array(item).length(CHECKLIST_ITEMS.length) })),
      failures: z.array(failure),
    })
    .exactOptional(),
});

/** A file that says it is a part of a run may come from anywhere. */
export const partialSchema: z.ZodType<Partial> = z.strictObject({
  version: z.literal(1),
  partial: z.strictObject({
    shard: z.strictObject({ index: number.min(1), count: number.min(1) }),
    program: text,
    options: z.record(z.string(), text),
    read: text,
  }),
  result,
  texts: z.record(z.string(), text),
});
