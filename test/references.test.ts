import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document } from "../src/document.ts";
import { findReferences, observeDocument, referenceSteps, type FileReference } from "../src/model/references.ts";
import { finish } from "../src/steps.ts";
import { parseDocument } from "../src/parse/document.ts";
import { createFileTree, type FileTree } from "../src/workspace.ts";
import { parsers } from "./parsers.ts";

const documentOf = (text: string, path = "PROMPT.md") => parseDocument({ path, text }, parsers);
const referencesOf = (text: string, paths: readonly string[] = [], path = "PROMPT.md") =>
  findReferences(documentOf(text, path), { files: createFileTree([...paths].sort()) });
const shell = (script: string) => `\`\`\`bash\n${script}\n\`\`\`\n`;
const brief = ({ text, use }: FileReference) => `${text} ${use}`;

describe("finds a mention", () => {
  test.each<[string, string, string, FileReference["origin"]]>([
    ["in a link", "See [the guide](docs/guide.md#top).", "docs/guide.md#top", "link"],
    ["in inline code", "Read `docs/guide.md` first.", "docs/guide.md", "inline-code"],
    ["in plain words", "Read FOO-BAR.md first.", "FOO-BAR.md", "bare"],
    ["with a line number", "See src/main.ts:12 for it.", "src/main.ts:12", "bare"],
    ["with an at sign", "Follow @docs/rules.md always", "@docs/rules.md", "bare"],
    ["of a folder", "Read what is in docs/protocols/ now.", "docs/protocols/", "bare"],
    ["of a command", "Stop them with /team:stop now.", "/team:stop", "slash-command"],
    ["of an address", "Read https://github.com/acme/app/blob/main/docs/a.md now.", "https://github.com/acme/app/blob/main/docs/a.md", "url"],
    ["in a script", shell("cat docs/guide.md"), "docs/guide.md", "command"],
    ["in a comment of a script", shell("# See docs/guide.md\nls"), "docs/guide.md", "bare"],
    ["in what a script prints", shell('echo "Run: /team:stop"'), "/team:stop", "slash-command"],
    ["in a table", "| Prompt | Who |\n|---|---|\n| `prompts/a.md` | A |", "prompts/a.md", "inline-code"],
    ["in front matter", "---\nspec: docs/spec.md\n---\nHello", "docs/spec.md", "bare"],
  ])("%s", (_, text, expected, origin) => {
    expect(referencesOf(text).map(({ text, origin }) => [text, origin])).toEqual([[expected, origin]]);
  });

  test.each([
    ["a version", "Use v1.2.3 of it"],
    ["a domain", "Ask example.com or docs.rs"],
    ["a symbol", "Call session.start and foo.bar()"],
    ["a call", "The result comes from res.json()"],
    ["a library", "Written in Node.js and Three.js"],
    ["a media type", "Send application/json"],
    ["a pair of words", "Use and/or, read/write, owner/repo"],
    ["an extension", "Files end in .md or `.task.md`"],
    ["a link to a heading or another site", "[a](#top) [b](https://example.com) [c](mailto:a@b.c)"],
    ["a link to be filled in", "[guide](link)"],
  ])("but not in %s", (_, text) => {
    expect(referencesOf(text).filter(({ origin }) => origin !== "url")).toEqual([]);
  });
});

describe("leaves to each reader", () => {
  test.each([
    ["what git ignores", "Read data/tasks.md first.", []],
    ["what is copied from a sample", "Read SPEC.md first.", ["SPEC.md.example"]],
    ["what is copied from a template", "Read docs/SPEC.md first.", ["docs/SPEC.template.md"]],
    ["what a command reads", shell("cat data/tasks.md"), []],
  ])("%s", (_, text, paths) => {
    const files = createFileTree(paths, { isLocal: (path) => path.startsWith("data/") });
    expect(findReferences(documentOf(text), { files }).map(({ use }) => use)).toEqual(["optional"]);
  });

  test("but not what has a sample elsewhere, nor what is there", () => {
    const files = createFileTree(["data/a-b.md", "old/SPEC.md.example"], { isLocal: (path) => path.startsWith("data/") });
    expect(findReferences(documentOf("Read data/a-b.md and SPEC.md first."), { files }).map(({ use }) => use)).toEqual(["read", "read"]);
  });
});

