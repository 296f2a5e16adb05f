import { messageOf } from "../message-of.ts";
import type { ErrorObject, ValidateFunction } from "ajv";
import { z } from "zod";
import { loadAjv } from "../model/ajv.ts";
import type { PluginRule } from "./plugin.ts";

/** The schema of a rule's options as zod's, or what is wrong with it. */
export async function readOptionsSchema(options: PluginRule["options"]): Promise<z.ZodType | string> {
  if (options === undefined) return z.strictObject({});
  if (!("_zod" in options) && "_def" in options) return "is a schema of zod 3, expected one of zod 4 or a JSON Schema";
  try {
    const schema = "_zod" in options ? (options as z.ZodType) : await fromJsonSchema(options);
    return schema.safeParse({}).success ? schema : "does not take `{}`: expected a default for each option";
  } catch (cause) {
    return `cannot be used: ${messageOf(cause)}`;
  }
}

/** Not by `z.fromJSONSchema`: it keeps all of zod in the program, and each start pays for that. */
async function fromJsonSchema(schema: Record<string, unknown>): Promise<z.ZodType> {
  const { Ajv } = await loadAjv(schema);
  const validate = new Ajv({ allErrors: true, strict: false, useDefaults: true, validateFormats: false, logger: false }).compile(schema);
  return z
    .unknown()
    .meta(schema)
    .transform((given, context) => {
      const value: unknown = structuredClone(given);
      for (const error of rejections(validate, value)) context.issues.push({ ...toIssue(error), input: value as Record<string, unknown> });
      return value;
    });
}

function rejections(validate: ValidateFunction, value: unknown): ErrorObject[] {
  return validate(value) ? [] : (validate.errors ?? []);
}

function toIssue({ instancePath, params, message, keyword }: ErrorObject) {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (keyword === "additionalProperties") return { code: "unrecognized_keys" as const, keys: [String(params["additionalProperty"])], path };
  return { code: "custom" as const, path, message: message ?? "is not what the schema says" };
}
