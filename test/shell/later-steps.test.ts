import { describe, expect, test } from "vitest";
import { parseBash, type BashScript } from "../../src/parse/bash.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { findFailureBranches, saysFailure } from "../../src/shell/failure-branches.ts";
import { findFallThroughs, onlyReports } from "../../src/shell/falls-through.ts";
import { laterSteps, pathTo } from "../../src/shell/later-steps.ts";
import { readParts } from "../../src/shell/script-parts.ts";
import { readSequences } from "../../src/shell/sequences.ts";
import { findSwallowed } from "../../src/shell/swallowed.ts";
import { createSource } from "../../src/source.ts";
import { bashScript } from "./analyze-text.ts";
import { tellHandler } from "./tell.ts";

/* What runs after a failure, whatever comes of it. `vitest -u` rewrites the snapshots: read the diff. */

const inLine = (text: string) => text.replaceAll("\n", "⏎");
const table = (scripts: readonly string[], tell: (script: BashScript) => string[]) =>
  `\n${scripts.map((text) => `${inLine(text)} → ${tell(bashScript(text)).join(" ") || "nothing"}`).join("\n")}\n`;
const cutOf =
  ({ text }: BashScript) =>
  ({ pos, end }: { pos: number; end: number }) =>
    `«${inLine(text.slice(pos, end))}»`;

/** Around `git push`, in each of them the first. */
const SCRIPTS: Record<string, readonly string[]> = {
  "in a list": [
    ...[
      "git push",
      "git push\nnpm ci",
      "npm ci\ngit push",
      "git push\nnpm ci\nnpm test",
      "git push; npm ci",
      "git push & npm ci",
      "git push && npm ci",
      "git push || npm ci",
      "git push || echo a && npm ci",
      "git push && npm ci || make",
      "make && git push && npm ci",
    ],
    ...[
      "git push || make || npm ci",
      "make; git push && npm ci; npm test",
      "git push | cat\nnpm ci",
      "{ git push; npm ci; }\nnpm test",
      "(git push; npm ci)\nnpm test",
      "{ git push; } && npm ci",
      "git push\necho a\nls\nnpm ci",
      "git push > a\nnpm ci > b",
    ],
  ],
  "by what comes next": [
    ...[
      "exit",
      "return",
      "break",
      "{ exit 1; }",
      "exit && make",
      "[ a ] && exit",
      "make || exit",
      "f() { npm ci; }",
      "case a in a) npm ci ;; esac",
      "if npm ci; then make; fi",
      "if a; then npm ci; fi",
      "while npm ci; do make; done",
      "for i in 1; do npm ci; done",
      "until a; do npm ci; done",
      "for ((;;)); do npm ci; done",
    ].map((next) => `git push\n${next}\nmake last`),
    ...[
      "select x in a; do npm ci; done",
      "{ npm ci; make; }",
      "(npm ci)",
      "npm ci > a",
      "{ npm ci; } > a",
      "npm ci | cat",
      "npm ci || make",
      "npm ci && make",
      "make || npm ci && cd a",
      "X=$(npm ci)",
      "echo $(npm ci)",
      "bash -c 'npm ci'",
      "! npm ci",
      "time npm ci",
      "npm ci &",
      "rm a",
      "kill 1",
      "rmdir a",
      "echo a",
      "ls",
      "tool",
      "coproc npm ci",
    ].map((next) => `git push\n${next}\nmake last`),
  ],
  "within something": [
    ...[
      "f() {\n  git push\n  npm ci\n}\nmake",
      "f() {\n  git push\n}\nf\nmake",
      "while a; do git push; npm ci; done\nmake",
      "for i in 1; do git push; npm ci; done\nmake",
      "for ((;;)); do git push; done\nmake",
      "select i in 1; do git push; done\nmake",
      "until a; do git push; done\nmake",
    ],
    ...[
      "if a; then git push; npm ci; fi\nmake",
      "if git push; then npm ci; fi\nmake",
      "if a; then b; else git push; fi\nmake",
      "case a in a) git push; npm ci ;; esac\nmake",
      "(git push)\nmake",
      "X=$(git push)\nmake",
      "X=$(git push; npm ci)\nmake",
      "bash -c 'git push; npm ci'\nmake",
      "if a; then git push; exit 1; fi\nmake",
      "if a; then\n  git push\nfi\nexit 0\nmake",
    ],
  ],
};

