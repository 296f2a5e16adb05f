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

/* One script that works out the rest by itself, and a placeholder in a line of it. `vitest -u` rewrites the snapshots: read the diff. */

const COMPUTED = 'BOARD=$(ls *.md | head -1)\ngit add "$BOARD"\n';
const inLine = (line: string) => unfilled(`${COMPUTED}${line}`).length;

describe("what asks for a value", () => {
  test.each([
    ..."your insert fill enter describe replace add".split(" ").map((word) => `echo "claim: [${word} something]" >> "$BOARD"`),
    ..."name id title description number date time timestamp branch path url reason summary message hash sha version email here N X"
      .split(" ")
      .map((word) => `echo "claim: [some ${word}]" >> "$BOARD"`),
    ..."session task agent worker role feature module component file".split(" ").map((word) => `echo "claim: [${word}]" >> "$BOARD"`),
    "git push origin <your-branch>",
    "git push origin <br-main>",
    "git push origin <your-branch> && git fetch origin <your-branch>",
    "echo \"for <your name>\" >> 'log of <your name>.md'",
    "sed -i 's/TODO/<task-name>/' board.md",
    'sed -i "s/TODO/<task-name>/" "$BOARD"',
    'sed -i "s|TODO|<task-name>|" "$BOARD"',
    'sed -i "s#TODO#<task-name>#" "$BOARD"',
    'sed -i "s,TODO,<task-name>," "$BOARD"',
    'sed -i "s/a\\/b/<task-name>/" "$BOARD"',
    'sed -i "3s/a/b/; s/TODO/<task-name>/" "$BOARD"',
    'sed -i "/T-1/s/TODO/<task-name>/" "$BOARD"',
    'sed -i "3{s/TODO/<task-name>/}" "$BOARD"',
    'sed -i "3s/TODO/<task-name>/" "$BOARD"',
    'sed -i "s/tasks,b/c/; s/TODO/<task-name>/" "$BOARD"',
    "sed -i s/TODO/<task-name>/ board.md",
    "cat > note.md <<EOF\nEOF\ngit push origin <your-branch>",
  ])("%s", (line) => {
    expect(inLine(line)).toBe(1);
  });
});

describe("what asks for none", () => {
  test.each([
    ..."grep egrep rg awk gawk jq yq perl python python3 node find printf test [ curl tmux docker kubectl"
      .split(" ")
      .map((name) => `${name} a <your-branch> > b`),
    "git grep <your-branch> > b",
    'echo "the [session file] list of [names]" | tee "$BOARD"',
    ..."a b i p br hr h2 ul ol li em td tr th div span code pre table strong summary details img body html head title script style svg link meta input button form"
      .split(" ")
      .map((tag) => `echo "<${tag}>x" >> "$BOARD"`),
    'echo "<br/>" >> "$BOARD"',
    'echo "<td align:left>" >> "$BOARD"',
    'echo "- [some name](tasks.md)" >> "$BOARD"',
    'echo "- [some link][some name]" >> "$BOARD"',
    'echo "[WIP] half done" >> "$BOARD"',
    'echo "claim [DONE]" >> "$BOARD"',
    'echo "[session] claim" >> "$BOARD"',
    "echo '[task] claim' >> \"$BOARD\"",
    'echo "half-filled [by the session who]" >> "$BOARD"',
    'echo "the [names of all] and [your" >> "$BOARD"',
    'echo "{your_branch}" >> "$BOARD"',
    'echo "<your-branch>"',
    "printf '<your-branch>' >> b",
    "for branch in <your-branch>; do true; done",
    'sed -i "s/<task-name>/x/" "$BOARD"',
    'sed -i "/<task-name>/d" "$BOARD"',
    'sed -i "/a/,/<task-name>/d" "$BOARD"',
    'sed -i "/tasks/<task-name>/d" "$BOARD"',
    'sed -i "s/a/b/" <task-name>.md',
    'sed -i "s/a/b/<task-name>" "$BOARD"',
    'sed -i "s/TODO/[DONE]/" "$BOARD"',
    'sed "s/a/b/" "$BOARD" > <task-name>.md',
    "# ❌ WRONG\ngit push origin <your-branch>",
    "git push origin <your-branch> <your-remote>",
    "git push origin main # <your-branch>",
    "# <your-branch> is told to you\ngit push origin <your-branch>",
    "# replace what is in brackets\ngit push origin <your-branch>",
  ])("%s", (line) => {
    expect(inLine(line)).toBe(0);
  });

  test("where nothing is worked out", () => {
    expect(unfilled('ls "$BOARD"\nOTHER=$(ls)\ngit push origin <your-branch>')).toEqual([]);
  });
});

