import { describe, expect, test } from "vitest";
import { commandsIn } from "../../src/shell/nodes.ts";
import { findForeign } from "../../src/shell/foreign.ts";
import { findLiteralExpansions } from "../../src/shell/literal-heredocs.ts";
import { hereDocs, hereDocUse, isShellText, readParts, syntaxErrors } from "../../src/shell/script-parts.ts";
import { findSyntaxProblem } from "../../src/shell/syntax.ts";
import { readVariables } from "../../src/shell/variables.ts";
import { parseBash, type BashOptions, type BashScript } from "../../src/parse/bash.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { createSource } from "../../src/source.ts";
import { parse } from "../parsers.ts";

/* What bash rejects, and what is no script at all. `vitest -u` rewrites the snapshots: read the diff. */

const scriptOf = (text: string, options: Partial<BashOptions> = {}): BashScript =>
  parseBash(excerptLines(createSource("script.sh", text), 1, text), { origin: "fence", badExample: false, ...options });

const inLine = (text: string) => text.replaceAll("\n", "⏎").replaceAll("\t", "⇥");

function toldOf(script: BashScript): string {
  const problems = readParts(script).flatMap((part) => {
    const problem = findSyntaxProblem(part, script);
    if (!problem) return [];
    const { pos, end } = problem.span;
    const place = `${pos}-${end} «${inLine(part.text.source.slice(pos, end))}»`;
    return [problem.type === "rejected" ? `${place} ${problem.reason}` : `${place} the word ${problem.keyword}, missing ${problem.missing}`];
  });
  return `${inLine(script.text)} → ${problems.join(" and ") || "fine"}`;
}

/** Behind a line that is shell for sure. */
const told = (text: string) => toldOf(scriptOf(`npm ci\n${text}`)).replace(/^npm ci⏎/, "");

