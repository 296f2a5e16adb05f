import { describe, expect, test } from "vitest";
import { ALONE, ONE, bash, placesOf } from "./two-repositories.ts";

const places = placesOf("unread-target-repository");

const TEXTS = ["1. Do its work\n", bash("cd site")];

describe("reports", () => {
  test.each([
    ["a claim and nothing else", "1. Do its work\n", "1:53"],
    ["a switch to a fixed one", bash("cd site"), "1:53"],
    ["a clone of a fixed one", bash("git clone https://github.com/acme/site.git"), "1:53"],
    ["a repository that is named once", "All commits go to acme/site.\n", "1:53"],
    ["a look at the remote", bash("git remote -v"), "1:53"],
    ["guidelines of a repository", "Read the repository guidelines first.\n", "1:53"],
    ["a check of the place", "First, check if you're in the API repo:\n", "1:53"],
    ["a search for the status", bash("grep UNCLAIMED SESSION-STATUS.md"), "1:53"],
  ])("%s", (_, text, place) => {
    expect(places(text)).toEqual([`p.md:${place}`]);
  });
});

describe("is silent on", () => {
  test.each([
    ["the field", "Read the Repository field of your entry.\n"],
    ["a quoted line", 'Look at "Repository: acme/…" of your entry.\n'],
    ["grep", bash('REPO=$(grep -A5 "$NAME" SESSION-STATUS.md | grep "Repository:")')],
    ["awk", bash("awk '/Repository:/ {print $3; exit}' SESSION-STATUS.md")],
    ["yq", bash("yq .sessions[0].repository STATUS.yaml")],
    ["both named, for each kind of work", "API work goes to acme/api, site work to acme/site.\n"],
    ["a list of what to note", "From your entry:\n\n- Repository: which repo to work in\n"],
    ["words to note it", "Note the repository given there, and change to it.\n"],
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
  ["repositories that the prompt fixes", "1. API work → Commit to acme/api\n2. Site work → Commit to acme/site\n", 1],
  ["a field that is read", "Commit to acme/api or to acme/site: read the Repository field of your entry.\n", 0],
  ["a clone beside the own one", "You are already in the api repository.\n\n" + bash("git clone https://github.com/acme/plan.git"), 1],
])("in preset strict %s", (_, text, count) => {
  expect(places(text, { board: ONE })).toEqual([]);
  expect(places(text, { board: ONE, isStrict: true })).toHaveLength(count);
});
