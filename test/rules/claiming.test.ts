import { describe, expect, test } from "vitest";
import { run } from "./run.ts";

const INTRO = "You are one of four sessions that work in parallel. Claim the first unclaimed item of the board:\n\n";
const END = "\n\nSet its status to IN_PROGRESS, and to COMPLETE when done.\n";
const prompt = (script: string, more = "") => [{ path: "prompt.md", text: `${INTRO}\`\`\`bash\n${script}\n\`\`\`\n${more}${END}` }];
const prose = (text: string) => [{ path: "prompt.md", text }];
const SAFE = 'git pull\nsed -i "${LINE}s/UNCLAIMED/CLAIMED-$(date +%s)-$$/" BOARD.md\ngit commit -am "claim"\n';
const ids = (rule: string, files: { path: string; text: string }[]) => run(rule, files).map(({ messageId }) => messageId);

describe("non-atomic-claim", () => {
  test.each([
    ["words only", prose("You are one of four sessions that work in parallel.\n\n1. Claim the first free task\n2. Work"), "onlyTold"],
    ["no push", prompt('git pull\nsed -i "s/UNCLAIMED/CLAIMED-$$/" BOARD.md'), "notPushed"],
    ["no pull", prompt('sed -i "s/UNCLAIMED/CLAIMED-$$/" BOARD.md\ngit commit -am "claim"\ngit push'), "notPulled"],
    ["a lock checked, then created", prompt("if [ ! -f claim.lock ]; then\n  touch claim.lock\nfi"), "checkedLock"],
    ["its own file in a script", prompt('git pull\ngit add STATUS-SESSION-{N}.yaml\ngit commit -m "claim: T-1"\ngit push'), "ownPlace"],
    ["a push before the commit", prompt('git pull\nsed -i "s/UNCLAIMED/CLAIMED-$$/" BOARD.md\ngit push\ngit commit -am "claim"'), "pushedFirst"],
    ["a push before a commit that claims", prompt('git pull\ngit add BOARD.md\ngit push\ngit commit -m "claim: $TASK"'), "pushedFirst"],
    ["tests before the push", prompt(`${SAFE}npm test\ngit push`), "workBetween"],
    ["a wait before the push", prompt(`${SAFE}sleep 60\ngit push`), "workBetween"],
    ["an echo that tells to claim", prompt('git fetch\necho "2. Claim your first available task"'), "onlyTold"],
    ["first available, without a noun", prose("You are one of four parallel sessions.\n\n- Pick first available (`active: no`)\n- Work"), "onlyTold"],
    ["a search in words", prose("You are one of four parallel sessions.\n\n1. Check tasks/ for an unclaimed task.\n2. Work on it"), "onlyTold"],
    ["its own branch", prose("You are one of four parallel sessions.\n\n1. Claim the task by writing to your own branch"), "ownPlace"],
  ])("%s", (_, files, messageId) => {
    expect(ids("non-atomic-claim", files)).toEqual([messageId]);
  });

  test.each([
    ["one session alone", prose("1. Pick the first free task\n2. Do it")],
    ["a lock that mkdir takes", prompt("mkdir claims/item-1.lock || exit 1")],
    ["all steps", prompt(`${SAFE}git push`)],
    ["all steps in prose", prose("You are one of four parallel sessions. Pull.\n\n1. Claim the first free task: change UNCLAIMED to your id, commit and push")],
    ["work behind the push", prompt(`${SAFE}git push\nnpm test`)],
    ["a second push for the work", prompt(`${SAFE}git push\nnpm test\ngit commit -am "work"\ngit push`)],
    ["the next task that it was given", prose("You are one of four parallel sessions.\n\nPick up your next task and go on.")],
    [
      "work that each session is told",
      prose(
        '# Session B\n\nYour assignment: billing, beside three parallel sessions.\n\n```bash\ngit pull\ngit add MANIFEST.md\ngit commit -m "Session B: claiming billing"\ngit push\n```\n',
      ),
    ],
    [
      "items that are freed",
      prompt('git pull\nsed -i "s/PAUSED/READY/" BOARD.md\ngit commit -am resume\ngit push').map((file) => ({
        ...file,
        text: file.text.replace("Claim the first unclaimed item of the board", "Go on"),
      })),
    ],
    ["promotion of items", prompt('git pull\nsed -i "s/QUEUED/UNCLAIMED/" BOARD.md\nmkdir a.lock || exit 1')],
  ])("silent: %s", (_, files) => {
    expect(ids("non-atomic-claim", files)).toEqual([]);
  });
});

