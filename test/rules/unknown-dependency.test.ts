import { describe, expect, test } from "vitest";
import { run } from "./run.ts";

const report = (files: Record<string, string>) =>
  run(
    "unknown-dependency",
    Object.entries(files).map(([path, text]) => ({ path, text })),
  ).map(({ path, place, message }) => `${path}:${place.start.line}:${place.start.column} ${message}`);

const board = (...rows: string[]) => `| Task | Status | Dependencies |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join("")}`;
const file = (text: string) => ({ "DEPENDENCIES.yaml": text });

describe("reports", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "a number beyond the series",
      { "BOARD.md": board("T-1 | DONE | None", "T-2 | TODO | T-1", "T-3 | TODO | T-4") },
      "BOARD.md:5:16 `T-3` depends on `T-4`, and no entry has that name: it would wait for ever",
    ],
    [
      "one of a range",
      { "BOARD.md": board("T-1 | DONE | None", "T-2 | TODO | None", "T-3 | TODO | T-1, T-9 (merged first)") },
      "BOARD.md:5:21 `T-3` depends on `T-9`, and no entry has that name: it would wait for ever",
    ],
    [
      "a letter beyond the series",
      {
        "BOARD.md": "### Session A\n- **Status:** READY\n- **Dependencies:** Session D\n\n### Session B\n- **Status:** READY\n- **Dependencies:** Session A\n",
      },
      "BOARD.md:3:29 `Session A` depends on `Session D`, and no entry has that name: it would wait for ever",
    ],
    [
      "a slip",
      { "BOARD.md": board("Backend Swarm | TODO | None", "Frontend Swarm | TODO | Bakend Swarm") },
      "BOARD.md:4:27 `Frontend Swarm` depends on `Bakend Swarm`, and no entry has that name, did you mean `Backend Swarm`?: it would wait for ever",
    ],
    [
      "a key that is not there",
      file("Backend:\n  depends_on: []\nFrontend:\n  depends_on: [Designs]\n"),
      "DEPENDENCIES.yaml:4:16 `Frontend` depends on `Designs`, and neither this file nor a board has it: it would wait for ever",
    ],
    [
      "a slip in a file that lists only who waits",
      file("Backend:\n  depends_on: [Schema]\nFrontend:\n  depends_on: [Backnd]\n"),
      "DEPENDENCIES.yaml:4:16 `Frontend` depends on `Backnd`, and neither this file nor a board has it, did you mean `Backend`?: it would wait for ever",
    ],
    [
      "a checkpoint of another",
      file("Backend:\n  checkpoints: [ready]\nDesign:\n  checkpoints: [drawn]\nFrontend:\n  depends_on:\n    - Backend: drawn\n"),
      "DEPENDENCIES.yaml:7:7 `Frontend` waits for the checkpoint `drawn` of `Backend`, and only `Design` produces it",
    ],
    [
      "a checkpoint of nobody",
      file("Backend:\n  checkpoints: [checkpoint_1_complete]\nFrontend:\n  depends_on:\n    - Backend: checkpoint_1_completed\n"),
      "DEPENDENCIES.yaml:5:7 `Frontend` waits for the checkpoint `checkpoint_1_completed` of `Backend`, and nobody produces it, did you mean `checkpoint_1_complete`?",
    ],
    [
      "what blocks and is not depended on",
      file("A: []\nB: []\nC:\n  depends_on: [A]\n  blocks_until: [A, B]\n"),
      "DEPENDENCIES.yaml:5:21 `C` blocks until `B`, and its `depends_on` does not have it: expected one of its dependencies",
    ],
  ])("%s", (_, files, expected) => {
    expect(report(files)).toEqual([expected]);
  });
});

describe("stays silent", () => {
  test.each<[string, Record<string, string>]>([
    ["a board that finished work is taken off", { "BOARD.md": board("T-1 | TODO | None", "T-19 | TODO | T-3", "T-20 | TODO | T-18") }],
    ["what another file speaks of", { "BOARD.md": board("T-1 | DONE | None", "T-2 | TODO | T-4"), "NOTES.md": "T-4 is with the other team.\n" }],
    ["phrases", { "BOARD.md": board("T-1 | DONE | All components", "T-2 | TODO | Requires the schema to be there", "T-3 | TODO | design review") }],
    ["none, in many words", { "BOARD.md": board("T-1 | TODO | None (can start now)", "T-2 | TODO | n/a", "T-3 | TODO | -", "T-4 | TODO | No dependencies") }],
    ["ranges and lists", { "BOARD.md": board("T-1 | DONE | None", "T-2 | DONE | T-1", "T-3 | TODO | T-1-T-2", "T-4 | TODO | T-1 and T-2; T-3") }],
    ["letters that finished work is taken off", { "BOARD.md": board("Session C | TODO | Session A", "Session D | TODO | Session C") }],
    ["letters of another series", { "BOARD.md": board("Session A | TODO | -", "Session B | TODO | Team D", "Session C | TODO | Sessions A and B") }],
    ["numbers of siblings", { "BOARD.md": board("Task 1 | DONE | -", "Task 2 | TODO | 1", "Task 3 | TODO | 1, 2", "Task 4 | TODO | Tasks 1-3") }],
    ["an issue", { "BOARD.md": board("T-1 | DONE | #512", "T-2 | TODO | PROJ-77") }],
    [
      "first words",
      {
        "BOARD.md": board("Backend Swarm | TODO | -", "Frontend Swarm | TODO | -", "Integration Swarm | TODO | Requires Backend + Frontend swarms to be done"),
      },
    ],
    ["what is done and gone", { "BOARD.md": board("T-1 | DONE | -", "T-2 | TODO | T-7 ✅") }],
    ["an entry of a board", { ...file("Integration:\n  depends_on: [Backend, T-1]\nBackend: []\n"), "BOARD.md": board("T-1 | TODO | -", "T-2 | TODO | -") }],
    ["a file that lists only who waits", file("Integration:\n  depends_on: [Backend, Frontend]\n")],
    [
      "a checkpoint that a prompt speaks of",
      { ...file("B:\n  checkpoints: [a]\nC:\n  depends_on: [{ B: schema_ready }]\n"), "PROMPT.md": "Write `schema_ready` into the board.\n" },
    ],
    ["how far it has to be", file("B:\n  checkpoints: [a]\nC:\n  depends_on: [{ B: complete }]\n")],
    ["the packages of a program", { "dependencies.json": '{ "dependencies": { "left-pad": "1.0.0" }, "after": ["x"] }' }],
  ])("%s", (_, files) => {
    expect(report(files)).toEqual([]);
  });
});
