import { describe, expect, test } from "vitest";
import { parseBash, type BashScript } from "../../src/parse/bash.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { analyzeScript, analyzeWith } from "../../src/shell/analyze.ts";
import { addErrexit, addHandler, stopAtEnd, stopInTrap, stopOnFailure } from "../../src/shell/repairs.ts";
import { createSource } from "../../src/source.ts";
import { applyEdits } from "../edits.ts";
import type { Edit } from "../../src/finding.ts";
import { analyze, bashScript } from "./analyze-text.ts";

/* Who notices that `git push` fails, and what would be put behind it. `vitest -u` rewrites the snapshots: read the diff. */

const inLine = (text: string) => text.replaceAll("\n", "⏎").replaceAll("\r", "␍");

/** Of the commands of a script that can fail, the verdict and why. */
function told(text: string): string {
  const { commands, limit } = analyze(text);
  const verdicts = commands
    .filter(({ by }) => by !== "exempt")
    .map(
      ({ text: own, verdict, by, explanation, effect, checker }) =>
        `«${inLine(own)}» ${effect}, ${verdict} by ${by}: ${explanation}${checker ? ` («${inLine(text.slice(checker.pos, checker.end))}»)` : ""}`,
    );
  return `${inLine(text)}\n  ${[...verdicts, ...(limit === undefined ? [] : [`limit: ${limit}`])].join("\n  ")}`;
}

const table = (scripts: readonly string[]) => `\n${scripts.map(told).join("\n")}\n`;

