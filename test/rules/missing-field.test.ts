import { describe, expect, test } from "vitest";
import { compileEntrySchema, DEFAULT_ENTRY_SCHEMA } from "../../src/model/entry-schema.ts";
import type { WorkspaceSettings } from "../../src/workspace.ts";
import { run } from "./run.ts";

const validateEntry = await compileEntrySchema(DEFAULT_ENTRY_SCHEMA);
const report = (text: string, path = "STATUS.md", settings: Partial<WorkspaceSettings> = { validateEntry }) =>
  run("missing-field", [{ path, text }], { settings }).map(({ place, message, severity }) => `${place.start.line} ${severity} ${message}`);

/** `### Session N` with one line a field. */
const sessions = (...entries: string[][]) =>
  entries.map((fields, index) => `### Session ${index + 1}\n${fields.map((field) => `- **${field.replace(":", ":**")}\n`).join("")}`).join("\n");
const FULL = ["Status: READY", "Claimed By: UNCLAIMED", "Output File: a.md", "Repository: acme/shop"];
const without = (name: string) => FULL.filter((field) => !field.startsWith(name));

describe("an entry that lacks what its siblings have", () => {
  test.each([
    ["Output File", "13 error `Session 3` has no `Output File`, and 2 of its siblings have one: expected it here too"],
    ["Repository", "13 error `Session 3` has no `Repository`, and 2 of its siblings have one: expected it here too"],
    ["Status", "13 error `Session 3` has no `Status`, and 2 of its siblings have one: expected it here too"],
    ["Claimed By", "13 error `Session 3` has no `Claimed By`, and 2 of its siblings have one: expected it here too"],
  ])("%s", (field, message) => {
    expect(report(sessions(FULL, FULL, without(field)))).toEqual([message]);
  });

  test("a mission file says where to read, not where to write", () => {
    const mission = ["Status: READY", "Claimed By: UNCLAIMED", "Mission File: m.md", "Repository: acme/shop"];
    expect(report(sessions(FULL, FULL, mission))).toEqual(["13 error `Session 3` has no `Output File`, and 2 of its siblings have one: expected it here too"]);
  });

  test("an empty one", () => {
    expect(report(sessions(FULL, FULL, [...without("Output"), "Output File:"]))).toEqual([
      "17 error `Output File` of `Session 3` is empty, and 2 of its siblings have one: expected a value",
    ]);
  });

  test("in a table and in data", () => {
    expect(report("| Task | Status | Owner |\n|---|---|---|\n| T-1 | TODO | - |\n| T-2 | DONE | me |\n| T-3 | | |\n| T-4 | TODO | |\n")).toEqual([
      "5 error `Status` of `T-3` is empty, and 3 of its siblings have one: expected a value",
    ]);
    expect(report('{"tasks": [\n{"id": "T-1", "status": "todo"},\n{"id": "T-2", "status": "done"},\n{"id": "T-3"}]}', "tasks.json")).toEqual([
      "4 error `T-3` has no `status`, and 2 of its siblings have one: expected it here too",
    ]);
  });
});

