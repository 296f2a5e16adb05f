import { describe, expect, test } from "vitest";
import type { Command, SyntaxNode, Word } from "unbash";
import { failureBranch } from "../../src/shell/conditions.ts";
import { readInvocation } from "../../src/shell/commands.ts";
import { worstEffect } from "../../src/shell/effects.ts";
import { endOf, extended, hasMore, isWorse, nextNodes, settled, type Fate, type Following } from "../../src/shell/fate.ts";
import { assignmentsOf, commandsIn, firstOf, isStatic, namesBelow, readsStatus, substitutionsIn, variablesIn, walkNodes } from "../../src/shell/nodes.ts";
import { DEFAULT_OPTIONS, joinOptions, readOptions, readShebang, type ShellOptions } from "../../src/shell/options.ts";
import { hasGlob, hasQuotedStar, isQuoted } from "../../src/shell/patterns.ts";
import { quotedScript, scriptText, substitutionText } from "../../src/shell/text.ts";
import { bashScript } from "./analyze-text.ts";

/* What is read off the tree of a script. */

const inLine = (text: string) => text.replaceAll("\n", "⏎");
const firstStatement = (text: string): SyntaxNode => bashScript(text).tree.commands[0]!;
const firstCommand = (text: string): Command => commandsIn(bashScript(text).tree)[0]!;
const wordsOf = (text: string): Word[] => firstCommand(`make ${text}`).suffix.filter((node): node is Word => node.type === "Word");
const textOf = (text: string, { pos, end }: { pos: number; end: number }) => inLine(text.slice(pos, end));

test("what is in a word", () => {
  const words = [
    "a",
    "'a*'",
    '"a*"',
    "a*",
    "a?",
    "[ab]",
    "@(a|b)",
    '"$A*"',
    "$A",
    "${A}",
    "$(a)",
    "`a`",
    "$((1))",
    '"a"',
    '"a"b',
    "'a''b'",
    "$'a'",
    '$"a"',
    '$"$A"',
    '"a $(b)"',
    "a'*'",
    "''",
    "{a,b}",
    "~",
    "<(a)",
    "\\*",
    '"$A"',
    "a=*",
  ];
  const told = words.map((source) => {
    const [word] = wordsOf(source);
    if (!word) return `${source}: no word`;
    return `${source}: ${[...(isStatic(word) ? ["static"] : []), ...(hasGlob(word) ? ["glob"] : []), ...(hasQuotedStar(word) ? ["quoted star"] : []), ...(isQuoted(word) ? ["quoted"] : [])].join(", ")}`;
  });
  expect(told.join("\n")).toMatchSnapshot();
});

test("what runs first, and whether it asks for the status before it", () => {
  const statements = [
    ...[
      "make",
      "X=1",
      "[ $? -eq 0 ]",
      "[[ $? = 0 ]]",
      "(( $? ))",
      "case $? in a) ;; esac",
      "case a in $?) ;; esac",
      "make $?",
      "make | cat $?",
      "make && echo $?",
      "if [ $? -eq 0 ]; then make; fi",
      "if make; then echo $?; fi",
      "while [ $? -eq 0 ]; do make; done",
      "{ echo $?; make; }",
      "(echo $?)",
      "{ make; echo $?; }",
    ],
    ...[
      "! [ $? -eq 0 ]",
      "{ [ $? -eq 0 ]; } > a",
      "[ ${PIPESTATUS[0]} -eq 0 ]",
      "echo $pipestatus",
      "for i in $?; do make; done",
      "f() { echo $?; }",
      "X=$?",
      "X=$(echo $?)",
      "exit $?",
      "[ $?a = 0 ]",
      '[ "$?" -eq 0 ]',
      "[ ${?} -eq 0 ]",
      "echo $! $$",
      "[ $? -eq ${PIPESTATUS[0]} ]",
      "select x in $?; do make; done",
      "coproc echo $?",
      "((i = $?))",
      "if (( $? )); then a; fi",
    ],
  ];
  const told = statements.map((text) => {
    const node = firstStatement(text);
    const first = firstOf(node);
    return `${text}: ${first.type} «${textOf(text, first)}» ${readsStatus(node) ?? "none"}`;
  });
  expect(told.join("\n")).toMatchSnapshot();
  expect(firstOf(bashScript("").tree).type).toBe("Script");
});

