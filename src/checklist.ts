import type { Position } from "unist";
import { check, type RuleFailure, type RuleSettings, type RuleSkip } from "./check.ts";
import { CHECKLIST_ITEMS, isOfBoard, isOfCoordination, isOfEntries, type ChecklistItem } from "./checklist/items.ts";
import { applyDirectives, type Directive } from "./directives.ts";
import type { Finding } from "./finding.ts";
import { boardsOf, mainBoardsOf } from "./model/prompt-boards.ts";
import type { Prompt } from "./model/prompt.ts";
import { readProtocol } from "./model/protocol.ts";
import type { RegisteredRule } from "./rule.ts";
import type { Workspace } from "./workspace.ts";

/** The thirty items of the pre-deployment checklist, decided for one prompt. */
export interface PromptChecklist {
  /** Of the prompt. */
  path: string;
  /** Of the status files its sessions work from, sorted. */
  boards: readonly string[];
  /** In the order of the checklist. */
  items: readonly DecidedItem[];
}

export type DecidedItem = ChecklistItem & {
  /** The rule that decides it; `undefined` when there is none. */
  ruleId: string | undefined;
} & (
    | {
        /** ✅ ❌ */
        state: "passed" | "failed";
        /** Where that is seen; at least one place, in reading order. */
        evidence: readonly [EvidencePlace, ...EvidencePlace[]];
      }
    | {
        /** ⏭ */
        state: "skipped";
        /** Whether it does not apply, the user has switched it off, or it may apply and could not be decided. */
        reason: SkipReason;
        /** A clause without a full stop. */
        why: string;
      }
  );

export const SKIP_REASONS = ["does-not-apply", "switched-off", "undecided"] as const;
type SkipReason = (typeof SKIP_REASONS)[number];

interface EvidencePlace {
  path: string;
  place: Position;
  /** What is there. */
  phrase: string;
  /** Of the finding that it is; several rules may speak against an item. */
  ruleId?: string;
}

export interface Checklists {
  /** One for each prompt that was asked for. */
  prompts: readonly PromptChecklist[];
  /** Rules that threw: what they had to decide is skipped. */
  failures: readonly RuleFailure[];
}

export type ChecklistCounts = Record<DecidedItem["state"], number> & {
  /** Those of `skipped` that may apply. */
  undecided: number;
};

export interface ChecklistInput {
  /** All of it, whatever was asked for. */
  workspace: Workspace;
  rules: readonly RegisteredRule[];
  /** As in preset `strict`; `undefined` where the config switches a rule off. */
  settings: RuleSettings;
  /** Those to decide the checklist for. */
  prompts: readonly Prompt[];
  requireReason: boolean;
  pluginsRefused?: boolean;
}

/** Runs all rules that decide an item, whatever severity they are set to, and looks for evidence where they report nothing. */
export function buildChecklists({ workspace, rules, settings, prompts, requireReason, pluginsRefused = false }: ChecklistInput): Checklists {
  const deciding = rules.filter(({ rule }) => rule.items !== undefined);
  // A problem that its rule reports as less severe is no error in preset `strict` either.
  const asStrict: RuleSettings = (rule, path) => {
    const setting = settings(rule, path);
    return setting && { ...setting, severity: "error", isStrict: true };
  };
  const asked = new Set(prompts.flatMap((prompt) => judgedPaths(prompt, workspace)));
  const { findings, failures, skips } = check(workspace, deciding, asStrict, { asked });
  const { silencers } = applyDirectives({ findings, documents: workspace.documents, ruleIds: rules.map(({ id }) => id), requireReason, pluginsRefused });
  const crashed = [...failures];
  const judge: Judge = { workspace, settings, findings: findings.filter(({ severity }) => severity === "error"), silencers, skips, crashed };
  return { prompts: prompts.map((prompt) => decide(prompt, deciding, judge)), failures: crashed };
}

/**
 * The items over several prompts: one fails when it fails for any, is undecided
 * when it is that for any, and else passed when it is for any.
 */
export function countTogether(prompts: readonly PromptChecklist[]): ChecklistCounts {
  const counts = { passed: 0, failed: 0, skipped: 0, undecided: 0 };
  for (const { number } of CHECKLIST_ITEMS) {
    const all = prompts.map(({ items }) => items[number - 1]!);
    const has = (state: DecidedItem["state"]) => all.some((item) => item.state === state);
    const isOpen = !has("failed") && all.some(isUndecided);
    counts[has("failed") ? "failed" : has("passed") && !isOpen ? "passed" : "skipped"]++;
    if (isOpen) counts.undecided++;
  }
  return counts;
}

/** Whether an item may apply and nothing tells whether it is passed: for a gate it is not. */
export function isUndecided(item: DecidedItem): boolean {
  return item.state === "skipped" && item.reason === "undecided";
}

/** Whether all items that apply are passed, and each that may apply was decided. */
export function isReady({ items }: PromptChecklist): boolean {
  return items.every((item) => item.state !== "failed" && !isUndecided(item));
}

