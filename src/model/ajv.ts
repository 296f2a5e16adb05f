/** The validator for the dialect that a schema names. */
export async function loadAjv(schema: object): Promise<Pick<typeof import("ajv"), "Ajv">> {
  const dialect = "$schema" in schema ? String(schema.$schema) : "";
  return /2020-12|2019-09/.test(dialect) ? { Ajv: (await import("ajv/dist/2020.js")).Ajv2020 } : await import("ajv");
}