test("what a node holds", () => {
  const texts = [
    "make $A ${B} $? $! $1",
    "X=$A Y=$(b $C) make $D",
    "echo $(a $(b)) `c`",
    "cat <(a) >(b)",
    "echo $((A + 1))",
    "((A = B + 1))",
    "f() { make $A; }\nmake $B",
    "echo ${A:-$(b $C)}",
    "for i in $(a); do $(b); done",
    "if $(a); then b; fi",
    "X=(1 $(a))",
    "make <<E\n$(a) $B\nE",
    "export X=$A Y",
    "[ $A = $(b) ]",
    "case $A in $(b)) c $(d) ;; esac",
    "echo ${A[$(b)]} ${#C} ${!D}",
    "echo $((1A)) $((_a + b2))",
  ];
  const told = texts.map((text) => {
    const { tree } = bashScript(text);
    const list = (all: Iterable<string>) => [...all].join(" ");
    const cut = (nodes: readonly SyntaxNode[]) => nodes.map((node) => `«${textOf(text, node)}»`).join(" ");
    return [
      inLine(text),
      `variables ${list(variablesIn(tree))}`,
      `also below ${list(namesBelow(tree))}`,
      `substitutions ${cut(substitutionsIn(firstCommandOr(tree)))}`,
      `commands ${cut(commandsIn(tree))}`,
      `also in scripts ${cut(commandsIn(tree, "scripts"))}`,
      `assigns ${commandsIn(tree)
        .flatMap((command) => assignmentsOf(command).map(({ name }) => name))
        .join(" ")}`,
    ].join(" | ");
  });
  expect(told.join("\n")).toMatchSnapshot();
});

/** Of a script without commands, the statement. */
function firstCommandOr(tree: SyntaxNode): SyntaxNode {
  return commandsIn(tree)[0] ?? tree;
}

test("nodes are walked parents first, in source order, and not below one that is left out", () => {
  const { tree } = bashScript("a $(b)\nc | d");
  const walked = (leave: string, into?: "scripts") => {
    const types: string[] = [];
    walkNodes(
      tree,
      (node, depth) => {
        types.push(`${depth} ${node.type}`);
        return node.type !== leave;
      },
      into,
    );
    return types.join(", ");
  };
  expect(walked("")).toBe(
    "0 Script, 1 Statement, 2 Command, 3 Word, 3 Word, 4 CommandExpansion, 1 Statement, 2 Pipeline, 3 Command, 4 Word, 3 Command, 4 Word",
  );
  expect(walked("", "scripts")).toContain("4 CommandExpansion, 5 Script, 6 Statement, 7 Command, 8 Word, 1 Statement");
  expect(walked("Pipeline")).toMatch(/2 Pipeline$/);
  expect(walked("Statement")).toBe("0 Script, 1 Statement, 1 Statement");
});

test("the branch that is taken after a failure", () => {
  const conditions = [
    ...[
      "make",
      "! make",
      "! ! make",
      "[ $? -ne 0 ]",
      "[ $? -eq 0 ]",
      "[ -z $X ]",
      "[ -n $X ]",
      "[ ! -z $X ]",
      "[ $X != a ]",
      "[ $X = a ]",
      "[ $X -gt 0 ]",
      "[ $X -lt 0 ]",
      "! [ -z $X ]",
      "! [ -n $X ]",
      "test -z $X",
      "test ! -z $X",
      "test -f a",
      "[ ! $X != a ]",
    ],
    ...[
      "[[ -z $X ]]",
      "[[ -n $X ]]",
      "[[ $X -ne 0 ]]",
      "[[ $X != a ]]",
      "[[ $X -gt 0 ]]",
      "[[ $X = a ]]",
      "[[ ! -z $X ]]",
      "[[ ! -n $X ]]",
      "[[ ! -f a ]]",
      "[[ ! ! -z $X ]]",
      "[ ! -f a ]",
      "[[ -z $X && a ]]",
      "! [[ -z $X ]]",
      "[[ $X -gte 0 ]]",
      "(( $? ))",
      "(( $? != 0 ))",
      "(( $? > 0 ))",
      "(( $? == 0 ))",
      "(( $? < 1 ))",
      "((!X))",
      "((X + 1))",
    ],
    ...[
      "make && [ -z $X ]",
      "make; [ -z $X ]",
      "[ -z $X ]; make",
      "make | [ -z $X ]",
      "{ [ -z $X ]; }",
      "if a; then b; fi",
      "sudo [ -z $X ]",
      "[ $X = a-ne ]",
      "[ x-z = a ]",
      "[ $X -gte 0 ]",
      "[ $X = -z ]",
      "$(a)",
      "> a",
      "(( ))",
    ],
  ];
  const told = conditions.map((condition) => {
    const branchOf = (text: string) => {
      const { command } = bashScript(text).tree.commands[0]!;
      if (command.type !== "If") return "no if";
      const branch = failureBranch(command);
      return branch === undefined ? "none" : branch === command.then ? "then" : branch.type === "Elif" ? "elif" : "else";
    };
    return `${condition}: ${["if @; then a; fi", "if @; then a; else b; fi", "if @; then a; elif b; then c; else d; fi"].map((text) => branchOf(text.replace("@", condition))).join(", ")}`;
  });
  expect(told.join("\n")).toMatchSnapshot();
});

