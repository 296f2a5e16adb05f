import { z } from "zod";
import { quote, suggestNearest } from "../nearest.ts";
import type { KeyPath } from "./json-source.ts";
import { LEVELS } from "./config-file.ts";

/** A mistake in a config, and where it is. */
export interface Mistake {
  keys: KeyPath;
  /** Whether the key itself is wrong rather than its value. */
  isKey: boolean;
  message: string;
}

/** Says in our words what zod found wrong with `value`, with the nearest right key, rule, level. */
export function describeMistakes(error: z.ZodError, schema: z.ZodType, value: unknown): Mistake[] {
  const described = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return error.issues.flatMap((issue) => describeIssue(issue, [], { schema: described, value }));
}

interface Context {
  schema: JsonSchema;
  value: unknown;
}

/** The parts of a JSON Schema that are asked for. */
interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
}

function describeIssue(issue: z.core.$ZodIssue, above: KeyPath, context: Context): Mistake[] {
  const keys = [...above, ...(issue.path as (string | number)[])];
  const value = valueAt(context.value, keys);
  const say = (message: string): Mistake[] => [{ keys, isKey: false, message }];
  const name = keys.length === 0 ? "the config" : quote(nameOfKeys(keys));

  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ keys: [...keys, key], isKey: true, message: describeUnknownKey(key, keys, knownKeys(context.schema, keys)) }));
    case "invalid_union": {
      if (isRuleEntry(keys) && typeof value !== "string" && !(Array.isArray(value) && value.length === 2)) {
        return say(`${name} must be a level or a list of level and options, not ${describeValue(value)}`);
      }
      const branch = [...issue.errors].sort((a, b) => distanceOf(a) - distanceOf(b))[0] ?? [];
      return branch.flatMap((nested) => describeIssue(nested, keys, context));
    }
    case "invalid_type":
      if (value === undefined && keys.length > 0) return say(`key ${quote(String(keys.at(-1)))} is missing${inside(keys.slice(0, -1))}`);
      return say(`${name} must be ${TYPES[issue.expected] ?? issue.expected}, not ${describeValue(value)}`);
    case "invalid_value": {
      const choices = issue.values.map(String);
      const what = choices.length === LEVELS.length && choices.every((choice) => LEVELS.some((level) => level === choice)) ? "level" : "value";
      return say(`unknown ${what} ${describeValue(value)} of ${name}${suggestNearest(String(value), choices)}`);
    }
    case "too_small":
      return say(issue.origin === "number" || issue.origin === "int" ? `${name} must be at least ${issue.minimum}` : `${name} must not be empty`);
    case "too_big":
      return say(`${name} must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : issue.origin === "array" ? " items long" : ""}`);
    case "custom":
      return say(`${describeValue(value)} of ${name} ${issue.message}`);
    default:
      return say(`${name}: ${issue.message}`);
  }
}

function describeUnknownKey(key: string, keys: KeyPath, known: readonly string[]): string {
  const near = suggestNearest(key, known);
  if (keys.at(-1) === "rules") return `unknown rule ${quote(key)}${near}`;
  const rule = keys.lastIndexOf("rules");
  if (rule >= 0 && keys[rule + 2] === 1) return `unknown option ${quote(key)} of rule ${quote(String(keys[rule + 1]))}${near}`;
  return `unknown key ${quote(key)}${inside(keys)}${near}`;
}

/** Of the branches of a union the one that comes nearest: it accepts the value as a whole and rejects a part of it. */
function distanceOf(branch: readonly z.core.$ZodIssue[]): number {
  if (branch.some(({ path, code }) => path.length > 0 || code === "unrecognized_keys" || code === "custom")) return 0;
  return branch.some(({ code }) => code === "too_small" || code === "too_big") ? 1 : 2;
}

function isRuleEntry(keys: KeyPath): boolean {
  return keys.at(-2) === "rules";
}

function knownKeys(schema: JsonSchema, keys: KeyPath): string[] {
  let open = [schema];
  for (const key of keys) {
    open = open.flatMap(withBranches).flatMap(({ properties, items, prefixItems }) => {
      const found = typeof key === "string" ? properties?.[key] : (prefixItems?.[key] ?? items);
      return found ? [found] : [];
    });
  }
  return open.flatMap(withBranches).flatMap(({ properties = {} }) => Object.keys(properties));
}

function withBranches(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? [])];
}

function valueAt(value: unknown, keys: KeyPath): unknown {
  return keys.reduce(
    (current: unknown, key) => (typeof current === "object" && current !== null ? (current as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}

/** `overrides[0].files`. */
export function nameOfKeys(keys: KeyPath): string {
  return keys.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

function inside(keys: KeyPath): string {
  return keys.length === 0 ? "" : ` in ${quote(nameOfKeys(keys))}`;
}

function describeValue(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : typeof value === "function" ? "a function" : "an object";
}

const TYPES: Partial<Record<string, string>> = {
  string: "a text",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};
