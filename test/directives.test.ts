import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDirectives, DIRECTIVE_ACTIONS, readDirectives } from "../src/directives.ts";
import type { Finding } from "../src/finding.ts";
import { parseDocument } from "../src/parse/document.ts";
import { loadParsers } from "../src/parse/parsers.ts";
import { lineSpan, toPosition } from "../src/source.ts";

const parsers = await loadParsers([
  { path: "a.md", text: "" },
  { path: "a.yml", text: "" },
  { path: "a.json", text: "" },
]);
const RULES = ["unbounded-wait", "missing-file", "broken-fence"];
const parse = (text: string, path = "a.md") => parseDocument({ path, text }, parsers);

/** Findings of one rule on the lines given, over the whole line. */
function findingsOn(document: ReturnType<typeof parse>, ruleId: string, lines: readonly number[]): Finding[] {
  return lines.map((line) => ({
    ruleId,
    messageId: "found",
    message: `found on ${line}`,
    severity: "error",
    path: document.path,
    place: toPosition(document.source, lineSpan(document.source, line)),
    related: [],
    suggestions: [],
  }));
}

interface Case {
  text: string;
  path?: string;
  ruleId?: string;
  lines: number[];
}

function silenced({ text, path, ruleId = "unbounded-wait", lines }: Case): number[] {
  const document = parse(text, path);
  const { suppressed } = applyDirectives({ findings: findingsOn(document, ruleId, lines), documents: [document], ruleIds: RULES });
  return suppressed.map(({ place }) => place.start.line);
}

