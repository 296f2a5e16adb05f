import { z } from "zod";
import type { JsonSource } from "../config/json-source.ts";
import { HOOKS, type RegisteredRule, type Rule } from "../rule.ts";

/** Whether a config says anything of plugins. */
export function listsPlugins({ value }: JsonSource): boolean {
  return typeof value === "object" && value !== null && "plugins" in value;
}

/** What to say where plugins are listed and may not be; `place` is that of the key. */
export function misplacedPlugins(place: string): string {
  return `${place}: key "plugins" stands only in the config at the workspace root, not in that of a folder, nor in one that another extends`;
}

/** Our own ids have no slash. */
export function isPluginRule(id: string): boolean {
  return id.includes("/");
}

/** Stand for the rules of refused plugins that a config names, so that the config can be read all the same. */
export function standIns({ value }: JsonSource): RegisteredRule[] {
  const { rules, overrides } = asTable(value);
  const tables = [rules, ...(Array.isArray(overrides) ? overrides.map((override) => asTable(override)["rules"]) : [])];
  const ids = new Set(tables.flatMap((table) => Object.keys(asTable(table))).filter(isPluginRule));
  return [...ids].map((id) => ({ id, section: "general", rule: STAND_IN }));
}

/** Whether it can be run; one that stands for a refused rule cannot. */
export function isRunnable({ rule }: RegisteredRule): boolean {
  return HOOKS.some((hook) => rule[hook] !== undefined);
}

const STAND_IN: Rule = { summary: "A rule of a plugin that was not run", scope: "any", severity: "warning", options: z.unknown(), messages: {} };

function asTable(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
