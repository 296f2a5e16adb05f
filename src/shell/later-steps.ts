import { forEachChild, type SyntaxNode } from "unbash";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { analyzeScript, type CommandVerdict } from "./analyze.ts";
import { jumpIn } from "./handlers.ts";
import { MAX_DEPTH } from "./nodes.ts";

/**
 * The commands that change something and run after `span` whatever comes of
 * it, in reading order: further down in the lists around it, up to a jump and
 * to the end of the loop or function. What stands in a branch or behind `||`
 * is left out, as it may not run.
 */
export function laterSteps(script: BashScript, span: BashSpan): CommandVerdict[] {
  const spans = laterSpans(script.tree, span);
  if (spans.length === 0) return [];
  const [from, to] = [Math.min(...spans.map(({ pos }) => pos)), Math.max(...spans.map(({ end }) => end))];
  const changes = changesIn(script);
  const first = changes.findIndex(({ span: own }) => own.pos >= from);
  const steps: CommandVerdict[] = [];
  for (let index = first; index >= 0 && index < changes.length && changes[index]!.span.pos <= to; index++) {
    const { span: own } = changes[index]!;
    if (spans.some(({ pos, end }) => pos <= own.pos && own.end <= end)) steps.push(changes[index]!);
  }
  return steps;
}

const changesIn = remembered((script: BashScript) =>
  analyzeScript(script).commands.filter(
    ({ effect, invocation, span, isInWord }) => effect === "critical" && !isInWord && !TIDYING.includes(invocation.name ?? "") && !script.isBadExample(span),
  ),
);

/** What is cleaned up needs no step before it to have worked. */
const TIDYING: readonly string[] = ["rm", "rmdir", "mkdir", "popd", "touch"];
/** Statements further down that are looked at, so that a long script costs no more than its length squared. */
const MAX_SPANS = 60;
const NO_FUNCTIONS = { functions: new Map() } as const;

/** The nodes from `root` down to the innermost one that holds `span`. */
export function pathTo(root: SyntaxNode, span: BashSpan): SyntaxNode[] {
  const path: SyntaxNode[] = [];
  for (let node: SyntaxNode | undefined = root; node && path.length < MAX_DEPTH * 4;) {
    path.push(node);
    let inner: SyntaxNode | undefined;
    forEachChild(node, (child) => {
      if (child.pos <= span.pos && span.end <= child.end && !("source" in child && child.source !== undefined)) inner ??= child;
    });
    node = inner;
  }
  return path;
}

function laterSpans(root: SyntaxNode, span: BashSpan): BashSpan[] {
  const spans: BashSpan[] = [];
  for (const node of pathTo(root, span).reverse()) {
    if (node.type === "Function" || node.type === "While" || node.type === "For" || node.type === "ArithmeticFor" || node.type === "Select") return spans;
    if (node.type === "AndOr") {
      // `cmd || echo …` has succeeded when it comes to `&&`.
      node.commands.forEach((command, index) => {
        if (command.pos >= span.end && node.operators[index - 1] === "&&") addCertain(command, spans);
      });
    }
    if (node.type !== "Script" && node.type !== "CompoundList") continue;
    for (const statement of node.commands) {
      if (statement.pos < span.end) continue;
      if (spans.length >= MAX_SPANS || jumpIn(statement, NO_FUNCTIONS) !== undefined) return spans;
      addCertain(statement, spans);
    }
  }
  return spans;
}

/** The parts of `node` that run whenever it does and all goes well. */
function addCertain(node: SyntaxNode, spans: BashSpan[], depth = 0): void {
  if (depth > MAX_DEPTH || node.type === "Function" || node.type === "Case") return;
  if (node.type === "Command" || node.type === "Pipeline") return void spans.push(node);
  if (node.type === "If") return addCertain(node.clause, spans, depth + 1);
  if (node.type === "AndOr") {
    const handler = node.operators.indexOf("||");
    return node.commands.slice(0, handler < 0 ? undefined : handler + 1).forEach((command) => addCertain(command, spans, depth + 1));
  }
  if (node.type === "For" || node.type === "While" || node.type === "BraceGroup" || node.type === "Subshell") return addCertain(node.body, spans, depth + 1);
  if (node.type === "Statement" || node.type === "Redirected") return addCertain(node.command, spans, depth + 1);
  if (node.type === "Script" || node.type === "CompoundList") node.commands.forEach((command) => addCertain(command, spans, depth + 1));
}
