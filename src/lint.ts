import { checkingSteps, type RuleFailure, type RuleSkip } from "./check.ts";
import { buildChecklists, type Checklists } from "./checklist.ts";
import type { BaselineEntry } from "./accept/baseline.ts";
import { type LoadedConfig } from "./config/load.ts";
import type { Level } from "./config/config-file.ts";
import type { Preset } from "./config/presets.ts";
import { isRunnable } from "./plugins/listed.ts";
import type { PluginChoice } from "./plugins/plugin.ts";
import { applyDirectives } from "./directives.ts";
import { faultsOfType, type Document } from "./document.ts";
import { compareText, type Finding, type SuppressedFinding } from "./finding.ts";
import type { Clock } from "./model/clock.ts";
import { describeUnheld, openPatterns } from "./model/patterns.ts";
import type { Prompt } from "./model/prompt.ts";
import type { RunObserver } from "./observer.ts";
import type { EngineName } from "./parse/engine.ts";
import type { FileSystem, ReadProblem, SkippedPath } from "./read/file-system.ts";
import { findRepository } from "./read/git.ts";
import { relativePath } from "./read/paths.ts";
import { once } from "./remembered.ts";
import type { RegisteredRule } from "./rule.ts";
import type { Shard } from "./shard/split.ts";
import { finishWithRests } from "./steps.ts";
import { type Workspace } from "./workspace.ts";

import { readWorkspace, withEntrySchema } from "./read-workspace.ts";
export interface LintOptions {
  fs: FileSystem;
  /** Absolute. */
  cwd: string;
  /** Files, folders and globs relative to `cwd`; without any, the whole workspace. */
  patterns?: readonly string[];
  /** Names that are no globs, whatever is in them. */
  literalPaths?: readonly string[];
  /** Takes what is named and is no board for a prompt, whatever it looks like; by default where one file is named, as hooks name many. */
  namedArePrompts?: boolean | undefined;
  /** What was piped in, in place of the file `path`. */
  stdin?: { path: string; text: string } | undefined;
  /** The workspace root; by default where the repository or the config is. */
  root?: string | undefined;
  /** In place of the nearest `.prompt-lint.json`. */
  configFile?: string | undefined;
  preset?: Preset | undefined;
  /** Over what the config says, by rule id. */
  rules?: Readonly<Record<string, Level>> | undefined;
  /** The time against which ages are told, in milliseconds since 1970; by default that of the call. */
  now?: number | undefined;
  /** In place of `now`. */
  clock?: Clock | undefined;
  engine?: EngineName | undefined;
  /** The environment, to tell CI and git's hooks from a person at work. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Texts in place of those of the files, by path from the workspace root: what a fix would make of them. */
  texts?: ReadonlyMap<string, string> | undefined;
  /** Which plugins are run, code of theirs that is; by default none, and a config that lists some is one of the problems. */
  plugins?: PluginChoice | undefined;
  /** How much text stays parsed as a whole, in UTF-16 units; of more, a part is parsed at a time. By default 4 million. */
  room?: number | undefined;
  /** How long the rules may look at one file, in milliseconds, before the rest of them is left out; by default 5000. */
  deadline?: number | undefined;
  /** Is told how the run goes on. */
  observer?: RunObserver | undefined;
  passOnNoFiles?: boolean;
  reportUnusedDisableDirectives?: boolean;
  /** Only what the work since this branch, tag or commit has brought: findings that the commit where the two parted had are left out. */
  since?: string | undefined;
  /** The files as they are committed next, and only what that commit brings. */
  staged?: boolean;
  /** What was accepted once. */
  baseline?: readonly BaselineEntry[] | undefined;
  /** Tells of a part of the files that are asked for, as of the whole of them. */
  shard?: Shard | undefined;
}

