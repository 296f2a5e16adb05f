import type { Command, Function as FunctionNode, SyntaxNode } from "unbash";
import type { BashSpan } from "../parse/bash.ts";
import { readInvocation, writtenFile, type Invocation } from "./commands.ts";
import { effectOf } from "./effects.ts";
import { MAX_DEPTH, variablesIn } from "./nodes.ts";
import type { ShellText } from "./text.ts";
import { setByName } from "./variables.ts";

/**
 * What a handler does about a failure.
 *
 * - `exits`, `returns`, `breaks`, `continues`: leaves the script, function or loop, or goes on to the next round
 * - `runs`: runs a command that may put things right
 * - `logs`: writes to a file
 * - `assigns`: sets a variable
 * - `prints`: says or shows something and nothing else
 */
type HandlerAct = "exits" | "returns" | "breaks" | "continues" | "runs" | "logs" | "assigns" | "prints";

export interface Handler {
  /** In the script's text. */
  span: BashSpan;
  /** In the order in which they are first done; empty for `true` and `:`. */
  acts: readonly HandlerAct[];
  /** The status that it exits or returns with, where it is a number. */
  status: number | undefined;
  /** May end with a failure of its own on purpose: `|| false`, `|| [ -d x ]`, `|| (echo …; exit 1)`. */
  fails: boolean;
  /** The variables that it sets. */
  sets: readonly string[];
  /** Whether it prints anything but an empty line. */
  says: boolean;
}

export interface HandlerScope {
  text: ShellText;
  functions: ReadonlyMap<string, FunctionNode>;
  /** What was described before, by its first node, its length and how many functions were known. */
  described: Map<SyntaxNode, Map<string, Handler>>;
}

/** Where in a handler a node stands. */
interface Position {
  inSubshell: boolean;
  /** In a function that the handler calls: `return` ends no more than that. */
  isCalled: boolean;
  depth: number;
}

/** What `nodes` do, one after the other, when they run because something failed. */
export function describeHandler(nodes: readonly SyntaxNode[], scope: HandlerScope): Handler {
  const [first] = nodes;
  if (!first) return readHandler(nodes, scope);
  const known = scope.described.get(first) ?? new Map<string, Handler>();
  scope.described.set(first, known);
  const key = `${nodes.length} ${scope.functions.size}`;
  const handler = known.get(key) ?? readHandler(nodes, scope);
  known.set(key, handler);
  return handler;
}

