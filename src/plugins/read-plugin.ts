import { z } from "zod";
import { describeMistakes, nameOfKeys } from "../config/mistakes.ts";
import { quote, suggestNearest } from "../nearest.ts";
import { HOOKS, SECTIONS, SCOPES, type Rule, type RegisteredRule, type RuleContext } from "../rule.ts";
import { readOptionsSchema } from "./options-schema.ts";
import type { Plugin, PluginRule } from "./plugin.ts";

/** The rules of a plugin, or what is wrong with it, a clause each. `path` is how users know it. */
export async function readPlugin(plugin: unknown, path: string): Promise<{ rules: RegisteredRule[]; mistakes: string[] }> {
  if (typeof plugin !== "object" || plugin === null || !("rules" in plugin))
    return { rules: [], mistakes: ["expected it to export `{ rules: [...] }`, as its default or by name"] };
  const { rules } = plugin;
  const parsed = pluginSchema.safeParse({ rules });
  if (!parsed.success) return { rules: [], mistakes: describeMistakes(parsed.error, pluginSchema, { rules }).map(({ message }) => message) };

  const registered: RegisteredRule[] = [];
  const mistakes: string[] = [];
  for (const [index, definition] of (rules as Plugin["rules"]).entries()) {
    const options = await readOptionsSchema(definition.options);
    if (typeof options === "string") mistakes.push(`${nameOfKeys(["rules", index, "options"])} of \`${definition.id}\` ${options}`);
    else
      registered.push({
        id: definition.id,
        section: definition.section ?? "general",
        rule: toRule(definition, options),
        plugin: { path, docs: definition.docs },
      });
  }
  return { rules: registered, mistakes };
}

const ID = /^[a-z0-9][a-z0-9-]{0,50}\/[a-z0-9][a-z0-9-]{0,50}$/;
const MAX_RULES = 500;

const check = z.custom((value) => typeof value === "function", "is no function").optional();
const ruleSchema = z
  .strictObject({
    id: z.string().refine((id) => ID.test(id), 'is no id, expected the names of plugin and rule such as "house/vague-deadline"'),
    summary: z.string().min(1).max(200),
    scope: z.enum(SCOPES).optional(),
    severity: z.enum(["error", "warning", "info"]).optional(),
    section: z.enum(SECTIONS).optional(),
    minimal: z.boolean().optional(),
    docs: z.string().optional(),
    options: z.custom((value) => typeof value === "object" && value !== null, "is no schema").optional(),
    messages: z.record(z.string(), z.string().min(1)),
    checkDocument: check,
    checkPrompt: check,
    checkBoard: check,
    checkWorkspace: check,
  })
  .refine((rule) => HOOKS.some((hook) => rule[hook]), `has none of ${HOOKS.map((hook) => `\`${hook}\``).join(", ")}`);

const pluginSchema = z.strictObject({ rules: z.array(ruleSchema).min(1).max(MAX_RULES) }).superRefine(({ rules }, context) => {
  for (const [index, { id }] of rules.entries()) {
    if (rules.findIndex((other) => other.id === id) < index) context.addIssue({ code: "custom", path: ["rules", index, "id"], message: "stands twice" });
  }
});

function toRule(definition: PluginRule, options: z.ZodType): Rule {
  const { summary, scope = "prompt", severity = "warning", minimal = false, messages } = definition;
  return {
    summary,
    scope,
    severity,
    minimal,
    options,
    messages,
    ...Object.fromEntries(
      HOOKS.filter((hook) => definition[hook]).map((hook) => {
        const own = definition[hook] as (asked: unknown, context: RuleContext<unknown, string>) => unknown;
        return [hook, (asked: unknown, context: RuleContext<unknown, string>) => rejectPromise(own.call(definition, asked, guard(definition, context)))];
      }),
    ),
  };
}

/** What is reported is checked here, so that the rule is to blame and not the format that cannot write it. */
function guard({ messages }: PluginRule, context: RuleContext<unknown, string>): RuleContext<unknown, string> {
  return {
    ...context,
    report(document, problem) {
      if (!context.workspace.documents.includes(document)) throw new Error("reported on something that is no document of the workspace");
      if (!Object.hasOwn(messages, problem.messageId))
        throw new Error(`reported the unknown message ${quote(String(problem.messageId))}${suggestNearest(String(problem.messageId), Object.keys(messages))}`);
      const edits = [problem.fix ?? [], ...(problem.suggestions ?? []).map((suggestion) => suggestion.edits)].flat();
      for (const place of [problem.place, ...(problem.related ?? []).map((related) => related.place), ...edits.map((edit) => edit.place)]) {
        if (!placeSchema.safeParse(place).success)
          throw new Error("reported a place without `line`, `column` and `offset` of start and end: expected one of a node, a script or `toPosition`");
      }
      context.report(document, problem);
    },
  };
}

const pointSchema = z.object({ line: z.int().min(1), column: z.int().min(1), offset: z.int().min(0) });
const placeSchema = z.object({ start: pointSchema, end: pointSchema }).refine(({ start, end }) => start.offset <= end.offset);

/** What it reports later would be lost, and what it throws would end the process. */
function rejectPromise(answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("then" in answer)) return;
  Promise.resolve(answer).catch(() => {});
  throw new Error("is asynchronous: expected it to report before it returns");
}
