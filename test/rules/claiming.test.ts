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