describe("the options of the shell", () => {
  const tell = (options: Partial<ShellOptions>) =>
    Object.entries(options)
      .map(([key, value]) => (typeof value === "boolean" ? `${key} ${value ? "on" : "off"}` : key))
      .join(", ") || "nothing";

  test("as set and shopt change them", () => {
    const lines = [
      ...[
        "set -e",
        "set +e",
        "set -E",
        "set +E",
        "set -eu",
        "set -ue",
        "set -eE",
        "set -x",
        "set -o errexit",
        "set +o errexit",
        "set -o pipefail",
        "set -o errtrace",
        "set -o posix",
        "set +o posix",
        "set -o nounset",
        "set -euo pipefail",
        "set -eo pipefail -E",
        "set -o",
        "set -oe pipefail",
        "set -oo pipefail errexit",
        "set -o pipefail errexit",
        "set -- -e",
        "set a -e",
        "set -e -- +e",
        "set -e a +e",
        "set - -e",
        "set -e1",
        "set",
        "set $X",
      ],
      ...[
        "shopt -s inherit_errexit",
        "shopt -u inherit_errexit",
        "shopt inherit_errexit",
        "shopt -s a inherit_errexit b",
        "shopt -so errexit",
        "shopt -s -o errexit",
        "shopt -os pipefail errtrace",
        "shopt -uo errexit",
        "shopt -o errexit",
        "shopt -su inherit_errexit",
        "shopt -q inherit_errexit",
        "shopt -s errexit",
        "shopt -so inherit_errexit",
        "make -e",
        "sett -e",
      ],
    ];
    const told = lines.map((line) => `${line}: ${tell(readOptions(readInvocation(firstCommand(line), scriptText({ masked: line })), { pos: 1, end: 2 }))}`);
    expect(told.join("\n")).toMatchSnapshot();
  });

  test("as the first line sets them", () => {
    const lines = [
      undefined,
      "",
      "#!/bin/bash",
      "#!/bin/bash -e",
      "#!/bin/sh -eu",
      "#! /bin/bash -e",
      "#!/usr/bin/env bash -e",
      "#!/usr/bin/env -S bash -e",
      "#!/usr/bin/env\tbash\t-E",
      "#!/bin/zsh -e",
      "#!/bin/ksh -e",
      "#!/bin/dash -e",
      "#!bash -e",
      "#!/bin/fish -e",
      "#!/bin/bashx -e",
      "#!/usr/bin/python -e",
      "#!/bin/bash +e",
      "#!/bin/bash -o pipefail",
      "#!/bin/bash -x -e",
      "#!/bin/bash --norc -e",
    ];
    expect(lines.map((line) => `${line ?? "none"}: ${tell(readShebang(line))}`).join("\n")).toMatchSnapshot();
  });

  test("behind branches, what may be on counts as on", () => {
    const on = (...names: (keyof ShellOptions)[]): ShellOptions => ({
      ...DEFAULT_OPTIONS,
      ...Object.fromEntries(names.map((name) => [name, true])),
      errexitSwitch: { pos: names.length, end: 9 },
    });
    expect(joinOptions([on(), on("errexit", "pipefail")])).toEqual({
      errexit: true,
      pipefail: true,
      inheritErrexit: false,
      errtrace: false,
      errexitSwitch: { pos: 2, end: 9 },
    });
    expect(joinOptions([on("errtrace"), on("inheritErrexit", "errtrace")])).toEqual({
      errexit: false,
      pipefail: false,
      inheritErrexit: true,
      errtrace: true,
      errexitSwitch: { pos: 1, end: 9 },
    });
    expect(joinOptions([on("errexit"), on()]).errexitSwitch).toEqual({ pos: 1, end: 9 });
  });
});

