import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CASES } from "./cases.ts";
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

/** Small pieces of patterns, so that odd neighbours meet often. */
const PATTERN = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "ab",
      "x",
      " ",
      ".",
      "*",
      "+",
      "?",
      "^",
      "$",
      "|",
      "\\|",
      "(",
      ")",
      "\\(",
      "\\)",
      "[ab]",
      "[^a]",
      "[a-b]",
      "{2}",
      "\\{2\\}",
      "\\b",
      "\\w",
      "\\.",
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(""));

const LINES = fc
  .array(
    fc.array(fc.constantFrom("a", "b", "A", "x", " ", ".", "(", "+", "_"), { maxLength: 8 }).map((letters) => letters.join("")),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => `${lines.join("\n")}\n`);

const ADDRESS = fc.constantFrom("", "", "1", "2", "$", "/a/", "/b/", "1,2", "2,/a/", "/a/,/b/", "/a/,+1", "/b/,$", "0,/a/", "1~2", "2!", "/a/!", "/a/,1");
const COMMAND = fc.constantFrom(
  "s/a/X/",
  "s/[ab]*/Y/g",
  "d",
  "D",
  "p",
  "P",
  "n",
  "N",
  "g",
  "G",
  "h",
  "H",
  "x",
  "=",
  "q",
  "y/ab/ba/",
  "a T",
  "i T",
  "c T",
  "z",
  "b",
  "t",
);
const SCRIPT = fc
  .array(
    fc.tuple(ADDRESS, COMMAND).map(([address, command]) => address + command),
    { minLength: 1, maxLength: 4 },
  )
  .map((commands) => commands.join("\n"));
