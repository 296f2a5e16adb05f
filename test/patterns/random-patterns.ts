import fc from "fast-check";

/** Small pieces of patterns, so that odd neighbours meet often. */
export const PATTERN = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "ab",
      "x",
      " ",
      ".",
      "*",
      "+",
      "?",
      "^",
      "$",
      "|",
      "\\|",
      "(",
      ")",
      "\\(",
      "\\)",
      "[ab]",
      "[^a]",
      "[a-b]",
      "{2}",
      "\\{2\\}",
      "\\b",
      "\\w",
      "\\.",
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(""));

/** A text of a few lines that such patterns match. */
export const LINES = fc
  .array(
    fc.array(fc.constantFrom("a", "b", "A", "x", " ", ".", "(", "+", "_"), { maxLength: 8 }).map((letters) => letters.join("")),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => `${lines.join("\n")}\n`);

const ADDRESS = fc.constantFrom("", "", "1", "2", "$", "/a/", "/b/", "1,2", "2,/a/", "/a/,/b/", "/a/,+1", "/b/,$", "0,/a/", "1~2", "2!", "/a/!", "/a/,1");
const COMMAND = fc.constantFrom(
  "s/a/X/",
  "s/[ab]*/Y/g",
  "d",
  "D",
  "p",
  "P",
  "n",
  "N",
  "g",
  "G",
  "h",
  "H",
  "x",
  "=",
  "q",
  "y/ab/ba/",
  "a T",
  "i T",
  "c T",
  "z",
  "b",
  "t",
);
/** A sed script of a few commands. */
export const SCRIPT = fc
  .array(
    fc.tuple(ADDRESS, COMMAND).map(([address, command]) => address + command),
    { minLength: 1, maxLength: 4 },
  )
  .map((commands) => commands.join("\n"));
