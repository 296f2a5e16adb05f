import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { TextFile } from "../../src/parse/document.ts";
import { applyEdits, movedStart } from "../edits.ts";
import { bashPrompt, run } from "../helpers.ts";
import { parse } from "../parsers.ts";
import { hasBash } from "./real-bash.ts";

/** The rules whose suggestions change a script. */
const RULES = [
  "unchecked-command",
  "unfilled-placeholder",
  "undefined-variable",
  "impossible-test",
  "interactive-command",
  "invalid-shell",
  "unbounded-wait",
] as const;

/** By rule, scripts that each have a suggestion. */
const SCRIPTS: Record<(typeof RULES)[number], readonly string[]> = {
  "unchecked-command": [
    "git push",
    "cd app\nnpm ci\nnpm test",
    "#!/bin/bash\ncd app\nnpm ci",
    "git add a.md && git commit -m a && git push\necho done",
    "curl -s https://example.com/a | jq -r .id > id.txt\ncat id.txt",
    'for repo in a b; do\n  git -C "$repo" pull\ndone',
    "if [ -f package.json ]; then\n  npm ci\n  npm test\nfi",
    "deploy() {\n  git pull\n  make deploy\n}\ndeploy\necho deployed",
    "cat > BLOCKERS.md <<EOF\nnothing\nEOF\ngit add BLOCKERS.md",
    "git fetch origin # first\ngit rebase origin/main # then",
    'curl -X POST https://example.com \\\n  -d "a=1"\nmake',
    'VERSION=$(git describe --tags)\ngit push origin "$VERSION"',
    "git push &\nmake",
    "(cd app && npm ci)\nmake",
    "case $1 in\n  a) make a ;;\n  *) make b ;;\nesac\nmake c",
    "ssh host 'cd /srv && git pull'\nmake",
  ],
  "unfilled-placeholder": [
    'for id in $(cat ids); do\n  sed -i "s/$id/$id | [Task Name]/" QUEUE.md\ndone',
    'BRANCH=$(git branch --show-current)\ngit push origin "$BRANCH"\ngit merge "<other branch>"',
    'ID=$(cat id)\ngit add "to-{ID}.md"',
    "for name in a b; do\n  git add $name/[name].md\ndone",
  ],
  "undefined-variable": [
    'HERE=$(pwd)\ncd "$TARGET_DIR"\nmake -C $HERE',
    'A=1\ngit push origin $BRANCH_NAME "$A"',
    'A=1\nrm -r "${OUT_DIR}" "$A"',
    "cd $target\nmake",
  ],
  "impossible-test": [
    '[ -f "INSTRUCTIONS-*.md" ] && make',
    "if [ -f *.csproj ]; then make; fi",
    "[[ -f src/*.ts ]] && make",
    '[ "$A" == b* ] && make',
    '[[ "$A" == "b*" ]] && make',
    '[[ "$A" =~ "^b" ]] && make',
    '[ -d "~/app" ] && make',
    "[ -n $A ] && make",
    '[ "$A"="b" ] && make',
    "[ $COUNT > 3 ] && make",
    'f() {\n  local out=$(make)\n  if [ $? -ne 0 ]; then return 1; fi\n  echo "$out"\n}',
  ],
  "interactive-command": [
    'read -p "Claim it? " answer',
    "git rebase --continue",
    "git commit --amend",
    "less README.md",
    "top",
    "tail -f build.log",
    "sudo apt-get install jq",
    "npm init",
    "gh pr create",
    "ssh-keygen -t ed25519 -f key",
  ],
  "invalid-shell": [
    "cat > STATUS.md << 'EOF'\nupdated: $(date)\nEOF",
    "if true; then\n  cat > STATUS.md << EOF\ndone\n  EOF\nfi",
    "if true; then\n\tcat > STATUS.md << EOF\ndone\n\tEOF\nfi",
    "sed -i 's/Status:** OPEN/Status:** DONE/' STATUS.md",
    "gh issue view #$NUMBER --json title",
  ],
  "unbounded-wait": [
    "while true; do git pull; sleep 30; done",
    "while :; do\n  [ -f a.md ] && break\n  sleep 30\ndone",
    "until git push; do git pull --rebase; done",
    "until [ -f a.md ]; do\n  sleep 5\ndone",
    "while [ ! -f a.md ] || [ ! -f b.md ]; do sleep 5; done",
    "while ! git push; do\n  git pull --rebase\n  sleep 5\ndone",
    "for ((;;)); do git pull; sleep 5; done",
    "git fetch && while true; do sleep 60; done",
  ],
};

