import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const undefinedIn = (scripts: readonly string[], prose = "") =>
  run("undefined-variable", [{ path: "prompt.md", text: `${prose}\n\n${scripts.map((script) => bashPrompt(script).text).join("\nThen:\n\n")}` }]).map(
    ({ message }) => message,
  );

describe("reports", () => {
  test.each([
    ["a folder that another block sets", ["REPO_DIR=$(pwd)/app", "cd $REPO_DIR\nmake"]],
    ["a branch that another block reads in", ["read -t 60 BRANCH_NAME", 'git push origin "$BRANCH_NAME"']],
    ["a value that nothing sets, in a script that sets others", ['TARGET=$(grep "^### $MY_SESSION" STATUS.md)\ntest -n "$TARGET"']],
    ["a name in small letters, which no environment has", ["cd $target\nmake"]],
    ["a list that another block makes", ['FILES=$(ls *.md)\necho "$FILES"', 'for file in $FILES; do git add "$file"; done']],
  ])("%s", (_, scripts) => {
    expect(undefinedIn(scripts)).toHaveLength(1);
  });
});

describe("stays silent", () => {
  test.each([
    ["what the same block sets", ["REPO_DIR=app\ncd $REPO_DIR"]],
    ["what is set again", ["DIR=app", "DIR=app\ncd $DIR"]],
    ["a default", ["DIR=app", 'cd "${DIR:-app}"']],
    ["a demand", ["DIR=app", 'cd "${DIR:?}"']],
    ["a test in front", ["DIR=app", '[ -n "$DIR" ] || exit 1\ncd "$DIR"']],
    ["what is only said", ["DIR=app", 'echo "working in $DIR"']],
    ["the environment", ['cd "$HOME"\ngit push origin "$GITHUB_REF"']],
    ["a name in capitals alone", ['cd "$PROJECT_ROOT"\nmake']],
    ["a file that is read in", ["DIR=app", '. ./env.sh\ncd "$DIR"']],
    ["what a slash command is called with", ["cd epics/$ARGUMENTS"]],
  ])("%s", (_, scripts) => {
    expect(undefinedIn(scripts)).toEqual([]);
  });

  test("a variable that the prose speaks of", () => {
    expect(undefinedIn(["A=1\ncd $TARGET_DIR/$A"], "Set TARGET_DIR to the folder of your task first.")).toEqual([]);
  });
});
