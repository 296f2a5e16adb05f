import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FORMATS } from "../../src/report/formatters.ts";
import { ACTING_CHARACTER, CI_COMMAND } from "../report/hostile-text.ts";
import { createArena, expectCivil, type Arena } from "./arena.ts";

let arena: Arena;
beforeEach(() => {
  arena = createArena();
});
afterEach(() => arena.strike());

/** What acts where a report is shown; each stands where a message quotes it. */
const ACTS = [
  "\u001B[31mred\u001B[0m",
  "\u001B]0;title\u0007",
  "\u001B]8;;https://example.org\u001B\\link",
  "\u001B]52;c;aGk=\u0007",
  "\u009B31m",
  "\u202Egnp.exe\u202C",
  "::error file=x,line=1::pwned",
  "::add-mask::a",
  "::stop-commands::t",
  "##[error]pwned",
  "##vso[task.setvariable variable=x]y",
  "##teamcity[buildStatus status='SUCCESS']",
  "%0A::error::pwned",
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "]]></failure><x/>",
  "<!-- -->",
  "&lt;b&gt;&#27;[31m",
  "![x](https://example.org/x.png)",
  "[x](javascript:alert(1))",
  "@everyone #1 GH-1",
  "=cmd|'/c calc'!A1",
  "%s%n%x",
  "\u{E0041}\u{E0042}",
  "$(touch canary) `touch canary`",
];

/** The same text as id, name, status, field, command, path, pattern and order. */
function workspaceOf(text: string): Record<string, string> {
  const cell = text.replaceAll("|", "\\|");
  return {
    "STATUS.md": `# Status ${text}\n\n- **READY**: free\n- **DONE**: finished\n\n## Session 1: ${text}\n\n- **Status:** ${text}\n- **Claimed By:** ${text}\n- **Repository:** ${text}\n- **Output File:** ${text}\n- **Dependencies:** ${text}\n\n| Session | Status |\n|---|---|\n| ${cell} | ${cell} |\n| Session 3 | READY |\n`,
    "PROMPT.md": `You are ${text}, one of several sessions that work in parallel. Read ${text}.md and docs/${text}/plan.md first, then [${text}](${text}.md).\n\n\`\`\`bash\ngrep "${text}" STATUS.md\ncat '${text}'\ncd /home/${text}/app\nwhile true; do sleep 5; done # ${text}\n${text}\n\`\`\`\n\n<!-- prompt-lint-disable ${text} -->\n`,
    "DEPENDENCIES.yaml": `Session 1:\n  depends_on: [${JSON.stringify(text)}]\n${JSON.stringify(text)}:\n  depends_on: [Session 1]\n`,
    "broken.yaml": `status: ${text}\nsessions: [\n`,
  };
}

describe.each(Object.keys(FORMATS))("%s", (format) => {
  test("no text of a file acts", async () => {
    for (const text of ACTS) {
      arena.write(workspaceOf(text));
      const verdict = await arena.run(["--format", format, "--verbose"]);
      expect(verdict.code).not.toBe(0);
      expect(verdict.stdout.replaceAll("\n", "")).not.toMatch(ACTING_CHARACTER);
      if (format === "github") expectCivil({ ...verdict, stdout: "" });
      else expectCivil(verdict);
      // A log shows what is printed to whoever runs it.
      if (!["github", "html", "markdown", "junit"].includes(format)) expect(verdict.stdout).not.toMatch(CI_COMMAND);
      if (["json", "sarif", "gitlab", "rdjson"].includes(format)) expect(() => JSON.parse(verdict.stdout) as unknown).not.toThrow();
      if (format === "html") expect(verdict.stdout).not.toMatch(/<img|<script>alert|javascript:alert\(1\)"/);
      if (format === "junit") expect(verdict.stdout).not.toMatch(/<x\/>|<script/);
    }
  });
});

test.each(["checklist", "status", "graph"])("%s: no text of a file acts", async (command) => {
  for (const text of ACTS) {
    arena.write(workspaceOf(text));
    const verdict = await arena.run([command]);
    expectCivil(verdict);
    expect(verdict.stdout).not.toMatch(CI_COMMAND);
  }
});

test("arguments do not act either", async () => {
  arena.write({ "a.md": "# A\n" });
  for (const text of ACTS) {
    for (const argv of [
      [text],
      [`--${text}`],
      ["--format", text],
      ["--rule", text],
      ["--config", text],
      ["--root", text],
      ["explain", text],
      ["--preset", text],
      ["--since", text],
      ["--baseline", text],
    ])
      expectCivil(await arena.run(argv));
  }
});
