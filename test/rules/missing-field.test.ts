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

/* What a board has in other ways, each beside the one that is reported. What strict and the checklist say stands in the snapshot. */
describe("a board that sessions claim from", () => {
  const claimed = (head: string, ...rows: string[]) =>
    `| Task | ${head} |\n|---${"|---".repeat(head.split("|").length)}|\n${rows.map((row) => `| ${row} |\n`).join("")}`;
  const bare = claimed("Status | Claimed By", "T-1 | UNCLAIMED | -", "T-2 | CLAIMED | s-7");
  const nowhere = (text: string, path?: string) => report(text, path).filter((line) => line.includes("Sessions claim from")).length;

  test.each<[string, string, number]>([
    ["without an output", bare, 1],
    ["with a line that says it for all", `Output: reports/\n\n${bare}`, 0],
    ["with files that tell the rest", `For details see docs/plan.md.\n\n${bare}`, 0],
    ["whose rows link further", claimed("Status | Claimed By", "[T-1](t.md) | UNCLAIMED | -", "[T-2](u.md) | CLAIMED | s-7"), 0],
    ["of which one row links further", claimed("Status | Claimed By", "[T-1](t.md) | UNCLAIMED | -", "T-2 | CLAIMED | s-7"), 0],
    ["whose rows link to a heading", claimed("Status | Claimed By", "[T-1](#t) | UNCLAIMED | -", "T-2 | CLAIMED | s-7"), 1],
    ["with wiki links", claimed("Status | Claimed By", "[[T-1]] | UNCLAIMED | -", "T-2 | CLAIMED | s-7"), 0],
    ["beside a link elsewhere", `See [the rules](rules.md).\n\n${bare}`, 1],
    ...["Details", "Detail", "Brief", "Spec", "File", "Link", "Doc", "Plan", "Issue", "GitHub"].map((key): [string, string, number] => [
      `with a field ${key}`,
      claimed(`Status | Claimed By | ${key}`, "T-1 | UNCLAIMED | - | a", "T-2 | CLAIMED | s-7 | b"),
      0,
    ]),
    ["with one entry only", claimed("Status | Claimed By", "T-1 | UNCLAIMED | -"), 0],
    ["with one entry that is open", claimed("Status | Claimed By", "T-1 | UNCLAIMED | -", "T-2 | DONE | CLAIMED"), 0],
    ["where one word alone speaks of claims", claimed("Status | Owner", "T-1 | UNCLAIMED | -", "T-2 | TODO | -"), 0],
    [
      "where few of the entries are claimed",
      claimed("Status | Owner", "T-1 | UNCLAIMED | -", "T-2 | CLAIMED | a", ...[3, 4, 5].map((n) => `T-${n} | TODO | -`)),
      0,
    ],
    [
      "where half of the entries are claimed",
      claimed("Status | Owner", "T-1 | UNCLAIMED | -", "T-2 | CLAIMED | a", ...[3, 4].map((n) => `T-${n} | TODO | -`)),
      1,
    ],
    ["in data", '[{"id":"T-1","status":"unclaimed"},{"id":"T-2","status":"claimed"}]', 0],
    ["in a list of tasks", "- [ ] T-1 one (UNCLAIMED)\n- [ ] T-2 two (CLAIMED)\n", 0],
    ["under headings", sessions(["Status: UNCLAIMED"], ["Status: CLAIMED"]), 1],
    ["without a status", sessions(["Claimed By: UNCLAIMED"], ["Claimed By: UNCLAIMED"]), 0],
  ])("%s", (_, text, count) => {
    expect(nowhere(text)).toBe(count);
  });
});

