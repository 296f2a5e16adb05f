import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lint, type LintOptions } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { BOARD, CLAIMED, cloneWithBoard, commitAll, folder, git, hasGit, mergeWithConflict, root, setDate, spied, write } from "./repository.ts";

describe.skipIf(!hasGit)("the past of boards and prompts", () => {
  const historiesOf = async (options: Partial<LintOptions> = {}) => {
    const { workspace } = await lint({ fs: nodeFileSystem, cwd: root, ...options });
    const histories = workspace.git!.histories();
    if (typeof histories === "string") throw new Error(histories);
    return histories;
  };

  test("each commit that changed the file, with its time, author and text", async () => {
    const DONE = BOARD.replaceAll("UNCLAIMED", "COMPLETE");
    setDate("2026-01-01T00:00:00Z");
    cloneWithBoard({ "STATUS.md": BOARD, "PROMPT.md": "Read STATUS.md, claim a session in it, then work.\n" });
    setDate("2026-01-01T01:00:00Z");
    write({ "STATUS.md": CLAIMED });
    commitAll();
    write({ "other.txt": "x" });
    commitAll();
    setDate("2026-01-01T02:00:00Z");
    rmSync(join(root, "STATUS.md"));
    commitAll();
    setDate("2026-01-01T03:00:00+02:00");
    write({ "STATUS.md": DONE });
    commitAll();
    const { fs, calls } = spied();
    const { versions, isComplete } = (await historiesOf({ fs, rules: { "uncommitted-status": "off" } })).get("STATUS.md")!;
    expect(calls).toEqual(["rev-list", "cat-file", "cat-file"]);
    expect(isComplete).toBe(true);
    expect(versions.map(({ text }) => text)).toEqual([DONE, undefined, CLAIMED, BOARD]);
    expect(versions.map(({ author }) => author)).toEqual(Array(4).fill("Ada"));
    expect(versions.map(({ time }) => new Date(time).toISOString())).toEqual([
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T02:00:00.000Z",
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
    ]);
    expect(versions[0]!.commit).toBe(git("rev-parse", "HEAD").trim());
  });

  test("a merge counts where it is neither side", async () => {
    cloneWithBoard();
    mergeWithConflict();
    const RESOLVED = `${CLAIMED}\nresolved\n`;
    write({ "STATUS.md": RESOLVED });
    commitAll("merge");
    git("checkout", "-q", "-b", "third");
    write({ "a.txt": "a" });
    commitAll();
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "-m", "joins", "third");
    const { versions } = (await historiesOf()).get("STATUS.md")!;
    expect(versions.map(({ text }) => text)).toHaveLength(4);
    expect(versions[0]!.text).toBe(RESOLVED);
    expect(versions.at(-1)!.text).toBe(BOARD);
  });

  test("the newest 200", async () => {
    cloneWithBoard();
    const stream = Array.from({ length: 205 }, (_, number) => {
      const text = `${BOARD}\n${number}\n`;
      const from = number === 0 ? "from refs/heads/main^0\n" : "";
      return `commit refs/heads/main\ncommitter A <a@example.invalid> ${1_800_000_000 + number} +0000\ndata 1\nx\n${from}M 644 inline STATUS.md\ndata ${text.length}\n${text}\n`;
    });
    execFileSync("git", ["-C", root, "fast-import", "--quiet", "--force"], { input: stream.join("") });
    const { versions, isComplete } = (await historiesOf()).get("STATUS.md")!;
    expect([versions.length, isComplete]).toEqual([200, false]);
    expect(versions[0]!.text).toBe(`${BOARD}\n204\n`);
    expect(versions[199]!.text).toBe(`${BOARD}\n5\n`);
  });

  test("a file that is too large ends its past, and no other's", async () => {
    cloneWithBoard({ "STATUS.md": BOARD, "BIG-STATUS.md": BOARD });
    write({ "BIG-STATUS.md": BOARD + "x\n".repeat(600_000) });
    commitAll();
    write({ "STATUS.md": CLAIMED, "BIG-STATUS.md": CLAIMED });
    commitAll();
    const histories = await historiesOf();
    expect(histories.get("BIG-STATUS.md")).toMatchObject({ isComplete: false, versions: [{ text: CLAIMED }] });
    expect(histories.get("STATUS.md")).toMatchObject({ isComplete: true, versions: [{ text: CLAIMED }, { text: BOARD }] });
  });

  test("a shallow clone's is not complete; without commits there is none", async () => {
    cloneWithBoard();
    write({ "STATUS.md": CLAIMED });
    commitAll();
    git("push", "-q");
    const shallow = join(folder, "shallow");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${join(folder, "hub.git")}`, shallow]);
    expect((await historiesOf({ cwd: shallow })).get("STATUS.md")).toMatchObject({ isComplete: false, versions: [{ text: CLAIMED }] });
    git("checkout", "-q", "--orphan", "fresh");
    await expect(historiesOf()).rejects.toThrow("git could not read the repository");
  });

  test("paths are the workspace's", async () => {
    cloneWithBoard({ "team/STATUS.md": BOARD });
    expect([...(await historiesOf({ root: "team" })).keys()]).toEqual(["STATUS.md"]);
  });
});
