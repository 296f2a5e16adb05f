import { describe, expect, test } from "vitest";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const report = (path: string, text: string) => run("unreadable-status", [{ path, text }]).map(at);

describe("reports", () => {
  test.each([
    ["YAML", "STATUS-SESSION-1.yaml", "session: one\nstatus: working\nnext: a: b\n", "STATUS-SESSION-1.yaml:3:7"],
    ["a bullet that YAML takes for an alias", "status.yaml", "session: one\nstatus: working\ndone:\n  - Parser\n  * Lexer\n", "status.yaml:5:1"],
    [
      "markdown behind a document",
      "templates/STATUS.yaml",
      "session: one\nstatus: working\n---\n# Guide\n\n- **Active** sessions\n",
      "templates/STATUS.yaml:6:3",
    ],
    ["JSON with a trailing comma", "tasks.json", '{"tasks": [{"id": "T-1", "status": "todo"},]}', "tasks.json:1:44"],
    ["JSON with a comment", "coordination.json", '{"status": "active", // now\n"session": "s-1"}', "coordination.json:1:22"],
    ["a file named otherwise that holds a session's status", "sessions/one.yaml", "session: one\nstatus: working\nnext: a: b\n", "sessions/one.yaml:3:7"],
    ["front matter with a status", "tasks/t-1.md", "---\nstatus: open\ntitle: a: b\n---\n# T\n", "tasks/t-1.md:3:8"],
    ["DEPENDENCIES.yaml", "DEPENDENCIES.yaml", "A:\n  depends_on: [B\nB: {}\n", "DEPENDENCIES.yaml:3:1"],
    ["a status that stands twice", "STATUS.yaml", "session: one\nstatus: working\nbranch: x\nstatus: done\n", "STATUS.yaml:4:1"],
    ["a header that does not fit", "STATUS.md", "| Session | Status | Owner |\n|---|---|\n| Session 1 | DONE | me |\n", "STATUS.md:2:1"],
    [
      "cells that get lost",
      "STATUS.md",
      "| Session | Status |\n|---|---|\n| Session 1 | DONE |\n| Session 2 | TODO |\n| Session 3 | a | TODO |\n",
      "STATUS.md:5:19",
    ],
  ])("%s", (_, path, text, place) => {
    expect(report(path, text)).toEqual([place]);
  });
});

describe("stays silent about", () => {
  test.each([
    ["what parses", "STATUS.yaml", "session: one\nstatus: working\n"],
    ["YAML that is no status file", "config.yaml", "name: a: b\n"],
    ["a chart with templates", "charts/app/status.yaml", "status: {{ .Values.status }}\n"],
    ["settings with comments", "tsconfig.json", '{ // comment\n"compilerOptions": {} }'],
    ["front matter of a slash command", ".claude/commands/go.md", "---\nargument-hint: [a | b\n---\n# Go\n"],
    ["a fence, which shows a part", "STATUS.md", "```yaml\nstatus: a: b\n```\n"],
    ["a pipe that is escaped", "STATUS.md", "| Session | Status |\n|---|---|\n| Session 1 | DONE |\n| Session 2 \\| x | TODO |\n"],
    ["keys that stand twice and say nothing of states", "STATUS.yaml", "session: one\nstatus: working\nnote: a\nnote: b\n"],
    ["rows that are short", "STATUS.md", "| Session | Status | Owner |\n|---|---|---|\n| Session 1 | DONE | me |\n| Session 2 | TODO |\n"],
    ["tables that are no board", "README.md", "| A | B |\n|---|---|\n| 1 | 2 | 3 |\n"],
  ])("%s", (_, path, text) => {
    expect(report(path, text)).toEqual([]);
  });
});

test.each([
  ["next: a: b", "a text with `: ` in it needs quotes"],
  ["  * Lexer", "`*` starts an alias, where a text needs quotes"],
  ["- **Active** sessions", "`*` starts an alias, where a text needs quotes"],
  ["next: tests\n  parser:\n    status: open", "a key with a value here cannot have the keys below it, too"],
])("says what is wrong with %j", (line, reason) => {
  const [finding] = run("unreadable-status", [{ path: "STATUS.yaml", text: `session: one\nstatus: working\n---\n${line}\n` }]);
  expect(finding?.message).toContain(`(${reason})`);
});
