import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPaint, escapeTerminal, shorten, wrap } from "../../src/report/terminal.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";

describe("escapeTerminal", () => {
  test.each([
    ["plain text stays", "Status: `x` – 100 %", "Status: `x` – 100 %"],
    ["line endings and tabs", "a\nb\r\nc\td", "a\\nb\\r\\nc\\td"],
    ["a colour", "\u001B[31mred", "\\u{1b}[31mred"],
    ["a title", "\u001B]0;x\u0007", "\\u{1b}]0;x\\u{7}"],
    ["8-bit controls", "\u009B31m\u0085", "\\u{9b}31m\\u{85}"],
    ["bidirectional overrides", "a\u202Eb\u2066c\u200Fd", "a\\u{202e}b\\u{2066}c\\u{200f}d"],
    ["zero-width characters", "a\u200Bb\u200Cc\uFEFFd\u00ADe", "a\\u{200b}b\\u{200c}c\\u{feff}d\\u{ad}e"],
    ["line separators", "a\u2028b", "a\\u{2028}b"],
    ["tags", "a\u{E0041}", "a\\u{e0041}"],
    ["lone surrogates", "a\uD800b\uDC00", "a\\u{d800}b\\u{dc00}"],
    ["a joiner between letters", "a\u200Db", "a\\u{200d}b"],
    ["emoji stay whole", "👨‍👩‍👧 🏳️‍🌈 👍🏽 ❤️ 🇩🇪", "👨‍👩‍👧 🏳️‍🌈 👍🏽 ❤️ 🇩🇪"],
    ["a variation selector behind a letter", "a\uFE0F", "a\\u{fe0f}"],
    ["a command at the start", "::error::x", "\\u{3a}:error::x"],
    ["a command after blanks", "a  ::warning file=x::y", "a  \\u{3a}:warning file=x::y"],
    ["a scope operator stays", "std::vector :: x", "std::vector :: x"],
    ["commands anywhere in a line", "x##[error]y ##vso[task]z", "x\\u{23}#[error]y \\u{23}#vso[task]z"],
    ["a heading stays", "## Status", "## Status"],
  ])("%s", (_, text, expected) => {
    expect(escapeTerminal(text)).toBe(expected);
  });

  test("nothing that acts is left of any text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeTerminal(text);
        expect(escaped).not.toMatch(ACTING_CHARACTER);
        expect(escaped).not.toMatch(CI_COMMAND);
        expect(escaped).not.toContain("\n");
      }),
      { numRuns: 500 },
    );
  });
});

test("shorten cuts between characters and says so", () => {
  expect(shorten("abc", 3)).toBe("abc");
  expect(shorten("abcd", 3)).toBe("abc…");
  expect(shorten("ab👍d", 3)).toBe("ab…");
});

test("wrap breaks at spaces by width, and keeps words whole", () => {
  expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
  expect(wrap("日本語 日本語", 8)).toEqual(["日本語", "日本語"]);
  expect(wrap("incomprehensibilities are long", 8)).toEqual(["incomprehensibilities", "are long"]);
});

test("createPaint adds nothing without colour", () => {
  expect(createPaint(false)("bold", "x")).toBe("x");
  expect(createPaint(true)("bold", "x")).toBe("\u001B[1mx\u001B[0m");
  expect(createPaint(true)("bold", "")).toBe("");
});