describe("what bash rejects", () => {
  test.each(
    Object.entries({
      "what nothing closes": [
        ...[
          "echo 'a",
          'echo "a',
          "echo `a",
          "echo $(a",
          "echo ${a",
          "echo $((1",
          "X=(1 2",
          "(npm",
          "{ npm",
          "{ npm\necho a",
          "f() { npm",
          "[[ -f a",
          "(( 1",
          "case $1 in",
          "case $1 in a) npm",
          "case a",
          "select x in a",
        ],
        ...[
          "if npm; then",
          "if npm; then echo a",
          "if npm",
          "if",
          "while npm; do echo a",
          "while npm",
          "until npm; do",
          "for i in a; do npm",
          "for i in a",
          "for i",
          "for",
          "for ((i=0; i<1; i++)); do npm",
          "if npm; then a; else",
          "if npm; then a; elif b",
        ],
        ...[
          "npm\nif true; then\n  npm\n",
          "npm\n(cd a\nnpm",
          "npm 'a\nnpm\nnpm",
          'git commit -m "a\nnpm b',
          "if true; then\n  if true; then\n    npm\n  fi\n",
          "( (npm)\nnpm",
          "npm | (",
          "while true; do\n  (npm\ndone",
        ],
      ],
      "what nothing opens": [
        "npm; }",
        "npm )",
        "fi",
        "done",
        "esac",
        "then npm",
        "do npm",
        "else",
        "elif a",
        "npm\nfi",
        "npm ;; npm",
        ")",
        "}",
        "npm }",
        "if npm; then a; fi; fi",
        "for i in a; do npm; done; done",
        "npm\n}",
        "npm ]]",
      ],
      "what is in the wrong place": [
        ...[
          "npm &&",
          "npm ||",
          "npm |",
          "npm &&\n",
          "&& npm",
          "| npm",
          "; npm",
          "npm ;; b",
          "npm & && b",
          "npm && && b",
          "npm ; ; b",
          "if npm; then fi",
          "if ; then npm; fi",
          "while ; do npm; done",
          "while npm; do done",
          "for i in a; do done",
          "{ }",
          "( )",
          "{}",
          "{ npm }",
        ],
        ...[
          "for i in a do npm; done",
          "for i a; do npm; done",
          "if npm then a; fi",
          "while npm do a; done",
          "for (i=0; i<1; i++); do npm; done",
          "f() npm",
          "function { npm; }",
          "f( { npm; }",
          "case a in a npm ;; esac",
          "case a in esac) npm ;; esac",
          "npm > ",
          "npm >",
          "npm <",
          "npm << ",
          "echo a > > b",
          "npm <<< ",
          "npm 2>",
          "npm >&",
          "X = (1)",
          "X=(1 2 (3))",
        ],
        ...[
          "while npm; do a; fi",
          "if npm; then a; done",
          "{ npm; )",
          "( npm; }",
          "case a in a) npm; done",
          "else if npm; then a; fi",
          "elseif npm; then a; fi",
          "if npm; then a; else if b; then c; fi",
          "npm\n&& npm",
          "npm\n| cat",
          "[[ a = ]]",
          "[[ -f ]]",
          "[[ a b ]]",
          "(( 1 + ))",
          "echo a(b)",
          "echo (a)",
          "npm (a)",
        ],
      ],
      "a program that is called like a word of the shell": [
        ...[
          "if bus add a",
          "while bus add a",
          "until bus add a",
          "if bus",
          "if bus add a; npm",
          "if bus add a\nnpm then b",
          "if bus add a\nthen",
          "if bus add a # then",
          "if Bus add a",
          "if bus2 add a",
          "if 2bus add a",
          "if $bus add a",
          "if bus add a | cat",
          "if bus add a && b",
          "if bus; add",
          "if [ a ]",
        ],
        ...[
          "npm\nif bus add a\nnpm",
          "if bus add a\nif bus add b",
          "bus if add a",
          "if bus-x add",
          "if ./bus add",
          "if bus add then",
          "while bus add do",
          "while bus add\ndone",
          "if bus add;then",
          "if (bus add)",
          "if bus add 'a",
        ],
      ],
      "a sketch": [
        ...[
          "if npm; then\n  # do it\nfi",
          "while npm; do\n  # do it\ndone",
          "for i in a; do # do it\ndone",
          "if npm; then\n  # do it\nelse\n  # not\nfi",
          "f() {\n  # do it\n}",
          "if npm; then\n\nfi",
          "if npm; then\n  # do it\n\n\n\n\nfi",
          "npm # a\nif npm; then fi",
          "if npm; then #a\nfi",
          "if npm; then a#b\nfi; fi",
        ],
        ...[
          "npm <name> )",
          "npm )\necho <name>",
          "npm [a b] )",
          "npm [a] )",
          "[ a b ] )",
          "[[ a b ]] )",
          "npm )\n[a b]",
          "npm < name ; )",
          "npm <a|b> )",
          "npm < a > b )",
          "npm [[a b] c] )",
          "npm [ab c )",
          `npm <${"a".repeat(80)}> )`,
          `npm <${"a".repeat(81)}> )`,
        ],
      ],
      "no script": [
        ...[
          "...\nnpm )",
          "npm )\n...",
          "# ...\nnpm )",
          "npm … )\na …",
          "npm\na.b(1) )",
          "print(1)\nnpm )",
          "f()\nnpm )",
          "'a': b\nnpm )",
          "a: b\nnpm )",
          "a:\nnpm )",
          "[\nnpm )",
          "],\nnpm )",
          "},\nnpm )",
          "def a\nnpm )",
          "class a\nnpm )",
          "import a\nnpm )",
          "from a\nnpm )",
          "const a\nnpm )",
        ],
        ...[
          "fn a\nnpm )",
          "func a\nnpm )",
          "return f(a\nnpm )",
          "For a\nnpm )",
          "If a\nnpm )",
          "Then a\nnpm )",
          "Step a\nnpm )",
          "Steps a\nnpm )",
          "0123456 a\nnpm )",
          "012345 a\nnpm )",
          "a => b\nnpm )",
          "│ a\nnpm )",
          "<div\nnpm )",
          "</div\nnpm )",
          "[a]\nnpm )",
          "1. Do it\nnpm )",
          "- Do it\nnpm )",
          "Note: it\nnpm )",
        ],
        ...[
          "Read a file now\nnpm )",
          "a )",
          "b c )",
          "a\nb )",
          "npm a\nb )",
          "# npm\na )",
          "cat a.md )",
          "cat them all up )",
          "X=1 )",
          "echo a )",
          "a = 5\nnpm )",
          "Read a.md\nnpm )",
          "---\nnpm )",
          "npm 'a\n...\nb' )",
          'npm "\na => b\n" )',
          "cat <<E\n...\nE\nnpm )",
          "npm 'a\n' ...\nb )",
        ],
      ],
      "in other places": [
        ...[
          "X=$(npm ))",
          "X=$(if npm)",
          'echo "$(npm &&)"',
          "bash -c 'npm )'",
          "bash -c 'if npm'",
          "ssh host 'npm &&'",
          "bash <<'E'\nnpm )\nE",
          "bash <<E\nnpm )\nE",
          "cat > a.sh <<'E'\nif npm\nE",
          "cat > a.md <<'E'\nif npm\nE",
          "eval 'npm )'",
          "X=$(a )\nnpm )",
          "bash -c '\nnpm\nif npm'",
        ],
        ...[
          "while<(a) | cat )",
          "if>(a); npm )",
          "xif<(a) )",
          "a;if<(a) )",
          "npm \\\n  )",
          "npm\\\n)",
          "\u00e4\nnpm )",
          "npm )\r\nnpm",
          "  npm )",
          "\tmake )",
          "npm;)",
          "npm a&)",
          "npm ''')",
        ],
      ],
    }),
  )("%s", (_, scripts) => {
    expect(`\n${scripts.map(told).join("\n")}\n`).toMatchSnapshot();
  });

  test("not in a fence of another shell, in prose, or where prose stands between the commands", () => {
    const fenced = (lang: string) => parse("PROMPT.md", `\`\`\`${lang}\nnpm )\n\`\`\`\n`).scripts;
    const langs = ["bash", "sh", "shell", "zsh", "ksh", "fish", "console", "shell-session", "shellsession", "terminal", "Zsh", "{zsh}", "xzsh", "bash zsh"];
    expect(langs.map((lang) => `${lang}: ${fenced(lang).map(toldOf).join() || "no script"}`).join("\n")).toMatchSnapshot();
    expect(toldOf(scriptOf("npm )", { origin: "prose" }))).toBe("npm ) → fine");
    expect(toldOf(scriptOf("npm )", { origin: "file" }))).toMatch(/^npm \) → 4-5/);
    expect(toldOf(scriptOf("npm )", { badExample: true }))).toBe("npm ) → fine");
  });

  test("each once, in substitutions, too", () => {
    const errors = (text: string) => syntaxErrors(scriptOf(text).tree).map(({ message, pos }) => `${pos} ${message}`);
    expect({
      none: errors("npm"),
      one: errors("npm )"),
      inner: errors("X=$(npm &&)"),
      both: errors("X=$(npm &&)\nnpm )"),
      two: errors("npm )\nnpm )"),
    }).toMatchSnapshot();
  });
});

