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
