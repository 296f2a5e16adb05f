import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { check } from "../../src/check.ts";
import { workspaceOf } from "../helpers.ts";
import { CONSTRUCTS } from "../shell/constructs.ts";
import { tellFinding } from "./run.ts";

/*
 * What the rules about scripts say of each construct of the shell, and of the
 * places in a document that a script can have. Which command goes unnoticed is
 * held against bash in test/shell/differential.test.ts; here it is the words,
 * the places, the suggestions. `vitest -u` rewrites the snapshots: read the diff.
 */

const RULES = rules.filter(({ rule }) => rule.scope === "script");
const COMMANDS: Record<string, string> = { c1: "git push", c2: "make test", c3: "git reset --hard", w1: "git fetch" };

function told(text: string): string {
  const workspace = workspaceOf([{ path: "PROMPT.md", text: `You are one of four sessions that work in parallel.\n\n${text}\n` }]);
  const { findings, failures } = check(workspace, RULES, ({ rule }) => ({ severity: rule.severity, options: rule.options.parse({}), isStrict: false }));
  expect(failures).toEqual([]);
  return `\n${findings.map((finding) => `${finding.ruleId} ${tellFinding(finding)}`).join("\n")}\n`;
}

const fence = (script: string) => `\`\`\`bash\n${script}\n\`\`\``;

describe("constructs", () => {
  test.each(Object.entries(CONSTRUCTS))("%s", (_, snippet) => {
    expect(told(fence(`${snippet.replace(/\b[cw]\d\b/g, (name) => COMMANDS[name]!)}\nnpm publish`))).toMatchSnapshot();
  });
});

describe("constructs under set -e", () => {
  test.each(Object.entries(CONSTRUCTS))("%s", (_, snippet) => {
    expect(told(fence(`set -e\n${snippet.replace(/\b[cw]\d\b/g, (name) => COMMANDS[name]!)}\nnpm publish`))).toMatchSnapshot();
  });
});

describe("what bash does not take, or takes for something else", () => {
  test.each([
    "cat > a.md <<EOF\ntext",
    "cat > a.md <<EOF\ntext\n  EOF",
    "if true; then\n\tcat > a.md <<EOF\n\ttext\n\tEOF\nfi",
    "cat > a.md <<-EOF\ntext\n  EOF",
    "cat > a.md <<EOF\ntext\nEOF ",
    "cat > a.md <<EOF\ntext\n EOF \nmore",
    "cat > a.md <<'EOF'\n$(date) and $HOME\nEOF",
    "cat > a.md <<'EOF'\ncost: $5\nEOF",
    'ID=$(cat id)\ncat > a.md <<"EOF"\nby $ID, at $(date)\nEOF',
    "cat > a.sh <<'EOF'\necho $HOME\nEOF",
    "gh issue view #$NUMBER",
    "gh issue view #${NUMBER} --json title",
    "gh issue view #{NUMBER}",
    "gh issue view 1 # $NUMBER",
    "# $NUMBER\ngh issue view 1",
    "gh issue view \\\n  #$NUMBER",
    "sed -i 's/Status:** OPEN/Status:** DONE/' STATUS.md",
    'sed -i "s/Status:** OPEN/Status:** DONE/" STATUS.md',
    "sed 's/a/b' STATUS.md",
    "grep '[a' STATUS.md",
    "awk '{print $1' STATUS.md",
    "if [ -f a ]; then\n  make",
    "for f in *; do\n  make",
    "while true; do make; fi",
    "make; }",
    "make )",
    "make &&",
    "case $1 in a) make",
    "f() {\n  make",
    "echo 'a",
    "make ;; make",
    "if make; then fi",
    "then make",
    "done",
  ])("%j", (script) => {
    expect(told(fence(script))).toMatchSnapshot();
  });
});

describe("variables", () => {
  test.each([
    ["cd $target\nmake"],
    ["A=1\ncd $TARGET_DIR/$A"],
    ["A=1\ncd ${TARGET_DIR%/} $A"],
    ["DIR=$(pwd)\nexport NAME=a", "cd $DIR\ngit push origin $NAME"],
    ["DIR=$(pwd)", "cd $DIR", "rm -r $DIR/a"],
    ["A=1\nB=2\nC=3\nD=4\nE=5", "cd $A\ngit push $B $C $D $E"],
    ["A=1", "cd $A\necho $A"],
    ["A=1", "A=2\ncd $A"],
    ["cd $A\nmake", "A=1"],
    ["export A=1 >> ~/.bashrc", "cd $A"],
    ["X=1\ncd $one $X", "X=1\ncd $two $X"],
    ["X=1\ncd $one $two $three $X"],
    ["read NAME", "git push origin $NAME"],
    ["for f in *.md; do git add $f; done", "cd $f"],
    ["X=1\ngit add to-$session.md $X", "git add [name].md\ngit push origin <branch>"],
    ['ID=$(cat id)\nsed -i "s/{ID}/x/" {ID}.md\ngit add "<your id>.md" [ID]'],
    ["cat > a.md <<EOF\n{name} and <name>\nEOF\ngit push origin {branch}"],
    ["NAME=a\ngit commit -m 'by {NAME}'\ngit add '{NAME}.md'"],
  ])("%j %j %j", (...scripts) => {
    expect(told(scripts.map(fence).join("\n\nThen:\n\n"))).toMatchSnapshot();
  });
});

