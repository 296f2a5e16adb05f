import type { CommandVerdict } from "../../src/shell/analyze.ts";
import { discards, shortName, type Invocation } from "../../src/shell/commands.ts";
import { effectOf, isQuestion } from "../../src/shell/effects.ts";
import { failsHarmlessly } from "../../src/shell/expected-failures.ts";
import type { Handler } from "../../src/shell/handlers.ts";
import { findWaiting } from "../../src/shell/interactive.ts";
import { stagingOf } from "../../src/shell/staging.ts";
import type { ShellText } from "../../src/shell/text.ts";
import { analyze, bashScript } from "./analyze-text.ts";

/** All that is said of a script's commands, to the word. */
export function tellAll(script: string): string {
  const { text } = bashScript(script);
  const { commands, limit } = analyze(script);
  return `\n${[...commands.filter(({ by }) => by !== "exempt").map((one) => tell(one, text)), ...(limit === undefined ? [] : [`limit: ${limit}`])].join("\n")}\n`;
}

function tell({ text, verdict, by, effect, explanation, checker, handler, unit, statement, functions, ...command }: CommandVerdict, script: string): string {
  const cut = ({ pos, end }: { pos: number; end: number }) => JSON.stringify(script.slice(pos, end));
  return [
    `${text}: ${verdict} by ${by}, ${effect}: ${explanation}`,
    ...(checker && by !== "errexit" ? [`checker ${cut(checker)}`] : []),
    ...(handler ? [`handler ${cut(handler.span)} ${tellHandler(handler)}`] : []),
    ...(cut(unit) === JSON.stringify(text) ? [] : [`in ${cut(unit)}`]),
    ...(cut(statement) === cut(unit) ? [] : [`statement ${cut(statement)}`]),
    ...(functions.length > 0 ? [`called by ${functions.join()}`] : []),
    ...(["isInWord", "hasErrexit", "isSilenced"] as const).filter((key) => command[key] && by !== "errexit"),
    ...(command.loops.length > 0 ? [`in ${command.loops.map(({ type }) => type).join()}`] : []),
  ].join("; ");
}

export function tellHandler({ acts, status, fails, sets, says }: Handler): string {
  return [
    ...acts,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(fails ? ["fails"] : []),
    ...(sets.length > 0 ? [`sets ${sets.join()}`] : []),
    ...(says ? ["says it"] : []),
  ].join(", ");
}

/** What is known of a command by its words alone. */
export function tellCommand(invocation: Invocation, text: ShellText): string {
  const { name, wrappers, subcommand, operands, inner } = invocation;
  const waiting = findWaiting(invocation);
  return [
    `${shortName(invocation)} (${[name, subcommand, ...operands.map(({ value }) => value)].join(" ")})`,
    ...(wrappers.length > 0 ? [`behind ${wrappers.join()}`] : []),
    ...(inner ? [`runs ${inner.runs}`] : []),
    effectOf(invocation, text),
    ...(isQuestion(invocation, text) ? ["asks"] : []),
    ...(failsHarmlessly(invocation) ? ["may fail"] : []),
    ...(discards(invocation, "output") ? ["no output"] : []),
    ...(discards(invocation, "errors") ? ["no errors"] : []),
    ...(waiting ? [`waits: ${JSON.stringify(waiting)}`] : []),
    JSON.stringify(stagingOf(invocation, text)),
  ].join("; ");
}
