import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { bashPrompt, run } from "../../test/helpers.ts";
import { difference, ourVerdict, runTools, type ToolCase } from "../../test/patterns/gnu-tools.ts";
import { LINES, PATTERN, SCRIPT } from "../../test/patterns/random-patterns.ts";
import type { Random } from "./random.ts";

/** How many cases are held against the real tools in one go. */
export const BATCH = 40;

/** Random patterns and sed scripts: GNU grep and sed have to say what we say. */
export function checkPatterns(random: Random): string[] {
  const seed = random.below(2 ** 31);
  const tools = ["grep", "grep -E", "grep -o", "grep -w", "grep -xE", "grep -iE", "grep -P", "sed", "sed -E", "sed -n"];
  const samples = fc.sample(fc.tuple(PATTERN, SCRIPT, LINES), { numRuns: BATCH, seed });
  const cases = samples.map(([pattern, script, text]): ToolCase => {
    const tool = random.pick(tools).split(" ");
    const expression = tool.includes("-n") ? ["-e", script, "-e", "p"] : ["-e", tool[0] === "sed" ? `s/${pattern}/<&>/g` : pattern];
    return { text, commands: [[...tool, ...expression]] };
  });
  const real = runTools(cases);
  return cases.flatMap((one, index) => {
    const differs = difference(ourVerdict(one), real[index]!, one.commands[0]![0]!);
    return differs === undefined ? [] : [`${one.commands[0]!.join(" ")} on ${JSON.stringify(one.text)}: ${differs}`];
  });
}

/** Random scripts: what we say that bash rejects, bash rejects. */
export function checkScripts(random: Random): string[] {
  const scripts = Array.from({ length: BATCH }, () => Array.from({ length: 1 + random.below(14) }, () => random.pick(WORDS) + random.pick(BLANKS)).join(""));
  // What stands in backticks or `$(( ))` bash parses when it runs it, not before; and at `[[ ]]` and `[[ a || ]]` bash 5.2 stops reading without a word.
  const rejected = scripts.filter(
    (script) =>
      !/`|\$\(\(|(?:\[\[|\|\||&&|!|\()\s*\]\]/.test(script) && run("invalid-shell", [bashPrompt(script)]).some(({ messageId }) => messageId === "rejected"),
  );
  const folder = mkdtempSync(join(tmpdir(), "prompt-lint-fuzz-"));
  try {
    rejected.forEach((script, index) => writeFileSync(join(folder, String(index)), `${script}\n`));
    return rejected.filter((_, index) => takes(join(folder, String(index)))).map((script) => `bash takes ${JSON.stringify(script)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const BLANKS = [" ", " ", " ", "\n", ";", ""];
const WORDS = [
  "git push",
  "make",
  "echo",
  "a",
  "-x",
  "if",
  "then",
  "else",
  "fi",
  "while",
  "do",
  "done",
  "for i in a b",
  "case $x in",
  "a)",
  ";;",
  "esac",
  "{",
  "}",
  "(",
  ")",
  "$(",
  "$((",
  "))",
  "[[",
  "]]",
  "&&",
  "||",
  "|",
  "!",
  '"',
  "'",
  "`",
  "\\",
  "<<E",
  "\nE\n",
  "> f",
  "2>&1",
  "$x",
  "${x:-y}",
  "${x",
  "f()",
  "function f",
  "x=1",
  "x+=(1 2)",
  "# c",
  "&",
  "=~",
  "{1..3}",
  "coproc",
  "time",
  "<(",
  "select",
  "until",
  "((",
  "*",
  "é",
];

/** Bash 5.2 ends with 0 on some scripts that it says are wrong. */
function takes(path: string): boolean {
  const { status, stderr } = spawnSync("bash", ["-n", path]);
  return status === 0 && stderr.length === 0;
}
