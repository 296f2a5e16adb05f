import type { ArithmeticExpression, Command, SyntaxNode, Word } from "unbash";
import { descendants } from "../parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { readInvocation, type Invocation } from "./commands.ts";
import { scriptText } from "./text.ts";

/** Which variables a script sets and reads. Its functions count as run. */
export interface Variables {
  /** Names that it gives a value somewhere. */
  sets: ReadonlySet<string>;
  /** In reading order; positional and special parameters left out. */
  reads: readonly VariableRead[];
  /** Names that it asks about first: `[ -z "$X" ]`, `${X:-…}`, `${X:?}`. */
  asked: ReadonlySet<string>;
  /** It runs other files or texts in its own shell, which may set anything. */
  setsUnknown: boolean;
}

export interface VariableRead extends BashSpan {
  name: string;
}

export function readVariables(script: BashScript): Variables {
  const sets = new Set<string>();
  const asked = new Set<string>();
  const reads: VariableRead[] = [];
  let setsUnknown = false;
  const text = scriptText(script);

  for (const node of descendants(script.tree)) {
    if (node.type === "Assignment") sets.add(node.name);
    else if (node.type === "For" || node.type === "Select") sets.add(node.name.value);
    else if (node.type === "Coproc" && node.name) sets.add(node.name.value);
    else if (node.type === "FileDescriptorVariable") sets.add(node.name);
    else if (node.type === "ArithmeticBinary" && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator)) addTarget(node.left);
    else if (node.type === "ArithmeticUnary" && /^(?:\+\+|--)$/.test(node.operator)) addTarget(node.operand);
    else if (node.type === "SimpleExpansion") addRead(node.text.slice(1), node);
    else if (node.type === "ParameterExpansion") {
      const { operation, parameter, prefix } = node;
      if (operation?.type === "Default" || prefix === "#") asked.add(parameter);
      if (operation?.type === "Default" && operation.operator.endsWith("=")) sets.add(parameter);
      if (prefix !== "!" || operation?.type !== "Names") addRead(parameter, node);
    } else if (node.type === "TestUnary") {
      if (/^-[nzv]$/.test(node.operator)) addAsked(node.operand);
    } else if (node.type === "Command") readCommand(node);
  }
  return { sets, reads, asked, setsUnknown };

  function addTarget(target: ArithmeticExpression): void {
    const name = target.type === "ArithmeticWord" ? /^[A-Za-z_]\w*/.exec(target.value)?.[0] : undefined;
    if (name !== undefined) sets.add(name);
  }

  function addRead(name: string, { pos, end }: SyntaxNode): void {
    if (/^[A-Za-z_]\w*$/.test(name)) reads.push({ name, pos, end });
  }

  function addAsked({ value }: Word): void {
    const name = /^\$?\{?([A-Za-z_]\w*)/.exec(value)?.[1];
    if (name !== undefined) asked.add(name);
  }

  function tryInvocation(command: Command): Invocation | undefined {
    try {
      return readInvocation(command, text);
    } catch (error) {
      // unbash recurses where words nest, and runs out of stack on hostile ones.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  function readCommand(command: Command): void {
    const invocation = tryInvocation(command);
    if (!invocation) return;
    for (const name of setByName(invocation)) sets.add(name);
    const { name, args } = invocation;
    const values = args.map(({ value }) => value);
    if (name === "source" || name === "." || name === "eval" || (name === "set" && values.some((value) => /^-[a-z]*a|^allexport$/.test(value))))
      setsUnknown = true;
    // `export $(grep -v '^#' .env)`: names that only the run tells.
    if (DECLARING.has(name ?? "") && args.some(({ isStatic }) => !isStatic)) setsUnknown = true;
    if (name === "[" || name === "test") args.forEach(({ value }, at) => /^-[nzv]$/.test(value) && args[at + 1] && addAsked(args[at + 1]!.word));
  }
}

const DECLARING = new Set(["export", "declare", "local", "readonly", "typeset"]);

/** The names that a builtin sets because they are its arguments. */
export function setByName({ name, args }: Invocation): string[] {
  const values = args.map(({ value }) => value);
  const names = (from: readonly string[]) => from.filter((value) => /^[A-Za-z_]\w*$/.test(value));
  switch (name) {
    case "read":
    case "mapfile":
    case "readarray":
    case "unset":
    case "export":
    case "declare":
    case "local":
    case "readonly":
    case "typeset":
      return [...names(values), ...(name === "read" ? ["REPLY"] : name === "mapfile" || name === "readarray" ? ["MAPFILE"] : [])];
    case "printf":
      return values[0] === "-v" ? names(values.slice(1, 2)) : [];
    case "getopts":
      return [...names(values.slice(1, 2)), "OPTARG", "OPTIND"];
    case "let":
      return values.flatMap((value) => /^([A-Za-z_]\w*)(?:\+\+|--|[-+*/%]?=)/.exec(value)?.[1] ?? []);
    case "wait":
      return values.flatMap((value, at) => (value === "-p" ? names(values.slice(at + 1, at + 2)) : []));
    default:
      return [];
  }
}
