import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import { createJudge } from "../../src/model/patterns/judge.ts";
import { runPipeline, type Stage } from "../../src/patterns/pipeline.ts";
import { createBudget, parseRegex, type Regex } from "../../src/patterns/parse-regex.ts";
import { findMatch } from "../../src/patterns/regex.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { workspaceOf } from "../helpers.ts";

/*
 * What one prompt can cost is bounded, whatever its patterns are: a run that
 * would take too long ends as unknown, and the budget that runs share is spent.
 */

const run = (words: readonly string[], text: string, left?: number): { stage: Stage; left: number } => {
  const budget = createBudget(left);
  const { stages } = runPipeline([{ words: words.map((word) => [word]), input: ["F"] }], { read: () => ({ path: "F", text }), budget });
  return { stage: stages[0]!, left: budget.left };
};

const LONG = "a".repeat(20_000);

describe("patterns that backtrack for ever elsewhere are matched in linear time", () => {
  test.each([
    [["grep", "-cE", "(a+)+b"], "0"],
    [["grep", "-cE", "(a|aa)*c"], "0"],
    [["grep", "-cP", "^(a+)+$"], "1"],
    [["grep", "-c", "\\(a*\\)*b"], "0"],
  ])("%s", (words, count) => {
    const { stage } = run(words, `${LONG}\n`);
    expect(stage.output?.lines.map(({ text }) => text)).toEqual([count]);
  });
});

describe("what costs too much is unknown", () => {
  test.each([
    ["a large pattern on a long text", ["grep", "-E", "(a?){300}b(a?){300}"], `${LONG}b\n`.repeat(50)],
    ["a loop that never ends", ["sed", ":a;ba"], "x\n"],
    ["a space that doubles", ["sed", ":a;s/x/xx/g;ta"], "x\n"],
    ["a hold space that doubles", ["sed", ":a;G;h;ba"], "x\n"],
    ["many substitutions in a long line", ["sed", "-E", "s/(a|b|ab)*c?/<&>/g"], `${"ab ".repeat(60_000)}\n`],
    ["a pattern with more repeats than RE2 takes", ["grep", "-E", "a{2000}"], LONG],
    ["repeats of repeats", ["grep", "-E", "((a{100}){100}){100}"], LONG],
    ["a pattern as long as a file", ["grep", "a".repeat(30_000)], LONG],
    ["groups nested without end", ["grep", "-E", "(".repeat(5_000) + "a" + ")".repeat(5_000)], LONG],
    ["a script of many commands", ["sed", "p;".repeat(5_000)], "x\n"],
  ])("%s", (_, words, text) => {
    expect(run(words, text).stage.result).toMatchObject({ type: "unknown" });
  });
});

test("a run leaves less for the next, and none where nothing is left", () => {
  const first = run(["grep", "-E", "(a|b)+c"], `${LONG}c\n`);
  expect(first.stage.result.type).toBe("grep");
  expect(first.left).toBeLessThan(createBudget().left);
  expect(run(["grep", "-E", "(a|b)+c"], `${LONG}c\n`, 1_000).stage.result.type).toBe("unknown");
});

/*
 * All patterns of a run share one budget: when it is spent, the commands that
 * were not run are told.
 */
