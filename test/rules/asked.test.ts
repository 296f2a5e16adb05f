import { describe, expect, test } from "vitest";
import type { TextFile } from "../../src/parse/document.ts";
import { evidenceOf } from "../evidence.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const HANDED_OUT = "# Launch\n\nSeveral agents work on this in parallel.\n\n- Each agent has its own stream\n- No agent edits what other agents own\n";
const CLAIMED = "You are one of several sessions that work in parallel.\n\n1. Claim the first UNCLAIMED task in BOARD.md\n";
const prompt = (text: string, path = "launch.md"): TextFile => ({ path, text: `${text}\n` });

const SAID: [rule: string, text: string][] = [
  ["unlogged-error", "If a step fails, log the error to BLOCKERS.md."],
  ["missing-recovery", "If the tests fail, fix them and run them again."],
  ["missing-escalation", "If you are stuck, tell the coordinator."],
  ["missing-completion-message", "Mark your task as completed when done."],
  ["missing-timeline", "The work takes 4 hours."],
  ["missing-monitoring", "## Monitoring\n\nLook at `git log`."],
  ["missing-troubleshooting", "## Troubleshooting\n\nStart again."],
  ["undocumented-status-location", "Write how far you are to `updates/stream-A.md`."],
];

describe.each(SAID)("%s, where work is handed out", (rule, text) => {
  test("is reported in preset strict only", () => {
    expect(run(rule, [prompt(HANDED_OUT)])).toEqual([]);
    expect(run(rule, [prompt(HANDED_OUT)], { isStrict: true })).toHaveLength(1);
  });

  test("is answered in the prompt", () => {
    const files = [prompt(`${HANDED_OUT}\n${text}`)];
    expect(run(rule, files, { isStrict: true })).toEqual([]);
    expect(evidenceOf(rule, files)).toMatchObject({ state: "passed" });
  });

  test("is asked of nobody who works alone", () => {
    const files = [prompt("You are a careful engineer.\n\n1. Fix the tests\n2. Push")];
    expect(run(rule, files, { isStrict: true })).toEqual([]);
    expect(evidenceOf(rule, files)).toEqual({ state: "skipped", why: "one session works alone" });
  });

  test("is not asked of what every session of a repository reads", () => {
    expect(run(rule, [prompt(HANDED_OUT, "CLAUDE.md")], { isStrict: true })).toEqual([]);
  });
});

test("work that is handed out leaves nobody without", () => {
  expect(run("missing-fallback", [prompt(HANDED_OUT)], { isStrict: true })).toEqual([]);
  expect(evidenceOf("missing-fallback", [prompt(HANDED_OUT)])).toEqual({ state: "skipped", why: "each session is told what its work is" });
  expect(evidenceOf("missing-fallback", [prompt(`${HANDED_OUT}\nIf there is no work for you, take filler tasks.`)])).toMatchObject({ state: "passed" });
  // What comes when all is done, is of the end.
  expect(evidenceOf("missing-fallback", [prompt(`${HANDED_OUT}\nWhen all sessions are complete, merge.`)])).toMatchObject({ state: "skipped" });
});

describe("sessions that look for work, in whatever words, may find none", () => {
  test.each([
    ["a claim that a script prints", '```bash\necho "1. Claim your first available task"\n```'],
    ["a poll", "Poll every 60 seconds for new instructions, 10 times at most."],
    ["a start of what is ready", "For each ready issue, launch an agent."],
  ])("%s", (_, text) => {
    const asked = `${HANDED_OUT}\n${text}`;
    expect(run("missing-fallback", [prompt(asked)], { isStrict: true })).toHaveLength(1);
    expect(run("missing-fallback", [prompt(`${asked}\n\nIf no work is available, stop.`)], { isStrict: true })).toEqual([]);
  });
});

describe("that one session is done", () => {
  const said = "When you are done, report completion.";
  test("is enough where it has one job", () => {
    expect(run("missing-completion-message", [prompt(`${HANDED_OUT}\n${said}`)], { isStrict: true })).toEqual([]);
  });
  test("does not tell that all is done where sessions claim", () => {
    expect(run("missing-completion-message", [prompt(`${CLAIMED}\n${said}`)])).toEqual([]);
    expect(run("missing-completion-message", [prompt(`${CLAIMED}\n${said}`)], { isStrict: true })).toHaveLength(1);
  });
});

