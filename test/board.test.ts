import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldOf, readBoard, type Board, type Entry } from "../src/model/board.ts";
import { DEFAULT_VOCABULARY } from "../src/model/vocabulary.ts";
import { parse } from "./parsers.ts";

interface Options {
  path?: string;
  isConfiguredBoard?: boolean;
  fieldAliases?: Record<string, string[]>;
}

function boardOf(text: string, { path = "STATUS.md", isConfiguredBoard = false, fieldAliases = {} }: Options = {}): Board | undefined {
  return readBoard(parse(path, text), { vocabulary: DEFAULT_VOCABULARY, fieldAliases, isConfiguredBoard });
}

/** `id (name) icon word group`, as short as it says enough. */
const show = ({ id, name, state }: Entry) => [id, name && `(${name})`, state?.icon, state?.word, state?.group].filter(Boolean).join(" ");
const entriesOf = (text: string, options?: Options) => boardOf(text, options)?.entries.map(show);
const fieldsOf = (text: string, options?: Options) =>
  boardOf(text, options)?.entries.map(({ fields }) => fields.map(({ name, key, value }) => `${name ?? key}=${value}`).join("; "));

describe("entries as headings", () => {
  test.each([
    [
      "bulleted bold fields",
      "## Session 1: Payments\n\n- **Status:** ✅ COMPLETE\n\n## Session 2: Search\n\n- **Status:** ⏳ READY TO DEPLOY\n",
      ["Session 1 (Payments) ✅ COMPLETE done", "Session 2 (Search) ⏳ READY TO DEPLOY free"],
    ],
    [
      "bold lines",
      "## Agent A (Backend)\n\n**Status**: 🔄 IN PROGRESS\n**Branch**: feat/a\n\n## Agent B\n\n**Status**: BLOCKED by Agent A\n",
      ["Agent A ((Backend)) 🔄 IN PROGRESS active", "Agent B BLOCKED blocked"],
    ],
    [
      "plain lines",
      "### T-1 Parser\nStatus: todo\nOwner: none\n\n### T-2 Lexer\nStatus: done (2026-01-02)\nOwner: agent-3\n",
      ["T-1 (Parser) todo free", "T-2 (Lexer) done done"],
    ],
    ["a dash for the colon", "## Task 1\n\n* Status — open\n\n## Task 2\n\n* Status — claimed\n", ["Task 1 open free", "Task 2 claimed claimed"]],
    [
      "bold lines for headings",
      "**Session 1 (api):**\n- **Task:** parser\n- **Status:** 🔵 READY\n\n**Session 2 (web):**\n- **Task:** forms\n- **Status:** 🟡 IN PROGRESS\n",
      ["Session 1 ((api):) 🔵 READY free", "Session 2 ((web):) 🟡 IN PROGRESS active"],
    ],
    [
      "list items with fields below",
      "- **T1** — Parser\n  - Status: open\n- **T2** — Lexer\n  - Status: merged\n",
      ["T1 (Parser) open free", "T2 (Lexer) merged done"],
    ],
    [
      "the state in the title",
      "## Session 1: Parser [DONE]\n\nText.\n\n## Session 2: Lexer [IN_PROGRESS]\n\nText.\n",
      ["Session 1 (Parser [DONE]) DONE done", "Session 2 (Lexer [IN_PROGRESS]) IN_PROGRESS active"],
    ],
    [
      "numbers and icons in front",
      "### 1. ✅ Backend Swarm\n- **Status**: MERGED\n- **Agent**: Session C\n\n### 2. ⏳ Frontend Swarm\n- **Status**: pending\n- **Agent**: Session D\n",
      ["Backend Swarm MERGED done", "Frontend Swarm pending free"],
    ],
    ["a quote", "> ## Session 1\n\n## Session 2\n\n> - Status: TODO\n\n## Session 3\n\n> - Status: DONE\n", ["Session 2 TODO free", "Session 3 DONE done"]],
  ])("with %s", (_, text, expected) => {
    expect(entriesOf(text)).toEqual(expected);
  });

  test("fields behind the first line of an item", () => {
    const text =
      "- **Preview** — a graph\n  with two sinks.\n  Brief: `b.md` · Claimed by: UNCLAIMED\n- **Menu** — right-click.\n  Brief: c.md · Claimed by: agent-2\n";
    expect(entriesOf(text)).toEqual(["Preview (a graph) UNCLAIMED free", "Menu (right-click.)"]);
  });

  test("words of its own legend, whatever they mean", () => {
    const text =
      "Status values: Candidate · Planned · Measuring · Deployed\n\n### SEO-1 — Parity\n- Status: Measuring\n\n### SEO-2 — Titles\n- Status: Candidate\n";
    expect(entriesOf(text, { path: "seo.md" })).toEqual(["SEO-1 (Parity) Measuring", "SEO-2 (Titles) Candidate"]);
  });

  test("a sibling without a status is an entry too", () => {
    const text =
      "## Session 1\n- Status: TODO\n- Branch: a\n- Output: a.md\n\n## Session 2\n- Status: TODO\n- Branch: b\n- Output: b.md\n\n## Session 3\n- Branch: c\n- Output: c.md\n";
    expect(entriesOf(text)).toEqual(["Session 1 TODO free", "Session 2 TODO free", "Session 3"]);
  });

  test("fields of all kinds, and a list as a value", () => {
    const text =
      "## Session 1\n- **Claimed By:** UNCLAIMED\n- **Deliverables:**\n  - `a.md`\n  - b.md\n- **Time:** 2 h | **Model:** small\n- See: https://example.org\n\n## Session 2\n- **Claimed By:** s-2\n";
    expect(fieldsOf(text)).toEqual(["claimedBy=UNCLAIMED; outputFile=a.md, b.md; timeline=2 h; Model=small; See=https://example.org", "claimedBy=s-2"]);
    expect(boardOf(text)?.entries[0]?.state?.group).toBe("free");
  });

  test("the state of the document is none of its entries", () => {
    expect(entriesOf("# Sprint board\n\n**Status:** in progress\n\n## Session 1\nStatus: done\n\n## Session 2\nStatus: open\n")).toEqual([
      "Session 1 done done",
      "Session 2 open free",
    ]);
  });

  test("an archive", () => {
    const text = "## Session 1\n- Status: TODO\n\n## Session 2\n- Status: TODO\n\n# Completed Sessions (Archive)\n\n## Session 0\n- Status: COMPLETE\n";
    expect(boardOf(text)?.entries.map(({ id, archived }) => [id, archived])).toEqual([
      ["Session 1", false],
      ["Session 2", false],
      ["Session 0", true],
    ]);
  });
});