describe("what strict says of the boards of a prompt for several sessions", () => {
  const PROMPT = {
    path: "START.md",
    text: "You are one of four sessions that work in parallel, as the other sessions do.\n\n1. First, read STATUS.md\n2. Claim the first unclaimed session in it\n",
  };
  const table = "| Session | State |\n|---|---|\n| Session 1 | TODO |\n| Session 2 | TODO |\n";
  const strict = (text: string, prompt = PROMPT) =>
    run("missing-field", [prompt, { path: "STATUS.md", text }], { isStrict: true }).map(({ messageId, items }) => `${messageId} ${items?.join()}`);

  test.each<[string, string, string[]]>([
    ["nothing is said", table, ["unsaid 3,4"]],
    ["the repository is said once", `Repository: tide/oslo\n\n${table}`, ["unsaid 4"]],
    ["the output is said once", `Output: reports\n\n${table}`, ["unsaid 3"]],
    ["both are", `Repository: tide/oslo\nOutput: reports  \n\n${table}`, []],
    ["in a heading of its own at the top", `# Board\n\nRepository: tide/oslo\nOutput: reports\n\n## Sessions\n\n${table}`, []],
    ["in another part", `# Board\n\n## Bridge\n\nRepository: tide/oslo\nOutput: reports\n\n## Sessions\n\n${table}`, ["unsaid 3,4"]],
    ["in the part around", `# Board\n\n## Sessions\n\nRepository: tide/oslo\nOutput: reports\n\n### Now\n\n${table}`, []],
    ["in the part of the entries", `# Board\n\n## Sessions\n\nRepository: tide/oslo\nOutput: reports\n\n${table}`, []],
    ["in front of the first heading", `Repository: tide/oslo\nOutput: reports\n\n## Sessions\n\n${table}`, []],
    ["below the entries", `${table}\nRepository: tide/oslo\nOutput: reports\n`, ["unsaid 3,4"]],
    ["one entry has both", sessions(["Status: READY", "Repository: a/b", "Output: c.md"], ["Status: READY"]), []],
    ["all are done", table.replaceAll("TODO", "DONE"), []],
    ["one is open", table.replace("TODO", "DONE"), ["unsaid 3,4"]],
    ["a list of tasks", "- [ ] Session 1: Oslo\n- [ ] Session 2: Bergen\n", []],
    ["a table beside tasks without a state", `${table}\n## Later\n\n### Session 8\n- Repository: a/b\n- Output: c.md\n`, ["unsaid 3,4"]],
  ])("%s", (_, text, expected) => {
    expect(strict(text)).toEqual(expected);
  });

  test("of no other board", () => {
    expect(strict(table, { path: "START.md", text: "You write the docs. Read STATUS.md.\n" })).toEqual([]);
    expect(strict(table, { path: "START.md", text: `${PROMPT.text}\nIt is github.com/tide/oslo and github.com/tide/voss.\n` })).toEqual(["unsaid 3,4"]);
  });
});

describe("an entry beside its siblings", () => {
  const three = (last: string[], others = FULL) => report(sessions(others, others, last));
  test.each<[string, string[], string[] | undefined, number]>([
    ["that failed", ["Status: FAILED"], undefined, 0],
    ["whose box says its status", ["[ ] Status"], undefined, 0],
    ["that is empty in two ways", ["Status:", "Claimed By: UNCLAIMED", "Output File:", "Repository: a/b"], undefined, 2],
    ["with targets for an output", [...without("Output"), "Target: b.md"], undefined, 1],
    ["with an owner for a claim", [...without("Claimed"), "Owner: me"], undefined, 0],
    ["where the others have owners", ["Status: READY"], ["Status: READY", "Owner: me"], 0],
    ["where the others are assigned", ["Status: READY"], ["Status: READY", "Assigned To: me"], 1],
    ["where the others have deliverables", ["Status: READY"], ["Status: READY", "Deliverables: a.md"], 1],
  ])("%s", (_, last, others, count) => {
    expect(three(last, others)).toHaveLength(count);
  });

  test("of which too few have it", () => {
    expect(report(sessions(FULL, FULL, without("Output"), without("Output")))).toEqual([]);
    expect(report(sessions(FULL, FULL, FULL, FULL, without("Output"), without("Output")))).toHaveLength(2);
  });

  test("with a mission and no output, where others have both", () => {
    const mission = ["Status: UNCLAIMED", "Claimed By: UNCLAIMED", "Mission: m.md"];
    const both = [...mission, "Output: a.md"];
    expect(report(sessions(both, both, mission, mission, mission)).length).toBe(3);
    expect(report(sessions(both, mission, mission, mission, mission))).toEqual([]);
    expect(report(sessions(both, [...mission, "Output:"], mission, mission, mission))).toEqual([]);
    expect(report(sessions(both, both, ["Status: UNCLAIMED", "Claimed By: UNCLAIMED"], mission, mission)).length).toBe(3);
  });
});

describe("a value that the schema rejects", () => {
  const hour = (last: string) =>
    sessions(
      [...FULL, "Last Updated: 2026-01-15T10:00:00Z"],
      [...FULL, "Last Updated: 2026-01-15T11:00:00Z"],
      [...FULL, "Last Updated: 2026-01-15"],
      [...FULL, `Last Updated: ${last}`],
    );
  test.each(["yesterday", "-", "—", "~", "?", "TBD", "n/a", "NA", "none", "null", "none yet", "to be TBD", ""])("%j", (last) => {
    expect(report(hour(last))).toMatchSnapshot();
  });
});
