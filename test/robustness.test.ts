import { readdirSync, readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { check } from "../src/check.ts";
import { workspaceOf } from "./helpers.ts";

const settings = rules.map((registered) => ({ registered, setting: { severity: registered.rule.severity, options: registered.rule.options.parse({}) } }));

/** Lints one file with all rules; what any of them throws comes out. */
function lintAll(path: string, text: string): number {
  const { findings, failures } = check(workspaceOf([{ path, text }]), rules, (rule) => settings.find(({ registered }) => registered === rule)!.setting);
  if (failures.length > 0) throw failures[0]!.cause;
  for (const { place } of findings) {
    // A place outside the text cannot be shown to anybody.
    expect(place.start.offset).toBeGreaterThanOrEqual(0);
    expect(place.end.offset).toBeLessThanOrEqual(text.length);
    expect(place.end.offset).toBeGreaterThanOrEqual(place.start.offset!);
  }
  return findings.length;
}

const fixtures = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
  .map((name) => `fixtures/${name}`)
  .filter((path) => /\.(?:md|txt|ya?ml|json)$/.test(path) && statSync(path).isFile());

describe("every prefix, as an editor asks while one types", () => {
  test.each(fixtures)("%s", (path) => {
    const bytes = readFileSync(path);
    for (let end = 0; end <= bytes.length; end++) {
      // Cut between the bytes of a character, the rest is what a decoder makes of it.
      lintAll(path, bytes.subarray(0, end).toString("utf8"));
    }
  });
});

const paths = fc.constantFrom("prompt.md", "STATUS.md", "prompt.txt", "status.yaml", "status.json");

test("random bytes", () => {
  fc.assert(
    fc.property(paths, fc.uint8Array({ maxLength: 200 }), (path, bytes) => {
      lintAll(path, Buffer.from(bytes).toString("utf8"));
    }),
    { numRuns: 5000 },
  );
});

const token = fc.constantFrom(
  "# ",
  "## Session 1",
  "- ",
  "**Status:** ",
  "UNCLAIMED",
  "✅",
  "| ",
  "|---|",
  "```",
  "```bash\n",
  "~~~",
  "> ",
  "    ",
  "\t",
  "\n",
  "\n\n",
  "\r\n",
  "---\n",
  "<!--",
  "-->",
  "git push",
  "$(",
  ")",
  '"',
  "'",
  "`",
  "<<EOF\n",
  "EOF\n",
  "&&",
  "||",
  "if ",
  "then ",
  "fi\n",
  "while true; do ",
  "done",
  "\\",
  "{",
  "}",
  "<id>",
  "[x]",
  "$X",
  "\ufeff",
  "\u202E",
  "\u{1F600}",
  "\0",
  "wait",
  "README.md",
  "https://a.b/c",
  "a: ",
  "*a",
  "&b ",
);

test("random documents out of what coordination files are made of", () => {
  fc.assert(
    fc.property(
      paths,
      fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join("")),
      (path, text) => {
        lintAll(path, text);
      },
    ),
    { numRuns: 10_000 },
  );
});
