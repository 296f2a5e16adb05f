import type { Command } from "unbash";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import type { CommandVerdict } from "./analyze.ts";
import { readInvocation, writtenFile } from "./commands.ts";
import { effectOf, isQuestion } from "./effects.ts";
import { findFailureBranches, handlerScopeOf, saysFailure, type FailureBranch } from "./failure-branches.ts";
import type { HandlerScope } from "./handlers.ts";
import { laterSteps, pathTo } from "./later-steps.ts";
import { commandsIn } from "./nodes.ts";
import { scriptText } from "./text.ts";

/** A handler that says that something failed, and after which the script goes on as though it had not. */
export interface FallThrough {
  /** The statements of the handler, without `then` and `fi`. */
  handler: BashSpan;
  /** The condition, or what stands left of `||`. */
  condition: BashSpan;
  /** The first command that runs all the same. */
  next: CommandVerdict;
  /** It is what stands right of `||`. */
  isList: boolean;
  /** In a function: `return` leaves it. */
  isInFunction: boolean;
}

/** In reading order. */
export function findFallThroughs(script: BashScript): FallThrough[] {
  return findFailureBranches(script).flatMap((branch) => {
    const next = onlyReports(branch, script) ? nextStep(branch, script) : undefined;
    if (!next) return [];
    const { span: handler, condition, isList, owner } = branch;
    return [{ handler, condition, next, isList, isInFunction: pathTo(script.tree, owner).some(({ type }) => type === "Function") }];
  });
}

/** Whether a branch says that something failed, and neither leaves nor puts it right nor keeps it for later. */
export function onlyReports({ nodes, condition, handler, span, owner }: FailureBranch, script: BashScript): boolean {
  const scope = handlerScopeOf(script);
  if (owner.type === "AndOr") {
    // A command whose failure is only printed is swallowed, which is another finding.
    const isAsked = condition.type === "TestCommand" || (condition.type === "Command" && isQuestion(readInvocation(condition, scope.text), scope.text));
    if (!isAsked && !handler.acts.includes("logs")) return false;
  }
  if (handler.fails || handler.acts.length === 0 || handler.acts.some((act) => !["prints", "logs", "runs"].includes(act))) return false;
  const commands = nodes.flatMap((node) => commandsIn(node));
  const said = commands.filter(({ name }) => name?.value === "echo" || name?.value === "printf").map((command) => source(command, script));
  const words = said.join("\n").slice(0, MAX_WORDS);
  if (!saysFailure(words) || GOES_ON.test(words)) return false;
  const { pos, end } = span;
  const inside = script.comments.filter(({ start }) => start >= pos && start <= end + MAX_GAP && script.text.slice(end, start).trim() === "");
  // The reader is told where to go on, in words or by a numbered step.
  if (inside.some(({ text }) => /\b(?:go|return|jump|start|back)\b.{0,20}\b(?:to|over|again)\b|\b(?:stop|exit|end) here\b|\boptional|\bnon-?fatal/i.test(text)))
    return false;
  if (script.prose.some((prose) => prose.start >= pos && prose.start <= end)) return false;
  return !commands.some((command) => recovers(command, handler.acts.includes("logs"), source(condition, script), scope));
}

/** The author weighed it and goes on. */
const GOES_ON =
  /\b(?:warn(?:ing)?s?|continu\w+|proceed\w*|skip\w*|optional|non-?(?:fatal|critical)|fall\w* ?back|using|instead|default|ignor\w+|already)\b|⚠/iu;
const MAX_WORDS = 1000;
/** Blanks and line ends between a handler and a remark about it. */
const MAX_GAP = 200;

/** Whether a command of a handler may put things right: it does the failed step again, or another one in its place. */
function recovers(command: Command, isLogged: boolean, failed: string, { text }: HandlerScope): boolean {
  const invocation = readInvocation(command, text);
  if (invocation.name === "read") return true;
  const effect = effectOf(invocation, text);
  if (effect === "exempt" || effect === "read-only") return false;
  const { name, subcommand = "" } = invocation;
  if (["echo", "printf", "tee", "cat", "rm"].includes(name ?? "")) return false;
  if (name !== "git") return true;
  // The report itself is committed.
  if (isLogged && ["add", "commit", "push"].includes(subcommand)) return false;
  return !(["pull", "fetch", "rebase", "merge", "reset"].includes(subcommand) && !new RegExp(`\\bgit\\b.{0,40}\\b${subcommand}\\b`).test(failed));
}

/** The first later step, unless what follows only commits the report. */
function nextStep({ nodes, owner }: FailureBranch, script: BashScript): CommandVerdict | undefined {
  const steps = laterSteps(script, owner);
  const text = scriptText(script);
  const files = nodes
    .flatMap((inner) => commandsIn(inner))
    .flatMap((command) => readInvocation(command, text).redirects.flatMap((redirect) => writtenFile(redirect)?.value ?? []));
  const isReport = steps.some(({ text: words }) => files.some((file) => words.includes(file)));
  return isReport ? undefined : steps[0];
}

function source({ pos, end }: BashSpan, { text }: BashScript): string {
  return text.slice(pos, end);
}