describe("reads what the text says of a file", () => {
  test.each([
    ["Read a-b.md first.", "read"],
    ["Please read: a-b.md", "read"],
    ["1. First, check `a-b.md` for your task", "read"],
    ["If you are blocked, follow a-b.md", "read"],
    ["Work as described in a-b.md.", "read"],
    ["- **Mission File:** `a-b.md`", "read"],
    ["**Related**: other.md, a-b.md", "read"],
    ["Read these:\n\n- a-b.md", "read"],
    ["Read the file of your session:\n\n- Session 1: a-b.md", "read"],
    ["Pick the first free task from a-b.md", "read"],
    ["Build the plan from a-b.md", "read"],
    ["Read the updated plan in a-b.md", "read"],
    ["Review all completed tasks in a-b.md", "read"],
    ["Implement missing functionality as described in a-b.md", "read"],
    ["Run `cat a-b.md`", "read"],
    ["!bash scripts/a-b.sh", "read"],
    ["Paste a-b.md into every session", "read"],
    ["Create a-b.md", "made"],
    ["Read the board and write your results to a-b.md", "made"],
    ["- **Output File:** `a-b.md`", "made"],
    ["**Deliverables:**\n\n- Integration guide: a-b.md", "made"],
    ["## Files to create\n\n- a-b.md", "made"],
    ["- a-b.md (791 lines) - the guide", "made"],
    ["a-b.md is generated by the build", "made"],
    ["Use `tee a-b.md`", "made"],
    ["Read a-b.md, if it exists.", "optional"],
    ["If a-b.md is there, read it.", "optional"],
    ["- Mission File: `a-b.md` (to be created)", "optional"],
    ["Will be created in phase 0: `a-b.md`", "optional"],
    ["Poll for a-b.md", "optional"],
    ["Check whether a-b.md exists", "optional"],
    ["- a-b.md (missing)", "optional"],
    ["Read a-b.md in the billing repository.", "elsewhere"],
    ["Names are free (e.g. a-b.md)", "placeholder"],
    ["Use names like `x-y.md`, `a-b.md`", "placeholder"],
    ["## Examples\n\nRead a-b.md first.", "placeholder"],
    ["Read a-b.md from `{project-root}`", "placeholder"],
    ["## ❌ Wrong\n\nRead a-b.md first.", "placeholder"],
    ["Load test results are in a-b.md", "named"],
    ["Sessions must never read a-b.md", "named"],
    ["You will see a-b.md", "named"],
    ["Look at the other sessions' a-b.md", "named"],
    ["Use `notes`, not a-b.md", "named"],
    ["The file a-b.md holds the settings.", "named"],
    ["- [ ] a-b.md", "named"],
  ])("%j: %s", (text, use) => {
    expect(referencesOf(text).find(({ text }) => /a-b\.\w+$/.test(text))?.use).toBe(use);
  });

  test.each([
    "`reports/<id>.md`",
    "report-<id>.md",
    "reports/[name].md",
    "reports/{N}-plan.md",
    "$DIR/plan.md",
    "path/to/plan.md",
    "session-X.md",
    "your-file.md",
    "src/foo.ts",
    "FEATURE_DIR/plan.md",
    "notes-XXX.md",
    "001.md",
  ])("%s is to be filled in", (path) => {
    expect(referencesOf(`Read ${path} first.`).map(({ use }) => use)).toEqual(["placeholder"]);
  });

  test("a list of files is trusted where one of them is there", () => {
    const list = "Key documents:\n\n- one-guide.md - the guide\n- two-guide.md - the other guide\n";
    expect(referencesOf(list).map(({ use }) => use)).toEqual(["named", "named"]);
    expect(referencesOf(list, ["one-guide.md"]).map(({ use }) => use)).toEqual(["read", "read"]);
  });

  test("a fence of markdown that addresses nobody is a sample", () => {
    expect(referencesOf("````markdown\n# Skill\n\nSee [more](docs/more.md).\n````\n").map(({ use }) => use)).toEqual(["placeholder"]);
    expect(referencesOf("````markdown\nYou are session 1.\n\nRead docs/more.md first.\n````\n").map(({ use }) => use)).toEqual(["read"]);
  });
});