describe("a variable without its `$`", () => {
  test.each<[string, string[]]>([
    ["ID=$(hostname)\ngit add {ID}.md", ["forgotten"]],
    ["ID=$(hostname)\ngit add '{ID}.md'", ["forgotten"]],
    ["ID=$(hostname)\ngit add {ID}.md 'x'", ["forgotten"]],
    ["ID=$(hostname)\ngit add 'x' {ID}.md", ["forgotten"]],
    ["ID=$(hostname)\ngit add 'a {ID} b'", ["forgotten"]],
    ["ID=$(hostname)\ngit add <ID>.md {ID}.txt", ["forgotten", "forgotten"]],
    ["read -r ID\ngit add {ID}.md", ["forgotten"]],
    ["for ID in a b; do git add {ID}.md; done", ["forgotten"]],
    ["ID={ID}", []],
    ["ID=$(hostname)\necho {ID}", []],
    ["ID=$(hostname)\ngrep {ID} a.md > b.md", []],
    ["ID=$(hostname)\ngit add {ID}.md\ngit push origin <your-branch>", ["forgotten"]],
    ["ID=$(hostname)\ngit add {ID}.md\ngit push $ID <your-branch>", ["forgotten", "unfilled"]],
  ])("%s", (script, expected) => {
    expect(unfilled(script).map(({ messageId }) => messageId)).toEqual(expected);
  });
});

describe("what the document says of it", () => {
  const reported = (before: string, after = "") =>
    run("unfilled-placeholder", [{ path: "prompt.md", text: `${before}\n\n${bashPrompt(`${COMPUTED}git push origin <your-branch>`).text}\n${after}\n` }])
      .length;
  const near = `${"All of the sessions go on with their work, one step after the other. ".repeat(6)}\n\n`;
  const far = `${"All of the sessions go on with their work, one step after the other. ".repeat(12)}\n\n`;

  test.each([
    "Replace it",
    "By replacing it",
    "Fill in yours",
    "To be filled in",
    "Substitute it",
    "The placeholder is yours",
    "The placeholders are yours",
    "Customize it",
    "Customise it",
    "Adapt it",
    "Adjust it",
    "Change this",
    "Change these",
    "Change to yours",
    "Insert it",
    "Take your own",
  ])("%s, in front and behind", (text) => {
    expect(reported(`${text}.`)).toBe(0);
    expect(reported("Go on.", `${text}.`)).toBe(0);
    expect(reported(`${text}.\n\n${far}`)).toBe(1);
    expect(reported(`${text}.\n\n${near}`)).toBe(0);
    expect(reported("Go on.", `${near}${text}.`)).toBe(0);
    expect(reported("Go on.", `${far.trim()} ${text}.`)).toBe(0);
    expect(reported("Go on.", `${far}${text}.`)).toBe(1);
  });

  test("far off by its name", () => {
    expect(reported(`Know the your-branch placeholder.\n\n${far}`)).toBe(0);
    expect(reported(`Know your branch.\n\n${far}`)).toBe(1);
    expect(reported("Go on.", `${far}Know what \`<your-branch>\` is.`)).toBe(0);
  });

  test.each<[string, string, number]>([
    ["the arguments of a command", "You get $ARGUMENTS.", 0],
    ["a name that only starts like them", "You get $ARGUMENTS_OF_ALL.", 1],
    ["a template", "You are {{name}}.", 0],
    ["a pair of braces", "You are {{ }}.", 1],
    ["another script with such brackets", bashPrompt("git fetch <remote>").text, 0],
    ["another script with other brackets", bashPrompt("git fetch [some name]").text, 1],
    ["another script with both", bashPrompt("git fetch [some name] <remote>").text, 0],
    ["another script with none", bashPrompt("git fetch").text, 1],
    ["another script with the wrong way", bashPrompt("git fetch <WRONG>").text, 1],
    ["a wrong script with such brackets", `## ❌ Wrong\n\n${bashPrompt("git fetch <remote>").text}\n## Right`, 1],
  ])("%s", (_, before, expected) => {
    expect(reported(before)).toBe(expected);
  });
});
