import { describe, expect, test } from "vitest";
import { at, bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const PUSH = 'git commit -m "claim"\ngit push';
const paths = ["STATUS.md", "notes/plan.md"];
const check = (script: string) => run("unstaged-commit", [bashPrompt(script)], { paths });
const checkText = (text: string) => run("unstaged-commit", [{ path: "prompt.md", text }], { paths });
const fence = (script: string) => `\`\`\`bash\n${script}\n\`\`\`\n`;

describe("must report", () => {
  test.each([
    ["an edit by sed", `sed -i "s/A/B/" STATUS.md\n${PUSH}`, "prompt.md:3:1", "`STATUS.md`"],
    ["an edit by the sed of BSD", `sed -i '' "s/A/B/" STATUS.md\n${PUSH}`, "prompt.md:3:1", "`STATUS.md`"],
    ["a redirection", `echo "- x" >> new.md\n${PUSH}`, "prompt.md:3:1", "`new.md`"],
    ["a here-document", `cat > new.md <<EOF\nx\nEOF\n${PUSH}`, "prompt.md:5:1", "`new.md`"],
    ["tee", `echo x | tee -a STATUS.md\n${PUSH}`, "prompt.md:3:1", "`STATUS.md`"],
    ["a chain", 'git pull && sed -i s/A/B/ STATUS.md && git commit -m "x" && git push', "prompt.md:2:40", "`STATUS.md`"],
    ["a function", `claim() {\n  sed -i s/A/B/ STATUS.md\n  git commit -m x\n}\nclaim`, "prompt.md:4:3", "`STATUS.md`"],
    ["a branch", `if true; then\n  sed -i s/A/B/ STATUS.md\n  git commit -m x\nfi`, "prompt.md:4:3", "`STATUS.md`"],
    ["another file staged", `sed -i s/A/B/ STATUS.md\ngit add notes/\n${PUSH}`, "prompt.md:4:1", "leaves out `STATUS.md`"],
    ["staged before the edit", `git add STATUS.md\nsed -i s/A/B/ STATUS.md\n${PUSH}`, "prompt.md:4:1", "leaves out `STATUS.md`"],
    ["the file for troubles left out", `echo x >> BLOCKERS.md\ngit add STATUS.md\n${PUSH}`, "prompt.md:4:1", "leaves out `BLOCKERS.md`"],
    ["the file is named in the message", 'sed -i s/A/B/ STATUS.md\ngit commit -m "Update STATUS.md"', "prompt.md:3:1", "`STATUS.md`"],
    ["the second commit", `sed -i s/A/B/ STATUS.md\ngit add STATUS.md\n${PUSH}\nsed -i s/B/C/ STATUS.md\n${PUSH}`, "prompt.md:7:1", "leaves out `STATUS.md`"],
    ["a whole round that stages nothing", `git pull\n${PUSH}`, "prompt.md:3:1", "Nothing in this script stages"],
  ])("%s", (_, script, place, text) => {
    const findings = check(script);
    expect(findings.map(at)).toEqual([place]);
    expect(findings[0]!.message).toContain(text);
  });
});

describe("must stay silent", () => {
  const edit = "sed -i s/A/B/ STATUS.md";
  test.each([
    ["staged by name", `${edit}\ngit add STATUS.md\n${PUSH}`],
    ["staged as ./", `${edit}\ngit add ./STATUS.md\n${PUSH}`],
    ["staged with all", `${edit}\ngit add -A\n${PUSH}`],
    ["staged with the folder", `echo x >> notes/plan.md\ngit add notes/\n${PUSH}`],
    ["staged with a glob", `${edit}\ngit add *.md\n${PUSH}`],
    ["staged with a variable", `${edit}\ngit add "$FILES"\n${PUSH}`],
    ["commit -a", `${edit}\ngit commit -a -m x\ngit push`],
    ["commit -am", `${edit}\ngit commit -am x\ngit push`],
    ["commit with a path", `${edit}\ngit commit -m x STATUS.md\ngit push`],
    ["commit -- path", `${edit}\ngit commit -m x -- STATUS.md\ngit push`],
    ["amend", `${edit}\ngit commit --amend --no-edit`],
    ["allow-empty", "git pull\ngit commit --allow-empty -m x\ngit push"],
    ["only a message", 'git commit -m "feat(api): parse"'],
    ["a message and a push", PUSH],
    ["a merge", `git merge main\n${PUSH}`],
    ["git mv", `git mv a b\n${PUSH}`],
    ["cherry-pick", `git cherry-pick -n abc\n${PUSH}`],
    ["stash", `git stash pop --index\n${PUSH}`],
    ["checkout of a file", `git checkout main -- STATUS.md\n${PUSH}`],
    ["reset --soft", `git reset --soft HEAD~1\n${PUSH}`],
    ["a script that may stage", `${edit}\n./scripts/prepare.sh\n${PUSH}`],
    ["a program that may stage", `${edit}\nnpx changeset\n${PUSH}`],
    ["a function that may stage", `save() { git add -A; }\n${edit}\nsave\n${PUSH}`],
    ["eval", `${edit}\neval "$STAGE"\n${PUSH}`],
    ["another repository", `git -C ../other add -A\n${edit}\n${PUSH}`],
    ["find that stages", `${edit}\nfind . -name '*.md' -exec git add {} +\n${PUSH}`],
    ["xargs that stages", `${edit}\ngit ls-files -m | xargs git add\n${PUSH}`],
    ["a string that stages", `${edit}\nbash -c 'git add -A'\n${PUSH}`],
    ["an edit in a handler", `git pull || { echo x >> STATUS.md; exit 1; }\ngit add notes\n${PUSH}`],
    ["an edit behind the commit", `git add notes\n${PUSH}\necho x >> STATUS.md`],
    ["an edit that a later commit takes up", `${edit}\ngit add notes\n${PUSH}\ngit add STATUS.md\n${PUSH}`],
    ["a temporary file", `echo x > /tmp/msg\ngit add notes\n${PUSH}`],
    ["the file of the message", "echo x > MESSAGE\ngit commit -F MESSAGE"],
    ["a file that is removed", `echo x > STATUS.md\nrm STATUS.md\ngit add notes\n${PUSH}`],
    ["a log", `echo x >> session.log\n${PUSH}`],
    ["a file that nobody tracks left out", `echo x > result.json\ngit add STATUS.md\n${PUSH}`],
    ["another folder", `${edit}\ncd notes\ngit add plan.md\n${PUSH}`],
    ["a placeholder", `echo x >> <your-file>\n${PUSH}`],
    ["a comment that tells to stage", `${edit}\n# stage your files\n${PUSH}`],
    ["a sketch", `git checkout -b x\n# work\n${PUSH}`],
    ["a commit behind ||", `${edit}\ngit diff --cached --quiet || git commit -m x`],
    ["no push of what is left out", `${edit}\ngit add notes\ngit commit -m x`],
    ["a transcript", `$ git pull\nAlready up to date.\n$ git commit -m x\n[main 1234567] x\n$ git push`],
  ])("%s", (_, script) => {
    expect(check(script)).toEqual([]);
  });

  test("staged in the fence above", () => {
    expect(checkText(`1. Stage:\n\n${fence("git add -A")}\n2. Commit:\n\n${fence(`echo x >> STATUS.md\n${PUSH}`)}`)).toEqual([]);
  });

  test("prose that tells to stage", () => {
    expect(checkText(`Edit, stage your files, then:\n\n${fence(`sed -i s/A/B/ STATUS.md\n${PUSH}`)}`)).toEqual([]);
  });

  test("labelled as the wrong way", () => {
    expect(checkText(`❌ WRONG:\n\n${fence(`sed -i s/A/B/ STATUS.md\n${PUSH}`)}`)).toEqual([]);
  });
});

test("the suggestion stages the file, and silences the finding", () => {
  const script = `sed -i s/A/B/ STATUS.md\ngit add notes\n${PUSH}`;
  const [finding] = check(script);
  const [edit] = finding!.suggestions[0]!.edits;
  expect(edit!.text).toBe("git add STATUS.md && ");
  expect(check(script.replace("git commit", `${edit!.text}git commit`))).toEqual([]);
});

test("the place is `git commit`", () => {
  const [finding] = check(`sed -i s/A/B/ STATUS.md\nsudo git commit -m x`);
  expect(finding?.place).toMatchObject({ start: { line: 3, column: 6 }, end: { line: 3, column: 16 } });
});

/* What may stage, what may take the edit away, and where the commit stands: each in one thing other than a case that is reported. */
describe("by one thing", () => {
  const edit = "sed -i s/A/B/ STATUS.md";
  test.each<[string, number]>([
    [`${edit}\neval "$STAGE"\n${PUSH}`, 0],
    [`${edit}\nsource stage.sh\n${PUSH}`, 0],
    [`${edit}\n. stage.sh\n${PUSH}`, 0],
    [`${edit}\nbash -c 'git add STATUS.md'\n${PUSH}`, 0],
    [`${edit}\nbash -c 'make'\n${PUSH}`, 0],
    [`${edit}\ngit stash\n${PUSH}`, 0],
    [`${edit}\ngit rm STATUS.md\n${PUSH}`, 0],
    [`${edit}\ngit checkout STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit diff STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit status STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit log STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit show STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit blame STATUS.md\n${PUSH}`, 1],
    [`${edit}\ngit difftool STATUS.md\n${PUSH}`, 0],
    [`${edit}\nrm STATUS.md\n${PUSH}`, 0],
    [`${edit}\nmv STATUS.md OLD.md\n${PUSH}`, 0],
    [`${edit}\ncp STATUS.md OLD.md\n${PUSH}`, 0],
    [`${edit}\nscp STATUS.md host:\n${PUSH}`, 0],
    [`${edit}\ngh gist create STATUS.md\n${PUSH}`, 0],
    [`${edit}\ncurl -d @STATUS.md https://example.com\n${PUSH}`, 0],
    [`${edit}\ncurl -F file=STATUS.md https://example.com\n${PUSH}`, 0],
    [`${edit}\ncurl -d MYSTATUS.md https://example.com\n${PUSH}`, 1],
    [`${edit}\ncp OTHER.md OLD.md\n${PUSH}`, 1],
    [`${edit}\ncat STATUS.md\n${PUSH}`, 1],
    [`${edit}\ncurlie STATUS.md\n${PUSH}`, 0],
    [`${edit}\ncd app\n${PUSH}`, 0],
    [`${edit}\npushd app\n${PUSH}`, 0],
    [`cd app\n${edit}\n${PUSH}`, 1],
    [`${edit}\n${PUSH}\ncd app`, 1],
    [`sed -i s/A/B/ ./STATUS.md\n${PUSH}`, 1],
    [`sed -i s/A/B/ ././STATUS.md\n${PUSH}`, 1],
    [`sed -i s/A/B/ ../STATUS.md\n${PUSH}`, 0],
    [`sed -i s/A/B/ a/../STATUS.md\n${PUSH}`, 1],
    [`echo x > run.log\n${PUSH}`, 0],
    [`echo x > tmp/a.md\n${PUSH}`, 0],
    [`echo x > build/a.md\n${PUSH}`, 0],
    [`echo x > .git/a\n${PUSH}`, 0],
    [`echo x > "my file.md"\n${PUSH}`, 0],
    [`echo x > <name>.md\n${PUSH}`, 0],
    [`echo <name> > STATUS.md\n${PUSH}`, 1],
    [`true || ${edit}\n${PUSH}`, 0],
    [`if true; then ${edit}; fi\n${PUSH}`, 0],
    [`${edit}\ngit add notes/\ngit commit -m x`, 0],
    [`git push\n${edit}\ngit add notes/\ngit commit -m x`, 0],
    [`echo x > new.md\ngit add notes/\n${PUSH}`, 0],
    [`echo x > plan.md\ngit add STATUS.md\n${PUSH}`, 1],
    [`echo x > lan.md\ngit add STATUS.md\n${PUSH}`, 0],
    [`git fetch\n${PUSH}`, 1],
    [`git checkout main\n${PUSH}`, 1],
    [`git switch main\n${PUSH}`, 1],
    [`git status\n${PUSH}`, 0],
    [`git checkout-index\n${PUSH}`, 0],
    [`git pull\n# Then\n${PUSH}`, 0],
    [`git pull origin <branch>\n${PUSH}`, 0],
    [`git pull\ngit commit -m x`, 0],
    [`git push\ngit pull\ngit commit -m x`, 0],
    [`${PUSH}\ngit pull`, 0],
    [`git commit -m a\n${edit}\n${PUSH}`, 1],
    [`${edit}\ngit commit -m a || exit 1\ngit push`, 1],
    [`# Stage it\n${edit}\n${PUSH}`, 0],
    [`# Stage 2\n${edit}\n${PUSH}`, 1],
    [`# Use git add\n${edit}\n${PUSH}`, 0],
    [`# Add all changes\n${edit}\n${PUSH}`, 0],
    [`# Add the modified files\n${edit}\n${PUSH}`, 0],
    [`# A pre-commit hook does it\n${edit}\n${PUSH}`, 0],
    [`# Commit it\n${edit}\n${PUSH}`, 1],
  ])("%j", (script, count) => {
    expect(check(script)).toHaveLength(count);
  });

  const far = "The sessions go on with their work, one step after the other. ".repeat(9);
  test.each<[string, string, number]>([
    ["Stage it first:", "", 0],
    ["", "Stage it first.", 0],
    [`Stage it first.\n\n${far}`, "", 1],
    ["", `${far}\n\nStage it first.`, 1],
    [fence("git add STATUS.md"), "", 0],
    [`${fence("git add STATUS.md")}\n${fence("make")}`, "", 1],
    ["", fence("git add STATUS.md"), 1],
  ])("between %j and %j", (before, after, count) => {
    expect(checkText(`${before}\n\n${fence(`${edit}\n${PUSH}`)}\n${after}\n`)).toHaveLength(count);
  });

  test.each<[string, number]>([
    ["Nothing is said.", 1],
    [`It is staged.\n\n${far}`, 0],
    [`Use git add.\n\n${far}`, 0],
    [`Use commit -a.\n\n${far}`, 0],
  ])("a round below %j", (before, count) => {
    expect(checkText(`${before}\n\n${fence(`git pull\n${PUSH}`)}`)).toHaveLength(count);
  });
});
