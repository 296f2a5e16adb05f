import { resolve } from "node:path";
import { toBaseline, type BaselineEntry } from "../accept/baseline.ts";
import { formatBaseline, parseBaseline } from "../accept/baseline-file.ts";
import { fingerprints } from "../accept/fingerprint.ts";
import { compareText } from "../finding.ts";
import { quote } from "../nearest.ts";
import { decodeText } from "../read/decode.ts";
import { describeRefusal, isAnswer } from "../read/file-system.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { count } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import type { BaselineArguments } from "./report-arguments.ts";
import type { LintOutcome } from "./services.ts";
import { writeReportFile } from "./write-file.ts";

/** The entries of a baseline; one that is to be written for the first time has none. */
export function readBaseline({ file, action }: BaselineArguments, cwd: string): BaselineEntry[] {
  // Never through a link, and never from what has no end: a pull request can put either in its place.
  const bytes = nodeFileSystem.read(resolve(cwd, file), MAX_BASELINE_BYTES);
  if (bytes === "missing") {
    if (action === "update") return [];
    throw new UsageError(`no such baseline: ${quote(file)}; \`--update-baseline\` writes it`);
  }
  if (!isAnswer(bytes)) throw new UsageError(`cannot read the baseline ${quote(file)}: ${describeRefusal(bytes, file, "file", MAX_BASELINE_BYTES)}`);
  const { text, reason } = decodeText(bytes);
  if (reason !== undefined) throw new UsageError(`cannot read the baseline ${quote(file)}: ${reason}`);
  return parseBaseline(file, text);
}

/** A line of some 300 bytes for each finding: more of them than anybody accepts. */
const MAX_BASELINE_BYTES = 64_000_000;

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
