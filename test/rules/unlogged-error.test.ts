import { describe, expect, test } from "vitest";
import { evidenceOf } from "../evidence.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const START = "You are one of several sessions that work in parallel.\n\n1. Claim the first UNCLAIMED task in BOARD.md\n\n";
const inPrompt = (text: string) => run("unlogged-error", [{ path: "prompt.md", text: `${START}${text}\n` }]);
const inScript = (script: string) => inPrompt(`\`\`\`bash\n${script}\n\`\`\``);

describe("reports a branch that leaves no trace", () => {
  test.each([
    ["prints and exits", 'npm test || { echo "tests failed"; exit 1; }', "prompt.md:6:15"],
    ["only exits", "if ! npm test; then\n  exit 1\nfi", "prompt.md:7:3"],
    ["a test of `$?`", 'npm test\nif [ $? -ne 0 ]; then\n  echo "ERROR"\n  exit 1\nfi', "prompt.md:8:3"],
    ["only pulls", 'if ! git push; then\n  echo "Claim failed, retrying"\n  git pull --rebase\nfi', "prompt.md:7:3"],
    ["a precondition", 'if [ ! -d repo ]; then\n  echo "❌ repo is missing"\n  exit 1\nfi', "prompt.md:7:3"],
    ["one of two", 'npm ci || { echo "BLOCKER: npm ci" >> BLOCKERS.md; exit 1; }\nnpm test || { echo "tests failed"; exit 1; }', "prompt.md:7:15"],
  ])("%s", (_, script, place) => {
    expect(inScript(script).map(at)).toEqual([place]);
  });

  test("in prose that stops without a word", () => {
    expect(inPrompt("If the tests fail, stop.").map(at)).toEqual(["prompt.md:5:1"]);
  });

  test("once, with the others beside it", () => {
    const [finding, ...others] = inScript('npm ci || { echo "failed"; exit 1; }\nnpm test || { echo "failed"; exit 2; }');
    expect(others).toEqual([]);
    expect(finding!.related.map(({ place }) => place.start.line)).toEqual([7]);
    expect(finding!.message).toContain("`BLOCKERS.md`");
  });
});

test("reports a prompt that nowhere says where errors go", () => {
  expect(inPrompt("2. Do it and push it").map(at)).toEqual(["prompt.md:3:4"]);
});

describe("accepts", () => {
  test.each([
    ["Log every error to BLOCKERS.md."],
    ["If blocked, document it in `BLOCKERS.md` and take the next task."],
    ["All failures are written to the board."],
    ["Whenever a step fails: set your entry's status to BLOCKED."],
    ["If anything is unclear, ask the coordinator."],
    ["```bash\ntrap 'echo \"BLOCKER: line $LINENO\" >> BLOCKERS.md' ERR\nnpm ci || exit 1\n```"],
    ['```bash\nnpm test || { echo "tests failed" >> BLOCKERS.md; exit 1; }\n```'],
    ['```bash\nfail() { echo "BLOCKER: $1" >> BLOCKERS.md; exit 1; }\nnpm test || fail tests\n```'],
  ])("%s", (text) => {
    expect(inPrompt(text)).toEqual([]);
  });

  const told = "```bash\nnpm ci || { echo 'BLOCKER: npm ci' >> BLOCKERS.md; exit 1; }\n";
  test.each([
    ["finding no work", 'if [ -z "$TASK" ]; then\n  echo "No work available"\n  exit 1\nfi\n```'],
    ["a lost claim", 'git push || { echo "somebody else has claimed it"; exit 1; }\n```'],
    ["the next round of a loop", 'for t in a b; do\n  git push || { echo "push failed"; continue; }\ndone\n```'],
    ["a flag for later", 'npm test || { echo "failed"; FAILED=1; }\n```'],
    ["a branch that is said to be harmless", 'npm test || { echo "failed, ignored"; exit 1; }\n```'],
    ["the wrong way", '# WRONG\nnpm test || { echo "failed"; exit 1; }\n```'],
    ["nobody who is blocked", 'grep -q BLOCKED BOARD.md || { echo "nobody is blocked"; }\n```'],
    ["no failure", 'if git push; then echo "no conflicts"; fi\n```'],
  ])("%s", (_, script) => {
    expect(inPrompt(told + script)).toEqual([]);
  });
});

describe("stays silent", () => {
  test("where one session works alone", () => {
    expect(run("unlogged-error", [{ path: "prompt.md", text: "You are a careful engineer.\n\n```bash\nnpm test || { echo failed; exit 1; }\n```\n" }])).toEqual(
      [],
    );
  });

  test("where each session is told what its work is", () => {
    const text =
      "You are one of several agents that work in parallel with other agents; all agents read this.\n\n```bash\nnpm test || { echo failed; exit 1; }\n```\n";
    expect(run("unlogged-error", [{ path: "prompt.md", text }])).toEqual([]);
  });

  test("where the document that it sends its sessions to says it", () => {
    const files = [
      { path: "prompt.md", text: `${START}2. Read RULES.md\n` },
      { path: "RULES.md", text: "# Rules\n\nLog every error to BLOCKERS.md.\n" },
    ];
    expect(run("unlogged-error", files)).toEqual([]);
    expect(evidenceOf("unlogged-error", files)).toMatchObject({ state: "passed", path: "RULES.md" });
  });

  test("where the config gives the file another name", () => {
    const files = [{ path: "prompt.md", text: `${START}\`\`\`bash\nnpm test || { echo failed >> TROUBLE.md; exit 1; }\n\`\`\`\n` }];
    expect(run("unlogged-error", files, { settings: { blockersFile: "TROUBLE.md" } })).toEqual([]);
  });
});

describe("says for the checklist", () => {
  test("where it is", () => {
    expect(evidenceOf("unlogged-error", [{ path: "prompt.md", text: `${START}Log every error to BLOCKERS.md.\n` }])).toMatchObject({
      state: "passed",
      phrase: expect.stringContaining("BLOCKERS.md") as string,
    });
  });

  test("why it does not apply", () => {
    expect(evidenceOf("unlogged-error", [{ path: "prompt.md", text: "You are a careful engineer.\n" }])).toEqual({
      state: "skipped",
      why: "one session works alone",
    });
  });
});
