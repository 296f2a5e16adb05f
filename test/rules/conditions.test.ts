import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";
import { tellAll } from "./tell-together.ts";

/* Tests and conditions that differ in one thing each. `vitest -u` rewrites the snapshots: read the diff. */

const told = (script: string) => tellAll(["impossible-test"], [{ path: "PROMPT.md", text: `\`\`\`bash\n${script}\n\`\`\`\n` }]);

const OPERATORS = ["=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "=~", "-nt"];

describe("two operands", () => {
  const operands = [
    '"$A" b',
    "$A 5",
    "$A 5.5",
    "5 5",
    "5 6",
    "6 5",
    "a a",
    "a b",
    "$A five",
    '$A "b*"',
    "$A b*",
    '$A "*"',
    '"$A" "^b.*c$"',
    "$A $B",
    "A 5",
    '$A ""',
  ];
  test.each(operands)("%s", (pair) => {
    const [left, right] = [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)];
    const scripts = OPERATORS.flatMap((operator) => [
      `[ ${left} ${operator} ${right} ] && make`,
      `[[ ${left} ${operator} ${right} ]] && make`,
      `test ${left} ${operator} ${right} && make`,
    ]);
    expect(scripts.map((script) => `${script}${told(script)}`).join("")).toMatchSnapshot();
  });
});

describe("tests", () => {
  test.each([
    ...["-f", "-d", "-e", "-n", "-z", "-s", "-r", "-x"].flatMap((operator) =>
      ['"$A"', "$A", '"a*.md"', "a*.md", '"~/a"', "~/a", '"$(cat a.md)"', '"$(git show HEAD:a)"', '"$(ls)"', '"$A $B"', "a"].map(
        (word) => `[ ${operator} ${word} ] && make`,
      ),
    ),
    "[[ -f a*.md ]] && make",
    "[[ -n $A ]] && make",
    "[ ] && make",
    "[ a ] && make",
    "[ false ] && make",
    "[ 0 ] && make",
    '[ "$A" ] && make',
    "[ grep -q a b ] && make",
    "[[ git status ]] && make",
    "if [ make ]; then make; fi",
    '[ "$A"="b" ] && make',
    '[ "$A" = "b"] && make',
    '["$A" = b ] && make',
    "[$A = b ] && make",
    "[[$A = b ]] && make",
    "[ $A > 5 ] && make",
    "[ $A < 5 ] && make",
    "[ $A > b ] && make",
    "[ $A = b ] > 5 && make",
    "[ $A = b 2> 5 ] && make",
    "[[ $A > 5 ]] && make",
    "[ $A = b && $C = d ] && make",
    "[ $A = b || $C = d ] && make",
    "[ $A = b -a $C = d ] && make",
    "[ $A = b -o 5 -eq 5 ] && make",
    "[ ! $A = b ] && make",
    "[ ! -f 'a*' ] && make",
    '[ \\( $A = b \\) -a \\( $C = "d*" \\) ] && make',
    "[ -a a ] && make",
    "[ a -a ] && make",
    "[[ $A = b && $C == 'd*' ]] && make",
    "[[ ! ( $A = b || 5 -gt 6 ) ]] && make",
    "[ $A != b ] || [ $A != c ] && make",
    "[ $A != b ] || [ $A != c ]",
    "[ $A = b ] && [ $A = c ] && make",
    "[ $A = b ] && [ $A = b ]",
    "[ $A = b ] && [ $A = c ]",
    "[ $A = b ] && [ $C = d ]",
    "[ $A != b ] && [ $A != c ]",
    "[[ $A == b ]] && [[ $A == c ]]",
    "[ ! $A = b ] && [ $A = c ]",
    "[ $A = b* ] && [ $A = c ]",
    'case $A in "b*") make ;; c*) make ;; "*") make ;; esac',
    'for f in "b*"; do [ $f = "b*" ] && make; done',
    "if [ -f a ] then make; fi",
    "(( A = 5 )) && make",
    "if (( A > b )); then make; fi",
    "while [ 1 -eq 1 ]; do make; break; done",
    "until [ a = b ]; do make; break; done",
  ])("%s", (script) => {
    expect(told(script)).toMatchSnapshot();
  });
});

