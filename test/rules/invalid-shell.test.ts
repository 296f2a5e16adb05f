import { describe, expect, test } from "vitest";
import { bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

/* One thing that bash or a tool rejects, and the same without it. The snapshot has place, words and repair. */

const invalid = (script: string) => run("invalid-shell", [bashPrompt(script)]).map(({ messageId, suggestions }) => `${messageId} ${suggestions.length}`);

describe("a script that bash rejects", () => {
  test.each<[string, string[]]>([
    ["done", ["rejected 0"]],
    ["if true; then make; fi", []],
    ["# ❌ WRONG\nif true; then\n  make", []],
    ["for i in a b do make; done", ["rejected 0"]],
    ["while true do make; done", ["rejected 0"]],
    ["cat <<EOF\nif\n", ["openHereDoc 0"]],
    ["if true; then\n  cat <<EOF\nx\n", ["openHereDoc 0"]],
  ])("%j", (script, expected) => {
    expect(invalid(script)).toEqual(expected);
  });
});

describe("a here-document", () => {
  test.each<[string, string[]]>([
    ["cat > a <<EOF\nx\nEOF\nmake", []],
    ["cat > a <<EOF\nx\nmake", ["openHereDoc 0"]],
    ["make\ncat > a <<EOF\nx", ["openHereDoc 0"]],
    ["cat > a <<EOF\nx\n  EOF\nmake", ["indentedEnd 1"]],
    ["cat > a <<EOF\nx\n\tEOF\nmake", ["indentedEnd 1"]],
    ["cat > a <<-EOF\nx\n\tEOF\nmake", []],
    ["cat > a <<-EOF\nx\n  EOF\nmake", ["indentedEnd 1"]],
    ["cat > a <<EOF\nx\n \tEOF\nmake", ["indentedEnd 1"]],
    ["cat > a <<EOF\nx\nEOF \nmake", ["openHereDoc 0"]],
    ["cat > a <<EOF\nx\n  EOF \nmake", ["openHereDoc 0"]],
    ["cat > a <<EOF\nx\ny\nz\n  EOF\nmake", ["indentedEnd 1"]],
    ["ID=$(hostname)\ncat > a.md <<'EOF'\nclaimed by $ID\nEOF", ["literal 1"]],
    ["ID=$(hostname)\ncat > a <<EOF\nclaimed by $ID\nEOF", []],
    ["cat > a <<'EOF'\nclaimed by $ID\nEOF", []],
    ["ID=$(hostname)\ncat > a <<'EOF'\nclaimed by me\nEOF", []],
    ["ID=$(hostname)\ncat > a.sh <<'EOF'\necho $ID\nEOF", []],
    ["ID=$(hostname)\ncat > a.md <<'EOF'\nclaimed by $ID for \\$5\nEOF", ["literal 0"]],
    ["ID=$(hostname)\nN=1\ncat > a.md <<'EOF'\n$N claimed by $ID\nEOF", ["literal 1"]],
  ])("%j", (script, expected) => {
    expect(invalid(script)).toEqual(expected);
  });

  test("asks for the value of what another script sets", () => {
    const text = `${bashPrompt("ID=$(hostname)").text}\n${bashPrompt("cat > a.md <<'EOF'\nclaimed by $ID\nEOF").text}`;
    expect(run("invalid-shell", [{ path: "prompt.md", text }])).toHaveLength(1);
  });
});

describe("an expression that its tool rejects", () => {
  const long = (length: number) => `sed -i 's/(${"a".repeat(length - 6)}\\)/x/' b.md`;
  test.each<[string, string[]]>([
    ["sed -i 's/\\(a/b/' c.md", ["expression 0"]],
    ["sed -i 's/(a/b/' c.md", []],
    ["sed -iE 's/a/b' c.md", ["expression 0"]],
    ["sed -E -i 's/**Status:** a/b/' c.md", ["expression 1"]],
    ["sed -E -i 's|**Status:** a|**Status:** b|' c.md", ["expression 1"]],
    ['sed -E -i "s/**Status:** a/b/g" c.md', ["expression 1"]],
    ["sed -E -i 's/* a/b/' c.md", ["expression 0"]],
    ["sed -E -i s/**a/b/ c.md", ["expression 0"]],
    ["sed -E -i '3s/**Status:** a/b/' c.md", ["expression 0"]],
    ["grep -E '**Status' c.md", []],
    ["grep -E '(a' c.md", ["expression 0"]],
    ["grep -E '(<name>' c.md", []],
    ["grep -E '(a' <name>.md", ["expression 0"]],
    ["grep -E '(a' c.md && git push origin <name>", ["expression 0"]],
    [long(80), ["expression 0"]],
    [long(81), ["expression 0"]],
    [long(120), ["expression 0"]],
  ])("%j", (script, expected) => {
    expect(invalid(script)).toEqual(expected);
  });
});

describe("a number that starts a comment", () => {
  test.each<[string, string[]]>([
    ["gh issue view #$NUMBER", ["comment 1"]],
    ["gh issue view #${NUMBER} --json title", ["comment 1"]],
    ["gh issue view #{NUMBER}", ["comment 1"]],
    ["gh issue view \\\n  #$NUMBER", []],
    ["make && gh issue comment #$N --body done", ["comment 1"]],
    ["make\ngh issue view #$NUMBER\nmake", ["comment 1"]],
    ["gh issue view # $NUMBER", []],
    ["gh issue view #3", []],
    ["gh issue view # see #$NUMBER", []],
    ["#$NUMBER", []],
    ["# ❌ WRONG\ngh issue view #$NUMBER", []],
    [`gh issue view ${"3 ".repeat(45)} #$NUMBER`, ["comment 1"]],
  ])("%j", (script, expected) => {
    expect(invalid(script)).toEqual(expected);
  });

  test("in a wrong script", () => {
    expect(run("invalid-shell", [{ path: "prompt.md", text: `## ❌ Wrong\n\n${bashPrompt("gh issue view #$NUMBER").text}` }])).toEqual([]);
  });
});
