import type { BaselineEntry } from "../accept/baseline.ts";
import type { RuleSkip } from "../check.ts";
import type { Checklists, DecidedItem } from "../checklist.ts";
import { CHECKLIST_ITEMS } from "../checklist/items.ts";
import type { LintOutcome } from "../cli/services.ts";
import type { Finding, SuppressedFinding } from "../finding.ts";
import { messageOf } from "../message-of.ts";
import type { ReadProblem, SkippedPath } from "../read/file-system.ts";
import { once } from "../remembered.ts";
import type { ReportedDocument, ReportedRule } from "../report/report.ts";
import { findLineStarts, type SourceFile } from "../source.ts";

/**
 * A lint result as plain JSON, to be kept or handed on: all that is told of it
 * but what only the model knows. Texts are not in it.
 */
export interface StoredResult {
  /** Paths of what was asked for, as are `prompts` and `boards`, which are among them. */
  documents: readonly string[];
  prompts: readonly string[];
  boards: readonly string[];
  findings: readonly Finding[];
  suppressed: readonly SuppressedFinding[];
  older: number;
  staleBaseline: readonly BaselineEntry[];
  repositoryPath: string;
  failures: readonly StoredFailure[];
  problems: readonly ReadProblem[];
  skipped: readonly SkippedPath[];
  skips: readonly RuleSkip[];
  hints: readonly string[];
  rules: readonly ReportedRule[];
  /** Where somebody asks for it. */
  checklists?: StoredChecklists | undefined;
}

/** What was thrown is there in words. */
export interface StoredFailure {
  ruleId: string;
  where: string;
  cause: string;
}

export interface StoredChecklists {
  prompts: readonly { path: string; boards: readonly string[]; items: readonly StoredItem[] }[];
  failures: readonly StoredFailure[];
}

/** The item is known by its number. */
type StoredItem = DecidedItem extends infer Item
  ? Item extends DecidedItem
    ? Omit<Item, "section" | "title" | "ruleId"> & { ruleId?: string | undefined }
    : never
  : never;

export function toStored(outcome: LintOutcome, { checklists: withChecklists }: { checklists: boolean }): StoredResult {
  const { workspace, findings, suppressed, older, staleBaseline, repositoryPath, failures, problems, skipped, skips, hints, rules } = outcome;
  const pathsOf = (parts: readonly { document: ReportedDocument }[]) => parts.map(({ document }) => document.path);
  const checklists = withChecklists ? outcome.checklists?.() : undefined;
  return {
    documents: workspace.documents.map(({ path }) => path),
    prompts: pathsOf(workspace.prompts),
    boards: pathsOf(workspace.boards),
    findings,
    suppressed,
    older,
    staleBaseline,
    repositoryPath,
    failures: failures.map(toStoredFailure),
    problems: problems.map(({ path, message }) => ({ ...(path !== undefined && { path }), message })),
    skipped,
    skips,
    hints,
    rules: rules.map(({ id, section, rule: { summary, severity, items } }) => ({ id, section, rule: { summary, severity, ...(items && { items }) } })),
    ...(checklists && {
      checklists: {
        prompts: checklists.prompts.map(({ path, boards, items }) => ({ path, boards, items: items.map(toStoredItem) })),
        failures: checklists.failures.map(toStoredFailure),
      },
    }),
  };
}

/** The documents of which a report may show the text. */
export function shownPaths({ findings, suppressed }: Pick<StoredResult, "findings" | "suppressed">): Set<string> {
  const told = [...findings, ...suppressed.map(({ finding }) => finding)];
  return new Set(told.flatMap(({ path, related }) => [path, ...related.map((place) => place.path)]));
}

/** The result again. `textOf` gives the text of a document that was asked for; it is called for what is shown. */
export function fromStored(stored: StoredResult, { root, textOf }: { root: string; textOf(path: string): string }): LintOutcome {
  const { documents: paths, prompts, boards, checklists, ...rest } = stored;
  const documents = new Map(paths.map((path): [string, ReportedDocument] => [path, { path, source: openSource(path, textOf) }]));
  const partsOf = (of: readonly string[]) => of.flatMap((path) => ({ document: documents.get(path)! }));
  const decided = checklists && fromStoredChecklists(checklists);
  return {
    ...rest,
    root,
    workspace: { documents: [...documents.values()], prompts: partsOf(prompts), boards: partsOf(boards) },
    ...(decided && { checklists: () => decided }),
  };
}

function fromStoredChecklists({ prompts, failures }: StoredChecklists): Checklists {
  return { failures, prompts: prompts.map(({ path, boards, items }) => ({ path, boards, items: items.map(fromStoredItem) })) };
}

function toStoredFailure({ ruleId, where, cause }: { ruleId: string; where: string; cause: unknown }): StoredFailure {
  return { ruleId, where, cause: messageOf(cause) };
}

function toStoredItem(item: DecidedItem): StoredItem {
  const { number, ruleId } = item;
  if (item.state === "skipped") return { number, ruleId, state: item.state, reason: item.reason, why: item.why };
  return { number, ruleId, state: item.state, evidence: item.evidence };
}

function fromStoredItem(item: StoredItem): DecidedItem {
  return { ruleId: undefined, ...item, ...CHECKLIST_ITEMS[item.number - 1]! };
}

/** Most documents are only counted: their text is asked for when somebody looks at it. */
function openSource(path: string, textOf: (path: string) => string): SourceFile {
  const text = once(() => textOf(path));
  const lineStarts = once(() => findLineStarts(text()));
  return {
    path,
    get text() {
      return text();
    },
    get lineStarts() {
      return lineStarts();
    },
  };
}