describe("in preset strict", () => {
  const strict = (rule: string, files: { path: string; text: string }[]) =>
    run(rule, files, { isStrict: true }).map(({ messageId, severity }) => `${messageId} ${severity}`);
  const TOLD = "You are one of four parallel sessions. Pull.\n\n1. Claim the first free task: change UNCLAIMED to your id\n";
  const GUIDE = "See PROTOCOL.md for how to claim.\n\n";
  const guide = (script: string) => [
    { path: "prompt.md", text: `${INTRO}Read [the protocol](PROTOCOL.md).\n` },
    { path: "PROTOCOL.md", text: `# How to claim\n\n${GUIDE}\`\`\`bash\n${script}\n\`\`\`\n` },
  ];
  test.each<[string, string, { path: string; text: string }[], string[]]>([
    ["work before a push that is told", "non-atomic-claim", prose(`${TOLD}\nImplement the task.\n\nCommit and push.`), ["workBetween error"]],
    ["a push right behind", "non-atomic-claim", prose(`${TOLD}2. Commit and push\n3. Implement the task`), []],
    ["a push without a pull", "non-atomic-claim", prose(`${TOLD.replace(" Pull.", "")}2. Commit and push`), ["notPulled error"]],
    ["a loser that is told nothing", "unhandled-conflict", prose(TOLD), ["nothingSaid error"]],
    ["a claim that nobody looks at", "unverified-claim", prose(TOLD), ["nothingSaid error"]],
    ["a guide that leaves it open", "unhandled-conflict", guide(`${SAFE}git push`), ["nothingSaid error", "unnoticed error"]],
    ["a guide that says it", "unverified-claim", guide(`${SAFE}git push || exit 1`), []],
  ])("%s", (_, rule, files, expected) => {
    expect(strict(rule, files).sort()).toEqual(expected.map((one) => one.replace("error", rule === "unverified-claim" ? "warning" : "error")));
  });

  test("outside it what is open is less", () => {
    const text = prose(`${TOLD}\nImplement the task.\n\nCommit and push.`);
    expect(run("non-atomic-claim", text)).toEqual([]);
    expect(run("unhandled-conflict", text)).toMatchObject([{ messageId: "nothingSaid", severity: "info" }]);
  });
});

describe("unhandled-conflict", () => {
  test.each([
    ["nothing looks", prompt(`${SAFE}git push`), "unnoticed"],
    ["a comment is no retry", prompt(`${SAFE}git push\nif [ $? -ne 0 ]; then\n  git pull --rebase\n  # Try next UNCLAIMED item\nfi`), "onlySaid"],
    ["an echo is no retry", prompt(`${SAFE}git push || echo "Retrying with the next"`), "onlySaid"],
    ["a loop that keeps the claim", prompt(`while true; do\n${SAFE}git push && break\ndone`), "keepsClaim"],
    ["an end", prompt(`${SAFE}git push || exit 1`), "stops"],
  ])("%s", (_, files, messageId) => {
    expect(ids("unhandled-conflict", files)).toEqual([messageId]);
  });

  test.each([
    ["prose below", prompt(`${SAFE}git push`, "\nIf the push is rejected, reset and take the next one.\n")],
    ["a loop that drops it", prompt(`while true; do\ngit reset --hard @{u}\n${SAFE}git push && break\ndone`)],
  ])("silent: %s", (_, files) => {
    expect(ids("unhandled-conflict", files)).toEqual([]);
  });
});

describe("unverified-claim", () => {
  test.each([
    ["nothing looks", prompt(`${SAFE}git push`), "unverified"],
    ["a time is no id", prompt(`${SAFE.replace("-$$", "")}git push || exit 1`), "sameTime"],
  ])("%s", (_, files, messageId) => {
    expect(ids("unverified-claim", files)).toEqual([messageId]);
  });

  test.each([
    ["a test, and an id of its own", prompt(`${SAFE}git push || exit 1`)],
    ["the board of the remote", prompt(`CLAIM_ID=$$\n${SAFE}git push\ngit fetch\ngit show origin/main:BOARD.md | grep "$CLAIM_ID"`)],
  ])("silent: %s", (_, files) => {
    expect(ids("unverified-claim", files)).toEqual([]);
  });
});

