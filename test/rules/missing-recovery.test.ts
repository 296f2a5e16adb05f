import { describe, expect, test } from "vitest";
import { evidenceOf } from "../evidence.ts";
import { at } from "../helpers.ts";
import { run } from "./run.ts";

const START = "You are one of several sessions that work in parallel.\n\n1. Claim the first UNCLAIMED task in BOARD.md\n\n";
const inPrompt = (text: string) => run("missing-recovery", [{ path: "prompt.md", text: `${START}${text}\n` }]);
const inScript = (script: string) => inPrompt(`\`\`\`bash\n${script}\n\`\`\``);

describe("reports a branch that only says so", () => {
  test.each([
    ["an echo", 'if ! git push; then\n  echo "ERROR: push failed"\nfi', "prompt.md:7:3"],
    ["a retry in words alone", 'git push\nif [ $? -ne 0 ]; then\n  echo "Claim failed, retrying"\n  # [retry logic]\nfi', "prompt.md:8:3"],
    ["a line in the log", 'npm ci || { echo "BLOCKER: npm ci" >> BLOCKERS.md; }', "prompt.md:6:13"],
    ["a pull without the push", 'if ! git push; then\n  echo "Push failed"\n  git pull --rebase\nfi', "prompt.md:7:3"],
  ])("%s", (_, script, place) => {
    expect(inScript(script).map(at)).toEqual([place]);
  });

  test("once, with the others beside it", () => {
    const [finding, ...others] = inScript('if ! git pull; then echo "ERROR a"; fi\nif ! git push; then echo "ERROR b"; fi');
    expect(others).toEqual([]);
    expect(finding!.related.map(({ place }) => place.start.line)).toEqual([7]);
  });
});

test("reports a prompt that nowhere says what comes of a failure", () => {
  expect(inPrompt("2. Do it and push it").map(at)).toEqual(["prompt.md:3:4"]);
});

describe("accepts", () => {
  test.each([
    ["a stop", '```bash\nif ! git push; then\n  echo "ERROR"\n  exit 1\nfi\n```'],
    ["a retry", '```bash\nif ! git push; then\n  echo "Push failed"\n  git pull --rebase && git push || exit 1\nfi\n```'],
    ["a way in the prose below", '```bash\nif ! git push; then echo "ERROR"; fi\n```\n\nIf the push fails, pull and take the next task.'],
    ["a sentence for all steps", "If any step fails: stop and write why to BLOCKERS.md."],
    ["a sentence for one step", "If the push is rejected, pull and take the next task."],
    ["other work", "When you are blocked, take a filler task."],
    ["a case behind its action", "Move to the next task if blocked."],
    ["a part on errors", "## Error handling\n\nPull and push once more."],
  ])("%s", (_, text) => {
    expect(inPrompt(text)).toEqual([]);
  });
});

describe("stays silent", () => {
  test("where one session works alone", () => {
    expect(run("missing-recovery", [{ path: "prompt.md", text: "You are a careful engineer.\n\n```bash\nif ! npm test; then echo ERROR; fi\n```\n" }])).toEqual(
      [],
    );
  });

  test("where the document that it sends its sessions to says it", () => {
    const files = [
      { path: "prompt.md", text: `${START}2. Read RULES.md\n` },
      { path: "RULES.md", text: "# Rules\n\nIf any step fails, stop.\n" },
    ];
    expect(run("missing-recovery", files)).toEqual([]);
  });
});

test("says for the checklist where it is", () => {
  expect(evidenceOf("missing-recovery", [{ path: "prompt.md", text: `${START}If any step fails, stop.\n` }])).toMatchObject({
    state: "passed",
    place: { start: { line: 5 } },
  });
});
