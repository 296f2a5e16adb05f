import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const check = (script: string) => run("swallowed-error", [bashPrompt(script)]);
const NEXT = "git add a.md\ngit commit -m x";

describe("reports", () => {
  test.each([
    ["`|| true` behind a push", "git push || true", "ignored", 2],
    ["`|| :` behind a pull", "git pull --rebase || :", "ignored", 2],
    ["a step that later ones need", `npm ci || true\nnpm run deploy`, "ignored", 2],
    ["an unknown program before a change", `./migrate.sh || true\n${NEXT}`, "ignored", 2],
    ["the last command of a list", `cd app && git merge dev || true`, "ignored", 2],
    ["an assignment", `ID=$(gh pr create --fill) || true\ngit push origin "$ID"`, "ignored", 2],
    ["a message before the next step", `git checkout board || echo "wrong branch"\n${NEXT}`, "printed", 2],
    ["a group that only prints", `git pull || { echo "pull failed"; git status; }\n${NEXT}`, "printed", 2],
    ["`&&` behind a group that only prints", `{ git pull || echo "failed"; } && git push`, "printed", 2],
    ["a status that is only printed", `git merge dev\necho "status $?"\ngit push`, "printed", 2],
    ["a question at the end", `make test || echo "Continue anyway?"`, "asked", 2],
    ["a trap that only prints", `trap 'echo "failed on line $LINENO"' ERR\ngit pull\n${NEXT}`, "trap", 2],
    ["a hidden message", `git pull 2>/dev/null\n${NEXT}`, "hidden", 2],
    ["a hidden message of the last command", "git push &>/dev/null", "hidden", 2],
  ])("%s", (_, script, kind, line) => {
    const found = check(script);
    expect(found.map(({ messageId, place }) => [messageId, place.start.line])).toEqual([[kind, line]]);
  });

  test("all of a kind in one finding, each with its place", () => {
    const [finding, ...others] = check("git pull || true\ngit merge dev || true\ngit push || true");
    expect(others).toEqual([]);
    expect(finding!.related.map(({ place }) => place.start.line)).toEqual([3, 3, 4]);
  });

  test("and names what runs all the same", () => {
    const [finding] = check(`git checkout board ||\n  echo "wrong branch"\n${NEXT}`);
    expect(finding!.message).toContain("`git add a.md` on line 4 runs all the same");
    expect(finding!.related.map(({ place, message }) => [place.start.line, message])).toEqual([
      [3, "this is all that happens when it fails"],
      [4, "this runs all the same"],
    ]);
  });
});

