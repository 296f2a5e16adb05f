import { describe, expect, test } from "vitest";
import { readPrompt } from "../src/model/prompt.ts";
import { createFileTree } from "../src/workspace.ts";
import { parse } from "./parsers.ts";

const read = (path: string, text: string, paths: string[] = []) =>
  readPrompt(parse(path, text), { files: createFileTree([path, ...paths].sort()), isTaken: undefined });

describe("takes for a prompt", () => {
  test.each([
    ["by its name", "UNIVERSAL-PROMPT.md", "Do the work."],
    ["instructions of a session", "INSTRUCTIONS-SESSION-2.md", "# Phase 2"],
    ["a directive to a worker", "WORKER_2_DIRECTIVE.md", "Begin now."],
    ["instructions of an editor's agent", "notes/team.instructions.md", "Use short names."],
    ["a slash command", ".claude/commands/sync.md", "Sync the board."],
    ["a skill", "skills/review/SKILL.md", "Review it."],
    ["what lies beside a SKILL.md", "tools/review/steps/first.md", "Look at it.", ["tools/review/SKILL.md"]],
    ["what stands beside commands and agents", "kit/rules/paths.md", "Use short paths.", ["kit/commands/a.md", "kit/agents/b.md"]],
    ["front matter of a command", "notes/sync.md", "---\nallowed-tools: Bash\n---\n\nSync the board.\n"],
    [
      "what addresses sessions that work side by side",
      "docs/start.md",
      "You are one of several agents that work in parallel.\n\n## Step 1\n\nClaim a task for your session, then coordinate with the others.\n\n## Step 2\n\nHand off.\n",
    ],
    ["a YAML file with a prompt", "loop.yml", "loop:\n  prompt: |\n    You are the builder.\n    Read the plan and build what it says.\n"],
  ])("%s", (_, path, text, paths?: string[]) => {
    expect(read(path, text, paths)).toBeDefined();
  });
});

describe("takes for none", () => {
  test.each([
    ["a README", "README.md", "# Tidal\n\nTidal reads tide gauges.\n\n```bash\nnpm install tidal\n```\n"],
    [
      "a changelog, whatever it speaks of",
      "CHANGELOG.md",
      "## 1.0\n\n- You are one of several agents: sessions claim work in parallel, coordinate, hand off\n- step 1\n",
    ],
    ["a page of documentation", "docs/api.md", "# API\n\n## Step 1\n\nInstall it.\n\n```bash\nnpm install\n```\n"],
    ["a page that mentions a session", "docs/auth.md", "A session ends when the user logs out. Each session has an id.\n"],
    ["a page on directives", "docs/custom-directives.md", "# Custom directives\n\nA directive changes an element.\n"],
    ["a page about agents", "docs/guide/agents.md", "# Agents\n\nAn agent is a session that coordinates with others.\n"],
    [
      "a page on a tool for sessions, which speaks to nobody",
      "docs/overview.md",
      "# Overview\n\nSessions, agents and workers run in parallel in worktrees of their own; the orchestrator assigns work, other agents claim it.\n\n```bash\nfleet start\n```\n\nAll agents hand off to other sessions.\n",
    ],
    ["JSON, whatever its name", "prompt-config.json", '{"a": 1}'],
    ["a workflow of CI", ".github/workflows/ci.yml", "jobs:\n  test:\n    steps:\n      - run: |\n          npm ci\n          npm test\n"],
  ])("%s", (_, path, text) => {
    expect(read(path, text)).toBeUndefined();
  });
});

test("the config and the command line decide over name and content", () => {
  const document = parse("README.md", "# A\n");
  const files = createFileTree(["README.md"]);
  expect(readPrompt(document, { files, isTaken: true })).toBeDefined();
  expect(readPrompt(parse("PROMPT.md", "# A\n"), { files, isTaken: false })).toBeUndefined();
});

describe("sets several sessions to work", () => {
  test.each([
    [true, "Paste this into all sessions.\n\nClaim the first free task.\n"],
    [true, "You are one of several agents that work in parallel.\n\nIf another session has claimed it, take the next one.\n"],
    [true, "Session 1 does A, Session 2 does B, Session 3 does C. Agents coordinate by handoff; each claims in its worktree.\n"],
    [false, "You are a careful engineer. Fix the bug and run the tests.\n"],
    [false, "Pick the next task from TODO.md, do it, and stop.\n"],
  ])("%s: %s", (expected, text) => {
    expect(read("PROMPT.md", text)?.severalSessions).toBe(expected);
  });
});

test("the prompt is the fence that a person is told to copy, where there is one", () => {
  const text = "# How to start\n\n```\nYou are Session 1 of four sessions.\nRead the board and claim a task.\nThen work on it until it is done.\n```\n";
  expect(read("PROMPT.md", text)!.extent).toMatchObject({ start: { line: 3 }, end: { line: 7 } });
  expect(read("PROMPT.md", "You are Session 1.\n")!.extent).toMatchObject({ start: { line: 1 } });
});
