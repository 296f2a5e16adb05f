import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { at, workspaceOf } from "../helpers.ts";
import { run } from "./run.ts";

const BOARD = "## Session 1\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n";
const prompt = (more = "") =>
  `# All sessions\n\nSeveral sessions work in parallel.\n\n1. Read STATUS.md\n2. Claim the first available session.\n3. Do its work.\n\n${more}\n`;
const RULES = ["undocumented-status-location", "missing-timeline", "missing-monitoring", "missing-troubleshooting"] as const;

function reported(rule: string, text: string, others: Record<string, string> = { "STATUS.md": BOARD }): boolean {
  return run(rule, [{ path: "PROMPT.md", text }, ...Object.entries(others).map(([path, text]) => ({ path, text }))]).length > 0;
}

test("a prompt that says nothing of it gets one finding a rule, at its claim", () => {
  const files = [
    { path: "PROMPT.md", text: prompt() },
    { path: "STATUS.md", text: BOARD },
  ];
  expect(RULES.map((rule) => run(rule, files).map(at))).toEqual([[], ["PROMPT.md:6:4"], ["PROMPT.md:6:4"], ["PROMPT.md:6:4"]]);
});

describe("what says it", () => {
  test.each<[(typeof RULES)[number], string]>([
    ["missing-timeline", "The work takes about 4 hours."],
    ["missing-timeline", "T+5min: all have claimed."],
    ["missing-timeline", "## Timeline\n\nFast."],
    ["missing-timeline", "Deliver within two days."],
    ["missing-timeline", "| Phase | Duration |\n|---|---|\n| A | short |"],
    ["missing-monitoring", "## Monitoring\n\n`git log --oneline origin/main`"],
    ["missing-monitoring", "```bash\nwatch -n 60 'git pull -q && cat STATUS.md'\n```"],
    ["missing-monitoring", "Watch the sessions with `git log`."],
    ["missing-monitoring", "### 📊 How to check progress\n\nRead STATUS.md."],
    ["missing-troubleshooting", "## Troubleshooting\n\nRead the log."],
    ["missing-troubleshooting", "If you are blocked, write to BLOCKERS.md and stop."],
    ["missing-troubleshooting", "- If the push fails, pull and try again.\n- If the tests fail: fix them."],
    ["missing-troubleshooting", "| Problem | What to do if it fails |\n|---|---|\n| push | pull |"],
  ])("%s: %s", (rule, more) => {
    expect(reported(rule, prompt(more))).toBe(false);
  });
});

describe("what does not say it", () => {
  test.each<[(typeof RULES)[number], string]>([
    ["missing-timeline", "Wait 10 minutes, then look again, three times at most."],
    ["missing-timeline", "A claim without a commit for 2 hours is stale."],
    ["missing-timeline", "Poll every 30 min."],
    ["missing-monitoring", "Set up the monitoring stack."],
    ["missing-monitoring", "Set the entry to IN_PROGRESS."],
    ["missing-troubleshooting", "If the push fails, pull and try again."],
    ["missing-troubleshooting", "❌ WRONG: If you are blocked, wait."],
  ])("%s: %s", (rule, more) => {
    expect(reported(rule, prompt(more))).toBe(true);
  });
});

describe("where else it may stand", () => {
  test("the status file", () => {
    const board = `${BOARD}\n## Monitoring\n\nRead this.\n\n## If something fails\n\nAsk.\n`;
    expect(RULES.filter((rule) => reported(rule, prompt(), { "STATUS.md": board }))).toEqual(["missing-timeline"]);
    expect(reported("missing-timeline", prompt(), { "STATUS.md": BOARD.replace(/(- Claimed By)/g, "- Expected Completion: 2026-01-16 12:00\n$1") })).toBe(
      false,
    );
  });

  test("a page about it that speaks of the prompt or the status file", () => {
    expect(reported("missing-monitoring", prompt(), { "STATUS.md": BOARD, "MONITORING.md": "# Monitoring\n\nRead STATUS.md.\n" })).toBe(false);
    expect(reported("missing-monitoring", prompt(), { "STATUS.md": BOARD, "MONITORING.md": "# Monitoring\n\nThe servers.\n" })).toBe(true);
    expect(reported("missing-troubleshooting", prompt(), { "STATUS.md": BOARD, "RUNBOOK.md": "# If PROMPT.md fails\n\nAsk.\n" })).toBe(false);
  });
});

