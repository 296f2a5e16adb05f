import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalarsOf } from "../../src/parse/data.ts";
import { parseDocument } from "../../src/parse/document.ts";
import { loadParsers } from "../../src/parse/parsers.ts";
import { parse } from "../parsers.ts";

const rendered = (path: string, text: string) => {
  const { data, source } = parse(path, text);
  return data.map(({ origin, roots }) => [origin, ...scalarsOf(roots).map(({ place }) => source.text.slice(place.start.offset, place.end.offset))]);
};

test.each([
  ["a YAML file", "a.yaml", "session: 5\nstatus: 'in progress' # now\nlist: [a, \"b\"]\n", [["file", "5", "'in progress'", "a", '"b"']]],
  ["many documents", "a.yml", "a: 1\n---\nb: 2\n", [["file", "1", "2"]]],
  ["a JSON file", "a.json", '\ufeff{"a": [1, "b"], "c": null}', [["file", "1", '"b"', "null"]]],
  ["front matter", "a.md", "---\nname: x\r\nstatus: open\n---\n\n# T\n", [["front-matter", "x", "open"]]],
  ["front matter behind a byte order mark", "a.md", "\ufeff---\nstatus: open\n---\n", [["front-matter", "open"]]],
  [
    "fences, also in lists",
    "a.md",
    "- ```yaml\n  status: done\n  ```\n\n```json\n[1]\n```\n",
    [
      ["fence", "done"],
      ["fence", "1"],
    ],
  ],
  ["a thematic break is no front matter", "a.md", "---\n\nSome text\n\n---\n", []],
  ["front matter that nothing closes", "a.md", "---\n- a\n", []],
])("%s has places", (_, path, text, expected) => {
  expect(rendered(path, text)).toEqual(expected);
});

test("comments of YAML, but not what looks like one in a block", () => {
  const { data } = parse("a.yaml", "# legend\nstatus: x # state: a | b\nprompt: |\n  # heading\n  text\n# end\n");
  expect(data[0]!.comments.map(({ text }) => text)).toEqual(["legend", "state: a | b", "end"]);
});

describe("what does not parse is a fault", () => {
  test.each([
    ["a.yaml", "a: b: c\n", "invalid-data"],
    ["a.yaml", "a: [\n", "invalid-data"],
    ["a.json", "{'a': 1}", "invalid-data"],
    ["a.json", "// a\n{}", "invalid-data"],
    ["a.md", "---\nname: [x\n---\n", "invalid-data"],
    ["a.yaml", "[".repeat(1000) + "]".repeat(1000), "too-large"],
    ["a.json", "[".repeat(10_000), "too-large"],
    ["a.yaml", "- ".repeat(1000), "too-large"],
    ["a.md", "> ".repeat(500) + "a", "too-large"],
  ])("%s %j", (path, text, type) => {
    expect(parse(path, text).faults.map((fault) => fault.type)).toEqual([type]);
  });
});

test("YAML of any shape never throws", () => {
  const token = fc.constantFrom(
    "a",
    ":",
    " ",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "#",
    "'",
    '"',
    "---\n",
    "<<: ",
    "? ",
    "\t",
    "\0",
    "\u{1F600}",
  );
  fc.assert(
    fc.property(
      fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join("")),
      (text) => {
        for (const path of ["a.yaml", "a.json"]) parse(path, text);
        parse("a.md", `---\na: ${text}\n---\n`);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(["```  yaml", "```\tyml", "~~~~   yaml", "```&#121;aml", "> ```   YAML", "```  json", "~~~\tJSON", "```jso&#x6e;", "```ya&#109;l x"])(
  "a file gets the parsers that its fences need: %j",
  async (opener) => {
    const file = { path: "a.md", text: `${opener}\na: 1\n` };
    const { data } = parseDocument(file, await loadParsers([file]));
    expect(data).toHaveLength(1);
  },
);
