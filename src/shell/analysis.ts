import type { Command, Function as FunctionNode, SyntaxNode } from "unbash";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import type { Invocation } from "./commands.ts";
import type { Effect } from "./effects.ts";
import type { Context, Exemption, Fate } from "./fate.ts";
import type { Handler, HandlerScope } from "./handlers.ts";
import type { ShellText } from "./text.ts";

/** One run over a script: what is known of the whole, and what was found. */
export interface Analysis {
  script: BashScript;
  /** Lines of prose, output and the like that only look like commands. */
  foreign: ReadonlySet<SyntaxNode>;
  /** Defined so far, by name. */
  functions: Map<string, FunctionNode>;
  called: Set<FunctionNode>;
  /** By name, whether a function changes options or traps of the shell that calls it. */
  switching: Map<string, boolean>;
  /** Functions that a trap runs when the script ends. */
  cleanups: Set<string>;
  /** See `HandlerScope`. */
  described: Map<SyntaxNode, Map<string, Handler>>;
  sites: Map<Command, Site>;
  /** Calls that were walked, by function and by what is around the call. */
  walkedCalls: Set<string>;
  /** Nodes that may still be walked: functions that call functions multiply. */
  budget: number;
  /** Only what a function does to the shell's options is asked for. */
  isTrial: boolean;
  /** Why a part has no verdict. */
  limit: string | undefined;
}

/** A simple command, and how it was judged each time it was reached. */
export interface Site {
  node: Command;
  text: ShellText;
  invocation: Invocation;
  effect: Effect;
  /** In the script's text, as `unit`. */
  span: BashSpan;
  unit: BashSpan;
  statement: BashSpan;
  isInWord: boolean;
  hasErrexit: boolean;
  loops: readonly SyntaxNode[];
  calls: readonly string[];
  judgements: Judgement[];
}

/** What becomes of a command's failure in one of the ways it is reached. */
export interface Judgement {
  fate: Fate;
  /** Why errexit, which is on, does not act. */
  exemption: Exemption | undefined;
}

/** Line in the file on which something starts. */
export function lineOf(span: BashSpan, { script }: Analysis): number {
  return script.place(span).start.line;
}

export function handlerScope({ text }: Context, { functions, described }: Analysis): HandlerScope {
  return { text, functions, described };
}
