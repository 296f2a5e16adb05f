import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { codeFrame } from "../../src/report/code-frame.ts";
import { createPaint } from "../../src/report/terminal.ts";
import { createSource, toPosition } from "../../src/source.ts";
import { ACTING_CHARACTER, hostileText } from "./hostile-text.ts";

/** The frame of the text between «» in `marked`. */
function frame(marked: string, columns = 80): string[] {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  const source = createSource("a.md", marked.replace(/[«»]/g, ""));
  return codeFrame({ source, place: toPosition(source, { start, end }), columns, paint: createPaint(false), style: "error" });
}

describe("the mark stands under the guilty text", () => {
  test.each([
    ["plain", "push «now» please", ["1 │ push now please", "  │      ^^^"]],
    ["behind a tab", "\ta «b»", ["1 │     a b", "  │       ^"]],
    ["behind a tab in the middle", "ab\t«c»", ["1 │ ab  c", "  │     ^"]],
    ["over a tab", "a«\t»b", ["1 │ a   b", "  │  ^^^"]],
    ["behind wide characters", "日本 «語» x", ["1 │ 日本 語 x", "  │      ^^"]],
    ["behind an emoji", "✅ «done»", ["1 │ ✅ done", "  │    ^^^^"]],
    ["behind a joined emoji", "👨‍👩‍👧 «x»", ["1 │ 👨‍👩‍👧 x", "  │    ^"]],
    ["behind a flag and a skin tone", "🇩🇪👍🏽«x»", ["1 │ 🇩🇪👍🏽x", "  │     ^"]],
    ["behind combining marks", "e\u0301e\u0301 «x»", ["1 │ e\u0301e\u0301 x", "  │    ^"]],
    ["on a part of a joined emoji", "👨«‍👩»‍👧 x", ["1 │ 👨‍👩‍👧 x", "  │ ^^"]],
    ["behind what is escaped", "\u202E\u0007«x»", ["1 │ \\u{202e}\\u{7}x", "  │              ^"]],
    ["on what is escaped", "a«\u202E»b", ["1 │ a\\u{202e}b", "  │  ^^^^^^^^"]],
    ["nothing, inside", "ab«»cd", ["1 │ abcd", "  │   ^"]],
    ["nothing, at the end", "ab«»", ["1 │ ab", "  │   ^"]],
    ["an empty file", "«»", ["1 │", "  │ ^"]],
  ])("%s", (_, marked, expected) => {
    expect(frame(marked)).toEqual(expected);
  });
});

describe("lines around", () => {
  test("two on each side, with aligned numbers", () => {
    expect(frame("1\n2\n3\n4\n5\n6\n7\n8\n«9»\n10\n11\n12\n")).toEqual([" 7 │ 7", " 8 │ 8", " 9 │ 9", "   │ ^", "10 │ 10", "11 │ 11"]);
  });

  test("line endings of all kinds, none behind the last line", () => {
    expect(frame("a\r\nb\r«c»\r\n")).toEqual(["1 │ a", "2 │ b", "3 │ c", "  │ ^"]);
  });

  test("each line of a short place is marked, without its indent", () => {
    expect(frame("x «a\n\n  b» y")).toEqual(["1 │ x a", "  │   ^", "2 │", "3 │   b y", "  │   ^"]);
  });

  test("a place that takes in its line ending marks one line", () => {
    expect(frame("«a\n»b")).toEqual(["1 │ a", "  │ ^", "2 │ b"]);
  });

  test("of a long place the first lines and the last", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
    expect(frame(`«${lines.join("\n")}»`).filter((line) => !line.includes("^"))).toEqual([
      " 1 │ line 1",
      " 2 │ line 2",
      " 3 │ line 3",
      " ⋮ │ 8 more lines",
      "12 │ line 12",
    ]);
  });
});

describe("long lines", () => {
  test("are cut behind the mark", () => {
    expect(frame(`«start»${" and on".repeat(20)}`, 40)).toEqual(["1 │ start and on and on and on and on …", "  │ ^^^^^"]);
  });

  test("are cut around the mark", () => {
    expect(frame(`${"before ".repeat(20)}«here»${" after".repeat(20)}`, 44)).toEqual(["1 │ …fore before here after after after aft…", "  │              ^^^^"]);
  });

  test("of megabytes cost nothing", () => {
    const started = performance.now();
    const [line = "", mark = ""] = frame(`${"x".repeat(3_000_000)}«here»${"y".repeat(3_000_000)}`, 60);
    expect(line).toMatch(/^1 │ …x+herey+…$/);
    expect(mark.indexOf("^")).toBe(line.indexOf("here"));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("whatever the text", () => {
  const anyPlace = fc.tuple(hostileText, fc.nat(), fc.nat(), fc.integer({ min: 30, max: 120 }));

  test("the frame has no acting character, fits and has a mark", () => {
    fc.assert(
      fc.property(anyPlace, ([text, from, length, columns]) => {
        const source = createSource("a.md", text);
        const start = from % (text.length + 1);
        const place = toPosition(source, { start, end: Math.min(text.length, start + (length % 50)) });
        const lines = codeFrame({ source, place, columns, paint: createPaint(false), style: "error" });
        expect(lines.some((line) => /\^$/.test(line))).toBe(true);
        for (const line of lines) {
          expect(line).not.toMatch(ACTING_CHARACTER);
          expect(line).not.toContain("\n");
          expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("places out of the file do not break it", () => {
    const source = createSource("a.md", "one\ntwo\n");
    const place = { start: { line: 90, column: 40 }, end: { line: 99, column: 1 } };
    expect(codeFrame({ source, place, columns: 80, paint: createPaint(false), style: "error" })).not.toEqual([]);
  });
});
