import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sectionPath } from "../../src/parse/prose.ts";
import { parse } from "../parsers.ts";

const passagesOf = (text: string, path = "a.md") => parse(path, text).passages;

test("passages are headings, paragraphs, items and cells, in reading order", () => {
  const text = "# A\n\nb **c** `d`\n\n- e\n  - f\n- [ ] g\n\n| h | i |\n|---|---|\n| j | k |\n";
  expect(passagesOf(text).map(({ type, text }) => `${type} ${text}`)).toEqual([
    "heading A",
    "paragraph b c d",
    "item e",
    "item f",
    "item g",
    "cell h",
    "cell i",
    "cell j",
    "cell k",
  ]);
});

test("sections nest, also those of an embedded prompt", () => {
  const text = "a\n\n# B\n\n## C\n\n````markdown\n# D\n\ne\n````\n\nf\n\n# G\n\nh\n";
  const paths = passagesOf(text).map(({ text, section }) => `${text}: ${sectionPath(section).join(" > ")}`);
  expect(paths).toEqual(["a: ", "B: B", "C: B > C", "D: B > C > D", "e: B > C > D", "f: B > C", "G: G", "h: G"]);
});

test("shell lines among prose are blanks in its text", () => {
  const [passage] = passagesOf("Go to the right folder first:\ngit pull --rebase\nand then read the board.\n", "prompt.txt");
  expect(passage!.text).toBe("Go to the right folder first:\n                 \nand then read the board.");
});

describe("bad examples", () => {
  test.each([
    ["a section", "## ❌ BAD\n\na\n\n## ✅ GOOD\n\nb\n", ["❌ BAD", "a"]],
    ["an item that says don't", "- ❌ DON'T wait\n- do wait\n- Never push\n", ["❌ DON'T wait", "Never push"]],
    ["a list behind a label", "Anti-pattern:\n\n- a\n- b\n\nRight:\n\n- c\n", ["Anti-pattern:", "a", "b"]],
  ])("%s", (_, text, expected) => {
    expect(
      passagesOf(text)
        .filter(({ badExample }) => badExample)
        .map(({ text }) => text),
    ).toEqual(expected);
  });
});

test("a located range holds its own text, behind markup and in containers", () => {
  const words = fc.array(fc.constantFrom("wait", "**stand by**", "`poll`", "[a link](b.md)", "👩‍👧", "_now_", "\\*"), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.constantFrom("", "> ", "- ", "1. ", "| "), fc.constantFrom("\n", "\r\n"), (parts, marker, eol) => {
      const text = `x${eol}${eol}${marker}${parts.join(" ")}${eol}`;
      const { source, passages } = parse("a.md", text);
      const passage = passages[1]!;
      for (const { 0: word, index } of passage.text.matchAll(/[a-z]+/g)) {
        const { start, end } = passage.locate({ start: index, end: index + word.length });
        expect(source.text.slice(start.offset, end.offset)).toBe(word);
      }
    }),
    { numRuns: 500 },
  );
});
