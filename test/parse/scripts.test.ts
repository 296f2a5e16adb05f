import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { simpleCommands } from "../../src/parse/bash-tree.ts";
import { parse } from "../parsers.ts";

const scriptsOf = (text: string, path = "a.md") => parse(path, text).scripts.map((script) => script.text);

describe("takes for a script", () => {
  test.each([
    ["a bash fence", "```bash\ngit push\n```", ["git push"]],
    ["sh, shell, zsh, console with more words", "```sh title=x\na\n```\n```shell\nb\n```\n```zsh\nc\n```\n```{.bash}\nd\n```", ["a", "b", "c", "d"]],
    ["a fence without a language that reads as shell", "```\ncd build\ngit pull --rebase\n```", ["cd build\ngit pull --rebase"]],
    ["an indented block that reads as shell", "Run:\n\n    git fetch origin\n    git status\n", ["git fetch origin\ngit status"]],
    [
      "a fence in a prompt that an inner fence breaks",
      "```\nYou are Session 1.\nFirst look where you are:\n```bash\npwd\n```\nThen claim your task and push it.\n```\n",
      ["pwd"],
    ],
    ["a fence in a longer fence", "````markdown\n# Prompt\n```bash\npwd\n```\n````\n", ["pwd"]],
  ])("%s", (_, text, expected) => {
    expect(scriptsOf(text)).toEqual(expected);
  });

  test("shell lines between the prose of a pasted prompt, with their comments", () => {
    const text =
      "You are Session 1 and you work alone.\n\n# look around\npwd\n\ngit remote -v\n\nIf you see an error, stop.\nThen go on with this:\ngit push\n";
    expect(scriptsOf(text, "prompt.txt")).toEqual(["# look around\npwd\n\ngit remote -v", "git push"]);
    expect(scriptsOf(`\`\`\`\n${text}\`\`\`\n`)).toEqual(["# look around\npwd\n\ngit remote -v", "git push"]);
  });

  test("a file of shell that nobody put into a fence", () => {
    const script =
      '# 1. Look around\ncd work\ngit pull\n\n# 2. Look for work\nX=$(grep -n FREE B.md)\nif [ -z "$X" ]; then\n  exit 0\nfi\ngit push origin main';
    const text = `You are Session 1. Run this, and nothing else:\n\n${script}`;
    expect(scriptsOf(text, "prompt.md")).toEqual([script]);
    // A fence shows where the scripts are; sentences outweigh a few commands; two commands are no file of shell.
    expect(scriptsOf(`${text}\n\n\`\`\`bash\nls\n\`\`\``, "prompt.md")).toEqual(["ls"]);
    expect(scriptsOf(`${text}${"\n\nThen look at what the others have done so far.".repeat(8)}`, "prompt.md")).toEqual([]);
    expect(scriptsOf("git pull\ngit push\n", "prompt.md")).toEqual([]);
  });

  test("a statement over several lines, whatever stands in it", () => {
    const commit = 'git commit -m "first line\n\n- a point that reads as prose\n1. a step"';
    const loop = 'if [ -z "$X" ]; then\n  Read the board.\nfi';
    expect(scriptsOf(`Do this now, please, and quickly:\n${commit}\nThen do the other thing:\n${loop}\nThat was all there is.`, "prompt.txt")).toEqual([
      commit,
      loop,
    ]);
  });

  test("the shell in a YAML prompt", () => {
    expect(
      scriptsOf("hats:\n  a:\n    instructions: |\n      You are the builder, and you do this:\n\n      ```bash\n      git push\n      ```\n", "hats.yml"),
    ).toEqual(["git push"]);
    // More shell than prose.
    expect(scriptsOf("prompt: |\n  You are one of two sessions.\n\n  ```bash\n  git pull\n  ```\n\n  Then:\n  git push origin main\n", "p.yml")).toEqual([
      "git pull",
      "  git push origin main",
    ]);
    expect(scriptsOf("run: |\n  cat <<EOF > a.md\n  ```bash\n  git pull\n  ```\n  EOF\n  git push\n", "ci.yml")).toEqual([]);
  });
});

describe("takes for no script", () => {
  test.each([
    ["a fence of another language", "```python\ngit = 1\n```\n```yaml\nrun: git push\n```"],
    ["a diagram", "```\nA ──> B\n│     │\n└─────┘\n```"],
    [
      "prose that opens with a command's name",
      "```\nMake sure that the tests pass.\nFind the right file and read it.\nGit operations must be atomic here.\ntest everything twice\n```",
    ],
    ["shell words in a plain paragraph", "git push is what you run when you are done.\n"],
  ])("%s", (_, text) => {
    expect(scriptsOf(text)).toEqual([]);
  });
});