test.each(Object.entries(SCRIPTS))("what runs whatever comes of a step: %s", (_, scripts) => {
  const tell = (script: BashScript) => {
    const pos = script.text.indexOf("git push");
    return laterSteps(script, { pos, end: pos + "git push".length }).map(({ span }) => cutOf(script)(span));
  };
  expect(table(scripts, tell)).toMatchSnapshot();
});

test("no further than sixty statements down", () => {
  const script = bashScript(`git push\n${Array.from({ length: 80 }, (_, index) => `make a${index}`).join("\n")}`);
  expect(laterSteps(script, { pos: 0, end: 8 })).toHaveLength(60);
});

test("what is shown as the wrong way is no step", () => {
  const script = bashScript("git push\n\n# WRONG\nnpm ci\n\n# RIGHT\nmake");
  expect(laterSteps(script, { pos: 0, end: 8 }).map(({ text }) => text)).toEqual(["make"]);
});

test("the way down to a node", () => {
  const types = (text: string) => {
    const script = bashScript(text);
    const pos = text.indexOf("git push");
    return pathTo(script.tree, { pos, end: pos + 8 }).map(({ type }) => type);
  };
  expect(types("if a; then\n  git push\nfi")).toEqual(["Script", "Statement", "If", "CompoundList", "Statement", "Command"]);
  expect(types("make && git push")).toEqual(["Script", "Statement", "AndOr", "Command"]);
  expect(types("X=$(git push)")).toEqual(["Script", "Statement", "Command", "Assignment", "Word", "CommandExpansion", "Script", "Statement", "Command"]);
  // What stands in escaped backticks has a text of its own.
  expect(types("X=`echo \\`git push\\``").at(-1)).toBe("CommandExpansion");
  expect(types("a; git push; b")).toEqual(["Script", "Statement", "Command"]);
});

test.each(Object.entries(SCRIPTS))("the commands one after the other: %s", (_, scripts) => {
  const tell = (script: BashScript) =>
    readParts(script).flatMap((part) =>
      readSequences(part).map((steps) => `[${steps.map(({ command, always }) => `${always ? "" : "perhaps "}${cutOf(script)(command.span)}`).join(" ")}]`),
    );
  expect(table(scripts, tell)).toMatchSnapshot();
});

