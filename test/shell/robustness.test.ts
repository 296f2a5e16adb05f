import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeScript } from "../../src/shell/analyze.ts";
import { analyze, bashScript } from "./analyze-text.ts";
import { CONSTRUCTS, OPTIONS, PLACES } from "./constructs.ts";

describe("hostile shapes end in a verdict or in none, not in an exception", () => {
  const times = (count: number, text: string) => text.repeat(count);
  test.each([
    ["parentheses", `${times(10_000, "(")}make`],
    ["closed parentheses", `${times(5_000, "( ")}make${times(5_000, " )")}`],
    ["groups", `${times(5_000, "{ ")}make; ${times(5_000, "}; ")}`],
    ["substitutions", `${times(10_000, "$(")}make`],
    ["closed substitutions", `echo ${times(400, "$(echo ")}make${times(400, ")")}`],
    ["quoted substitutions", `echo ${times(500, '"$(')}make${times(500, ')"')}`],
    ["backticks", times(5_000, "`a ")],
    ["arithmetic", `echo $((${times(10_000, "1+")}1))`],
    ["parameter expansions", `echo ${times(2_000, "${a:-")}x${times(2_000, "}")}`],
    ["ifs", `${times(3_000, "if a; then ")}make${times(3_000, "; fi")}`],
    ["loops", `${times(3_000, "for x in a; do ")}make${times(3_000, "; done")}`],
    ["functions in functions", `${times(2_000, "f() { ")}make; ${times(2_000, "}; ")}`],
    ["function heads", times(3_000, "f() ")],
    ["coprocesses", times(5_000, "coproc ")],
    ["negations", `${times(10_000, "! ")}make`],
    ["a list of 6,000", `make${times(6_000, " && make")}`],
    ["a pipeline of 6,000", `make${times(6_000, " | make")}`],
    ["6,000 lines", times(6_000, "make\n")],
    ["6,000 lines with a test of $?", times(3_000, "make\n[ $? -eq 0 ] || exit\n")],
    ["6,000 variables that nothing tests", Array.from({ length: 3_000 }, (_, index) => `V${index}=$(make)\n`).join("")],
    ["here-documents on one line", `cat ${times(2_000, "<<A ")}`],
    ["bash -c in bash -c", `${times(500, "bash -c '")}make${times(500, "'")}`],
    ["eval in eval", `${times(300, 'eval "')}make${times(300, '"')}`],
    ["wrappers", `${times(10_000, "sudo ")}make`],
    ["a function that calls itself", "f() { f || f; f && f; make; }\nf"],
    [
      "functions that double",
      Array.from({ length: 40 }, (_, index) => `f${index}() { f${index + 1} || f${index + 1}; f${index + 1} && make; }\n`).join("") + "f0\n",
    ],
    [
      "functions that double and switch",
      Array.from({ length: 40 }, (_, index) => `f${index}() { set -e; f${index + 1}; f${index + 1} || f${index + 1}; }\n`).join("") + "f0\n",
    ],
    [
      "handlers that call each other",
      Array.from({ length: 40 }, (_, index) => `h${index}() { h${index + 1}; h${index + 1}; h${index + 1}; }\n`).join("") + "make || h0\n",
    ],
    ["NUL and control characters", "make\0\x01\x1b[31m\r\n\u2028git push\u0000"],
    ["lone surrogates", "make \ud800 \udfff && git push"],
    ["names of object properties", "constructor\n__proto__ x\nhasOwnProperty || toString\ngit constructor\ngh __proto__ list\nsudo valueOf"],
  ])("%s", (_, script) => {
    const parsed = bashScript(script);
    for (const { span, text, explanation } of analyzeScript(parsed).commands) {
      expect(span.pos).toBeLessThanOrEqual(span.end);
      expect(text).toBe(parsed.text.slice(span.pos, span.end));
      expect(explanation).not.toBe("");
    }
  });
});

test("every prefix of every construct has an analysis", () => {
  for (const snippet of Object.values(CONSTRUCTS)) {
    const script = `set -e\n${snippet}\n`;
    for (let length = 0; length <= script.length; length++) analyze(script.slice(0, length));
  }
  for (const place of Object.values(PLACES)) {
    for (let length = 0; length <= place.length; length++) analyze(place.slice(0, length).replace("@", "c1 || c2"));
  }
});

const token = fc.constantFrom(
  ...[
    "a",
    "git push",
    "echo",
    "X=",
    "$X",
    "$?",
    "$(",
    ")",
    "`",
    '"',
    "'",
    "(",
    "{",
    "}",
    ";",
    "\n",
    "&&",
    "||",
    "|",
    "&",
    "!",
    "if",
    "then",
    "else",
    "fi",
    "for x in",
    "while",
    "until",
    "do",
    "done",
    "case x in",
    "x)",
    ";;",
    "esac",
  ],
  ...[
    "f()",
    "f",
    "return",
    "exit",
    "local",
    "[ ",
    " ]",
    "[[",
    "]]",
    "((",
    "))",
    "<<E",
    "E",
    "<(",
    ">",
    ">> f",
    "2>&1",
    "set -e",
    "set +e",
    "trap 'x' ERR",
    "wait $!",
    "eval",
    "bash -c",
    "\\",
    "#",
    "${",
    "}",
    ":?",
    "time",
    "coproc",
    "exec",
    "sudo",
  ],
);

test("any sequence of tokens has an analysis, and each command one verdict", () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
      const { commands } = analyze(tokens.join(" "));
      expect(new Set(commands.map(({ command }) => command)).size).toBe(commands.length);
      for (const { verdict } of commands) expect(["checked", "unchecked", "swallowed", "exempt"]).toContain(verdict);
    }),
    { numRuns: 1500 },
  );
});

test("any text has an analysis", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      analyze(text);
    }),
    { numRuns: 1000 },
  );
});

test("the analysis of a script does not depend on what was analysed before", () => {
  const scripts = Object.values(CONSTRUCTS).map((snippet) => `${OPTIONS["set -e"]}\n${snippet}`);
  const shape = (script: string) => analyze(script).commands.map(({ verdict, by, explanation }) => [verdict, by, explanation]);
  const forwards = scripts.map(shape);
  const backwards = [...scripts].reverse().map(shape).reverse();
  expect(backwards).toEqual(forwards);
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"])("a command that is called %s, which every object has", (name) => {
  for (const script of [
    `${name}\n[ -d a ] || exit 1\n`,
    `git ${name}\n[ -d a ]\n`,
    `${name} push && ${name} || ${name}\n`,
    `timeout 5 ${name}\nexport ${name}=1\necho $${name}\n`,
  ]) {
    expect(() => analyze(script)).not.toThrow();
  }
});