describe("entries as tables", () => {
  test.each([
    [
      "ids, bold and code",
      "| ID | Task | Status | Owner |\n|---|---|---|---|\n| **P0.1** | `parser` | 🔵 AVAILABLE | - |\n| P0.2 | [lexer](l.md) | 🔴 BLOCKED | me |\n",
      ["P0.1 (parser) 🔵 AVAILABLE free", "P0.2 (lexer) 🔴 BLOCKED blocked"],
    ],
    [
      "numbers below a noun",
      "| Session | Status |\n|---|---|\n| **1 (api)** | done |\n| 2 | in progress |\n",
      ["Session 1 ((api)) done done", "Session 2 in progress active"],
    ],
    [
      "repositories",
      "| Repository | Status | Session ID |\n|---|---|---|\n| checkout | not_started | - |\n| search | completed | s-1 |\n",
      ["checkout not_started free", "search completed done"],
    ],
    [
      "the session behind the wave",
      "| Wave | Session | Status |\n|---|---|---|\n| 1 | S1 | ✅ merged |\n| 1 | S2 | open |\n",
      ["S1 ✅ merged done", "S2 open free"],
    ],
    ["icons alone", "| Task | Status |\n|---|---|\n| T-1 | ✅ |\n| T-2 | ⬜ |\n", ["T-1 ✅ done", "T-2 ⬜ free"]],
    [
      "no totals, no placeholders",
      "| Task | Status |\n|---|---|\n| T-1 | done |\n| T-2 | open |\n| [id] | open |\n| **Total** | done |\n",
      ["T-1 done done", "T-2 open free"],
    ],
    [
      "who does what, before there is a state",
      "| Task | Owner | Dependencies |\n|---|---|---|\n| T-1: parser | Session 5 | none |\n| T-2: lexer | Session 7 | T-1 |\n",
      ["T-1 (parser)", "T-2 (lexer)"],
    ],
  ])("with %s", (_, text, expected) => {
    expect(entriesOf(text)).toEqual(expected);
  });

  test("a row that is struck through is over", () => {
    const text = "| Task | Status | Claimed by |\n|---|---|---|\n| ~~T-1~~ | ~~done~~ | |\n| T-2 | open | |\n| T-3 | todo | |\n";
    expect(boardOf(text)?.entries.map(({ id, archived }) => [id, archived])).toEqual([
      ["T-1", true],
      ["T-2", false],
      ["T-3", false],
    ]);
  });

  test("each header names a field", () => {
    expect(
      fieldsOf("| Task | Status | Claimed by | Depends on | Report |\n|---|---|---|---|---|\n| T-1 | todo | | | r.md |\n| T-2 | done | me | T-1 | - |\n"),
    ).toEqual(["status=todo; claimedBy=; dependencies=; outputFile=r.md", "status=done; claimedBy=me; dependencies=T-1; outputFile=-"]);
  });
});

