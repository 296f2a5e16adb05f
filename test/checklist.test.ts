import { describe, expect, test } from "vitest";
import { z } from "zod";
import { rules as allRules } from "../rules/index.ts";
import { buildChecklists, countTogether, isReady, type DecidedItem, type PromptChecklist } from "../src/checklist.ts";
import { CHECKLIST_ITEMS } from "../src/checklist/items.ts";
import type { FileState } from "../src/model/git.ts";
import { boardsOf } from "../src/model/prompt-boards.ts";
import type { TextFile } from "../src/parse/document.ts";
import { defineRule, type RegisteredRule, type Rule } from "../src/rule.ts";
import { gitWith, workspaceOf, type RunOptions } from "./helpers.ts";

const SEVERAL = "You are one of four sessions that work in parallel, as the other sessions do.";
/** Those that the tests are about, so that a new rule changes none of them. */
const RULES = allRules.filter(({ rule }) => rule.items?.some((number) => number <= 5 || number === 14 || number === 17));
const BOARD: TextFile = {
  path: "STATUS.md",
  text: "# Sessions\n\n## Session 1: Oslo\n- Status: UNCLAIMED\n- Repository: tide/oslo\n- Output File: oslo.md\n\n## Session 2: Bergen\n- Status: CLAIMED\n- Repository: tide/oslo\n- Output File: bergen.md\n",
};
const PROMPT: TextFile = {
  path: "START.md",
  text: `${SEVERAL}\n\n1. First, read STATUS.md\n2. Claim the first unclaimed session in it\n\n\`\`\`bash\nset -e\ngit pull\ngit push\n\`\`\`\n`,
};

interface Options extends RunOptions {
  rules?: readonly RegisteredRule[];
  /** Rules that the config switches off, by the files for which it does; `*` for all. */
  off?: Readonly<Record<string, string>>;
}

function checklistsOf(files: readonly TextFile[], { rules = RULES, off = {}, ...options }: Options = {}) {
  const workspace = workspaceOf(files, options);
  return buildChecklists({
    workspace,
    rules,
    settings: ({ id, rule }, path) => (off[id] === "*" || off[id] === path ? undefined : { severity: rule.severity, options: rule.options.parse({}) }),
    prompts: workspace.prompts,
    requireReason: false,
  });
}

function itemOf(number: number, files: readonly TextFile[], options?: Options): DecidedItem {
  return checklistsOf(files, options).prompts[0]!.items[number - 1]!;
}

/** `passed START.md:3 names …` */
function tell(item: DecidedItem): string {
  if (item.state === "skipped") return `skipped ${item.reason}: ${item.why}`;
  const [{ path, place, phrase }] = item.evidence;
  return `${item.state} ${path}:${place.start.line} ${phrase}`;
}