test("lines that are no commands", () => {
  const lines = [
    ...[
      "make",
      '"Please read it"',
      "'a b' c",
      "a\\ b",
      "Agent-A: hello",
      ":",
      "a:",
      "a:b",
      "...",
      "..",
      "....",
      "@alice do",
      "a@b",
      "---",
      "--",
      "-",
      "===",
      "= =",
      "~~~~",
      "++",
      "##a",
      "__",
      "_",
      "-=",
      "-a",
      "é",
      "make é",
      "✅ done",
      "a\u007f",
    ],
    ...[
      "x = 5",
      "x := 5",
      "x => 5",
      "x -> 5",
      "x == 5",
      "x =5",
      "x '=' 5",
      "tool [-n count]",
      "tool [--name]",
      "tool a [-n]",
      "tool [n]",
      "tool [-N]",
      "tool [-1]",
      "[ [-n a ]",
      "tool '[-n]'",
      "[ -n a ]",
    ],
    ...[
      "Read a.md",
      "Write a",
      "Edit",
      "MultiEdit a",
      "Glob a",
      "Grep a",
      "Bash a",
      "Task a",
      "Agent a",
      "Skill a",
      "TodoWrite a",
      "WebFetch a",
      "WebSearch a",
      "Readme a",
      "read a",
    ],
    ...[
      "Check the file",
      "Check",
      "Check the-file, it's",
      "Check a.md",
      "Check ./a",
      "Check 1",
      "Check -x",
      "Check $A",
      "Xvfb a",
      "Xorg a",
      "Rscript a",
      "Xephyr a",
      "CHECK the file",
      "C a",
      "Ab1 a",
      "Check the > b",
      "check the file",
    ],
    ...["$X = 5", '"$X a"', "$(a) = 5", '"a b"', "'---'", '"..."', "X=1", "X=1 Check it", "> a", "a* = b", "$'a b'"],
  ];
  const foreign = (text: string) => {
    const { tree } = scriptOf(text);
    const found = findForeign(tree);
    return commandsIn(tree).map((node) => (found.has(node) ? "foreign" : "command"));
  };
  expect(lines.map((line) => `${line} → ${foreign(line).join()}`).join("\n")).toMatchSnapshot();
});

