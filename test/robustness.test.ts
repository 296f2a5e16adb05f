import { readdirSync, readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { check } from "../src/check.ts";
import type { TextFile } from "../src/parse/document.ts";
import { workspaceOf } from "./helpers.ts";

const settings = rules.map((registered) => ({ registered, setting: { severity: registered.rule.severity, options: registered.rule.options.parse({}) } }));

/** Lints files with all rules; what any of them throws comes out. */
function lintAll(...files: TextFile[]): void {
  const { findings, failures } = check(workspaceOf(files), rules, (rule) => settings.find(({ registered }) => registered === rule)!.setting);
  if (failures.length > 0) throw failures[0]!.cause;
  const lengths = new Map(files.map(({ path, text }) => [path, text.length]));
  for (const { path, place } of findings) {
    // A place outside the text cannot be shown to anybody.
    expect(place.start.offset).toBeGreaterThanOrEqual(0);
    expect(place.end.offset).toBeLessThanOrEqual(lengths.get(path)!);
    expect(place.end.offset).toBeGreaterThanOrEqual(place.start.offset!);
  }
}

const fixtures = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
  .map((name) => `fixtures/${name}`)
  .filter((path) => /\.(?:md|txt|ya?ml|json)$/.test(path) && statSync(path).isFile());

describe("every prefix, as an editor asks while one types", () => {
  test.each(fixtures)("%s", (path) => {
    const bytes = readFileSync(path);
    for (let end = 0; end <= bytes.length; end += bytes.length > LARGE ? LARGE_STEP : 1) {
      // Cut between the bytes of a character, the rest is what a decoder makes of it.
      lintAll({ path, text: bytes.subarray(0, end).toString("utf8") });
    }
  });
});

/** Bytes. Each cut lints all that is left, so every byte of a file beyond this would take minutes. */
const LARGE = 4000;
const LARGE_STEP = 41;

// A rule that holds files against each other meets the rest of the workspace whole.
describe("a file that is cut off, in its workspace", () => {
  const incident = fixtures.filter((path) => path.startsWith("fixtures/incident/")).map((path) => ({ path, text: readFileSync(path, "utf8") }));
  test.each(incident)("$path", ({ path, text }) => {
    const others = incident.filter((file) => file.path !== path);
    for (let end = 0; end <= text.length; end += CUT_STEP) lintAll({ path, text: text.slice(0, end) }, ...others);
  });
});

/** A prime, so that the cuts fall on all columns. */
const CUT_STEP = 13;

const paths = fc.constantFrom("prompt.md", "STATUS.md", "prompt.txt", "status.yaml", "status.json");

test("random bytes", () => {
  fc.assert(
    fc.property(paths, fc.uint8Array({ maxLength: 200 }), (path, bytes) => {
      lintAll({ path, text: Buffer.from(bytes).toString("utf8") });
    }),
    { numRuns: 10_000 },
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
        lintAll({ path, text });
      },
    ),
    { numRuns: 10_000 },
  );
});
