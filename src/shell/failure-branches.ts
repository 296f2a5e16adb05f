import type { AndOr, Function as FunctionNode, If, SyntaxNode } from "unbash";
import { descendants, descendantsOfType } from "../parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { failureBranch } from "./conditions.ts";
import { describeHandler, type Handler, type HandlerScope } from "./handlers.ts";
import { scriptText } from "./text.ts";

/** What a script does when something failed: a branch of an `if`, or what stands right of `||`. */
export interface FailureBranch {
  /** The whole `if` or list. */
  owner: If | AndOr;
  /** Its statements, without `then` and `fi`. */
  span: BashSpan;
  nodes: readonly SyntaxNode[];
  /** The condition, or what stands left of `||`. */
  condition: SyntaxNode;
  handler: Handler;
  /** What it says itself, branches inside of it left out: the words of `echo` and `printf`, as written. */
  words: string;
  /** It is what stands right of `||`, without braces. */
  isList: boolean;
}

/**
 * The branches of a script that say that something failed, or that leave with
 * a failure of their own, in reading order.
 */
export const findFailureBranches: (script: BashScript) => readonly FailureBranch[] = remembered((script) => {
  if (script.badExample || script.isTranscript) return [];
  const scope = handlerScopeOf(script);
  return descendants(script.tree).flatMap((node) => {
    if (script.isBadExample(node)) return [];
    const candidates = node.type === "If" ? branchesOf(node) : node.type === "AndOr" ? alternativeOf(node) : [];
    return candidates.flatMap(({ asksForFailure, ...candidate }) => {
      const handler = describeHandler(candidate.nodes, scope);
      const words = wordsOf(candidate.nodes, script);
      const leaves = asksForFailure && handler.acts.some((act) => act === "exits" || act === "returns") && handler.status !== 0;
      if (!leaves && !saysFailure(words)) return [];
      return [{ owner: node as If | AndOr, ...candidate, handler, words, span: { pos: candidate.nodes[0]!.pos, end: candidate.nodes.at(-1)!.end } }];
    });
  });
});

/** What `describeHandler` needs of a script. */
export const handlerScopeOf: (script: BashScript) => HandlerScope = remembered((script) => {
  const functions = new Map<string, FunctionNode>();
  for (const node of descendantsOfType(script.tree, "Function")) functions.set(node.name.value, node);
  return { text: scriptText(script), functions, described: new Map() };
});

interface Candidate extends Pick<FailureBranch, "nodes" | "condition" | "isList"> {
  asksForFailure: boolean;
}

function branchesOf(node: If): Candidate[] {
  const failed = failureBranch(node);
  const branches = [node, ...node.elif].map(({ clause, then }) => ({
    nodes: then.commands,
    condition: clause,
    isList: false,
    asksForFailure: failed === then,
  }));
  if (node.else) {
    const condition = node.elif.at(-1)?.clause ?? node.clause;
    branches.push({ nodes: node.else.commands, condition, isList: false, asksForFailure: failed === node.else });
  }
  return branches.filter(({ nodes }) => nodes.length > 0);
}

/** What stands right of the last `||` of a list that ends with it. */
function alternativeOf({ commands, operators }: AndOr): Candidate[] {
  const at = operators.lastIndexOf("||");
  if (at < 0 || at !== operators.length - 1) return [];
  const right = commands[at + 1]!;
  const isList = right.type !== "BraceGroup";
  const nodes = right.type === "BraceGroup" ? right.body.commands : [right];
  return nodes.length > 0 ? [{ nodes, condition: commands[at]!, isList, asksForFailure: true }] : [];
}

function wordsOf(nodes: readonly SyntaxNode[], { text }: BashScript): string {
  const said = nodes.flatMap((node) => {
    let inner = node;
    for (let depth = 0; depth < 4 && (inner.type === "Statement" || inner.type === "Redirected"); depth++) inner = inner.command;
    return inner.type === "Command" && ["echo", "printf"].includes(inner.name?.value ?? "") ? [text.slice(inner.pos, inner.end)] : [];
  });
  return said.join("\n").slice(0, MAX_WORDS);
}

const MAX_WORDS = 1000;

/** Whether words say that something went wrong. */
export function saysFailure(words: string): boolean {
  return FAILURE.test(words.replace(NO_FAILURE, ""));
}

/** «no conflicts», «nobody is blocked» */
const NO_FAILURE =
  /\b(?:no|not|0|zero|without|(?:nobody|nothing|none|no one)(?: is| has)?) (?:\w+ )?(?:errors?|conflicts?|failures?|blockers?|blocked|failed|missing|wrong)\b/gi;

const FAILURE =
  /\b(?:errors?|fail(?:ed|s|ure|ures)?|blockers?|blocked|abort(?:ed|ing)?|fatal|cannot|can['’]?t|could not|couldn['’]?t|unable|conflicts?|rejected|wrong|denied|invalid|not found|missing)\b|[❌✗🚫⛔]/iu;