describe("conditions whose status says nothing", () => {
  const conditions = [
    ...[
      "grep a b | wc -l",
      "grep a b | sort",
      "grep a b | cat",
      "grep a b | cat c",
      "grep a b | head -1",
      "grep a b | head -n 1",
      "grep a b | tail 5",
      "grep a b | head c",
      "grep a b | grep c",
    ],
    ...[
      "find . -name a",
      "find . -name a -quit",
      "find . -exec make +",
      "gh pr list",
      "gh pr view",
      "gh issue list --label a",
      "gh run list",
      "gh repo list",
      "gh $A list",
      "git status --porcelain",
    ],
    ...[
      "git status -s",
      "git status --short",
      "git status",
      "git status --porcelain > /dev/null",
      "git diff",
      "git diff --quiet",
      "git diff --exit-code a",
      "git diff --check",
      "git branch --list a",
    ],
    ...[
      "git branch -l a",
      "git branch a",
      "git tag --list a",
      "git tag -l a",
      "git tag a",
      "git ls-remote origin a",
      "git ls-remote origin",
      "git ls-remote --exit-code origin a",
      "git log",
      "git push",
      "ls a",
      "make",
    ],
  ];
  test.each(conditions)("%s", (condition) => {
    const scripts = [
      `if ${condition}; then make; fi`,
      `if true; then make; elif ${condition}; then make; fi`,
      `while ${condition}; do make; break; done`,
      `${condition} && make`,
    ];
    expect(scripts.map((script) => `${script}${told(script)}`).join("")).toMatchSnapshot();
  });
});

describe("statuses that are stale, and what git takes to the letter", () => {
  test.each([
    "make\necho done\nif [ $? -ne 0 ]; then exit 1; fi",
    "make\nX=1\n[ $? -eq 0 ] || exit 1",
    "make\n[ $? -eq 0 ] || exit 1",
    "f() {\n  local out=$(make)\n  if [ $? -ne 0 ]; then return 1; fi\n}\nf",
    "f() {\n  local out\n  out=$(make)\n  if [ $? -ne 0 ]; then return 1; fi\n}\nf",
    "export OUT=$(make)\n[ $? -eq 0 ] || exit 1",
    "readonly OUT=$(make)\nif [[ $? -ne 0 ]]; then exit 1; fi",
    "declare OUT=a\nif [ $? -ne 0 ]; then exit 1; fi",
    "make | tee log\n[ $? -eq 0 ] || exit 1",
    "make\nprintf done\nrc=$?\n[ $rc -eq 0 ] || exit 1",
    "make\ndate\ncase $? in 0) make ;; esac",
    "make &\n[ $? -eq 0 ] || exit 1",
    "git show HEAD:docs/*.md",
    "git show 'HEAD:docs/*.md'",
    "git cat-file -p HEAD:*.md",
    "git show HEAD:docs/a.md",
    "git show https://a/*:b",
    "git show --stat HEAD:*.md",
    "git log HEAD:*.md",
  ])("%j", (script) => {
    expect(told(script)).toMatchSnapshot();
  });
});

describe("impossible-test", () => {
  const impossible = (script: string) => run("impossible-test", [bashPrompt(script)]);
  const test80 = (length: number) => `[ -f "docs/${"a".repeat(length - 16)}*.md" ]`;

  test.each([
    '[ -f "docs/*.md" ]',
    'true\n[ -f "docs/*.md" ]\ntrue',
    'x=1\n[ -f "docs/*.md" ] && git push',
    'git push <your-branch>\n[ -f "docs/*.md" ]\ngit push <your-branch>',
    'git push <your-branch>\n\n[ -f "docs/*.md" ]',
    test80(80),
    test80(81),
    test80(120),
    '[ "$(git push)" == "a\nb" -a -f "*" ]',
  ])("reports %j", (script) => {
    expect(impossible(script)).toHaveLength(1);
  });

  test.each([
    '# ❌ WRONG\n[ -f "docs/*.md" ]',
    '[ -f "docs/*.md" ] && git push origin <your-branch>',
    'git push origin <your-branch>; [ -f "docs/*.md" ]',
    '[ -f "docs/<name>*.md" ]',
    'true\ngit push <your-branch> && [ -f "docs/*.md" ]\ntrue',
  ])("leaves %j alone", (script) => {
    expect(impossible(script)).toEqual([]);
  });
});
