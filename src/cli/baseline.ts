import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toBaseline, type BaselineEntry } from "../accept/baseline.ts";
import { formatBaseline, parseBaseline } from "../accept/baseline-file.ts";
import { fingerprints } from "../accept/fingerprint.ts";
import { compareText } from "../finding.ts";
import { quote } from "../nearest.ts";
import { count } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import type { BaselineArguments } from "./lint-arguments.ts";
import type { LintOutcome } from "./services.ts";
import { describeSystemError } from "./system-error.ts";
import { writeReportFile } from "./write-file.ts";

/** The entries of a baseline; one that is to be written for the first time has none. */
export function readBaseline({ file, action }: BaselineArguments, cwd: string): BaselineEntry[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      if (action === "update") return [];
      throw new UsageError(`no such baseline: ${quote(file)}; \`--update-baseline\` writes it`);
    }
    throw new UsageError(`cannot read the baseline ${quote(file)}: ${describeSystemError(error)}`, { cause: error });
  }
  return parseBaseline(file, text);
}

/**
 * Writes a baseline anew and says what has changed in it. `outcome` is of a run
 * with the entries it had: what they accept is suppressed as `external`.
 */
export function writeBaseline(
  { file, action }: BaselineArguments,
  outcome: LintOutcome,
  { cwd, entries }: { cwd: string; entries: readonly BaselineEntry[] },
): string {
  const stale = new Set(outcome.staleBaseline);
  const kept = entries.filter((entry) => !stale.has(entry));
  const added = action === "update" ? newEntries(outcome) : [];
  const next = [...kept, ...added].sort((a, b) => compareText(a.file, b.file) || compareText(a.ruleId, b.ruleId) || compareText(a.fingerprint, b.fingerprint));
  writeReportFile(cwd, file, formatBaseline(next));
  return `${quote(file)} has ${count(next.length, "finding")}: ${added.length} added, ${stale.size} taken out`;
}

/** The findings that the entries do not accept; their occurrence counts those that they do. */
function newEntries({ findings, suppressed, workspace }: LintOutcome): BaselineEntry[] {
  const accepted = suppressed.flatMap(({ finding, kind }) => (kind === "external" ? [finding] : []));
  const all = [...findings, ...accepted].sort((a, b) => a.place.start.offset! - b.place.start.offset!);
  return toBaseline(findings, fingerprints(all, workspace.documents));
}
