import { describe, expect, test } from "vitest";
import { createVocabulary } from "../../src/model/vocabulary.ts";
import type { TextFile } from "../../src/parse/document.ts";
import type { WorkspaceSettings } from "../../src/workspace.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const LEGEND = "## Status Definitions\n\n- ⏳ **READY**: nobody has it\n- 🔄 **WORKING**: taken\n- ✅ **DONE**: over\n\n";
const table = (...statuses: string[]) =>
  `## Sessions\n\n| Session | Status |\n|---|---|\n${statuses.map((status, index) => `| Session ${index + 1} | ${status} |\n`).join("")}`;
const messages = (text: string, settings: Partial<WorkspaceSettings> = {}) =>
  run("inconsistent-keyword", [{ path: "STATUS.md", text }], { settings }).map(({ message, severity }) => `${severity} ${message}`);

describe("a word outside the vocabulary", () => {
  test("of the legend, with the nearest word and the legend's place", () => {
    const [finding] = run("inconsistent-keyword", [{ path: "STATUS.md", text: LEGEND + table("⏳ READY", "WORKNG (since 9:00)", "✅ DONE") }]);
    expect(finding).toMatchObject({
      message: "Status `WORKNG` is none of the words of the board's legend: expected one of `READY`, `WORKING`, `DONE`; did you mean `WORKING`?",
      related: [{ path: "STATUS.md" }],
    });
    expect(at(finding!)).toBe("STATUS.md:12:15");
    expect(finding!.related[0]!.place.start.line).toBe(3);
    expect(finding!.suggestions).toMatchObject([{ title: "Write `WORKING`", edits: [{ text: "WORKING" }] }]);
  });

  test("of the config, which beats the legend", () => {
    const vocabulary = createVocabulary("config", { free: ["OPEN"], done: ["CLOSED"] });
    expect(messages(LEGEND + table("OPEN", "CLOSED", "DONE"), { vocabulary })).toEqual([
      "error Status `DONE` is none of the words of the config: expected one of `OPEN`, `CLOSED`; did you mean `CLOSED`?",
    ]);
  });

  test("that is prose", () => {
    expect(messages(LEGEND + table("READY", "DONE", "see the coordination doc"))).toEqual([
      "error Status `see the coordination doc` is prose, and sessions look for a keyword: expected one of `READY`, `WORKING`, `DONE`",
    ]);
  });

  test("that is prose among keywords, without a legend", () => {
    expect(messages(table("READY", "DONE", "mostly works but needs love"))).toEqual([
      "error Status `mostly works but needs love` is prose, and sessions look for a keyword: expected one of `READY`, `DONE`",
    ]);
  });
});

test("lists the words of a board without a legend in one spelling each", () => {
  const prose = messages(table("DONE", "READY", "DONE", "Done", "mostly works but needs love")).find((message) => message.includes("is prose"));
  expect(prose).toContain("expected one of `DONE`, `READY`");
  expect(prose).not.toContain("`Done`");
});

describe("one state written two ways", () => {
  test.each([
    [
      "separators",
      ["IN PROGRESS", "IN_PROGRESS", "IN PROGRESS"],
      "error `IN_PROGRESS` and `IN PROGRESS` are one state written two ways, and a search for one misses the other: expected `IN PROGRESS`",
    ],
    [
      "endings",
      ["COMPLETED", "COMPLETED", "COMPLETE"],
      "error `COMPLETE` and `COMPLETED` are one state written two ways, and a search for one misses the other: expected `COMPLETED`",
    ],
    ["capitals", ["done", "done", "DONE"], "warning `DONE` and `done` are one state written two ways, and a search for one misses the other: expected `done`"],
  ])("by %s", (_, statuses, message) => {
    expect(messages(table(...statuses, "TODO"))).toEqual([message]);
  });

  test("where the legend says which", () => {
    expect(messages(LEGEND + table("READY", "ready", "ready"))).toEqual([
      "warning `ready` and `READY` are one state written two ways, and a search for one misses the other: expected `READY`",
    ]);
  });
});

