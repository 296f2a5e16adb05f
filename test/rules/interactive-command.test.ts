import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const waiting = (script: string) => run("interactive-command", [bashPrompt(script)]).map(({ message }) => message);

describe("reports, with the option that makes it wait", () => {
  test.each([
    ["git add -p", "`git add -p` asks"],
    ["git add --interactive src", "`git add --interactive` asks"],
    ["git checkout -p main", "`git checkout -p` asks"],
    ["kubectl logs -f deployment/app", "`kubectl logs -f` goes on"],
    ["tail -F build.log", "`tail -F` goes on"],
    ["rm -i old.md", "`rm -i` asks"],
    ["npm init", "`npm init` asks"],
    ["apt-get install jq", "`apt-get install` asks"],
    ["# Resolve the conflicts\ngit add .\ngit commit", "`git commit` opens an editor"],
  ])("%s", (script, start) => {
    const messages = waiting(script);
    expect(messages).toHaveLength(1);
    expect(messages[0]!.slice(0, start.length)).toBe(start);
  });
});

describe("stays silent", () => {
  test.each([
    ["an answer in front of the sub-command", "apt-get -y install jq"],
    ["an answer behind it", "npm init -y"],
    ["a package that starts a project", "npm init vite@latest app"],
    ["a comment of two lines that gives it to a person", "# A human resolves the conflicts\n# Then the merge goes on\ngit add a.md\ngit commit"],
    ["a terminal of its own", "# In another terminal\ntail -f build.log"],
    ["a limit", "timeout 60 tail -f build.log"],
    ["the background", "tail -f build.log &"],
    ["a message", 'git commit -am "claim"'],
  ])("%s", (_, script) => {
    expect(waiting(script)).toEqual([]);
  });
});

/* What gives an answer, an end or a person, each beside a case without it. The snapshot has the whole finding, with the repair. */
describe("a question", () => {
  test.each<[string, number]>([
    ["read answer", 1],
    ["read", 0],
    ['read -p "Go on? " answer', 1],
    ["x=1; read -r answer", 1],
    ["read -t 60 answer", 0],
    ["read -rt 60 answer", 0],
    ["read -u 3 answer", 0],
    ["read -r x-t", 1],
    ["echo yes | read answer", 0],
    ["read answer | cat", 0],
    ["read answer < file", 0],
    ["read answer <<< yes", 0],
    ["read answer <<EOF\nyes\nEOF", 0],
    ["read answer <&3", 0],
    ["read answer > log", 1],
    ["echo yes > log; read answer", 1],
    ["while read -r line; do echo $line; done < file", 0],
    ["{ read answer; } < file", 0],
    ["{ read answer; } <&3", 0],
    ["{ read answer; } > log", 1],
    ["echo yes | while read -r line; do echo $line; done", 0],
    ["echo yes | cat; read answer", 1],
    ["{ echo yes; read answer; } | cat", 0],
    ["read answer; { echo yes; } < file", 1],
    ["{ read answer; } &", 0],
    ["select choice in a b; do echo $choice; done", 1],
    ["select choice in a b; do echo $choice; done < file", 0],
    ["echo 1 | select choice in a b; do echo $choice; done", 0],
    ["# A person chooses\nselect choice in a b; do echo $choice; done", 0],
    ["# ❌ WRONG\nselect choice in a b; do echo $choice; done", 0],
    ["# Run setup first\nselect choice in a b; do echo $choice; done", 1],
    ["rm -i old.md < answers", 0],
    ["yes | rm -i old.md", 0],
    ["rm -i old.md > log", 1],
    ["rm -i old.md | tee log", 0],
    ["bash -c 'read answer'", 0],
    ["bash <<'EOF'\nread answer\nEOF", 0],
  ])("%j", (script, count) => {
    expect(waiting(script)).toHaveLength(count);
  });
});

describe("what goes on", () => {
  test.each<[string, number]>([
    ["tail -f build.log", 1],
    ["tail -f build.log | grep -m1 done", 0],
    ["cat a | tail -f", 1],
    ["tail -f build.log > all.log", 1],
    ["{ tail -f build.log; } &", 0],
    ["{ tail -f build.log; echo done; } | cat", 0],
    ["sleep 5 & tail -f build.log", 1],
    ["gtimeout 60 tail -f build.log", 0],
    ["nohup tail -f build.log", 0],
    ["setsid tail -f build.log", 0],
    ["script tail -f build.log", 0],
    ["nice tail -f build.log", 1],
    ["tail -f build.log # for the operator", 0],
    ["tail -f build.log # all of it", 1],
    ["tail -f build.log #all", 0],
    ["tail -f build.log; # all", 1],
    ["tail -f build.log\n# A human looks", 1],
    ["# A human looks\ntail -f build.log", 0],
    ["# A human looks\n\n\n\ntail -f build.log", 1],
    ["# A human looks\nmake\ntail -f build.log", 0],
    ["# A human looks\nmake\nmake\nmake\ntail -f build.log", 1],
    ["# A human looks\n# at what is there\ntail -f build.log", 0],
    ["make # A human looks\n# at it\ntail -f build.log", 0],
    ["# A human looks\nmake\n# Then\ntail -f build.log", 1],
    ["# Watch it\ntail -f build.log", 0],
    ["# Watch it\nrm -i old.md", 1],
    ["# Watch it\nless build.log", 0],
    ["less build.log", 1],
    ["# Log in first\ngh auth login", 0],
    ["gh auth login", 1],
    ["# Log in first\nrm -i old.md", 1],
    ["gh pr create", 1],
    ["gh pr create > out.md", 1],
    ["gh issue comment 3", 1],
    ["gh issue comment #3 --body done", 0],
    ["gh issue $VERB", 0],
    ["git commit", 1],
    ["git commit > log", 1],
    ["cd app && git commit", 1],
    ["sudo git commit", 1],
  ])("%j", (script, count) => {
    expect(waiting(script)).toHaveLength(count);
  });
});

describe("what is said around the script", () => {
  const around = (before: string, path = "prompt.md") =>
    run("interactive-command", [{ path, text: `${before}\n\n${bashPrompt("tail -f build.log").text}` }]).length;
  const far = "The sessions go on with their work, one step after the other. ".repeat(4);

  test.each<[string, number]>([
    ["For the operator:", 0],
    ["For the sessions:", 1],
    ["## Monitoring", 0],
    ["## Monitoring\n\n### Now", 0],
    ["## Work", 1],
    [`For the operator. ${far}`, 0],
    [`For the operator.\n\n${far}`, 1],
    ["For the operator.\n\nSo be it.", 0],
    ["For the operator.\n\nSo be it.\n\nGo on:", 1],
  ])("%j", (before, count) => {
    expect(around(before)).toBe(count);
  });

  test.each<[string, number]>([
    ["README.md", 0],
    ["docs/readme.md", 0],
    ["CONTRIBUTING.md", 0],
    ["CHANGELOG.md", 0],
    ["docs/prompt.md", 1],
  ])("in %s", (path, count) => {
    expect(around("Go on:", path)).toBe(count);
  });

  test("of the options", () => {
    const ignoring = (script: string, ...ignore: string[]) => run("interactive-command", [bashPrompt(script)], { options: { ignore } }).length;
    expect(ignoring("tail -f build.log", "tail")).toBe(0);
    expect(ignoring("tail -f build.log", "less")).toBe(1);
    expect(ignoring("git commit", "git")).toBe(0);
    expect(ignoring("git commit", "git commit")).toBe(0);
    expect(ignoring("git commit", "git add")).toBe(1);
    expect(ignoring("gh pr create", "gh pr create")).toBe(0);
  });
});
