import type { Command, SyntaxNode } from "unbash";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import type { Analysis, Judgement, Site } from "./analysis.ts";
import { discards, type Invocation } from "./commands.ts";
import type { Effect } from "./effects.ts";
import { isWorse, settled, type Context, type Fate, type Reason, type Shell, type Verdict } from "./fate.ts";
import { findForeign } from "./foreign.ts";
import type { Handler } from "./handlers.ts";
import { DEFAULT_OPTIONS, readShebang, type ShellOptions } from "./options.ts";
import { scriptText } from "./text.ts";
import { walkNode } from "./walk.ts";

/** What is known of one simple command of a script. */
export interface CommandVerdict {
  command: Command;
  invocation: Invocation;
  /** In the script's text; of a command inside a string or escaped backticks, all of that where letters differ. */
  span: BashSpan;
  /** The pipeline or assignment it stands in: what a reader takes for one command. */
  unit: BashSpan;
  /** The statement of the script that it is part of: a whole list, also around substitutions. */
  statement: BashSpan;
  /** As the author wrote it, placeholders included. */
  text: string;
  effect: Effect;
  /** `swallowed`: somebody saw the failure coming and decided that nothing follows from it. */
  verdict: Verdict;
  by: Reason;
  /** A clause that says what notices the failure or why nothing does; without a full stop. */
  explanation: string;
  /** The condition, test, handler or `set -e` that notices it, in the script's text. */
  checker: BashSpan | undefined;
  /** What is done about a failure, where the script says so. */
  handler: Handler | undefined;
  /** It runs in a substitution, or in a string handed to another shell. */
  isInWord: boolean;
  /** Errexit is on there, whether it acts or not. */
  hasErrexit: boolean;
  /** Its error messages go to `/dev/null`. */
  isSilenced: boolean;
  /** The loops around it, outermost first. */
  loops: readonly SyntaxNode[];
  /** The functions it stands in, outermost first, the way it was reached first. */
  functions: readonly string[];
}

export interface ScriptAnalysis {
  /** In reading order. */
  commands: readonly CommandVerdict[];
  /** Why commands are missing above: nested too deep, too much to follow. */
  limit: string | undefined;
}

/**
 * Says of every simple command of a script what it does and who notices when
 * it fails. Never throws; commands of a part that is too deep have no verdict.
 */
export const analyzeScript: (script: BashScript) => ScriptAnalysis = remembered((script) => analyzeWith({}, script));

/** The same for a script that starts with `options`, as after `set -e` in front of it. */
export function analyzeWith(options: Partial<ShellOptions>, script: BashScript): ScriptAnalysis {
  const analysis: Analysis = {
    script,
    foreign: new Set(),
    functions: new Map(),
    called: new Set(),
    switching: new Map(),
    cleanups: new Set(),
    described: new Map(),
    sites: new Map(),
    walkedCalls: new Set(),
    budget: BUDGET,
    isTrial: false,
    limit: undefined,
  };
  try {
    analysis.foreign = findForeign(script.tree);
    walkScript(script, options, analysis);
  } catch (error) {
    // unbash reads parts of words when they are asked for, and recurses where they nest.
    if (!(error instanceof RangeError)) throw error;
    analysis.limit ??= "nested too deep";
  }
  const commands = [...analysis.sites.values()].map((site) => toVerdict(site, script));
  return { commands: commands.sort((a, b) => a.span.pos - b.span.pos || a.span.end - b.span.end), limit: analysis.limit };
}

/** Nodes walked for one script; 64 KiB of commands have about a quarter of it. */
const BUDGET = 100_000;

function walkScript(script: BashScript, options: Partial<ShellOptions>, analysis: Analysis): void {
  const shell: Shell = { options: { ...DEFAULT_OPTIONS, ...readShebang(script.tree.shebang), ...options }, errTrap: undefined, exit: undefined, jobs: [] };
  const context: Context = {
    onFailure: { verdict: "unchecked", by: "last", explanation: "it comes last, and nothing looks at its status" },
    onSuccess: { verdict: "unchecked", by: "negated", explanation: "`!` turns its failure into a success" },
    exemption: undefined,
    output: undefined,
    captured: "no",
    leftOfAnd: [],
    isAlone: false,
    following: undefined,
    returning: undefined,
    calls: [],
    loops: [],
    statement: { pos: 0, end: 0 },
    unit: undefined,
    inWord: false,
    text: scriptText(script),
    depth: 0,
  };
  walkNode(script.tree, context, shell, analysis);

  // A function that nothing calls here is called by somebody else, who sees what it returns.
  const returned: Fate = { verdict: "checked", by: "caller", explanation: "the function returns its status to whoever calls it" };
  const cleaned: Fate = { verdict: "swallowed", by: "cleanup", explanation: "a trap runs it to clean up when the script ends" };
  for (const [name, definition] of analysis.functions) {
    if (analysis.called.has(definition)) continue;
    const isCleanup = analysis.cleanups.has(name);
    const fate = isCleanup ? cleaned : returned;
    const inside: Context = { ...context, onFailure: fate, onSuccess: fate, returning: fate, calls: [name] };
    const before = new Set(analysis.sites.keys());
    walkNode(definition.body, inside, { ...shell, jobs: [] }, analysis);
    if (!isCleanup) continue;
    for (const [node, site] of analysis.sites) {
      if (before.has(node)) continue;
      for (const judgement of site.judgements) if (judgement.fate.verdict === "unchecked") judgement.fate = cleaned;
    }
  }
}

function toVerdict(site: Site, script: BashScript): CommandVerdict {
  const judgements = site.judgements.map(({ fate, exemption }) => ({ fate: settled(fate), exemption }));
  const { fate, exemption } = judgements.reduce((worst, next) => (isWorse(next.fate, worst.fate) ? next : worst));
  return {
    command: site.node,
    invocation: site.invocation,
    span: site.span,
    unit: site.unit,
    statement: site.statement,
    text: script.text.slice(site.span.pos, site.span.end),
    effect: site.effect,
    verdict: fate.verdict,
    by: fate.by,
    explanation: fate.verdict === "unchecked" && exemption ? explainExemption(exemption, fate, script) : fate.explanation,
    checker: fate.checker,
    handler: fate.handler,
    isInWord: site.isInWord,
    hasErrexit: site.hasErrexit,
    isSilenced: discards(site.invocation, "errors"),
    loops: site.loops,
    functions: site.calls,
  };
}

/** Why errexit, which is on, does not act; where that is not the reason, the fate's own. */
function explainExemption({ why, span, call }: NonNullable<Judgement["exemption"]>, fate: Fate, script: BashScript): string {
  const line = script.place(span).start.line;
  const where = { condition: "in a condition", list: "left of `&&` or `||`", negation: "behind `!`" }[why];
  if (call !== undefined) return `errexit does not act in \`${call}\`, which is called ${where} on line ${line}`;
  return fate.by === "list-end"
    ? `errexit does not act left of \`&&\`, and nothing looks at how the list ended`
    : `errexit does not act ${where} on line ${line}`;
}
