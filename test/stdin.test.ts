import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lint } from "../src/lint.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";

// What is piped in is judged against the files on the disk around it.

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prompt-lint-stdin-"));
  mkdirSync(join(folder, ".git"));
  mkdirSync(join(folder, "prompts"));
  writeFileSync(join(folder, "STATUS.md"), "# Status\n\n## Session 1\n- **Status:** UNCLAIMED\n\n## Session 2\n- **Status:** UNCLAIMED\n");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function findingsOf(text: string, path = "prompts/START.md"): Promise<string[]> {
  const { findings } = await lint({ fs: nodeFileSystem, cwd: folder, stdin: { path, text }, rules: {} });
  return findings
    .filter(({ ruleId }) => ["unmatched-pattern", "missing-status-file", "missing-file"].includes(ruleId))
    .map((found) => `${found.path} ${found.ruleId}`);
}

const prompt = (script: string) => `# Start\n\nYou are one of several sessions. Claim a session in STATUS.md.\n\n\`\`\`bash\n${script}\n\`\`\`\n`;

test("a pattern that the board on the disk does not have is told, and one that it has is not", async () => {
  expect(await findingsOf(prompt('grep -n "Status: UNCLAIMED" STATUS.md || exit 1'))).toEqual(["prompts/START.md unmatched-pattern"]);
  expect(await findingsOf(prompt('grep -nF "**Status:** UNCLAIMED" STATUS.md || exit 1'))).toEqual([]);
});

test("it stands in place of the file of its name, which is on the disk as well", async () => {
  writeFileSync(join(folder, "prompts/START.md"), prompt('grep -n "Status: UNCLAIMED" STATUS.md || exit 1'));
  expect(await findingsOf(prompt('grep -nF "**Status:** UNCLAIMED" STATUS.md || exit 1'))).toEqual([]);
});

test("a board that is piped in is what prompts on the disk are judged by, and only its own findings are told", async () => {
  writeFileSync(join(folder, "prompts/START.md"), prompt('grep -n "Status: UNCLAIMED" STATUS.md || exit 1'));
  expect(await findingsOf("# Status\n\n## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n", "STATUS.md")).toEqual([]);
});
