import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const check = (script: string) => {
  const file = bashPrompt(script);
  const lines = file.text.split("\n");
  return run("unchecked-command", [file]).map(({ place: { start, end }, message }) => ({
    cut: lines[start.line - 1]!.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined),
    message,
  }));
};

describe("the place is the command that the message names", () => {
  test.each([
    ["left in a pipeline", "set -e\ncurl -s https://example.com/x | jq .id > id.txt", "curl -s https://example.com/x"],
    ["in an assignment", "COUNT=$(ls tasks/*.md | wc -l)\necho $COUNT", "ls tasks/*.md"],
    ["behind another command", "ls\ngit push", "git push"],
  ])("%s", (_, script, cut) => {
    const [finding] = check(script);
    expect(finding?.cut).toBe(cut);
    expect(finding?.message).toContain(`\`${cut}\` can fail unnoticed`);
  });
});

test("the place of a command over several lines is the first", () => {
  const [finding] = check("npm install \\\n  --no-audit");
  expect(finding?.cut).toBe("npm install");
});

test("names a placeholder that stands for a command as it is written", () => {
  const [finding] = check("git pull\n<tool> sync\n{{cmd}} stop\ngit push");
  expect(finding?.message).not.toContain("PPP");
});

describe("a transcript", () => {
  test("tells of a run, and nothing is to be checked", () => {
    expect(check("$ pip install -e .\nSuccessfully installed tools-0.1.0\n\n$ tools --help\n✓ Working")).toEqual([]);
  });

  test("without output is a list of commands to run", () => {
    expect(check("$ npm ci\n$ npm publish")).toHaveLength(1);
  });
});

test("says «another» of a second command with the name of the first", () => {
  expect(check("cd app\nmake\ncd docs")[0]?.message).toContain("and so can `make` and another `cd`");
  expect(check("tool a\ntool b\ntool c")[0]?.message).toContain("and so can 2 more `tool`:");
});

describe("what is no command", () => {
  test.each([
    ["how a program is called", "tool run <name> [-n count] [--dry-run]"],
    ["front matter", "---\nname: plan\n---"],
    ["a tool of the session", "# With your own tool:\nRead data/tasks.json"],
  ])("%s", (_, script) => {
    expect(check(script)).toEqual([]);
  });

  test("is no pattern of files and no test", () => {
    expect(check("rm [a-c]*.tmp\n[ -f x ]")).toHaveLength(1);
  });
});

describe("prose below that says what to do", () => {
  const below = (prose: string) => run("unchecked-command", [{ path: "prompt.md", text: `${bashPrompt("board sync\nboard done task-1").text}\n${prose}\n` }]);

  test.each([
    "If `board done` fails, write to BLOCKERS.md.",
    "If `board done` exits with an error: escalate to the coordinator.",
    "When board done fails, stop and report it.",
  ])("«%s»", (prose) => {
    expect(below(prose)[0]?.message).not.toContain("and so can");
  });

  test.each(["If `board list` fails, write to BLOCKERS.md.", "If the board fails to load, reload it."])("about something else: «%s»", (prose) => {
    expect(below(prose)[0]?.message).toContain("and so can");
  });
});

describe("with the option `readOnly`", () => {
  const severities = (script: string, readOnly: "info" | "warning" | "off") =>
    run("unchecked-command", [bashPrompt(script)], { options: { readOnly } }).map(({ severity, related }) => `${severity} ${related.length}`);

  test.each<[string, "info" | "warning" | "off", string[]]>([
    ["git status\nls docs", "info", ["info 1"]],
    ["git status\nls docs", "warning", ["warning 1"]],
    ["git status\nls docs", "off", []],
    ["git status\ngit push", "info", ["warning 1"]],
    ["git status\ngit push", "off", ["warning 0"]],
  ])("%j with %s", (script, readOnly, expected) => {
    expect(severities(script, readOnly)).toEqual(expected);
  });
});

describe("says how to look at it", () => {
  test.each([
    "make\ncurl -s https://example.com/x | jq .id > id.txt",
    "set -e\ncurl -s https://example.com/x | jq .id > id.txt",
    "f() {\n  local x=$(git push)\n}\nf",
    'set -e\nexport TOKEN="$(make token)"',
    'echo "$(git push)"',
    "diff <(make a) b",
    "make &\ngit push || exit 1",
    'git push || exec bash "$0"',
    "git push",
    "set -e\nif make; then git push && make; fi\ngit fetch && git merge; true",
    "npm ci\nnpm test\ngit add .\ngit commit -m a\ngit push\nmake\ncurl a\nls\nwget b",
    "npm ci\ngit push\nmake\ncurl a\nwget b",
    "cat a | git push | make\nmake | cat b",
    "make > out.txt\ngit push > log.txt\ncd docs",
  ])("%j", (script) => {
    expect(check(script).length).toBeGreaterThan(0);
  });
});

describe("leaves to the agent what is a command of it", () => {
  test.each(["/find-tasks filter:open", "/team:start", "/go", "/Stop now"])("%j", (script) => {
    expect(check(script)).toEqual([]);
  });

  test.each(["/usr/bin/make docs", "bin/go", "/2go", "/opt/x"])("but not %j", (script) => {
    expect(check(script)).toHaveLength(1);
  });
});

describe("suggests nothing", () => {
  test("in a line between prose, nor in YAML", () => {
    const prose = run("unchecked-command", [
      { path: "prompt.md", text: "You are a session.\n\nRun these:\n\n    cd app\n    npm ci\n    git push\n\n$ git push\n" },
    ]);
    const yaml = run("unchecked-command", [
      { path: "agents.yaml", text: "agents:\n  - prompt: |\n      You are a session.\n\n      ```bash\n      cd app\n      git push\n      ```\n" },
    ]);
    expect([prose.length, yaml.map(({ suggestions }) => suggestions)]).toMatchSnapshot();
  });
});

test("counts for the checklist what is checked in several scripts", () => {
  const scripts = ["git push || exit 1\ngit fetch || exit 1", "set -e\nmake\nls | wc -l"].map((script) => bashPrompt(script).text);
  expect(run("unchecked-command", [{ path: "prompt.md", text: scripts.join("\n") }]).map(({ severity }) => severity)).toEqual(["info"]);
  expect(run("unchecked-command", [bashPrompt("git push || exit 1")])).toEqual([]);
  expect(run("unchecked-command", [{ path: "prompt.md", text: `${scripts[0]}\n## ❌ Wrong\n\n${bashPrompt("git push").text}` }])).toEqual([]);
});