describe("missing-progress-update", () => {
  test("silent where the claim goes when the work is done", () => {
    expect(ids("missing-progress-update", prose(`${INTRO}Remove your claim from the board when your work is committed.`))).toEqual([]);
  });
  test("silent when both are told", () => {
    expect(ids("missing-progress-update", prompt(`${SAFE}git push`))).toEqual([]);
  });
  test("another document that the prompt names says it only outside strict", () => {
    const files = [
      { path: "prompt.md", text: `${INTRO}Read [the guide](START-GUIDE.md).\n` },
      { path: "START-GUIDE.md", text: `${INTRO}1. Set the status to IN_PROGRESS\n2. Set it to COMPLETE\n` },
    ];
    expect(ids("missing-progress-update", files)).toEqual([]);
    expect(run("missing-progress-update", files, { isStrict: true }).map(({ messageId }) => messageId)).toEqual(["neither"]);
  });
  test("names what is missing", () => {
    expect(ids("missing-progress-update", prose(`${INTRO}1. Claim the first free item\n2. Set its status to IN_PROGRESS`))).toEqual(["notDone"]);
  });
});

/* How a lost claim may lead to another try, each beside the case without it. The snapshot has place, words and evidence. */
describe("unhandled-conflict, by what follows the push", () => {
  const CLAIM = 'git pull\nsed -i "s/UNCLAIMED/CLAIMED-$$/" BOARD.md\ngit commit -am "claim"\n';
  const found = (script: string, more = "") => ids("unhandled-conflict", prompt(script, more));

  test.each<[string, string[]]>([
    [`${CLAIM}git push`, ["unnoticed"]],
    [`${CLAIM}git push || exit 1`, ["stops"]],
    [`claim() {\n${CLAIM}git push || return 1\n}\nclaim`, ["stops"]],
    [`set -e\n${CLAIM}git push`, ["stops"]],
    [`${CLAIM}git push || echo lost`, ["unnoticed"]],
    [`${CLAIM}git push || { git pull --rebase && git push; }`, []],
    [`${CLAIM}if ! git push; then\n  echo "Another session was first"\n  exit 1\nfi`, ["stops"]],
    [`${CLAIM}if ! git push; then\n  git reset --hard @{u}\n  echo "Try the next item"\nfi`, ["onlySaid"]],
    [`while true; do\n${CLAIM}git push && break\ndone`, ["keepsClaim"]],
    [`while true; do\n${CLAIM}git push && break\ngit reset --hard @{u}\ndone`, []],
    [`${CLAIM}while ! git push; do\n  git pull --rebase\ndone`, []],
    [`${CLAIM}until git push; do sleep 1; done`, []],
    [`claim() {\n${CLAIM}git push || claim\n}\nclaim`, ["keepsClaim"]],
    [`claim() {\n${CLAIM}git push || { git reset --hard @{u}; claim; }\n}\nclaim`, []],
    [`git push\n${CLAIM}git push`, ["unnoticed"]],
    [`${CLAIM}git push\necho "Retry with the next item"`, ["onlySaid"]],
    [`echo "Retry with the next item"\n${CLAIM}git push`, ["unnoticed"]],
    ["mkdir claims/item-1.lock || exit 1", []],
    ["mkdir claims/item-1.lock", ["nothingSaid"]],
  ])("%j", (script, expected) => {
    expect(found(script)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ["If the push is rejected, another session was first: reset and take the next unclaimed item.", []],
    ["If `git push` fails, write to BLOCKERS.md and stop.", []],
    ["If the tests fail, stop.", ["unnoticed"]],
    ["If another session claimed it first, go back to step 1.", []],
  ])("below it: %s", (more, expected) => {
    expect(found(`${CLAIM}git push`, `\n${more}\n`)).toEqual(expected);
  });

  test("where another document says how to claim", () => {
    const start = { path: "START.md", text: "You are one of four parallel sessions.\n\n1. Claim the first free task as CLAIMING.md says\n2. Work\n" };
    const claiming = (script: string, more = "") => ({
      path: "CLAIMING.md",
      text: `# How to claim\n\nClaim a task so:\n\n\`\`\`bash\n${script}\n\`\`\`\n${more}`,
    });
    const strict = (...files: { path: string; text: string }[]) =>
      run("unhandled-conflict", files, { isStrict: true }).map(({ path, messageId }) => `${path} ${messageId}`);
    expect(strict(start, claiming(`${CLAIM}git push`))).toMatchSnapshot();
    expect(strict(start, claiming(`${CLAIM}git push`, "\nIf the push is rejected, take the next unclaimed task.\n"))).toMatchSnapshot();
    expect(strict(start, claiming("make"))).toMatchSnapshot();
    expect(strict(start)).toMatchSnapshot();
  });
});

describe("unhandled-conflict, a retry that is none", () => {
  const hollow = (script: string) =>
    ids("unhandled-conflict", [
      {
        path: "prompt.md",
        text: `You are one of four sessions that work in parallel, as the other sessions do.\n\n- All sessions read this.\n- Each session has its own task.\n\n\`\`\`bash\n${script}\n\`\`\`\n`,
      },
    ]);
  test.each<[string, number]>([
    ["if ! git push; then\n  sleep 30\n  # Retry\nfi", 1],
    ["if ! git push; then\n  sleep 30\n  # retry it\nfi\nmake", 1],
    ["if ! git push; then\n  sleep 30\n  # -> Try again\nfi", 1],
    ["if ! git push; then\n  sleep 30\n  # check again\nelse\n  make\nfi", 1],
    ["if ! git push; then\n  sleep 30\n  # Repeat\n  # at most 5 times\nfi", 1],
    ["if ! git push; then\n  sleep 30\n  # Then retry\nfi", 0],
    ["if ! git push; then\n  sleep 30\n  # Retry\n  make\nfi", 0],
    ["if ! git push; then\n  # Retry\n  sleep 30\nfi", 0],
    ["if ! git push; then\n  # Retry\nfi", 0],
    ["sleep 30\nif ! git push; then\n  # Retry\n  true\nfi", 0],
    ["sleep 30\n# Retry", 0],
    ["if true; then make; fi\nsleep 30\n# Retry", 0],
    ["# ❌ WRONG\nif ! git push; then\n  sleep 30\n  # Retry\nfi", 0],
    ["while true; do\n  if ! git push; then\n    sleep 30\n    # Retry\n  fi\ndone", 0],
    ["for i in 1 2; do\n  if ! git push; then\n    sleep 30\n    # Retry\n  fi\ndone", 0],
    ["for ((i = 0; i < 2; i++)); do\n  if ! git push; then\n    sleep 30\n    # Retry\n  fi\ndone", 0],
    ["f() {\n  if ! git push; then\n    sleep 30\n    # Retry\n  fi\n}\nf", 0],
    ["f() { make; }\nif ! git push; then\n  sleep 30\n  # Retry\nfi", 1],
    ["if ! git push; then\n  sleep 30\n  # Retry\nfi\nfor i in 1 2; do make; done", 1],
  ])("%j", (script, count) => {
    expect(hollow(script)).toHaveLength(count);
  });
});

/* What all rules about claims say of one and the same protocol, differing in one thing each. */
describe("a protocol, by all rules about claims", () => {
  const RULES = ["non-atomic-claim", "unverified-claim", "missing-progress-update"];
  const SAME = 'git pull\nsed -i "s/UNCLAIMED/CLAIMED/" BOARD.md\ngit commit -am "claim"\n';
  const CHECK = '\ngit pull\ngrep "CLAIMED-$ID" BOARD.md || exit 1';
  const UNIQUE = 'ID=$$\ngit pull\nsed -i "s/UNCLAIMED/CLAIMED-$ID/" BOARD.md\ngit commit -am "claim $ID"\n';
  const scripts = [
    `${SAME}git push`,
    `${UNIQUE}git push`,
    ...[SAME, UNIQUE].flatMap((claim) => [
      `${claim}git push || exit 1`,
      `${claim}git push || echo lost`,
      `f() {\n${claim}git push || return 1\n}\nf`,
      `for i in 1 2 3; do\n${claim}git push && break\ngit reset --hard @{u}\ndone`,
      `for i in 1 2 3; do\n${claim}git push || { git reset --hard @{u}; continue; }\nmake\ndone`,
      `for i in 1 2 3; do\n${claim}git push || { echo lost; break; }\nmake\ndone`,
      `set -e\n${claim}git push`,
      `${claim}if git push; then make; fi`,
      `${claim}if ! git push; then echo lost; fi`,
      `${claim}git push\n# Retry when another session was first`,
      `${claim}git push${CHECK}`,
      `${claim}git push || exit 1${CHECK}`,
    ]),
    "mkdir claims/item-1.lock || exit 1",
    "if mkdir claims/item-1.lock; then make; fi",
  ];
  test.each(scripts)("%j", (script) => {
    expect(RULES.map((rule) => ids(rule, prompt(script)))).toMatchSnapshot();
  });

  const steps = "You are one of four parallel sessions.\n\n1. Claim the first free task of BOARD.md\n2. Work on it\n";
  const board = { path: "BOARD.md", text: "| Task | Status | Claimed By |\n|---|---|---|\n| T-1 | TODO | - |\n| T-2 | DONE | s-1 |\n" };
  test.each<[string, { path: string; text: string }[]]>([
    ["in words alone", [{ path: "START.md", text: steps }, board]],
    ["with the start marked", [{ path: "START.md", text: `${steps}3. Set its status to IN_PROGRESS\n` }, board]],
    ["with the end marked", [{ path: "START.md", text: `${steps}3. Set its status to COMPLETE when done\n` }, board]],
    ["with both marked", [{ path: "START.md", text: `${steps}3. Set its status to IN_PROGRESS\n4. Set its status to COMPLETE when done\n` }, board]],
    [
      "that another file tells to mark",
      [
        { path: "START.md", text: `${steps}\nRead RULES.md first.\n` },
        { path: "RULES.md", text: "You are a session. Set the status to IN_PROGRESS when you start, and to COMPLETE when done.\n" },
        board,
      ],
    ],
    [
      "of which another file has a state",
      [{ path: "START.md", text: `${steps}\nRead RULES.md first.\n` }, { path: "RULES.md", text: "You are a session.\n\nStatus: IN_PROGRESS\n" }, board],
    ],
    [
      "on a board where claimed is all there is",
      [
        { path: "START.md", text: `${steps}3. Set its status to COMPLETE when done\n` },
        { path: "BOARD.md", text: `Status values: TODO | CLAIMED | DONE\n\n${board.text}` },
      ],
    ],
    [
      "beside a board that is not named",
      [
        { path: "START.md", text: steps.replace(" of BOARD.md", "") },
        { path: "OTHER.md", text: `Status values: TODO | CLAIMED | DONE\n\n${board.text}` },
      ],
    ],
    [
      "that each session is told",
      [{ path: "START.md", text: "You are session 3 of four parallel sessions. Your task is T-3.\n\n1. Claim T-3 in BOARD.md\n2. Work on it\n" }, board],
    ],
    [
      "that is said in another file",
      [
        { path: "START.md", text: "You are one of four parallel sessions.\n\n1. Claim the first free task as CLAIMING.md says\n" },
        { path: "CLAIMING.md", text: `# Claiming\n\nClaim a task so:\n\n\`\`\`bash\n${UNIQUE}git push || exit 1\n\`\`\`\n` },
      ],
    ],
    [
      "that is said in a file that is not here",
      [{ path: "START.md", text: "You are one of four parallel sessions.\n\n1. Claim the first free task as CLAIMING.md says\n" }],
    ],
    ["that says what a lost claim leads to", [{ path: "START.md", text: `${steps}3. If another session claimed it first, take the next task\n` }, board]],
  ])("%s", (_, files) => {
    expect(
      [...RULES, "unhandled-conflict"].map((rule) => run(rule, files, { isStrict: true }).map(({ messageId, severity }) => `${rule} ${messageId} ${severity}`)),
    ).toMatchSnapshot();
  });
});
