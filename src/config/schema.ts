import { rules } from "../../rules/index.ts";
import { createConfigSchema } from "./config-file.ts";

/** The schema of `.prompt-lint.json` for the rules that there are; `schema.json` is generated from it. */
export const configSchema = createConfigSchema(rules);
