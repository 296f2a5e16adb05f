import { compareFindings, type Finding, type Severity } from "./finding.ts";
import type { Document } from "./document.ts";
import { boardIn, promptIn } from "./model/lookup.ts";
import type { RunObserver } from "./observer.ts";
import type { Problem, RegisteredRule, Rule, RuleContext } from "./rule.ts";
import { tidy } from "./parse/kept-documents.ts";
import { finish, type Steps } from "./steps.ts";
import type { Workspace } from "./workspace.ts";

/** How a rule is set for one document. */
export interface RuleSetting {
  severity: Severity;
  options: unknown;
  /** Preset `strict` or the checklist asks: what is open counts as wrong. */
  isStrict?: boolean;
}

/** The setting of a rule for a document, `undefined` where it is off. */
export type RuleSettings = (rule: RegisteredRule, path: string) => RuleSetting | undefined;

export interface CheckOptions {
  /** Paths of the documents that rules are asked about; by default all. Rules that compare files are asked anyway. */
  asked?: ReadonlySet<string>;
  observer?: Pick<RunObserver, "ruleDone"> | undefined;
  /** Is asked between two rules whether a document has had its time. */
  hasTime?: (document: Document) => boolean;
}

export interface CheckResult {
  findings: Finding[];
  /** Our own bugs: a rule that threw. The other rules still report; the exit code is 2. */
  failures: RuleFailure[];
  /** What rules could not judge. Neither a pass nor a failure. */
  skips: RuleSkip[];
  /** Documents whose time ran out before all rules had looked at them. */
  late: Document[];
}

export interface RuleFailure {
  ruleId: string;
  /** The file it failed on, or `the workspace`. */
  where: string;
  cause: unknown;
}

export interface RuleSkip {
  ruleId: string;
  path: string;
  /** Stands behind "as". */
  reason: string;
}

/** Asks each rule about each document, and then about the workspace. Findings come sorted, whatever the order of work. */
export function check(workspace: Workspace, rules: readonly RegisteredRule[], settings: RuleSettings, options: CheckOptions = {}): CheckResult {
  return finish(checkingSteps(workspace, rules, settings, options));
}

/** The same, a document or a rule at a time. */
export function* checkingSteps(workspace: Workspace, rules: readonly RegisteredRule[], settings: RuleSettings, options: CheckOptions = {}): Steps<CheckResult> {
  const { asked, observer, hasTime = () => true } = options;
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const skips: RuleSkip[] = [];
  const late: Document[] = [];

  // One document after the other, so that what is known of it can be forgotten.
  for (const document of workspace.documents) {
    if (asked && !asked.has(document.path)) continue;
    const board = boardIn(workspace, document);
    const prompt = promptIn(workspace, document);
    for (const registered of rules) {
      const { rule } = registered;
      const isInScope = rule.checkDocument && takes(rule, { prompt, board });
      const setting = isInScope || (prompt && rule.checkPrompt) || (board && rule.checkBoard) ? settings(registered, document.path) : undefined;
      if (!setting) continue;
      if (!hasTime(document)) {
        late.push(document);
        break;
      }
      const where = document.path;
      if (isInScope) run(registered, where, setting, (context) => rule.checkDocument!(document, context));
      if (prompt && rule.checkPrompt) run(registered, where, setting, (context) => rule.checkPrompt!(prompt, context));
      if (board && rule.checkBoard) run(registered, where, setting, (context) => rule.checkBoard!(board, context));
    }
    tidy(workspace.documents);
    yield;
  }
  for (const registered of rules) {
    const setting = registered.rule.checkWorkspace && settings(registered, "");
    if (!setting) continue;
    run(registered, "the workspace", setting, (context) => registered.rule.checkWorkspace!(workspace, context));
    tidy(workspace.documents);
    yield;
  }

  const order = new Map(rules.map(({ id }, index) => [id, index]));
  const byRule = (one: { ruleId: string }, other: { ruleId: string }) => order.get(one.ruleId)! - order.get(other.ruleId)!;
  return { findings: findings.sort(compareFindings), failures: failures.sort(byRule), skips: skips.sort(byRule), late };

  function run(registered: RegisteredRule, where: string, setting: RuleSetting, work: (context: RuleContext<unknown, string>) => void): void {
    const { id, rule } = registered;
    const report = (document: Document, problem: Problem<string>) => {
      const applied = settings(registered, document.path);
      const finding = applied && toFinding(id, rule, document, problem, applied);
      if (finding) findings.push(finding);
    };
    const skip = (document: Document, reason: string) => {
      if (settings(registered, document.path)) skips.push({ ruleId: id, path: document.path, reason });
    };
    const started = observer && performance.now();
    try {
      work({ options: setting.options, workspace, report, skip });
    } catch (cause) {
      failures.push({ ruleId: id, where, cause });
    }
    if (started !== undefined) observer!.ruleDone(id, performance.now() - started);
  }
}

/** An ordinary document of a repository stays quiet: only `any` looks at it. */
function takes({ scope }: Rule, { prompt, board }: { prompt: unknown; board: unknown }): boolean {
  if (scope === "prompt") return prompt !== undefined;
  if (scope === "board") return board !== undefined;
  if (scope === "script") return prompt !== undefined || board !== undefined;
  return true;
}

function toFinding(ruleId: string, rule: Rule, document: Document, problem: Problem<string>, { severity, isStrict }: RuleSetting): Finding | undefined {
  const { data = {}, related = [], suggestions = [], outsideStrict, fix, items, place, messageId } = problem;
  const own = isStrict ? problem.severity : (outsideStrict ?? problem.severity);
  if (own === "off") return undefined;
  return {
    ruleId,
    messageId,
    message: fillSlots(rule.messages[messageId]!, data),
    severity: own === undefined || SEVERITIES.indexOf(own) < SEVERITIES.indexOf(severity) ? severity : own,
    path: document.path,
    place,
    related,
    ...(fix && { fix }),
    ...(items && { items }),
    suggestions: suggestions.map(({ messageId, data: own = data, edits }) => ({ title: fillSlots(rule.messages[messageId]!, own), edits })),
  };
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

function fillSlots(template: string, data: Record<string, string | number>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, slot: string) => {
    if (!(slot in data)) throw new Error(`No data for the slot {{${slot}}} of «${template}»`);
    return String(data[slot]);
  });
}