function readHandler(nodes: readonly SyntaxNode[], { text, functions }: HandlerScope): Handler {
  const acts: HandlerAct[] = [];
  const sets: string[] = [];
  let status: number | undefined;
  let fails = false;
  let says = false;
  const add = (act: HandlerAct) => {
    if (!acts.includes(act)) acts.push(act);
  };
  // Each function is looked into once, as functions that call functions multiply.
  const followed = new Set<string>();
  for (const node of nodes) visit(node, { inSubshell: false, isCalled: false, depth: 0 });

  const first = nodes[0];
  const last = nodes.at(-1);
  const span = first && last ? text.toScript({ pos: first.pos, end: Math.max(first.end, last.end) }) : { pos: 0, end: 0 };
  return { span, acts, status, fails, sets, says };

  function visit(node: SyntaxNode, at: Position): void {
    if (at.depth > MAX_DEPTH) return;
    const below = (child: SyntaxNode, inSubshell = at.inSubshell) => visit(child, { inSubshell, isCalled: at.isCalled, depth: at.depth + 1 });
    fails = false;
    switch (node.type) {
      case "Command":
        return command(node, at);
      case "Statement":
        return below(node.command);
      case "Script":
      case "CompoundList":
      case "AndOr":
        return node.commands.forEach((child) => below(child));
      case "Pipeline":
        node.commands.forEach((child) => below(child, at.inSubshell || node.commands.length > 1));
        if (node.prefixes.some(({ type }) => type === "Negation")) fails = false;
        return;
      case "Redirected": {
        const hadPrinted = acts.includes("prints");
        below(node.command);
        if (hadPrinted || !acts.includes("prints") || !node.redirects.some((redirect) => writtenFile(redirect))) return;
        acts[acts.indexOf("prints")] = "logs";
        return;
      }
      case "BraceGroup":
        return below(node.body);
      case "Subshell":
        return below(node.body, true);
      case "If":
        below(node.clause);
        below(node.then);
        node.elif.forEach((branch) => (below(branch.clause), below(branch.then)));
        if (node.else) below(node.else);
        return;
      case "While":
        below(node.clause);
        return below(node.body);
      case "For":
      case "ArithmeticFor":
      case "Select":
        return below(node.body);
      case "Case":
        return node.items.forEach((item) => below(item.body));
      case "TestCommand":
        fails = true;
        return;
      case "ArithmeticCommand":
        for (const name of variablesIn(node)) sets.push(name);
        return add("assigns");
      default:
        return;
    }
  }

  function command(node: Command, at: Position): void {
    const invocation = readInvocation(node, text);
    const { name, args, redirects } = invocation;
    const code = args[0] && /^\d+$/.test(args[0].value) ? Number(args[0].value) : undefined;
    const called = name === undefined || invocation.wrappers.length > 0 ? undefined : functions.get(name);
    if (called && !followed.has(name!)) {
      followed.add(name!);
      return visit(called.body, { ...at, isCalled: true, depth: at.depth + 1 });
    }
    if (name === "exit" || (name === "kill" && args.some(({ value }) => value === "$$"))) {
      if (at.inSubshell) {
        fails = name === "exit" && args.length > 0 && code !== 0;
        return;
      }
      status = name === "exit" ? code : undefined;
      return add("exits");
    }
    if (name === "return") {
      if (at.isCalled) return;
      status = code;
      return add("returns");
    }
    if (name === "break" || name === "continue") return add(name === "break" ? "breaks" : "continues");
    // A test as a handler only passes on what it finds.
    if (name === "false" || name === "test" || name === "[") {
      fails = true;
      return;
    }
    if (name === "") {
      for (const assignment of invocation.assignments) sets.push(assignment.name);
      if (invocation.assignments.length > 0) return add("assigns");
      return redirects.some((redirect) => writtenFile(redirect)) ? add("logs") : undefined;
    }
    if (logs(invocation)) return add("logs");
    if (name === "let") {
      sets.push(...setByName(invocation));
      return add("assigns");
    }
    const effect = effectOf(invocation, text);
    if (invocation.assignments.length > 0) {
      for (const assignment of invocation.assignments) sets.push(assignment.name);
      if (effect === "exempt") return add("assigns");
    }
    if (PRINTING.includes(name ?? "") || effect === "read-only" || (name === "cat" && effect === "exempt")) {
      says ||= name !== "echo" || args.some(({ value }) => value !== "" && value !== "-n");
      return add("prints");
    }
    if (effect !== "exempt") add("runs");
  }
}

/** The command with which `node` always leaves what it stands in: `exit`, `return`, `break`, `continue`. */
export function jumpIn(node: SyntaxNode, { functions }: Pick<HandlerScope, "functions">, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  const below = (child: SyntaxNode) => jumpIn(child, { functions }, depth + 1);
  if (node.type === "Statement") return below(node.command);
  if (node.type === "BraceGroup") return firstOfAll(node.body.commands, below);
  if (node.type !== "Command" || !node.name) return undefined;
  if (JUMPS.includes(node.name.value)) return node.name.value;
  const body = functions.get(node.name.value)?.body;
  const jump = body && below(body);
  return jump === "exit" ? jump : undefined;
}

function firstOfAll<Item, Result>(items: readonly Item[], read: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = read(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

const JUMPS = ["exit", "return", "break", "continue"];

const PRINTING = ["echo", "printf"];

function logs({ name, args, redirects }: Invocation): boolean {
  if (name === "logger") return true;
  if (name === "tee") return args.some(({ value }) => !value.startsWith("-") && !value.startsWith("/dev/"));
  return PRINTING.includes(name ?? "") && redirects.some((redirect) => writtenFile(redirect));
}