describe("the items", () => {
  test("are thirty, in order, each decided by one rule at most", () => {
    expect(CHECKLIST_ITEMS.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    for (const { number } of CHECKLIST_ITEMS) {
      const deciding = allRules.filter(({ rule }) => rule.items?.includes(number));
      expect(deciding.length, `item ${number}`).toBe(1);
    }
    for (const { rule } of allRules)
      expect(rule.items ?? []).toEqual(CHECKLIST_ITEMS.map(({ number }) => number).filter((number) => rule.items?.includes(number)));
  });

  test.each([
    [1, "missing-status-file"],
    [2, "inconsistent-keyword"],
    [3, "missing-field"],
    [4, "missing-field"],
    [5, "uncommitted-status"],
    [14, "unchecked-command"],
    [17, "continues-after-failure"],
    [23, "missing-fallback"],
    [24, "unbounded-wait"],
  ])("%d is decided by %s", (number, ruleId) => {
    const [item] = CHECKLIST_ITEMS.filter((one) => one.number === number);
    expect(allRules.filter(({ rule }) => rule.items?.includes(number))).toMatchObject([{ id: ruleId, section: item!.section }]);
  });
});

describe("evidence", () => {
  const git = (type: "shared" | "changed") => gitWith(new Map<string, FileState>([["STATUS.md", { type }]]));

  test.each<[number, string]>([
    [1, "passed START.md:3 names `STATUS.md`, which is there"],
    [2, "passed STATUS.md:4 the states of 2 entries are `UNCLAIMED`, `CLAIMED`"],
    [3, "passed STATUS.md:5 all 2 open entries have `Repository`"],
    [4, "passed STATUS.md:6 all 2 open entries have `Output File`"],
    [5, "passed STATUS.md:1 the remote has it as it is"],
    [14, "passed START.md:8 all 2 commands of the script are checked"],
    [17, "passed START.md:7 the first failure stops the script"],
  ])("of item %d", (number, expected) => {
    expect(tell(itemOf(number, [PROMPT, BOARD], { git: git("shared") }))).toBe(expected);
  });

  test.each<[string, number, TextFile[], string]>([
    [
      "no board",
      1,
      [PROMPT],
      "failed START.md:3 Sessions look up their work in `STATUS.md`, and there is no such file: create and push it before the prompt goes out",
    ],
    [
      "no board",
      5,
      [PROMPT],
      "failed START.md:3 Sessions look up their work in `STATUS.md`, and there is no such file: create and push it before the prompt goes out",
    ],
    [
      "no board, and none needed",
      2,
      [{ path: "a.md", text: `${SEVERAL}\n\n- All sessions read this.\n- Each session has its own task.` }],
      "skipped does-not-apply: no status file is there to look at",
    ],
    [
      "a tool",
      1,
      [{ path: "a.md", text: `${SEVERAL}\n\n- Claim the first open issue with \`gh issue list\`.` }],
      "skipped does-not-apply: a tool hands out the work",
    ],
    [
      "told",
      1,
      [{ path: "a.md", text: `${SEVERAL}\n\n- All sessions read this.\n- Each session has its own task.` }],
      "skipped does-not-apply: each session is told its work, and claims none",
    ],
    ["no script", 14, [{ path: "a.md", text: SEVERAL }], "skipped does-not-apply: no script has a command that can fail"],
    ["no script", 17, [{ path: "a.md", text: SEVERAL }], "skipped does-not-apply: no script has a command that can fail"],
    [
      "a handler",
      17,
      [{ path: "a.md", text: `${SEVERAL}\n\n\`\`\`bash\ngit pull || { echo "BLOCKER: pull" >> B.md; exit 1; }\n\`\`\`\n` }],
      "passed a.md:4 the handler stops or tries again",
    ],
    [
      "what only looks is left unchecked",
      14,
      [{ path: "a.md", text: `${SEVERAL}\n\n\`\`\`bash\ngit push || exit 1\n\`\`\`\n\n\`\`\`bash\ngit status\n\`\`\`\n` }],
      "passed a.md:4 1 of 2 commands of 2 scripts are checked, and the others change nothing",
    ],
    [
      "tasks in one repository",
      3,
      [PROMPT, { path: "STATUS.md", text: "# Tasks\n\n- [ ] Session 1: Oslo\n- [ ] Session 2: Bergen\n- [x] Session 3: Voss\n" }],
      "skipped does-not-apply: no entry names one, and only one repository is in play",
    ],
    [
      "a table without repositories",
      3,
      [PROMPT, { path: "STATUS.md", text: "| Session | State |\n|---|---|\n| Session 1 | TODO |\n| Session 2 | DONE |\n" }],
      "failed STATUS.md:3 No entry of this status file has `Repository` or `Output File`, and nothing above them says it for all: expected it in each entry",
    ],
    [
      "said of another part",
      3,
      [
        PROMPT,
        {
          path: "STATUS.md",
          text: "# Run\n\n## Bridge\n\nRepository: tide/oslo\n\n## Sessions\n\n| Session | State |\n|---|---|\n| Session 1 | TODO |\n| Session 2 | DONE |\n",
        },
      ],
      "failed STATUS.md:11 No entry of this status file has `Repository` or `Output File`, and nothing above them says it for all: expected it in each entry",
    ],
    [
      "each session's own file",
      1,
      [{ path: "a.md", text: `${SEVERAL}\n\n1. Create STATUS.md with your state\n2. All sessions read this.\n3. Each session has its own task.` }],
      "failed a.md:3 Each session keeps its state in a file of its own here, and none says who has what: expected one status file that all of them read",
    ],
    [
      "made by the sessions",
      1,
      [
        {
          path: "a.md",
          text: `${SEVERAL}\n\n1. Create/update \`runs/$NAME/execution-status.md\`:\n2. All sessions read this.\n3. Each session has its own task.`,
        },
      ],
      "passed a.md:3 `runs/$NAME/execution-status.md` is made by the sessions themselves",
    ],
    [
      "a status file's own script",
      14,
      [
        { path: "a.md", text: `${SEVERAL}\n\n1. First, read STATUS.md` },
        { ...BOARD, text: `${BOARD.text}\n\`\`\`bash\ngit pull\ngit push\n\`\`\`\n` },
      ],
      "skipped does-not-apply: no script has a command that can fail",
    ],
    [
      "said once",
      3,
      [PROMPT, { path: "STATUS.md", text: "Repository: tide/oslo\n\n| Session | State |\n|---|---|\n| Session 1 | TODO |\n| Session 2 | DONE |\n" }],
      "passed STATUS.md:1 is said once for all entries",
    ],
  ])("%s: item %d", (_, number, files, expected) => {
    expect(tell(itemOf(number, files, number === 5 ? { git: git("shared") } : {}))).toBe(expected);
  });

  test("outside git", () => {
    expect(tell(itemOf(5, [PROMPT, BOARD]))).toBe("skipped undecided: the workspace is not in git");
    expect(itemOf(5, [PROMPT, BOARD], { git: git("changed") }).state).toBe("failed");
  });
});

describe("a finding fails the items it is about", () => {
  const entries = (...fields: string[]) => fields.map((lines, index) => `## Session ${index + 1}\n${lines}`).join("\n\n");
  const full = "- Status: UNCLAIMED\n- Repository: a/b\n- Output File: c.md\n";
  test.each<[string, number[]]>([
    ["- Status: UNCLAIMED\n- Output File: c.md\n", [3]],
    ["- Status: UNCLAIMED\n- Repository: a/b\n", [4]],
    ["- Repository: a/b\n- Output File: c.md\n", [2]],
    [full, []],
  ])("%j", (fields, expected) => {
    const { prompts } = checklistsOf([PROMPT, { path: "STATUS.md", text: entries(full, full, fields) }]);
    expect(prompts[0]!.items.filter(({ state }) => state === "failed").map(({ number }) => number)).toEqual(expected);
  });

  test("of another prompt's status file it fails none", () => {
    const other = { path: "OTHER.md", text: `${SEVERAL}\n\nRead OTHER-STATUS.md and claim the first unclaimed session. If none is free, stop.` };
    const broken = { path: "OTHER-STATUS.md", text: entries(full, full, "- Status: UNCLAIMED\n") };
    const { prompts } = checklistsOf([PROMPT, BOARD, other, broken]);
    const failing = (path: string) =>
      prompts
        .find((one) => one.path === path)!
        .items.filter(({ state }) => state === "failed")
        .map(({ number }) => number);
    expect(failing("START.md")).toEqual([]);
    expect(failing("OTHER.md")).toEqual([3, 4]);
  });
});

describe("what is skipped, and why", () => {
  const unchecked = (comment = "") => ({ path: "START.md", text: `${SEVERAL}\n\n\`\`\`bash\n${comment}git push\n\`\`\`\n` });

  test("a rule that the config switches off", () => {
    expect(itemOf(14, [unchecked()]).state).toBe("failed");
    expect(tell(itemOf(14, [unchecked()], { off: { "unchecked-command": "*" } }))).toBe(
      "skipped switched-off: `unchecked-command` is switched off in the config",
    );
    expect(tell(itemOf(14, [unchecked()], { off: { "unchecked-command": "START.md" } }))).toContain("switched off in the config");
    expect(itemOf(14, [unchecked()], { off: { "unchecked-command": "other.md" } }).state).toBe("failed");
  });

  test("findings that comments silence", () => {
    expect(tell(itemOf(14, [unchecked("# prompt-lint-disable-next-line unchecked-command: a person looks\n")]))).toBe(
      "skipped switched-off: it is disabled in START.md:4: a person looks",
    );
    expect(tell(itemOf(14, [unchecked("# prompt-lint-disable-next-line unchecked-command\n")]))).toBe(
      "skipped switched-off: it is disabled in START.md:4, without a reason",
    );
  });

  test("a finding that no comment silences weighs more", () => {
    const both = unchecked("# prompt-lint-disable-next-line unchecked-command: ok\n");
    expect(itemOf(14, [{ ...both, text: `${both.text}\n\`\`\`bash\ngit pull\n\`\`\`\n` }]).state).toBe("failed");
  });

  test("one session alone needs no coordination, but its commands can fail", () => {
    const alone = { path: "loop.md", text: "You write the docs. Read STATUS.md.\n\n```bash\ngit push\n```\n" };
    const { items, boards } = checklistsOf([alone, { ...BOARD, text: BOARD.text.replace("- Repository: tide/oslo\n", "") }]).prompts[0]!;
    expect(boards).toEqual([]);
    expect(items.filter(({ state }) => state === "failed").map(({ number }) => number)).toEqual([14]);
    expect(tell(items[0]!)).toBe("skipped does-not-apply: the prompt does not set several sessions to work");
  });
});

describe("rules", () => {
  const rule = (id: string, items: readonly number[], parts: Partial<Rule>): RegisteredRule => ({
    id,
    section: "claiming",
    rule: defineRule({ summary: id, scope: "workspace", items, severity: "info", options: z.strictObject({}), messages: { m: "found" }, ...parts }),
  });

  test("that report less than an error in preset strict fail nothing", () => {
    const first = ({ documents: [document] }: { documents: readonly { path: string }[] }) => document as never;
    const at = (severity?: "warning") => ({
      checkWorkspace: (workspace: never, { report }: { report: (document: never, problem: object) => void }) =>
        report(first(workspace), {
          place: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } },
          messageId: "m",
          ...(severity && { severity }),
        }),
    });
    expect(itemOf(6, [PROMPT], { rules: [rule("a", [6], at() as never)] }).state).toBe("failed");
    expect(itemOf(6, [PROMPT], { rules: [rule("a", [6], at("warning") as never)] }).state).toBe("skipped");
  });

  test("are asked for each of their items", () => {
    const place = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } };
    const both = rule("a", [6, 7], {
      evidence: (_, __, item) => (item === 6 ? { state: "passed", place, phrase: "six" } : { state: "skipped", why: "seven" }),
    });
    expect(tell(itemOf(6, [PROMPT], { rules: [both] }))).toBe("passed START.md:1 six");
    expect(tell(itemOf(7, [PROMPT], { rules: [both] }))).toBe("skipped does-not-apply: seven");
    expect(tell(itemOf(8, [PROMPT], { rules: [both] }))).toBe("skipped undecided: no rule decides it yet");
  });

  test("that crash decide nothing, and are told", () => {
    const crash = () => {
      throw new Error("broken");
    };
    for (const parts of [{ evidence: crash }, { checkWorkspace: crash }]) {
      const { prompts, failures } = checklistsOf([PROMPT], { rules: [rule("a", [6], parts)] });
      expect(failures).toMatchObject([{ ruleId: "a" }]);
      expect(tell(prompts[0]!.items[5]!)).toBe("skipped undecided: `a` crashed");
    }
  });
});

