import { describe, expect, test } from "vitest";
import type { FileState } from "../../src/model/git.ts";
import { gitWith } from "../helpers.ts";
import { tellTogether } from "./tell-together.ts";

/*
 * Prompts and boards that differ in one thing each, and what all rules say of
 * them: what is wrong, and what is right for the checklist. `vitest -u` rewrites
 * the snapshots: read the diff for false alarms.
 */

const SHARED: FileState = { type: "shared" };
const SEVERAL = "You are one of four sessions that work in parallel.";
const CLAIM = `${SEVERAL}\n\n1. Read SESSION-STATUS.md.\n2. Claim the first session that is UNCLAIMED in it:\n\n`;
const PULL_PUSH = '```bash\nset -e\ngit pull\nsed -i "s/UNCLAIMED/CLAIMED/" SESSION-STATUS.md\ngit add SESSION-STATUS.md\ngit commit -m claim\ngit push\n```\n';
const BOARD =
  "# Sessions\n\n## Session 1: Oslo\n- **Status:** UNCLAIMED\n- **Repository:** tide/oslo\n- **Output File:** oslo.md\n\n## Session 2: Bergen\n- **Status:** CLAIMED\n- **Repository:** tide/bergen\n- **Output File:** bergen.md\n";

const tellBoth = (prompt: string, board: string | undefined, state: FileState = SHARED) =>
  tellTogether([{ path: "PROMPT.md", text: prompt }, ...(board === undefined ? [] : [{ path: "SESSION-STATUS.md", text: board }])], {
    git: gitWith(new Map([["SESSION-STATUS.md", state]])),
  });

describe("claims", () => {
  const script = (...lines: string[]) => `\`\`\`bash\n${lines.join("\n")}\n\`\`\`\n`;
  const EDIT = 'sed -i "s/UNCLAIMED/CLAIMED/" SESSION-STATUS.md';
  test.each([
    ["all at once", PULL_PUSH],
    ["no pull", script(EDIT, "git commit -am claim", "git push")],
    ["no commit", script("git pull", EDIT, "git push")],
    ["no push", script("git pull", EDIT, "git commit -am claim")],
    ["no edit", script("git pull", "git push")],
    ["a push that is tested", script("git pull", EDIT, "git commit -am claim", "git push || exit 1")],
    ["a push in a condition", script("git pull", EDIT, "git commit -am claim", "if ! git push; then", "  git reset --hard @{u}", "  exit 1", "fi")],
    ["a loop", script("for i in 1 2 3; do", "  git pull", `  ${EDIT}`, "  git commit -am claim", "  git push && break", "  git reset --hard @{u}", "done")],
    ["a loop that keeps the claim", script("while true; do", "  git pull", `  ${EDIT}`, "  git commit -am claim", "  git push && break", "done")],
    ["a function", script("claim() {", "  git pull", `  ${EDIT}`, "  git commit -am claim", "  git push || { git reset --hard @{u}; claim; }", "}", "claim")],
    ["only said", script("git pull", EDIT, "git commit -am claim", 'git push || echo "try the next one"')],
    ["a comment", script("git pull", EDIT, "git commit -am claim", "git push || exit 1", "# try the next one")],
    ["a hollow retry", script("git pull", EDIT, "git commit -am claim", "if ! git push; then", "  sleep 30", "  # Retry", "fi")],
    ["a hollow retry that goes on", script("git pull", EDIT, "git commit -am claim", "if ! git push; then", "  sleep 30", "  # Retry", "  make", "fi")],
    ["a retry in a loop", script("while ! git push; do", "  sleep 30", "  # Retry", "done")],
    ["words behind it", `${PULL_PUSH}\nIf the push is rejected, another session was first: run \`git reset --hard @{u}\` and try the next one.\n`],
    ["words that stop", `${PULL_PUSH}\nIf the push is rejected, stop.\n`],
    ["a check afterwards", `${PULL_PUSH}\n3. Read SESSION-STATUS.md again: is the claim yours? If not, take the next one.\n`],
    ["progress", `${PULL_PUSH}\n3. Set the status to IN_PROGRESS when you begin, and to COMPLETE when you are done. Commit and push each time.\n`],
    ["half of the progress", `${PULL_PUSH}\n3. Set the status to COMPLETE when you are done. Commit and push.\n`],
    ["the other half", `${PULL_PUSH}\n3. Set the status to IN_PROGRESS when you begin. Commit and push.\n`],
    ["in words", "Pull, set its status to CLAIMED, commit and push at once.\n"],
    ["a lock", script("mkdir .claims/session-1 || exit 1")],
    ["another document", "Follow PROTOCOL.md to claim it.\n"],
    ["an issue", script('gh issue edit 1 --add-assignee @me --remove-label "open"')],
    ["an assignment", `You are Session 2, and your task is Bergen.\n`],
  ])("%s", (_, text) => {
    expect(tellBoth(`${CLAIM}${text}`, BOARD)).toMatchSnapshot();
  });

  test.each([
    ["one that claims", `# Protocol\n\nTo claim a session:\n\n${PULL_PUSH}\nIf the push is rejected, take the next one.\n`],
    ["one that does not", "# Protocol\n\nBe kind.\n"],
    ["one with a step missing", `# Protocol\n\nTo claim a session, set its status to CLAIMED.\n`],
  ])("in another document: %s", (_, text) => {
    const files = [
      { path: "PROMPT.md", text: `${CLAIM}Follow PROTOCOL.md to claim it.\n` },
      { path: "PROTOCOL.md", text },
      { path: "SESSION-STATUS.md", text: BOARD },
    ];
    expect(tellTogether(files)).toMatchSnapshot();
  });
});

