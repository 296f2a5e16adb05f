import { describe, expect, test } from "vitest";
import { run } from "../helpers.ts";

/* Claims as prompts tell them: in steps, in comments between commands, by folders and marks; and what only looks like a claim. */

const file = (text: string) => [{ path: "PROMPT.md", text }];
const ids = (rule: string, text: string) => run(rule, file(text)).map(({ messageId }) => messageId);
const fence = (script: string) => `\`\`\`bash\n${script}\n\`\`\`\n`;
const SEVERAL = "Several agents work in parallel on BOARD.md.\n\n";
const CLAIM = 'git pull\n# edit BOARD.md: add your name\ngit add BOARD.md\ngit commit -m "claim: T-1 by Nora"\ngit push origin main';

describe("work before the push", () => {
  test.each([
    [
      "in the steps of one list",
      "1. Run `git pull`\n2. Claim the first free task: change UNCLAIMED to your id\n3. Implement the task\n4. Commit and push",
      ["workBetween"],
    ],
    [
      "in one checkout, where an edit is seen at once",
      "1. Claim the first free task: change UNCLAIMED to your id\n2. Implement the task\n3. Commit and push",
      [],
    ],
    [
      "a claim that is committed, and pushed with the work",
      '1. `git pull`\n2. Read TASKS.md — find the first untagged item\n3. Tag it with your number\n4. Commit it: `git commit -m "claim: task"`\n5. Then start building\n\n## End\n\n`git push`',
      ["workBetween"],
    ],
    [
      "a claim of what was found",
      "1. `git pull`, then find a [ ] story\n2. Claim it: edit BOARD.md, change [ ] to [IN PROGRESS: Dev N]\n3. Implement with tests\n4. Commit and push",
      ["workBetween"],
    ],
    [
      "a claim that is only committed",
      '1. Find the next open task in TODO.md\n2. Set `claimed_by: [your-id]`\n3. Commit the claim: `git commit -m "claim"`',
      ["notPushed"],
    ],
    ["a push at once", "1. `git pull`\n2. Claim the first free task: change UNCLAIMED to your id\n3. Commit and push\n4. Implement the task", []],
  ])("%s", (_, steps, expected) => {
    expect(ids("non-atomic-claim", `${SEVERAL}${steps}\n`)).toEqual(expected);
  });
});

describe("no claims", () => {
  test.each([
    [
      "an orchestrator hands out what it finds",
      "You are the orchestrator.\n\n1. Read CONTINUITY.md → find the next pending tasks\n2. Spawn sub-agents in parallel\n3. Wait for results\n",
    ],
    [
      "what is left after a lost race",
      "Claim a task from TASKS.md: $ARGUMENTS\n\n- Move the task from Available to Active\n- Commit and push\n- If another agent has claimed it, pick a different available task\n",
    ],
  ])("%s", (_, text) => {
    for (const rule of ["non-atomic-claim", "missing-fallback"]) expect(ids(rule, `${text}\nAll agents work in parallel.\n`)).toEqual([]);
  });

  test("a file in the words that claim is a status file, whatever its name", () => {
    expect(ids("missing-status-file", "Several agents work in parallel.\n\n1. Read `features.json`, find the next pending item\n2. Commit and push\n")).toEqual(
      [],
    );
  });
});

describe("a lost claim", () => {
  test.each([
    ["comments between the commands", `${CLAIM}\n\n# If push fails\ngit pull --rebase origin main\n# If it is still free, push again\ngit push origin main`],
    ["an outcome behind the push", `${CLAIM}  # ❌ REJECTED - main moved\n\ngit pull\n# Runs the selection again, picks next available task`],
  ])("is told by %s", (_, script) => {
    expect(ids("unhandled-conflict", SEVERAL + fence(script))).toEqual([]);
    expect(ids("unverified-claim", SEVERAL + fence(script))).toEqual([]);
  });

  test("is told by prose that leads to commands", () => {
    const text = `${SEVERAL}${fence(CLAIM)}\n## Search\n\n${fence("grep -n backend BOARD.md")}\nIf the push fails (somebody was first):\n\n${fence("git pull origin main\ngit push")}`;
    expect(ids("unhandled-conflict", text)).toEqual([]);
  });

  test("a comment in a branch of the shell is no retry", () => {
    expect(ids("unhandled-conflict", SEVERAL + fence(`${CLAIM}\nif [ $? -ne 0 ]; then\n  # If the push fails, pick the next\n  echo lost\nfi`))).not.toEqual(
      [],
    );
  });

  test("a script that is called with the item leaves the next to its caller", () => {
    const script = 'TASK=$2\ngit pull\nsed -i "s/$TASK.*UNCLAIMED/$TASK $1/" BOARD.md\ngit commit -am "claim: $TASK by $1"\ngit push || exit 1';
    expect(ids("unhandled-conflict", SEVERAL + fence(script))).toEqual([]);
    expect(ids("unhandled-conflict", SEVERAL + fence(script.replaceAll("$2", "T-1")))).toEqual(["stops"]);
  });
});

describe("marks", () => {
  test.each([
    ["folders", 'git pull\ngit mv backlog/ready/a.md backlog/claimed/a.md\ngit commit -m "claim: a"\ngit push\ngit mv backlog/claimed/a.md backlog/done/a.md'],
    ["a tool", "./board.sh claim T-1\n# work\n./board.sh complete T-1"],
    ["a comment", `${CLAIM}\n# mark it as in progress\n\n# Complete a task\n# Edit BOARD.md - mark complete`],
    ["a tracker", 'bd update $1 --status=in-progress\ngit commit -m "claim: $1"\ngit push\nbd close $1'],
  ])("by %s", (_, script) => {
    expect(ids("missing-progress-update", SEVERAL + fence(script))).toEqual([]);
  });

  test("on the board, above its entries", () => {
    const board = "# Board\n\n1. Add your name: ⏳ Name\n2. Set it to DONE\n\n## T-1\n- Status: OPEN\n\n## T-2\n- Status: OPEN\n";
    const files = [...file(SEVERAL + fence(CLAIM)), { path: "BOARD.md", text: board }];
    expect(run("missing-progress-update", files)).toEqual([]);
  });

  test("not by a command that only claims", () => {
    const text = SEVERAL + fence(CLAIM);
    expect(run("missing-progress-update", [{ path: ".claude/commands/claim.md", text }])).toEqual([]);
    expect(run("missing-progress-update", [{ path: ".claude/commands/work.md", text }])).toHaveLength(1);
  });
});

describe("waits", () => {
  test.each([
    ["one of several ways", "1. Work on other files\n2. Or wait for the other agent to finish"],
    ["with another way behind it", "Wait for a task to be released, or help with the review."],
    ["what happens when nothing comes", "- Wait for the worker to complete\n\n## Troubleshooting\n\nWait 2 hours, then check whether its branch was pushed."],
  ])("silent: %s", (_, text) => {
    expect(ids("unbounded-wait", `${SEVERAL}${text}\n`)).toEqual([]);
  });
  test.each([
    ["round after round", "Or wait 5 minutes and check again."],
    ["the same at the end of the wait", "- Wait for the worker to complete\n- Wait 5 minutes, then check again"],
  ])("%s", (_, text) => {
    expect(ids("unbounded-wait", `${SEVERAL}${text}\n`)).not.toEqual([]);
  });
});
