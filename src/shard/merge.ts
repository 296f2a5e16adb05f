import type { LintOutcome } from "../cli/services.ts";
import { compareFindings, compareText } from "../finding.ts";
import { quote } from "../nearest.ts";
import { createSource, toPoint, type SourceFile } from "../source.ts";
import { fromStored, type StoredChecklists, type StoredFailure, type StoredResult } from "../store/stored-result.ts";
import { UsageError } from "../usage-error.ts";
import type { Partial } from "./partial.ts";

/** A part and the file that it was read from, as the user names it. */
export interface NamedPartial {
  file: string;
  part: Partial;
}

/**
 * Joins the parts of a run into its result.
 *
 * @throws {UsageError} when they are not all parts of one run, each of them once.
 */
export function mergePartials(named: readonly NamedPartial[], root: string): LintOutcome {
  rejectOthers(named);
  const sorted = [...named].sort((a, b) => a.part.partial.shard.index - b.part.partial.shard.index);
  const texts = new Map(sorted.flatMap(({ part }) => Object.entries(part.texts)));
  for (const { file, part } of sorted) rejectWrongPlaces(file, part.result, texts);
  const result = joinResults(sorted.map(({ part }) => part.result));
  const [twice] = result.documents.filter((path, index) => result.documents[index - 1] === path);
  if (twice !== undefined) throw new UsageError(`${quote(twice)} is in more than one part: expected the parts of one run`);
  return fromStored(result, { root, textOf: (path) => texts.get(path) ?? "" });
}

function rejectOthers(named: readonly NamedPartial[]): void {
  const [first] = named;
  if (!first) throw new UsageError("expected the parts of a run, got none");
  const { shard, program, options, read } = first.part.partial;
  const seen = new Map<number, string>();
  for (const { file, part } of named) {
    const other = part.partial;
    const name = `part ${other.shard.index} (${quote(file)})`;
    if (other.shard.count !== shard.count) throw new UsageError(`${name} is one of ${other.shard.count}, and ${quote(first.file)} is one of ${shard.count}`);
    if (other.shard.index > shard.count) throw new UsageError(`${name} is beyond the ${shard.count} parts there are`);
    const twin = seen.get(other.shard.index);
    if (twin !== undefined) throw new UsageError(`${name} is there twice: ${quote(twin)} is the same part`);
    seen.set(other.shard.index, file);
    if (other.program !== program) throw new UsageError(`${name} was made by another version of prompt-lint than ${quote(first.file)}`);
    const option = Object.keys({ ...options, ...other.options }).find((key) => options[key] !== other.options[key]);
    if (option !== undefined) throw new UsageError(`${name} was made with another \`${option}\` than ${quote(first.file)}`);
    if (other.read !== read) throw new UsageError(`${name} was made of other files than ${quote(first.file)}: expected parts of the same commit`);
  }
  for (let index = 1; index <= shard.count; index++) {
    if (!seen.has(index)) throw new UsageError(`part ${index} of ${shard.count} is missing`);
  }
}

/** Reports cut texts at these places. */
function rejectWrongPlaces(file: string, { documents, prompts, boards, findings, suppressed }: StoredResult, texts: ReadonlyMap<string, string>): void {
  const own = new Set(documents);
  const sources = new Map<string, SourceFile>();
  const sourceOf = (path: string) => {
    const known = sources.get(path) ?? createSource(path, texts.get(path) ?? "");
    sources.set(path, known);
    return known;
  };
  const isIn = (path: string, { start, end }: { start: object; end: object }) =>
    texts.has(path) && [start, end].every((point) => JSON.stringify(toPoint(sourceOf(path), (point as { offset: number }).offset)) === JSON.stringify(point));
  const wrong = [...findings, ...suppressed.map(({ finding }) => finding)].find(
    ({ path, place, related, fix = [], suggestions }) =>
      !own.has(path) ||
      !isIn(path, place) ||
      related.some((other) => !isIn(other.path, other.place)) ||
      [...fix, ...suggestions.flatMap(({ edits }) => edits)].some((edit) => !isIn(path, edit.place)),
  );
  const stray = [...prompts, ...boards].find((path) => !own.has(path)) ?? wrong?.path;
  if (stray !== undefined) throw new UsageError(`${quote(file)} is broken: what it says of ${quote(stray)} does not fit`);
}

/** As one run would have told it. Each part has its own files, and the same of what is said of all. */
function joinResults(results: readonly StoredResult[]): StoredResult {
  const [first] = results as [StoredResult];
  const rank = new Map(first.rules.map(({ id }, index) => [id, index]));
  const byRule = (a: { ruleId: string }, b: { ruleId: string }) => (rank.get(a.ruleId) ?? Infinity) - (rank.get(b.ruleId) ?? Infinity) || 0;
  const all = <Item>(list: (result: StoredResult) => readonly Item[]) => results.flatMap(list);
  return {
    ...first,
    documents: all(({ documents }) => documents).sort(compareText),
    prompts: all(({ prompts }) => prompts).sort(compareText),
    boards: all(({ boards }) => boards).sort(compareText),
    findings: all(({ findings }) => findings).sort(compareFindings),
    suppressed: all(({ suppressed }) => suppressed).sort((a, b) => compareFindings(a.finding, b.finding)),
    older: results.reduce((sum, { older }) => sum + older, 0),
    failures: joinFailures(all(({ failures }) => failures)).sort(byRule),
    problems: joinProblems(results),
    skips: all(({ skips }) => skips).sort((a, b) => byRule(a, b) || compareText(a.path, b.path)),
    ...(first.checklists && { checklists: joinChecklists(all(({ checklists }) => (checklists ? [checklists] : []))) }),
  };
}

/** What failed on the workspace failed in each part, and comes last. */
function joinFailures(failures: readonly StoredFailure[]): StoredFailure[] {
  const distinct = [...new Map(failures.map((failure) => [JSON.stringify(failure), failure])).values()];
  const last = ({ where }: StoredFailure) => Number(where === "the workspace");
  return distinct.sort((a, b) => last(a) - last(b) || compareText(a.where, b.where));
}

/** What is said of the workspace comes first, and is the same in each part. */
function joinProblems(results: readonly StoredResult[]): StoredResult["problems"] {
  const [first = [], ...others] = results.map(({ problems }) => problems.map((problem) => JSON.stringify(problem)));
  const end = first.findIndex((problem, index) => others.some((problems) => problems[index] !== problem));
  const common = end < 0 ? first.length : end;
  const own = results.flatMap(({ problems }) => problems.slice(common));
  return [...(results[0]?.problems.slice(0, common) ?? []), ...own.sort((a, b) => compareText(a.path ?? "", b.path ?? ""))];
}

function joinChecklists(checklists: readonly StoredChecklists[]): StoredChecklists {
  return {
    prompts: checklists.flatMap(({ prompts }) => prompts).sort((a, b) => compareText(a.path, b.path)),
    failures: joinFailures(checklists.flatMap(({ failures }) => failures)),
  };
}
