import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStatus } from "../src/model/status.ts";
import { drawDependencies, formatGraph } from "../src/report/graph.ts";
import { formatStatus, formatStatusJson } from "../src/report/status.ts";
import { createPaint } from "../src/report/terminal.ts";
import { NOW, workspaceOf } from "./helpers.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./report/hostile-text.ts";

const BOARD = {
  path: "BOARD.md",
  text: `| Task | Status | Claimed By | Output | Dependencies |
|---|---|---|---|---|
| T-1 | IN_PROGRESS | CLAIMED-${NOW / 1000 - 4 * 3600}-7 | a.md | None |
| T-2 | BLOCKED | - | b.md | T-1, T-9 |
| T-3 | TODO | - | c.md | T-1 |
`,
};
const FILE = { path: "DEPENDENCIES.yaml", text: "T-3:\n  depends_on:\n    - T-2: tests_green\n" };
const workspace = workspaceOf([BOARD, FILE]);
const status = readStatus(workspace, workspace.boards);

describe("status", () => {
  test("as text", () => {
    expect(formatStatus(status, createPaint(false))).toBe(`BOARD.md  3 entries: 1 free, 1 active, 1 blocked
  line  entry  state    as written   claimed by            last sign           output  waits for
  3     T-1    active   IN_PROGRESS  CLAIMED-1768464000-7  4 hours ago, stale  a.md
  4     T-2    blocked  BLOCKED                                                b.md    T-1, T-9 (unknown)
  5     T-3    free     TODO                                                   c.md    T-1, T-2: tests_green
`);
  });

  test.each([
    ["a slip", "Billng", "Billng (unknown)"],
    ["a letter", "Session D", "Session D (unknown)"],
    ["a phrase", "the design review", ""],
  ])("of %s", (_, dependency, expected) => {
    const text = `| Task | Status | Dependencies |\n|---|---|---|\n| Billing | TODO | None |\n| Search | TODO | ${dependency} |\n`;
    const one = workspaceOf([{ path: "BOARD.md", text }]);
    const [, row] = /^ .*Search +free +TODO(.*)$/m.exec(formatStatus(readStatus(one, one.boards), createPaint(false)))!;
    expect(row!.trim()).toBe(expected);
  });

  test("as JSON", () => {
    const { boards } = JSON.parse(formatStatusJson(status)) as { boards: { entries: object[] }[] };
    expect(boards[0]!.entries.slice(0, 2)).toEqual([
      {
        id: "T-1",
        name: "",
        line: 3,
        column: 1,
        state: "active",
        word: "IN_PROGRESS",
        icon: null,
        claimedBy: "CLAIMED-1768464000-7",
        lastSign: "2026-01-15T08:00:00.000Z",
        ageSeconds: 14_400,
        stale: true,
        outputFile: "a.md",
        archived: false,
        dependencies: [],
      },
      expect.objectContaining({
        id: "T-2",
        claimedBy: null,
        lastSign: null,
        dependencies: [
          { name: "T-1", checkpoint: null, known: true, state: "active", met: false },
          { name: "T-9", checkpoint: null, known: false, state: null, met: false },
        ],
      }),
    ]);
  });
});

describe("graph", () => {
  const drawing = drawDependencies(workspace);

  test("as mermaid", () => {
    expect(formatGraph(drawing, "mermaid")).toBe(`graph LR
  n1["T-1 (active)"]
  n2["T-2 (blocked)"]
  n3["T-3 (free)"]
  n4["T-9 (unknown)"]:::unknown
  n1 --> n2
  n4 --> n2
  n1 --> n3
  n2 -->|"tests_green"| n3
  classDef unknown stroke:#d00,stroke-dasharray:4
`);
  });

  test("as dot", () => {
    expect(formatGraph(drawing, "dot")).toBe(`digraph dependencies {
  rankdir=LR;
  n1 [label="T-1 (active)"];
  n2 [label="T-2 (blocked)"];
  n3 [label="T-3 (free)"];
  n4 [label="T-9 (unknown)", color=red, style=dashed];
  n1 -> n2;
  n4 -> n2;
  n1 -> n3;
  n2 -> n3 [label="tests_green"];
}
`);
  });

  test("as JSON, with its circles", () => {
    const ring = workspaceOf([{ path: "DEPENDENCIES.yaml", text: "A:\n  depends_on: [B]\nB:\n  depends_on: [A]\n" }]);
    expect(JSON.parse(formatGraph(drawDependencies(ring), "json"))).toEqual({
      version: 1,
      nodes: [
        { id: "n1", name: "A", known: true, state: null, file: null, line: null },
        { id: "n2", name: "B", known: true, state: null, file: null, line: null },
      ],
      edges: [
        { from: "n1", dependsOn: "n2", checkpoint: null, origin: "file", met: false, file: "DEPENDENCIES.yaml", line: 2, column: 16 },
        { from: "n2", dependsOn: "n1", checkpoint: null, origin: "file", met: false, file: "DEPENDENCIES.yaml", line: 4, column: 16 },
      ],
      cycles: [["n1", "n2"]],
    });
  });
});

test("no text of a file acts on what shows it", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (name, other) => {
      const text = `${JSON.stringify({ [name]: { depends_on: [{ [other]: name }] }, ["x" + other]: { depends_on: [name, other] } })}\n`;
      const rows = `| Task | Status | Claimed By |\n|---|---|---|\n| ${name} | TODO | ${other} |\n| ${other} | DONE | ${name} |\n`;
      const hostile = workspaceOf([
        { path: "DEPENDENCIES.json", text },
        { path: "BOARD.md", text: rows },
      ]);
      const drawing = drawDependencies(hostile);
      const board = readStatus(hostile, hostile.boards);
      const outputs = [
        ...(["mermaid", "dot", "json"] as const).map((format) => formatGraph(drawing, format)),
        formatStatus(board, createPaint(false)),
        formatStatusJson(board),
      ];
      for (const output of outputs) {
        expect(output.replaceAll("\n", "")).not.toMatch(ACTING_CHARACTER);
        for (const line of output.split("\n")) expect(line).not.toMatch(CI_COMMAND);
      }
      const mermaid = outputs[0]!.split("\n").slice(1, -1);
      for (const line of mermaid) expect(line).toMatch(/^ {2}(?:n\d+\["[^"\]<>`]*"\](?::::unknown)?|n\d+ -->(?:\|"[^"|<>]*"\|)? n\d+|classDef unknown .*)$/);
      for (const line of outputs[1]!.split("\n").slice(2, -2))
        expect(line).toMatch(/^ {2}n\d+(?: -> n\d+)?(?: \[label="(?:[^"\\]|\\.)*"(?:, color=red, style=dashed)?\])?;$/);
    }),
  );
});