describe("reads what a script does with a file", () => {
  test.each([
    ["cat plan.md", ["plan.md read"]],
    ["head -n 20 docs/plan.md", ["docs/plan.md read"]],
    ["grep -n 'a/b.md' docs/plan.md", ["docs/plan.md read"]],
    ["grep -A 3 -e x docs/plan.md", ["docs/plan.md read"]],
    ["sed -i 's/x/y/' docs/plan.md", ["docs/plan.md read"]],
    ["jq .name docs/plan.json", ["docs/plan.json read"]],
    ["source scripts/lib.sh", ["scripts/lib.sh read"]],
    ["bash scripts/go.sh docs/plan.md", ["scripts/go.sh read"]],
    ["python3 -c 'x' docs/plan.py", []],
    ["./scripts/go.sh", ["./scripts/go.sh read"]],
    ["sudo timeout 5 cat docs/plan.md", ["docs/plan.md read"]],
    ["sort < docs/plan.txt", ["docs/plan.txt read"]],
    ["while read -r x; do :; done < docs/plan.txt", ["docs/plan.txt read"]],
    ["x=$(cat docs/plan.md)", ["docs/plan.md read"]],
    ['F=docs/plan.md\ncat "$F"', ["docs/plan.md read"]],
    ['cat "$F/plan.md"', ["$F/plan.md placeholder"]],
    ["cat reports/<id>.md", ["reports/<id>.md placeholder"]],
    ["cat docs/plan.md 2>/dev/null", ["docs/plan.md optional"]],
    ["cat docs/plan.md || echo none", ["docs/plan.md optional"]],
    ["until grep -q x docs/plan.md; do sleep 1; done", ["docs/plan.md optional"]],
    ["if grep -q x docs/plan.md; then :; fi", ["docs/plan.md read"]],
    ["[ -f docs/plan.md ] && ls", ["docs/plan.md optional"]],
    ["[[ -f docs/plan.md ]]", ["docs/plan.md optional"]],
    ["echo hi > plan.md", ["plan.md made"]],
    ["cp docs/a-b.md plan.md", ["docs/a-b.md read", "plan.md made"]],
    ["git ls-files | tee plan.md", ["plan.md made"]],
    ["mkdir -p reports/new", ["reports/new made"]],
    ["mkdir -p reports", ["reports made"]],
    ["mkdir -p reports/{a,b}", ["reports/a made", "reports/b made"]],
    ["git clone https://github.com/acme/app.git app-two", ["app-two made"]],
    ["git worktree add ../app-two main", ["../app-two elsewhere"]],
    ["tool run --output plan.md", ["plan.md made"]],
    ["git show origin/main:docs/plan.md", ["docs/plan.md elsewhere"]],
    ["git add docs/plan.md", ["docs/plan.md named"]],
    ["cat ~/notes/plan.md", ["~/notes/plan.md elsewhere"]],
    ["cat /tmp/plan.md", ["/tmp/plan.md elsewhere"]],
    ["a -> feature/x", []],
  ])("%s", (script, expected) => {
    const found = referencesOf(shell(script)).filter(({ kind }) => kind !== "folder");
    expect(found.map(brief)).toEqual(expected);
  });

  test("a redirection needs the folder it writes into", () => {
    expect(referencesOf(shell("make report > reports/new/plan.md")).map(brief)).toEqual(["reports/new/plan.md made", "reports/new/ written"]);
  });

  test("the wrong way is nobody's order", () => {
    expect(referencesOf(shell("# ❌ WRONG\ncat docs/plan.md")).map(({ use }) => use)).toEqual(["placeholder"]);
  });
});

