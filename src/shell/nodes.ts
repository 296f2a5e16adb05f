import { forEachChild, type Assignment, type Command, type SyntaxNode, type Word } from "unbash";
import { remembered } from "../remembered.ts";
import type { Substitution } from "./text.ts";

/** Deeper nesting than anybody writes; beyond it there is no verdict. */
export const MAX_DEPTH = 100;

/**
 * Calls `visit` for `root` and what is below it, parents first, in source order.
 * Scripts inside substitutions are left out unless `into` says otherwise;
 * `visit` may return `false` to leave out what is below a node.
 */
export function walkNodes(root: SyntaxNode, visit: (node: SyntaxNode, depth: number) => boolean | void, into: "words" | "scripts" = "words"): void {
  const walk = (node: SyntaxNode, depth: number): void => {
    if (visit(node, depth) === false || depth > MAX_DEPTH * 4) return;
    if (into === "words" && isSubstitution(node)) return;
    forEachChild(node, (child) => walk(child, depth + 1));
  };
  walk(root, 0);
}

export function isSubstitution(node: SyntaxNode): node is Substitution {
  return node.type === "CommandExpansion" || node.type === "ProcessSubstitution" || node.type === "ArithmeticCommandExpansion";
}

/** The substitutions in the words at and below `node`, in source order, not those inside other substitutions. */
export function substitutionsIn(node: SyntaxNode): Substitution[] {
  const found: Substitution[] = [];
  walkNodes(node, (child) => {
    if (isSubstitution(child)) found.push(child);
    return !isStatementNode(child) || child === node;
  });
  return found;
}

/** The simple commands at and below `node`, functions that are only defined there left out. */
export function commandsIn(node: SyntaxNode, into: "words" | "scripts" = "words"): Command[] {
  const found: Command[] = [];
  walkNodes(
    node,
    (child) => {
      if (child.type === "Command") found.push(child);
      return child.type !== "Function";
    },
    into,
  );
  return found;
}

/** Whether the value of a word is known before it runs. */
export function isStatic(word: Word): boolean {
  return (word.parts ?? []).every((part) => {
    if (part.type === "DoubleQuoted" || part.type === "LocaleString") return part.parts.every((inner) => inner.type === "Literal");
    return part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted";
  });
}

/** The names of the variables that `node` reads, `?` and `!` among them; not those read inside substitutions. */
export function variablesIn(node: SyntaxNode): Set<string> {
  const names = new Set<string>();
  walkNodes(node, (child) => {
    const name = variableOf(child);
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** The names of the variables that are read anywhere below `node`, in substitutions, too. */
export const namesBelow: (node: SyntaxNode) => ReadonlySet<string> = remembered((root: SyntaxNode) => {
  const names = new Set<string>();
  walkNodes(
    root,
    (node) => {
      const name = variableOf(node);
      if (name !== undefined) names.add(name);
    },
    "scripts",
  );
  return names;
});

/** The variable that a part of a word or of an arithmetic expression reads. */
export function variableOf(node: SyntaxNode): string | undefined {
  if (node.type === "SimpleExpansion") return node.text.slice(1);
  if (node.type === "ParameterExpansion") return node.parameter;
  if (node.type === "ArithmeticWord" && /^[A-Za-z_]\w*$/.test(node.value)) return node.value;
  return undefined;
}

/** `X=…`, `local X=…`: what a command assigns to. */
export function assignmentsOf(command: Command): Assignment[] {
  return [...command.prefix, ...command.suffix].filter((node): node is Assignment => node.type === "Assignment");
}

/** The command, test or expansion that runs first in `node`, which is what `$?` in it would look back from. */
export function firstOf(node: SyntaxNode): SyntaxNode {
  for (let at = node; ;) {
    if (at.type === "Statement" || at.type === "Redirected") at = at.command;
    else if (at.type === "Pipeline" || at.type === "AndOr" || at.type === "CompoundList" || at.type === "Script") {
      const first: SyntaxNode | undefined = at.commands[0];
      if (!first) return at;
      at = first;
    } else if (at.type === "If" || at.type === "While") at = at.clause;
    else if (at.type === "BraceGroup" || at.type === "Subshell") at = at.body;
    else return at;
  }
}

/** Whether `node` reads the status of what ran right before it: `$?`, `${PIPESTATUS[0]}`. */
export function readsStatus(node: SyntaxNode): "last" | "pipeline" | undefined {
  const first = firstOf(node);
  const names =
    first.type === "Case"
      ? variablesIn(first.word)
      : first.type === "Command" || first.type === "TestCommand" || first.type === "ArithmeticCommand"
        ? variablesIn(first)
        : new Set<string>();
  return names.has("PIPESTATUS") || names.has("pipestatus") ? "pipeline" : names.has("?") ? "last" : undefined;
}

function isStatementNode({ type }: SyntaxNode): boolean {
  return type === "Command" || type === "CompoundList" || type === "Statement";
}
