import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const unfilled = (script: string, prose = "") => run("unfilled-placeholder", [{ path: "prompt.md", text: `${prose}\n\n${bashPrompt(script).text}` }]);
const LOOP = "for id in $(cat ids.txt); do";

describe("reports", () => {
  test.each([
    ["what a loop writes into the board", `${LOOP}\n  sed -i "s/$id | OPEN/$id | [Task Name] | OPEN/" QUEUE.md\ndone`],
    ["a branch in a script that works out the rest", 'BOARD=$(ls *.md | head -1)\ngit add "$BOARD"\ngit push origin <your-branch>'],
    ["a variable of the script without its `$`", 'SESSION=$(hostname)\ngit add "inbox/to-{SESSION}.md"'],
    ["the variable of a loop without its `$`", "for name in a b; do\n  git add tasks/{name}.md\ndone"],
    ["a variable in angle brackets", "BRANCH=$(date +%s)\ngit push origin <BRANCH>"],
    ["a variable in a line that is written", 'ID=$(hostname)\necho "claimed by {ID}" >> STATUS.md'],
  ])("%s", (_, script) => {
    expect(unfilled(script)).toHaveLength(1);
  });

  test("the way out with the line that sets the variable", () => {
    expect(unfilled("ID=$(hostname)\ngit add {ID}.md")[0]?.message).toBe("`git` takes `{ID}` to the letter, although line 4 sets `ID`: expected `${ID}`");
  });
});

describe("stays silent", () => {
  test.each([
    ["a command that is all template", "git checkout -b session/<your-branch>\ngit push origin session/<your-branch>"],
    ["a message to be written", 'git add .\ngit commit -m "claim: [task name]"'],
    ["a value that a session finds out", "number={extract_from_path}\ngh issue view $number"],
    ["what is only said", 'ID=$(hostname)\necho "claimed by {ID}"'],
    ["a format", "http_code=$(hostname)\ncurl -w '%{http_code}' https://example.com\necho $http_code"],
    ["a program of another language", 'name=$(hostname)\npython3 -c \'print(f"{name}")\' "$name"'],
    ["a class of letters", 'name=$(hostname)\ngrep "[name]" "$name.md"'],
    ["an expansion", "ID=$(hostname)\ngit add ${ID}.md"],
    ["a variable that is set only later", "git add {ID}.md\nID=$(hostname)\ngit add $ID.md"],
    ["a variable that a function keeps for itself", "f() {\n  local id=$1\n}\ngit add {id}.md"],
    ["two things to fill in", `${LOOP}\n  sed -i "s/$id/$id | [Task Name] | [Agent Name]/" QUEUE.md\ndone`],
  ])("%s", (_, script) => {
    expect(unfilled(script)).toEqual([]);
  });

  test("what the prose tells the reader to fill in", () => {
    const script = 'BOARD=$(ls *.md | head -1)\ngit add "$BOARD"\ngit push origin <your-branch>';
    expect(unfilled(script, "Replace the names in brackets with your own:")).toEqual([]);
    expect(unfilled(script, "`<your-branch>` is the one that you were given.")).toEqual([]);
  });
});
