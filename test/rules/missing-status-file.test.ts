import { describe, expect, test } from "vitest";
import { at, type RunOptions } from "../helpers.ts";
import { run } from "./run.ts";

const find = (text: string, options: RunOptions = {}) =>
  run("missing-status-file", [{ path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${text}\n` }], options).map(at);
const CLAIM = "Claim the first unclaimed task, do it, and push it.";
/** Sets several sessions to work without a word of claiming. */
const OTHERS = "All sessions do the same.\n\nEach session has a task of its own.";

describe("reports", () => {
  test.each([
    ["a board that is not there", `1. Read SESSION-STATUS.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["a board by another name", `1. Read docs/task-queue.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["a board by a name in one word", `1. Read TaskBoard.md\n2. ${CLAIM}`, "PROMPT.md:3:9"],
    ["no board at all", CLAIM, "PROMPT.md:3:1"],
    ["a board that is only meant", `Check the status file for work.\n\n${OTHERS}`, "PROMPT.md:3:7"],
    ["notes that are only meant", `Read the coordination doc and figure out what to do.\n\n${OTHERS}`, "PROMPT.md:3:6"],
    ["no board beside other documents", `Read docs/style.md first.\n\n${CLAIM}`, "PROMPT.md:5:1"],
  ])("%s", (_, text, place) => {
    expect(find(text)).toEqual([place]);
  });
});

describe("accepts", () => {
  test.each([
    ["a board that is there", `1. Read SESSION-STATUS.md\n2. ${CLAIM}`, ["SESSION-STATUS.md"]],
    ["a name that only holds the letters of a board", `Read ONBOARDING.md first.\n\nClaim nothing: your task is in the issue.`, []],
    ["a document about boards", `Read SESSION-STATUS-GUIDE.md first.\n\nYour task is in docs/tasks.md, as all other sessions know.`, ["docs/tasks.md"]],
    ["a file of another name that says who has what", `Check the claims in STATE.md.\n\n${CLAIM}`, []],
    ["a folder of tasks", `Look at current_tasks/ first.\n\n${CLAIM}`, []],
    ["a tracker", `Run \`gh issue list\`.\n\n${CLAIM}`, []],
    ["a board that is meant, and the only one there is", `Check the status file for work.\n\n${OTHERS}`, ["SESSION-STATUS.md"]],
    ["a board that nobody should look at", `Do not read the coordination doc.\n\n${OTHERS}`, []],
    ["words about a status file", `The status file lies in the root. Update the status file when you are done.\n\n${OTHERS}`, []],
    ["a board that may be absent", `Read SESSION-STATUS.md, if it exists. ${CLAIM}`, []],
    ["a board that a step makes", `Create SESSION-STATUS.md\n\nThen read SESSION-STATUS.md. ${CLAIM}`, []],
  ])("%s", (_, text, paths) => {
    const boards = paths.filter((path) => path === "SESSION-STATUS.md").map((path) => ({ path, text: BOARD }));
    const prompt = { path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${text}\n` };
    expect(run("missing-status-file", [prompt, ...boards], { paths }).map(at)).toEqual([]);
  });
});

const BOARD = "## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n";

describe("without the file, the items fail that nobody can tick", () => {
  const to = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  test.each([
    ["of the file, where the prompt says how to claim", `Read STATUS.md. ${CLAIM}`, to(5)],
    ["of the file, the claim and the repository, where it leaves all of it to the file", `Read STATUS.md for your task.\n\n${OTHERS}`, to(13)],
    ["not of the repository, where it looks at that itself", `Read STATUS.md for your task.\n\n${OTHERS}\n\n\`\`\`bash\ngit remote -v\n\`\`\``, to(9)],
  ])("%s", (_, text, expected) => {
    const [finding] = run("missing-status-file", [{ path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${text}\n` }]);
    expect(finding!.items).toEqual(expected);
  });
});

/* What strict says, and what the checklist has to show, where the prompt names no board of all sessions. */
describe("a file of each session's own", () => {
  const own = (text: string, options: RunOptions = {}) =>
    run("missing-status-file", [{ path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${OTHERS}\n\n${text}\n` }], {
      ...options,
      isStrict: true,
    }).map(({ messageId, place }) => `${messageId} ${place.start.line}:${place.start.column}`);

  test.each<[string, string[]]>([
    ...[
      "Create your status file.",
      "Update STATUS.md.",
      "Write your progress.json.",
      "Post your own status file.",
      "Commit the progress file.",
      "Push your STATUS.yaml.",
      "Report to your STATUS.txt.",
      "Each session keeps its status there.",
      "Each agent maintains its own progress.",
      "Each worker writes status.",
      "Each stream has a short status.",
    ].map((text): [string, string[]] => [text, ["onlyOwn 7:1"]]),
    ["Update nothing. The status file is there.", []],
    ["❌ Do not create your status file.", []],
    ["Each session has its own task.", []],
    ["Create/update `runs/$NAME/execution-status.md`.", []],
    ["Create `runs/$NAME/execution-status.md`, and update your status file.", []],
    ["Create or update the `runs/$NAME/board.md`; update your status file.", []],
    ["Initialize **runs/$NAME/board.md**; update your status file.", []],
    ["Make a `runs/$NAME/board.md`; update your status file.", []],
    ["Generate file `runs/$NAME/board.md`; update your status file.", []],
    ["Write `runs/$NAME/my-status.md`; update your status file.", ["onlyOwn 7:1"]],
    ["Write `runs/$NAME/status.md`; update your status file.", ["onlyOwn 7:1"]],
    ["Write `runs/$NAME/status-session-3.md`; update your status file.", ["onlyOwn 7:1"]],
    ["Create `runs/board.md`; update your status file.", []],
    ["Run `gh issue list`; update your status file.", []],
  ])("%s", (text, expected) => {
    expect(own(text)).toMatchSnapshot();
    expect(own(text).length > 0).toBe(expected.length > 0);
  });

  test("is no matter of one session, nor of a board", () => {
    expect(run("missing-status-file", [{ path: "PROMPT.md", text: "You write the docs. Update your status file.\n" }], { isStrict: true })).toEqual([]);
    expect(
      run("missing-status-file", [{ path: "STATUS.md", text: `You are one of several sessions that work in parallel.\n\n${CLAIM}\n\n${BOARD}` }], {
        isStrict: true,
      }),
    ).toEqual([]);
  });

  test("does not matter where a board names the sessions", () => {
    expect(own("Update your status file.", {})).toHaveLength(1);
    const files = [
      {
        path: "PROMPT.md",
        text: `You are one of several sessions that work in parallel.\n\n${OTHERS}\n\nUpdate your status file. Session 1 and Session 2 start.\n`,
      },
      { path: "BOARD.md", text: BOARD },
    ];
    expect(run("missing-status-file", files, { isStrict: true })).toEqual([]);
  });

  test("of a command for any project is brought along", () => {
    const command = (path: string, text: string) =>
      run("missing-status-file", [{ path, text: `You are one of several sessions that work in parallel.\n\n${OTHERS}\n\n${text}\n` }]).length;
    expect([".claude/commands/spawn.md", "PROMPT.md"].map((path) => command(path, "Read TASK-BOARD.md first."))).toEqual([0, 1]);
    expect(command(".claude/commands/spawn.md", "Read docs/TASK-BOARD.md first.")).toBe(1);
  });
});