test.each([
  ["agents/tasks/tasks.md", 2],
  ["agents/tasks.md", 0],
  [".claude/commands/tasks.md", 0],
])("a table of tasks in %s has %d entries", (path, count) => {
  const text = "# Tasks\n\n| Task | Status |\n|---|---|\n| T1 | [AVAILABLE] |\n| T2 | [CLAIMED by @ann] |\n";
  expect(boardOf(text, { path })?.entries.length ?? 0).toBe(count);
});

describe("entries as task lists", () => {
  test.each([
    [
      "ids",
      "TODO.md",
      "- [ ] T001 [P] Parser in src/p.ts\n- [x] T002 Lexer (depends on T001)\n",
      ["T001 (Parser in src/p.ts) [ ] free", "T002 (Lexer (depends on T001)) [x] done"],
    ],
    [
      "nothing but text",
      "fix_plan.md",
      "## High\n- [ ] Add the form\n- [x] Set up\n\n## Notes\n- Keep it small\n",
      ["Add the form [ ] free", "Set up [x] done"],
    ],
    ["other boxes", "tasks.md", "- [~] T1 a\n- [!] T2 b\n- [ ] T3 c\n", ["T1 (a) [~] active", "T2 (b) [!] blocked", "T3 (c) [ ] free"]],
    ["nested steps, which belong to their task", "tasks.md", "- [ ] 1. Parser\n  - [ ] 1.1 rules\n- [x] 2. Lexer\n", ["Parser [ ] free", "Lexer [x] done"]],
    [
      "ids in any file",
      "PLAN-B.md",
      "- [ ] P1.1 Do this\n- [x] P1.2 Do that\n- [ ] P1.3 And this\n",
      ["P1.1 (Do this) [ ] free", "P1.2 (Do that) [x] done", "P1.3 (And this) [ ] free"],
    ],
    [
      "states for boxes",
      "notes.md",
      "- Session 1: ✅ COMPLETE (20 files)\n- Session 2: ⏸️ waiting\n",
      ["Session 1 (✅ COMPLETE (20 files)) ✅ COMPLETE done", "Session 2 (⏸️ waiting) ⏸️ waiting blocked"],
    ],
    ["icons in front", "STATUS.md", "- ✅ Session 1: Parser\n- ⏸️ Session 2: Lexer\n", ["Session 1 (Parser) ✅ done", "Session 2 (Lexer) ⏸️ blocked"]],
  ])("with %s", (_, path, text, expected) => {
    expect(entriesOf(text, { path })).toEqual(expected);
  });

  test("fields in a task", () => {
    expect(fieldsOf("- [ ] T1 parser (depends on T0)\n  - Owner: api\n- [ ] T2 lexer [owner: web]\n", { path: "tasks.md" })).toEqual([
      "dependencies=T0; claimedBy=api",
      "claimedBy=web",
    ]);
  });
});