interface Judge {
  workspace: Workspace;
  settings: RuleSettings;
  findings: readonly Finding[];
  silencers: ReadonlyMap<Finding, Directive>;
  skips: readonly RuleSkip[];
  /** Grows by what goes wrong while evidence is looked for. */
  crashed: RuleFailure[];
}

function decide(prompt: Prompt, rules: readonly RegisteredRule[], judge: Judge): PromptChecklist {
  const boards = prompt.severalSessions ? boardsOf(prompt, judge.workspace).map(({ document }) => document.path) : [];
  const paths = [...new Set([prompt.document.path, ...boards])];
  const items = CHECKLIST_ITEMS.map((item): DecidedItem => {
    const registered = rules.find(({ rule }) => rule.items!.includes(item.number));
    return { ...item, ruleId: registered?.id, ...decideItem({ item, prompt, paths, registered, rules, judge }) };
  });
  return { path: prompt.document.path, boards, items };
}

type Decision = { state: "passed" | "failed"; evidence: readonly [EvidencePlace, ...EvidencePlace[]] } | { state: "skipped"; reason: SkipReason; why: string };

interface ItemToDecide {
  item: ChecklistItem;
  prompt: Prompt;
  /** Of the prompt and its boards. */
  paths: readonly string[];
  registered: RegisteredRule | undefined;
  rules: readonly RegisteredRule[];
  judge: Judge;
}

function decideItem({ item, prompt, paths, registered, rules, judge }: ItemToDecide): Decision {
  const { workspace, findings, silencers, skips, crashed, settings } = judge;
  if (!registered) return skipped("undecided", "no rule decides it yet");
  const { id, rule } = registered;
  if (!prompt.severalSessions && isOfCoordination(item)) return skipped("does-not-apply", "the prompt does not set several sessions to work");

  const itemsOf = new Map(rules.map((one) => [one.id, one.rule.items!]));
  const judged = isOfBoard(item) ? paths : ownPaths(item, prompt, workspace);
  const main = isOfEntries(item) ? mainBoardsOf(prompt, workspace).map(({ document }) => document.path) : undefined;
  // What entries lack counts in the file that says who has what; that there is no file counts anyway.
  const isJudged = ({ ruleId, path }: Finding) => (main && ruleId === id ? main : judged).includes(path);
  const against = findings.filter((finding) => isJudged(finding) && (finding.items ?? itemsOf.get(finding.ruleId)!).includes(item.number));
  const [first, ...others] = against.filter((finding) => !silencers.has(finding)).map(toEvidence);
  if (first) return { state: "failed", evidence: [first, ...others] };

  if (paths.every((path) => !settings(registered, path))) return skipped("switched-off", `\`${id}\` is switched off in the config`);
  if (crashed.some(({ ruleId }) => ruleId === id)) return skipped("undecided", `\`${id}\` crashed`);
  const silencer = against.map((finding) => silencers.get(finding)).find((directive) => directive !== undefined);
  if (silencer) return skipped("switched-off", describeSilence(silencer));
  const skip = skips.find(({ ruleId, path }) => ruleId === id && paths.includes(path));
  if (skip) return skipped("undecided", skip.reason);

  try {
    const evidence = rule.evidence?.(prompt, workspace, item.number);
    if (evidence?.state === "skipped") return skipped("does-not-apply", evidence.why);
    if (evidence) return { state: "passed", evidence: [{ path: evidence.path ?? prompt.document.path, place: evidence.place, phrase: evidence.phrase }] };
  } catch (cause) {
    crashed.push({ ruleId: id, where: prompt.document.path, cause });
    return skipped("undecided", `\`${id}\` crashed`);
  }
  return skipped("undecided", "nothing was found against it, and nothing that shows it");
}

/** Whatever can speak for or against an item of the prompt. */
function judgedPaths(prompt: Prompt, workspace: Workspace): string[] {
  const boards = [...boardsOf(prompt, workspace), ...mainBoardsOf(prompt, workspace)];
  const { delegate } = readProtocol(prompt, workspace);
  return [prompt, ...boards, ...(delegate ? [delegate] : [])].map(({ document }) => document.path);
}

/** The prompt, and where it has its sessions learn how to claim: a status file may hold steps that the prompt does without. */
function ownPaths(item: ChecklistItem, prompt: Prompt, workspace: Workspace): string[] {
  const { delegate } = item.section === "claiming" ? readProtocol(prompt, workspace) : {};
  return [prompt.document.path, ...(delegate?.protocol ? [delegate.document.path] : [])];
}

function skipped(reason: SkipReason, why: string): Decision {
  return { state: "skipped", reason, why };
}

function toEvidence({ path, place, message, ruleId }: Finding): EvidencePlace {
  return { path, place, phrase: message, ruleId };
}

function describeSilence({ path, place, reason }: Directive): string {
  return `it is disabled in ${path}:${place.start.line}${reason === "" ? ", without a reason" : `: ${reason}`}`;
}
