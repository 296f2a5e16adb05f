import type { Word } from "unbash";
import { findRejectedExpressions, type RejectedExpression } from "../patterns/expressions.ts";
import type { Argument, Invocation } from "./commands.ts";
import { toPatternWord } from "./pattern-words.ts";

/** An expression that its tool rejects, and the word that holds it. */
export interface RejectedWord extends RejectedExpression {
  word: Word;
}

/** The sed scripts, grep patterns and awk programs of `invocation` that their tool rejects, whatever the variables in them hold. */
export function findRejectedWords(invocation: Invocation): RejectedWord[] {
  const { name, subcommand, args } = invocation;
  if (name === "find") return findExecuted(args).flatMap(([first, ...rest]) => (first ? rejectedAmong(first.value, rest) : []));
  if (name === "git" && subcommand === "grep") return rejectedAmong("grep", invocation.operands);
  return name === undefined ? [] : rejectedAmong(name, args);
}

function rejectedAmong(name: string, args: readonly Argument[]): RejectedWord[] {
  const words = args.map(({ word }) => toPatternWord(word));
  return findRejectedExpressions(name, words).map((rejected) => ({ ...rejected, word: args[rejected.place]!.word }));
}

/** The commands behind `-exec` and its like. */
function findExecuted(args: readonly Argument[]): Argument[][] {
  const commands: Argument[][] = [];
  args.forEach(({ value }, at) => {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(value)) return;
    const rest = args.slice(at + 1);
    const end = rest.findIndex((next) => next.value === ";" || next.value === "+");
    commands.push(end < 0 ? rest : rest.slice(0, end));
  });
  return commands;
}