describe("entries as data", () => {
  test.each([
    ["a file for each session", "STATUS-SESSION-5.yaml", "session: session-5\nstatus: active\nbranch: x\n", ["session-5 active active"]],
    [
      "a map of id to word",
      "sprint-status.yaml",
      "development_status:\n  1-1-auth: done\n  1-2-forms: ready-for-dev\n",
      ["1-1-auth done done", "1-2-forms ready-for-dev free"],
    ],
    [
      "a map of id to entry",
      "coordination.json",
      '{"agents": {"a-1": {"status": "working", "task": "T1"}, "a-2": {"status": "idle"}}}',
      ["a-1 (T1) working active", "a-2 idle free"],
    ],
    [
      "a list",
      "tasks.json",
      '{"tasks": [{"id": "T-1", "title": "Parser", "status": "pending"}, {"id": "T-2", "title": "Lexer", "status": "done"}]}',
      ["T-1 (Parser) pending free", "T-2 (Lexer) done done"],
    ],
    [
      "an array",
      "plan.json",
      '[{"id": 1, "task": "Parser", "status": "todo"}, {"id": 2, "task": "Lexer", "status": "done"}]',
      ["1 (Parser) todo free", "2 (Lexer) done done"],
    ],
    [
      "yes and no",
      "prd.json",
      '{"userStories": [{"id": "US-1", "title": "A", "passes": false}, {"id": "US-2", "title": "B", "passes": true}]}',
      ["US-1 (A) free", "US-2 (B) done"],
    ],
    ["front matter", "tasks/task-12.md", "---\nid: task-12\ntitle: Add login\nstatus: In Progress\n---\n## Text\n", ["task-12 (Add login) In Progress active"]],
    [
      "fields at the top of a file",
      "tasks/RB-012.md",
      "# RB-012 — Builder\n\nStatus: BLOCKED\n\nClaimed by: unclaimed\n\n## Outcome\n",
      ["RB-012 (Builder) BLOCKED blocked"],
    ],
    ["a fence of a status file", "STATUS-2.md", "# Session 2\n\n```yaml\nsession: s-2\nstatus: working\n```\n", ["s-2 working active"]],
    ["what is left of a file that does not parse", "STATUS-5.yaml", "session: s-5\nstatus: active\nnext: a: b\n", ["s-5 active active"]],
  ])("with %s", (_, path, text, expected) => {
    expect(entriesOf(text, { path })).toEqual(expected);
  });
});

