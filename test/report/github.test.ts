import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupBy } from "../../src/group-by.ts";
import { formatGithub } from "../../src/report/github.ts";
import { escapeTerminal } from "../../src/report/terminal.ts";
import { ACTING_CHARACTER, hostileText } from "./hostile-text.ts";
import { BOARD, createReport, ENDLESS_WAIT, hostileReport, placeOf, PROMPT, PROSE_STATUS } from "./sample-report.ts";

const plain = { color: false, columns: 100 };

interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** As the runner reads a line (actions/runner, ActionCommand.cs); `undefined` where it is none. */
function readCommand(line: string): Command | undefined {
  const match = /^\s*::([^ :]+)(?: ([^:]*))?::(.*)$/su.exec(line);
  if (!match) return undefined;
  const [, name = "", properties = "", message = ""] = match;
  const decode = (text: string, escapes: readonly string[]) =>
    text.replace(/%([0-9A-F]{2})/g, (whole, code: string) => (escapes.includes(code) ? String.fromCharCode(parseInt(code, 16)) : whole));
  const entries = properties.split(",").map((property) => {
    const [key = "", ...value] = property.split("=");
    return [key, decode(value.join("="), ["25", "0D", "0A", "3A", "2C"])] as const;
  });
  return { name, properties: Object.fromEntries(entries), message: decode(message, ["25", "0D", "0A"]) };
}

const linesOf = (output: string) => output.split("\n").slice(0, -1);
const readAll = (output: string) => linesOf(output).map(readCommand);

describe("github", () => {
  test("annotations, with columns for a place on one line", () => {
    expect(readAll(formatGithub(createReport(), plain))).toEqual([
      {
        name: "error",
        properties: { file: "START.md", line: "7", endLine: "7", col: "1", endColumn: "10", title: "prompt-lint: unbounded-wait" },
        message: ENDLESS_WAIT.message,
      },
      {
        name: "warning",
        properties: { file: "STATUS.md", line: "3", endLine: "3", col: "11", endColumn: "22", title: "prompt-lint: inconsistent-keyword" },
        message: PROSE_STATUS.message,
      },
    ]);
  });

  test("no columns for a place on several lines, and paths of the repository", () => {
    const place = { start: placeOf(PROMPT, "Read").start, end: placeOf(PROMPT, "git push").end };
    const [command] = readAll(formatGithub(createReport({ findings: [{ ...ENDLESS_WAIT, place, severity: "info" }], repositoryPath: "docs/a, b" }), plain));
    expect(command).toEqual({
      name: "notice",
      properties: { file: "docs/a, b/START.md", line: "3", endLine: "8", title: "prompt-lint: unbounded-wait" },
      message: ENDLESS_WAIT.message,
    });
  });

  test("what was not checked is an error", () => {
    const report = createReport({
      findings: [],
      problems: [{ path: "a.md", message: "is binary" }, { message: "no files" }],
      failures: [{ ruleId: "x", where: "b.md", cause: new Error("100% broken") }],
    });
    expect(readAll(formatGithub(report, plain))).toEqual([
      { name: "error", properties: { file: "a.md", title: "prompt-lint" }, message: "is binary" },
      { name: "error", properties: { title: "prompt-lint" }, message: "no files" },
      { name: "error", properties: { title: "prompt-lint" }, message: "The rule x crashed on b.md: 100% broken" },
    ]);
  });

  test("ten of each level at most, and the rest is said", () => {
    const many = (["error", "warning", "info"] as const).flatMap((severity) => Array.from({ length: 30 }, () => ({ ...ENDLESS_WAIT, severity })));
    const problems = Array.from({ length: 12 }, (_, index) => ({ path: `${index}.md`, message: "is binary" }));
    for (const [given, errors] of [
      [[], 10],
      [problems.slice(0, 4), 6],
      [problems, 0],
    ] as const) {
      const output = formatGithub(createReport({ findings: many, problems: given }), plain);
      const commands = readAll(output).filter((command) => command !== undefined);
      const counts = groupBy(commands, ({ name }) => name);
      expect([...counts].map(([name, own]) => [name, own.length])).toEqual([
        ["error", 10],
        ["warning", 10],
        ["notice", 10],
      ]);
      expect(output).toContain(
        `\nprompt-lint: 30 errors, 30 warnings, 30 info; ${90 - errors - 20} of them without an annotation, as GitHub shows 10 of each level\n`,
      );
    }
  });

  test("a file whose name must not be printed is named in the message", () => {
    const [command] = readAll(formatGithub(createReport({ findings: [{ ...ENDLESS_WAIT, path: "a\u202Eb.md", message: "m" }] }), plain));
    expect(command?.properties).not.toHaveProperty("file");
    expect(command?.message).toBe("a\\u{202e}b.md: m");
  });

  test("whatever the texts: three commands of ours, which read back, and nothing that acts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = formatGithub(hostileReport(text), plain);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(/##[A-Za-z]*\[/);
        const commands = readAll(output);
        expect(commands.map((command) => command?.name)).toEqual(["error", "error", "error"]);
        expect(commands.map((command) => command?.properties["title"])).toEqual(["prompt-lint", "prompt-lint", "prompt-lint: unbounded-wait"]);
        const isPrintable = escapeTerminal(text) === text;
        for (const command of [commands[0]!, commands[2]!]) {
          expect(command.properties["file"]).toBe(isPrintable ? text : undefined);
          if (isPrintable) expect(command.message).toBe(text);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("very long messages are cut", () => {
    expect(formatGithub(createReport({ findings: [{ ...PROSE_STATUS, path: BOARD.path, message: "%".repeat(1e6) }] }), plain).length).toBeLessThan(4096);
  });
});