describe("masks at equal length", () => {
  const masked = (script: string) => parse("a.md", `\`\`\`bash\n${script}\n\`\`\``).scripts[0]!.masked;

  test.each([
    ["unquoted placeholders", "git checkout -b x/<name>-<id> [repo name]", "git checkout -b x/PPPPPP-PPPP PPPPPPPPPPP"],
    ["quoted ones stay", 'git commit -m "<topic>"', 'git commit -m "<topic>"'],
    [
      "bash stays",
      "cat <in >out; a[1]=x; ls [a-z]*; echo ${X} {a,b}; [[ -f x ]]; cat <<EOF\n<b>\nEOF",
      "cat <in >out; a[1]=x; ls [a-z]*; echo ${X} {a,b}; [[ -f x ]]; cat <<EOF\n<b>\nEOF",
    ],
    ["numbered steps", "1. Create the file (or not)\ngit push", "                           \ngit push"],
    ["labels and arrows", 'Agent-A: git commit\nNOTES.md → "see the board"', "                   \n                          "],
    ["not what stands in a quote", 'git commit -m "a\n1. b\n- c"\ngit push', 'git commit -m "a\n1. b\n- c"\ngit push'],
    ["not what stands in a here-document", "cat <<'E'\n1. b's\nE\ngit push", "cat <<'E'\n1. b's\nE\ngit push"],
    ["a transcript's prompts and output", "$ git status\nOn branch main\n$ ls \\\n> -l", "  git status\n              \n  ls \\\n> -l"],
  ])("%s", (_, script, expected) => {
    expect(masked(script)).toBe(expected);
  });

  test("any text", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom("<a>", "[b c]", "{d}", "'", '"', "\n", "<<E\n", "E\n", "\\", "1. x", "$ ", "# ", "\u{1F600}", "git "))
          .map((parts) => parts.join("")),
        (text) => {
          for (const script of parse("a.md", `~~~bash\n${text}\n~~~`).scripts) {
            expect(script.masked.length).toBe(script.text.length);
            for (const { start, end, text } of script.placeholders) expect(script.text.slice(start, end)).toBe(text);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("bad examples", () => {
  const bad = (text: string) => parse("a.md", text).scripts.flatMap((script) => simpleCommands(script.tree).map((command) => script.isBadExample(command)));

  test.each([
    ["a heading", "## ❌ BAD prompt\n\n```bash\na\n```\n\n## ✅ GOOD prompt\n\n```bash\nb\n```", [true, false]],
    ["the label above", "**Anti-pattern:**\n```bash\na\n```\n**Correct pattern:**\n```bash\nb\n```", [true, false]],
    ["a comment, up to the good one", "```bash\n# ❌ Bad - mixed concerns\na\n# ✅ Good\nb\n```", [true, false]],
    ["a comment, up to the next paragraph", "```bash\n# WRONG: no check\na\nb\n\n# The next step\nc\n```", [true, true, false]],
    ["a remark behind the command", "```bash\na  # ❌ wrong\nb\n```", [true, false]],
    ["a topic is no label", "## Wrong repository errors\n\n```bash\na\n```", [false]],
    ["a status icon is no label", "### ❌ Session 3\n\n```bash\na\n```", [false]],
  ])("%s", (_, text, expected) => {
    expect(bad(text)).toEqual(expected);
  });
});

const containers = fc.constantFrom("", "> ", "   ", "- ", "1. ", "> - ", "- > ", "10) ");
const eols = fc.constantFrom("\n", "\r\n");
const starts = fc.constantFrom("", "\ufeff", "# 👩‍👧 Überschrift\n\n", "---\nname: x\n---\n");
const commands = fc.array(fc.constantFrom("echo a", "  sleep 5", "git pull | cat", "x=$(date)", "echo '👩‍👧 ä'", "\tcd <dir>", ""), { minLength: 1 });

test("a simple command's place holds its own text, whatever contains the fence", () => {
  fc.assert(
    fc.property(starts, containers, eols, commands, (start, marker, eol, lines) => {
      const rest = marker.replace(/[-\d.)]/g, " ");
      const value = start.replaceAll("\n", eol) + ["```bash", ...lines, "```"].map((line, index) => (index ? rest : marker) + line).join(eol);
      const { source, scripts } = parse("a.md", value);
      expect(scripts).toHaveLength(1);
      for (const command of simpleCommands(scripts[0]!.tree)) {
        const { start, end } = scripts[0]!.place(command);
        expect(source.text.slice(start.offset, end.offset)).toBe(scripts[0]!.text.slice(command.pos, command.end));
        const lineStart = source.lineStarts[start.line - 1]!;
        expect(lineStart + start.column - 1).toBe(start.offset);
      }
    }),
    { numRuns: 500 },
  );
});

test("a place survives a tab that the list's indent cuts in two", () => {
  const { source, scripts } = parse("a.md", "- ```bash\n\techo a\n  ```");
  const { start, end } = scripts[0]!.place(simpleCommands(scripts[0]!.tree)[0]!);
  expect(source.text.slice(start.offset, end.offset)).toBe("echo a");
});
