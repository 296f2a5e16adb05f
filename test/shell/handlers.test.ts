import { describe, expect, test } from "vitest";
import { parseBash } from "../../src/parse/bash.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { handlerScopeOf } from "../../src/shell/failure-branches.ts";
import { describeHandler, jumpIn } from "../../src/shell/handlers.ts";
import { createSource } from "../../src/source.ts";
import { bashScript } from "./analyze-text.ts";
import { tellHandler } from "./tell.ts";

/* What a handler does. `vitest -u` rewrites the snapshots: read the diff. */

/** Functions that the handlers call. */
const FUNCTIONS = "die() { echo failed; exit 3; }\nwarn() { echo warned >&2; }\nback() { return 2; }\nagain() { again; X=1; }\n";

function told(handler: string): string {
  const script = bashScript(FUNCTIONS + handler);
  const nodes = script.tree.commands.slice(4);
  const { span, ...rest } = describeHandler(nodes, handlerScopeOf(script));
  const covers = script.text.slice(span.pos, span.end);
  return `${handler} → ${tellHandler({ span, ...rest })}${covers === handler ? "" : ` (of ${covers})`}`;
}

describe("what a handler does", () => {
  test.each(
    Object.entries({
      leaving: [
        ...[
          "exit",
          "exit 0",
          "exit 1",
          "exit 12",
          "exit 1x",
          "exit x1",
          "exit $X",
          "exec make",
          "exec",
          "exec > a",
          "exec 3>&1",
          "kill $$",
          "kill 1",
          "kill -9 $$",
        ],
        ...["return", "return 0", "return 3", "return $?", "break", "break 2", "continue", "continue 2"],
        ...[
          "(exit)",
          "(exit 0)",
          "(exit 1)",
          "(exit x)",
          "(exec make)",
          "(kill $$)",
          "(return 1)",
          "(break)",
          "echo a | exit 1",
          "exit 1 | cat",
          "(exit 1; echo a)",
        ],
        ...["exit 1; exit 2", "exit; make", "{ exit 1; }", "exit 1 &", "sudo exit 1", "! exit 1", "time exit 1"],
      ],
      nothing: ["true", ":", "", "sleep 5", "f() { exit 1; }", "wait", "read x", "shopt -s a", "trap - ERR", "> /dev/null", "2> /dev/null", "true > a"],
      failing: [
        ...[
          "false",
          "test -f a",
          "[ -f a ]",
          "[[ -f a ]]",
          "! false",
          "! test -f a",
          "! [[ -f a ]]",
          "false; true",
          "true; false",
          "false; echo a",
          "echo a; false",
        ],
        ...[
          "{ echo a; false; }",
          "(echo a; false)",
          "(false; exit 0)",
          "if false; then true; fi",
          "false | cat",
          "cat | false",
          "true && false",
          "[[ -f a ]] && make",
        ],
        ...[
          "while false; do true; done",
          "case a in a) false ;; esac",
          "(( 1 ))",
          "false > a",
          "grep -q a b",
          "[ -f a ] > b",
          "f() { false; }",
          "false &",
          "false & wait",
        ],
      ],
      setting: [
        ...["X=1", "X=1 Y=2", "X=", "X+=1", "X=(1 2)", "X=$(make)", "X=1 > a", "X=1 make", "X=1 echo a", "X=1 true", "X=1 cat a"],
        ...["export X=1", "local X=1 Y=2", "declare X", "readonly X=1", "let X=1", "let X++", "let 'X = 1'", "((X++))", "((X = Y + 1))", "((1 + 1))"],
        ...["X=1; echo a", "(X=1)", "X=1; X=2", "sudo X=1 make"],
      ],
      saying: [
        ...["echo a", "echo", "echo -n", "echo -n a", "echo ''", 'echo ""', "echo '' a", "echo -e ''", "printf a", "printf ''", "printf", "echo $X"],
        ...["cat a", "cat <<< a", "cat <<E\na\nE", "cat <<E > b\na\nE", "ls", "git status", "git log > a", "tail a", "cat", "sed -n p a", "cat a > b"],
        ...["echo a >&2", "echo a > /dev/null", "echo a > /dev/stderr", "echo a | cat", "echo a; cat b", "ls; echo", "sudo cat a", "$X"],
      ],
      logging: [
        ...[
          "echo a > b",
          "echo a >> b",
          "printf a >> b",
          "echo >> b",
          "echo a 2> b",
          "echo a &> b",
          "logger a",
          "logger",
          "tee a",
          "tee -a b",
          "tee -a",
          "tee",
          "tee /dev/stderr",
        ],
        ...[
          "echo a | tee b",
          "echo a | tee /dev/tty",
          "echo a | tee -a /dev/x b",
          "> b",
          ">> b",
          "< b",
          "cat a > b",
          "ls >> b",
          "git status > b",
          "sudo tee a",
          "sudo echo a > b",
        ],
        ...[
          "{ echo a; } > b",
          "{ echo a; } 2> /dev/null",
          "{ echo a; ls; } >> b",
          "echo a; { echo b; } > c",
          "{ make; } > b",
          "{ true; } > b",
          "(echo a) > b",
          "{ echo a; } < b",
        ],
        ...["if true; then echo a; fi > b", "while read x; do echo $x; done > b", "{ echo a; exit 1; } > b", "{ { echo a; } > b; } > c"],
      ],
      running: [
        ...[
          "make",
          "git push",
          "tool",
          "rm a",
          "make > a",
          "cd a",
          "$TOOL",
          "sudo make",
          "bash -c 'exit 1'",
          "eval 'exit 1'",
          "ssh host make",
          "make; make",
          "make | cat",
        ],
        ...["make & wait", "(make)", "! make", "timeout 5 make", "make; exit 1", "exit 1; make", "echo a; make; echo b"],
      ],
      calling: [
        ...[
          "die",
          "warn",
          "back",
          "again",
          "die; warn",
          "warn; warn",
          "warn; die",
          "sudo die",
          "die a b",
          "(die)",
          "die | cat",
          "back; exit 4",
          "die > a",
          "warn > a",
          "warn 2> a",
          "die; die",
        ],
      ],
      compounds: [
        ...[
          "if make; then exit 1; fi",
          "if a; then exit 1; else break; fi",
          "if a; then exit; elif b; then return 2; else continue; fi",
          "if a; then echo 1; elif ls; then X=1; fi",
        ],
        ...[
          "for i in 1; do exit 1; done",
          "for i in $(make); do echo $i; done",
          "for ((;;)); do break; done",
          "select x in a; do X=1; done",
          "while make; do break; done",
        ],
        ...[
          "until [ -f a ]; do sleep 1; done",
          "case $X in a) exit 1 ;; *) make ;; esac",
          "case $X in esac",
          "coproc make",
          "{ echo a; { echo b; exit 2; }; }",
        ],
        ...[
          "make && exit 1",
          "echo a && exit 1 || exit 2",
          "time make",
          "make |& tee a",
          "[ -f a ] && exit 1",
          "[ -f a ] || exit 1",
          "(( X )) && exit 1",
          "echo $(exit 1)",
        ],
      ],
    }),
  )("%s", (_, handlers) => {
    expect(`\n${handlers.map(told).join("\n")}\n`).toMatchSnapshot();
  });

  test("groups within groups count up to a depth, and nothing below it", () => {
    const nested = (depth: number) => `${"{ ".repeat(depth)}exit 1${"; }".repeat(depth)}`;
    expect([1, 20, 30].map((depth) => told(nested(depth)).endsWith("→ exits, status 1"))).toEqual([true, true, true]);
    expect(told(nested(40))).toMatch(/→ $/);
  });

  test("of no nodes there is nothing to say", () => {
    const script = bashScript("make");
    expect(describeHandler([], handlerScopeOf(script))).toEqual({ span: { pos: 0, end: 0 }, acts: [], status: undefined, fails: false, sets: [], says: false });
  });

  test("the same nodes are described once, and more of them, or with more functions known, anew", () => {
    const { tree } = bashScript("echo a\nexit 1\nf");
    const scope = handlerScopeOf(bashScript("echo a\nexit 1\nf"));
    const one = describeHandler(tree.commands.slice(0, 1), scope);
    expect(describeHandler(tree.commands.slice(0, 1), scope)).toBe(one);
    expect(describeHandler(tree.commands.slice(0, 2), scope).acts).toEqual(["prints", "exits"]);
    const call = tree.commands.slice(2);
    expect(describeHandler(call, scope).acts).toEqual(["runs"]);
    const [definition] = parseBash(excerptLines(createSource("", "f() { exit 1; }"), 1, "f() { exit 1; }"), { origin: "fence", badExample: false }).tree
      .commands;
    if (definition?.command.type !== "Function") throw new Error("no function");
    expect(describeHandler(call, { ...scope, functions: new Map([["f", definition.command]]) }).acts).toEqual(["exits"]);
  });
});

