import { PRESETS } from "./config/presets.ts";
import type { LintOptions } from "./lint.ts";
import { quote, suggestNearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

type Check = (value: unknown) => string | undefined;

const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && choices.includes(value)
      ? undefined
      : typeof value === "string"
        ? `${quote(value)}${suggestNearest(value, choices)}`
        : `expected one of ${choices.join(", ")}`;
const ofType =
  (type: string): Check =>
  (value) =>
    typeof value === type ? undefined : `expected a ${type}`;
const list =
  (what: string, test: (item: unknown) => boolean): Check =>
  (value) =>
    Array.isArray(value) && value.every(test) ? undefined : `expected an array of ${what}`;
const object: Check = (value) => (typeof value === "object" && value !== null ? undefined : "expected an object");
const isText = (value: unknown) => typeof value === "string";

const LEVEL = oneOf("off", "info", "warn", "warning", "error");

/** How each option is checked; a name that is not here is a mistake. */
const CHECKS: Readonly<Record<keyof Omit<LintOptions, "clock" | "shard">, Check>> = {
  fs: object,
  cwd: ofType("string"),
  patterns: list("strings", isText),
  literalPaths: list("strings", isText),
  namedArePrompts: ofType("boolean"),
  stdin: object,
  root: ofType("string"),
  configFile: ofType("string"),
  preset: oneOf(...PRESETS),
  rules: (value) => object(value) ?? firstOf(Object.entries(value as object).map(([id, level]) => describe(LEVEL(level), `the level of ${quote(id)}: `))),
  now: ofType("number"),
  engine: oneOf("auto", "native", "portable"),
  env: object,
  texts: (value) => (value instanceof Map ? undefined : "expected a Map"),
  passOnNoFiles: ofType("boolean"),
  reportUnusedDisableDirectives: ofType("boolean"),
  since: ofType("string"),
  staged: ofType("boolean"),
  baseline: list("entries, as a baseline file has them under `findings`", (item) => isText((item as { fingerprint?: unknown } | null)?.fingerprint)),
  plugins: (value) => (Array.isArray(value) ? undefined : oneOf("refuse", "own", "load")(value)),
  room: ofType("number"),
  deadline: ofType("number"),
  observer: object,
};

/**
 * Checks what a program hands in: types end where JavaScript begins, and a gate
 * must not pass over a word that is spelled wrong.
 *
 * @throws {UsageError} for an unknown option and a value that it cannot have.
 */
export function checkOptions(options: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(CHECKS);
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) throw new UsageError(`unknown option ${quote(name)}${suggestNearest(name, names)}`);
    const wrong = value === undefined ? undefined : CHECKS[name as keyof typeof CHECKS](value);
    if (wrong !== undefined) throw new UsageError(`option \`${name}\`: ${wrong}`);
  }
}

function describe(wrong: string | undefined, before: string): string | undefined {
  return wrong && before + wrong;
}

function firstOf(wrong: readonly (string | undefined)[]): string | undefined {
  return wrong.find((one) => one !== undefined);
}