describe("an icon that contradicts its word", () => {
  test.each([
    ["done and at work", "", ["✅ IN PROGRESS", "✅ DONE"], ["error `✅` and `IN PROGRESS` contradict each other: `✅` means done, expected one state"]],
    ["at work and done", "", ["🔄 DONE", "TODO"], ["error `🔄` and `DONE` contradict each other: `🔄` means at work, expected one state"]],
    [
      "the legend's icon of another word",
      LEGEND,
      ["✅ WORKING", "READY"],
      ["error `✅` and `WORKING` contradict each other: `✅` means `DONE` in the legend, expected one state"],
    ],
  ])("%s", (_, legend, statuses, expected) => {
    expect(messages(legend + table(...statuses))).toEqual(expected);
  });

  test("in a heading", () => {
    const findings = run("inconsistent-keyword", [{ path: "STATUS.md", text: "### ✅ Session 1\n- Status: BLOCKED\n\n### Session 2\n- Status: DONE\n" }]);
    expect(findings.map(at)).toEqual(["STATUS.md:1:5"]);
  });
});

describe("stays silent about", () => {
  test.each([
    ["remarks behind a keyword", LEGEND + table("✅ DONE (2026-01-02)", "🔄 WORKING — half way", "READY, ask first", "DONE by Session 2")],
    ["words that the tool knows, without a legend", table("TODO", "claimed", "in review", "merged", "ON HOLD")],
    ["words of one's own, without a legend", table("TODO", "needs handoff", "parked")],
    ["icons alone", table("✅", "⬜", "🔄")],
    ["✅ READY and ✅ ACTIVE, which may say that all is well", table("✅ READY", "✅ ACTIVE", "✅ DONE")],
    ["colours, which mean something else in each repository", table("🟢 ACTIVE", "🔴 DONE", "🟡 TODO")],
    [
      "the legend itself and templates",
      `${LEGEND}\`\`\`\n- Status: READY | WORKING | DONE\n\`\`\`\n\n## Session [N]\n- Status: <your status>\n\n${table("READY", "DONE")}`,
    ],
    ["prose all over", table("all good so far", "nearly there I think", "hard to say yet")],
    ["an archive", `${LEGEND}${table("READY", "DONE")}\n## Archive\n\n${table("FINISHED", "FINISHED").replace("## Sessions\n\n", "")}`],
    ["boxes under a legend", `Status legend: \`[ ]\` not started, \`[~]\` in progress, \`[x]\` done\n\n- [ ] P1.1 a\n- [~] P1.2 b\n- [x] P1.3 c\n`],
    ["a legend of something else", `Legend: ✅ done, ❌ not done\n\n${table("OPEN", "IN REVIEW", "ON HOLD")}`],
    ["choices of another status", `Build status: passing | failing | pending\n\n${table("TODO", "DONE", "WIP")}`],
    ["who has claimed it", "Status values: READY | WORKING | DONE\n\n### Session 1\n- Claimed By: UNCLAIMED\n\n### Session 2\n- Claimed By: session-7\n"],
  ])("%s", (_, text) => {
    expect(messages(text)).toEqual([]);
  });
});

