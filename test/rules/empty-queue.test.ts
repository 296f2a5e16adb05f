import { describe, expect, test } from "vitest";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const PROMPT = "You are one of several sessions that work in parallel. Read SESSION-STATUS.md.\n\n1. Claim the first unclaimed session\n";
const board = (...statuses: string[]) => `# Sessions\n\n${statuses.map((status, index) => `## Session ${index + 1}\n- Status: ${status}\n\n`).join("")}`;
const find = (text: string, prompt = PROMPT, more: { path: string; text: string }[] = []) =>
  run("empty-queue", [{ path: "PROMPT.md", text: prompt }, { path: "SESSION-STATUS.md", text }, ...more]);

describe("reports", () => {
  test.each([
    ["claimed and done", board("CLAIMED", "DONE", "IN_PROGRESS")],
    ["an archive beside it", `${board("CLAIMED", "DONE")}# Archive\n\n## Session 9\n- Status: READY\n`],
  ])("%s", (_, text) => {
    const findings = find(text);
    expect(findings.map(at)).toEqual(["SESSION-STATUS.md:4:11"]);
    expect(findings[0]!.related).toMatchObject([{ path: "PROMPT.md", place: { start: { line: 3 } } }]);
  });

  test("two prompts once", () => {
    expect(find(board("DONE", "DONE"), PROMPT, [{ path: "PROMPT-2.md", text: PROMPT }])).toHaveLength(1);
  });
});

describe("stays silent about", () => {
  test.each([
    ["a free entry", board("CLAIMED", "READY")],
    ["what may become free", board("CLAIMED", "BLOCKED")],
    ["states that are not clear", board("CLAIMED", "DONE", "see the plan for it")],
    ["a board that is filled later", `${board("DONE", "DONE")}The lead adds new tasks each morning.\n`],
    ["a history", board("DONE", "DONE").replace("# Sessions", "# Session history")],
  ])("%s", (_, text) => {
    expect(find(text)).toEqual([]);
  });

  test("work elsewhere", () => {
    const prompt = `${PROMPT}2. If none is free, claim a task in TASK-QUEUE.md\n`;
    expect(find(board("DONE", "DONE"), prompt, [{ path: "TASK-QUEUE.md", text: board("READY", "READY") }])).toEqual([]);
  });

  test("a prompt that says who adds work", () => {
    expect(find(board("DONE", "DONE"), `${PROMPT}\nIf none is free, add three new tasks to the board.\n`)).toEqual([]);
  });

  test("a prompt that claims nothing", () => {
    expect(find(board("DONE", "DONE"), "You are one of several sessions that work in parallel. Read SESSION-STATUS.md.\n")).toEqual([]);
  });
});
