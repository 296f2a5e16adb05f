import { describe, expect, test } from "vitest";
import { blocksOfType } from "../../src/parse/mdast.ts";
import { parse } from "../parsers.ts";

const faults = (text: string) =>
  parse("a.md", text).faults.map((fault) =>
    fault.type === "broken-fence"
      ? [fault.place.start.line, fault.outer.start.line, fault.closer.start.line, fault.intended?.start.line]
      : [fault.type, fault.place.start.line],
  );

describe("a prompt that an inner fence closes", () => {
  test.each([
    ["once", "```\na\n```bash\nb\n```\nc\n```\nd", [[3, 1, 5, 7]]],
    ["twice is one defect", "```\n```bash\nb\n```\nc\n```sh\nd\n```\n```\n", [[2, 1, 4, 9]]],
    ["with a language", "```markdown\n# a\n```bash\nb\n```\n```\n", [[3, 1, 5, 6]]],
    ["tildes", "~~~\n~~~bash\nb\n~~~\nc\n~~~\n", [[2, 1, 4, 6]]],
    [
      "two prompts",
      "```\n```bash\nb\n```\n```\n\n```\n```bash\nb\n```\n```\n",
      [
        [2, 1, 4, 5],
        [8, 7, 10, 11],
      ],
    ],
    ["with an unlabelled fence in it too", "```\n```bash\nb\n```\nIt prints:\n```\nc\n```\nd\n```\n", [[2, 1, 4, 10]]],
    ["in a list", "- a\n  ```\n  ```bash\n  b\n  ```\n  c\n  ```\n", [[3, 2, 5, 7]]],
    ["that nothing closes", "```\na\n```bash\nb\n```\nc\n", [[3, 1, 5, undefined]]],
  ])("%s", (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });
});

test.each([
  ["a longer outer fence", "````\n```bash\na\n```\n````\n"],
  ["other marks outside", "~~~\n```bash\na\n```\n~~~\n"],
  ["an indented fence in a list", "1. a\n\n   ```bash\n   b\n   ```\n2. c\n"],
  ["fences side by side", "```bash\na\n```\n```bash\nb\n```\n"],
  ["inline code with three marks", "a ```b``` c\n"],
])("%s is not broken", (_, text) => {
  expect(faults(text)).toEqual([]);
});

test("a fence that nothing closes", () => {
  expect(faults("a\n\n```bash\nb\n")).toEqual([["unclosed-fence", 3]]);
  expect(faults("- ```bash\n  b\n\nc\n")).toEqual([["unclosed-fence", 1]]);
});

test("the broken prompt is read as its author meant it", () => {
  const { tree } = parse("a.md", "before\n```\n# Prompt\n```bash\npwd\n```\n- last\n```\nafter\n");
  expect(tree.children.map(({ type }) => type)).toEqual(["paragraph", "embedded", "paragraph"]);
  expect(blocksOfType(tree, "embedded")[0]!.children.map(({ type }) => type)).toEqual(["heading", "code", "list"]);
  expect(blocksOfType(tree, "embedded")[0]!.position).toMatchObject({ start: { line: 2 }, end: { line: 8 } });
});