describe("no board", () => {
  test.each([
    ["a readme with features", "README.md", "# Parser\n\n| Feature | Status |\n|---|---|\n| A | ✅ Done |\n| B | 🚧 In progress |\n"],
    ["a roadmap", "ROADMAP.md", "## Phase 1\nStatus: done\n\n## Phase 2\nStatus: planned\n"],
    ["a table of platforms", "docs/support.md", "| Platform | Status |\n|---|---|\n| Linux | ✅ |\n| Windows | ❌ |\n"],
    ["a table of tests", "REPORT-STATUS.md", "| File | Tests | Status |\n|---|---|---|\n| a | 2 | ✅ Complete |\n| b | 3 | ✅ Complete |\n"],
    ["a decision", "docs/adr-4.md", "---\nstatus: accepted\n---\n# Use SQLite\n\nStatus: Accepted\n"],
    ["a checklist", "RELEASE.md", "- [ ] Bump the version\n- [ ] Tag\n- [ ] Publish\n"],
    ["what to verify in a prompt", "prompts/session-1.md", "You are Session 1.\n\n## Verify\n\n- [ ] T1 tests pass\n- [ ] T2 no warnings\n- [ ] T3 pushed\n"],
    ["a status block of a prompt", "PROMPT.md", "You are an agent.\n\n```\nSession 1\nStatus: DONE\nSession 2\nStatus: TODO\n```\n"],
    ["a template", "STATUS.md", "## Session [ID]: [Name]\n- **Status:** TODO | DONE | BLOCKED\n- **Claimed By:** UNCLAIMED\n"],
    ["a template file", "tasks.md", "# Tasks: [FEATURE NAME]\n\n- [ ] T001 Create it\n- [ ] T002 Test it\n"],
    ["a legend alone", "STATUS.md", "## Status Definitions\n\n- **TODO**: free\n- **DONE**: over\n"],
    ["acceptance criteria", "tasks.md", "## Acceptance Criteria\n\n- [ ] it works\n- [ ] it is tested\n"],
    ["a package", "package.json", '{"name": "a", "status": "active", "tasks": [{"id": "a", "status": "done"}, {"id": "b", "status": "todo"}]}'],
    [
      "an API",
      "openapi.yaml",
      "paths:\n  /pets:\n    get:\n      examples:\n        - id: 1\n          status: available\n        - id: 2\n          status: pending\n",
    ],
    ["a config", "lint.yaml", "rules:\n  a: error\n  b: error\n  c: off\n"],
    ["a map of settings", "config.yaml", "server:\n  state: active\n  name: x\n"],
    ["what was achieved", "NOTES.md", "- ✅ Session 1 said hello\n- ✅ Session 2 said hello\n"],
    ["a report of what is over", "summary.md", "| Agent | Task | Status |\n|---|---|---|\n| a-1 | x | ✅ Done |\n| a-2 | y | ✅ Done |\n"],
    ["a bad example", "STATUS.md", "## ❌ Wrong\n\n| Session | Status |\n|---|---|\n| Session 1 | done |\n| Session 2 | todo |\n"],
  ])("%s", (_, path, text) => {
    expect(boardOf(text, { path })).toBeUndefined();
  });

  test("unless the config says so", () => {
    expect(entriesOf("| Feature | Status |\n|---|---|\n| A | Done |\n", { path: "README.md", isConfiguredBoard: true })).toEqual(["A Done done"]);
  });
});

test("aliases name fields", () => {
  const board = boardOf("## Session 1\n- Zustand: done\n- Ziel: a.md\n\n## Session 2\n- Zustand: TODO\n- Ziel: b.md\n", {
    fieldAliases: { status: ["Zustand"], outputFile: ["Ziel"] },
  });
  expect(board?.entries.map((entry) => [fieldOf(entry, "status")?.value, fieldOf(entry, "outputFile")?.value])).toEqual([
    ["done", "a.md"],
    ["TODO", "b.md"],
  ]);
});