test("what always leaves what it stands in", () => {
  const jumps = [
    ...[
      "exit",
      "exit 1",
      "return",
      "break",
      "continue",
      "echo a",
      "{ exit; }",
      "{ echo a; break; }",
      "{ break; exit; }",
      "(exit)",
      "if a; then exit; fi",
      "exit | cat",
      "die",
    ],
    ...["warn", "back", "{ die; }", "again", "X=1", "sudo exit", "exit && a", "! exit", "$X", "{ echo a; }"],
  ].map((text) => {
    const script = bashScript(FUNCTIONS + text);
    return `${text} → ${jumpIn(script.tree.commands[4]!, handlerScopeOf(script)) ?? "goes on"}`;
  });
  expect(jumps).toEqual([
    ...["exit → exit", "exit 1 → exit", "return → return", "break → break", "continue → continue", "echo a → goes on", "{ exit; } → exit"],
    ...["{ echo a; break; } → break", "{ break; exit; } → break", "(exit) → goes on", "if a; then exit; fi → goes on", "exit | cat → goes on", "die → exit"],
    ...["warn → goes on", "back → goes on", "{ die; } → exit", "again → goes on", "X=1 → goes on", "sudo exit → goes on", "exit && a → goes on"],
    ...["! exit → goes on", "$X → goes on", "{ echo a; } → goes on"],
  ]);
});