describe("resolves a path", () => {
  const paths = ["docs/a/plan.md", "docs/plan.md", "pkg/rules/dates.md", "tools/go.sh", "README.md", "pkg/commands/team/start.md"];
  const resolved = (text: string, path = "PROMPT.md") => referencesOf(text, paths, path).map(({ resolved }) => resolved);

  test.each([
    ["from the root", "Read docs/plan.md", "PROMPT.md", "docs/plan.md"],
    ["from its own folder", "See [x](plan.md)", "docs/a/x.md", "docs/a/plan.md"],
    ["upwards", "See [x](../plan.md)", "docs/a/x.md", "docs/plan.md"],
    ["from a folder above", "Read `rules/dates.md`", "pkg/prompts/x.md", "pkg/rules/dates.md"],
    ["by its end", "Read `rules/dates.md`", "PROMPT.md", "pkg/rules/dates.md"],
    ["as installed", "Read `.claude/rules/dates.md`", "PROMPT.md", "pkg/rules/dates.md"],
    ["with a leading slash", "Read /docs/plan.md", "PROMPT.md", "docs/plan.md"],
    ["by its name, for a reader", "Read dates.md", "PROMPT.md", "pkg/rules/dates.md"],
    ["of a folder", "Read docs/a/ first", "PROMPT.md", "docs/a"],
    ["with a wildcard", "Read docs/*.md", "PROMPT.md", "docs/*.md"],
    ["with a wildcard that matches nothing", "Read docs/*.txt", "PROMPT.md", undefined],
    ["of a command", "Run /team:start", "PROMPT.md", "pkg/commands/team/start.md"],
    ["of a command that is not there", "Run /team:stop", "PROMPT.md", undefined],
  ])("%s", (_, text, path, expected) => {
    expect(resolved(text, path)).toEqual([expected]);
  });

  test("not by its name alone, for a program or a link", () => {
    expect(resolved(shell("cat dates.md"))).toEqual([undefined]);
    expect(resolved("See [x](dates.md)")).toEqual([undefined]);
  });

  test.each([
    ["cd docs\ncat plan.md", "docs/plan.md"],
    ["(cd docs && ls)\ncat go.sh", undefined],
    ["cd docs/a\ncd ..\ncat plan.md", "docs/plan.md"],
    ['cd docs\ncd "$(git rev-parse --show-toplevel)"\ncat tools/go.sh', "tools/go.sh"],
  ])("from where the script is by then: %j", (script, expected) => {
    expect(referencesOf(shell(script), paths).find(({ program }) => program === "cat")?.resolved).toBe(expected);
  });

  test("no more, once the script has left the workspace", () => {
    expect(referencesOf(shell("cd ~/app\nls\ncd ~/other-app\ncat nowhere.md"), paths).map(brief)).toEqual(["nowhere.md elsewhere"]);
  });

  test("on other machines, where what is named there is here", () => {
    const text = "Read /home/dev/app/docs/plan.md, /home/dev/app/tools/go.sh and /home/dev/app/docs/none.md";
    expect(referencesOf(text, paths).map(({ candidates, resolved }) => [candidates[0], resolved])).toEqual([
      ["docs/plan.md", "docs/plan.md"],
      ["tools/go.sh", "tools/go.sh"],
      ["docs/none.md", undefined],
    ]);
  });

  test("in the one folder that all scripts enter", () => {
    const text = `${shell("cd /home/dev/app && git pull")}\n${shell("cat /home/dev/app/STATUS.md")}`;
    expect(referencesOf(text, paths).find(({ program }) => program === "cat")?.candidates).toEqual(["STATUS.md"]);
  });

  test("not in what a section gives to another repository", () => {
    const board = "### A\n\n- Repository: acme/app\n- Mission File: `one.md`\n\n### B\n\n- Repository: acme/billing\n- Mission File: `two.md`\n";
    const files = withGit(paths, ["acme/app"], []);
    expect(findReferences(documentOf(board), { files }).map(brief)).toEqual(["one.md read", "two.md elsewhere"]);
  });

  test.each<[string, readonly string[], string | undefined, number]>([
    ["https://github.com/acme/app/blob/main/docs/plan.md", ["main"], "docs/plan.md", 1],
    ["https://raw.githubusercontent.com/acme/app/team/x/docs/plan.md", ["main", "team/x"], "docs/plan.md", 1],
    ["https://github.com/acme/app/blob/main/docs/none.md", ["main", "team/x"], undefined, 1],
    ["https://github.com/acme/app/blob/team/x/docs/none.md", ["main", "team/x"], undefined, 0],
    ["https://github.com/acme/app/blob/main/docs/plan.md", ["master"], undefined, 1],
    ["https://github.com/acme/other/blob/main/docs/plan.md", ["main"], undefined, 0],
  ])("in an address: %s with %j", (url, branches, expected, candidates) => {
    const [reference] = findReferences(documentOf(`Read ${url}`), { files: withGit(paths, ["acme/app"], branches) });
    expect([reference!.resolved, reference!.candidates.length]).toEqual([expected, candidates]);
  });
});

function withGit(paths: readonly string[], remotes: readonly string[], branches: readonly string[]): FileTree {
  return createFileTree([...paths].sort(), { remotes, branches });
}

