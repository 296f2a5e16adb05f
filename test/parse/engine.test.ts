import { readdirSync, readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadEngine } from "../../src/parse/engine.ts";

const native = await loadEngine("native");
const portable = await loadEngine("portable");

/** A tree as text: keys in order, positions as offsets and points, without what says nothing. */
function render(tree: object): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === "data" || value === null) return undefined;
    if (typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const fixtures = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
  .map((name) => `fixtures/${name}`)
  .filter((path) => /\.(?:md|txt)$/.test(path) && statSync(path).isFile());

test("there are fixtures to compare", () => expect(fixtures.length).toBeGreaterThan(5));

test.each(fixtures)("both engines read %s into the same tree", (path) => {
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, " ");
  expect(render(native(text))).toBe(render(portable(text)));
});

describe("both engines read the same out of", () => {
  test.each([
    ["a table", "| ID | Status |\n|:---|---|\n| **a** | ✅ `DONE` |\n"],
    ["a task list", "- [ ] **open** task\n- [x] done\n  - [ ] nested\n"],
    ["a fence in a quote in a list", "- > ```sh\n  > a\n  > ```\n"],
    ["a fence cut by a tab", "- ```bash\n\techo a\n  ```"],
    ["CRLF", "# a\r\n\r\n- b\r\n  c\r\n\r\n```\r\nd\r\n```\r\n"],
    ["literal links", "See https://example.org/a_b, www.example.org and a@example.org.\n"],
    ["links and images", "[a](b.md 'c') ![d](e.png) <https://example.org> [f]\n\n[f]: g.md\n"],
    ["strikethrough and emphasis", "~~a~~ *b* **c** ***d*** _e_\n"],
    ["html", "<!-- a -->\n\n<details>\n<summary>b</summary>\n\nc <b>d</b>\n\n</details>\n"],
    ["entities and escapes", "a &amp; b \\* c &nbsp; &#x1F600;\n"],
    ["setext headings and breaks", "a\n=\n\nb\n---\n\n***\n\nc  \nd\\\ne\n"],
    ["an unclosed fence", "a\n\n```bash\nb\n"],
  ])("%s", (_, text) => {
    expect(render(native(text))).toBe(render(portable(text)));
  });
});

// Pieces that coordination files are made of.
const piece = fc.constantFrom(
  "# a",
  "## Session 1",
  "- b",
  "  c",
  "1. d",
  "> e",
  "```",
  "```bash",
  "~~~",
  "| f | g |",
  "|---|---|",
  "- [ ] h",
  "**i:** j",
  "",
  "    k",
  "\tl",
  "m 👩‍👧 n",
  "---",
);

test("random documents out of common pieces", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), (lines, eol) => {
      const text = lines.join(eol);
      expect(render(native(text))).toBe(render(portable(text)));
    }),
    // The same cases in each run: this holds two libraries against each other, and no change of ours makes them differ.
    { numRuns: 2000, seed: 1 },
  );
});
