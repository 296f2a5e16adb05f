import type { Command, CompoundList, Elif, If, Script, SyntaxNode, While } from "unbash";
import type { BashSpan } from "../parse/bash.ts";
import { discards, readInvocation, shortName, writtenFile } from "./commands.ts";
import { assignmentsOf, firstOf, readsStatus, substitutionsIn } from "./nodes.ts";
import type { ShellText } from "./text.ts";

/** A test or condition that can only go one way. */
export interface ImpossibleTest {
  span: BashSpan;
  type:
    | "quotedGlob"
    | "bracketGlob"
    | "bareGlob"
    | "shownGlob"
    | "singleBracketPattern"
    | "quotedPattern"
    | "quotedRegex"
    | "quotedHome"
    | "content"
    | "unquoted"
    | "noBlanks"
    | "noOperand"
    | "noBlankBehind"
    | "noBracket"
    | "redirect"
    | "notNumber"
    | "command"
    | "malformed"
    | "constant"
    | "contradiction"
    | "staleStatus"
    | "maskedStatus"
    | "alwaysTrue";
  data: Record<string, string>;
  suggestion?: { span: BashSpan; text: string; title: Repair } | undefined;
}

type Repair =
  | "matchFiles"
  | "doubleBrackets"
  | "unquoteStar"
  | "unquote"
  | "quote"
  | "home"
  | "addBlanks"
  | "compareText"
  | "compareNumbers"
  | "runCommand"
  | "declareFirst";

/** `$?` behind a command that cannot fail, or whose `local` hides the status. */
export function findStaleStatus(list: Script | CompoundList, source: string): ImpossibleTest[] {
  const found: ImpossibleTest[] = [];
  list.commands.forEach(({ command: node }, index) => {
    const before = list.commands[index - 1];
    if (!before || before.background || before.command.type !== "Command" || readsStatus(node) !== "last" || !isTested(node)) return;
    const command = before.command;
    const span = firstOf(node);
    const data = { command: firstLine(source.slice(command.pos, command.end)), name: command.name?.value ?? "" };
    if (hidesStatus(command)) found.push({ span, type: "maskedStatus", data, suggestion: declareFirst(command, source) });
    else if (cannotFail(command)) found.push({ span, type: "staleStatus", data });
  });
  return found;
}

function isTested(node: SyntaxNode): boolean {
  const first = firstOf(node);
  return (
    first.type === "TestCommand" ||
    first.type === "ArithmeticCommand" ||
    first.type === "Case" ||
    (first.type === "Command" && /^(?:\[|test)$/.test(first.name?.value ?? ""))
  );
}

const DECLARING = new Set(["local", "export", "declare", "readonly", "typeset"]);

/** `local x=$(cmd)` returns what `local` does. */
function hidesStatus(command: Command): boolean {
  return DECLARING.has(command.name?.value ?? "") && assignmentsOf(command).some(({ value }) => substitutionsIn(value).length > 0);
}

function declareFirst(command: Command, source: string): ImpossibleTest["suggestion"] {
  const [assignment, ...others] = assignmentsOf(command);
  if (!assignment || others.length > 0 || command.suffix.length !== 1 || command.name?.value === "readonly") return undefined;
  const text = `${source.slice(command.pos, assignment.pos)}${assignment.name}; ${source.slice(assignment.pos, assignment.end)}`;
  return { span: command, text, title: "declareFirst" };
}

function cannotFail(command: Command): boolean {
  const name = command.name?.value ?? "";
  if (command.redirects.some((redirect) => writtenFile(redirect))) return false;
  if (name === "") return command.prefix.length > 0 && assignmentsOf(command).every(({ value }) => substitutionsIn(value).length === 0);
  return ["echo", "printf", "sleep", ":", "true"].includes(name);
}

/** A condition whose status says nothing: `if git status --porcelain`, `if grep … | wc -l`. */
export function findAlwaysTrue(node: If | Elif | While, text: ShellText): ImpossibleTest[] {
  const statement = node.clause.commands.at(-1)?.command;
  const last = statement?.type === "Pipeline" ? statement.commands.at(-1) : statement;
  if (last?.type !== "Command") return [];
  const isPiped = statement?.type === "Pipeline" && statement.commands.length > 1;
  const expected = isPiped ? filterQuestion(last) : listQuestion(last, text);
  if (expected === undefined) return [];
  return [
    {
      span: statement!,
      type: "alwaysTrue",
      data: { condition: firstLine(text.source.slice(statement!.pos, statement!.end)), command: shortName(readInvocation(last, text)), expected },
    },
  ];
}

/** What to ask in place of a filter that succeeds whatever it reads. */
function filterQuestion(command: Command): string | undefined {
  const name = command.name?.value ?? "";
  const operands = command.suffix.flatMap((word) => (word.type === "Word" && !word.value.startsWith("-") ? [word.value] : []));
  if (["wc", "sort", "uniq", "cat"].includes(name) && operands.length === 0) return "`grep -q`";
  return ["head", "tail"].includes(name) && operands.every((value) => /^\d+$/.test(value)) ? "`grep -q .`" : undefined;
}

/** What to ask in place of a command that succeeds also when it finds nothing. */
function listQuestion(command: Command, text: ShellText): string | undefined {
  const invocation = readInvocation(command, text);
  const { name, subcommand, operands } = invocation;
  const values = operands.map(({ value }) => value);
  const positional = values.filter((value) => !value.startsWith("-"));
  if (name === "find") return invocation.args.some(({ value }) => /^-(?:exec|ok|delete|quit)/.test(value)) ? undefined : "`find … | grep -q .`";
  if (name === "gh") return /^(?:pr|issue|run)$/.test(subcommand ?? "") && positional[0] === "list" ? "a look at what it prints" : undefined;
  if (name !== "git") return undefined;
  switch (subcommand) {
    case "status":
      return values.some((value) => /^(?:--porcelain|-s$|--short)/.test(value)) && !discards(invocation, "output")
        ? '`[ -n "$(git status --porcelain)" ]`'
        : undefined;
    case "diff":
      return values.some((value) => /^(?:--quiet|--exit-code|--check|--no-index)/.test(value)) ? undefined : "`git diff --quiet`";
    case "branch":
      return values.some((value) => /^(?:--list|-l)$/.test(value)) ? "`git show-ref --verify --quiet`" : undefined;
    case "tag":
      return values.some((value) => /^(?:--list|-l)$/.test(value)) ? "`git show-ref --verify --quiet`" : undefined;
    case "ls-remote":
      return positional.length > 1 && !values.includes("--exit-code") ? "`git ls-remote --exit-code`" : undefined;
    default:
      return undefined;
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!.trim();
}
