import { describe, expect, test } from "vitest";
import { ALONE, ONE, bash, placesOf } from "./two-repositories.ts";

const places = placesOf("missing-repository-switch");

const TEXTS = ["1. Do its work\n", bash('if [ "$REPO" != "$TARGET_REPO" ]; then\n  echo "Wrong repository"\nfi')];

describe("reports", () => {
  test.each([
    ["nothing at all", "1. Do its work\n", "1:53"],
    ["only words at a mismatch", bash('if [ "$REPO" != "$TARGET_REPO" ]; then\n  echo "Wrong repository"\nfi'), "4:1"],
    ["printf at a mismatch", bash('if [ "$REPO" != "$TARGET_REPO" ]; then printf \'wrong\\n\'; fi'), "4:1"],
    ["a mismatch with brackets of bash", bash("if [[ $CURRENT_REPO != $TARGET_REPO ]]; then\n  echo wrong\nfi"), "4:1"],
    ["a look that leads to nothing", bash("git remote -v"), "1:53"],
    ["a commit in place", bash("git remote -v\ngit commit -am work"), "1:53"],
    ["a field that is read, and no more", "Read the Repository field of your entry.\n", "1:53"],
    ["a pull", bash("git pull\ngit push"), "1:53"],
  ])("%s", (_, text, place) => {
    expect(places(text)).toEqual([`p.md:${place}`]);
  });
});

describe("is silent on", () => {
  test.each([
    ["cd", bash('cd "../$TARGET_REPO" || exit 1')],
    ["a clone", bash("git clone https://github.com/acme/site.git")],
    ["a mismatch that stops", bash('if [ "$REPO" != "$TARGET_REPO" ]; then\n  echo wrong\n  exit 1\nfi\ncd .')],
    ["a mismatch that switches", bash('if [ "$REPO" != "$TARGET_REPO" ]; then\n  cd "$TARGET_REPO"\nfi')],
    ["words", "Switch to the correct repository before you start.\n"],
    ["words to stop", "In the wrong repository, stop.\n"],
    ["words to clone", "Clone the target repository.\n"],
    ["gh", bash("gh repo clone acme/site")],
    ["a mismatch in a bad example", "❌ WRONG:\n\n" + bash("if [ $A_REPO != $B_REPO ]; then\n  echo x\nfi") + "\n✅ Right:\n\n" + bash("cd site")],
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
  ["two that it commits to", "1. API work → Commit to acme/api\n2. Site work → Commit to acme/site\n", 1],
  ["a way to get there", "Commit to acme/api or to acme/site, and change to the right repository.\n", 0],
])("in preset strict %s", (_, text, count) => {
  expect(places(text, { board: ONE })).toEqual([]);
  expect(places(text, { board: ONE, isStrict: true })).toHaveLength(count);
});
