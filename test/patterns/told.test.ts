import { describe, expect, test } from "vitest";
import { difference, hasGnuTools, ourVerdict, runTools, toCommands } from "./gnu-tools.ts";
import { tell, type Told } from "./told.ts";
import { TOLD as AWK } from "./told/awk.ts";
import { TOLD as BEYOND_ASCII } from "./told/beyond-ascii.ts";
import { TOLD as EXPRESSIONS } from "./told/expressions.ts";
import { TOLD as FILTERS } from "./told/filters.ts";
import { TOLD as GREP } from "./told/grep.ts";
import { TOLD as SED_COMMANDS } from "./told/sed-commands.ts";
import { TOLD as SED_SCRIPTS } from "./told/sed-scripts.ts";
import { TOLD as SED_UNKNOWN } from "./told/sed-unknown.ts";

/*
 * Every word that is said of a command line: what it prints for certain and
 * perhaps, what it changes, and why it is refused or not run.
 */

const TEXT = "a OPEN 1\nb DONE 2\n\nc OPEN 3\nc OPEN 3\n";
const TOLD = { ...GREP, ...FILTERS, ...AWK, ...SED_SCRIPTS, ...SED_COMMANDS, ...SED_UNKNOWN, ...EXPRESSIONS };

const BEYOND = "é OPEN\nStraße ✅\n日本 x\n\u{1f600} end\n";

describe.each(Object.entries(TOLD))("%s", (_, lines) => {
  test.each(lines)("%s", (line, told) => {
    expect(tell(line, TEXT)).toEqual(told);
  });
});

describe("beyond ASCII", () => {
  test.each(Object.values(BEYOND_ASCII).flat())("%s", (line, told) => {
    expect(tell(line, BEYOND)).toEqual(told);
  });
});

/** What the shell would have to put in, files that are not there for the tools, and programs under names that few systems have. */
const HERE_ONLY = /\$[XYN](?![A-Z])|(?<![-'])\b[FG]\b|NOWHERE|^(?:git|gsed|gawk|mawk) /;

test.skipIf(!hasGnuTools())("and the tools do what is said, as far as it is known (skipped where they are missing)", () => {
  const of = (told: Told, text: string) => Object.values(told).flatMap((list) => list.map(([line]) => ({ line, text })));
  const cases = [...of(TOLD, TEXT), ...of(BEYOND_ASCII, BEYOND)]
    .filter(({ line }) => !HERE_ONLY.test(line))
    .map((one) => ({ ...one, commands: toCommands(one.line) }))
    .filter((one) => ourVerdict(one).type !== "unknown");
  const real = runTools(cases);
  const wrong = cases.flatMap((one, index) => {
    const differs = difference(ourVerdict(one), real[index]!, one.commands.at(-1)![0]!);
    return differs === undefined ? [] : [`${one.line}: ${differs}`];
  });
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(500);
});