describe("what a script does when something failed", () => {
  const handlers = [
    ...[
      "echo failed",
      "echo ok",
      "echo Error >&2",
      "printf 'failed'",
      "exit 1",
      "exit",
      "exit 0",
      "return 1",
      "return",
      "break",
      "echo failed; exit 1",
      "echo ok; exit 0",
      "cat failed",
      "echo a; echo failed",
      "true",
      "if x; then echo failed; fi",
      "(echo failed)",
      "{ echo failed; } > a",
      "echo failed > a",
      "X=failed",
      "logger failed",
    ],
  ];
  test.each(
    Object.entries({
      "in a branch": handlers.flatMap((handler) => [`if ! make; then ${handler}; fi`, `if make; then ls; else ${handler}; fi`, `if make; then ${handler}; fi`]),
      "behind ||": handlers.flatMap((handler) => [`make || ${handler}`, `make || { ${handler}; }`, `[ -f a ] || { ${handler}; }`]),
      "further branches": [
        ...[
          "if a; then echo failed; elif b; then echo failed; else echo failed; fi",
          "if a; then exit 1; elif b; then exit 1; else exit 1; fi",
          "if ! a; then exit 1; elif b; then exit 1; else exit 1; fi",
          "if [ $? -ne 0 ]; then exit 1; fi",
          "if [ $? -eq 0 ]; then exit 1; fi",
          "if [ -z $X ]; then exit 1; else exit 2; fi",
        ],
        ...[
          "make || echo failed && npm ci",
          "make && npm ci || echo failed",
          "make || npm ci || echo failed",
          "make && echo failed",
          "a || b || exit 1",
          "if a; then if b; then echo failed; fi; fi",
          "f() { make || exit 1; }",
          "while make; do npm ci || echo failed; done",
          "X=$(make || echo failed)",
          "make || (exit 1)",
          "make || die",
        ],
        ...[
          "# WRONG\nmake || echo failed\n\n# RIGHT\nmake || exit 1",
          "make || { }",
          "if (( $? )); then exit 1; fi",
          "if (( $? == 0 )); then exit 1; fi",
          "if (( $? != 0 )); then exit 1; fi",
          "if (( $? > 0 )); then exit 1; fi",
          "if [[ $? -ne 0 ]]; then exit 1; fi",
          "if [[ -z $X ]]; then exit 1; fi",
          "if [[ -n $X ]]; then exit 1; fi",
          "if [[ $X != a ]]; then exit 1; fi",
        ],
        ...[
          "if [[ $? -gt 0 ]]; then exit 1; fi",
          "if [[ $X == a ]]; then exit 1; fi",
          "if [[ a && b ]]; then exit 1; fi",
          "if test -z $X; then exit 1; fi",
          "if [ ! -z $X ]; then exit 1; fi",
          "if ! [ -z $X ]; then exit 1; fi",
          "if ! ! make; then exit 1; fi",
          "if [ $X -gt 0 ]; then exit 1; fi",
          "if [ $X != a ]; then exit 1; fi",
          "if [ -f a ]; then exit 1; fi",
          "if make | cat; then exit 1; fi",
          "if make; [ -z $X ]; then exit 1; fi",
        ],
      ],
    }),
  )("%s", (_, scripts) => {
    const tell = (script: BashScript) =>
      findFailureBranches(script).map((branch) => {
        const { span, condition, handler, words, isList } = branch;
        return `${cutOf(script)(span)} after ${cutOf(script)(condition)} (${tellHandler(handler)}${words === "" ? "" : `; ${inLine(words)}`}${isList ? "; list" : ""}${onlyReports(branch, script) ? "; only reports" : ""})`;
      });
    expect(table(scripts, tell)).toMatchSnapshot();
  });

  test("not in what is shown as the wrong way, or tells of a run", () => {
    const text = "make || echo failed";
    const shown = parseBash(excerptLines(createSource("", text), 1, text), { origin: "fence", badExample: true });
    expect(findFailureBranches(shown)).toEqual([]);
    const transcript = bashScript("$ make || echo failed\nfailed\n$ ls\na b c");
    expect([transcript.isTranscript, findFailureBranches(transcript)]).toEqual([true, []]);
    expect(findSwallowed(shown)).toEqual([]);
    expect(findSwallowed(transcript)).toEqual([]);
  });
});

test("words that say that something went wrong", () => {
  const words = [
    ...[
      "error",
      "errors",
      "Error:",
      "fail",
      "failed",
      "fails",
      "failure",
      "failures",
      "failing",
      "blocker",
      "blockers",
      "blocked",
      "abort",
      "aborted",
      "aborting",
      "fatal",
      "cannot",
      "can't",
      "cant",
      "can’t",
      "could not",
      "couldn't",
      "unable",
      "conflict",
      "conflicts",
      "rejected",
      "wrong",
      "denied",
      "invalid",
    ],
    ...[
      "not found",
      "missing",
      "❌",
      "✗",
      "🚫",
      "⛔",
      "⚠",
      "ok",
      "done",
      "terror",
      "no errors",
      "no conflicts",
      "not blocked",
      "0 failures",
      "zero errors",
      "without errors",
      "nobody is blocked",
      "nothing failed",
      "none missing",
      "no one is blocked",
      "nobody has failed",
      "no merge conflicts",
      "no errors, failed",
      "no really bad errors",
    ],
  ];
  expect(words.map((said) => `${said}: ${saysFailure(said) ? "yes" : "no"}`).join("\n")).toMatchSnapshot();
});