describe("fates", () => {
  const fate = (verdict: Fate["verdict"], more: Partial<Fate> = {}): Fate => ({ verdict, by: "last", explanation: "", ...more });

  test("what is unchecked is worse than what is swallowed, checked, exempt", () => {
    const verdicts = ["unchecked", "swallowed", "checked", "exempt"] as const;
    const pairs = verdicts.flatMap((one) => verdicts.filter((other) => isWorse(fate(one), fate(other))).map((other) => `${one} > ${other}`));
    expect(pairs).toEqual([
      "unchecked > swallowed",
      "unchecked > checked",
      "unchecked > exempt",
      "swallowed > checked",
      "swallowed > exempt",
      "checked > exempt",
    ]);
    expect([
      worstEffect([]),
      worstEffect(["exempt", "read-only"]),
      worstEffect(["read-only", "other"]),
      worstEffect(["other", "critical", "exempt"]),
      worstEffect(["exempt"]),
    ]).toEqual(["exempt", "read-only", "other", "critical", "exempt"]);
  });

  test("a job has the fate of what waits for it, and a chain ends", () => {
    const end = fate("checked");
    expect(settled(fate("unchecked", { awaited: fate("swallowed", { awaited: end }) }))).toBe(end);
    expect(settled(end)).toBe(end);
    const loop = fate("unchecked");
    loop.awaited = loop;
    expect(settled(loop)).toBe(loop);
    const job = fate("unchecked", { by: "background" });
    expect(extended(job, { isEnding: true })).toEqual({ ...job, isEnding: true, awaited: job });
    expect(extended(end, { isEnding: true })).toEqual({ ...end, isEnding: true });
  });

  test("what is left to run, up to a border", () => {
    const nodes = (text: string) => bashScript(text).tree.commands;
    const after = (text: string, more: Partial<Following> = {}): Following => ({ nodes: nodes(text), index: 0, outer: undefined, ...more });
    const more = (following: Following | undefined) => (["function", "shell", "loop"] as const).filter((border) => hasMore(following, border)).join(" ");
    const texts = [
      "make",
      "echo a",
      "[ -f a ]",
      "make || exit",
      "echo a || make",
      "echo a && make",
      "if [ $? -ne 0 ]; then make; fi",
      "if [ $? -ne 0 ]; then a; else make; fi",
      "if make; then a; fi",
      "X=1",
      "X=$(make)",
      "exit",
      "f() { make; }",
      "{ make; }",
      "$X",
      "echo $(make)",
      "true\nmake",
      "if [ $? -ne 0 ]; then a; elif b; then make; fi",
      "if [ $? -eq 0 ]; then make; fi",
    ];
    expect(texts.map((text) => `${inLine(text)}: ${more(after(text))}`).join("\n")).toMatchSnapshot();
    expect({
      none: more(undefined),
      "behind the last": more(after("make", { index: 1 })),
      "the second": more(after("echo a\nmake", { index: 1 })),
      "behind a function": more(endOf("function", after("make"))),
      "behind a shell": more(endOf("shell", after("make"))),
      "behind a loop": more(endOf("loop", after("make"))),
      "in a loop": more(endOf("loop")),
      "further out": more(after("echo a", { outer: after("make") })),
      "behind a list of a function": more(after("echo a", { border: "function", outer: after("make") })),
    }).toMatchSnapshot();
  });

  test("nearest first, and no more than wanted", () => {
    const nodes = bashScript("a\nb\nc").tree.commands;
    const following: Following = { nodes, index: 1, outer: { nodes, index: 0, outer: undefined } };
    const names = (limit?: number) => [...nextNodes(following, limit)].map((node) => commandsIn(node)[0]!.name!.value).join("");
    expect([names(), names(3), names(0), [...nextNodes(undefined)].length]).toEqual(["bcabc", "bca", "", 0]);
    const long = bashScript(Array.from({ length: 300 }, () => "a").join("\n")).tree.commands;
    expect([...nextNodes({ nodes: long, index: 0, outer: undefined })]).toHaveLength(200);
  });
});

describe("the text of a script inside of another", () => {
  test("and the places in it", () => {
    const words = [
      "a",
      "'a b'",
      "'a; b'",
      '"a b"',
      '"a $X"',
      '"$X"',
      '"$(x)"',
      '"a \\"b\\""',
      '"a \\$X"',
      "$'a\\nb'",
      "a'b'",
      '""',
      "''",
      "$X",
      "a*",
      '$"a"',
      '"a\\nb"',
      '"a\\`b\\`"',
      "a\\ b",
    ];
    const told = words.map((source) => {
      const text = `make ${source}`;
      const inner = quotedScript(scriptText({ masked: text }), wordsOf(source)[0]!);
      if (!inner) return `${source}: unknown`;
      const places = commandsIn(inner.tree).map((command) => `«${textOf(inner.text.source, command)}» at «${textOf(text, inner.text.toScript(command))}»`);
      return `${source}: ${places.join(" ")}`;
    });
    expect(told.map(inLine).join("\n")).toMatchSnapshot();
  });

  test("of a substitution, that is the script's own, but in escaped backticks", () => {
    const text = "X=$(a b) Y=`c \\`d\\` e`";
    const own = scriptText({ masked: text });
    const [first, second] = substitutionsIn(firstCommand(text));
    expect(substitutionText(own, first!)).toBe(own);
    const inner = substitutionText(own, second!);
    expect(inner.source).toBe("c `d` e");
    expect(inner.toScript({ pos: 0, end: 1 })).toEqual({ pos: second!.pos, end: second!.end });
  });
});