describe("the status files of a prompt", () => {
  const other: TextFile = { ...BOARD, path: "OTHER-STATUS.md" };
  const boardPaths = (text: string, ...boards: TextFile[]) => {
    const workspace = workspaceOf([{ path: "START.md", text }, ...boards]);
    return boardsOf(workspace.prompts[0]!, workspace).map(({ document }) => document.path);
  };
  test.each<[string, string, TextFile[], string[]]>([
    ["those it names", `${SEVERAL} Read STATUS.md.`, [BOARD, other], ["STATUS.md"]],
    [
      "the one whose sessions it speaks of",
      `${SEVERAL} Session 1 and Session 2 start.`,
      [BOARD, { ...other, text: other.text.replaceAll("Session ", "Task T-") }],
      ["STATUS.md"],
    ],
    ["the only one", SEVERAL, [BOARD], ["STATUS.md"]],
    ["none of several that it does not speak of", SEVERAL, [BOARD, other], []],
    ["none of two whose sessions it speaks of alike", `${SEVERAL} Session 1 and Session 2 start.`, [BOARD, other], []],
    ["Session 12 is not Session 1", `${SEVERAL} Session 12 and Session 21.`, [BOARD, other], []],
  ])("%s", (_, text, boards, expected) => {
    expect(boardPaths(text, ...boards)).toEqual(expected);
  });
});