/** What a script can stand in; each line of the fence begins with the same marks. */
const CONTAINERS: Record<string, (script: string) => TextFile> = {
  "a fence": bashPrompt,
  "a list": (script) => contained(script, "- Then:\n\n", "  "),
  "a quote": (script) => contained(script, "", "> "),
  "a file with CRLF": (script) => ({ path: "prompt.md", text: bashPrompt(script).text.replaceAll("\n", "\r\n") }),
};

describe.each(RULES)("each suggestion of %s silences its finding and parses", (rule) => {
  describe.each(Object.keys(CONTAINERS))("in %s", (container) => {
    test.each(SCRIPTS[rule])("%j", (script) => {
      const file = CONTAINERS[container]!(script);
      // The marks would be a part of a here-document's text, which ends with them in no other way.
      if (container !== "a fence" && script.includes("<<")) return;
      expect(checkSuggestions(rule, file)).toBeGreaterThan(0);
    });
  });
});

describe("so does each suggestion for the fixtures", () => {
  const files = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
    .map((name) => `fixtures/${name}`)
    .filter((path) => /\.(?:md|txt)$/.test(path) && statSync(path).isFile());
  test.each(files)("%s", (path) => {
    for (const rule of RULES) checkSuggestions(rule, { path, text: readFileSync(path, "utf8") });
  });
});

test("a placeholder never becomes a variable that may be empty", () => {
  const texts = SCRIPTS["unfilled-placeholder"].flatMap((script) =>
    run("unfilled-placeholder", [bashPrompt(script)]).flatMap(({ suggestions }) => suggestions.flatMap(({ edits }) => edits.map(({ text }) => text))),
  );
  // `${ID}` only where the script itself sets `ID`.
  for (const text of texts) expect(text).toMatch(/^\$\{\w+:\?\}$|^\$\{(?:ID|name)\}$/);
});

test("what is written about a failure names the command and goes into the blockers file", () => {
  const [finding] = run("unchecked-command", [bashPrompt("git push")], { settings: { blockersFile: "ops/BLOCKERS.md" } });
  expect(finding?.suggestions[0]?.edits[0]?.text).toBe(' || { echo "BLOCKER: git push failed" >> ops/BLOCKERS.md; exit 1; }');
});

/** Applies each suggestion that `rule` has for `file`, and says how many there were. */
function checkSuggestions(rule: (typeof RULES)[number], file: TextFile): number {
  const before = run(rule, [file]);
  let count = 0;
  for (const finding of before) {
    for (const { title, edits } of finding.suggestions) {
      count++;
      const changed = { path: file.path, text: applyEdits(file.text, edits) };
      const label = `${title}:\n${changed.text}`;
      expect(
        run(rule, [changed])
          .filter((after) => after.place.start.offset === movedStart(finding, edits))
          .map(({ message }) => message),
        label,
      ).toEqual([]);
      expect(syntaxErrors(changed), label).toBeLessThanOrEqual(syntaxErrors(file));
    }
  }
  return count;
}

/** How many scripts of a file bash does not parse. */
function syntaxErrors(file: TextFile): number {
  if (!hasBashHere) return 0;
  return parse(file.path, file.text).scripts.filter(({ masked }) => spawnSync("bash", ["-n"], { input: masked }).status !== 0).length;
}

const hasBashHere = hasBash();

function contained(script: string, lead: string, marks: string): TextFile {
  const lines = ["```bash", ...script.split("\n"), "```"];
  return { path: "prompt.md", text: `${lead}${lines.map((line) => `${marks}${line}`.trimEnd()).join("\n")}\n` };
}
