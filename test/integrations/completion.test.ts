import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { COMMANDS, createProgram } from "../../src/cli/arguments.ts";
import { completeBash } from "../../src/cli/completion/bash.ts";
import { describeCommands } from "../../src/cli/completion/describe.ts";
import { completeFish } from "../../src/cli/completion/fish.ts";
import { completeZsh } from "../../src/cli/completion/zsh.ts";
import { SHELLS } from "../../src/cli/shells.ts";
import { PRESETS } from "../../src/config/presets.ts";
import { FORMATS } from "../../src/report/formatters.ts";

const ruleIds = rules.map(({ id }) => id);
const commands = describeCommands(
  createProgram([], () => {}),
  ruleIds,
);
const scripts = { bash: completeBash(commands), zsh: completeZsh(commands), fish: completeFish(commands) };
const formats = Object.keys(FORMATS);

const isMissing = (tool: string) => spawnSync(tool, ["-c", ":"]).error !== undefined;
for (const shell of SHELLS) if (isMissing(shell)) console.warn(`${shell} is missing: the tests that need it are skipped`);

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-completion-")));
  mkdirSync(join(folder, "prompts"));
  writeFileSync(join(folder, "START.md"), "");
  for (const shell of SHELLS) writeFileSync(join(folder, shell), scripts[shell]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("all commands are described, each with a summary for each option", () => {
  expect(commands.map(({ name }) => name).sort()).toEqual(["", ...COMMANDS].sort());
  for (const { options } of commands) for (const option of options) expect(option).toMatchObject({ summary: expect.stringMatching(/./) as unknown });
});

test.each<[string, string, unknown]>([
  ["", "--format", { kind: "words", words: formats }],
  ["lint", "--rule", { kind: "words", words: ruleIds }],
  ["lint", "--preset", { kind: "words", words: [...PRESETS] }],
  ["lint", "--config", { kind: "files" }],
  ["gate", "--root", { kind: "folders" }],
  ["lint", "--max-warnings", { kind: "text" }],
  ["lint", "--quiet", undefined],
])("%s %s", (command, name, value) => {
  expect(commands.find((known) => known.name === command)!.options.find(({ names }) => names.includes(name))!.value).toEqual(value);
});

/** Of a command line as bash divides it, the last word unfinished. */
function completeByBash(words: readonly string[]): string[] {
  const script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _prompt_lint; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "bash", join(folder, "bash"), "prompt-lint", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

describe.skipIf(isMissing("bash"))("bash", () => {
  const levels = ["off", "info", "warning", "error"];
  test.each<[string[], string[]]>([
    [["che"], ["checklist"]],
    [[""], [...COMMANDS]],
    [["--form"], ["--format"]],
    [["--format", ""], formats],
    [
      ["--format", "=", "js"],
      ["json", "jsonl"],
    ],
    [["--format", "="], formats],
    [["lint", "-f", "sar"], ["sarif"]],
    [["lint", "a.md", "--preset", "s"], ["strict"]],
    [
      ["checklist", "--format", ""],
      ["text", "json", "markdown"],
    ],
    [["explain", "unbounded"], ["unbounded-wait"]],
    [["explain", ""], ruleIds],
    [["--rule", "unbounded"], ["unbounded-wait"]],
    [["--rule", "unbounded-wait", ":"], levels],
    [["--rule", "unbounded-wait", ":", "o"], ["off"]],
    [["--rule", "=", "unbounded-wait", ":", "o"], ["off"]],
    [["--format", "json", ":", "o"], []],
    [["gate", "--check"], ["--checklist"]],
    [["gate", "START.md", "--", "basename"], ["basename"]],
    [["completion", ""], [...SHELLS]],
    [["help", "gr"], ["graph"]],
    [["gate", "--root", ""], ["prompts"]],
    // Files are bash's own business.
    [["START"], []],
    [["--config", ""], []],
    [["--", "--format", ""], []],
  ])("%j", (words, completed) => {
    expect(new Set(completeByBash(words))).toEqual(new Set(completed));
  });
});

describe.skipIf(isMissing("fish"))("fish", () => {
  test.each<[string, string[]]>([
    ["che", ["checklist"]],
    ["--form", ["--format"]],
    ["--format ", formats],
    ["lint --format=sar", ["--format=sarif"]],
    ["checklist -f ", ["text", "json", "markdown"]],
    ["explain unbounded", ["unbounded-wait"]],
    ["lint --rule unbounded", ["unbounded-wait"]],
    ["completion ", [...SHELLS]],
    ["lint STA", ["START.md"]],
    ["gate --root ", ["prompts/"]],
    ["-- --form", []],
  ])("%s", (line, completed) => {
    const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", `source fish; complete -C ${JSON.stringify(`prompt-lint ${line}`)}`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, HOME: folder },
    });
    expect(stderr).toBe("");
    const lines = stdout.split("\n").filter((text) => text !== "");
    expect(new Set(lines.map((text) => text.split("\t")[0]))).toEqual(new Set(completed));
  });
});

describe.skipIf(isMissing("zsh"))("zsh", () => {
  test("reads it", () => {
    expect(spawnSync("zsh", ["-f", "-n", join(folder, "zsh")], { encoding: "utf8", timeout: 20_000 })).toMatchObject({ status: 0, stderr: "" });
  });

  // What can only be one word is completed on the line, which is then written down.
  test.each([
    ["che", "checklist "],
    ["--form", "--format="],
    ["--format=sar", "--format=sarif "],
    ["lint -f sar", "lint -f sarif "],
    ["explain unbounded", "explain unbounded-wait "],
    ["lint --rule unbounded", "lint --rule unbounded-wait "],
    ["completion f", "completion fish "],
    ["lint STA", "lint START.md "],
    ["gate --root pro", "gate --root prompts/"],
  ])("%s", (line, completed) => {
    const file = (name: string) => join(folder, name);
    for (const name of ["ready", "answer"]) rmSync(file(name), { force: true });
    const inner = `cd ${folder}; autoload -Uz compinit; compinit -u -D; source ./zsh
write-down() { print -rn -- "$BUFFER" > answer.new; mv answer.new answer; exit }
zle -N write-down; bindkey '^X^W' write-down; touch ready`;
    const outer = `zmodload zsh/zpty
zpty terminal env TERM=dumb zsh -f -i
zpty -w terminal 'source ${file("inner")}'
repeat 100; do zpty -r -t terminal output; [[ -f ready ]] && break; sleep 0.1; done
sleep 0.2
zpty -w -n terminal $'prompt-lint ${line}\\t\\x18\\x17'
repeat 100; do zpty -r -t terminal output; [[ -f answer ]] && break; sleep 0.1; done
zpty -d terminal`;
    writeFileSync(file("inner"), inner);
    spawnSync("zsh", ["-f", "-c", outer], { cwd: folder, encoding: "utf8", timeout: 40_000, env: { ...process.env, HOME: folder } });
    expect(readFileSync(file("answer"), "utf8")).toBe(`prompt-lint ${completed}`);
  });
});
