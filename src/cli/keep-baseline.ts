import type { BaselineEntry } from "../accept/baseline.ts";
import { quote } from "../nearest.ts";
import { count } from "../report/report.ts";
import type { BaselineArguments } from "./report-arguments.ts";
import type { LintOutcome } from "./services.ts";

/** Writes the baseline where that is asked for; what it then accepts is no finding any more. */
export async function keepBaseline(outcome: LintOutcome, { baseline, entries = [], cwd }: BaselineState): Promise<{ outcome: LintOutcome; remarks: string[] }> {
  if (!baseline) return { outcome, remarks: [] };
  if (baseline.action === "read") return { outcome, remarks: describeStale(outcome, baseline) };
  // What was not checked would look mended.
  if (outcome.problems.length + outcome.failures.length > 0)
    return { outcome, remarks: [`${quote(baseline.file)} stays as it is, as not everything could be checked`] };
  const remark = (await import("./baseline.ts")).writeBaseline(baseline, outcome, { cwd, entries });
  if (baseline.action === "prune") return { outcome: { ...outcome, staleBaseline: [] }, remarks: [remark] };
  const accepted = outcome.findings.map((finding) => ({ finding, kind: "external" as const, reason: "in the baseline" }));
  return { outcome: { ...outcome, findings: [], suppressed: [...outcome.suppressed, ...accepted], staleBaseline: [] }, remarks: [remark] };
}

interface BaselineState {
  baseline: BaselineArguments | undefined;
  entries: readonly BaselineEntry[] | undefined;
  cwd: string;
}

function describeStale({ staleBaseline }: LintOutcome, { file }: BaselineArguments): string[] {
  if (staleBaseline.length === 0) return [];
  const files = [...new Set(staleBaseline.map((entry) => entry.file))];
  const named = files.slice(0, MAX_STALE_FILES).map(quote).join(", ") + (files.length > MAX_STALE_FILES ? ", …" : "");
  return [`${count(staleBaseline.length, "entry", "entries")} of ${quote(file)} fit no finding any more (${named}): \`--prune-baseline\` takes them out`];
}

const MAX_STALE_FILES = 3;
