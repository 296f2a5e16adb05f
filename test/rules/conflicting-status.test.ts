import { describe, expect, test } from "vitest";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const BOARD =
  "# Session status\n\n**Purpose:** central status file\n\n### Session 1: Hamburg port\n- Status: COMPLETE\n- Claimed By: s-1\n\n### Session 2: Rotterdam port\n- Status: READY\n- Claimed By: UNCLAIMED\n";
const find = (text: string, path = "OVERVIEW-STATUS.md", board = BOARD) =>
  run("conflicting-status", [
    { path: "SESSION-STATUS.md", text: board },
    { path, text },
  ]);
const table = (...rows: [string, string][]) => `| Session | Status |\n|---|---|\n${rows.map(([id, status]) => `| ${id} | ${status} |\n`).join("")}`;

describe("reports", () => {
  test.each([
    [
      "a session that is done there and free here",
      table(["Session 1: Hamburg port", "TODO"], ["Session 2: Rotterdam port", "READY"]),
      ["OVERVIEW-STATUS.md:3:29"],
    ],
    ["the same under another id", table(["PORT-01: Hamburg port", "UNCLAIMED"], ["PORT-02: Rotterdam port", "READY"]), ["OVERVIEW-STATUS.md:3:27"]],
    [
      "icons",
      "## Current sessions\n\n- ⏸️ Session 1: Hamburg port (queued)\n- ⏸️ Session 2: Rotterdam port (queued)\n- ⬜ Session 3: Cork port\n",
      ["OVERVIEW-STATUS.md:3:3"],
    ],
    [
      "remarks around the name",
      "- 🔄 **Session 1 In Progress** - Hamburg port (for v1)\n- ⏳ **Session 2 Pending** - Rotterdam port\n",
      ["OVERVIEW-STATUS.md:1:18"],
    ],
    ["ids without names, where the boards have the same ones", table(["Session 1", "TODO"], ["Session 2", "READY"]), ["OVERVIEW-STATUS.md:3:15"]],
    [
      "a file that is only told to be updated",
      `Update SESSION-STATUS.md with your current progress.\n\n${table(["Session 1: Hamburg port", "TODO"], ["Session 2: Rotterdam port", "READY"])}`,
      ["OVERVIEW-STATUS.md:5:29"],
    ],
  ])("%s", (_, text, places) => {
    const findings = find(text);
    expect(findings.map(at)).toEqual(places);
    expect(findings[0]!.related[0]).toMatchObject({ path: "SESSION-STATUS.md", place: { start: { line: 6 } } });
  });

  test("the board, where a report says that the work is done", () => {
    const text = `# Report of the round\n\n${table(["Session 1: Hamburg port", "DONE"], ["Session 2: Rotterdam port", "MERGED"], ["Session 3: Cork port", "TODO"])}`;
    expect(find(text).map(at)).toEqual(["SESSION-STATUS.md:10:11"]);
  });

  test("both places, what they say, and where else it is said", () => {
    const text = `${table(["Session 1: Hamburg port", "PENDING"], ["Session 2: Rotterdam port", "READY"])}\nWe need Session 1 (Hamburg port - Pending) first.\n`;
    const [finding] = find(text);
    expect(finding!.message).toBe(
      "`Session 1` is `PENDING` here and `COMPLETE` in `SESSION-STATUS.md`: expected one state, or a word on which of the two counts",
    );
    expect(finding!.related.map(({ path, place }) => `${path}:${place.start.line}`)).toEqual(["SESSION-STATUS.md:6", "OVERVIEW-STATUS.md:6"]);
  });

  test("totals that differ in one file", () => {
    const rows = table(["Session 1: Hamburg", "DONE"], ["Session 2: Cork", "TODO"], ["Session 3: Porto", "TODO"]);
    const findings = run("conflicting-status", [{ path: "STATUS.md", text: `Progress: 2/3 sessions complete\n\n${rows}\n## Completed sessions (1/3)\n` }]);
    expect(findings.map(at)).toEqual(["STATUS.md:1:11"]);
    expect(findings[0]!.message).toBe("`2/3` are done here, and `1/3` in line 9: expected one number");
  });

  test("«Ready to launch» above entries that have been started", () => {
    const rows = table(["Session 1: Hamburg", "DONE"], ["Session 2: Cork", "TODO"]);
    const findings = run("conflicting-status", [{ path: "STATUS.md", text: `# Manifest\n\n**Status**: Ready to launch\n\n${rows}` }]);
    expect(findings.map(at)).toEqual(["STATUS.md:3:13"]);
  });

  test("a further status file that a prompt has its sessions keep", () => {
    const prompt =
      "You are one of several sessions that work in parallel. Claim the first unclaimed session in SESSION-STATUS.md.\n\nCreate PORT-OVERVIEW.md:\n```markdown\n## Session 1: Hamburg port\nStatus: COMPLETE\n```\n";
    expect(find(prompt, "PROMPT.md").map(at)).toEqual(["PROMPT.md:3:8"]);
  });
});