describe("places", () => {
  const samples = [
    "# Board\n\n### 1. ✅ Session 1: Payments\n- **Status:** ✅ **COMPLETE** (2026-01-02)\n- **Output File:** `a.md`\n\n### Session 2\n- **Status:** READY TO DEPLOY\n- **Output File:**\n  - b.md\n",
    "| Session | Status | Claimed By |\n|---|---|---|\n| **Session 1** | 🔄 `IN_PROGRESS` | me |\n| Session 2 | ⬜ | |\n",
    "> ## Task 1\n\n## Task 2\n\n> Status: TODO\n>\n> Owner: me\n\n## Task 3\n\n> Status: done\n",
    "- [ ] T001 [P] Parser (depends on T000)\n\t- Owner: me\n- [x] T002 Lexer\n- [~] T003 Rest\n",
    "- Session 1: ✅ COMPLETE (x)\n- Session 2: ⏸️ waiting\n",
  ];
  const variants: [string, (text: string) => string][] = [
    ["", (text) => text],
    ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\ufeff${text}`],
  ];
  test.each(samples.flatMap((text, index) => variants.map(([name, vary]) => [`sample ${index + 1} ${name}`, vary(text)])))(
    "of %s are what they say",
    (_, text) => {
      const board = boardOf(text, { isConfiguredBoard: true })!;
      expect(board.entries.length).toBeGreaterThan(1);
      for (const entry of board.entries) {
        const cut = ({ start, end }: Entry["place"]) => text.slice(start.offset, end.offset);
        expect(cut(entry.place)).toContain(entry.id.replace(/^Session /, ""));
        for (const { key, value, keyPlace, valuePlace, place } of entry.fields) {
          expect(cut(keyPlace)).toBe(key);
          for (const word of value.split(/[\s,]+/)) expect(cut(valuePlace)).toContain(word);
          if (entry.format !== "table") expect(cut(place)).toContain(key);
        }
        if (!entry.state) continue;
        expect(cut(entry.state.place)).toContain(entry.state.word);
        expect(cut(entry.state.place)).toContain(entry.state.icon ?? "");
        expect(cut(entry.state.place)).not.toContain("(");
        expect(entry.extent.start.offset).toBeLessThanOrEqual(entry.place.start.offset!);
        expect(entry.extent.end.offset).toBeGreaterThanOrEqual(entry.state.place.end.offset!);
      }
    },
  );

  test("in data", () => {
    const text = "sessions:\n  s-1: {status: todo, owner: me}\n  s-2:\n    status: 'done'\n";
    const board = boardOf(text, { path: "sessions.yaml" })!;
    expect(
      board.entries.map(({ place, state }) => [
        text.slice(place.start.offset, place.end.offset),
        text.slice(state!.place.start.offset, state!.place.end.offset),
      ]),
    ).toEqual([
      ["s-1", "todo"],
      ["s-2", "done"],
    ]);
  });
});

describe("any text", () => {
  const pieces = [
    "# ",
    "## Session 1",
    "\n",
    "\n\n",
    "- ",
    "**Status:** ",
    "Status: ",
    "✅ ",
    "DONE",
    "TODO | DONE",
    "| a | b |\n|---|---|\n",
    "| x | ⏳ |\n",
    "- [ ] T1 ",
    "---\n",
    "```yaml\n",
    "status: x\n",
    "[",
    "](",
    "\t",
    "> ",
    "Claimed By: ",
    "(",
    "\ufeff",
    "👩‍👩‍👧",
    "—",
    ":",
    "Legend: ",
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 }).map((parts) => parts.join(""));
  test.each(["STATUS.md", "tasks.md", "status.yaml", "tasks.json", "notes.txt"])("reads as %s", (path) => {
    fc.assert(
      fc.property(text, fc.boolean(), (source, isConfiguredBoard) => {
        for (const entry of boardOf(source, { path, isConfiguredBoard })?.entries ?? []) {
          for (const { start, end } of [
            entry.place,
            entry.extent,
            ...entry.fields.flatMap(({ place, keyPlace, valuePlace }) => [place, keyPlace, valuePlace]),
          ]) {
            expect(0 <= start.offset! && start.offset! <= end.offset! && end.offset! <= source.length).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["lines of colons", "a: ".repeat(30_000)],
    ["one long line", `Status: ${"x ".repeat(50_000)}`],
    ["a legend of thousands", `Status legend: ${"WORD | ".repeat(20_000)}`],
    ["rows", `| Session | Status |\n|---|---|\n${"| Session 1 | some prose that is no keyword |\n".repeat(5000)}`],
    ["headings", "## Session 1\n- Status: x y z\n\n".repeat(5000)],
    ["icons", "✅".repeat(30_000)],
    ["bars", `Status: ${"|/→".repeat(20_000)}`],
  ])("%s in time", (_, source) => {
    const started = performance.now();
    boardOf(source, { isConfiguredBoard: true });
    // Parsing included; quadratic code would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
