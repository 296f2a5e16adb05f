import type { AndOr, Command, Statement, SyntaxNode } from "unbash";
import { forEachChild } from "unbash";
import { MAX_DEPTH } from "./nodes.ts";
import type { PartCommand, ScriptPart } from "./script-parts.ts";

/** A command of a list of statements. */
export interface Step {
  command: PartCommand;
  /** Runs whenever the list does and nothing before it fails: not in a branch, not behind `||`. */
  always: boolean;
}

/** Each list of statements of a part, the script's own first, as the commands that run in it one after the other. */
export function readSequences({ tree, commands }: ScriptPart): Step[][] {
  const byNode = new Map(commands.map((command) => [command.node, command]));
  const sequences: Step[][] = [];
  const open: (readonly Statement[])[] = [tree.commands];
  for (let list = open.shift(); list && sequences.length < MAX_LISTS; list = open.shift()) {
    const steps: Step[] = [];
    for (const { command } of list) readNode(command, true, steps, 0);
    sequences.push(steps);
  }
  return sequences;

  function readNode(node: SyntaxNode, always: boolean, steps: Step[], depth: number): void {
    if (depth > MAX_DEPTH) return;
    switch (node.type) {
      case "Command":
        return addCommand(node, always, steps);
      case "Pipeline":
        for (const part of node.commands) readNode(part, always, steps, depth + 1);
        return;
      case "AndOr":
        return readAndOr(node, always, steps, depth);
      case "Redirected":
        return readNode(node.command, always, steps, depth + 1);
      case "BraceGroup":
        for (const { command } of node.body.commands) readNode(command, always, steps, depth + 1);
        return;
      default:
        return readCompound(node, steps, depth);
    }
  }

  function readAndOr({ commands: parts, operators }: AndOr, always: boolean, steps: Step[], depth: number): void {
    const firstOr = operators.indexOf("||");
    parts.forEach((part, index) => readNode(part, always && (firstOr < 0 || index <= firstOr), steps, depth + 1));
  }

  /** Its lists are sequences of their own; here they may run or not. */
  function readCompound(node: SyntaxNode, steps: Step[], depth: number): void {
    if (depth > MAX_DEPTH) return;
    forEachChild(node, (child) => {
      if (child.type === "CompoundList") open.push(child.commands);
      if (child.type === "Command") addCommand(child, false, steps);
      else readCompound(child, steps, depth + 1);
    });
  }

  function addCommand(node: Command, always: boolean, steps: Step[]): void {
    const command = byNode.get(node);
    if (command) steps.push({ command, always });
  }
}

const MAX_LISTS = 500;