describe("here-documents", () => {
  test("what they are for", () => {
    const uses = [
      ...[
        "cat <<E\na\nE",
        "cat > a.md <<E\na\nE",
        "cat >> a/b.sh <<E\na\nE",
        "cat > /dev/null <<E\na\nE",
        "tee a.sh <<E\na\nE",
        "tee -a a.bash <<E\na\nE",
        "tee -a <<E\na\nE",
        "bash <<E\na\nE",
        "sudo bash <<E\na\nE",
        "ssh host <<E\na\nE",
        "python3 <<E\na\nE",
        "$X <<E\na\nE",
      ],
      ...[
        "cat > .git/hooks/pre-commit <<E\na\nE",
        "cat > a.bats <<E\na\nE",
        "cat > a.shx <<E\na\nE",
        "cat > hooks/a <<E\na\nE",
        "cat > a/hooks/A <<E\na\nE",
        "cat > a <<E\n#!/bin/bash\nE",
        "cat > a.md <<E\n#!/bin/sh\nE",
        "cat > a <<E\n\n  #!/usr/bin/env zsh\nE",
        "cat > a <<E\n#!/usr/bin/python\nE",
      ],
      ...[
        "cat > a <<E\na #!/bin/bash\nE",
        "zsh <<E\na\nE",
        "dash <<E\na\nE",
        "ksh <<E\na\nE",
        "sh > a.md <<E\na\nE",
        "<<E\na\nE",
        "tee > a.sh <<E\na\nE",
        "cat <<E | tee a.sh\na\nE",
        `cat > a <<E\n#!${"/".repeat(60)}bash\nE`,
        `cat > a <<E\n#!${"/".repeat(61)}bash\nE`,
      ],
    ];
    const tell = (text: string) =>
      hereDocs(readParts(scriptOf(text))).map(({ doc, command, text: own }) => {
        const use = hereDocUse(command.invocation);
        return `${use.file ?? "no file"}, ${use.reader ?? "unknown"}, ${isShellText(own.source.slice(doc.body.pos, doc.body.end), use) ? "shell" : "text"}`;
      });
    expect(uses.map((text) => `${inLine(text)} → ${tell(text).join(" and ")}`).join("\n")).toMatchSnapshot();
  });

  test("which hold scripts of their own", () => {
    const scripts = [
      ...[
        "bash <<'E'\nmake\nE",
        'bash <<"E"\nmake\nE',
        "bash <<\\E\nmake\nE",
        "bash <<E\nmake\nE",
        "bash <<-'E'\nmake\nE",
        "cat > a.sh <<'E'\nmake\nE",
        "cat > a.md <<'E'\nmake\nE",
        "bash -c 'a' <<'E'\nmake\nE",
        "bash <<'E'\nbash -c 'make'\nbash <<'F'\nls\nF\nE",
        "bash -c 'bash -c \"make\"'",
      ],
      ...[
        "ssh host 'make; ls'",
        "eval 'make'",
        'bash -c "make \\"a\\""',
        "bash <<< 'make'",
        "X=$(bash -c 'make')",
        "f() { bash -c 'make'; }",
        "Check the file\nbash -c 'make'",
        "Check it <<'E'\nmake\nE",
        "# WRONG\nmake\n\n# RIGHT\nls",
        "bash <<'E' <<'F'\nmake\nE\nls\nF",
      ],
    ];
    const tell = (text: string) => {
      const script = scriptOf(text);
      return readParts(script).map(
        ({ origin, commands }) => `${origin}: ${commands.map(({ span }) => `«${inLine(script.text.slice(span.pos, span.end))}»`).join(" ")}`,
      );
    };
    expect(scripts.map((text) => `${inLine(text)} → ${tell(text).join(", ")}`).join("\n")).toMatchSnapshot();
    expect(readParts(scriptOf("make", { badExample: true }))).toEqual([]);
    expect(readParts(scriptOf(Array.from({ length: 150 }, () => "bash -c 'make'").join("\n")))).toHaveLength(100);
  });

  test.each(
    Object.entries({
      "what the quotes keep from its value": [
        ...[
          "$A",
          "${A}",
          "$(date)",
          "$B",
          "${B}",
          "$(make)",
          "\\$A",
          "\\$(date)",
          "$1",
          "$$",
          "$A $(date) ${A}",
          "`$A`",
          "`a` $A",
          "`a` `$A`",
          "a ` $A",
          "$(git log -1)",
          "$( date )",
          "$(dates)",
          "$(date $(pwd))",
          "$(a $(date))",
          "$(date\n)",
          "$A $5",
          "$(git log | head)",
          "${A:-b}",
          "${A}b",
          "$A_",
          "$AB",
        ],
        ..."whoami hostname pwd basename dirname uname id wc cat ls uuidgen nproc head tail jq grep echo printf find du gh node npm python python3"
          .split(" ")
          .map((name) => `$(${name} a)`),
      ].map((body) => `A=1\ncat > a.md <<'E'\n${body}\nE`),
      "by what quotes the end": [
        ..."E 'E' \"E\" \\E".split(" ").map((end) => `A=1\ncat > a.md <<${end}\n$A\nE`),
        "A=1\ncat > a.md <<-'E'\n$A\nE",
        "A=1\ncat > a.md <<'E'\n$A",
        "A=1\ncat > a.md <<'E'\nE",
      ],
      "by where it goes": [
        ...[
          "a.md",
          "a.markdown",
          "a.txt",
          "a.rst",
          "a.log",
          "a.json",
          "a.csv",
          "a.html",
          "a.htm",
          "a.sh",
          "a.py",
          "a.js",
          "a",
          "README",
          "b/README",
          "STATUS-A_B",
          "a.mdx",
          ".env",
          "prompt.md",
          "a/agents/b.md",
          "CLAUDE.md",
          "templates.md",
          "template.md",
          "a.tmpl.md",
          "skill/a.md",
          "/tmp/a.md",
          "$X.md",
          "commands.md",
          "command.md",
        ].map((file) => `A=1\ncat > ${file} <<'E'\n$A\nE`),
        ...[
          "cat",
          "tee a.md",
          "tee a.sh",
          "git commit -F -",
          "gh pr create -F -",
          "glab mr create",
          "mail b",
          "curl -d @- b",
          "psql",
          "bash",
          "node",
          "X=$(cat",
          "$X",
          "sudo tee a.md",
        ].map((reader) => `A=1\n${reader} <<'E'\n$A\nE${reader.startsWith("X=") ? "\n)" : ""}`),
      ],
      "in a program": [
        ...["python3", "python", "python3.12", "python3 -", "pythonx", "cat > a.py", "python3 > a.md", "python3 > a.py", "tee a.py", "$X"].map(
          (reader) => `A=1\n${reader} <<'E'\nprint("\${A}")\nE`,
        ),
        ...[
          'print("$A")',
          'print("$(date)")',
          'os.environ["A"]; print("${A}")',
          "os.path.expandvars('${A}')",
          "getenv('${A}')",
          "Template('${A}').substitute()",
          "`${A}`",
          "print('${A} ${B}')",
        ].map((body) => `A=1\npython3 <<'E'\n${body}\nE`),
      ],
      "by what it holds": [
        ...[
          "#!/bin/bash\n$A",
          "#!/usr/bin/node\n$A",
          "<?php $A",
          "<!DOCTYPE html>\n$A",
          "<!doctype html>\n$A",
          "\n  #!x\n$A",
          "a #!x\n$A",
          "```\n$A\n```\n$A",
          "~~~\n$A\n~~~",
          "```bash\ncd $A\n```",
          "  ```\n$A\n  ```",
          "x ```\n$A",
          "cd $A",
          "    cd $A",
          "\tmake -C $A b",
          "  $A",
          "make it $A",
          "a\\b $A",
          "a `b` $A",
          "$A $B",
        ].map((body) => `A=1\ncat > a.md <<'E'\n${body}\nE`),
        "A=1\npython3 <<'E'\ncd ${A}\nE",
      ],
    }),
  )("%s", (_, scripts) => {
    const tell = (text: string) => {
      const script = scriptOf(text);
      const names = readVariables(script).sets;
      return hereDocs(readParts(script)).map((input) => {
        const found = findLiteralExpansions({ ...input, names });
        const cut = ({ pos, end }: { pos: number; end: number }) => `«${inLine(input.text.source.slice(pos, end))}»`;
        return found ? `${found.expansions.map(cut).join(" ")}${found.canUnquote ? ", can be unquoted" : ""}` : "fine";
      });
    };
    expect(`\n${scripts.map((text) => `${inLine(text.replace(/^A=1\n/, ""))} → ${tell(text).join(" and ")}`).join("\n")}\n`).toMatchSnapshot();
  });
});
