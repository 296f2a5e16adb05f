import { z } from "zod";
import type { RegisteredRule } from "../rule.ts";

/** The page of a plugin's rule, in markdown, as `npm run generate` writes those of ours. */
export function pluginRulePage({ id, section, rule, plugin }: RegisteredRule): string {
  return [
    `# ${id}`,
    `${rule.summary}.`,
    `From plugin \`${plugin?.path}\` · section \`${section}\` · \`${rule.severity}\` by default${rule.minimal ? " · also in preset `minimal`" : ""}.`,
    ...(plugin?.docs === undefined ? [] : [plugin.docs.trim()]),
    ...describeOptions(rule.options),
  ].join("\n\n");
}

function describeOptions(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as { properties?: Record<string, Option> };
  const options = Object.entries(properties).map(([name, { description = "", default: preset }]) => {
    const parts = [description, ...(preset === undefined ? [] : [`(default \`${JSON.stringify(preset)}\`)`])];
    return `- \`${name}\`: ${parts.join(" ").trim()}`;
  });
  return options.length > 0 ? ["## Options", options.join("\n")] : [];
}

interface Option {
  description?: string;
  default?: unknown;
}
