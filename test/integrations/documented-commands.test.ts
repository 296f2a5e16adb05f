import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";

const files = ["README.md", "action.yml", ".pre-commit-hooks.yaml", ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : []))];

/** A call in a line of a script, a setting or a sentence, up to where the shell would start something else. */
const CALL = /(?:^|[\s"'`(])prompt-lint(?:@[\d.]+)?((?: (?!#)(?:"[^"]*"|'[^']*'|[^\s"'`|>&;)]+))*)/g;
/** Words of prose behind the name of the tool, and places for what the reader has to say. */
const PROSE = /^(?: [a-z]+)*[,.:]?$|<|…/;

const calls = files.flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(CALL)].map(([, words]) => ({ at: `${file}:${index + 1}`, words: words!.trim() })))
    .filter(
      ({ words }) => /(?:^| )--?[a-z]|^(?:gate|completion|checklist|config|explain|graph|help|init|lint|rules|status)\b/.test(words) && !PROSE.test(words),
    ),
);

describe("commands in the documents are understood", () => {
  test("there are some", () => {
    expect(calls.length).toBeGreaterThan(30);
  });

  test.each(calls.map(({ at, words }) => [at, words] as const))("%s: prompt-lint %s", (_, words) => {
    const argv = [...words.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ""));
    expect(() => parseArguments(argv, 80)).not.toThrow();
  });
});