export interface LintResult {
  /** The workspace root: absolute, links followed. */
  root: string;
  /** The part that was asked for. */
  workspace: Workspace;
  /** All that was read. */
  wholeWorkspace: Workspace;
  /** Sorted by file, place and rule. */
  findings: Finding[];
  /** Those that comments in the files silence, and those of the baseline; each sorted. */
  suppressed: SuppressedFinding[];
  /** How many findings `since` or `staged` leaves out. */
  older: number;
  /** Of the baseline, what fits no finding any more in the files that were asked for. */
  staleBaseline: BaselineEntry[];
  /** The workspace root relative to the top of its repository; `""` when it is the same, or in none. */
  repositoryPath: string;
  /** Rules that threw: our own bugs. */
  failures: RuleFailure[];
  /** What could not be read or analysed; with any of them nothing has passed. */
  problems: ReadProblem[];
  skipped: SkippedPath[];
  /** What rules could not judge. */
  skips: RuleSkip[];
  /** What the config says in vain, a sentence each: no reason to fail. */
  hints: string[];
  /** The rules that are on somewhere in the workspace. */
  rules: RegisteredRule[];
  /** Decides the pre-deployment checklist, of the prompts that were asked for; worked out when it is first asked for. */
  checklists(): Checklists;
}

/**
 * Reads, parses, models and checks a workspace. Writes nothing and prints nothing.
 *
 * @throws {UsageError} for a mistake in the config or the options.
 */
export async function lint(options: LintOptions): Promise<LintResult> {
  const { since, staged, baseline, patterns = [], literalPaths = [], stdin } = options;
  if (since === undefined && !staged && !baseline) return lintFiles(options);
  const { acceptKnown, openChange } = await import("./accept/accept.ts");
  const isWhole = patterns.length + literalPaths.length === 0 && !stdin;
  if (since === undefined && !staged) return acceptKnown(await lintFiles(options), { baseline, isWhole });
  const change = openChange(options);
  const result = await lintFiles({ ...options, fs: change.fs });
  // The whole workspace as it was, by the config of today: what a new rule finds in an old text is not new.
  const before = await lintFiles({
    ...options,
    fs: change.before,
    loaded: result.loaded,
    patterns: [],
    literalPaths: [],
    stdin: undefined,
    shard: undefined,
    passOnNoFiles: true,
  });
  return acceptKnown(result, { before, baseline, isWhole });
}

async function lintFiles(options: LintOptions & { loaded?: LoadedConfig }): Promise<LintResult & { loaded: LoadedConfig }> {
  const { workspace: whole, loaded, config, strict, read, asked, selected, openGit } = await readWorkspace(options);
  const { documents } = whole;
  const modelled = await withEntrySchema(whole, config.statusSchema);
  const workspace = { ...modelled, patterns: await openPatterns(modelled, selected) };
  options.observer?.stageDone("model");
  const rules = loaded.rules.filter(isRunnable);
  const { deadline = DEFAULT_DEADLINE } = options;
  const pluginsRefused = loaded.refusedPlugins !== undefined;
  const checked = await finishWithRests(
    checkingSteps(workspace, rules, config.ruleSettings, { asked: selected, observer: options.observer, hasTime: createDeadline(deadline) }),
    (done) => options.observer?.fileDone("checking", Math.min(done, selected.size), selected.size),
  );
  const { findings, suppressed, silencers } = applyDirectives({
    findings: checked.findings,
    documents,
    ruleIds: loaded.rules.map(({ id }) => id),
    pluginsRefused,
    unusedSeverity: config.unusedDirectives,
    requireReason: config.requireDisableReason,
  });
  options.observer?.stageDone("check");

  const told = workspace.documents.filter(({ path }) => selected.has(path));
  return {
    loaded,
    root: read.root,
    workspace: onlySelected(workspace, selected),
    wholeWorkspace: workspace,
    findings: findings.filter(({ path }) => selected.has(path)),
    suppressed: suppressed
      .filter(({ path }) => selected.has(path))
      .map((finding) => ({ finding, kind: "inSource", reason: silencers.get(finding)?.reason ?? "" })),
    older: 0,
    staleBaseline: [],
    repositoryPath: relativePath(findRepository(options.fs, read.root)?.top ?? read.root, read.root) ?? "",
    failures: checked.failures,
    problems: [
      ...describeRefusedPlugins(loaded),
      ...read.problems,
      ...sortByPath([...told.flatMap(describeRefusals), ...describeSpentBudget(workspace), ...describeLate(checked.late, deadline)]),
    ],
    skipped: read.skipped,
    skips: checked.skips.filter(({ path }) => selected.has(path)),
    hints: config.describeUnmatched(read.allPaths),
    rules: rules.filter((rule) => documents.some(({ path }) => asked.has(path) && config.ruleSettings(rule, path))),
    checklists: once(() =>
      buildChecklists({
        // Also the status files that were not named belong to a prompt that was.
        workspace: { ...workspace, git: openGit(workspace.boards.map(({ document }) => document.path)) },
        rules,
        settings: strict().ruleSettings,
        prompts: choosePrompts(workspace, asked, read.named).filter(({ document }) => selected.has(document.path)),
        requireReason: config.requireDisableReason,
        pluginsRefused,
      }),
    ),
  };
}

