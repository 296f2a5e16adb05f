import { describe, expect, test } from "vitest";
import { tellAll } from "./tell-together.ts";

/* Status files that differ in one thing each. `vitest -u` rewrites the snapshots: read the diff. */

const PROMPT = { path: "PROMPT.md", text: "You are one of four sessions that work in parallel.\n\nClaim the first session that is UNCLAIMED in STATUS.md.\n" };

describe("tables that are none", () => {
  const rules = ["unreadable-status"];
  const table = (header: string, delimiter: string, ...rows: string[]) => [header, delimiter, ...rows].join("\n");
  test.each([
    table("| Task | Status |", "|---|---|", "| a | OPEN |"),
    table("| Task | Status |", "|---|", "| a | OPEN |"),
    table("| Task | Status |", "|---|---|---|", "| a | OPEN |"),
    table("| Task | State", "|---", "| a | OPEN"),
    table("| Task | Name |", "|---|", "| a | b |"),
    table("| Task | Claimed |", "| x |", "| a | b |"),
    table("| Task | Claimed |", "|--- x|", "| a | b |"),
    table("| Task | Claimed |", "|:-:|", "| a | b |"),
    table("| Task | Claimed |", "|:|", "| a | b |"),
    table("Task | Status", "---", "a | b"),
    table("| Task \\| x | Status |", "|---|---|", "| a | OPEN |"),
    table("| Task \\| x | Status |", "|---|", "| a | OPEN |"),
    table("| Task | Status |", "|---|---|", "| a | OPEN | lost |"),
    table("| Task | Status |", "|---|---|", "| a | OPEN |  | "),
    table("| Task | Status |", "|---|---|", "| a | OPEN | lost | too |  |", "| b | DONE |"),
    table("| Task | Name |", "|---|---|", "| a | b | lost |"),
    `> ${table("| Task | Status |", "> |---|", "> | a | OPEN |")}`,
    "---\nstatus: open\nstatus: done\n---\n# Task\n",
    "---\ntitle: a\ntitle: b\n---\n# Task\n",
    "---\nstatus: [open\n---\n# Task\n",
    "---\ntitle: [open\n---\n# Task\n",
  ])("%j", (text) => {
    expect(tellAll(rules, [PROMPT, { path: "STATUS.md", text: `# Status\n\n${text}\n` }])).toMatchSnapshot();
    expect(tellAll(rules, [PROMPT, { path: "notes.md", text: `${text}\n` }])).toMatchSnapshot();
  });

  test.each([
    ["tasks.yaml", "a:\n  status: open\n  status: done\n"],
    ["tasks.yaml", "a:\n  name: open\n  name: done\n"],
    ["tasks.yaml", "tasks:\n  - status: [open\n"],
    ["status.json", '{ "task": "a", "status": "open", "status": "done" }'],
    ["status.json", '{ "status": '],
    [".github/status.yaml", "a:\n  status: [\n"],
    ["DEPENDENCIES.yaml", "a: [\n"],
    ["other.yaml", "a: [\n"],
    ["other.yaml", "session: a\nstatus: [\n"],
    ["other.yaml", "status: [\n"],
  ])("%s %j", (path, text) => {
    expect(tellAll(rules, [PROMPT, { path, text }])).toMatchSnapshot();
  });
});

describe("costs", () => {
  const entry = (id: number, cost: string) => `## Session ${id}\n- **Status:** OPEN\n- **Cost:** ${cost}\n\n`;
  test.each([
    ["$3", "$4"],
    ["$3", "4"],
    ["3", "4"],
    ["3 USD", "4 USD"],
    ["$3", "4 €"],
    ["€3", "€4"],
    ["3 EUR", "4"],
    ["$3.005", "$4.123"],
    ["$1", "$2"],
    ["$3", "$2"],
    ["$3", "TBD"],
    ["$6", "$1"],
  ])("%s and %s", (...costs) => {
    const text = `# Board\n\n${costs.map((cost, index) => entry(index + 1, cost)).join("")}`;
    expect(tellAll(["over-budget", "missing-cost-estimate"], [PROMPT, { path: "STATUS.md", text }], { settings: { budget: 5 } })).toMatchSnapshot();
  });

  test.each([
    "## Session 1\n- **Status:** OPEN\n- **Claimed By:** \n",
    "## Session 1\n- **Status:** OPEN\n",
    "## Session 1\n- **Status:** OPEN\n- **Cost:** $1\n\n## Session 2\n- **Status:** OPEN\n",
    "## Session 1\n- **Status:** OPEN\n- **Claimed By:** \n\n## Session 2\n- **Status:** DONE\n- **Claimed By:** a\n",
    "- [ ] a\n- [ ] b\n",
  ])("that are missing: %j", (text) => {
    expect(tellAll(["over-budget", "missing-cost-estimate"], [PROMPT, { path: "STATUS.md", text: `# Board\n\n${text}` }])).toMatchSnapshot();
  });
});

