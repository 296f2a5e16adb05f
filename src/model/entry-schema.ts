import type { CodeOptions, ErrorObject, Options } from "ajv";
import { UsageError } from "../usage-error.ts";
import { loadAjv } from "./ajv.ts";
import type { Entry } from "./board.ts";

/** Why a schema rejects an entry. */
interface EntryRejection {
  /** The property of the entry's record, `""` for the entry as a whole. */
  field: string;
  /** What was expected, to stand behind «expected»; for a lacking field that it has to be there. */
  reason: string;
  /** The field is not there at all. */
  isMissing?: boolean;
}

export type ValidateEntry = (entry: Readonly<Record<string, unknown>>) => EntryRejection[];

/**
 * The JSON Schema of an entry, unless the config has one of its own
 * (`status.schema`). Which fields an entry needs depends on its board, so
 * none is required here.
 */
export const DEFAULT_ENTRY_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Session entry of a status file",
  type: "object",
  properties: {
    id: { type: "string", minLength: 1, description: "a name or number that tells the entry from the others" },
    name: { type: "string" },
    status: { type: "string", minLength: 1, description: "a keyword" },
    claimedBy: { type: "string", minLength: 1, description: "`UNCLAIMED` or who holds it" },
    repository: {
      type: "string",
      pattern: String.raw`^(?:(?:https?://|ssh://|git@)[\w.@-]+[:/])?[\w.-]+/[\w.-]+/?$`,
      description: "`owner/name`",
    },
    branch: { type: "string", minLength: 1, description: "a branch name" },
    outputFile: { type: "string", minLength: 1, description: "the file that the session has to write" },
    missionFile: { type: "string", minLength: 1, description: "the file that tells the session what to do" },
  },
} as const;

/**
 * An entry as a schema sees it: the fields the tool knows by their canonical
 * names, the others as they are written. The status is its keyword, without
 * icon and remark.
 */
export function toEntryRecord({ id, name, fields, state }: Entry): Record<string, unknown> {
  const record = new Map<string, unknown>([
    ["id", id],
    ["name", name],
  ]);
  for (const field of fields) {
    const key = field.name ?? field.key;
    if (record.has(key)) continue;
    record.set(key, field.name === "repository" ? withoutRemark(field.value) : field.value);
  }
  if (state) record.set("status", state.word === "" ? (state.icon ?? "") : state.word);
  return Object.fromEntries(record);
}

/**
 * Compiles a JSON Schema (draft-07 or 2020-12) of an entry. Loads ajv.
 *
 * @throws {UsageError} when it is no schema that can be used.
 */
export async function compileEntrySchema(schema: unknown, name = "status.schema"): Promise<ValidateEntry> {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    throw new UsageError(`${name}: expected a JSON Schema object, found ${describe(schema)}`);
  const { Ajv } = await loadAjv(schema);
  const isOurs = schema === DEFAULT_ENTRY_SCHEMA;
  // Ours needs no check against the schema of schemas, which takes longer than all else.
  const trust: Options = isOurs ? { meta: false, validateSchema: false } : { code: { regExp: await loadRegExp() } };
  try {
    if (JSON.stringify(schema).length > MAX_SCHEMA) throw new Error(`larger than ${MAX_SCHEMA} characters`);
    const validate = new Ajv({ allErrors: true, verbose: true, strict: false, validateFormats: false, logger: false, ...trust }).compile(schema);
    // A schema that refers to itself without end shows here.
    validate({});
    return (entry) => (validate(entry) ? [] : (validate.errors ?? []).map(toRejection));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n", 1)[0]! : String(cause);
    throw new UsageError(`${name}: not a usable JSON Schema: ${reason}`, { cause });
  }
}

/** Patterns come from the workspace: only a matcher that cannot backtrack may run them. */
async function loadRegExp(): Promise<NonNullable<CodeOptions["regExp"]>> {
  const { RE2JS } = await import("re2js");
  const compile = (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    // ajv tells patterns apart by their string.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => `/${pattern}/` };
  };
  return Object.assign(compile, { code: "" });
}

/** In UTF-16 units of compact JSON. */
const MAX_SCHEMA = 100_000;

function toRejection({ instancePath, params, message, parentSchema, keyword }: ErrorObject): EntryRejection {
  if (keyword === "required") return { field: String(params["missingProperty"]), reason: "it", isMissing: true };
  const description: unknown = parentSchema?.["description"];
  const [, field = ""] = instancePath.split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  if (Array.isArray(params["allowedValues"])) return { field, reason: `one of ${params["allowedValues"].map((value) => `\`${String(value)}\``).join(", ")}` };
  return { field, reason: typeof description === "string" ? description : `a value that ${message ?? "fits"}` };
}

/** `owner/name (private)` and `owner/name, branch main` name the repository all the same. */
function withoutRemark(value: string): string {
  return /^[^\s(,;]*/.exec(value.trim())![0];
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
