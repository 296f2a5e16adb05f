import { describe, expect, test } from "vitest";
import { ALONE, ONE, bash, placesOf } from "./two-repositories.ts";

const places = placesOf("unchecked-repository");

const TEXTS = [bash('git commit -am "work"\ngit push'), bash('git commit -am "work"\ngit remote -v')];

describe("reports", () => {
  test.each([
    ["a commit", bash('git commit -am "work"\ngit push'), "4:1"],
    ["a look that comes too late", bash('git commit -am "work"\ngit remote -v'), "4:1"],
    ["a commit in the second script", bash("git pull") + "\n" + bash("git commit -am work"), "8:1"],
    ["a branch, which says nothing of the repository", bash("git branch --show-current\ngit commit -am work"), "5:1"],
    ["a status", bash("git status\ngit commit -am work"), "5:1"],
    ["a commit behind a switch", bash("cd site\ngit commit -am work"), "5:1"],
    ["a remote that is added", bash("git remote add up https://example.org/x\ngit commit -am work"), "5:1"],
    ["a commit in a condition", bash("if ! git commit -am work; then exit 1; fi"), "4:6"],
  ])("%s", (_, text, place) => {
    expect(places(text)).toEqual([`p.md:${place}`]);
  });
});

describe("is silent on", () => {
  test.each([
    ["the address of the remote", bash("git remote get-url origin\ngit commit -am work")],
    ["all remotes", bash("git remote -v\ngit commit -am work")],
    ["the root", bash("git rev-parse --show-toplevel\ngit commit -am work")],
    ["the config", bash("git config --get remote.origin.url\ngit commit -am work")],
    ["words in front", "Verify the repository before you commit.\n\n" + bash("git commit -am work")],
    ["a heading", "## Check the repository\n\n" + bash("git commit -am work")],
    ["a warning", "If this is the wrong repository, stop.\n\n" + bash("git commit -am work")],
    ["no commit", bash("git pull\ncat SESSION-STATUS.md")],
    ["a bad example", "❌ WRONG:\n\n" + bash("git commit -am work")],
    ["gh, which names it", bash("gh repo view\ngit commit -am work")],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  test("one repository", () => {
    for (const text of TEXTS) expect(places(text, { board: ONE })).toEqual([]);
  });

  test("one session", () => {
    for (const text of TEXTS) expect(places(text, { intro: ALONE })).toEqual([]);
  });
});

test.each([
  ["a clone of another counts", "You are already in the api repository.\n\n" + bash("git clone https://github.com/acme/plan.git\ngit commit -am x"), 1],
  ["two that it commits to count", "1. API work → Commit to acme/api\n2. Site work → Commit to acme/site\n", 1],
  ["a look is enough", "You are already in the api repository.\n\n" + bash("git remote -v\ngit clone https://github.com/acme/plan.git\ngit commit -am x"), 0],
  ["the same by its short name is one", "You are already in the api repository.\n\n" + bash("git clone https://github.com/acme/api.git"), 0],
])("in preset strict %s", (_, text, count) => {
  expect(places(text, { board: ONE })).toEqual([]);
  expect(places(text, { board: ONE, isStrict: true })).toHaveLength(count);
});
