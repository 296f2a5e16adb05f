import { describe, expect, test } from "vitest";
import { run } from "./run.ts";

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

const LISTS = `# Board

## Entries

### Backend
- **Status:** UNCLAIMED
- Claimed By: UNCLAIMED

### Frontend
- **Status:** UNCLAIMED
- Claimed By: UNCLAIMED

## Keywords

| Status | Meaning |
|---|---|
| UNCLAIMED | nobody has it |
| BLOCKED | waits |
`;

describe("unmatched-pattern reports in a program of awk", () => {
  test.each([
    ["one of two conditions", `awk 'n && /^- Status: / { print NR }' STATUS.md`, "bold markers between"],
    ["a key and a state", `awk '/^- Status: / && /UNCLAIMED/ { print NR }' STATUS.md`, "bold markers between"],
    ["an action of any kind", `n=$(awk '/^- Status: / { print substr($0, 11) }' STATUS.md)`, "bold markers between"],
    ["one of several rules", `awk -v x="$X" '/^### / { n++ }\n  n && /^- Status: / { s[n] = NR }\n  END { print s[x] }' STATUS.md`, "bold markers between"],
    ["an if", `awk '{ if (/^- Status: /) print NR; else n++ }' STATUS.md`, "bold markers between"],
    ["the whole line by name", `awk '($0 ~ /^- Status: /) && n < 2 { n++ }' STATUS.md`, "bold markers between"],
    ["all alternatives", `awk '/^- Status: UNCLAIMED/ || /^- Status: BLOCKED/ { n++ }' STATUS.md`, "bold markers between"],
    ["the start of a range", `awk '/^- Status: /, /^$/ { n++ }' STATUS.md`, "bold markers between"],
    ["another level", `awk '/^## Backend/ { f = 1 } f { print }' STATUS.md`, "another heading level"],
    ["another level of any heading", `awk '/^#### / { n++ } END { print n }' STATUS.md`, "another heading level"],
    ["another name of the field", `awk '/^- Owner: / { print substr($0, 10) }' STATUS.md`, "the field is called `Claimed By`"],
    ["another name, and what it holds", `awk 'n && /^- Owner: UNCLAIMED/ { n++ }' STATUS.md`, "it stands in `Claimed By`"],
    ["the same in grep", `grep -n '^- Owner: UNCLAIMED' STATUS.md`, "it stands in `Claimed By`"],
    ["a name that is nobody's, in grep", `grep -n '^- Holder: UNCLAIMED' STATUS.md`, "it stands in `Claimed By`"],
  ])("%s", (_, script, difference) => {
    const found = problems("unmatched-pattern", script, LISTS);
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(difference)]);
    // What else the program does with the line may count its letters.
    if (script.includes("substr")) expect(found[0]).not.toHaveProperty("fix");
  });

  test.each([
    ["what matches", `awk 'n && /^- Claimed By: / { n++ }' STATUS.md`],
    ["a state that nobody is in", `awk 'n && /^- Claimed By: CLAIMED/ && /BLOCKED/ { n++ }' STATUS.md`],
    ["a negation", `awk '!/^- Status: / && n { n++ }' STATUS.md`],
    ["one alternative that matches", `awk '/^- Status: / || /Claimed By: / { n++ }' STATUS.md`],
    ["one alternative that is not known", `awk '/^- Status: / || n > 2 { n++ }' STATUS.md`],
    ["a condition with two ends", `awk '(/^- Status: / ? 0 : 1) { n++ }' STATUS.md`],
    ["no condition", `awk '{ n++; print substr($0, 3) }' STATUS.md`],
    ["what is left out", `awk '/^- Status: / { next } { n++ }' STATUS.md`],
    ["another way to write it that does match", String.raw`awk '/^- Status: / { n++ } /^- \*\*Status:/ { n++ }' STATUS.md`],
    ["lines that were changed before", `awk '{ gsub(/[*]/, "") } /^- Status: / { n++ }' STATUS.md`],
    ["lines that were set before", `awk '{ $0 = tolower($0) } /^- status: / { n++ }' STATUS.md`],
    ["records that are no lines", `awk 'BEGIN { RS = "" } /^- Status: / { n++ }' STATUS.md`],
    ["records of an option", `awk -v RS= '/^- Status: / { n++ }' STATUS.md`],
    ["an end", `awk '/^### Backend/ { f = 1; next } /^#### / { f = 0 } f' STATUS.md`],
    ["a name of another field", `awk '/^- Branch: / { n++ }' STATUS.md`],
    ["a key that is in no line and not at its start", `grep -c 'Owner:' STATUS.md`],
    ["a value that is not there", `grep -n '^- Owner: alice' STATUS.md`],
    ["half a program", `awk '/^- Status: / && (n { n++ }' STATUS.md`],
    ["a program that the shell knows", `awk "$RULES /^- Status: / { n++ }" STATUS.md`],
  ])("and is silent about %s", (_, script) => {
    expect(problems("unmatched-pattern", script, LISTS)).toEqual([]);
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