describe("stays silent about", () => {
  test.each([
    ["a full board", sessions(FULL, FULL, FULL)],
    ["mission files in place of output files on the whole board", sessions(...[1, 2, 3].map((n) => [...without("Output"), `Mission File: ${n}.md`]))],
    ["what is done", sessions(FULL, FULL, ["Status: COMPLETE"])],
    ["what is archived", `${sessions(FULL, FULL)}\n## Archive\n\n### Session 0\n- **Status:** READY\n- **Agents:** 3\n`],
    ["a field that only one has", sessions(["Status: READY", "Output File: a.md"], ["Status: READY"], ["Status: READY"])],
    ["reports, which come with the work", sessions(["Status: READY", "Report: a.md"], ["Status: READY", "Report: b.md"], ["Status: READY"])],
    [
      "owners in data, who come with the work",
      "tasks:\n  - {id: T-1, status: todo, owner: a}\n  - {id: T-2, status: todo, owner: b}\n  - {id: T-3, status: todo}\n",
      "tasks.yaml",
    ],
    ["a task list", "- [ ] T1 a\n- [x] T2 b\n", "tasks.md"],
    ["notes and priorities", `${sessions(FULL, FULL)}\n## Notes\n\n- Keep it small\n\n## Priority\n\n- Session 1: Payments\n- Session 2: Search\n`],
    ["a board that nobody claims from", sessions(["Status: READY"], ["Status: DONE"])],
    ["a plan with owners", "| ID | Task | Status | Owner |\n|---|---|---|---|\n| T-1 | a | AVAILABLE | - |\n| T-2 | b | BLOCKED | - |\n"],
    [
      "fields told for all entries",
      `**Output:** reports/<task>.md\n\n| Task | Status |\n|---|---|\n| T-1 | UNCLAIMED |\n| T-2 | CLAIMED |\n`
        .replace("| Status |", "| Status | Claimed By |")
        .replace("|---|---|\n| T", "|---|---|---|\n| T")
        .replaceAll("LAIMED |", "LAIMED | - |"),
    ],
    [
      "fields told in another file",
      "| Task | Status | Claimed By |\n|---|---|---|\n| T-1 | UNCLAIMED | - |\n| T-2 | CLAIMED | a |\n\nDetails: see STATUS.md\n",
      "QUEUE.md",
    ],
    ["a list of who edits which file", "| Area | Claimed by | Since |\n|---|---|---|\n| `a.ts` | Unclaimed | - |\n| `b.ts` | Unclaimed | - |\n"],
    ["rows that link to their brief", "| Task | Status | Claimed By |\n|---|---|---|\n| [T-1](t-1.md) | todo | |\n| [T-2](t-2.md) | done | a |\n"],
  ])("%s", (_, text, path?: string) => {
    expect(report(text, path)).toEqual([]);
  });
});

describe("a board that sessions claim from", () => {
  const queue = "| Task | Status | Claimed By |\n|---|---|---|\n| T-1 | UNCLAIMED | - |\n| T-2 | CLAIMED | a |\n| T-3 | UNCLAIMED | - |\n";

  test("says once what no entry has", () => {
    expect(report(queue)).toEqual(["3 warning Sessions claim from this board, and no entry has `Output File`: expected it in each entry"]);
  });

  test("names the claim too where only the status tells it", () => {
    expect(report("| Task | Status |\n|---|---|\n| T-1 | UNCLAIMED |\n| T-2 | CLAIMED |\n")).toEqual([
      "3 warning Sessions claim from this board, and no entry has `Claimed By` or `Output File`: expected it in each entry",
    ]);
  });

  test("needs repositories where the workspace has several", () => {
    const prompt = {
      path: "prompt.md",
      text: "You are one of three sessions.\n\n1. Clone https://github.com/acme/shop or https://github.com/acme/docs\n2. Claim the first task in STATUS.md\n",
    };
    const [finding] = run("missing-field", [prompt, { path: "STATUS.md", text: queue }]);
    expect(finding?.message).toBe("Sessions claim from this board, and no entry has `Repository` or `Output File`: expected it in each entry");
  });
});

describe("the schema of entries", () => {
  test("rejects a value that differs from the siblings'", () => {
    const other = [...without("Repository"), "Repository: the shop"];
    expect(report(sessions(FULL, FULL, other))).toEqual(["17 error `Repository` of `Session 3` is `the shop`: expected `owner/name`"]);
  });

  test.each(["`acme/shop`", "acme/shop (private)", "https://github.com/acme/shop", "git@github.com:acme/shop.git", "TBD"])(
    "accepts the repository %s",
    (repository) => {
      expect(report(sessions(FULL, FULL, [...without("Repository"), `Repository: ${repository}`]))).toEqual([]);
    },
  );

  test("takes what most entries do for the board's way", () => {
    const short = [...without("Repository"), "Repository: shop"];
    expect(report(sessions(short, short, FULL))).toEqual([]);
  });

  test("of the user counts for each entry", async () => {
    const own = await compileEntrySchema({ type: "object", required: ["cost"], properties: { status: { enum: ["READY", "DONE"] } } });
    const found = report(sessions(["Status: READY", "Cost: 3"], ["Status: OPEN", "Cost: 3"], ["Status: READY"]), "STATUS.md", {
      validateEntry: own,
      hasOwnSchema: true,
    });
    expect(found).toEqual([
      "6 error `Status` of `Session 2` is `OPEN`: expected one of `READY`, `DONE`",
      "9 error `Session 3` has no `cost`, and the schema of entries requires it",
    ]);
  });
});
