import { describe, expect, test } from "vitest";
import { run } from "../helpers.ts";

/* Commands that are shown: in lists to choose from, in drawings, with remarks. And commands that a text cuts in two. */

const ids = (rule: string, text: string) => run(rule, [{ path: "PROMPT.md", text }]).map(({ messageId }) => messageId);
const fence = (script: string, lang = "bash") => `\`\`\`${lang}\n${script}\n\`\`\`\n`;
const PROMPT = "You are one of four agents that work in parallel.\n\n";

describe("lists of commands", () => {
  test.each([
    ["called so", "## Available commands\n\n", "./board.sh status\nls agents/"],
    ["of one program", "## Maintenance commands\n\n", "# reset\nmake reset-locks\n\n# look\nmake status"],
    ["in the words above", "You may ONLY run these:\n\n## Usage\n\n", "./x.sh init\n./x.sh next"],
  ])("silent: %s", (_, lead, script) => {
    expect(ids("unchecked-command", PROMPT + lead + fence(script))).toEqual([]);
  });

  test.each([
    ["steps", "Run the following commands:\n\n", "./board.sh init\n./board.sh next"],
    ["a claim", "## Quick commands\n\n", "git pull\ngit add BOARD.md\ngit commit -m claim"],
    ["another folder", "## Useful commands\n\n", "cd app\nmake test"],
    ["steps of git", "## Git commands\n\n", "git fetch\ngit merge origin/main"],
  ])("%s are none", (_, lead, script) => {
    expect(ids("unchecked-command", PROMPT + lead + fence(script))).not.toEqual([]);
  });
});

describe("drawings and remarks", () => {
  const prompt = (line: string) =>
    `${PROMPT}${fence(`You are agent 1. Read your task.\nDo it, and report what you did.\nThen stop, as agreed.\n\n${line}`, "")}`;
  test.each([
    ["a tree", "Agent\n  └─ for each issue:\n       git worktree add ../issue-1\n       git push origin main"],
    ["an arrow", "git worktree add ../issue  ← one for each issue"],
    ["a remark", "  git rebase --continue   (after fixing conflicts)"],
  ])("silent: %s", (_, line) => {
    expect(ids("unchecked-command", prompt(line))).toEqual([]);
    expect(ids("interactive-command", prompt(line))).toEqual([]);
  });
  test.each([
    ["a command below a drawing", "  └─ the end\n\ngit push origin main"],
    ["a list of commands", "cd app && git pull"],
    ["an arrow in a text", 'git commit -m "a → b"'],
  ])("%s is shell", (_, line) => {
    expect(ids("unchecked-command", prompt(line))).not.toEqual([]);
  });
});

describe("cut off", () => {
  test("an option on a line of its own", () => {
    expect(ids("invalid-shell", fence('gh pr create --draft --title "A"\n\n--body "B"'))).toEqual(["cutOff"]);
  });
  test.each([
    ["joined", 'gh pr create --title "A" \\\n  --body "B"'],
    ["a list of options", "tool run --all\n--json     Output as JSON\n--verbose  Say more"],
    ["the first line", '--body "B"'],
  ])("silent: %s", (_, script) => {
    expect(ids("invalid-shell", fence(script)).filter((id) => id === "cutOff")).toEqual([]);
  });
});

describe("questions of gh", () => {
  test.each(['gh pr create --title "A"', 'gh issue create --title "A"', 'gh pr create --draft --title "Agent ${ID:0:8}"'])("%s", (script) => {
    expect(ids("interactive-command", PROMPT + fence(script))).toEqual(["prompt"]);
  });
  test.each([
    'gh pr create --title "A" --body "B"',
    "gh pr create --title A --body-file b.md",
    "gh pr create -t A -F b.md",
    "gh pr create --title A --fill",
    "gh pr create --title A $REST",
  ])("silent: %s", (script) => {
    expect(ids("interactive-command", PROMPT + fence(script))).toEqual([]);
  });
});

describe("counters from 0 under errexit", () => {
  const START = "set -e\ndone=0\n";
  test.each([
    ["in a loop", `${START}for f in *; do\n  ((done++))\ndone`],
    ["in a branch", `${START}if make; then ((done++)); fi`],
    ["each once", `${START}((done++))\n((done++))`],
  ])("%s", (_, script) => {
    expect(ids("invalid-shell", fence(script))).toEqual(["zero"]);
  });
  test.each([
    ["without errexit", "done=0\n((done++))"],
    ["errexit off again", `${START}set +e\n((done++))`],
    ["from 1", "set -e\ndone=1\n((done++))"],
    ["counted up in front", `${START}((++done))\n((done++))`],
    ["set by other means", `${START}done=$(ls | wc -l)\n((done++))`],
    ["with a way out", `${START}((done++)) || true`],
    ["as a condition", `${START}if ((done++)); then make; fi`],
    ["in a function", `set -e\nf() {\n  n=0\n  ((n++))\n}`],
    ["before errexit", "done=0\n((done++))\nset -e\nmake"],
  ])("silent: %s", (_, script) => {
    expect(ids("invalid-shell", fence(script))).toEqual([]);
  });
});

describe("patterns", () => {
  const board = { path: "BOARD.md", text: "# Board\n\n- [x] Step 1: schema\n- [ ] Step 2: handler\n- [ ] Step 3: tests\n" };
  const told = (script: string, rule: string) =>
    run(rule, [{ path: "PROMPT.md", text: `${PROMPT}Read BOARD.md.\n\n${fence(script)}` }, board]).map(({ messageId }) => messageId);
  test("a tick without an address", () => {
    expect(told("sed -i 's/- \\[ \\]/- [x]/' BOARD.md", "overmatched-pattern")).toEqual(["everyEntry"]);
    expect(told("# tick all items\nsed -i 's/- \\[ \\]/- [x]/' BOARD.md", "overmatched-pattern")).toEqual([]);
    expect(told("sed -i '/Step 2/s/- \\[ \\]/- [x]/' BOARD.md", "overmatched-pattern")).toEqual([]);
  });
  test.each(['grep -l "owner: me" tasks/*.md | grep "status: open"', 'grep -rl "owner: me" tasks | grep -v "status: done"'])("names of files: %s", (script) => {
    expect(told(script, "unmatched-pattern")).toEqual(["namesOnly"]);
  });
  test.each([
    'grep -l "owner: me" tasks/*.md | xargs grep -l "status: open"',
    "grep -l me tasks/*.md | grep -v archive",
    'grep "owner: me" tasks/*.md | grep "status: open"',
  ])("silent: %s", (script) => {
    expect(told(script, "unmatched-pattern")).toEqual([]);
  });
});

test("a variable that another block set names the block above", () => {
  const text = `${fence("REPO=$(pwd)")}\nThen:\n\n${fence("REPO=$(git rev-parse --show-toplevel)")}\nThen:\n\n${fence('cd "$REPO"')}`;
  expect(run("undefined-variable", [{ path: "PROMPT.md", text }])[0]?.message).toContain("line 8 sets it");
});