describe("a failure that is only reported", () => {
  const fails = (handler: string, next = "npm ci") => `if ! make; then\n  ${handler}\nfi\n${next}`;
  test.each(
    Object.entries({
      "by what the handler does": [
        ...[
          "echo failed",
          "echo ok",
          "echo failed; exit 1",
          "echo failed; return 1",
          "echo failed; break",
          "echo failed; X=1",
          "echo failed; false",
          "echo failed > a",
          "echo failed; make",
          "echo failed; git status",
          "echo failed; git push",
          "echo failed; git pull",
          "echo failed; rm a",
          "echo failed; tee a",
          "echo failed; cat a",
          "echo failed; read x",
          "echo failed; sleep 5",
          "echo failed; git fetch",
          "echo failed; git reset --hard",
        ],
        ...[
          "echo failed >> a; git add a",
          "echo failed >> a; git commit -m a",
          "echo failed >> a; git push",
          "echo failed >> a; git merge b",
          "echo failed; git add a",
          "exit 1; echo failed",
          "printf failed",
          "logger failed",
          "echo failed; if x; then make; fi",
        ],
        ...[
          "warning",
          "warnings",
          "continue",
          "continuing",
          "proceeding",
          "skip",
          "skipped",
          "optional",
          "non-fatal",
          "nonfatal",
          "non-critical",
          "falling back",
          "fallback",
          "using b",
          "instead",
          "default",
          "ignored",
          "already",
          "⚠",
          "warned",
        ].map((word) => `echo "failed, ${word}"`),
      ].map((handler) => fails(handler)),
      "by the failed step": ["git pull", "git fetch", "git rebase a", "git merge a", "git reset a", "git -C a pull", "make"].flatMap((step) =>
        ["pull", "rebase a", "merge a", "fetch", "reset a", "push"].map((repair) => `if ! ${step}; then\n  echo failed\n  git ${repair}\nfi\nnpm ci`),
      ),
      "by what comes next": [
        ...[
          "",
          "echo a",
          "npm ci",
          "git add a",
          "exit 1",
          "ls",
          "git commit -m a",
          "f() { npm ci; }",
          "if x; then npm ci; fi",
          "npm ci\nmake",
          "exit 1\nnpm ci",
        ].flatMap((next) => [fails("echo failed", next), fails("echo failed > a", next)]),
      ],
      "by what it says around it": [
        ...[
          "# go to 1",
          "# return to step 2",
          "# jump back over",
          "# start again",
          "# go to",
          "# stop here",
          "# exit here",
          "# end here",
          "# optional",
          "# non-fatal",
          "# nonfatal",
          "# to be done",
          "# going",
        ].flatMap((remark) => [
          fails(`echo failed ${remark}`),
          fails(`echo failed\n  ${remark}`),
          `if ! make; then\n  echo failed\nfi ${remark}\nnpm ci`,
          `${remark}\n${fails("echo failed")}`,
        ]),
        ...[
          "if ! make; then\n  echo failed\nfi\nnpm ci # stop here",
          "if ! make; then # stop here\n  echo failed\nfi\nnpm ci",
          `if ! make; then\n  echo failed\nfi\n${"#".repeat(90)}\n# stop here\nnpm ci`,
        ],
      ],
      "behind ||": [
        ...["make", "[ -f a ]", "[[ -f a ]]", "test -f a", "grep -q a b", "git diff --quiet", "make | cat", "! make", "make && [ -f a ]"].flatMap((left) =>
          ["echo failed", "{ echo failed; }", "{ echo failed > a; }", "echo failed > a"].map((right) => `${left} || ${right}\nnpm ci`),
        ),
      ],
      "in a function": [
        "f() {\n  [ -f a ] || echo failed\n  npm ci\n}",
        "f() {\n  if ! make; then\n    echo failed\n  fi\n}\nnpm ci",
        "for i in 1; do\n  [ -f a ] || echo failed\n  npm ci\ndone",
      ],
    }),
  )("%s", (_, scripts) => {
    const tell = (script: BashScript) =>
      findFallThroughs(script).map(
        ({ handler, condition, next, isList, isInFunction }) =>
          `${cutOf(script)(handler)} after ${cutOf(script)(condition)}, then ${cutOf(script)(next.span)}${isList ? " list" : ""}${isInFunction ? " in a function" : ""}`,
      );
    expect(table(scripts, tell)).toMatchSnapshot();
  });
});

