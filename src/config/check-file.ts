import type { RegisteredRule } from "../rule.ts";
import { UsageError } from "../usage-error.ts";
import { createConfigSchema, type ConfigFile } from "./config-file.ts";
import type { JsonSource } from "./json-source.ts";
import { describeMistakes } from "./mistakes.ts";

/** What the file says; a UsageError that names the place of each mistake. */
export function checkConfigFile(source: JsonSource, rules: readonly RegisteredRule[]): ConfigFile {
  const schema = createConfigSchema(rules);
  const parsed = schema.safeParse(source.value);
  if (parsed.success) return parsed.data;
  const problems = describeMistakes(parsed.error, schema, source.value).map(
    ({ keys, isKey, message }) => `${isKey ? source.locateKey(keys) : source.locate(keys)}: ${message}`,
  );
  throw new UsageError(
    problems.length > MAX_PROBLEMS ? [...problems.slice(0, MAX_PROBLEMS), `${source.path}: and ${problems.length - MAX_PROBLEMS} more mistakes`] : problems,
  );
}

const MAX_PROBLEMS = 20;