describe("what a directive silences", () => {
  test.each<[string, Case, number[]]>([
    ["the next line", { text: "<!-- prompt-lint-disable-next-line unbounded-wait: watched -->\nb\nc\n", lines: [1, 2, 3] }, [2]],
    ["the next line that is not blank", { text: "a\n\n<!-- prompt-lint-disable-next-line -->\n\n\nb\nc\n", lines: [1, 6, 7] }, [6]],
    ["the line behind a comment of several lines", { text: "<!-- prompt-lint-disable-next-line:\nfor a\nreason -->\nb\n", lines: [2, 4] }, [4]],
    ["its own line", { text: "a <!-- prompt-lint-disable-line unbounded-wait --> b\nc\n", lines: [1, 2] }, [1]],
    ["only the rules it names", { text: "a <!-- prompt-lint-disable-line missing-file, broken-fence -->\n", lines: [1] }, []],
    ["one of several rules", { text: "a <!-- prompt-lint-disable-line missing-file, unbounded-wait: why -->\n", lines: [1] }, [1]],
    ["all rules, with a reason", { text: "a <!-- prompt-lint-disable-line: why -->\n", lines: [1] }, [1]],
    [
      "from a disable to its enable",
      { text: "a\n\n<!-- prompt-lint-disable unbounded-wait -->\n\nb\n\n<!-- prompt-lint-enable unbounded-wait -->\n\nc\n", lines: [1, 5, 9] },
      [5],
    ],
    ["from a disable to the end", { text: "a\n\n<!-- prompt-lint-disable -->\n\nb\n\nc\n", lines: [1, 5, 7] }, [5, 7]],
    [
      "not a rule that is enabled again",
      { text: "<!-- prompt-lint-disable -->\n\na\n\n<!-- prompt-lint-enable unbounded-wait -->\n\nb\n", lines: [3, 7] },
      [3],
    ],
    [
      "other rules than the one that is enabled again",
      { text: "<!-- prompt-lint-disable -->\n\na\n\n<!-- prompt-lint-enable missing-file -->\n\nb\n", lines: [3, 7] },
      [3, 7],
    ],
    [
      "a rule that is enabled and disabled again with all",
      { text: "<!-- prompt-lint-disable -->\n\n<!-- prompt-lint-enable unbounded-wait -->\n\na\n\n<!-- prompt-lint-disable -->\n\nb\n", lines: [5, 9] },
      [9],
    ],
    ["all after an enable of all", { text: "<!-- prompt-lint-disable unbounded-wait -->\n\na\n\n<!-- prompt-lint-enable -->\n\nb\n", lines: [3, 7] }, [3]],
    ["the file, from wherever it stands", { text: "a\n\nb\n\n<!-- prompt-lint-disable-file unbounded-wait: old -->\n", lines: [1, 3] }, [1, 3]],
    ["a list item", { text: "- a\n  <!-- prompt-lint-disable-next-line -->\n  b\n", lines: [1, 3] }, [3]],
    ["a quote", { text: "> a <!-- prompt-lint-disable-line -->\n> b\n", lines: [1, 2] }, [1]],
    ["lines that end in CR", { text: "<!-- prompt-lint-disable-next-line -->\ra\rb\r", lines: [2, 3] }, [2]],
    ["behind a byte order mark", { text: "\uFEFF<!-- prompt-lint-disable-next-line -->\na\n", lines: [2] }, [2]],
    ["a line of a script", { text: "```bash\nsleep 1 # prompt-lint-disable-line unbounded-wait: short\nsleep 2\n```\n", lines: [2, 3] }, [2]],
    ["the next line of a script", { text: "- x\n  ```bash\n  # prompt-lint-disable-next-line unbounded-wait: short\n  sleep 1\n  ```\n", lines: [3, 4] }, [4]],
    ["a line of YAML", { text: "a: 1 # prompt-lint-disable-line unbounded-wait\nb: 2\n", path: "a.yml", lines: [1, 2] }, [1]],
    ["a prompt in a fence", { text: "```\n# Start\n\n<!-- prompt-lint-disable-next-line -->\nYou are session 1. Read the board.\n```\n", lines: [5] }, [5]],
    ["a script in an example", { text: "````markdown\n# Start\n\n```bash\nsleep 1 # prompt-lint-disable-line\n```\n````\n", lines: [5] }, [5]],
  ])("%s", (_, input, expected) => {
    expect(silenced(input)).toEqual(expected);
  });

  test.each<[string, Case]>([
    ["an example in a fence of another language", { text: "```html\n<!-- prompt-lint-disable-file -->\n```\n", lines: [2] }],
    ["an example in a fence of markdown", { text: "```markdown\n# Start\n\n<!-- prompt-lint-disable-file -->\n```\n", lines: [4] }],
    ["inline code", { text: "write `<!-- prompt-lint-disable-line -->`\n", lines: [1] }],
    ["a quoted text of a script", { text: '```bash\necho "# prompt-lint-disable-line"\n```\n', lines: [2] }],
    ["a here-document", { text: "```bash\ncat <<EOF\n# prompt-lint-disable-line\nEOF\n```\n", lines: [3] }],
    ["a value of YAML", { text: 'a: "# prompt-lint-disable-line"\n', path: "a.yml", lines: [1] }],
    ["JSON", { text: '{ "a": "# prompt-lint-disable-file" }\n', path: "a.json", lines: [1] }],
    ["a comment that is not closed", { text: "<!-- prompt-lint-disable-file\n", lines: [1] }],
    ["a word in front", { text: "<!-- note: prompt-lint-disable-file -->\n", lines: [1] }],
  ])("is not in %s", (_, input) => {
    expect(silenced(input)).toEqual([]);
  });
});