describe("commands that wait", () => {
  test.each([
    "read NAME",
    "read -t 5 NAME",
    "read",
    "echo a | read NAME",
    "read NAME < a",
    "read NAME <<< a",
    "while read -r x; do make; done < a",
    "cat a | while read -r x; do make; done",
    "{ read NAME; } < a",
    "git commit --amend > log",
    "git commit --amend &",
    "timeout 5 git commit",
    "nohup tail -f log",
    "nohupx tail -f log",
    "yes | apt-get install a",
    "apt-get install a < yes",
    "tail -f log | grep -m1 ready",
    "less README.md | cat",
    "git rebase --continue || git rebase --abort",
    "sudo less a",
    "gh pr create\ngh pr merge",
    "gh $VERB create\nssh-keygen",
    "# For a human\ngit commit",
    "make # by hand\ngit commit",
    "git commit # by hand",
    "# For a human\n\n\n\ngit commit",
    "# For\n# a human\n# only\ngit commit",
    "# Log in\ngh auth login",
    "# Watch the log\ntail -f log\ngit commit",
    "# Set up\ngit commit\nssh-keygen",
  ])("%j", (script) => {
    expect(told(fence(script))).toMatchSnapshot();
  });

  test.each([
    ["## For a human\n\nDo this.", "git commit"],
    ["## Steps\n\nA person does this:", "git commit"],
    ["## Steps\n\nDo this:", "git commit"],
    ["## Monitoring\n\nRun:", "tail -f log\ngit commit\ngh auth login"],
    ["## Prerequisites\n\nRun:", "tail -f log\ngit commit\ngh auth login"],
    [`By hand.\n\n${"So it goes. ".repeat(20)}\n\nThen:`, "git commit"],
    ["By hand.\n\nThen.\n\nAnd:", "git commit"],
  ])("%j %j", (lead, script) => {
    expect(told(`${lead}\n\n${fence(script)}`)).toMatchSnapshot();
  });
});

describe("several at once", () => {
  test.each([
    "git push\nmake\ngit pull\nnpm ci\ncurl -O https://example.com/a",
    "git push\nmake\ngit pull\nnpm ci\ncurl -O https://example.com/a\nrm -r a\nmv a b\ncp a b\ncargo build\ngo build\nls a\ncat b",
    "git push\ngit push origin a\ngit push origin b\nmake",
    "ls a\ncat b\nmake",
    "ls a\ncat b",
    "git push | tee log\nmake",
    "set -e\ngit push | tee log\nmake",
    "X=$(git push) && make\nexport Y=$(make)\nnpm ci",
    "! git push\nmake",
    "git push &\nmake",
    "git push\necho $?\nmake",
    "for f in a b; do git push; make; done",
    "git push || true\nmake || true",
    "git push || :\nmake",
    "trap 'git push || true' EXIT\nmake",
    "trap 'echo failed' ERR\ngit push\nmake",
    "set +e\ngit push\nmake",
    "{ git push; make; } || true",
    "cd a\ngit push\nmake",
    "git add a.md\ngit commit -m a\ngit push",
    "echo a > b.md\ngit commit -m a\ngit push",
    "echo a > b.md\ngit add b.md\ngit commit -m a\ngit push",
    "echo a > ./b.md\ngit add c.md\ngit commit -m a\ngit push",
    "sed -i s/a/b/ b.md\n./sync.sh\ngit commit -m a",
    "sed -i s/a/b/ b.md\ngitx add b.md\ngit commit -m a",
    'sed -i s/a/b/ b.md\neval "$ADD"\ngit commit -m a',
  ])("%j", (script) => {
    expect(told(fence(script))).toMatchSnapshot();
  });

  test.each([
    ["Stage b.md.", ""],
    ["", "Stage b.md before."],
    [`Stage b.md.\n\n${"So it goes. ".repeat(60)}`, ""],
  ])("%j in front, %j behind", (before, after) => {
    expect(told(`${before}\n\n${fence("echo a > b.md\ngit commit -m a\ngit push")}\n\n${after}`)).toMatchSnapshot();
  });
});

describe("scripts in other clothes", () => {
  test.each([
    "- Then:\n\n  ```bash\n  git push\n  make\n  ```",
    "> ```bash\n> git push || true\n> make\n> ```",
    "Run `git push && make || true`.",
    "```\n$ git push\n$ make\nok\n```",
    "```sh\n#!/bin/sh -e\ngit push | tee log\nmake\n```",
    "```bash\n#!/bin/bash\n# comment\ngit push\nmake\n```",
    "❌ WRONG:\n\n```bash\ngit push || true\nread X\n```",
    "```bash\ngit push # ❌ wrong\nmake\n```",
    "```powershell\ngit push\n```",
    "```bash\n```",
  ])("%j", (text) => {
    expect(told(text)).toMatchSnapshot();
  });
});
