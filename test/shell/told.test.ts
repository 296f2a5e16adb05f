import { describe, expect, test } from "vitest";
import { readInvocation } from "../../src/shell/commands.ts";
import { commandsIn } from "../../src/shell/nodes.ts";
import { readParts } from "../../src/shell/script-parts.ts";
import { lastingNames, useOfVariable } from "../../src/shell/variable-uses.ts";
import { readVariables } from "../../src/shell/variables.ts";
import { scriptText } from "../../src/shell/text.ts";
import { bashScript } from "./analyze-text.ts";
import { COMMANDS } from "./commands.ts";
import { CONSTRUCTS, OPTIONS, PLACES } from "./constructs.ts";
import { tellAll, tellCommand } from "./tell.ts";

/*
 * All that is said of a script, to the word: the verdicts are held against bash
 * in differential.test.ts, what explains them is not. `vitest -u` rewrites the
 * snapshots: read the diff.
 */

describe("every construct", () => {
  test.each(Object.entries(CONSTRUCTS))("%s", (_, snippet) => {
    expect(["", "set -e\n"].map((start) => tellAll(`${start}${snippet}\nc9\n`)).join("")).toMatchSnapshot();
  });
});

describe("every place", () => {
  test.each(Object.entries(PLACES))("%s", (_, around) => {
    const scripts = ["no options", "set -e", "an ERR trap", "inherit_errexit"].flatMap((option) =>
      ["c1", "c1 && c2", "X=$(c1)"].map((snippet) => `${OPTIONS[option]}\n${around.replace("@", () => snippet)}\nc8\n`),
    );
    expect(scripts.map(tellAll).join("")).toMatchSnapshot();
  });
});

describe.each(Object.entries(COMMANDS))("%s", (_, lines) => {
  test.each(lines)("%s", (line) => {
    const told = commandsIn(bashScript(line).tree).map((command) =>
      tellCommand(readInvocation(command, scriptText({ masked: line })), scriptText({ masked: line })),
    );
    expect(`\n${told.join("\n")}\n`).toMatchSnapshot();
  });
});

/** By name, what a script sets, asks about and reads, and what it is read for. */
describe("variables", () => {
  test.each([
    "A=1\necho $A",
    "A=1 make $A",
    "A+=1\ncd $A",
    "export A=$B C",
    "export $(cat .env)",
    "declare -a A=($B)\nlocal C=$D\nreadonly E\ntypeset F",
    "read A B < $C\nread\nmapfile D\nreadarray E",
    "unset A\nprintf -v B %s a\nprintf %s $B\ngetopts ab: C",
    "let A=1 B+=2 C++ D-- 'E = 3' 5\nwait -p F $!\nwait $G",
    "for A in $B; do cd $A; done\nselect C in a; do make; done",
    "for ((A = 0; A < $B; A++)); do make $A; done",
    "(( A = 1, B += 2, C++, --D, E == 5, F <<= 1, 7 ))",
    "echo $((A + 1)) $((B = 2))",
    "coproc A { make; }\nexec {B}> log\nmake >& $B",
    "source a\n. b\neval c",
    "set -a\nset -o allexport\nset -e",
    "set -e\ncd $A",
    "cd ${A:-b} ${C:?} ${D:=e} ${F:+g} ${#H} ${!I} ${!J*} ${K%b} ${L/a/b} ${M[0]}",
    '[ -z $A ] && cd $A\n[ -n "$B" ]\ntest -v C\n[[ -z ${D} && -v E ]]\n[ -f $F ]',
    "cd $1 $@ $? $$ $_",
    "cd '$A' \"$B\" \\$C",
    "cat <<E\n$A $(cat $B)\nE\ncat <<'E'\n$C\nE",
    "echo $A > $B\nprintf %s $C >> log\necho $D | tee $E\necho $F",
    'git commit -m "$A" $B\ngh pr create --title "$C" --body $D',
    'sed -i "s/$A/$B/" $C\ngrep $D $E\nawk -v x=$F 1',
    "[ $A = b ] || exit $C\nif [[ $D -gt 5 ]]; then make; fi\ncase $E in $F) make ;; esac",
    'X=$(git show $A)\nY="$B/c"\nZ=$C$D',
    "while read -r l; do make $l; done < $A\nfor i in $(cat $B); do make; done",
    "f() { local A=$1; B=2; cd $A; }\nf $C",
    "(A=1; cd $A)\ncd $B\nA=2 | make\n{ C=3; }",
    "if true; then A=1; fi\ncd $A\nbash -c 'cd $B'\nssh host \"cd $C\"",
    'rm -rf "$A/"* $B/*.md ~/$C\ncd -- $D && make -C $E',
    'curl -H "x: $A" $B -o $C\nexport PATH=$PATH:$D',
    "trap 'rm $A' EXIT\n$B --version\n\"$C\" run\nsudo -u $D make",
  ])("%j", (script) => {
    const parsed = bashScript(script);
    const { sets, reads, asked, setsUnknown } = readVariables(parsed);
    const [part] = readParts(parsed);
    const names = (all: Iterable<string>) => [...all].join(" ");
    expect({
      sets: names(sets),
      asked: names(asked),
      setsUnknown,
      reads: reads.map((read) => `${parsed.text.slice(read.pos, read.end)} ${read.name} ${useOfVariable(read, part!)}`),
      lasting: [...lastingNames(part!)].map(([name, { pos, end }]) => `${name} by ${parsed.text.slice(pos, end)}`),
    }).toMatchSnapshot();
  });
});

