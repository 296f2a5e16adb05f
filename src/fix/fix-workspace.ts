import type { Document } from "../document.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import type { LintResult } from "../lint.ts";
import { applyChanges, type Change } from "./apply-edits.ts";

export interface FixOptions {
  /** Lints with these texts in place of what is on the disk, by path. */
  lint(texts: ReadonlyMap<string, string>): Promise<LintResult>;
  /** Rules whose suggestions are applied as well: of each finding, the first. */
  suggestionsOf: readonly string[];
}

export interface Fixed {
  /** Of the files as they are then. */
  result: LintResult;
  /** By path, of files that change: the text that was read and the text to be. */
  files: Map<string, { before: string; after: string }>;
  /** The changes that are in, in the order of work. */
  applied: (Change & { path: string })[];
  /** Changes that were taken back, as something else would have been wrong behind them. */
  rejected: (Change & { path: string })[];
}

/**
 * Applies fixes until there is nothing left to fix. A change is kept only when
 * the file still parses as well as before and nothing is found that was not
 * found before, in any file. Writes nothing.
 */
export async function fixWorkspace({ lint, suggestionsOf }: FixOptions): Promise<Fixed> {
  const texts = new Map<string, string>();
  const originals = new Map<string, string>();
  const applied: Fixed["applied"] = [];
  const rejected: Fixed["rejected"] = [];
  let result = await lint(texts);

  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const wanted = [...groupBy(result.findings, ({ path }) => path)].flatMap(([path, findings]) => {
      const changes = findings
        .flatMap((finding) => changeOf(finding, suggestionsOf))
        .filter((change) => !rejected.some((other) => isSame(other, { ...change, path })));
      return changes.length === 0 ? [] : [{ path, changes }];
    });
    if (wanted.length === 0) break;
    const together = await tryChanges(wanted);
    if (together.length > 0) continue;
    // One of them does harm: each on its own, which takes a run a change but is rare.
    let kept = 0;
    for (const { path, changes } of wanted) {
      for (const change of changes) {
        // Its places are those of the text before the others went in.
        if (kept > 0) break;
        if ((await tryChanges([{ path, changes: [change] }])).length > 0) kept++;
        else rejected.push({ ...change, path });
      }
    }
    if (kept === 0) break;
  }

  const files = new Map<string, { before: string; after: string }>();
  for (const [path, after] of texts) if (after !== originals.get(path)) files.set(path, { before: originals.get(path)!, after });
  return { result, files, applied, rejected };

  /** Applies the changes, or none of them where they do harm; returns those that are in. */
  async function tryChanges(wanted: readonly { path: string; changes: readonly Change[] }[]): Promise<Fixed["applied"]> {
    const next = new Map(texts);
    const made: Fixed["applied"] = [];
    for (const { path, changes } of wanted) {
      const text = textOf(path);
      if (text === undefined) continue;
      const done = applyChanges(text, changes);
      next.set(path, done.text);
      made.push(...done.applied.map((change) => ({ ...change, path })));
    }
    if (made.length === 0) return [];
    const after = await lint(next);
    if (doesHarm(result, after)) return [];
    for (const [path, text] of next) {
      if (!originals.has(path)) originals.set(path, textOf(path)!);
      texts.set(path, text);
    }
    applied.push(...made);
    result = after;
    return made;
  }

  function textOf(path: string): string | undefined {
    return texts.get(path) ?? result.workspace.documents.find((document) => document.path === path)?.source.text;
  }
}

/** A fix can make way for another; this many in a row are a circle. */
const MAX_PASSES = 10;

function changeOf({ ruleId, fix, suggestions }: Finding, suggestionsOf: readonly string[]): Change[] {
  if (fix) return [{ ruleId, title: `Fix ${ruleId}`, edits: fix }];
  const [first] = suggestionsOf.includes(ruleId) ? suggestions : [];
  return first ? [{ ruleId, ...first }] : [];
}

function isSame(a: Change & { path: string }, b: Change & { path: string }): boolean {
  return a.path === b.path && a.ruleId === b.ruleId && JSON.stringify(a.edits) === JSON.stringify(b.edits);
}

/** Whether there is something that was not there before: a finding of a kind in a file, a fault, a problem. */
function doesHarm(before: LintResult, after: LintResult): boolean {
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

function faultsOf({ path, faults, scripts }: Document): string[] {
  return [
    ...faults.map(({ type }) => JSON.stringify([path, type])),
    ...scripts.flatMap(({ tree }) => (tree.errors ?? []).map(({ message }) => JSON.stringify([path, message]))),
  ];
}

function hasMore(before: readonly string[], after: readonly string[]): boolean {
  const known = groupBy(before, (kind) => kind);
  return [...groupBy(after, (kind) => kind)].some(([kind, all]) => all.length > (known.get(kind)?.length ?? 0));
}