describe("a status that a script writes", () => {
  const board: TextFile = { path: "STATUS.md", text: LEGEND + table("READY", "DONE") };
  // Line and length: the place is the word alone.
  const script = (command: string) =>
    run("inconsistent-keyword", [board, { path: "prompt.md", text: `You are a session.\n\n\`\`\`bash\n${command}\n\`\`\`\n` }]).map(
      ({ place, message }) => `${place.start.line}-${place.end.column - place.start.column} ${message.split(":")[0]}`,
    );

  test.each([
    [
      "behind the key",
      'sed -i "s/Status: .*/Status: ⏸️ PAUSED (low)/" STATUS.md',
      ["4-6 This writes status `PAUSED`, which is none of the words of `STATUS.md`"],
    ],
    ["in place of another", "sed -i 's/🔄 WORKING/✅ FINISHED/' ./STATUS.md", ["4-8 This writes status `FINISHED`, which is none of the words of `STATUS.md`"]],
    [
      "with another delimiter",
      "sed -i '3s|Status:.*|**Status:** CLOSED|' STATUS.md",
      ["4-6 This writes status `CLOSED`, which is none of the words of `STATUS.md`"],
    ],
    [
      "in a here-document",
      "cat > STATUS.md <<EOF\n# Sessions\n- **Status:** PAUSED\nEOF",
      ["6-6 This writes status `PAUSED`, which is none of the words of `STATUS.md`"],
    ],
    ["by echo", 'echo "- Status: PAUSED" >> STATUS.md', ["4-6 This writes status `PAUSED`, which is none of the words of `STATUS.md`"]],
    ["by tee", "tee STATUS.md <<EOF\nstatus: PAUSED\nEOF", ["5-6 This writes status `PAUSED`, which is none of the words of `STATUS.md`"]],
    ["in a here-document, that the board has", "cat > STATUS.md <<EOF\nstatus: working\nEOF", []],
    ["as one of some", "cat > STATUS.md <<EOF\nstatus: open | closed\nEOF", []],
    ["of a part of the file", "cat > STATUS.md <<EOF\nhealth:\n  status: green\nEOF", []],
    ["to the terminal by echo", 'echo "Status: PAUSED"', []],
    ["that the board has", 'sed -i "s/Status: .*/Status: ✅ DONE/" STATUS.md', []],
    ["that the board has, with stars that sed need not escape", "sed -i 's/Status:\\*\\* TODO/Status:\\*\\* ✅ DONE\\*\\*/' STATUS.md", []],
    ["that is known at run time", 'sed -i "s/Status: .*/Status: $NEW/" STATUS.md', []],
    ["into another file", 'sed -i "s/Status: .*/Status: PAUSED/" OTHER.md', []],
    ["to the terminal only", 'sed "s/Status: .*/Status: PAUSED/" STATUS.md', []],
    ["that is no status", "sed -i 's/parser/lexer/' STATUS.md", []],
    ["as a bad example", '# ❌ WRONG\nsed -i "s/Status: .*/Status: PAUSED/" STATUS.md', []],
  ])("%s", (_, command, expected) => {
    expect(script(command)).toEqual(expected);
  });

  test("is held against the template for such files", () => {
    const template = {
      path: "templates/STATUS-TEMPLATE.yaml",
      text: "session: session-X\nstatus: waiting/working/done\nhealth:\n  status: healthy/warning/error\n",
    };
    const prompt = (file: string, status: string) => ({
      path: "prompt.md",
      text: `You are a session.\n\n\`\`\`bash\ncat > ${file} <<EOF\nsession: one\nstatus: ${status}\nEOF\n\`\`\`\n`,
    });
    const findings = (file: string, status: string) =>
      run("inconsistent-keyword", [template, prompt(file, status)]).map((finding) => `${at(finding)} ${finding.message}`);
    expect(findings("STATUS-1.yaml", "polling")).toEqual([
      "prompt.md:6:9 This writes status `polling`, which is none of the words of `templates/STATUS-TEMPLATE.yaml`: expected one of `working`, `done`, `waiting`",
    ]);
    expect(findings("STATUS-1.yaml", "working")).toEqual([]);
    expect(findings("deploy.yaml", "polling")).toEqual([]);
  });

  test("is not judged where the board has no legend", () => {
    const files = [
      { path: "STATUS.md", text: table("READY", "DONE") },
      { path: "prompt.md", text: "You are a session.\n\n```bash\nsed -i 's/Status: .*/Status: PAUSED/' STATUS.md\n```\n" },
    ];
    expect(run("inconsistent-keyword", files)).toEqual([]);
  });

  test("by yq", () => {
    const yaml = { path: "status.yaml", text: "# status: todo | doing | done\nsession: s-1\nstatus: todo\n" };
    const prompt = { path: "prompt.md", text: "You are a session.\n\n```bash\nyq -i '.status = \"finished\"' status.yaml\n```\n" };
    expect(run("inconsistent-keyword", [yaml, prompt]).map(at)).toEqual(["prompt.md:4:19"]);
  });
});

