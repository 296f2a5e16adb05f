import { compareFindings, type Finding, type Severity } from "./finding.ts";
import type { Document } from "./document.ts";
import type { RunObserver } from "./observer.ts";
import type { Problem, RegisteredRule, Rule, RuleContext } from "./rule.ts";
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

export interface CheckResult {
  findings: Finding[];
  /** Our own bugs: a rule that threw. The other rules still report; the exit code is 2. */
  failures: RuleFailure[];
  /** What rules could not judge. Neither a pass nor a failure. */
  skips: RuleSkip[];
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

/** Runs each rule over the workspace. Findings come sorted, whatever the order of work. */
export function check(workspace: Workspace, rules: readonly RegisteredRule[], settings: RuleSettings, observer?: Pick<RunObserver, "ruleDone">): CheckResult {
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const skips: RuleSkip[] = [];
  const prompts = new Set(workspace.prompts.map(({ document }) => document));
  const boards = new Set(workspace.boards.map(({ document }) => document));

  for (const registered of rules) {
    const { id, rule } = registered;
    const run = (where: string, setting: RuleSetting, work: (context: RuleContext<unknown, string>) => void) => {
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
    };

    for (const document of rule.checkDocument ? workspace.documents : []) {
      const setting = settings(registered, document.path);
      if (setting && isInScope(rule, document)) run(document.path, setting, (context) => rule.checkDocument!(document, context));
    }
    const setting = rule.checkWorkspace && settings(registered, "");
    if (setting) run("the workspace", setting, (context) => rule.checkWorkspace!(workspace, context));
  }

  return { findings: findings.sort(compareFindings), failures, skips };

  // An ordinary document of a repository stays quiet: only `any` looks at it.
  function isInScope({ scope }: Rule, document: Document): boolean {
    if (scope === "prompt") return prompts.has(document);
    if (scope === "board") return boards.has(document);
    if (scope === "script") return prompts.has(document) || boards.has(document);
    return true;
  }
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
