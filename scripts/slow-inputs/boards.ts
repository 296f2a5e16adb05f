import { board, fill, INTRO, type Shape } from "./shape.ts";

const list = (unit: (number: number) => string): Shape => board((size) => `# Status\n\n${fill(size, unit)}`);
const table = (head: string, unit: (number: number) => string): Shape =>
  board((size) => `# Status\n\n${head}\n|${"---|".repeat(head.split("|").length - 2)}\n${fill(size, unit)}`);

const STATUSES = ["UNCLAIMED", "CLAIMED", "IN_PROGRESS", "COMPLETE", "BLOCKED"];
const entry = (number: number, fields: string) => `## Session ${number}: part ${number}\n\n- **Status:** ${STATUSES[number % 5]}\n${fields}\n`;

/** Status files of every shape, with thousands of entries. */
export const BOARDS: Readonly<Record<string, Shape>> = {
  sections: list((number) => entry(number, "- **Claimed By:** -\n")),
  "sections with all fields": list((number) =>
    entry(
      number,
      `- **Claimed By:** Session ${number}\n- **Repository:** acme/a${number}\n- **Output File:** out/${number}.md\n- **Branch:** b${number}\n- **Cost:** $${number}\n`,
    ),
  ),
  "sections of one name": list(() => entry(1, "")),
  "sections of one work": list((number) => `## Session ${number}: write the report on prices\n\n- Status: UNCLAIMED\n- Output File: out/a.md\n\n`),
  "sections without fields": list((number) => `## Session ${number}\n\n`),
  "sections in sections": list((number) => `${"#".repeat(2 + (number % 5))} Session ${number}\n\nStatus: UNCLAIMED\n\n`),
  "lines for fields": list((number) => `## Session ${number}\n\nStatus: UNCLAIMED\nClaimed By: -\nTimeline: 2 hours\n\n`),
  "one entry with many fields": board((size) => `# Status\n\n## Session 1\n\n- Status: UNCLAIMED\n${fill(size, (number) => `- Key ${number}: value\n`)}`),
  "one entry with one long value": board((size) => `# Status\n\n## Session 1\n\n- Status: UNCLAIMED\n- Mission: ${"do this and that ".repeat(size / 16)}\n`),
  "long values": list((number) => entry(number, `- **Mission:** ${"do this and that ".repeat(30)}\n`)),
  rows: table("| Session | Status | Claimed By |", (number) => `| Session ${number} | ${STATUSES[number % 5]} | - |\n`),
  "rows of two cells": table("| Session | Status |", (number) => `| S${number} | UNCLAIMED |\n`),
  "rows of many cells": table(`| Session | Status |${" A |".repeat(60)}`, (number) => `| S${number} | UNCLAIMED |${" a |".repeat(60)}\n`),
  "rows of one name": table("| Session | Status |", () => "| Session 1 | UNCLAIMED |\n"),
  "rows of one work": table("| Session | Status | Mission |", (number) => `| S${number} | UNCLAIMED | write the report on prices |\n`),
  "rows with unknown statuses": table("| Session | Status |", (number) => `| S${number} | nearly there ${number} |\n`),
  "rows with near statuses": table(
    "| Session | Status |",
    (number) => `| S${number} | ${["UNCLAIMD", "CLAIMEDD", "unclaimed", "Complete", "DONE"][number % 5]} |\n`,
  ),
  "rows with dependencies": table(
    "| Session | Status | Dependencies |",
    (number) => `| Session ${number} | BLOCKED | Session ${number - 1}, Session ${number + 1} |\n`,
  ),
  "rows with one dependency": table("| Session | Status | Dependencies |", (number) => `| Session ${number} | BLOCKED | Session ${number + 1} |\n`),
  "rows with unknown dependencies": table(
    "| Session | Status | Dependencies |",
    (number) => `| Session ${number} | BLOCKED | the plan of ${number}, others ${number} |\n`,
  ),
  "rows with many dependencies": table(
    "| Session | Status | Dependencies |",
    (number) => `| S-${number} | BLOCKED | ${Array.from({ length: 40 }, (_, other) => `S-${(number * 7 + other) % 800}`).join(", ")} |\n`,
  ),
  "rows with claims": table(
    "| Session | Status | Claimed By | Last Heartbeat |",
    (number) => `| S${number} | CLAIMED | CLAIMED-17370${number} | 2025-01-15T11:00:00Z |\n`,
  ),
  "rows with files": table("| Session | Status | Output File |", (number) => `| S${number} | COMPLETE | out/a${number}.md |\n`),
  "rows with one file": table("| Session | Status | Output File |", (number) => `| S${number} | UNCLAIMED | out/a.md |\n`),
  "rows with folders": table("| Session | Status | Files |", (number) => `| S${number} | UNCLAIMED | src/a${number % 50}/**, src/b${number}/ |\n`),
  "rows with repositories": table("| Session | Status | Repository |", (number) => `| S${number} | UNCLAIMED | acme/a${number} |\n`),
  "rows with costs": table("| Session | Status | Cost |", (number) => `| S${number} | UNCLAIMED | $${number}-${number + 5} |\n`),
  "rows with icons": table("| Session | Status |", (number) => `| S${number} | ${["✅", "🔄", "⏳", "❌"][number % 4]} |\n`),
  tables: list((number) => `### Phase ${number}\n\n| Session | Status |\n|---|---|\n| S${number} | UNCLAIMED |\n\n`),
  tasks: list((number) => `- [ ] Task ${number}: do it\n`),
  "tasks in tasks": list((number) => `${"  ".repeat(number % 8)}- [${number % 2 ? "x" : " "}] Task ${number}\n`),
  "tasks with owners": list((number) => `- [ ] **Task ${number}** (owner: Session ${number}) — out/a${number}.md\n`),
  legends: list((number) => `- \`STATUS_${number}\`: somebody has it\n`),
  "a legend of many words": board(
    (size) => `# Status\n\nStatus values: ${fill(size, (number) => `W${number} | `)}END\n\n## Session 1\n\n- Status: W1\n\n## Session 2\n\n- Status: W2\n`,
  ),
  totals: list((number) => `**Total sessions:** ${number}\n\n## Session ${number}\n\nStatus: UNCLAIMED\n\n`),
  "a list in YAML": board((size) => `sessions:\n${fill(size, (number) => `  - id: s${number}\n    status: UNCLAIMED\n`)}`, "status.yaml"),
  "a map in YAML": board((size) => fill(size, (number) => `s${number}:\n  status: UNCLAIMED\n  claimed_by: none\n`), "status.yaml"),
  "keys in YAML": board((size) => `s:\n${fill(size, (number) => `  k${number}: v\n`)}`, "status.yaml"),
  "one flow in YAML": board((size) => `a: [${"[],".repeat(size / 3)}]\n`, "status.yaml"),
  "commas in YAML": board((size) => `a: [${",".repeat(size)}`, "status.yaml"),
  "tags in YAML": board((size) => "!a !a ".repeat(size / 6), "status.yaml"),
  "anchors in YAML": board((size) => fill(size, (number) => `k${number}: &a${number} v\nl${number}: *a${number}\n`), "status.yaml"),
  "one anchor in YAML": board((size) => fill(size, (number) => `- &a v${number}\n- *a\n`), "status.yaml"),
  "documents in YAML": board((size) => "--- a\n".repeat(size / 6), "status.yaml"),
  "comments in YAML": board((size) => `# a\n`.repeat(size / 4), "status.yaml"),
  "quotes in YAML": board((size) => `a: "${"\\n".repeat(size / 2)}"\n`, "status.yaml"),
  "a text in YAML": board((size) => `prompt: |\n${"  You are Session 1.\n".repeat(size / 20)}`, "status.yaml"),
  "texts in YAML": board((size) => fill(size, (number) => `p${number}: |\n  # Prompt\n  You are Session ${number}.\n`), "status.yaml"),
  "faults in YAML": board((size) => "a: b: c\n".repeat(size / 8), "status.yaml"),
  "asks in YAML": board((size) => "? a\n".repeat(size / 4), "status.yaml"),
  "a list in JSON": board((size) => `[${fill(size, (number) => `{"id":"s${number}","status":"UNCLAIMED"},`)}{}]`, "status.json"),
  "a map in JSON": board((size) => `{${fill(size, (number) => `"s${number}":{"status":"UNCLAIMED"},`)}"z":{}}`, "status.json"),
  "keys in JSON": board((size) => `{"s":{${fill(size, (number) => `"k${number}":"v",`)}"z":1}}`, "status.json"),
  "one key in JSON": board((size) => `{${'"a":1,'.repeat(size / 6)}"a":1}`, "status.json"),
  "numbers in JSON": board((size) => `[${"1,".repeat(size / 2)}1]`, "status.json"),
  "lists in JSON": board((size) => `[${"[],".repeat(size / 3)}[]]`, "status.json"),
  "escapes in JSON": board((size) => `["${"\\u0041".repeat(size / 6)}"]`, "status.json"),
  "faults in JSON": board((size) => "{]".repeat(size / 2), "status.json"),
  "DEPENDENCIES.yaml": board((size) => fill(size, (number) => `s${number}:\n  depends_on: [s${number + 1}]\n`), "DEPENDENCIES.yaml"),
  "a circle in DEPENDENCIES.yaml": board(
    (size) => fill(size, (number) => `s${number}:\n  depends_on: [s${(number + 1) % 1000}, s${(number * 3) % 1000}]\n`),
    "DEPENDENCIES.yaml",
  ),
  "many boards": (size) => ({
    "PROMPT.md": INTRO,
    ...Object.fromEntries(
      Array.from({ length: size / 1024 }, (_, number) => [`b${number}/STATUS.md`, `# Status\n\n${fill(900, (other) => entry(other, ""))}`]),
    ),
  }),
  "three boards": (size) => ({
    "PROMPT.md": INTRO,
    ...Object.fromEntries(
      ["A", "B", "C"].map((name) => [
        `STATUS-${name}.md`,
        `| Session | Status | Output File |\n|---|---|---|\n${fill(size / 3, (number) => `| S${number} | UNCLAIMED | out/a${number}.md |\n`)}`,
      ]),
    ),
  }),
  "tables in a prompt": (size) => ({ "PROMPT.md": `${INTRO}| Session | Status |\n|---|---|\n${fill(size, (number) => `| S${number} | UNCLAIMED |\n`)}` }),
};