describe("a status that prose tells to write", () => {
  const board: TextFile = { path: "STATUS.md", text: LEGEND + table("READY", "DONE") };
  const prompt = (text: string) =>
    run("inconsistent-keyword", [board, { path: "prompt.md", text: `You are a session. Read STATUS.md.\n\n${text}\n` }]).map(
      ({ place, message }) => `${place.start.line}:${place.start.column}-${place.end.column} ${message.split(",")[0]}`,
    );

  test.each([
    ["in code", "1. Change the status to `in_progress`", ["3:26-37 This writes status `in_progress`"]],
    ["in capitals", "Set your status to FINISHED when you are through.", ["3:20-28 This writes status `FINISHED`"]],
    ["in quotes", 'Update status to "in progress" first.', ["3:19-30 This writes status `in progress`"]],
    ["that the board has", "Change the status to `working`, then set the status to DONE.", []],
    ["that is no status", "Update the status to reflect what you did. Change the status to the next one.", []],
    ["as what not to do", "❌ Never set the status to `FINISHED`", []],
  ])("%s", (_, text, expected) => {
    expect(prompt(text)).toEqual(expected);
  });
});

test("a session's own file is held against the template for such files", () => {
  const template = { path: "templates/STATUS-TEMPLATE.yaml", text: "session: session-X\nstatus: waiting/working/blocked/completed\n" };
  const own = { path: "STATUS-SESSION-5.yaml", text: "session: session-5\nstatus: active\n" };
  const findings = run("inconsistent-keyword", [template, own]);
  expect(findings.map(({ message }) => message)).toEqual([
    "Status `active` is none of the words of `templates/STATUS-TEMPLATE.yaml`: expected one of `working`, `completed`, `waiting`, `blocked`; did you mean `working`?",
  ]);
  expect(findings.map(at)).toEqual(["STATUS-SESSION-5.yaml:2:9"]);
});

describe("a choice that is none", () => {
  const prompt = (text: string) => run("inconsistent-keyword", [{ path: "PROMPT.md", text }]).map((finding) => `${at(finding)} ${finding.message}`);

  test("of the list in the same prompt", () => {
    expect(
      prompt("You are an agent. End with:\n\n```\nKIND: CODE | TEST | DOCS\nDONE: <number>\n```\n\nFor example:\n\n```\nKIND: DEBUG\nDONE: 3\n```\n"),
    ).toEqual(["PROMPT.md:11:7 `DEBUG` is none of the choices for `KIND` in line 4: expected one of `CODE`, `TEST`, `DOCS`"]);
  });

  test.each([
    ["one of them", "KIND: CODE | TEST\n\nKIND: TEST\n"],
    ["other keys", "KIND: CODE | TEST\n\nMODE: FAST\n"],
    ["placeholders and prose", "KIND: CODE | TEST\n\nKIND: <kind>\nKIND: whatever fits\n"],
    ["numbers", "COUNT: 1 | 2\n\nCOUNT: 3\n"],
  ])("but not %s", (_, text) => {
    expect(prompt(`You are an agent.\n\n\`\`\`\n${text}\`\`\`\n`)).toEqual([]);
  });
});

