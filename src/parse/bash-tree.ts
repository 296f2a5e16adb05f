import { forEachChild, type Command, type SyntaxNode } from "unbash";
import { remembered } from "../remembered.ts";

/**
 * Every node under `root`, `root` included, in source order, also inside
 * command substitutions and here-documents.
 *
 * Left out: what lies deeper than 200 levels, and scripts in escaped backticks,
 * whose offsets index a string of their own (unbash `Script.source`).
 */
export const descendants: (root: SyntaxNode) => readonly SyntaxNode[] = remembered((root) => {
  const found: SyntaxNode[] = [];
  const open: { node: SyntaxNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    found.push(node);
    if (depth >= MAX_DEPTH) continue;
    const children: SyntaxNode[] = [];
    try {
      forEachChild(node, (child) => {
        if (!("source" in child) || child.source === undefined) children.push(child);
      });
    } catch (error) {
      // Word parts parse on first access; unbash runs out of stack on some hostile ones.
      if (!(error instanceof RangeError)) throw error;
    }
    for (const child of children.reverse()) open.push({ node: child, depth: depth + 1 });
  }
  return found;
});

const MAX_DEPTH = 200;

export function descendantsOfType<Type extends SyntaxNode["type"]>(root: SyntaxNode, type: Type) {
  return descendants(root).filter((node): node is Extract<SyntaxNode, { type: Type }> => node.type === type);
}

/** The simple commands under `root`, in source order. */
export function simpleCommands(root: SyntaxNode): Command[] {
  return descendantsOfType(root, "Command");
}

/** What decides whether, or how often, the commands in it run: bash manual 3.2.5 and 3.3. */
export const BRANCHING: ReadonlySet<SyntaxNode["type"]> = new Set(["If", "While", "For", "ArithmeticFor", "Case", "Function"]);

/** The name of a simple command, `""` for a bare assignment or redirection. */
export function commandName(command: Command): string {
  return command.name?.value ?? "";
}