describe("what is wrong with a directive", () => {
  const messages = (text: string, options: { requireReason?: boolean; unused?: boolean } = {}) => {
    const document = parse(text);
    const { findings } = applyDirectives({
      findings: [],
      documents: [document],
      ruleIds: RULES,
      requireReason: options.requireReason ?? false,
      unusedSeverity: options.unused ? "warning" : undefined,
    });
    return findings.map(({ ruleId, severity, message, place }) => `${place.start.line}:${place.start.column} ${severity} ${ruleId}: ${message}`);
  };

  test.each<[string, string, string[], object?]>([
    [
      "an unknown rule",
      "a <!-- prompt-lint-disable-line unbound-wait -->\n",
      ["1:3 error invalid-disable: Unknown rule `unbound-wait`, did you mean `unbounded-wait`?"],
    ],
    ["two of them", "<!-- prompt-lint-disable x, y -->\n", ["1:1 error invalid-disable: Unknown rule `x`", "1:1 error invalid-disable: Unknown rule `y`"]],
    [
      "an unknown directive",
      "<!-- prompt-lint-disable-nextline -->\n",
      ["1:1 error invalid-disable: Unknown directive `prompt-lint-disable-nextline`, did you mean `prompt-lint-disable-next-line`?"],
    ],
    ["a reason in place of rules", "<!-- prompt-lint-disable-file too noisy -->\n", ["1:1 error invalid-disable: Unknown rule `too noisy`"]],
    [
      "no reason where one is required",
      "<!-- prompt-lint-disable-file unbounded-wait -->\n",
      ["1:1 error invalid-disable: No reason given: expected one behind a colon, as in `rule: reason`"],
      { requireReason: true },
    ],
    ["a reason where one is required", "<!-- prompt-lint-disable-file unbounded-wait: a person watches -->\n", [], { requireReason: true }],
    ["an enable needs no reason", "<!-- prompt-lint-enable -->\n", [], { requireReason: true }],
    [
      "one that silences nothing",
      "<!-- prompt-lint-disable-file broken-fence -->\n",
      ["1:1 warning unused-disable: `prompt-lint-disable-file` silences no finding of `broken-fence`: expected it where there is one, or gone"],
      { unused: true },
    ],
    [
      "one for all that silences nothing",
      "<!-- prompt-lint-disable -->\n",
      ["1:1 warning unused-disable: `prompt-lint-disable` silences no finding: expected it where there is one, or gone"],
      { unused: true },
    ],
    ["control characters in a rule", "<!-- prompt-lint-disable-file a\u001b[31m -->\n", ["1:1 error invalid-disable: Unknown rule `a\\u001b[31m`"]],
  ])("%s", (_, text, expected, options) => {
    expect(messages(text, options)).toEqual(expected);
  });

  test("one with a mistake silences nothing", () => {
    expect(silenced({ text: "a <!-- prompt-lint-disable-line unbounded-wait, unknwon -->\n", lines: [1] })).toEqual([]);
  });

  test("of two that say the same the second is unused", () => {
    const document = parse("<!-- prompt-lint-disable-file unbounded-wait -->\n\n<!-- prompt-lint-disable-file unbounded-wait -->\n\na\n");
    const { unused } = applyDirectives({ findings: findingsOn(document, "unbounded-wait", [5]), documents: [document], ruleIds: RULES });
    expect(unused.map(({ place }) => place.start.line)).toEqual([3]);
  });
});

describe("properties", () => {
  const line = fc.oneof(
    fc.constantFrom("a", "", "# b", "```bash", "```", "> c", "- d"),
    fc
      .record({ action: fc.constantFrom(...DIRECTIVE_ACTIONS), rules: fc.subarray(RULES) })
      .map(({ action, rules }) => `<!-- prompt-lint-${action} ${rules.join(", ")} -->`),
  );

  test("each finding is kept or silenced, and the place of a directive is its comment", () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(20)), (lines, at) => {
        const document = parse(lines.join("\n"));
        for (const { place } of readDirectives(document).directives) {
          const text = document.source.text.slice(place.start.offset, place.end.offset);
          expect(text.startsWith("<!-- prompt-lint-") && text.endsWith("-->")).toBe(true);
        }
        const findings = findingsOn(
          document,
          "missing-file",
          [...new Set(at)].filter((number) => number < document.source.lineStarts.length).map((number) => number + 1),
        );
        const result = applyDirectives({ findings, documents: [document], ruleIds: RULES });
        expect(result.findings.length + result.suppressed.length).toBe(findings.length);
        const shuffled = applyDirectives({ findings: [...findings].reverse(), documents: [document], ruleIds: RULES });
        expect(shuffled).toEqual(result);
      }),
    );
  });

  test("a finding in a file that was not read is kept", () => {
    const findings = findingsOn(parse("a"), "missing-file", [1]);
    expect(applyDirectives({ findings, documents: [], ruleIds: RULES }).findings).toEqual(findings);
  });
});