test("over several prompts an item fails when it fails for one", () => {
  const { prompts } = checklistsOf([PROMPT, BOARD]);
  const [good] = prompts as [PromptChecklist];
  const failed = good.items.map((item): DecidedItem => {
    const { number, section, title, ruleId } = item;
    const place = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    return number < 3 ? { number, section, title, ruleId, state: "failed", evidence: [{ path: "x", place, phrase: "y" }] } : item;
  });
  const bad = { ...good, items: failed };
  const open = { ...good, items: good.items.map((item): DecidedItem => ({ ...item, state: "skipped", reason: "undecided", why: "z" })) };
  const none = { ...good, items: open.items.map((item): DecidedItem => ({ ...item, state: "skipped", reason: "does-not-apply", why: "z" })) };
  const one = countTogether([good]);
  const two = countTogether([good, bad]);
  expect(one.passed + one.failed + one.skipped).toBe(30);
  expect(two).toEqual({ ...one, passed: one.passed - 2, failed: 2 });
  // What passes for one prompt and is not decided for another has not passed.
  expect(countTogether([good, open])).toEqual({ passed: 0, failed: 0, skipped: 30, undecided: 30 });
  expect(countTogether([bad, open])).toEqual({ passed: 0, failed: 2, skipped: 28, undecided: 28 });
  expect(countTogether([good, none])).toEqual(one);
  expect([good, bad, open, none].map(isReady)).toEqual([false, false, false, true]);
});
