import type { LintOptions, LintResult } from "../lint.ts";
import type { FileSystem } from "../read/file-system.ts";
import { indexNameOf } from "../read/git-facts.ts";
import { resolvePath } from "../read/paths.ts";
import { commitFileSystem, findMergeBase, indexFileSystem, openHistory } from "../read/snapshot.ts";
import type { Report } from "../report/report.ts";
import { applyBaseline, toBaseline, type BaselineEntry } from "./baseline.ts";
import { fingerprints } from "./fingerprint.ts";

/**
 * The files to lint and the files they are compared with, for `since` and `staged`.
 *
 * @throws {UsageError} with the remedy, where git does not have them.
 */
export function openChange({ fs, cwd, root, since, staged = false, env = {} }: LintOptions): { fs: FileSystem; before: FileSystem } {
  const folder = root === undefined ? cwd : resolvePath(cwd, fs.fromNative(root));
  const start = fs.realPath(folder) ?? folder;
  const history = openHistory(fs, start, since === undefined ? "--staged" : "--since");
  return {
    fs: staged ? indexFileSystem(history, indexNameOf(env)) : fs,
    before: commitFileSystem(history, since === undefined ? "HEAD" : findMergeBase(history, since)),
  };
}

/** Takes out what was there before, and what the baseline accepts. */
export function acceptKnown<Result extends Accepting>(result: Result, { before, baseline = [], isWhole }: Known): Result {
  const fingerprintOf = fingerprints(result.findings, result.workspace.documents);
  const old = before && toBaseline(before.findings, fingerprints(before.findings, before.workspace.documents));
  const since = applyBaseline(result.findings, fingerprintOf, old ?? []);
  const accepted = applyBaseline(since.kept, fingerprintOf, baseline);
  const asked = new Set(result.workspace.documents.map(({ path }) => path));
  return {
    ...result,
    findings: accepted.kept,
    suppressed: [...result.suppressed, ...accepted.suppressed],
    older: since.suppressed.length,
    // What fits an older finding is not stale, and of files that were not looked at nothing is known.
    staleBaseline: before ? [] : accepted.stale.filter(({ file }) => isWhole || asked.has(file)),
  };
}

type Accepting = Pick<Report, "findings" | "suppressed" | "workspace"> & { older: number; staleBaseline: readonly BaselineEntry[] };

interface Known {
  /** What was found in the files as they were. */
  before?: LintResult;
  baseline?: readonly BaselineEntry[] | undefined;
  /** The whole workspace was asked for: a file that is not among its documents is gone. */
  isWhole: boolean;
}
