import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";

const lintScript = (script: string, lead = "") =>
  lint({
    fs: createMemoryFileSystem({
      "/repo/.git/HEAD": "ref: refs/heads/main\n",
      "/repo/PROMPT.md": `You are one of several sessions.\n\n${lead}\`\`\`bash\n${script}\n\`\`\`\n`,
    }),
    cwd: "/repo",
    rules: { "unchecked-command": "warning", "invalid-shell": "error" },
  });

describe("a script that is too much is said to be, and does not look like a pass", () => {
  test.each([
    ["10,000 open parentheses", `${"(".repeat(10_000)}make`, "line 4 is too large to analyse: a script that is nested too deeply"],
    ["10,000 subshells", `${"( ".repeat(10_000)}make${" )".repeat(10_000)}`, "line 4 is too large to analyse: a script that is nested too deeply"],
    ["10,000 substitutions", `echo ${"$(".repeat(10_000)}make${")".repeat(10_000)}`, "line 4 is too large to analyse: a script that is nested too deeply"],
    ["a line of 100 KB", `git push ${"a".repeat(100_000)}`, "line 4 is too large to analyse: a script of more than 65536 characters"],
    ["a line of 4.9 MB", `git push ${"a".repeat(4_900_000)}`, "line 1 is too large to analyse: more than 1048576 characters"],
    ["a line of 5 MB", `git push ${"a".repeat(5_000_000)}`, "is larger than 5000000 bytes, the `maxFileSize` of the config"],
    ["6,000 commands", "make\n".repeat(6000), "line 4 is too large to analyse: more than 2500 shell commands in one file"],
    ["NUL", "git push\0 && make", "is binary: NUL at byte 51"],
  ])("%s", async (_, script, message) => {
    const { problems, failures } = await lintScript(script);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    expect(failures).toEqual([]);
  });

  test("of many scripts the first are judged, and the first that is not is named", async () => {
    const { findings, problems } = await lintScript(Array.from({ length: 60 }, () => "git push\n".repeat(100)).join("```\n\n```bash\n"));
    expect(problems.map((problem) => problem.message)).toEqual(["line 2579 is too large to analyse: more than 2500 shell commands in one file"]);
    expect(new Set(findings.map(({ ruleId }) => ruleId))).toContain("unchecked-command");
    expect(Math.max(...findings.map(({ place }) => place.start.line))).toBeLessThan(2579);
  });

  test("unless it is shown as the wrong way", async () => {
    const { problems } = await lintScript(`${"( ".repeat(10_000)}make${" )".repeat(10_000)}`, "❌ WRONG:\n\n");
    expect(problems).toEqual([]);
  });
});

test.each(["while<(a) | cat", "if>(a); make", "echo a; done<(b)"])("bash takes %s for a word, and so do we", async (script) => {
  const { findings } = await lintScript(script);
  expect(findings.filter(({ ruleId }) => ruleId === "invalid-shell")).toEqual([]);
});
