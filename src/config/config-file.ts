import { z } from "zod";
import { FIELD_NAMES } from "../model/board.ts";
import { hasWords } from "../model/own-phrases.ts";
import { PHRASE_MEANINGS } from "../model/phrase-meanings.ts";
import { PHRASE_NAMES, type PhraseName } from "../model/phrases.ts";
import { STATE_GROUPS } from "../model/vocabulary.ts";
import { describeGlobMistake } from "../read/glob.ts";
import type { RegisteredRule } from "../rule.ts";

/** How severe the findings of a rule are; `warn` is short for `warning`. */
export const LEVELS = ["off", "info", "warn", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** A rule as a config sets it: its level, with or without options (checked, defaults filled in). */
export type RuleEntry = Level | [level: Level, options: unknown];
export type RuleEntries = Partial<Record<string, RuleEntry>>;

/** The one description of `.prompt-lint.json`: its types, its checks and the published JSON Schema come from it. */
export function createConfigSchema(rules: readonly RegisteredRule[]) {
  const ruleEntries = createRuleEntries(rules);
  return z.strictObject({
    $schema: z.string().optional().describe("Where an editor finds the description of this file"),
    extends: z.array(text).max(MAX_ITEMS).optional().describe("Presets (minimal, recommended, strict) and paths of other configs, later ones win"),
    plugins: z.array(text).max(MAX_ITEMS).optional().describe("Modules with rules of your own, such as ./rules/mine.js; only at the workspace root"),
    root: z.boolean().optional().describe("Whether this folder is a workspace of its own, whatever repository it lies in"),
    prompts: globs.optional().describe("Which files are prompts; without it their names and content decide"),
    boards: globs.optional().describe("Which files are status files; without it their content decides"),
    ignore: globs.optional().describe("Files that are not read"),
    status: z
      .strictObject({
        vocabulary: z.strictObject(record(STATE_GROUPS, words)).optional().describe("The status words of this workspace, by what they mean"),
        fields: z.strictObject(record(FIELD_NAMES, words)).optional().describe("Further names under which boards write a field"),
        schema: text.optional().describe("Path of a JSON Schema that every entry of a board has to satisfy"),
      })
      .optional(),
    phrases: z.strictObject(ownPhrases()).optional().describe("Your own words for what prompts say, in any language, beside the English ones"),
    blockersFile: text.optional().describe("Where sessions write what blocks them"),
    staleClaimAfter: z
      .string()
      .refine(isDuration, 'is no duration, expected for example "30m", "2h" or "1d"')
      .optional()
      .describe("When a claim without a sign of life lapses"),
    budget: z.number().min(0).nullable().optional().describe("What all sessions together may cost"),
    maxFileSize: z.int().min(1).max(MAX_FILE_SIZE).optional().describe("The largest file that is read, in bytes"),
    rules: ruleEntries.optional(),
    overrides: z
      .array(z.strictObject({ files: globs.min(1), rules: ruleEntries }))
      .max(MAX_ITEMS)
      .optional()
      .describe("Rules for some files; later ones win"),
    reportUnusedDisableDirectives: z.enum(LEVELS).optional().describe("How severe a disable comment is that silences nothing"),
    requireDisableReason: z.boolean().optional().describe("Whether a disable comment has to say why"),
  });
}

/** What a config file says, checked. */
export type ConfigFile = z.output<ReturnType<typeof createConfigSchema>>;

/** Seconds of a duration such as `30m`. */
export function parseDuration(duration: string): number {
  return Number.parseInt(duration, 10) * SECONDS[duration.at(-1) as keyof typeof SECONDS];
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };

// More than a workspace can need, and little enough to match every path against.
const MAX_ITEMS = 200;
/** Files are held in memory as a whole. */
const MAX_FILE_SIZE = 64_000_000;

const text = z.string().min(1).max(1024);
const words = z.array(z.string().min(1).max(100)).max(MAX_ITEMS);
const phrases = z.array(z.string().max(200).refine(hasWords, "is no phrase, expected words as prompts write them, and `…` only between them")).max(MAX_ITEMS);
const glob = z.string().superRefine((value, context) => {
  const mistake = describeGlobMistake(value);
  if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
});
const globs = z.array(glob).max(MAX_ITEMS);

function createRuleEntries(rules: readonly RegisteredRule[]): z.ZodType<RuleEntries> {
  const level = z.enum(LEVELS);
  const entries = rules.map(
    ({ id, rule }) =>
      [
        id,
        z
          .union([level, z.tuple([level, rule.options])])
          .optional()
          .describe(rule.summary),
      ] as const,
  );
  // For editors, which cannot ask a plugin for its rules.
  return z.strictObject(Object.fromEntries(entries)).meta({ patternProperties: PLUGIN_RULES });
}

const PLUGIN_RULES = { "^[a-z0-9-]+/[a-z0-9-]+$": { description: "A rule of a plugin: a level, or a list of level and options" } };

function record<Key extends string, Schema extends z.ZodType>(keys: readonly Key[], schema: Schema) {
  return Object.fromEntries(keys.map((key) => [key, schema.optional()])) as Record<Key, z.ZodOptional<Schema>>;
}

function ownPhrases(): Record<PhraseName, z.ZodOptional<typeof phrases>> {
  const entries = PHRASE_NAMES.map((name) => [name, phrases.optional().describe(PHRASE_MEANINGS[name].says)]);
  return Object.fromEntries(entries) as Record<PhraseName, z.ZodOptional<typeof phrases>>;
}

function isDuration(value: string): boolean {
  return /^[1-9]\d{0,5}[smhd]$/.test(value);
}
