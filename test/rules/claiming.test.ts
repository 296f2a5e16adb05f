import { describe, expect, test } from "vitest";
import { run } from "../helpers.ts";

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
    ["its own branch", prose("You are one of four parallel sessions.\n\n1. Claim the task by writing to your own branch"), "ownPlace"],
  ])("%s", (_, files, messageId) => {
    expect(ids("non-atomic-claim", files)).toEqual([messageId]);
  });

  test.each([
    ["one session alone", prose("1. Pick the first free task\n2. Do it")],
    ["a lock that mkdir takes", prompt("mkdir claims/item-1.lock || exit 1")],
    ["all steps", prompt(`${SAFE}git push`)],
    ["all steps in prose", prose("You are one of four parallel sessions. Pull.\n\n1. Claim the first free task: change UNCLAIMED to your id, commit and push")],
    ["promotion of items", prompt('git pull\nsed -i "s/QUEUED/UNCLAIMED/" BOARD.md\nmkdir a.lock || exit 1')],
  ])("silent: %s", (_, files) => {
    expect(ids("non-atomic-claim", files)).toEqual([]);
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
  test("silent when both are told", () => {
    expect(ids("missing-progress-update", prompt(`${SAFE}git push`))).toEqual([]);
  });
  test("names what is missing", () => {
    expect(ids("missing-progress-update", prose(`${INTRO}1. Claim the first free item\n2. Set its status to IN_PROGRESS`))).toEqual(["notDone"]);
  });
});
