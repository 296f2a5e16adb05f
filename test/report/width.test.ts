import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { escapeTerminal } from "../../src/report/terminal.ts";
import { displayWidth } from "../../src/report/width.ts";

test.each([
  ["plain", 5],
  ["日本語", 6],
  ["한국어", 6],
  ["ｱﾞ", 2],
  ["ｆｕｌｌ", 8],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["✅", 2],
  ["❤️", 2],
  ["❤", 1],
  ["©️", 2],
  ["1️⃣", 2],
  ["👍🏽", 2],
  ["👨‍👩‍👧‍👦", 2],
  ["🏳️‍🌈", 2],
  ["🇩🇪", 2],
  ["नि", 2],
  ["🇩", 1],
  ["…", 1],
  ["│", 1],
])("%s takes %i cells", (text, cells) => {
  expect(displayWidth(text)).toBe(cells);
  expect(stringWidth(text)).toBe(cells);
});

test("as string-width has it, for what we print", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).map(escapeTerminal);
  fc.assert(
    fc.property(text, (printed) => {
      expect(displayWidth(printed)).toBe(stringWidth(printed));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [0x20, 0x3100],
  [0xff00, 0x10000],
  [0x1f000, 0x1fc00],
])("every single character from %i to %i", (from, to) => {
  const characters = Array.from({ length: to - from }, (_, index) => String.fromCodePoint(from + index)).filter(
    (character) => escapeTerminal(character) === character,
  );
  expect(characters.filter((character) => displayWidth(character) !== stringWidth(character))).toEqual([]);
});