describe("undocumented-status-location", () => {
  const found = (text: string, others?: Record<string, string>) => reported("undocumented-status-location", text, others);

  test("no file named", () => {
    const text = "Several sessions work in parallel.\n\n1. Claim the first available task.\n2. Do it.\n";
    expect(found(text)).toBe(true);
    expect(found(text.replace("available task", "available task of the GitHub issues"))).toBe(false);
  });

  test.each([
    ["", false],
    ["Each session works on its own branch.", true],
    ["Each session works on its own branch; the status file is on `main`.", false],
    ["```bash\ngit checkout -b work/$NAME\n```", true],
    ["```bash\ngit checkout -b work/$NAME\ngit pull origin coordination\n```", false],
    ["Create a feature branch. STATUS.md is on the branch coordination.", false],
  ])("the branch of the status file: %j", (more, expected) => {
    expect(found(prompt(more))).toBe(expected);
  });
});

describe("nobody is set to work", () => {
  test.each([
    ["one session", "PROMPT.md", "Claim the first available task of STATUS.md.\n"],
    ["a page that speaks of sessions", "GUIDE.md", "Several sessions work in parallel. All sessions push. Other sessions pull.\n"],
    ["what every session reads", "CLAUDE.md", prompt()],
  ])("%s", (_, path, text) => {
    expect(
      RULES.flatMap((rule) =>
        run(rule, [
          { path, text },
          { path: "STATUS.md", text: BOARD },
        ]),
      ),
    ).toEqual([]);
  });
});

test("work that a prompt hands out by name is shared work", () => {
  const text =
    "All sessions read this in parallel.\n\nEach session works alone.\n\nOther sessions do the rest.\n\n- If you are Session 2, do the API.\n\n- Both sessions push.\n";
  expect(reported("missing-timeline", text, {})).toBe(true);
});

describe("evidence", () => {
  const evidence = (rule: string, text: string, others: Record<string, string> = { "STATUS.md": BOARD }) => {
    const workspace = workspaceOf([{ path: "PROMPT.md", text }, ...Object.entries(others).map(([path, text]) => ({ path, text }))]);
    const of = workspace.prompts.find(({ document }) => document.path === "PROMPT.md")!;
    return rules.find(({ id }) => id === rule)!.rule.evidence!(of, workspace, 0);
  };

  test("points at the words", () => {
    const text = prompt("The work takes 4 hours.\n\n## Monitoring\n\nLook.\n\nIf you are stuck, ask.");
    expect(evidence("undocumented-status-location", text)).toMatchObject({ state: "passed", place: { start: { line: 5 } }, phrase: "it is `STATUS.md`" });
    expect(evidence("missing-timeline", text)).toMatchObject({ state: "passed", place: { start: { line: 9 } }, phrase: "«4 hours»" });
    expect(evidence("missing-monitoring", text)).toMatchObject({ state: "passed", place: { start: { line: 11 } }, phrase: "«Monitoring»" });
    expect(evidence("missing-troubleshooting", text)).toMatchObject({ state: "passed", place: { start: { line: 15 } }, phrase: "«If you are stuck»" });
  });

  test("names the other document", () => {
    const board = `${BOARD}\n## Timeline\n\nSoon.\n`;
    expect(evidence("missing-timeline", prompt(), { "STATUS.md": board })).toMatchObject({ state: "passed", path: "STATUS.md", phrase: "«Timeline»" });
  });

  test("says why it does not apply", () => {
    expect(evidence("missing-timeline", "Fix the tests.\n")).toEqual({ state: "skipped", why: "one session works alone" });
  });
});
