import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findRejectedExpressions } from "../../src/patterns/expressions.ts";
import type { Piece } from "../../src/patterns/words.ts";
import { hasGnuTools, runTools, toCommands } from "./gnu-tools.ts";
import { CASES } from "./cases.ts";

/** `$X` is a piece that only the shell knows, `~X` one without quotes. */
const judge = (name: string, ...words: string[]) =>
  findRejectedExpressions(
    name,
    words.map((word) =>
      word
        .split(/([$~][A-Z]+)/)
        .filter((text) => text !== "")
        .map((text): Piece => (/^\$[A-Z]/.test(text) ? { source: text } : /^~[A-Z]/.test(text) ? { source: text, splits: true } : text)),
    ),
  );

describe("rejected, whatever the variables hold", () => {
  test.each<[string[], number, string]>([
    [["sed", "-i", "s/Status:** OPEN/Status:** $X/", "F"], 1, "Invalid preceding regular expression"],
    [["sed", "-i", "", "s/a/b", "F"], 2, "unterminated `s' command"],
    [["sed", "-i", ".bak", "s/a/b", "F"], 2, "unterminated `s' command"],
    [["sed", "-i", "s/a/$X/x/", "F"], 1, "unknown option to `s'"],
    [["sed", "-e", "s/a/b/", "-e", "s/(/)/\n}", "F"], 3, "unexpected `}'"],
    [["sed", "--expression=s/a/b", "F"], 0, "unterminated `s' command"],
    [["sed", "/$X/s/a**/b/"], 0, "Invalid preceding regular expression"],
    [["sed", "-E", "s/$X/b/;s/(/x/"], 1, "Unmatched ( or \\("],
    [["grep", "-n", "[a", "F"], 1, "Unmatched [, [^, [:, [., or [="],
    [["grep", "-A", "$N", "\\(", "F"], 2, "Unmatched ( or \\("],
    [["grep", "-e", "ok", "-e", "\\(", "F"], 3, "Unmatched ( or \\("],
    [["grep", "[a", "~FILES"], 0, "Unmatched [, [^, [:, [., or [="],
    [["grep", "\\(a\\)\\1\\("], 0, "Unmatched ( or \\("],
    [["grep", "-P", "(a"], 1, "missing closing parenthesis"],
    [["grep", "-E", "a(+)"], 1, "Unmatched ( or \\("],
    [["egrep", "(a"], 0, "Unmatched ( or \\("],
    [["awk", "{print $1"], 0, "unexpected end of program, expected `}'"],
    [["awk", "-F:", '/a/ {print "x}'], 1, "unterminated string"],
    [["awk", "/[[:foo:]]/"], 0, "Invalid character class name"],
    [["awk", "/a{2}(/"], 0, "Unmatched ( or \\("],
  ])("%j", ([name, ...words], place, reason) => {
    expect(judge(name!, ...words)).toMatchObject([{ place, reason }]);
  });
});

describe("taken, or not known", () => {
  test.each<[string[]]>([
    [["sed", "s/$X/b"]],
    [["sed", "s/a[$X/b/"]],
    [["sed", "$SCRIPT"]],
    [["sed", "$A;p"]],
    [["sed", "$A\n$B"]],
    [["sed", "s/a/b/$FLAGS"]],
    [["sed", "s/\\($X\\)/\\1\\2/"]],
    [["sed", "{$X"]],
    [["sed", "0,$Nd"]],
    [["sed", "-f", "x.sed", "s/a"]],
    [["sed", "~OPTIONS", "s/a"]],
    [["sed", "-e", "/a/{", "-e", "p", "-e", "}"]],
    [["sed", "-i", "s/a/b/", "s/c"]],
    [["sed", "--foo", "s/a"]],
    [["grep", "~OPTIONS", "[a"]],
    [["grep", "[$X"]],
    [["grep", "-F", "[a"]],
    [["fgrep", "\\("]],
    [["grep", "-f", "patterns", "[a"]],
    [["grep", "a**"]],
    [["grep", "**Status:**"]],
    [["awk", "{print $X"]],
    [["awk", "/a)/"]],
    [["awk", "/a[\\/]b/ {print}"]],
    [["rg", "(a"]],
  ])("%j", ([name, ...words]) => {
    expect(judge(name!, ...words)).toEqual([]);
  });
});

test.skipIf(!hasGnuTools())("the tools refuse what is said to be rejected, and nothing else of the list", () => {
  const cases = CASES.flatMap(({ text, lines }) => lines.map((line) => ({ line, text, commands: toCommands(line) }))).filter(
    ({ commands }) => commands.length === 1 && commands[0]![0] !== "awk",
  );
  const real = runTools(cases);
  const wrong = cases.filter(({ commands }, index) => {
    const [name, ...words] = commands[0]!;
    const status = real[index]!.status;
    const isRefused = name === "sed" ? status === 1 || status === 4 : status === 2;
    return judge(name!, ...words).length > 0 && !isRefused;
  });
  expect(wrong.map(({ line }) => line)).toEqual([]);
});

test("judging loads no engine", () => {
  const seen = new Set<string>();
  const open = ["src/patterns/expressions.ts"];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, target] of readFileSync(file, "utf8").matchAll(/^import (?!type)[^;]*? from "([^"]+)"/gm)) {
      if (target!.startsWith("./")) open.push(`src/patterns/${target!.slice(2)}`);
      else if (!target!.startsWith("../")) seen.add(target!);
    }
  }
  expect(seen).toContain("src/patterns/parse-posix.ts");
  expect([...seen].filter((file) => !file.startsWith("src/"))).toEqual([]);
});
