import type { Finding, SuppressedFinding } from "../finding.ts";

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  /** As `fingerprints` gives it: it survives moved lines and names one finding. */
  fingerprint: string;
  ruleId: string;
  file: string;
  /** For people who read the baseline; never compared. */
  message: string;
}

export interface Acceptance {
  /** The findings that are new, in their order. */
  kept: Finding[];
  suppressed: SuppressedFinding[];
  /** Entries that fit no finding any more: mended, or their text has changed. */
  stale: BaselineEntry[];
}

/** Splits findings into what a baseline has accepted and what is new. */
export function applyBaseline(findings: readonly Finding[], fingerprintOf: ReadonlyMap<Finding, string>, entries: readonly BaselineEntry[]): Acceptance {
  const open = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const isAccepted = open.delete(fingerprintOf.get(finding)!);
    if (isAccepted) suppressed.push({ finding, kind: "external", reason: "in the baseline" });
    else kept.push(finding);
  }
  return { kept, suppressed, stale: [...open.values()] };
}

/** The entries of findings, in their order. */
export function toBaseline(findings: readonly Finding[], fingerprintOf: ReadonlyMap<Finding, string>): BaselineEntry[] {
  return findings.map((finding) => ({
    fingerprint: fingerprintOf.get(finding)!,
    ruleId: finding.ruleId,
    file: finding.path,
    message: finding.message,
  }));
}