describe("a word that a prompt looks for and no entry can hold", () => {
  const sought = (prompt: string, board = LEGEND + table("READY", "DONE")) =>
    run("inconsistent-keyword", [
      { path: "STATUS.md", text: board },
      { path: "PROMPT.md", text: `You are one of several sessions. Read STATUS.md.\n\n${prompt}\n` },
    ]).map(at);

  test.each([
    ["waited for", "Wait until the status of Session 1 is `COMPLETE`.", "PROMPT.md:3:40"],
    ["looked for", "Look for a session with status: UNCLAIMED", "PROMPT.md:3:33"],
  ])("%s", (_, prompt, place) => {
    expect(sought(prompt)).toEqual([place]);
  });

  test.each([
    ["a word of the legend", "Wait until the status of Session 1 is `DONE`."],
    ["a word of nobody's", "Look at the status of `origin`."],
    ["a bad example", "## ❌ Wrong\n\nWait until the status is `COMPLETE`."],
  ])("but not %s", (_, prompt) => {
    expect(sought(prompt)).toEqual([]);
  });

  test("but not who has claimed it, nor a board without a legend", () => {
    const claimed = `${LEGEND}## Session 1\n- Status: READY\n- Claimed By: nobody\n\n## Session 2\n- Status: DONE\n- Claimed By: x\n`;
    expect(sought("Look for a session with status: UNCLAIMED", claimed)).toEqual([]);
    expect(sought("Wait until the status is `COMPLETE`.", table("READY", "DONE"))).toEqual([]);
  });
});

/* The bounds of what is judged, a case on each side; what is said stands in the snapshot. */
describe("prose among keywords", () => {
  test.each<[string[], number]>([
    [["READY", "DONE", "mostly works but untested"], 1],
    [["READY", "mostly works but untested"], 0],
    [["READY", "DONE", "all good so far", "mostly works but untested"], 2],
    [["READY", "DONE", "all good so far", "nearly there I think", "mostly works but untested"], 0],
    [["READY", "DONE", "see plan"], 1],
    [["READY", "DONE", "see"], 0],
    [["READY", "DONE", "refer to it"], 1],
    [["READY", "DONE", "as per plan"], 1],
    [["READY", "DONE", "to see plan"], 1],
    [["READY", "DONE", "half done"], 0],
    [["READY", "DONE", "done with the rest"], 0],
    [["READY", "DONE", "in progress since Monday morning"], 0],
    [["READY", "DONE", "on hold for a week"], 0],
    [["READY", "DONE", "NOT SO FAST"], 0],
    [["READY", "DONE", "not so fast"], 1],
  ])("%j", (statuses, count) => {
    expect(messages(table(...statuses)).filter((message) => message.includes("is prose"))).toHaveLength(count);
  });

  test("of another family", () => {
    expect(
      messages(`${table("READY", "DONE")}\n## Notes\n\n### Session 8\n- Status: mostly works but untested\n\n### Session 9\n- Status: hard to say yet\n`),
    ).toEqual([]);
  });
});

describe("a legend", () => {
  test.each<[string[], number]>([
    [["READY", "FOO", "BAR"], 0],
    [["READY", "DONE", "FOO", "BAR"], 2],
    [["READY", "FOO", "BAR", "BAZ"], 0],
    [["⏳", "FOO", "READY"], 1],
    [["READY", "", "DONE", "FOO"], 1],
    [["READY", "WORKING", "DONE"], 0],
  ])("followed by %j", (statuses, count) => {
    expect(messages(LEGEND + table(...statuses))).toHaveLength(count);
  });

  test("of many words is cut short", () => {
    const words = (count: number) =>
      createVocabulary("config", { free: Array.from({ length: count }, (_, index) => `WORD${String.fromCharCode(65 + index)}`) });
    expect(messages(table("DONE", "WORDA"), { vocabulary: words(10) })[0]).toMatch(/`WORDJ`$/);
    expect(messages(table("DONE", "WORDA"), { vocabulary: words(11) })[0]).toMatch(/`WORDJ`, …$/);
  });
});

