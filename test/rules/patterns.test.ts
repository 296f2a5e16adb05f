import { describe, expect, test } from "vitest";
import { run } from "../helpers.ts";

const BOARD = `# Board

**Last Updated:** today

## Session 1: Payments
- **Status:** READY
- **Claimed By:** UNCLAIMED
- **Last Heartbeat:** 1763110800

## Session 2: Search
- **Status:** ⏳ READY
- **Claimed By:** UNCLAIMED
- **Last Heartbeat:** 1763110800

## Status definitions

| Status | Meaning |
|---|---|
| READY | nobody has it |
| IN_PROGRESS | a session works on it |
| COMPLETE | delivered |
| BLOCKED | waits |
`;

const TABLE = `| Session | Status | Claimed By |
|---|---|---|
| Session 1 | READY    | UNCLAIMED |
| Session 2 | COMPLETE | me        |
`;

const problems = (rule: string, script: string, board = BOARD) =>
  run(rule, [
    { path: "STATUS.md", text: board },
    { path: "PROMPT.md", text: `You are an autonomous session.\n\n\`\`\`bash\n${script}\n\`\`\`\n` },
  ]).filter(({ path }) => path === "PROMPT.md");

describe("unmatched-pattern reports", () => {
  test.each([
    ["bold markers between", `grep -n "Claimed By: UNCLAIMED" STATUS.md`, "bold markers between"],
    ["through cat", `cat STATUS.md | grep "Status: READY"`, "bold markers between"],
    ["from <", `grep "Status: READY" < STATUS.md`, "bold markers between"],
    ["of a revision", `git show origin/main:STATUS.md | grep "Status: READY"`, "bold markers between"],
    ["a file in a variable", `F="STATUS.md"\ngrep -q "Status: COMPLETE" "$F"`, "bold markers between"],
    ["in watch", `watch -n 60 'git pull -q && grep "Status: BLOCKED" STATUS.md'`, "bold markers between"],
    ["in bash -c", `bash -c 'grep "Status: BLOCKED" STATUS.md'`, "bold markers between"],
    ["on a line of its own", `grep -A 3 \\\n  "Status: READY" \\\n  STATUS.md`, "bold markers between"],
    ["a sed that edits nothing", `sed -i "s/Status: READY/Status: COMPLETE/" STATUS.md`, "bold markers between"],
    ["an awk", `awk '/Status: READY/ {print $0}' STATUS.md`, "bold markers between"],
    ["a list marker", `grep "^Status:" STATUS.md`, "a list marker in front"],
    ["another case", `grep "status:" STATUS.md`, "the case differs"],
    ["more text behind", `sed -n '/^## Session 1$/,/^## /p' STATUS.md`, "more text around it"],
    ["heading and field", `sed -i "s/Session X.*UNCLAIMED/Session X: mine/" STATUS.md`, "never on one line"],
    ["another field", `grep "Status:.. UNCLAIMED" STATUS.md`, "stands in `Claimed By`"],
    ["a placeholder in it", `grep "Session 1: <name>.*READY" STATUS.md`, "never on one line"],
    ["another spelling", `grep "IN PROGRESS" STATUS.md`, "spelled another way"],
  ])("%s", (_, script, difference) => {
    const found = problems("unmatched-pattern", script);
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(difference)]);
  });

  test.each([
    ["behind grep -o", `grep -o "Session [0-9]" STATUS.md | grep "READY"`, "never matches what `grep -o` prints"],
    ["the line of another field", `L=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)\nsed -i "\${L}s/READY/COMPLETE/" STATUS.md`, "1 line further up"],
  ])("%s", (_, script, message) => {
    expect(problems("unmatched-pattern", script).map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  test("with an edit that makes pattern and replacement match", () => {
    const [found] = problems("unmatched-pattern", `sed -i "s/Claimed By: UNCLAIMED/Claimed By: $ID/" STATUS.md`);
    expect(found!.fix!.map(({ text }) => text)).toEqual([String.raw`Claimed By:\*\* UNCLAIMED`, "Claimed By:** $ID"]);
  });
});

describe("unmatched-pattern is silent about", () => {
  test.each([
    ["a plain word", `grep "UNCLAIMED" STATUS.md`],
    ["a key alone", `grep "Claimed By:" STATUS.md`],
    ["a state of the legend that nobody is in", `grep -c "IN_PROGRESS" STATUS.md`],
    ["the same in its field", String.raw`if grep -q "Status:\*\* BLOCKED" STATUS.md; then exit 1; fi`],
    ["an unknown part that may match", `grep "$PATTERN" STATUS.md`],
    ["a line of the board itself", `grep "Last Updated:" STATUS.md`],
    ["words that may come", `! grep -q "URGENT" STATUS.md || echo none`],
    ["what is left out", `grep -v "Status: READY" STATUS.md`],
    ["a file that is not there", `grep "Status: READY" OTHER.md`],
    ["what a script writes", `echo "Status: PAUSED" >> STATUS.md\ngrep "Status: PAUSED" STATUS.md`],
    ["a bad example", `# WRONG\ngrep "Status: READY" STATUS.md  # ❌ matches nothing`],
    ["a filter of a stream", `sed -n "5p" STATUS.md | sed 's/Status: //'`],
    ["a field of the heading's own", `grep -A 5 "^## Session $N" STATUS.md | grep "Claimed By:"`],
    ["text from xargs", `ls *.md | xargs grep "Status: READY"`],
  ])("%s", (_, script) => {
    expect(problems("unmatched-pattern", script)).toEqual([]);
  });

  test.each([
    ["row and state", `grep "Session 1 .*READY" STATUS.md`],
    ["a state that the row is not in", `grep "Session 1.*COMPLETE" STATUS.md`],
    ["a cell of an aligned table", `grep "| BLOCKED |" STATUS.md`],
    ["a cell", `awk -F'|' '/UNCLAIMED/ {print $2}' STATUS.md`],
  ])("a table: %s", (_, script) => {
    expect(problems("unmatched-pattern", script, TABLE)).toEqual([]);
  });
});

describe("overmatched-pattern", () => {
  test.each([
    ["a keyword in another", `grep -c "CLAIMED" STATUS.md`, "also matches `UNCLAIMED`"],
    ["a legend that is counted", `grep "READY" STATUS.md | wc -l`, "counts 3 lines of `STATUS.md`, and 2 of them are entries"],
    [
      "an address that may be empty",
      `L=$(grep -n UNCLAIMED STATUS.md | head -1 | cut -d: -f1)\nsed -i "\${L}s/UNCLAIMED/me/" STATUS.md`,
      "edits all 2 entries",
    ],
    ["no address", `sed -i "s/UNCLAIMED/$ID/" STATUS.md`, "edits 2 entries"],
  ])("reports %s", (_, script, message) => {
    expect(problems("overmatched-pattern", script).map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ["a whole word", `grep -cw "CLAIMED" STATUS.md`],
    ["a filter behind it", `grep "CLAIMED" STATUS.md | grep -v UNCLAIMED`],
    ["the keyword itself", `grep "UNCLAIMED" STATUS.md`],
    ["an address that is tested", `L=$(grep -n UNCLAIMED STATUS.md | head -1 | cut -d: -f1)\n[ -z "$L" ] && exit 1\nsed -i "\${L}s/UNCLAIMED/me/" STATUS.md`],
    ["a search that ends the script", `set -euo pipefail\nL=$(grep -n UNCLAIMED STATUS.md | head -1 | cut -d: -f1)\nsed -i "\${L}s/UNCLAIMED/me/" STATUS.md`],
    ["an edit of all that says so", `# Reset all sessions\nsed -i "s/UNCLAIMED/$ID/" STATUS.md`],
    ["an edit of one entry", `sed -i "/^## $SESSION:/,/^## /s/UNCLAIMED/$ID/" STATUS.md`],
  ])("is silent about %s", (_, script) => {
    expect(problems("overmatched-pattern", script)).toEqual([]);
  });
});

describe("misdirected-edit", () => {
  test.each([
    ["the field of every session", `sed -i "s/Last Heartbeat:.*/Last Heartbeat:** $(date +%s)/" STATUS.md`, "every one of the 2 entries"],
    [
      "a line too far",
      `L=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)\nNAME=$(sed -n "$((L-1))p" STATUS.md | sed 's/## //')`,
      "expected `$((L-2))`",
    ],
    ["front matter and all behind it", `sed '1,/^---$/d; 1,/^---$/d' task.md > body.md`, "deletes the whole file"],
  ])("reports %s", (_, script, message) => {
    expect(problems("misdirected-edit", script).map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ["a line of the board", `sed -i "s/Last Updated:.*/Last Updated:** $(date)/" STATUS.md`],
    ["one's own entry", `sed -i "/^## $SESSION:/,/^## /s/Last Heartbeat:.*/x/" STATUS.md`],
    ["the right line", `L=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)\nNAME=$(sed -n "$((L-2))p" STATUS.md | sed 's/## //')`],
    ["one range of front matter", `sed '1,/^---$/d' task.md > body.md`],
  ])("is silent about %s", (_, script) => {
    expect(problems("misdirected-edit", script)).toEqual([]);
  });
});