describe("boards", () => {
  test.each([
    ["none", undefined],
    ["a good one", BOARD],
    ["all done", BOARD.replace("UNCLAIMED", "COMPLETE").replace("CLAIMED", "COMPLETE")],
    ["one open", BOARD.replace("**Status:** CLAIMED", "**Status:** COMPLETE")],
    ["no output file", BOARD.replaceAll(/- \*\*Output File:.*\n/g, "")],
    ["one output file", BOARD.replace("- **Output File:** bergen.md\n", "")],
    ["an empty output file", BOARD.replace("bergen.md", "")],
    ["an output file to be filled in", BOARD.replace("bergen.md", "TBD")],
    ["no repository", BOARD.replaceAll(/- \*\*Repository:.*\n/g, "")],
    ["one repository for all, above", `Repository: tide/oslo\n\n${BOARD.replaceAll(/- \*\*Repository:.*\n/g, "")}`],
    ["one repository for all, in a section", `# Board\n\nRepository: tide/oslo\n\n${BOARD.replaceAll(/- \*\*Repository:.*\n/g, "")}`],
    ["a repository below", `${BOARD.replaceAll(/- \*\*Repository:.*\n/g, "")}\nRepository: tide/oslo\n`],
    ["an output folder for all", `Output: reports/\n\n${BOARD.replaceAll(/- \*\*Output File:.*\n/g, "")}`],
    ["one repository in play", BOARD.replace("tide/bergen", "tide/oslo")],
    ["no status", BOARD.replaceAll(/- \*\*Status:.*\n/g, "")],
    ["one status missing", BOARD.replace("- **Status:** CLAIMED\n", "")],
    ["two words for one", BOARD.replace("**Status:** CLAIMED", "**Status:** TAKEN")],
    ["a near miss", BOARD.replace("**Status:** UNCLAIMED", "**Status:** UNCLAMED")],
    ["another case", BOARD.replace("**Status:** CLAIMED", "**Status:** Claimed")],
    ["a sentence", BOARD.replace("**Status:** CLAIMED", "**Status:** somebody is at work on it")],
    ["two for one output", BOARD.replace("bergen.md", "oslo.md")],
    ["a machine's path", BOARD.replace("bergen.md", "/home/ann/bergen.md")],
    ["a dependency", `${BOARD}- **Depends on:** Session 1\n`],
    ["a dependency on nobody", `${BOARD}- **Depends on:** Session 7\n`],
    ["a heartbeat", `${BOARD}- **Last Heartbeat:** 2026-01-01T00:00:00Z\n`],
    ["a budget", `${BOARD}- **Budget:** $5\n- **Cost:** $7\n`],
    [
      "a table",
      "| Session | Status | Repository | Output File |\n|---|---|---|---|\n| Oslo | UNCLAIMED | tide/oslo | oslo.md |\n| Bergen | CLAIMED | tide/bergen | |\n",
    ],
    ["a broken table", "| Session | Status |\n|--|\n| Oslo | UNCLAIMED |\n"],
    ["tasks", "# Tasks\n\n- [ ] Oslo\n- [x] Bergen\n"],
    ["prose", "# Status\n\nAll is well.\n"],
    ["nothing", ""],
  ])("%s", (_, board) => {
    expect(tellBoth(`${CLAIM}${PULL_PUSH}`, board)).toMatchSnapshot();
  });

  test.each<FileState>([
    { type: "untracked" },
    { type: "changed" },
    { type: "unpushed", branch: "work", upstream: "origin/work" },
    { type: "no-upstream", branch: "work", remote: "origin" },
    { type: "detached" },
    { type: "unknown", reason: "git does not answer" },
  ])("in state $type", (state) => {
    expect(tellBoth(`${CLAIM}${PULL_PUSH}`, BOARD, state)).toMatchSnapshot();
  });
});

describe("what a prompt says of the run", () => {
  test.each([
    ["nothing", ""],
    ["when nothing is left", "When no session is left, write `ALL COMPLETE` to SESSION-STATUS.md and stop."],
    ["when nothing is left, silently", "If nothing is left, stop."],
    ["when nothing is left, a wait", "If nothing is left, wait and look again every 60 seconds."],
    ["when nothing is left, a wait with an end", "If nothing is left, look again every 60 seconds, 5 times at most, then stop and say so in BLOCKERS.md."],
    ["errors", "If a command fails, write it to BLOCKERS.md and stop."],
    ["errors, and repair", "If a command fails, write it to BLOCKERS.md, run `git reset --hard`, and try again once."],
    ["escalation", "If you are blocked for more than 30 minutes, write it to BLOCKERS.md and tell the lead."],
    ["a timeline", "All sessions are done by 2026-02-01."],
    ["monitoring", "## Monitoring\n\nRun `git log --oneline SESSION-STATUS.md` to see who has what."],
    ["troubleshooting", "## Troubleshooting\n\nIf a session is stuck, set its status to UNCLAIMED."],
    ["where the status is", "The status file is SESSION-STATUS.md in the root of the repository, on branch main."],
    ["the repository", 'Go to the repository of your entry: `cd ../$REPOSITORY && git remote get-url origin | grep -q "$REPOSITORY" || exit 1`.'],
    ["the repository, by a script", '```bash\nREPO=$(grep -m1 Repository SESSION-STATUS.md | cut -d: -f2)\ncd "../$REPO" || exit 1\ngit pull || exit 1\n```'],
    ["a switch that is an echo", '```bash\necho "Switching to the repository"\n# cd ../repo\n```'],
    ["cost", "The whole run may cost $20."],
    ["heartbeats", "Write the time to `Last Heartbeat` of your entry every 10 minutes."],
  ])("%s", (_, text) => {
    expect(tellBoth(`${CLAIM}${PULL_PUSH}\n${text}\n`, BOARD)).toMatchSnapshot();
  });
});
