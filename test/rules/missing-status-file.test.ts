import { describe, expect, test } from "vitest";
import { at, run, type RunOptions } from "../helpers.ts";

const find = (text: string, options: RunOptions = {}) =>
  run("missing-status-file", [{ path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${text}\n` }], options).map(at);
const CLAIM = "Claim the first unclaimed task, do it, and push it.";

describe("reports", () => {
  test.each([
    ["a board that is not there", `1. Read SESSION-STATUS.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["a board by another name", `1. Read docs/task-queue.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["a board by a name in one word", `1. Read TaskBoard.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["no board at all", CLAIM, "PROMPT.md:3:1"],
    ["no board beside other documents", `Read docs/style.md first.\n\n${CLAIM}`, "PROMPT.md:5:1"],
  ])("%s", (_, text, place) => {
    expect(find(text)).toEqual([place]);
  });
});

describe("accepts", () => {
  test.each([
    ["a board that is there", `1. Read SESSION-STATUS.md\n2. ${CLAIM}`, ["SESSION-STATUS.md"]],
    ["a name that only holds the letters of a board", `Read ONBOARDING.md first.\n\nClaim nothing: your task is in the issue.`, []],
    ["a document about boards", `Read SESSION-STATUS-GUIDE.md first.\n\nYour task is in docs/tasks.md, as all other sessions know.`, ["docs/tasks.md"]],
    ["a file of another name that says who has what", `Check the claims in STATE.md.\n\n${CLAIM}`, []],
    ["a folder of tasks", `Look at current_tasks/ first.\n\n${CLAIM}`, []],
    ["a tracker", `Run \`gh issue list\`.\n\n${CLAIM}`, []],
    ["a board that may be absent", `Read SESSION-STATUS.md, if it exists. ${CLAIM}`, []],
    ["a board that a step makes", `Create SESSION-STATUS.md\n\nThen read SESSION-STATUS.md. ${CLAIM}`, []],
  ])("%s", (_, text, paths) => {
    expect(find(text, { paths })).toEqual([]);
  });
});