describe("spellings", () => {
  const heading = (id: number, status: string) => `### Session ${id}\n- Status: ${status}\n`;
  test.each<[string, string, number]>([
    ["one letter more or less", table("CANCELLED", "CANCELED", "TODO"), 1],
    ["TODO and TO DO", table("TODO", "TO DO", "DONE"), 1],
    ["the most frequent counts", table("CLAIMED", "CLAIM", "CLAIM", "TODO"), 1],
    ["of the shortest words no ending is dropped", table("OPE", "OPED", "TODO"), 0],
    ["capitals in a heading and a table", `${table("done", "todo")}\n${heading(8, "DONE")}\n${heading(9, "BLOCKED")}`, 0],
    ["capitals in two tables of one kind", `${table("done", "todo")}\n${table("DONE", "BLOCKED")}`, 0],
    ["capitals in one table", table("done", "todo", "DONE"), 1],
    ["endings in a heading and a table", `${table("COMPLETED", "TODO")}\n${heading(8, "COMPLETE")}\n${heading(9, "BLOCKED")}`, 1],
    [
      "two that the legend has",
      `## Status Definitions\n\n- **COMPLETE**: a\n- **COMPLETED**: b\n- **TODO**: c\n\n${table("COMPLETE", "COMPLETED", "TODO")}`,
      0,
    ],
    ["in an archive", `${table("DONE", "TODO")}\n## Archive\n\n${table("Done", "done").replace("## Sessions\n\n", "")}`, 0],
    ["prose", table("see the plan", "See the plan", "TODO", "DONE"), 2],
    ["nothing", table("", "", "TODO", "DONE"), 0],
  ])("%s", (_, text, count) => {
    expect(messages(text)).toHaveLength(count);
  });
});

describe("icons", () => {
  const heading = (title: string, status: string) => `### ${title}\n- Status: ${status}\n\n### Session 2\n- Status: TODO\n`;
  test.each<[string, string, number]>([
    ...[
      "IN PROGRESS",
      "WIP",
      "WORKING",
      "DOING",
      "STARTED",
      "PENDING",
      "TODO",
      "NOT STARTED",
      "UNCLAIMED",
      "BLOCKED",
      "FAILED",
      "ERROR",
      "WAITING",
      "QUEUED",
      "PLANNED",
      "BACKLOG",
      "PAUSED",
      "STALLED",
      "INCOMPLETE",
    ].map((word): [string, string, number] => [`✅ ${word}`, table(`✅ ${word}`, "DONE"), 1]),
    ...["COMPLETE", "COMPLETED", "DONE", "FINISHED", "MERGED", "CLOSED", "RESOLVED", "SHIPPED"].map((word): [string, string, number] => [
      `🔄 ${word}`,
      table(`🔄 ${word}`, "TODO"),
      1,
    ]),
    ...["⬜", "⏳", "❌", "🚫"].map((icon): [string, string, number] => [`${icon} DONE`, table(`${icon} DONE`, "TODO"), icon === "🚫" ? 0 : 1]),
    ["🔄 APPROVED", table("🔄 APPROVED", "TODO"), 0],
    ["🔄 TODO", table("🔄 TODO", "DONE"), 0],
    ["a heading with a number", heading("1. ✅ Session 1", "BLOCKED"), 1],
    ["a heading with words in front", heading("Session 1 ✅ tests", "BLOCKED"), 0],
    ["a heading that agrees", heading("✅ Session 1", "DONE"), 0],
    ["a heading that means something else", heading("🚀 Session 1", "BLOCKED"), 0],
    ["an icon below the heading", "### Session 1\n- Status: BLOCKED\n- ✅ tests\n\n### Session 2\n- Status: TODO\n", 0],
    ["a row with an icon in the name", "| Session | Status |\n|---|---|\n| ✅ Session 1 | BLOCKED |\n| Session 2 | DONE |\n", 0],
    ["a box", "- [x] T-1 one: BLOCKED\n- [ ] T-2 two: DONE\n", 0],
    ["the legend's own", `${LEGEND}${table("✅ DONE", "⏳ READY", "🔄 WORKING")}`, 0],
    ["a known word of the same state", `${LEGEND}${table("✅ DONE", "✅ COMPLETE", "READY", "WORKING")}`, 1],
  ])("%s", (_, text, count) => {
    expect(messages(text)).toHaveLength(count);
  });
});
