import { z } from "zod";
import { firstIssueOf } from "../message-of.ts";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";
import type { BaselineEntry } from "./baseline.ts";

const baselineFile = z.strictObject({
  version: z.literal(1),
  findings: z.array(z.strictObject({ file: z.string(), ruleId: z.string(), message: z.string(), fingerprint: z.string().regex(/^[0-9a-f]{32}$/) })),
});

/**
 * Reads a baseline. A merge conflict in it is a mistake, not an empty baseline.
 *
 * @throws {UsageError} for what is no baseline.
 */
export function parseBaseline(name: string, text: string): BaselineEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the baseline ${quote(name)} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = baselineFile.safeParse(value);
  if (parsed.success) return parsed.data.findings;
  const { at, message } = firstIssueOf(parsed.error);
  throw new UsageError(`the baseline ${quote(name)} is not one that \`--update-baseline\` writes: ${at || "it"}: ${message}`);
}

/** A line for each finding, so that two branches that change different ones can be merged. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ file, ruleId, message, fingerprint }) => `    ${JSON.stringify({ file, ruleId, message, fingerprint })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}
