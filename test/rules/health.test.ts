import { describe, expect, test } from "vitest";
import type { WorkspaceSettings } from "../../src/workspace.ts";
import { NOW } from "../helpers.ts";
import { run } from "./run.ts";

const HOUR = 3600;
const now = NOW / 1000;

const entries = (...all: string[][]) =>
  all.map((fields, index) => `### Session ${index + 1}\n${fields.map((field) => `- **${field.replace(":", ":**")}\n`).join("")}`).join("\n");
const FRESH = ["Status: IN_PROGRESS", `Claimed By: CLAIMED-${now - 60}-9`];

describe("stale-claim", () => {
  const stale = (text: string, settings: Partial<WorkspaceSettings> = {}) =>
    run("stale-claim", [{ path: "STATUS.md", text }], { settings }).map(
      ({ severity, message }) => `${severity} ${/`(.*?)` of/.exec(message)![1]!}: ${/is (.*?) old/.exec(message)![1]!}`,
    );

  test.each<[string, string[], string]>([
    ["a claim with its time", ["Status: IN_PROGRESS", `Claimed By: CLAIMED-${now - 5 * HOUR}-4711`], `warning CLAIMED-${now - 5 * HOUR}-4711: 5 hours`],
    ["a claim on an entry that says READY", ["Status: READY", `Claimed By: CLAIMED-${now - 3 * HOUR}-1`], `warning CLAIMED-${now - 3 * HOUR}-1: 3 hours`],
    ["a heartbeat in seconds", ["Status: CLAIMED", "Claimed By: a", `Last Heartbeat: ${now - 4 * HOUR}`], `warning ${now - 4 * HOUR}: 4 hours`],
    ["a heartbeat in words", ["Status: ACTIVE", "Claimed By: a", "Last Heartbeat: 2026-01-15T06:00:00Z"], "warning 2026-01-15T06:00:00Z: 6 hours"],
    ["a zone", ["Status: ACTIVE", "Claimed By: a", "Started: 2026-01-15 06:00 +02:00"], "warning 2026-01-15 06:00 +02:00: 8 hours"],
    ["a day, counted from its end", ["Status: ACTIVE", "Claimed By: a", "Started: 2026-01-12"], "warning 2026-01-12: 2 days"],
  ])("reports %s", (_, fields, expected) => {
    expect(stale(entries(fields, FRESH))).toEqual([expected]);
  });

  test.each<[string, string[]]>([
    ["done", ["Status: COMPLETE", `Claimed By: CLAIMED-${now - 50 * HOUR}-4711`]],
    ["free", ["Status: READY", "Claimed By: UNCLAIMED", "Started: 2026-01-15 01:00 UTC"]],
    ["blocked", ["Status: BLOCKED", "Claimed By: a", "Started: 2026-01-15 01:00 UTC"]],
    ["a heartbeat after the claim", ["Status: IN_PROGRESS", `Claimed By: CLAIMED-${now - 50 * HOUR}-1`, `Last Heartbeat: ${now - HOUR}`]],
    ["today", ["Status: IN_PROGRESS", "Claimed By: a", "Started: 2026-01-15"]],
    ["no time", ["Status: IN_PROGRESS", "Claimed By: CLAIMED-12-session-3"]],
    ["a day that is none", ["Status: IN_PROGRESS", "Claimed By: a", "Started: 2025-13-45"]],
    ["the future", ["Status: IN_PROGRESS", `Claimed By: CLAIMED-${now + 50 * HOUR}-1`]],
  ])("is silent on %s", (_, fields) => {
    expect(stale(entries(fields, FRESH))).toEqual([]);
  });

  test("a board where nothing has happened for long gets a note", () => {
    const old = ["Status: IN_PROGRESS", "Claimed By: a", "Started: 2025-06-01 10:00"];
    expect(stale(entries(old, old))).toEqual(["info 2025-06-01 10:00: 7 months", "info 2025-06-01 10:00: 7 months"]);
  });

  test("the limit of the config, and no clock", () => {
    const text = entries(["Status: IN_PROGRESS", `Claimed By: CLAIMED-${now - 5 * HOUR}-4711`], FRESH);
    expect(stale(text, { staleClaimAfter: 6 * HOUR })).toEqual([]);
    expect(stale(text, { staleClaimAfter: 4 * HOUR })).toHaveLength(1);
    expect(stale(text, { clock: undefined })).toEqual([]);
  });
});

describe("missing-heartbeat", () => {
  const missing = (text: string, others: Record<string, string> = {}) =>
    run("missing-heartbeat", [{ path: "PROMPT.md", text }, ...Object.entries(others).map(([path, text]) => ({ path, text }))]).length;
  const claim = (more = "") => `# All sessions\n\nSeveral sessions work in parallel.\n1. Claim the first available task of BOARD.md.\n2. Do it.\n\n${more}\n`;
  const BOARD = "| Task | Status | Claimed By |\n|---|---|---|\n| T-1 | TODO | - |\n| T-2 | TODO | - |\n";

  test("reports sessions that claim and are never heard of", () => {
    expect(missing(claim())).toBe(1);
    expect(missing(claim(), { "BOARD.md": BOARD })).toBe(1);
  });

  test.each([
    ["a heartbeat", "Update your heartbeat every 10 minutes."],
    ["an update at intervals", "Push your progress every 30 min."],
    ["a rule for claims", "A claim without a commit for two hours is stale: any session may take over the task."],
    ["no activity", "If there is no activity for an hour, set the entry back to UNCLAIMED."],
  ])("is silent with %s", (_, more) => {
    expect(missing(claim(more))).toBe(0);
  });

  test("is silent when the board has the rule, or the file it sends them to", () => {
    expect(missing(claim(), { "BOARD.md": `${BOARD}\nClaims expire after 2 hours.\n` })).toBe(0);
    expect(missing(claim("Read `PROTOCOL.md` first."), { "PROTOCOL.md": "Stale claims are released after 2 hours.\n" })).toBe(0);
  });

  test("is silent where nobody claims, and for one session", () => {
    expect(missing("# Session 1\n\nWork on the parser. Other sessions work in parallel on the lexer.\n")).toBe(0);
    expect(missing("Claim the first available task.\n")).toBe(0);
  });
});
