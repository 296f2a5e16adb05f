import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const check = (script: string) => run("continues-after-failure", [bashPrompt(script)]);
const NEXT = "git checkout -b work\ngit push -u origin work";

describe("reports", () => {
  test.each([
    ["a negated condition", `if ! git pull; then\n  echo "ERROR: pull failed"\nfi\n${NEXT}`, 3],
    ["a test of `$?`", `git pull\nif [ $? -ne 0 ]; then echo "ERROR: pull failed" >> BLOCKERS.md; fi\n${NEXT}`, 3],
    ["an else", `if git pull; then\n  echo "pulled"\nelse\n  echo "❌ pull failed"\nfi\n${NEXT}`, 5],
    ["a precondition", `if [ ! -f STATUS.md ]; then\n  echo "ERROR: no STATUS.md"\nfi\n${NEXT}`, 3],
    ["a file that is missing", `[ -f STATUS.md ] || echo "❌ STATUS.md not found"\n${NEXT}`, 2],
    ["a line in the log", `npm ci || { echo "BLOCKER: npm ci" >> BLOCKERS.md; }\nnpm run deploy`, 2],
    ["a report that is committed", `if ! npm ci; then\n  echo "BLOCKER" >> BLOCKERS.md\n  git add BLOCKERS.md\n  git commit -m b\nfi\nnpm run deploy`, 3],
    ["a pull without the push", `git push\nif [ $? -ne 0 ]; then\n  echo "Claim failed"\n  git pull --rebase\n  # Try the next one\nfi\n${NEXT}`, 4],
    ["a function", `claim() {\n  if ! git push; then\n    echo "ERROR: claim failed"\n  fi\n  git checkout -b work\n}`, 4],
  ])("%s", (_, script, line) => {
    expect(check(script).map(({ place }) => place.start.line)).toEqual([line]);
  });

  test("with the condition and the first step that runs anyway", () => {
    const [finding] = check(`if ! git pull; then\n  echo "ERROR: pull failed"\nfi\n${NEXT}`);
    expect(finding!.message).toContain("`git checkout -b work` on line 5 runs all the same");
    expect(finding!.related.map(({ place }) => place.start.line)).toEqual([2, 5]);
  });
});

describe("stays silent", () => {
  test.each([
    ["exit", `if ! git pull; then\n  echo "ERROR"\n  exit 1\nfi\n${NEXT}`],
    ["exit in a function that it calls", `die() { echo "ERROR: $1"; exit 1; }\nif ! git pull; then\n  echo "failed"; die pull\nfi\n${NEXT}`],
    ["return", `f() {\n  git pull || { echo "ERROR" >> log; return 1; }\n  git push\n}`],
    ["break and continue", `for x in a b; do\n  if ! git pull $x; then echo "ERROR $x"; continue; fi\n  git push $x\ndone`],
    ["a flag for later", `if ! npm test; then echo "ERROR"; FAILED=1; fi\n${NEXT}`],
    ["a retry", `if ! git push; then\n  echo "Push failed"\n  git pull --rebase\n  git push\nfi\nnpm ci`],
    ["the same pull in another way", `if ! git pull; then\n  echo "Pull failed"\n  git pull --rebase\nfi\n${NEXT}`],
    ["another way", `if [ ! -d repo ]; then\n  echo "repo missing"\n  git clone url repo\nfi\ncd repo`],
    ["a warning", `if ! npm run lint; then echo "⚠️ lint failed, continuing"; fi\n${NEXT}`],
    ["the end of the script", `if ! git push; then\n  echo "ERROR: push failed"\nfi`],
    ["the end of a round", `for x in a b; do\n  if ! git push $x; then echo "ERROR $x"; fi\ndone\n${NEXT}`],
    ["a jump right behind it", `if ! git push; then echo "ERROR"; fi\nexit`],
    ["steps of the other branch", `if ! git pull; then\n  echo "ERROR"\nelse\n  git push\nfi`],
    ["only the report follows", `if ! npm ci; then echo "BLOCKER" >> BLOCKERS.md; fi\ngit add BLOCKERS.md\ngit commit -m b`],
    ["only reading follows", `if ! npm ci; then echo "ERROR: npm ci failed"; fi\ngit status`],
    ["the reader is told where to go", `if ! git push; then\n  echo "Claim failed"\n  # Go back to STEP 3\nfi\n${NEXT}`],
    ["no failure", `if git pull; then echo "pulled"; fi\n${NEXT}`],
    ["an optional step", `# optional\nif ! git pull mirror; then echo "ERROR: mirror"; fi\n${NEXT}`],
    ["the wrong way", `# WRONG\nif ! git pull; then echo "ERROR"; fi\ngit push`],
    ["what is swallowed", `git pull || echo "ERROR: pull failed"\n${NEXT}`],
  ])("%s", (_, script) => {
    expect(check(script).map(({ message }) => message)).toEqual([]);
  });
});

test.each([
  ["lines", '- step\n\n  ```bash\n  if ! git pull; then\n    echo "ERROR" # why\n  fi\n  git push\n  ```\n', '    echo "ERROR" # why\n    exit 1\n  fi'],
  ["one line", '```bash\nif ! git pull; then echo "ERROR"; fi\ngit push\n```\n', 'echo "ERROR"; exit 1; fi'],
  ["a list", '```bash\nnpm ci || echo "ERROR" >> log\ngit push\n```\n', '|| { echo "ERROR" >> log; exit 1; }'],
  ["a group", '```bash\nnpm ci || { echo "ERROR" >> log; }\ngit push\n```\n', '{ echo "ERROR" >> log; exit 1; }'],
])("the suggestion fits %s", (_, text, expected) => {
  const [finding] = run("continues-after-failure", [{ path: "prompt.md", text }]);
  const edits = finding!.suggestions[0]!.edits.toReversed();
  const changed = edits.reduce((all, { place, text: added }) => all.slice(0, place.start.offset) + added + all.slice(place.end.offset), text);
  expect(changed).toContain(expected);
  expect(run("continues-after-failure", [{ path: "prompt.md", text: changed }])).toEqual([]);
});
