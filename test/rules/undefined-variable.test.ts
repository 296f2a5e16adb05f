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

/* Where a variable comes from; what is said stands in the snapshot. */
describe("a variable, by what the document has of it", () => {
  const lost = (scripts: readonly string[], prose = "", options: object = {}, more: readonly { path: string; text: string }[] = []) =>
    run("undefined-variable", [{ path: "prompt.md", text: `${prose}\n\n${scripts.map((script) => bashPrompt(script).text).join("\n")}` }, ...more], {
      options,
    }).map(({ messageId, message, suggestions }) => `${messageId} ${message.split(":")[0]} ${suggestions.length}`);

  test.each<[string, string[], string[]]>([
    ["set in the block", ["TASK=a\ngit add $TASK"], []],
    ["set in the block in front", ["TASK=a", "git add $TASK"], ["elsewhere `$TASK` is empty here 1"]],
    ["set in the block behind", ["git add $TASK", "TASK=a"], []],
    ["read in two blocks behind", ["TASK=a", "git add $TASK", "git push origin $TASK $TASK"], ["elsewhere `$TASK` is empty here 1"]],
    ["two of one block", ["A1=a\nB1=b", "git add $A1 $B1"], ["elsewhereAll `$A1` and `$B1` are empty here 1"]],
    ["three of one block", ["A1=a\nB1=b\nC1=c", "git add $A1 $B1 $C1"], ["elsewhereAll `$A1`, `$B1` and `$C1` are empty here 1"]],
    ["four of one block", ["A1=a\nB1=b\nC1=c\nD1=d", "git add $A1 $B1 $C1 $D1"], ["elsewhereAll `$A1`, `$B1`, `$C1` and `$D1` are empty here 1"]],
    ["five of one block", ["A1=a\nB1=b\nC1=c\nD1=d\nE1=e", "git add $A1 $B1 $C1 $D1 $E1"], ["elsewhereAll `$A1`, `$B1`, `$C1` and 2 more are empty here 1"]],
    ["two of two blocks", ["A1=a\nB1=b", "git add $A1", "git add $B1"], ["elsewhere `$A1` is empty here 1", "elsewhere `$B1` is empty here 1"]],
    [
      "one that is set in front, and one that is nowhere",
      ["A1=a", "X=1\ngit add $A1 $B1 $X"],
      ["elsewhere `$A1` is empty here 1", "nowhere Nothing in this document sets `$B1` 1"],
    ],
    ["only said behind", ["TASK=a", "echo $TASK"], []],
    ["only compared behind", ["TASK=a", "grep $TASK b.md"], []],
    ["in braces", ["X=1\ngit add $X ${TASK}"], ["nowhere Nothing in this document sets `$TASK` 1"]],
    ["cut", ["X=1\ngit add $X ${TASK%.md}"], ["nowhere Nothing in this document sets `$TASK` 0"]],
    ["one in braces and one cut", ["X=1\ngit add $X ${TASK} ${OTHER%.md}"], ["nowhere Nothing in this document sets `$TASK` and `$OTHER` 0"]],
    ["with a value in its place", ["X=1\ngit add $X ${TASK:-a}"], []],
    ["compared, and only then acted on", ["X=1\ngrep $TASK b.md > c.md\ngit add $X $TASK"], ["nowhere Nothing in this document sets `$TASK` 1"]],
    ["in capitals, in a script that sets nothing", ["git add $TASK"], []],
    ["in small letters, in a script that sets nothing", ["git add $task"], ["nowhere Nothing in this document sets `$task` 1"]],
    ["in small letters and only compared, in a script that sets nothing", ["grep $task b.md"], []],
    ["two that nothing sets", ["X=1\ngit add $X $A1 $B1"], ["nowhere Nothing in this document sets `$A1` and `$B1` 1"]],
    ["three that nothing sets", ["X=1\ngit add $X $A1 $B1 $C1"], []],
    [
      "two that nothing sets, beside one that another block sets",
      ["C1=c", "X=1\ngit add $X $A1 $B1 $C1"],
      ["nowhere Nothing in this document sets `$A1` and `$B1` 1", "elsewhere `$C1` is empty here 1"],
    ],
    ["that only a function sets", ["f() {\n  local TASK=a\n}", "X=1\ngit add $X $TASK"], []],
    ["of the environment", ["X=1\ngit add $X $GITHUB_REF $MY_TOKEN $HOME"], []],
    ["labelled as the wrong way", ["X=1\ngit add $X\n\n# ❌ WRONG\ngit add $TASK"], []],
    ["beside what cannot be known", ["X=1\nsource env.sh\ngit add $X $TASK"], []],
    ["read in the block in front", ["X=1\nread -r TASK", "git add $TASK"], ["elsewhere `$TASK` is empty here 1"]],
  ])("%s", (_, scripts, expected) => {
    expect(lost(scripts)).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ["a name that is said", "TASK is what you were given.", 0],
    ["a name in code", "You know `$TASK`.", 0],
    ["only its expansion", "You get $TASK.", 1],
    ["a longer name", "You know TASKS.", 1],
    ["arguments", "You get $ARGUMENTS.", 0],
  ])("beside %s", (_, prose, count) => {
    expect(lost(["X=1\ngit add $X $TASK"], prose)).toHaveLength(count);
  });

  test.each<[string, string, number]>([
    ["sets it", "Run with TASK=a.", 0],
    ["names it in code", "You know `TASK`.", 0],
    ["only names it", "You know TASK.", 1],
    ["names another", "Run with MYTASK=a.", 1],
  ])("where another document %s", (_, text, count) => {
    expect(lost(["X=1\ngit add $X $TASK"], "", {}, [{ path: "OTHER.md", text }])).toHaveLength(count);
    expect(
      lost(["X=1\ngit add $X $TASK"], "", {}, [
        { path: "A.md", text: "Nothing of it." },
        { path: "OTHER.md", text },
      ]),
    ).toHaveLength(count);
  });

  test("of the options", () => {
    expect(lost(["X=1\ngit add $X $TASK"], "", { environment: ["TASK"] })).toEqual([]);
    expect(lost(["X=1\ngit add $X $MY_TASK"], "", { environment: ["MY_*", "OTHER"] })).toEqual([]);
    expect(lost(["X=1\ngit add $X $TASK"], "", { environment: ["TAS", "ASK", "T.SK"] })).toHaveLength(1);
  });

  test("that a start-up file keeps", () => {
    expect(lost(["export TASK=a", "git add $TASK"], "Put it into ~/.bashrc:")).toEqual([]);
    expect(lost(["TASK=a", "git add $TASK"], "Put it into ~/.bashrc:")).toHaveLength(1);
    expect(lost(["export TASK=a", "git add $TASK"])).toHaveLength(1);
  });
});