describe("places", () => {
  test.each([
    ["a list", "- one\n  - Read docs/plan.md now\n"],
    ["a quote", "> Read `docs/plan.md` now\n"],
    ["tabs", "1.\tRead\tdocs/plan.md now\n"],
    ["CRLF", "One\r\n\r\nRead docs/plan.md now\r\n"],
    ["a byte order mark", "\ufeffRead docs/plan.md now\n"],
    ["emoji", "🚀🚀 Read docs/plan.md now\n"],
    ["a wrapped line", "- Do what it\n  says and read\n  docs/plan.md now\n"],
    ["an entity", "Tom &amp; Jerry: read docs/plan.md now\n"],
    ["a fence in a list", "- do\n\n  ```bash\n  cat docs/plan.md\n  ```\n"],
    ["a link", "see [a](docs/plan.md)\n"],
    ["a quoted word", shell('cat "docs/plan.md"')],
    ["YAML", "---\nspec: 'docs/plan.md'\n---\n"],
  ])("cut the path out of the file, in %s", (_, text) => {
    const document = documentOf(text);
    const places = findReferences(document, { files: createFileTree([]) }).map(({ place }) => document.source.text.slice(place.start.offset, place.end.offset));
    expect(places).toEqual(["docs/plan.md"]);
  });

  test("come in reading order", () => {
    const text = "Read one.md\n\n```bash\ncat two.md\n```\n\nRead three.md\n";
    expect(referencesOf(text).map(({ text }) => text)).toEqual(["one.md", "two.md", "three.md"]);
  });
});

describe("properties", () => {
  const words = fc.constantFrom(
    "Read ",
    "`",
    "[x](",
    ")",
    "docs/",
    "a.md",
    "../",
    "/home/dev/",
    "~/",
    "$X",
    "{",
    "}",
    "<",
    ">",
    "*",
    "\n",
    "- ",
    "> ",
    "```bash\n",
    "\n```\n",
    "cat ",
    "cd ",
    "&& ",
    "https://github.com/a/b/",
    "..",
    "/",
    "|",
    '"',
    "'",
    "\\",
    "😀",
    "\0",
  );

  test("no text throws, and every place lies in the file", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const document = documentOf(parts.join(""));
        for (const { place, text } of findReferences(document, { files: createFileTree(["docs/a.md"]) })) {
          expect(place.start.offset).toBeLessThanOrEqual(place.end.offset!);
          expect(place.end.offset).toBeLessThanOrEqual(document.source.text.length);
          expect(text).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the order of the documents makes no difference", () => {
    const documents = [documentOf("Read docs/plan.md", "a.md"), documentOf("Read /home/dev/app/docs/plan.md and /home/dev/app/x/y.md", "b.md")];
    const files = createFileTree(["docs/plan.md", "x/y.md"]);
    const observe = (all: Document[]) => new Map(all.map((document) => [document, observeDocument(document)]));
    const forward = finish(referenceSteps(observe(documents), files));
    const backward = finish(referenceSteps(observe([...documents].reverse()), files));
    for (const document of documents) expect(forward.get(document)).toEqual(backward.get(document));
  });

  test.each([
    ["words", "a-".repeat(50_000)],
    ["paths", "docs/a.md ".repeat(2_000)],
    ["slashes", "/a".repeat(50_000)],
    ["brackets", "[".repeat(1_000) + "x.md"],
    ["blanks", `Read${" ".repeat(100_000)}a.md`],
    ["dots", ".".repeat(100_000)],
    ["wildcards", Array.from({ length: 3_000 }, (_, index) => `docs/**/*${index}*.md`).join(" ")],
    ["redirections", shell("> a/b.md\n".repeat(3_000))],
    ["repositories", "x repository ".repeat(5_000)],
    ["values", shell(Array.from({ length: 60 }, (_, index) => `a${index + 1}=$a${index}$a${index}b`).join("\n") + "\ncat $a60/x.md")],
  ])("hostile %s take no more than two seconds of CPU", (_, text) => {
    const document = documentOf(text);
    const files = createFileTree(Array.from({ length: 5_000 }, (_, index) => `docs/${index}/x.md`).sort());
    // CPU, not the clock: the machine may be busy with other tests.
    const start = process.cpuUsage();
    findReferences(document, { files });
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
  });
});