describe("stays silent about", () => {
  const OTHER = table(["Session 1: Hamburg port", "TODO"], ["Session 2: Rotterdam port", "TODO"]);
  test.each([
    ["the same state in other words", table(["Session 1: Hamburg port", "✅ DONE"], ["Session 2: Rotterdam port", "UNCLAIMED"])],
    ["another project's sessions", table(["Session 1: Login page", "TODO"], ["Session 2: Search", "TODO"])],
    ["ids without names of another set", table(["Session 1", "TODO"], ["Session 9", "TODO"])],
    ["a file that says which one counts", `For the live status see SESSION-STATUS.md.\n\n${OTHER}`],
    ["a file that names the source of truth", `The source of truth is \`SESSION-STATUS.md\`.\n\n${OTHER}`],
    ["a file that sends its reader there at the top", `Status: see SESSION-STATUS.md\n\n${OTHER}`],
    ["a snapshot", `# Plan\n\nThis is a snapshot of Monday.\n\n${OTHER}`],
    ["a log", `# Session log\n\n${OTHER}`],
    ["a report that was right when it was written", `# Report of the first week\n\n${OTHER}`],
    ["phrases that are no keywords", table(["Session 1: Hamburg port", "2 tasks complete, 3 to go"], ["Session 2: Rotterdam port", "TODO"])],
    [
      "a session's next task",
      "### Session 1: Hamburg port\n- Task: write the second report\n- Status: READY\n\n### Session 2: Rotterdam port\n- Task: rest\n- Status: READY\n",
    ],
    ["what is blocked and not started", table(["Session 2: Rotterdam port", "BLOCKED"], ["Session 1: Hamburg port", "DONE"])],
    ["steps that every list has", table(["Step 1: Plan", "DONE"], ["Step 2: Do", "TODO"])],
  ])("%s", (_, text) => {
    expect(find(text).map(({ message }) => message)).toEqual([]);
  });

  test("a dated file", () => {
    expect(find(OTHER, "STATUS-2026-01-02.md")).toEqual([]);
  });

  test("two projects of one repository that have the same parts", () => {
    const text = (status: string) =>
      `# Task status\n\n${table(["frontend", status], ["backend", status], ["TASK-001", status])}`.replaceAll("| Session |", "| Task |");
    const find = (...paths: string[]) =>
      run(
        "conflicting-status",
        paths.map((path, index) => ({ path, text: text(index === 0 ? "DONE" : "TODO") })),
      );
    expect(find("shop/STATUS.md", "blog/STATUS.md")).toEqual([]);
    expect(find("shop/STATUS.md", "shop/TASKS.md")).toHaveLength(3);
    expect(find("STATUS.md", "templates/STATUS.md")).toEqual([]);
  });

  test("an archive", () => {
    expect(find(OTHER, "archive/SESSION-STATUS-1.md")).toEqual([]);
  });

  test.each([
    ["totals of another set", "Phase 1: 1/2 sessions complete\n\nPhase 2: 2/4 sessions complete\n"],
    ["totals of what is planned", "Target: 3/3 sessions complete\n\nNow 1/3 sessions complete\n"],
    ["totals of the past", "Now 1/3 sessions complete\n\n## History\n\n0/3 sessions complete\n"],
  ])("%s", (_, text) => {
    const rows = table(["Session 1: Hamburg", "DONE"], ["Session 2: Cork", "TODO"], ["Session 3: Porto", "TODO"]);
    expect(run("conflicting-status", [{ path: "STATUS.md", text: `${rows}\n${text}` }])).toEqual([]);
  });

  test("«Ready to launch» where it is so, or where nothing is left to start", () => {
    for (const [first, second] of [
      ["TODO", "TODO"],
      ["DONE", "DONE"],
    ] as const) {
      const rows = table(["Session 1: Hamburg", first], ["Session 2: Cork", second]);
      expect(run("conflicting-status", [{ path: "STATUS.md", text: `**Status**: Ready to launch\n\n${rows}` }])).toEqual([]);
    }
  });

  test.each([
    ["a file of each session's own", "Create your own status file STATUS.md:\n```markdown\n## Session 1\nStatus: DONE\n```\n"],
    ["a name to be filled in", "Create STATUS-{N}.md:\n```markdown\n## Session 1\nStatus: DONE\n```\n"],
    ["the board itself", "Update SESSION-STATUS.md:\n```markdown\n## Session 1\nStatus: DONE\n```\n"],
    ["a file that is no status file", "Create REPORT.md:\n```markdown\n## Findings\nText\n```\n"],
  ])("%s in a prompt", (_, text) => {
    expect(
      find(`You are one of several sessions that work in parallel. Claim the first unclaimed session in SESSION-STATUS.md.\n\n${text}`, "PROMPT.md"),
    ).toEqual([]);
  });
});
