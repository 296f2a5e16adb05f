import type { Config } from "./resolve.ts";

/**
 * What applies to a path and where it comes from, a line each: name, value, origin.
 *
 * @param taken What the file is taken for, a clause.
 */
export function describeConfig(config: Config, path: string, taken?: string): string {
  const rows = config.explain(path).map(({ name, value, origin }) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value), origin }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.min(MAX_VALUE_WIDTH, Math.max(...rows.map(({ value }) => value.length)));
  const lines = rows.map(({ name, value, origin }) => `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}`);
  return [`# ${path === "" ? "the workspace" : path}, in ${config.root}`, ...(taken === undefined ? [] : [`# ${taken}`]), ...lines].join("\n");
}

const MAX_VALUE_WIDTH = 40;
