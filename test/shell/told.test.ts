import { describe, expect, test } from "vitest";
import type { CommandVerdict } from "../../src/shell/analyze.ts";
import { discards, readInvocation, shortName } from "../../src/shell/commands.ts";
import { effectOf, isQuestion } from "../../src/shell/effects.ts";
import { failsHarmlessly } from "../../src/shell/expected-failures.ts";
import type { Handler } from "../../src/shell/handlers.ts";
import { findWaiting } from "../../src/shell/interactive.ts";
import { commandsIn } from "../../src/shell/nodes.ts";
import { stagingOf } from "../../src/shell/staging.ts";
import { scriptText } from "../../src/shell/text.ts";
import { analyze, bashScript } from "./analyze-text.ts";
import { COMMANDS } from "./commands.ts";
import { CONSTRUCTS, OPTIONS, PLACES } from "./constructs.ts";

/*
 * All that is said of a script, to the word: the verdicts are held against bash
 * in differential.test.ts, what explains them is not. `vitest -u` rewrites the
 * snapshots: read the diff.
 */

const tellAll = (script: string) => {
  const { text } = bashScript(script);
  const { commands, limit } = analyze(script);
  return `\n${[...commands.filter(({ by }) => by !== "exempt").map((one) => tell(one, text)), ...(limit === undefined ? [] : [`limit: ${limit}`])].join("\n")}\n`;
};

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

function tellHandler({ acts, status, fails, sets, says }: Handler): string {
  return [
    ...acts,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(fails ? ["fails"] : []),
    ...(sets.length > 0 ? [`sets ${sets.join()}`] : []),
    ...(says ? ["says it"] : []),
  ].join(", ");
}

describe("every construct", () => {
  test.each(Object.entries(CONSTRUCTS))("%s", (_, snippet) => {
    expect(["", "set -e\n"].map((start) => tellAll(`${start}${snippet}\nc9\n`)).join("")).toMatchSnapshot();
  });
});

describe("every place", () => {
  test.each(Object.entries(PLACES))("%s", (_, around) => {
    const scripts = ["no options", "set -e", "an ERR trap", "inherit_errexit"].flatMap((option) =>
      ["c1", "c1 && c2", "X=$(c1)"].map((snippet) => `${OPTIONS[option]}\n${around.replace("@", () => snippet)}\nc8\n`),
    );
    expect(scripts.map(tellAll).join("")).toMatchSnapshot();
  });
});

describe.each(Object.entries(COMMANDS))("%s", (_, lines) => {
  test.each(lines)("%s", (line) => {
    const text = scriptText(line);
    const told = commandsIn(bashScript(line).tree).map((command) => {
      const invocation = readInvocation(command, text);
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
    });
    expect(`\n${told.join("\n")}\n`).toMatchSnapshot();
  });
});