describe("a failure of `git push` is noticed by", () => {
  test.each(
    Object.entries({
      "a test of a variable that holds what it printed": [
        ...[
          "[ -n $X ]",
          '[ -z "$X" ] && exit 1',
          "[[ -n $X ]] || exit",
          "(( X > 0 ))",
          "case $X in a) ;; esac",
          "test -n $X",
          "if [ $X = a ]; then make; fi",
          "grep -q $X a",
          "echo $X",
          "echo $X > a",
          "printf %s $X",
          "printf %s $X >> a",
          "make $X",
          "for i in $X; do make; done",
          "for i in a; do make $X; done",
          "for i in a $X; do make; done",
          "for i in $X a; do [ -n $X ]; done",
          "exit $X",
          "return $X",
          "echo ${X:?}",
          "echo ${X:-a}",
          "make ${X:?}",
          "make ${X:-a}",
          "make ${X:=a}",
          "make ${X?a}",
          "Y=${X:-a}",
        ].map((use) => `X=$(git push)\n${use}\nnpm ci`),
        ...[
          "Y=$X\n[ -n $Y ]",
          "export Y=$X\n[ -n $Y ]",
          "local Y=$X Z=1\n[ -n $Y ]",
          "declare Y=$X\nmake $Y",
          "readonly Y=a$X\n[ -n $Z ]",
          "typeset Y=$X\n[ -n $Y ]",
          "Y=1 Z=$X\n[ -n $Y ]",
          "Y=$X make\n[ -n $X ]",
          "Y=$(echo $X)\n[ -n $Y ]",
          "Y=$([ -n $X ] && echo a)",
          "make $([ -n $X ] && echo a)",
          "make $(echo $X)",
          "f() { [ -n $X ]; }\n[ -n $X ]",
          "echo $X\n[ -n $X ]",
          "echo $X\necho $X",
          "Y=$X\necho $Y",
          "X=1\n[ -n $X ]",
          "read X\n[ -n $X ]",
          "[ -n $Z ]",
          "[ -n $XY ]",
          "if make; then [ -n $X ]; fi",
          "for i in a; do make; done\n[ -n $X ]",
          "for i in a; do [ -n $X ]; done",
          "for i; do make; done\n[ -n $X ]",
          "while make $X; do ls; done",
          "select i in $X; do ls; done\n[ -n $X ]",
          "f() { make $X; }",
          "[[ -f a ]]\nmake $X",
          "(( 1 ))\nmake $X",
          "case a in $X) make ;; esac",
          "case a in a) make $X ;; esac",
          "[ -n ${X} ]",
          '[ -n "a$X" ]',
          "cat <<E\n$X\nE",
        ].map((use) => `X=$(git push)\n${use}\nnpm ci`),
        ...[
          "export X=$(git push)\n[ -n $X ]",
          "X=$(git push | cat)\n[ -n $X ]",
          "X=$(git push; ls)\n[ -n $X ]",
          "X=$(git push && ls)\n[ -n $X ]",
          "X=$(git push || true)\n[ -n $X ]",
          "X=$(git push || exit)\n[ -n $X ]",
          "(X=$(git push); [ -n $X ])",
          "f() { X=$(git push); }\nf\n[ -n $X ]",
          "(X=$(git push))\n[ -n $X ]",
          "for i in 1; do\n  [ -n $X ]\n  X=$(git push)\ndone",
          "while [ -z $X ]; do X=$(git push); done",
          "X=$(git push) && [ -n $X ]",
          "X=$(git push) || [ -n $X ]",
        ],
        ...[
          "(X=$(git push); echo ${X:?})\nmake",
          "f() { X=$(git push); echo ${X:?}; }\nf\nmake",
          "X=(\n$(git push)\n)\n[ -n $X ]",
          "X=$(git push)$(make)\n[ -n $X ]",
          "local X=1 Y=$(git push) Z=$(make)\nls",
        ],
      ],
      "a test of what it made": [
        ...[
          "git clone a/b.git\n[ -d b ]",
          "git clone a/b/\n[ -d b ]",
          "git clone a:b\n[ -d b ]",
          "git clone a/b c\n[ -d c ]",
          "git clone a/b c\n[ -d b ]",
          "git clone -q a/b\n[ -d b ]",
          "git clone a/b\nls b\n[ -d b ]",
          "git clone a/b\ncd b\n[ -d b ]",
          "git init a\n[ -d a ]",
          "git worktree add a\n[ -d a ]",
          "git archive a\n[ -f a ]",
          "git push a\n[ -f a ]",
          "git add a\n[ -f a ]",
        ],
        ...[
          "make > a\n[ -f a ]",
          "make > a\ncat a\n[ -f a ]",
          "make 2> a\n[ -f a ]",
          "make a\n[ -f a ]",
          "make -a\n[ -f -a ]",
          "make .\n[ -d . ]",
          "make ''\n[ -d '' ]",
          "mkdir ${A}\n[ -d $A ]",
          "mkdir $A\n[ -d ${A}/ ]",
          "mkdir a/\n[ -d a ]",
          "mkdir a\n[ -d a/ ]",
          "mkdir /\n[ -d / ]",
          "cd a\n[ -d a ]",
          "sed -i s/a/b/ c\ngrep -q b c",
          "sed -i s/a/b/ c\ngrep b c\ngrep -q b c",
        ],
        ...[
          "cp a b\n[ -f b ] || exit",
          "cp a b\n[[ -f b ]]",
          "cp a b\nif [ -f b ]; then make; fi",
          "cp a b\ntest -f c\n[ -f b ]",
          "cp a b\nmake\n[ -f b ]",
          "cp a b\nmake b\n[ -f b ]",
          "cp a b\nX=$(make b)\n[ -f b ]",
          "cp a b && [ -f b ]",
          "cp a b | cat\n[ -f b ]",
          "X=$(cp a b)\n[ -f b ]",
          "if make; then cp a b; fi\n[ -f b ]",
          `cp a b\n${"ls\n".repeat(11)}[ -f b ]`,
          `cp a b\n${"ls\n".repeat(12)}[ -f b ]`,
        ],
        ...[
          "tool a\n[ -f a ]",
          "ls a\n[ -f a ]",
          "git diff --quiet a\n[ -f a ]",
          "cp a b\nls > b\n[ -f b ]",
          "cp a b\n{ make; [ -f b ]; }",
          "cp a b\n(( b ))\n[ -f b ]",
          "sudo cp a b\n[ -f b ]",
          "cp a $(b)\n[ -f $(b) ]",
          "cp a b\nfor i in 1; do [ -f b ]; done",
        ],
      ],
      "a question of where one stands": [
        ...["cd a", "pushd a", "git checkout a", "git switch a", "git push", "popd"].flatMap((step) =>
          [
            "[ $PWD = b ]",
            '[ "${PWD##*/}" = a ]',
            "[ $(pwd) = b ]",
            "[ `pwd` = b ]",
            "[ $(git rev-parse --show-toplevel) = b ]",
            "[ $(git remote get-url origin) = b ]",
            "[ $(git branch --show-current) = b ]",
            "[ $(git rev-parse --abbrev-ref HEAD) = b ]",
            "[ $(git symbolic-ref HEAD) = b ]",
            "[ -n $X ]",
          ].map((question) => `${step}\n${question} || exit 1\nnpm ci`),
        ),
        ...[
          "cd a\nls && [ $PWD = b ] || exit",
          "cd a\nX=1 && [ $PWD = b ]",
          "cd a\nls | [ $PWD = b ]",
          "cd a\necho b\n[ $PWD = b ] || exit",
          "cd a\nprintf b\n[ $PWD = b ] || exit",
          "cd a\npwd\n[ $PWD = b ] || exit",
          "cd a\nls\n[ $PWD = b ] || exit",
          "cd a\nX=1\n[ $PWD = b ] || exit",
          "cd a\necho b && [ $PWD = b ]",
          "cd a\nmake\n[ $PWD = b ] || exit",
        ],
      ],
      "the status behind it": [
        ...[
          "exit",
          "return",
          "exit $?",
          "return $?",
          "exit 1",
          "exit && make",
          "echo $?",
          "printf %s $?",
          "echo $? && make",
          "rc=$?",
          "export rc=$?",
          "local rc=$?",
          "rc=$? make",
          "[ $? -eq 0 ]",
          "[[ $? -eq 0 ]]",
          "(( $? == 0 ))",
          "test $? -eq 0",
          "[ $? -eq 0 ] || exit",
          "if [ $? -ne 0 ]; then exit 1; fi",
          "if [ $? -eq 0 ]; then make; else exit 1; fi",
          "if [ $? -ne 0 ]; then echo a; elif b; then make; fi",
          "case $? in 0) make ;; esac",
          "make $?",
          "while [ $? -ne 0 ]; do make; done",
          "{ exit $?; }",
          "(exit $?)",
          "[ $? -eq 0 ] && make",
        ].flatMap((next) => [`git push\n${next}\nnpm ci`, `f() {\n  git push\n  ${next}\n}\nf || exit`, `git push\n${next}`]),
        ...[
          "rc=$?\n[ $rc -eq 0 ]",
          "rc=$?\necho $rc",
          "rc=$?\nexit $rc",
          "rc=$?\nmake $rc",
          "rc=$?\nmake",
          "rc=$?\n[ $x -eq 0 ]",
          "rc=$? x=1\nreturn $rc",
          "rc=$?; [ $rc -ne 0 ] && exit",
          "ls\n[ $? -eq 0 ]",
          "git pull origin\n[ $? -eq 0 ]",
          "./a.sh b\n[ $? -eq 0 ]",
          "X=1\n[ $? -eq 0 ]",
          '"$A" b\n[ $? -eq 0 ]',
          `ls\n${"ls a\n".repeat(6)}[ $? -eq 0 ]`,
          `ls\n${"ls a\n".repeat(8)}[ $? -eq 0 ]`,
          "ls\nif [ $? -ne 0 ]; then exit; fi",
        ].map((next) => `git push\n${next}\nnpm ci`),
        ...[
          "X=$(git push)\n[ $? -eq 0 ]",
          "git push | cat\n[ $? -eq 0 ]",
          "{ git push; }\n[ $? -eq 0 ] || exit",
          "(git push)\n[ $? -eq 0 ] || exit",
          "set -e\ngit push\n[ $? -eq 0 ]",
          "git push &\n[ $? -eq 0 ]",
          "! git push\n[ $? -eq 0 ]",
        ],
      ],
      "a pipeline": [
        ...[
          "cat",
          "grep a",
          "egrep a",
          "fgrep a",
          "rg a",
          "ag a",
          "grep -L a",
          "grep --files-without-match a",
          "grep -vL a",
          "jq .",
          "jq -e .",
          "jq -re .",
          "jq --exit-status .",
          "tee a",
          "while read x; do make; done",
          "{ grep a; }",
          "$X",
          "git pull",
        ].flatMap((last) => [`git push | ${last} || exit`, `git push | ${last}\nnpm ci`, `set -o pipefail\ngit push | ${last} || exit`]),
        ...[
          "git push | cat | grep a || exit",
          "set -e\ngit push | cat",
          "set -eo pipefail\ngit push | cat",
          "set -eo pipefail\ngit push | cat\n[ ${PIPESTATUS[0]} -eq 0 ]",
          "git push | cat\n[ ${PIPESTATUS[0]} -eq 0 ]",
          "git push | cat\n[ ${PIPESTATUS[1]} -eq 0 ]",
          "git push | cat\n[ ${PIPESTATUS[@]} = 0 ]",
          "git push | cat\n[ ${pipestatus[0]} -eq 0 ]",
          "git push | cat\n[ ${PIPESTATUS} -eq 0 ]",
          "git push | cat\nls\n[ ${PIPESTATUS[0]} -eq 0 ]",
          "(git push | cat)\n[ ${PIPESTATUS[0]} -eq 0 ]",
        ],
        ...[
          "! git push | cat",
          "if git push | cat; then make; fi",
          "git push | cat && make",
          "git push |& cat\nmake",
          "X=$(git push | cat)",
          "git push | cat &\nwait $!",
        ],
      ],
      "errexit, traps, and where they act": [
        ...[
          "(git push)",
          "(git push) || exit",
          "{ git push; } || exit",
          "f() { git push; }\nf",
          "f() { git push; }\nf || exit",
          "f() { git push; make; }\nf || exit",
          "f() { git push; make; }\nif f; then ls; fi",
          "f() { git push; make; }\n! f",
          "! git push",
          "! (git push; make)",
          "git push && make",
          "git push && make\nls",
          "git push && make || exit",
          "if git push; make; then ls; fi",
          "while git push; make; do ls; done",
          "X=$(git push)",
          "X=$(git push; make)",
          "local X=$(git push)",
          "echo $(git push)",
          "echo $(git push; make)",
          "cat <(git push)",
          "git push &",
          "git push & wait",
          "git push & wait $!",
          "git push &\nwait -n",
          "git push &\nwait -f",
          "bash -c 'git push; make'",
          "bash -ec 'git push; make'",
          "eval 'git push; make'",
          "eval 'git push; make' || exit",
          "ssh a 'git push; make'",
          "ssh a 'git push' || exit",
          "coproc git push",
          "coproc { git push; make; }",
        ].flatMap((script) => [
          `set -e\n${script}\nnpm ci`,
          `trap 'exit 1' ERR\n${script}\nnpm ci`,
          `set -E\ntrap 'echo failed' ERR\n${script}\nnpm ci`,
          `set -eE\ntrap 'echo failed' ERR\n${script}\nnpm ci`,
        ]),
        ...[
          "trap 'make' ERR\ngit push\nls",
          "trap '' ERR\ngit push\nls",
          "trap : ERR\ngit push\nls",
          "trap - ERR\ngit push\nls",
          "trap 'exit 1' SIGERR\ngit push\nls",
          "trap 'exit 1' err\ngit push\nls",
          "trap 'exit 1' EXIT\ngit push\nls",
          "trap 'exit 1' ERRX\ngit push\nls",
          "trap -- 'exit 1' ERR\ngit push\nls",
          "trap f ERR\nf() { exit 1; }\ngit push\nls",
          "f() { exit 1; }\ntrap f ERR\ngit push\nls",
          'trap "$X" ERR\ngit push\nls',
          "trap 'exit 1' INT ERR\ngit push\nls",
          "trap\ngit push\nls",
          "trap 'echo a; exit 1' ERR\n(git push; make)\nls",
          "set -E\ntrap 'echo a; exit 1' ERR\n(git push; make)\nls",
          "set -E\ntrap 'make' ERR\n(git push; ls)\nls",
        ],
        ...[
          "trap clean EXIT\nclean() { git push; make; }",
          "trap clean 0\nclean() { git push; make; }",
          "trap clean INT\nclean() { git push; }",
          "trap clean TERM HUP\nclean() { git push; }",
          "trap clean SIGQUIT\nclean() { git push; }",
          "trap clean USR1\nclean() { git push; make; }",
          "trap 'clean; ls' EXIT\nclean() { git push; make; }",
          "trap 'clean' EXIT\nclean() { git push || true; }",
          "trap clean 10\nclean() { git push; make; }",
        ],
        ...[
          "if make; then set -e; fi\ngit push\nls",
          "set -e\nif make; then set +e; fi\ngit push\nls",
          "set -e\nif make; then set +e; else set +e; fi\ngit push\nls",
          "case a in a) set -e ;; esac\ngit push\nls",
          "set -e\ncase a in *) set +e ;; esac\ngit push\nls",
          "set -e\ncase a in b) set +e ;; esac\ngit push\nls",
          "for i in 1; do set -e; done\ngit push\nls",
          "set -e\nwhile a; do set +e; done\ngit push\nls",
          "(set -e)\ngit push\nls",
          "{ set -e; }\ngit push\nls",
          "set -e | cat\ngit push\nls",
          "X=$(set -e)\ngit push\nls",
        ],
      ],
      functions: [
        ...[
          "f() { git push; }\nls",
          "f() { git push; ls; }",
          "f() { git push; ls; }\nf",
          "f() { return 1; }\nf\nls",
          "f() { return 0; }\nf\nls",
          "f() { return; }\nf\nls",
          "f() { git push || return 1; ls; }\nf\nls",
          "f() { git push || return 1; }\nf\nls",
          "f() { git push || return 1; ls; }\nf || exit",
          "f() { f; git push; }\nf\nls",
          "f() { g; }\ng() { git push; }\nf\nls",
          "f() { git push; }\nf && ls || exit\nf",
          "f() { git push; }\nf | cat\nls",
          "f() { git push; }\nX=$(f)\nls",
          "f() { set -e; }\nf\ngit push\nls",
          "f() { set -- a; }\nf\ngit push\nls",
          "f() { trap 'exit 1' ERR; }\nf\ngit push\nls",
          "f() { shopt -s inherit_errexit; }\nset -e\nf\nX=$(git push; ls)\nls",
          "f() { set +e; git push; ls; }\nset -e\nf\nls",
          "f() { set -e; }\nf || exit\ngit push\nls",
          "f() { git push; set +e; }\nset -e\nf\nls",
          "f() { trap - ERR; }\ntrap 'exit 1' ERR\nf\ngit push\nls",
          "set -E\nf() { trap - ERR; }\ntrap 'exit 1' ERR\nf\ngit push\nls",
          "f() { git push; }\ntrap 'exit 1' ERR\nf\nls",
          "set -E\nf() { git push; ls; }\ntrap 'exit 1' ERR\nf\nls",
          "f() { git push & }\nf\nwait $!",
          "f() { git push; }\nf &\nwait $!",
          "f() { git push; }\nsudo f\nls",
          '"f"() { git push; }\nf',
          "f() { git push; }\nf() { make; }\nf\nls",
        ],
      ],
      "lists and loops": [
        ...[
          "git push || exit",
          "git push || return",
          "f() { git push || return; ls; }",
          "f() { git push || return; }\nf\nls",
          "git push || break",
          "for i in 1; do git push || break; done",
          "for i in 1; do git push || break; ls; done",
          "for i in 1; do git push || continue; done",
          "for i in 1; do git push || continue; make; done",
          "for i in 1; do if a; then git push || continue; fi; done",
          "for i in 1; do if a; then git push || continue; fi; make; done",
          "git push || { echo a; continue; }",
          "git push || X=1",
          "git push || X=1\n[ -n $X ]",
          "git push || X=1\nmake $X",
          "git push || X=1\nmake $Y",
          "git push || let X=1\n[ -n $X ]",
          "git push || ((X++))\n[ -n $X ]",
          "git push || false",
          "git push || false\nls",
          "git push || [ -f a ]",
          "git push || [ -f a ] || exit",
          "git push || { echo a; false; }\nls",
          "git push || { echo a; false; } || exit",
          "git push || echo a && make",
          "git push || make && ls",
          "git push && X=1",
          "git push && X=1\n[ -n $X ]",
          "git push && break",
          "for i in 1; do git push && break; done",
          "for i in 1; do git push && break; make; done",
          "git push && exit",
          "f() { git push && return; make; }",
          "f() { git push && return; }",
          "git push && exit\nmake",
          "git push && { echo a; exit; }\nmake",
          "git push && make && exit\nls",
          "git push && make && X=1\n[ $X ]",
          "! git push || exit",
          "! git push && exit",
          "! git push || echo a",
          "! git push || X=1",
          "! git push && make",
          "git push && ls &",
          "git push && ls & wait $!",
          "X=$(git push || echo a)\nmake $X",
          "X=$(git push || echo)\nmake $X",
          "X=$(git push || echo a; ls)\nmake $X",
          "X=$(git push || { echo a; false; })\nmake $X",
          "echo $(git push || echo a)",
          "echo $(git push)",
          "echo $(ls)",
          "echo $(ls || true)",
          "printf %s $(ls)",
          "make $(ls)",
          "X=$(ls)",
          "exec git push\nls",
          "exec git push",
          "(exec git push)\nls",
          "exec $0",
          "exec bash $0",
          "exec ${0} a",
          "exec 3>&1\ngit push",
          "cd a && git push",
          "(cd a && git push)",
          "(cd a && ls)",
          "(cd a && ls; make)",
          "(cd a; ls)",
          "X=$(cd a && ls)",
          "cd a && ls",
          "grep -q a b && git push",
          "git diff --quiet && git push",
          "grep -q a b && git push\nls",
          "grep -q a b",
        ],
        ...[
          "if git push; then ls; fi",
          "if a; then git push; elif b; then git push; else git push; fi\nls",
          "while git push; do git pull; done",
          "until git push; do git pull; done",
          "for i in $(git push); do ls; done",
          "for ((i=0;i<1;i++)); do git push; done",
          "select i in $(git push); do make; done",
          "case $(git push) in a) git push ;; esac\nls",
          "{ git push; } > $(make)\nls",
          "{ git push; } < <(make)\nls",
          "[ $(git push) ] || exit",
          "[[ $(git push) ]]",
          "(( $(git push) ))",
          "make > $(git push)\nls",
          "set -e\nif make > $(git push); then ls; fi",
          "set -e\nif make < <(git push; ls); then ls; fi",
          "set -e\nif X=1 > $(git push; ls); then ls; fi",
          "if make $(git push; ls); then ls; fi",
          "timeout 5 git push\nls",
          "timeout 5 bash -c 'git push; ls'\nls",
          "sudo bash -c 'git push; ls'",
          "#!/bin/bash\nexec $0",
          "# a\n  exec $0",
        ],
      ],
    }),
  )("%s", (_, scripts) => {
    expect(table(scripts)).toMatchSnapshot();
  });

  test("nothing where a script is too deep or too much", () => {
    expect(analyze(`${"if a; then ".repeat(30)}git push${"; fi".repeat(30)}`).limit).toBeUndefined();
    expect(analyze(`${"if a; then ".repeat(40)}git push${"; fi".repeat(40)}`).limit).toBe("nested more than 100 deep");
    const multiplying = Array.from({ length: 10 }, (_, index) => `f${index + 1}() { ${`f${index} & `.repeat(4)}}`).join("\n");
    expect(analyze(`f0() { git push & }\n${multiplying}\nf10`).limit).toBe("too many function calls to follow");
  });

  test("errexit where it is put in front", () => {
    const script = bashScript("git push\nmake");
    expect(analyzeWith({ errexit: true }, script).commands.map(({ verdict, by }) => `${verdict} ${by}`)).toEqual(["checked errexit", "checked errexit"]);
    expect(analyzeScript(script).commands.map(({ verdict, by }) => `${verdict} ${by}`)).toEqual(["unchecked overwritten", "unchecked last"]);
  });
});

