import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges, type Change } from "../../src/fix/apply-edits.ts";
import { createSource, toPosition } from "../../src/source.ts";

const TEXT = "one two three four";
const source = createSource("a.md", TEXT);
const change = (...edits: [string, string][]): Change => ({
  ruleId: "x",
  title: "x",
  edits: edits.map(([old, text]) => ({ place: toPosition(source, { start: TEXT.indexOf(old), end: TEXT.indexOf(old) + old.length }), text })),
});
const apply = (...changes: Change[]) => {
  const { text, applied, left } = applyChanges(TEXT, changes);
  return [text, applied.length, left.length];
};

test.each<[string, Change[], (string | number)[]]>([
  ["nothing", [], [TEXT, 0, 0]],
  ["apart", [change(["one", "1"]), change(["four", "4"])], ["1 two three 4", 2, 0]],
  ["in any order", [change(["four", "4"]), change(["one", "1"])], ["1 two three 4", 2, 0]],
  ["of two that overlap the first", [change(["two three", "x"]), change(["three four", "y"])], ["one x four", 1, 1]],
  ["all edits of a change or none", [change(["two", "2"]), change(["one", "1"], ["two", "zwei"])], ["one 2 three four", 1, 1]],
  ["a change that overlaps itself is none", [change(["two three", "x"], ["three", "y"])], [TEXT, 0, 1]],
  ["a deletion", [change(["two ", ""])], ["one three four", 1, 0]],
])("%s", (_, changes, expected) => {
  expect(apply(...changes)).toEqual(expected);
});

test("of two insertions at one place the first", () => {
  const at = toPosition(source, { start: 3, end: 3 });
  const insert = (text: string): Change => ({ ruleId: "x", title: "x", edits: [{ place: at, text }] });
  expect(apply(insert("A"), insert("B"))).toEqual(["oneA two three four", 1, 1]);
});

test("what no change touches stays, whatever the changes", () => {
  const span = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length), fc.string({ maxLength: 3 }));
  const changes = fc.array(fc.array(span, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(changes, (all) => {
      const made = all.map((spans): Change => ({
        ruleId: "x",
        title: "x",
        edits: spans.map(([a, b, text]) => ({ place: toPosition(source, { start: Math.min(a, b), end: Math.max(a, b) }), text })),
      }));
      const { text, applied, left } = applyChanges(TEXT, made);
      expect(applied.length + left.length).toBe(made.length);
      const edits = applied.flatMap((one) => one.edits);
      const removed = edits.reduce((sum, { place }) => sum + place.end.offset! - place.start.offset!, 0);
      const added = edits.reduce((sum, edit) => sum + edit.text.length, 0);
      expect(text).toHaveLength(TEXT.length - removed + added);
    }),
  );
});
