import { describe, expect, test } from "vitest";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const find = (text: string, path = "STATUS.md") => run("duplicate-assignment", [{ path, text }]).map(at);
const entry = (title: string, ...fields: string[]) => `### ${title}\n- Status: READY\n${fields.map((field) => `- ${field}\n`).join("")}\n`;

describe("reports", () => {
  test.each([
    ["an id twice with two names", entry("Session 1: Search") + entry("Session 2: Import") + entry("Session 2: Billing"), ["STATUS.md:7:5"]],
    ["an id in two spellings", entry("Session 1: Search") + entry("Session 2: Import") + entry("SESSION-2: Billing"), ["STATUS.md:7:5"]],
    [
      "a task id twice in a table that is claimed from",
      "| Task | What | Status | Claimed by |\n|---|---|---|---|\n| API-01 | Search | READY | - |\n| API-02 | Import | READY | - |\n| API-02 | Billing | READY | - |\n",
      ["STATUS.md:5:3"],
    ],
    [
      "one output file",
      entry("Session 1: Search", "Output File: `docs/search.md`") + entry("Session 2: Import", "Output File: docs/import.md, ./docs/search.md"),
      ["STATUS.md:7:32"],
    ],
  ])("%s", (_, text, places) => {
    expect(find(text)).toEqual(places);
  });

  test.each([
    ["a folder in another's", "## Session 1\n\nFiles you own: src/**\n\n## Session 2\n\nFiles you own: src/api/**\n", ["PROMPT.md:7:16"]],
    ["the same file", "## Agent A\n\n- **Exclusive:** `src/a.ts`\n\n## Agent B\n\n- **Exclusive:** `src/a.ts`\n", ["PROMPT.md:7:19"]],
    [
      "lists below the words",
      "## Session 1\n\nExclusive files:\n\n- src/api/\n- docs/api/\n\n## Session 2\n\nExclusive files:\n\n- docs/pages/\n- src/api/routes/\n",
      ["PROMPT.md:13:3"],
    ],
  ])("%s that is exclusive twice", (_, text, places) => {
    expect(find(text, "PROMPT.md")).toEqual(places);
  });

  test("a folder that two prompts give away", () => {
    const prompt = (name: string, path: string) => `You are ${name}. Other sessions work in parallel.\n\nYou own: ${path}\n`;
    const findings = run("duplicate-assignment", [
      { path: "prompts/a.md", text: prompt("Agent A", "src/api/**") },
      { path: "prompts/b.md", text: prompt("Agent B", "src/api/v2/**") },
    ]);
    expect(findings.map(at)).toEqual(["prompts/b.md:3:10"]);
    expect(findings[0]!.message).toBe(
      "`src/api/v2/**` is to belong to `Agent B` alone, and `src/api/**` to `Agent A` (`prompts/a.md`): expected paths that do not overlap",
    );
  });
});

describe("stays silent about", () => {
  test.each([
    ["the same numbers in two projects", `## Search\n\n${entry("Session 1: Index")}${entry("Session 2: Query")}## Billing\n\n${entry("Session 1: Tax")}`],
    ["what goes on", entry("Session 1: Search") + entry("Session 2: Import") + entry("Session 2: Import (continued)")],
    ["an archive", `${entry("Session 1: Search")}${entry("Session 2: Import")}## Archive\n\n${entry("Session 2: Old")}`],
    [
      "a session with several repositories",
      "| Session | Repository | Status | Claimed by |\n|---|---|---|---|\n| Session 1 | o/a | READY | - |\n| Session 2 | o/b | READY | - |\n| Session 2 | o/c | READY | - |\n",
    ],
    [
      "a log",
      "| Session | Status | Claimed by |\n|---|---|---|\n| Session 1 | READY | - |\n| Session 1 | CLAIMED | x |\n| Session 1 | DONE | x |\n| Session 2 | READY | - |\n",
    ],
    ["an output behind another", entry("Session 1: Search", "Output File: a.md") + entry("Session 2: Import", "Output File: a.md", "Dependencies: Session 1")],
    ["parts of a file", entry("Session 1: Search", "Output File: `a.py` (search)") + entry("Session 2: Import", "Output File: `a.py` (import)")],
    [
      "the file that all write",
      entry("Session 1: A", "Output File: out/all.md") + entry("Session 2: B", "Output File: out/all.md") + entry("Session 3: C", "Output File: out/all.md"),
    ],
    [
      "files of two repositories",
      entry("Session 1: A", "Repository: o/a", "Output File: a.md") + entry("Session 2: B", "Repository: o/b", "Output File: a.md"),
    ],
    ["names to be filled in", entry("Session 1: A", "Output File: out/<name>.md") + entry("Session 2: B", "Output File: out/<name>.md")],
  ])("%s", (_, text) => {
    expect(find(text)).toEqual([]);
  });

  test.each([
    ["folders side by side", "## Session 1\n\nExclusive: src/api/**\n\n## Session 2\n\nExclusive: src/api-client/**\n"],
    ["files of one folder", "## Session 1\n\nExclusive: src/*.ts\n\n## Session 2\n\nExclusive: src/*.css\n"],
    ["an exception", "## Session 1\n\nExclusive: src/** except src/api/\n\n## Session 2\n\nExclusive: src/api/**\n"],
    ["one session twice", "## Session 1\n\nExclusive: src/**\n\n### Details\n\nExclusive: src/api/**\n"],
    ["bad examples", "## ❌ Wrong\n\n### Session 1\n\nExclusive: src/**\n\n### Session 2\n\nExclusive: src/**\n"],
  ])("%s that are exclusive", (_, text) => {
    expect(find(text, "PROMPT.md")).toEqual([]);
  });
});