describe("what the sessions have read before", () => {
  const ask = (text: string, ...files: TextFile[]) => run("missing-troubleshooting", [prompt(`${HANDED_OUT}\n${text}`), ...files], { isStrict: true }).map(at);
  const help = "## Troubleshooting\n\nIf the push is rejected, pull first.";

  test.each([
    ["a guide", "Read docs/parallel-guide.md first.", "docs/parallel-guide.md"],
    ["the rules of the work", "Follow the coordination rules in rules/agent-coordination.md.", "rules/agent-coordination.md"],
    ["a page by its name", "For help see RUNBOOK.md.", "RUNBOOK.md"],
    ["a page that is named for it", "- Troubleshooting: HELP.md", "HELP.md"],
  ])("%s", (_, text, path) => {
    expect(ask(text, prompt(help, path))).toEqual([]);
  });

  test.each([
    ["a page that is linked for something else", "The API is described in [API.md](API.md).", "API.md"],
    ["a page that nobody names", "", "RUNBOOK.md"],
    ["the work that there is when blocked", "FILLER.md has filler tasks if blocked.", "FILLER.md"],
  ])("is not %s", (_, text, path) => {
    expect(ask(text, prompt(help, path))).toHaveLength(1);
  });

  test("is what a status file says around its entries, and not in them", () => {
    const board = (text: string, end: string) =>
      prompt(
        `# Status\n\n## Session 1\n- **Status:** READY\n- **Repository:** a\n${text}\n## Session 2\n- **Status:** READY\n- **Repository:** a\n\n${end}`,
        "SESSION-STATUS.md",
      );
    const of = (file: TextFile) =>
      run("unlogged-error", [prompt(`${HANDED_OUT}\nSee SESSION-STATUS.md.`), file], { isStrict: true }).filter(({ path }) => path === "launch.md");
    expect(of(board("", "# Rules\n\nLog every error to BLOCKERS.md."))).toEqual([]);
    expect(of(board("- **Task:** Log all errors of the parser\n", ""))).toHaveLength(1);
  });
});

describe("a time of the work is none", () => {
  test.each([
    ["for reading", "STEP 1: read the context (5 minutes)"],
    ["after which help is asked for", "If you are stuck for 15 minutes, ask."],
    ["of a sum", "6 tasks × 12 minutes each is fast."],
    ["in a sample of a file", "```markdown\n# stream-A.md\nETA: 10 minutes\n```"],
  ])("%s", (_, text) => {
    expect(run("missing-timeline", [prompt(`${HANDED_OUT}\n${text}`)], { isStrict: true })).toHaveLength(1);
  });
});

test("to take other work is no help with what blocks", () => {
  const of = (text: string) => run("missing-troubleshooting", [prompt(`${HANDED_OUT}\n${text}`)], { isStrict: true });
  expect(of("Move to the next task or a filler task if blocked.")).toHaveLength(1);
  expect(of("If blocked, write down why and stop.")).toEqual([]);
});

describe("a failure after which nobody goes on", () => {
  const of = (text: string) => evidenceOf("continues-after-failure", [prompt(`${HANDED_OUT}\n\`\`\`bash\nnpm test\n\`\`\`\n\n${text}`)]);
  test.each([
    ["If this is the wrong repository, STOP."],
    ["Halt execution if a task fails."],
    ["Run the tests, and do not commit if they fail."],
    ['```bash\nif [ -n "$X" ]; then\n  exit 1\nfi\n```'],
  ])("%s", (text) => {
    expect(of(text)).toMatchObject({ state: "passed" });
  });
  test("is not told by a mere end", () => {
    expect(of("Stop when all is done.")).toMatchObject({ state: "skipped" });
  });
});

test("one session alone gets the credit of what it says of recovery, where it has scripts", () => {
  const script = "```bash\nnpm test\n```\n";
  expect(evidenceOf("missing-recovery", [prompt(`You are an engineer.\n\n${script}\nIf the tests fail, fix them.`)])).toMatchObject({ state: "passed" });
  expect(evidenceOf("missing-recovery", [prompt("You are an engineer.\n\nIf the tests fail, fix them.")])).toMatchObject({ state: "skipped" });
});
