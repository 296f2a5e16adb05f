import type { SyntaxNode } from "unbash";
import type { BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { failureBranch } from "./conditions.ts";
import type { Handler } from "./handlers.ts";
import { EXEMPT } from "./known-commands.ts";
import { commandsIn } from "./nodes.ts";
import type { ShellOptions } from "./options.ts";
import type { ShellText } from "./text.ts";

/** How a failure is noticed, or why it is not. */
export type Reason =
  // checked
  | "errexit"
  | "trap"
  | "condition"
  | "handler"
  | "status-test"
  | "status-passed-on"
  | "result-test"
  | "output-filter"
  | "caller"
  | "exec"
  // swallowed
  | "ignored"
  | "only-printed"
  | "cleanup"
  // unchecked
  | "overwritten"
  | "last"
  | "list-end"
  | "pipeline"
  | "substitution"
  | "declaration"
  | "background"
  | "loop-round"
  | "negated"
  | "untested-status"
  | "pasted"
  // exempt
  | "exempt"
  | "transparent"
  | "placeholder"
  | "not-shell";

export type Verdict = "checked" | "unchecked" | "swallowed" | "exempt";

/** What becomes of a non-zero exit status. */
export interface Fate {
  verdict: Verdict;
  by: Reason;
  /** A clause that can follow "because" or stand in brackets, without a full stop. */
  explanation: string;
  /** What notices it: the condition, handler, test or `set -e`. */
  checker?: BashSpan | undefined;
  /** What is done then, as far as the script says. */
  handler?: Handler | undefined;
  /** Errexit ends a subshell with it, so that nobody gets to test what it printed. */
  isEnding?: boolean;
  /** Of a job: the fate of the `wait` that asks for its status. */
  awaited?: Fate;
}

/** Why errexit and the ERR trap do not act on a command: bash manual 4.3.1, `-e`. */
export interface Exemption {
  why: "condition" | "list" | "negation";
  /** The condition, list or negated pipeline. */
  span: BashSpan;
  /** The function that is called there, when the command stands in one. */
  call?: string;
  /** Errexit was off when the negation began: bash then exempts the command itself, and nothing inside of it. */
  isLate?: boolean;
}

/** What runs after a node, in the shell and function it stands in and then outside of them. */
export interface Following {
  nodes: readonly SyntaxNode[];
  /** Of the next node. */
  index: number;
  outer: Following | undefined;
  /** What ends after the last of `nodes`. */
  border?: "function" | "shell" | "loop" | undefined;
}

/** Where a node stands, and what becomes of its status there. */
export interface Context {
  /** When it is not zero and nothing here acts on it. */
  onFailure: Fate;
  /** When it is zero: what `!` turns a failure into. */
  onSuccess: Fate;
  exemption: Exemption | undefined;
  /** What notices that a substitution's output is empty. */
  output: Fate | undefined;
  /** Its output goes into a substitution, or only to the terminal by way of one: `echo "$(cmd)"`. */
  captured: "no" | "yes" | "to be shown";
  /** A simple command that is all there is of a pipeline's element or of a job: it runs no ERR trap. */
  isAlone: boolean;
  /** Left of `&&`: its status decides whether the rest runs. */
  leftOfAnd: readonly SyntaxNode[];
  following: Following | undefined;
  /** In a function: what becomes of the status it returns. */
  returning: Fate | undefined;
  calls: readonly string[];
  loops: readonly SyntaxNode[];
  /** The innermost statement that is no part of a word, in the script's text. */
  statement: BashSpan;
  /** The outermost pipeline or assignment, in the script's text: what a reader takes for one command. */
  unit: BashSpan | undefined;
  /** Whether `unit` is that of the command whose words are being walked. */
  inWord: boolean;
  text: ShellText;
  depth: number;
}

/** A shell execution environment (bash manual 3.7.3). Subshells copy it. */
export interface Shell {
  options: ShellOptions;
  errTrap: Fate | undefined;
  /** What becomes of the status that it ends with; of the main shell, errexit's own. */
  exit: Fate | undefined;
  /** Background jobs that nothing waited for yet. */
  jobs: Fate[];
}

/** What becomes of a command that fails in `context`. */
export function fateOfFailure({ exemption, following, onFailure, isAlone }: Context, { options, errTrap, exit }: Shell): Fate {
  const isExiting = options.errexit && exemption === undefined;
  const ending = isExiting ? leaveShell(following, exit, { by: "errexit", explanation: "errexit is in force", checker: options.errexitSwitch }) : onFailure;
  if (isExiting && ending.verdict === "checked") return ending;

  if (!errTrap || isAlone || exemption) return ending;
  // A trap that only exits ends no more than the shell it runs in.
  const trapped = errTrap.handler?.acts.every((act) => act === "exits" || act === "prints") ? leaveShell(following, exit, errTrap) : errTrap;
  return trapped.verdict === "checked" || ending.verdict === "unchecked" ? trapped : ending;
}

/** What becomes of a failure that ends the shell it happens in: the main script, or a subshell that something may be left of. */
export function leaveShell(following: Following | undefined, exit: Fate | undefined, by: Omit<Fate, "verdict"> & { verdict?: Verdict }): Fate {
  return exit === undefined || hasMore(following, "shell") ? { verdict: "checked", ...by } : exit;
}

/** What becomes of a status of 0 that `!` made of a failure, at the end of a body whose own failure has the fate `onFailure`. */
export function invertedFate(onFailure: Fate, { onSuccess }: Context): Fate {
  // Whoever notices that the body fails also sees that it does not.
  return onFailure.verdict === "checked" ? onFailure : onSuccess;
}

/** Whether anything that matters is left to run before `border` is reached. */
export function hasMore(following: Following | undefined, border: NonNullable<Following["border"]>): boolean {
  for (let at = following; at; at = at.outer) {
    if (lastStep(at.nodes) >= at.index) return true;
    if (at.border === border || at.border === "shell") return false;
    if (at.border === "loop") return true;
  }
  return false;
}

/** The index of the last of a list's nodes that does something; -1 when none does. */
const lastStep: (nodes: readonly SyntaxNode[]) => number = remembered((nodes) => nodes.findLastIndex(doesSomething));

/** Whether it does more, when all goes well, than to say, to test or to look at `$?`. */
function doesSomething(node: SyntaxNode): boolean {
  if (node.type === "Statement") return doesSomething(node.command);
  if (node.type === "AndOr") {
    const handler = node.operators.indexOf("||");
    return node.commands.slice(0, handler < 0 ? undefined : handler + 1).some(doesSomething);
  }
  if (node.type === "If" && !node.else && node.elif.length === 0 && failureBranch(node) === node.then) return false;
  return commandsIn(node, "scripts").some(({ name }) => name !== undefined && !EXEMPT.has(name.value));
}

/** The nodes that run next, nearest first; at most `limit`. */
export function* nextNodes(following: Following | undefined, limit = 200): Generator<SyntaxNode> {
  let left = limit;
  for (let at = following; at; at = at.outer) {
    for (let index = at.index; index < at.nodes.length; index++) {
      if (left-- <= 0) return;
      yield at.nodes[index]!;
    }
  }
}

/** The fate that a job has in the end. */
export function settled(fate: Fate): Fate {
  let at = fate;
  for (let steps = 0; at.awaited && steps < 100; steps++) at = at.awaited;
  return at;
}

/** A fate with more known about it; that of a job is still decided by a later `wait`. */
export function extended(fate: Fate, more: Pick<Fate, "handler" | "isEnding">): Fate {
  return { ...fate, ...more, ...(fate.by === "background" && { awaited: fate }) };
}

/** The worse of two fates for whoever has to be told. */
export function isWorse(fate: Fate, than: Fate): boolean {
  return WORST_FIRST.indexOf(fate.verdict) < WORST_FIRST.indexOf(than.verdict);
}

const WORST_FIRST: readonly Verdict[] = ["unchecked", "swallowed", "checked", "exempt"];

/** A status that goes nowhere but `fate`. */
export function sinkInto(fate: Fate): Pick<Context, "onFailure" | "onSuccess" | "leftOfAnd"> {
  return { onFailure: fate, onSuccess: fate, leftOfAnd: [] };
}

/** A border that nothing is left in front of. */
export function endOf(border: NonNullable<Following["border"]>, outer?: Following): Following {
  return { nodes: [], index: 0, outer, border };
}

/** The shell of `( … )`, a substitution or a compound command in a pipeline or job; it ends with `exit`. */
export function subshellOf(shell: Shell, exit: Fate): Shell {
  return { options: { ...shell.options }, errTrap: shell.options.errtrace ? shell.errTrap : undefined, exit, jobs: [] };
}