describe("further scripts", () => {
  test.each([
    "#!/bin/bash -e\ngit push",
    "#!/bin/sh\ngit push",
    "#!/usr/bin/env bash\nset -e\ngit push",
    "#!/usr/bin/env -S bash -eu\ngit push",
    "#!/usr/bin/python\ngit push",
    "set -o errexit\ngit push",
    "set -o\ngit push",
    "set -eo\ngit push",
    "set -e -o pipefail\ngit push | cat",
    "set -- -e\ngit push",
    "set +o pipefail\nset -E\nset +e\ngit push",
    "shopt -s inherit_errexit\nset -e\nX=$(git push; make)",
    "f() { set -e; }\ng() { f; }\ng\ngit push",
    "f() { shopt -s inherit_errexit; }\nset -e\nf\nX=$(git push; make)",
    "f() { trap 'exit 1' ERR; }\nf\ngit push",
    "f() { make; }\nsudo f\nf",
    "f() { make; }\ntrap f EXIT\ngit push",
    "clean() { rm a; }\ntrap clean EXIT\ntrap 'rm b' INT\ngit push",
    "trap 'exit 1' ERR\n(git push)\nf() { make; }\nf\nX=$(npm ci)",
    "set -E\ntrap 'exit 1' ERR\n(git push)\nf() { make; }\nf\nX=$(npm ci)",
    'exec "$0"\nbash "$0" a\n$0 b',
    "<command> a\n[your command]\n{command} b\ngit push <branch>",
    "make | cat\necho ${PIPESTATUS[@]}\n[ ${PIPESTATUS[0]} -eq 0 ] || exit 1",
    "make | cat\n[ ${PIPESTATUS[*]} = 0 ] || exit 1",
    "make | cat\n[ ${PIPESTATUS[1]} -eq 0 ] || exit 1",
    "make | cat\ntrue\n[ ${PIPESTATUS[0]} -eq 0 ] || exit 1",
    "mkdir a\n[ -d a ] || exit 1",
    "mkdir a\nls a\n[ -d a ] || exit 1",
    "mkdir ${A}\n[ -d $A ] || exit 1",
    "curl -o a.json b\n[[ -s a.json ]] || exit 1",
    "curl b > a.json\njq . a.json\ntest -s a.json || exit 1",
    "git clone a b\n[ -d b ] && cd b",
    "cp a b\nif [ ! -f b ]; then exit 1; fi",
    'X=$(make)\necho "$X"\n[ -n "$X" ] || exit 1',
    'X=$(make)\nY=$X\n[ -n "$Y" ] || exit 1',
    "X=$(make)\nexport X\nnpm ci",
    'X=$(make)\nif grep -q "$X" a; then exit 1; fi',
    "make || { X=1; Y=2; exit; }",
    "make || { echo; exit 0; }",
    "make || { cat log; return 1; }",
    "make || { cat <<< failed; false; }",
    "make || (exit 2)",
    "make || { let n++; continue; }",
    "make || { git status; git push; }",
    "make || { echo failed > log; break 2; }",
    "make || [ -d a ] || exit 1",
    "make && echo ok || { echo failed; exit 1; }",
    "if ! make; then echo failed; else npm ci; fi",
    "if make; then :; else echo failed; exit 1; fi",
    "if make; then npm ci; fi || exit 1",
    "rc=0\nmake || rc=1\nexit $rc",
    "make; rc=$?; exit $rc",
    "make &\nPID=$!\nwait $PID || exit 1",
    "for i in 1 2; do make || continue; npm ci; done || exit 1",
    "while make; do npm ci; done",
    "until make && npm ci; do sleep 1; done",
    "case $X in a) make ;; *) npm ci ;; esac || exit 1",
    "time make\n! make\ncoproc make",
    "make > log 2>&1 || cat log",
    "make 2> /dev/null || true",
    "(cd a && make) && npm ci",
    "{ make && npm ci; } || exit 1",
    'bash -c "make; npm ci"\nbash -c "cd \\"a\\" && make"',
  ])("%j", (script) => {
    expect(tellAll(script)).toMatchSnapshot();
  });
});
