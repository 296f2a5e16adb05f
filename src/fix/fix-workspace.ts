import type { Document } from "../document.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { applyChanges, type Change } from "./apply-edits.ts";

type Parsed = Pick<Document, "path" | "source"> & Partial<Pick<Document, "faults" | "scripts">>;

/** The part of a lint result that fixing looks at. */
interface Linted {
  workspace: { documents: readonly Parsed[] };
  findings: readonly Finding[];
  problems: readonly unknown[];
  failures: readonly unknown[];
}

export interface FixOptions<Result extends Linted> {
  /** Lints with these texts in place of what is on the disk, by path. */
  lint(texts: ReadonlyMap<string, string>): Promise<Result>;
  /** Rules whose suggestions are applied as well: of each finding, the first. */
  suggestionsOf: readonly string[];
}

type FileChange = Change & { path: string };

export interface Fixed<Result extends Linted = Linted> {
  /** Of the files as they are then. */
  result: Result;
  /** By path, of files that change: the text that was read and the text to be. */
  files: Map<string, { before: string; after: string }>;
  /** The changes that are in, in the order of work. */
  applied: FileChange[];
  /** Changes that were taken back, as something else would have been wrong behind them. */
  rejected: FileChange[];
}

/**
 * Applies fixes until there is nothing left to fix. A change is kept only when
 * the file still parses as well as before and nothing is found that was not
 * found before, in any file. Writes nothing.
 */
export async function fixWorkspace<Result extends Linted>({ lint, suggestionsOf }: FixOptions<Result>): Promise<Fixed<Result>> {
  const texts = new Map<string, string>();
  const originals = new Map<string, string>();
  const applied: Fixed["applied"] = [];
  const rejected: Fixed["rejected"] = [];
  let result = await lint(texts);

  for (let pass = 0; pass < MAX_PASSES; pass++) {
    // What did harm before may do none beside what has been fixed since.
    rejected.length = 0;
    const wanted = result.findings.flatMap((finding) => changeOf(finding, suggestionsOf));
    if (wanted.length === 0) break;
    const kept = await keepHarmless(wanted);
    if (kept.length === 0) break;
  }

  const files = new Map<string, { before: string; after: string }>();
  for (const [path, after] of texts) if (after !== originals.get(path)) files.set(path, { before: originals.get(path)!, after });
  // What was taken back is no way out.
  const findings = result.findings.map((finding) =>
    finding.fix && changeOf(finding, []).some((change) => rejected.some((other) => isSame(other, change))) ? { ...finding, fix: undefined } : finding,
  );
  return { result: { ...result, findings }, files, applied, rejected };

  /** Applies the changes that do no harm, all to the same texts: those that do are found by halving. */
  async function keepHarmless(wanted: readonly FileChange[]): Promise<FileChange[]> {
    let kept: FileChange[] = [];
    let best: { texts: Map<string, string>; result: Result } | undefined;
    const groups: (readonly FileChange[])[] = [wanted];
    for (let group = groups.pop(); group; group = groups.pop()) {
      const next = applyTo(texts, [...kept, ...group]);
      const after = await lint(next.texts);
      if (!doesHarm(result, after)) {
        best = { texts: next.texts, result: after };
        kept = next.applied;
      } else if (group.length === 1) rejected.push(group[0]!);
      else {
        const half = group.length >> 1;
        groups.push(group.slice(half), group.slice(0, half));
      }
    }
    if (!best || kept.length === 0) return [];
    for (const [path, text] of best.texts) {
      if (!originals.has(path)) originals.set(path, textOf(path)!);
      texts.set(path, text);
    }
    applied.push(...kept);
    result = best.result;
    return kept;
  }

  function applyTo(base: ReadonlyMap<string, string>, changes: readonly FileChange[]): { texts: Map<string, string>; applied: FileChange[] } {
    const next = new Map(base);
    const made: FileChange[] = [];
    for (const [path, own] of groupBy(changes, (change) => change.path)) {
      const text = textOf(path);
      if (text === undefined) continue;
      const done = applyChanges(text, own);
      next.set(path, done.text);
      made.push(...done.applied.map((change) => ({ ...change, path })));
    }
    return { texts: next, applied: made };
  }

  function textOf(path: string): string | undefined {
    return texts.get(path) ?? result.workspace.documents.find((document) => document.path === path)?.source.text;
  }
}

/** A fix can make way for another; this many in a row are a circle. */
const MAX_PASSES = 10;

function changeOf({ path, ruleId, fix, suggestions }: Finding, suggestionsOf: readonly string[]): FileChange[] {
  if (fix) return [{ path, ruleId, title: `Fix ${ruleId}`, edits: fix }];
  const [first] = suggestionsOf.includes(ruleId) ? suggestions : [];
  return first ? [{ path, ruleId, ...first }] : [];
}

function isSame(a: FileChange, b: FileChange): boolean {
  return a.path === b.path && a.ruleId === b.ruleId && JSON.stringify(a.edits) === JSON.stringify(b.edits);
}

/** Whether there is something that was not there before: a finding of a kind in a file, a fault, a problem. */
function doesHarm(before: Linted, after: Linted): boolean {
  return (
    hasMore(before.findings.map(kindOf), after.findings.map(kindOf)) ||
    hasMore(before.workspace.documents.flatMap(faultsOf), after.workspace.documents.flatMap(faultsOf)) ||
    after.problems.length > before.problems.length ||
    after.failures.length > before.failures.length
  );
}

// Not by fingerprint: what a change leaves on its line is the same finding with another text.
function kindOf({ path, ruleId, messageId }: Finding): string {
  return JSON.stringify([path, ruleId, messageId]);
}

function faultsOf({ path, faults = [], scripts = [] }: Parsed): string[] {
  return [
    ...faults.map(({ type }) => JSON.stringify([path, type])),
    ...scripts.flatMap(({ tree }) => (tree.errors ?? []).map(({ message }) => JSON.stringify([path, message]))),
  ];
}

function hasMore(before: readonly string[], after: readonly string[]): boolean {
  const known = groupBy(before, (kind) => kind);
  return [...groupBy(after, (kind) => kind)].some(([kind, all]) => all.length > (known.get(kind)?.length ?? 0));
}
