import { describe, expect, test } from "vitest";
import { readStatus } from "../src/model/status.ts";
import { NOW, workspaceOf } from "./helpers.ts";

/** A board as its sessions leave it, commit after commit. */
const claim = (minutes: number, id: number) => `CLAIMED-${NOW / 1000 - minutes * 60}-${id}`;
interface Written {
  status: string;
  claimedBy: string;
  more?: string;
}
const FREE: Written = { status: "⏳ READY TO DEPLOY", claimedBy: "UNCLAIMED" };

const FORMATS: Record<string, { path: string; write: (entries: readonly Written[]) => string }> = {
  headings: {
    path: "STATUS.md",
    write: (entries) =>
      entries
        .map(({ status, claimedBy, more = "" }, index) => `### Session ${index + 1}: Part\n- **Status:** ${status}\n- **Claimed By:** ${claimedBy}\n${more}`)
        .join("\n"),
  },
  "a table": {
    path: "STATUS.md",
    write: (entries) =>
      `| Session | Status | Claimed By |\n|---|---|---|\n${entries.map(({ status, claimedBy }, index) => `| Session ${index + 1} | ${status} | ${claimedBy} |\n`).join("")}`,
  },
  YAML: {
    path: "status.yaml",
    write: (entries) =>
      `sessions:\n${entries.map(({ status, claimedBy }, index) => `  - id: Session ${index + 1}\n    status: "${status}"\n    claimed_by: "${claimedBy}"\n`).join("")}`,
  },
  JSON: {
    path: "status.json",
    write: (entries) => JSON.stringify({ sessions: entries.map(({ status, claimedBy }, index) => ({ id: `Session ${index + 1}`, status, claimedBy })) }),
  },
};

const STEPS: [name: string, entries: Written[], expected: string][] = [
  ["created", [FREE, FREE, FREE], "free free free"],
  ["claimed, and the status left as it was", [{ ...FREE, claimedBy: claim(5, 1) }, FREE, FREE], "claimed free free"],
  [
    "at work, and a second one claimed by a name",
    [{ status: "🔄 IN PROGRESS", claimedBy: claim(9, 1) }, { ...FREE, claimedBy: "session-b" }, FREE],
    "active claimed free",
  ],
  [
    "done, and one is blocked",
    [{ status: "✅ COMPLETE", claimedBy: claim(60, 1) }, { status: "⏸️ BLOCKED", claimedBy: "session-b" }, FREE],
    "done blocked free",
  ],
  [
    "an error, and the last one claimed",
    [
      { status: "✅ COMPLETE", claimedBy: claim(90, 1) },
      { status: "❌ ERROR", claimedBy: "session-b" },
      { ...FREE, claimedBy: claim(180, 3) },
    ],
    "done failed claimed",
  ],
  [
    "set free again, and the last one done",
    [{ status: "✅ COMPLETE", claimedBy: claim(90, 1) }, FREE, { status: "✅ COMPLETE", claimedBy: claim(180, 3) }],
    "done free done",
  ],
];

describe.each(Object.entries(FORMATS))("a board of %s over six commits", (_, { path, write }) => {
  test.each(STEPS)("%s", (_, written, expected) => {
    const workspace = workspaceOf([{ path, text: write(written) }]);
    const [status] = readStatus(workspace, workspace.boards);
    expect(status!.entries.map(({ entry, group }) => `${entry.id} ${group ?? "?"}`)).toEqual(
      expected.split(" ").map((group, index) => `Session ${index + 1} ${group}`),
    );
  });

  test("whose claim is old is told", () => {
    const workspace = workspaceOf([{ path, text: write(STEPS[4]![1]) }]);
    const [status] = readStatus(workspace, workspace.boards);
    expect(status!.entries.map(({ age, isStale }) => [age, isStale])).toEqual([
      [undefined, false],
      [undefined, false],
      [180 * 60_000, true],
    ]);
  });
});

test("who is responsible for an entry has not claimed it", () => {
  const workspace = workspaceOf([
    { path: "BOARD.md", text: "| Task | Status | Owner |\n|---|---|---|\n| T-1 | TODO | Session 1 |\n| T-2 | DONE | Session 2 |\n" },
  ]);
  expect(readStatus(workspace, workspace.boards)[0]!.entries.map(({ group }) => group)).toEqual(["free", "done"]);
});