describe("words for states", () => {
  const board = (...states: string[]) => ({
    path: "STATUS.md",
    text: `# Board\n\n${states.map((state, index) => `## Session ${index + 1}: Task ${index + 1}\n- **Status:** ${state}\n- **Output File:** out-${index}.md\n\n`).join("")}`,
  });
  test.each([
    ["UNCLAIMED", "CLAIMED"],
    ["UNCLAIMED", "UNCLAMED", "UNCLAIMED"],
    ["DONE", "COMPLETE", "DONE"],
    ["IN PROGRESS", "IN_PROGRESS", "In progress"],
    ["TODO", "to do", "Todo"],
    ["OPEN", "in review by ann", "OPEN"],
    ["OPEN", "waiting for the others", "OPEN"],
    ["OPEN", "done, see notes", "DONE"],
    ["OPEN", "", "DONE"],
    ["OPEN", "✅", "DONE"],
    ["✅ DONE", "DONE", "❌ BLOCKED"],
    ["OPEN", "FINISHED", "CANCELLED", "FAILED"],
    ["READY", "WORKING", "SHIPPED"],
    ["100%", "50%", "0%"],
  ])("%s, %s, %s, %s", (...states) => {
    const files = [PROMPT, board(...states.filter((state) => state !== undefined))];
    expect(tellAll(["inconsistent-keyword", "missing-field", "conflicting-status", "stale-claim"], files)).toMatchSnapshot();
  });

  test.each([
    "| State | Meaning |\n|---|---|\n| OPEN | nobody has it |\n| DONE | delivered |",
    "Statuses: OPEN, CLAIMED, DONE",
    "- `OPEN`: nobody has it\n- `DONE`: delivered",
  ])("with a legend: %j", (legend) => {
    const { path, text } = board("OPEN", "COMPLETE", "DONE");
    expect(tellAll(["inconsistent-keyword"], [PROMPT, { path, text: `${text}## Statuses\n\n${legend}\n` }])).toMatchSnapshot();
  });
});

describe("characters that nobody sees", () => {
  test.each([
    "a\u200bb",
    "a \u202e b",
    "\u202eabc\u202c",
    "// \u202e\n",
    "a\u200d b",
    "/*\u202e*/",
    "```\u200b\nx\n```",
    "\u2066a\u2069 \u202eb",
    "\ufeffa",
    "a\u00adb",
    "p\u0430y",
    "`p\u0430y`",
    "x\u{e0041}y",
    "👩\u200d💻",
  ])("%j", (text) => {
    expect(
      tellAll(["hidden-characters"], [{ path: "PROMPT.md", text: `# Prompt\n\nThis is ${text} here.\n\n\`\`\`bash\necho ${text}\n\`\`\`\n` }]),
    ).toMatchSnapshot();
  });
});

describe("paths of one machine, and files", () => {
  test.each([
    ["Read /home/ann/a.md first.", []],
    ["Read /Users/ann/repo/docs/a.md first.", ["docs/a.md"]],
    ["Read C:\\Users\\ann\\a.md first.", []],
    ["Read ~/a.md first.", []],
    ["- **Worktree:** /home/ann/a", []],
    ["See https://github.com/a/b/blob/main/docs/a.md", ["docs/a.md"]],
    ["See https://github.com/a/b/blob/main/docs/a.md and docs/a.md and `docs/a.md`", []],
    ["Read docs/a.md. Later read docs/a.md again.", []],
    ["Read `docs/b.md`, then [it](docs/c.md#x).", ["docs/b.md"]],
    ["Write docs/a.md. Then read docs/a.md.", []],
  ] as const)("%j with %j", (text, paths) => {
    expect(tellAll(["machine-path", "missing-file"], [{ path: "PROMPT.md", text: `${PROMPT.text}\n${text}\n` }], { paths: [...paths] })).toMatchSnapshot();
  });
});
