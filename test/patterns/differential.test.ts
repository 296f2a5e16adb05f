import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CASES } from "./cases.ts";
import { LINES, PATTERN, SCRIPT } from "./random-patterns.ts";
import { difference, hasGnuTools, ourVerdict, runTools, toCommands, type ToolCase } from "./gnu-tools.ts";

/*
 * The same command lines with GNU grep, sed, awk and the coreutils, and with
 * ours. They have to print the same and end alike, or both refuse. That ours
 * does not know is allowed, but rare.
 */

const MAX_UNKNOWN_SHARE = 0.1;
const toCases = ({ text, lines }: (typeof CASES)[number]) => lines.map((line) => ({ line, text, commands: toCommands(line) }));

test("the list is as long as it has to be", () => {
  expect(CASES.flatMap(({ lines }) => lines).length).toBeGreaterThanOrEqual(250);
  const lines = CASES.flatMap(({ lines }) => lines);
  expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
});

test("few of the list are unknown", () => {
  const all = CASES.flatMap(toCases);
  const unknown = all.filter((one) => ourVerdict(one).type === "unknown");
  expect(unknown.length / all.length).toBeLessThan(MAX_UNKNOWN_SHARE);
});

describe.skipIf(!hasGnuTools())("as GNU grep, sed and awk have it (skipped where they are missing)", () => {
  test.each(CASES)("$about", (list) => {
    expect(differences(toCases(list))).toEqual([]);
  });

  test.each(["grep", "grep -E", "grep -o", "grep -oE", "grep -w", "grep -xE", "grep -iE", "grep -P", "sed", "sed -E"])("%s with random patterns", (command) => {
    const isSed = command.startsWith("sed");
    const cases = fc.sample(fc.tuple(PATTERN, LINES), { numRuns: 60, seed: 20_240_115 }).map(([pattern, text]): ToolCase & { line: string } => {
      const expression = isSed ? `s/${pattern}/<&>/g` : pattern;
      return { line: `${command} ${expression}`, text, commands: [[...command.split(" "), "-e", expression]] };
    });
    expect(differences(cases)).toEqual([]);
  });

  test("sed with random scripts", () => {
    const cases = fc.sample(fc.tuple(SCRIPT, LINES), { numRuns: 150, seed: 20_240_116 }).map(([script, text]) => ({
      line: `sed ${script}`,
      text,
      commands: [["sed", "-n", "-e", script, "-e", "p"]],
    }));
    expect(differences(cases)).toEqual([]);
  });
});

function differences(cases: readonly (ToolCase & { line: string })[]): string[] {
  const real = runTools(cases);
  return cases.flatMap((one, index) => {
    const differs = difference(ourVerdict(one), real[index]!, one.commands.at(-1)![0]!);
    return differs === undefined ? [] : [`${one.line}  on ${JSON.stringify(one.text.slice(0, 40))}: ${differs}`];
  });
}