describe("repairs", () => {
  const fileScript = (text: string): BashScript => parseBash(excerptLines(createSource("a.sh", text), 1, text), { origin: "file", badExample: false });
  const applied = (text: string, edits: Edit | Edit[] | undefined) => (edits === undefined ? "nothing" : inLine(applyEdits(text, [edits].flat())));

  test("set -e in front", () => {
    const scripts = [
      "git push",
      "git push\nmake",
      "#!/bin/bash\ngit push",
      "#!/bin/bash",
      "#!/bin/bash\r\ngit push",
      "git push\r\nmake",
      "git push\rmake",
      "git push || true",
      "git push &\nmake",
      "X=$(git push; ls)",
      "local X=$(git push)",
      "! git push",
      "git push | cat",
      "git push && make\nls",
      "# a\ngit push",
      "echo $(git push)",
      "\ngit push",
      "if a; then git push; fi",
    ];
    expect(scripts.map((text) => `${inLine(text)} → ${applied(text, addErrexit(fileScript(text)))}`).join("\n")).toMatchSnapshot();
  });

  /** What `repair` makes of the first command of each script whose text starts with `git push`. */
  const tell = (
    scripts: readonly string[],
    repair: (script: BashScript, verdict: ReturnType<typeof analyze>["commands"][number]) => Edit | Edit[] | undefined,
  ) =>
    scripts
      .map((text) => {
        const script = fileScript(text);
        const verdict = analyzeScript(script).commands.find((one) => one.text.startsWith("git push"))!;
        return `${inLine(text)} → ${applied(text, repair(script, verdict))}`;
      })
      .join("\n");

  test("a handler behind the statement", () => {
    const scripts = [
      "git push",
      "git push\nmake",
      "git push && make\nls",
      "make && git push\nls",
      "git push | cat\nls",
      "X=$(git push)\nls",
      "X=$(git push; make)\nls",
      "echo $(git push)",
      "local X=$(git push)",
      "git push &",
      "! git push",
      "for i in 1; do git push; done",
      "if a; then git push; fi",
      "if a; then\n  git push\nfi\nls",
      "{ git push; }\nls",
      "(git push)\nls",
      "git push # a\nls",
      "git push; ls",
      "git push > a\nls",
      "git push <<E\na\nE\nls",
      "git push <<E",
      "bash -c 'git push'\nls",
      "f() { git push; }\nf",
      "git push \\\n  a\nls",
      "git push || true",
      "rc=$(git push)$(ls)\nmake",
      "git push\nrc=$?\nls",
      "case a in a) git push ;; esac",
      'X="$(git push)" make\nls',
    ];
    expect(tell(scripts, (script, verdict) => addHandler(script, verdict, "exit 1"))).toMatchSnapshot();
  });

  test("a handler in place of one that swallows it", () => {
    const scripts = [
      "git push || true",
      "git push || echo a\nmake",
      "git push ||\n  true\nmake",
      "git push || \\\n  true",
      "git push || { echo a; }\nmake",
      "git push\necho $?\nmake",
      "X=$(git push || true)\nmake",
      "git push || true # a",
      "git push || true; make",
    ];
    expect(
      tell(scripts, (script, verdict) => stopOnFailure(script, verdict, { swallower: verdict.handler?.span ?? verdict.checker, handler: "exit 1" })),
    ).toMatchSnapshot();
    expect(
      tell(["git push\nmake", "git push || true"], (script, verdict) => stopOnFailure(script, verdict, { swallower: undefined, handler: "exit 1" })),
    ).toMatchSnapshot();
  });

  test("exit 1 at the end of a trap", () => {
    const traps = ["trap 'echo a' ERR", 'trap "echo a" ERR', "trap echo ERR", "trap 'echo a'b ERR", "trap a'echo a' ERR", "trap \"echo a\"'' ERR"];
    const told = traps.map((text) => {
      const script = fileScript(text);
      const end = text.length - " ERR".length;
      return `${text} → ${applied(text, stopInTrap(script, { pos: "trap ".length, end }))}`;
    });
    expect(told.join("\n")).toMatchSnapshot();
  });

  test("exit 1 behind the last statement of what a failure runs", () => {
    const body = "echo failed";
    const scripts = [
      "if a; then\n  echo failed\nfi",
      "if a; then echo failed; fi",
      "if a; then\n\techo failed # b\nfi",
      "if a; then\n  echo failed; fi",
      "if a; then\n  b; echo failed\nfi",
      "echo failed",
      "  echo failed",
      "if a; then\n  echo failed   \nfi",
      "if a; then\n  echo failed > b\nfi",
      "if a; then\r\n  echo failed\r\nfi",
      "if a; then\n  echo failed <<E\nb\nE\nfi",
      "a || echo failed",
      "a || echo failed\nb",
      "a || echo failed &",
      "{ echo failed; }",
      "x $(echo failed)",
    ];
    const told = scripts.flatMap((text) => {
      const script = fileScript(text);
      const pos = script.text.indexOf(body);
      return ([true, false] as const).map(
        (isList) =>
          `${inLine(text)}${isList ? " as a list" : ""} → ${applied(text, stopAtEnd(script, { body: { pos, end: pos + body.length }, jump: isList ? "return 1" : "exit 1", isList }))}`,
      );
    });
    expect(told.join("\n")).toMatchSnapshot();
  });
});
