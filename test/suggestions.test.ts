import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { readDocComment, readExamples } from "../scripts/rule-docs.ts";
import type { Edit, Finding } from "../src/finding.ts";
import type { TextFile } from "../src/parse/document.ts";
import { applyEdits, movedStart } from "./edits.ts";
import { run } from "./helpers.ts";
import { parse } from "./parsers.ts";

const cases = rules.flatMap(({ id, section }) =>
  readExamples(readDocComment(new URL(`../rules/${section}/${id}.ts`, import.meta.url))).flatMap(({ name, files }) =>
    run(id, files).flatMap((finding) => finding.suggestions.map(({ title, edits }) => ({ label: `${id} ${name}: ${title}`, id, files, finding, edits }))),
  ),
);

describe("an applied suggestion parses, and its finding is gone", () => {
  test.each(cases)("$label", ({ id, files, finding, edits }) => {
    const changed = files.map((file) => (file.path === finding.path ? { ...file, text: applyEdits(file.text, edits) } : file));
    const [before, after] = [files, changed].map((all) => all.flatMap(syntaxErrors));
    expect(after!.length, after!.join("\n")).toBeLessThanOrEqual(before!.length);
    const left = run(id, changed).filter((other) => isSame(other, finding, edits));
    expect(left.map(({ message }) => message)).toEqual([]);
  });
});

function syntaxErrors({ path, text }: TextFile): string[] {
  const { scripts, faults } = parse(path, text);
  return [...scripts.flatMap(({ tree }) => (tree.errors ?? []).map(({ message }) => message)), ...faults.map(({ type }) => type)];
}

/** The same kind of finding where the old one stood, moved by what the edits put in front of it. */
function isSame(other: Finding, finding: Finding, edits: readonly Edit[]): boolean {
  const starts = [finding.place.start.offset!, movedStart(finding, edits)];
  return other.path === finding.path && other.messageId === finding.messageId && starts.includes(other.place.start.offset!);
}
