import { describe, expect, test } from "vitest";
import { ALONE, ONE, bash, placesOf } from "./two-repositories.ts";

const places = placesOf("unverified-repository-switch");

const TEXTS = [bash("git clone https://github.com/acme/site.git\ngit push"), bash("cd ../site\ngit commit -am work")];

describe("reports", () => {
  test.each([
    ["a clone", bash("git clone https://github.com/acme/site.git\ngit push"), "4:1"],
    ["cd into a repository of the board", bash("cd ../site\ngit commit -am work"), "4:1"],
    ["cd into a variable", bash('cd "$TARGET_REPO"\nmake'), "4:1"],
    ["pushd", bash("pushd ~/work/site\nmake"), "4:1"],
    ["a look before the switch", bash("pwd\ncd ../site\nmake"), "5:1"],
    ["a look in another script", bash("cd ../site") + "\n" + bash("pwd"), "4:1"],
    ["a checkout, which says nothing of the place", bash("cd ../site\ngit checkout work"), "4:1"],
    ["words that look before", "First, check if you're in the site repo.\n\n" + bash("cd ../site\nmake"), "6:1"],
  ])("%s", (_, text, place) => {
    expect(places(text)).toEqual([`p.md:${place}`]);
  });
});

describe("is silent on", () => {
  test.each([
    ["pwd", bash("cd ../site\npwd")],
    ["the remote", bash("git clone https://github.com/acme/site.git\ncd site\ngit remote -v")],
    ["a handler", bash("cd ../site || exit 1\nmake")],
    ["errexit", bash("set -e\ncd ../site\nmake")],
    ["words behind", bash("cd ../site") + "\nVerify that the switch succeeded.\n"],
    ["a folder of the repository", bash("cd src\nmake")],
    ["git status", bash("cd ../site\ngit status")],
    ["the branch", bash("cd ../site\ngit branch --show-current")],
    ["a bad example", "❌ WRONG:\n\n" + bash("cd ../site\nmake")],
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
  ["a clone beside the own one", "You are already in the api repository.\n\n" + bash("git clone https://github.com/acme/plan.git\nmake"), 1],
  ["words that switch", "Commit to acme/api or to acme/site, and switch to the right repository.\n", 1],
  ["words that also look", "Commit to acme/api or to acme/site. Switch to the right repository and confirm you are in it.\n", 0],
])("in preset strict %s", (_, text, count) => {
  expect(places(text, { board: ONE })).toEqual([]);
  expect(places(text, { board: ONE, isStrict: true })).toHaveLength(count);
});