describe("a failure that is swallowed", () => {
  test.each(
    Object.entries({
      "by what is done": [
        ...[
          "true",
          ":",
          "echo failed",
          "echo 'Continue?'",
          "echo 'Go on (y/n)'",
          "echo '[y/n]'",
          "echo 'Retry? yes'",
          "echo '(yes/no)'",
          "{ echo 'Continue?'; read x; }",
          "exit 1",
          "X=1",
          "false",
          "echo already there",
          "echo nothing",
          "echo 'no changes'",
          "echo 'no such'",
          "echo later",
          "echo offline",
          "echo exists",
          "echo",
          "echo a > b",
          "cat a",
          "ls",
        ].flatMap((handler) => [`git push || ${handler}\nnpm ci`, `git push || ${handler}`]),
      ],
      "by what fails": [
        ...[
          "git push",
          "git fetch",
          "git add a",
          "make",
          "rm a",
          "npm test",
          "npm run build",
          "npm i",
          "pip install a",
          "tsc",
          "tool",
          "gh pr create",
          "echo a",
          "ls",
          "grep -q a b",
          "git diff --quiet",
          "cd a",
          "X=$(git push)",
          "echo $(git push)",
          "timeout 5 git push",
          "ssh host 'git push'",
          "bash -c 'git push'",
          "git push | cat",
          "git merge a && git push",
        ].flatMap((command) => [`${command} || true\nnpm ci`, `${command} || true`, `${command} || echo failed\nnpm ci`]),
      ],
      "by a trap, or in words": [
        "trap 'echo failed' ERR\ngit push\nnpm ci\nmake",
        "trap 'echo failed' ERR\ngit push",
        "trap 'echo failed' ERR\nrm a\nnpm ci",
        "trap : ERR\ngit push\nnpm ci",
        "git push\necho $?\nnpm ci",
        "git push\necho $?",
        "git push\nrc=$?\necho $rc\nnpm ci",
        'git push\necho "Continue? $?"\nnpm ci',
      ],
      "by what hides it": [
        ...[
          "git push 2> /dev/null",
          "git push > /dev/null",
          "git push &> /dev/null",
          "git push > /dev/null 2>&1",
          "git push 2> a",
          "git fetch 2> /dev/null",
          "make 2> /dev/null",
          "X=$(git push 2> /dev/null)",
          "git push 2> /dev/null | cat",
          "git status 2> /dev/null",
          "git push 2> /dev/null &",
          "git merge a 2> /dev/null && make",
        ].flatMap((command) => [`${command}\nnpm ci`, command, `for i in 1; do ${command}; done`, `f() { ${command}; }\nf`]),
      ],
      "in functions and lists": [
        ...["clean", "cleanup", "teardown", "finish", "f"].map((name) => `${name}() {\n  git push || true\n}\n${name}\nnpm ci`),
        ...[
          "git pull && git push || true\nnpm ci",
          "{ git pull; git push; } || true\nnpm ci",
          "git push || true; git pull || true\nnpm ci",
          "git push || git pull || true\nnpm ci",
          "# WRONG\ngit push || true\n\n# RIGHT\nnpm ci",
          "if a; then git push || true; fi\nnpm ci",
          "for i in 1; do git push || true; done\nnpm ci",
          "X=$(git push || true)\nnpm ci",
          "X=$(git push) || true\nnpm ci",
          'echo "$(git push || true)"\nnpm ci',
        ],
      ],
    }),
  )("%s", (_, scripts) => {
    const tell = (script: BashScript) =>
      findSwallowed(script).map(
        ({ kind, verdict, swallower, next }) =>
          `${kind} ${cutOf(script)(verdict.span)} by ${cutOf(script)(swallower)}${next ? `, then ${cutOf(script)(next.span)}` : ""}`,
      );
    expect(table(scripts, tell)).toMatchSnapshot();
  });
});