describe("the patterns of a run", () => {
  const board = `# Status\n\n${Array.from({ length: 60 }, (_, index) => `### Session ${index}: Work\n\n- **Status:** UNCLAIMED\n- **Claimed By:** nobody\n\n`).join("")}`;
  const judge = (commands: readonly string[], left: number) => {
    const files = [
      { path: "SESSION-STATUS.md", text: board },
      { path: "PROMPT.md", text: `\`\`\`bash\n${commands.join("\n")}\n\`\`\`\n` },
    ];
    const workspace = workspaceOf(files);
    const total = createBudget(left);
    const told = workspace.documents.map(createJudge(workspace, total));
    return { problems: told.flatMap(({ problems }) => problems), unheld: told.flatMap(({ unheld }) => unheld), left: total.left };
  };
  const many = (command: (index: number) => string) => Array.from({ length: 100 }, (_, index) => command(index));

  test.each([
    ["nested repeats", many((index) => `grep -E "((a*)*b?)*c+(UNCLAIMED|x)*z${index}" SESSION-STATUS.md`)],
    ["repeats of repeats", many((index) => `grep "\\(.\\{1,40\\}\\)\\{1,40\\}${index}x" SESSION-STATUS.md`)],
    ["what stands behind", many((index) => `grep -P "(?<=[A-Z])[a-zA-Z]*(?<!Q)z|${index}" SESSION-STATUS.md`)],
    ["plain texts", many((index) => `grep "^Status: UNCLAIMED${index}" SESSION-STATUS.md`)],
    ["neighbours", many((index) => `grep -A${index} Session SESSION-STATUS.md | grep -v ${index}`)],
    ["many words", many((index) => `grep ${Array.from({ length: 40 }, (_, word) => `-e w${index}x${word}`).join(" ")} SESSION-STATUS.md`)],
    ["unknown pieces", many((index) => `sed -i "/Session $X${index}/,/^$Y/s/$Z/$W/" SESSION-STATUS.md`)],
    ["a sed that joins all lines", many((index) => `sed -i ':a;N;$!ba;s/a${index}\\n*b/c/g' SESSION-STATUS.md`)],
    [
      "a sed of many expressions",
      many((index) => `sed -i ${Array.from({ length: 20 }, (_, at) => `-e 's/[a-z]*${index}x${at}.*/x/'`).join(" ")} SESSION-STATUS.md`),
    ],
    ["ranges", many((index) => `sed -i "/Session ${index}:/,/^### /s/UNCLAIMED/CLAIMED/" SESSION-STATUS.md`)],
    ["fields", many((index) => `awk '/(a*)*b${index}|UNCLAIMED/ {print $2}' SESSION-STATUS.md`)],
    ["columns", many((index) => `cut -d: -f${index + 1} SESSION-STATUS.md | grep x`)],
  ])("cost no more than there is: %s", (_, commands) => {
    const spent = judge(commands, 400_000);
    expect(spent.left).toBe(0);
    const counts = spent.unheld.map(({ count }) => count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
    expect(spent.unheld.at(-1)).toMatchObject({ file: "SESSION-STATUS.md", isOverall: true });
  });

  test("are all held where there is enough, and nothing is told", () => {
    const { unheld, problems, left } = judge(['grep "Status: UNCLAIMED" SESSION-STATUS.md', 'grep -c "^### Session" SESSION-STATUS.md'], 400_000);
    expect(unheld).toEqual([]);
    expect(problems.map(({ messageId }) => messageId)).toEqual(["matchesNothing"]);
    expect(left).toBeGreaterThan(200_000);
  });

  test("are held in the same order, whatever the machine: what is told does not change", () => {
    const commands = many((index) => `grep "Status: UNCLAIMED${index % 7}*" SESSION-STATUS.md`);
    const told = [judge(commands, 600_000), judge(commands, 600_000)].map(({ problems, unheld, left }) => ({
      places: problems.map(({ place }) => place.start.offset),
      unheld: unheld.map(({ count, file }) => [count, file]),
      left,
    }));
    expect(told[1]).toEqual(told[0]);
  });

  test("say which of them is too slow by itself", () => {
    const { unheld, left } = judge(["sed ':a;ba' SESSION-STATUS.md", 'grep "Status: UNCLAIMED" SESSION-STATUS.md'], 50_000_000);
    expect(unheld).toMatchObject([{ count: 1, file: "SESSION-STATUS.md", isOverall: false }]);
    expect(left).toBeGreaterThan(40_000_000);
  });
});

test("a run whose patterns take too long says so, and has not passed", async () => {
  const board = `# Status\n\n${Array.from({ length: 800 }, (_, index) => `### Session ${index}: Work\n\n- **Status:** UNCLAIMED\n- **Claimed By:** nobody\n\n`).join("")}`;
  const commands = Array.from({ length: 90 }, (_, index) => `grep -E "(.{1,20}){1,20}${index}x" SESSION-STATUS.md`);
  const fs = createMemoryFileSystem({
    "/repo/.git/HEAD": "ref: refs/heads/main\n",
    "/repo/SESSION-STATUS.md": board,
    "/repo/PROMPT.md": `\`\`\`bash\n${commands.join("\n")}\n\`\`\`\n`,
  });
  const { problems, skips } = await lint({ fs, cwd: "/repo", patterns: ["PROMPT.md"] });
  expect(problems).toEqual([
    {
      path: "PROMPT.md",
      message: expect.stringMatching(/^\d\d commands were not held against `SESSION-STATUS.md`: all patterns together take too long$/) as string,
    },
  ]);
  expect(new Set(skips.filter(({ path }) => path === "PROMPT.md").map(({ ruleId }) => ruleId))).toEqual(
    new Set(["unmatched-pattern", "overmatched-pattern", "misdirected-edit"]),
  );
});

test("a group in a piece that is not known is none of the machine, and nothing breaks over it", () => {
  const options = { syntax: "basic", tool: "grep", ignoreCase: false, wholeWord: false, wholeLine: false, multiline: false } as const;
  const known = parseRegex(["a"], options, createBudget()) as Regex;
  expect(findMatch({ ...known, groups: 1 }, "ba", 0, createBudget())?.groups).toEqual([{ start: 1, end: 2 }, undefined]);
});
