import type { Assignment, For, SyntaxNode, Word } from "unbash";
import { descendants } from "../parse/bash-tree.ts";
import type { BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { writtenFile, type Invocation } from "./commands.ts";
import { effectOf } from "./effects.ts";
import { walkNodes } from "./nodes.ts";
import type { ScriptPart } from "./script-parts.ts";

/**
 * What an empty variable would spoil where it is read.
 *
 * - `target`: where a command acts: a path, a branch, the list of a loop
 * - `value`: what is looked for, counted or written
 * - `said`: only what is told to the reader
 */
export type VariableUse = "target" | "value" | "said";

/** How the expansion at `span` is used in the outermost script of `parts`. */
export function useOfVariable({ pos, end }: BashSpan, part: ScriptPart): VariableUse {
  const { tree, text } = part;
  const holds = (node: SyntaxNode | undefined): boolean => node !== undefined && node.pos <= pos && end <= node.end;
  // The innermost command comes last, as its parents come first.
  const command = lastHolding(part, { pos, end });
  const loop = loopsIn(tree).findLast((node) => node.wordlist?.some(holds) ?? false);
  if (!command || (loop && loop.pos > command.node.pos)) return loop ? "target" : "value";

  const { invocation } = command;
  if (invocation.redirects.some((redirect) => holds(writtenFile(redirect)))) return "target";
  const writes = invocation.redirects.some((redirect) => writtenFile(redirect));
  if (invocation.name === "echo" || invocation.name === "printf") return writes ? "value" : "said";
  const word = [...invocation.args.map((argument) => argument.word), ...assigned(invocation.assignments)].find(holds);
  // A word with blanks is a message, unless it is a script for an editor.
  const isText = word === undefined || (/\s/.test(word.value) && invocation.name !== "sed") || invocation.assignments.some(holds);
  return !isText && effectOf(invocation, text) === "critical" ? "target" : "value";
}

const loopsIn = remembered((tree: SyntaxNode) => descendants(tree).filter((node): node is For => node.type === "For"));

/** The last command around `span`, or with a here document around it. */
function lastHolding(part: ScriptPart, { pos, end }: BashSpan): ScriptPart["commands"][number] | undefined {
  const reaches = reachesOf(part);
  for (let index = reaches.length - 1; index >= 0; index--) {
    const { command, spans, furthest } = reaches[index]!;
    // None of those in front goes that far.
    if (furthest < end) return undefined;
    if (command.node.pos <= pos && spans.some((span) => span.pos <= pos && end <= span.end)) return command;
  }
  return undefined;
}

/** For each command what it is and holds, and the end of what reaches furthest up to there. */
const reachesOf = remembered(({ commands }: ScriptPart) => {
  let furthest = 0;
  return commands.map((command) => {
    const bodies = command.invocation.redirects.flatMap((redirect) => (redirect.type === "HereDoc" ? [redirect.body] : []));
    const spans: BashSpan[] = [command.node, ...bodies];
    furthest = Math.max(furthest, ...spans.map((span) => span.end));
    return { command, spans, furthest };
  });
});

function assigned(assignments: readonly Assignment[]): Word[] {
  return assignments.flatMap(({ value }) => (value.type === "Word" ? [value] : []));
}

/** The names that a script sets for what follows: not those of its loops and functions. */
export function lastingNames({ tree, commands }: ScriptPart): Map<string, BashSpan> {
  const names = new Map<string, BashSpan>();
  const inFunction: BashSpan[] = descendants(tree).filter(({ type }) => type === "Function");
  for (const { node, invocation } of commands) {
    if (inFunction.some((outer) => outer.pos <= node.pos && node.end <= outer.end) || !setsLasting(invocation)) continue;
    walkNodes(node, (child) => {
      if (child.type === "Assignment") names.set(child.name, child);
    });
    if (invocation.name === "read") for (const { value, word } of invocation.args) if (/^[A-Za-z_]\w*$/.test(value)) names.set(value, word);
  }
  return names;
}

/** `X=1 cmd` sets it for the command alone. */
function setsLasting({ name }: Invocation): boolean {
  return name === "" || name === "export" || name === "declare" || name === "readonly" || name === "read";
}