describe("stays silent", () => {
  test.each([
    ["reading", "cat notes.md || true\ngit log || echo none"],
    ["a question", `grep -q x a.md || true\ngit diff --quiet || true\n${NEXT}`],
    ["what is done already", "mkdir -p out || true\ngit branch -D old || true\ngit remote add up url || true\ngit init || :"],
    ["cleaning up", "rm -rf tmp || true\nkill $PID || true\ndocker rm -f db || true\ngit worktree prune || true\ngit merge --abort || true"],
    ["nothing to commit", `git commit -m x || true\ngit push`],
    ["no changes, in words", `git stash pop || echo "nothing stashed"\n${NEXT}`],
    ["a comment above", `# optional: mirror\ngit push mirror || true\n${NEXT}`],
    ["a comment behind", "git push mirror || true # best effort"],
    ["a value with a default", `X=$(curl -sf u || echo 0)\n${NEXT}`],
    ["an empty value inside a word", `echo "$(npm test || true)"\n${NEXT}`],
    ["a message that the session reads", `gh pr create --fill || echo "failed, run gh auth login"`],
    ["a message before a way out", `git pull || echo "failed"\nexit 1`],
    ["a question that is answered", `make test || echo "Continue anyway? (y/n)"\nread -t 60 answer`],
    ["a round of a loop", `for x in a b; do\n  git pull "$x" || echo "failed: $x"\ndone\n${NEXT}`],
    ["a handler that stops", "git push || exit 1"],
    ["a handler that tries again", "git push || { git pull --rebase && git push; }"],
    ["a trap that cleans up", `trap 'git push origin --delete tmp || true' EXIT\n${NEXT}`],
    ["a time limit", `timeout 60 ./server || true\n${NEXT}`],
    ["a probe", `curl -s localhost:3000/health || true\n${NEXT}`],
    ["the wrong way", "# BAD: hides the failure\ngit push || true"],
    ["a hidden message with a handler", "git push 2>/dev/null || exit 1"],
    ["a hidden message of a cleanup", `rm a 2>/dev/null\ngit branch -D x 2>/dev/null\n${NEXT}`],
    ["a test whose result is shown", "npm test || true"],
  ])("%s", (_, script) => {
    expect(check(script).map(({ message }) => message)).toEqual([]);
  });

  test.each([
    ["the heading", "## Cleanup (optional)\n\n```bash\ngit push mirror || true\n```\n"],
    ["the prose above", "This is best effort:\n\n```bash\ngit push mirror || true\n```\n"],
    ["the prose below", "```bash\ngit push 2>/dev/null || true\n```\n\nIf the push fails, pull and take the next task.\n"],
    ["the answer below", '```bash\nmake test || echo "Continue anyway?"\n```\n\nWait for the user to confirm.\n'],
  ])("where the author says it: %s", (_, text) => {
    expect(run("swallowed-error", [{ path: "prompt.md", text }])).toEqual([]);
  });
});

/* The snapshot has what else is pointed at, and the repair. */
describe("several failures that go the same way", () => {
  const swallowed = (text: string, path = "prompt.md") =>
    run("swallowed-error", [{ path, text }]).map(({ messageId, related, suggestions }) => `${messageId} ${related.length} ${suggestions.length}`);
  const fence = (script: string) => `\`\`\`bash\n${script}\n\`\`\`\n`;
  const times = (count: number) => Array.from({ length: count }, (_, index) => `git push origin b${index} || true`).join("\n");

  test.each<[string]>([
    ["git push || true\ngit fetch || :"],
    ["git push || true\ngit fetch || echo lost\nmake"],
    ["git push 2>/dev/null\nmake"],
    ["git push ||\n  true\nmake"],
    ["trap 'echo lost' ERR\ngit push\nmake"],
    ['git push || echo "Go on? [y/n]"\nmake'],
    ["git push || true # best effort"],
    ["# optional\ngit push || true"],
    ["git push || echo 'optional, go on'"],
  ])("%j", (script) => {
    expect(swallowed(fence(script))).toMatchSnapshot();
  });

  test("get a repair each, up to what anybody applies by hand", () => {
    expect(swallowed(fence(times(30)))).toEqual([expect.stringMatching(/ 1$/)]);
    expect(swallowed(fence(times(31)))).toEqual([expect.stringMatching(/ 0$/)]);
  });

  test("get none in YAML or between prose", () => {
    expect(
      swallowed("agents:\n  - prompt: |\n      You are a session.\n\n      ```bash\n      git push || true\n      make\n      ```\n", "agents.yaml"),
    ).toMatchSnapshot();
  });

  const asked = fence('git push || echo "Go on? [y/n]"\nmake');
  test.each<[string, number]>([
    ["The user decides.", 0],
    ["The answer decides.", 0],
    ["Confirm first.", 0],
    ["Ask first.", 0],
    ["When he says yes, go on.", 0],
    ["If not, stop.", 0],
    ["Wait for it.", 0],
    ["Go on.", 1],
    ["Go on.\n\nGo on.\n\nThe user decides.", 0],
    ["Go on.\n\nGo on.\n\nGo on.\n\nThe user decides.", 1],
    ["## Next\n\nThe user decides.", 1],
    ["Go on.\n\n## Next\n\nThe user decides.", 1],
  ])("a question, and below it %j", (below, count) => {
    expect(swallowed(`${asked}\n${below}\n`)).toHaveLength(count);
  });
});