/** The prompts named one by one, and of the others those that set several sessions to work, or the only one. */
function choosePrompts({ prompts }: Workspace, paths: ReadonlySet<string>, named: readonly string[]): Prompt[] {
  const asked = prompts.filter(({ document }) => paths.has(document.path));
  const chosen = asked.filter(({ document, severalSessions }) => severalSessions || named.includes(document.path));
  return chosen.length > 0 || asked.length > 1 ? chosen : asked;
}

/** The part of the workspace that was asked for; the other files were read for what they say of it. */
function onlySelected(workspace: Workspace, selected: ReadonlySet<string>): Workspace {
  const isTold = ({ document }: { document: Document }) => selected.has(document.path);
  return {
    ...workspace,
    documents: workspace.documents.filter(({ path }) => selected.has(path)),
    prompts: workspace.prompts.filter(isTold),
    boards: workspace.boards.filter(isTold),
  };
}

/** Whatever was looked at first. */
function sortByPath(problems: readonly ReadProblem[]): ReadProblem[] {
  return [...problems].sort((a, b) => compareText(a.path ?? "", b.path ?? ""));
}

/** One prompt can spend what all need: what was not looked at for that has not passed. */
function describeSpentBudget({ patterns }: Workspace): ReadProblem[] {
  return patterns.unheld.filter(({ isOverall }) => isOverall).map((unheld) => ({ path: unheld.document.path, message: describeUnheld(unheld) }));
}

/** What nobody ran has not passed. */
function describeRefusedPlugins({ refusedPlugins: refused }: LoadedConfig): ReadProblem[] {
  if (!refused) return [];
  return [{ path: refused.path, message: `line ${refused.line}: the plugins were not run, as ${refused.why}: what they check has not passed` }];
}

/** In milliseconds: a hundred times what a long prompt takes. */
const DEFAULT_DEADLINE = 5000;

/** Tells of each document whether its time goes on; `now` in milliseconds. */
function createDeadline(deadline: number, now: () => number = () => performance.now()): (document: Document) => boolean {
  let current: Document | undefined;
  let started = 0;
  return (document) => {
    if (document !== current) [current, started] = [document, now()];
    return now() - started <= deadline;
  };
}

/** What no rule looked at has not passed. */
function describeLate(late: readonly Document[], deadline: number): ReadProblem[] {
  return late.map(({ path }) => ({ path, message: `took more than ${deadline / 1000} s, and not all rules have looked at it (\`--deadline\` gives it more)` }));
}

/** What a parser refused was not analysed, and must not look like a pass. */
function describeRefusals(document: Document): ReadProblem[] {
  return faultsOfType(document, "too-large").map(({ place, reason }) => ({
    path: document.path,
    message: `line ${place.start.line} is too large to analyse: ${reason}`,
  }));
}
