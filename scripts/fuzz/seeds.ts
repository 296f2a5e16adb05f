import { readdirSync, readFileSync, statSync } from "node:fs";
import { rules } from "../../rules/index.ts";
import { DEFAULT_ENTRY_SCHEMA } from "../../src/model/entry-schema.ts";
import { readDocComment, readExamples } from "../rule-docs.ts";

const MARKDOWN = [
  "---\nname: x\nstatus: open\n---\n\n# Session 1\n\n- **Status:** UNCLAIMED\n- [ ] open\n- [x] done\n",
  "| Session | Status | Claimed By |\n|:---|:-:|---|\n| Session 1 | ⏳ UNCLAIMED | `-` |\n| 2 | done \\| x | a |\n",
  "> - a\n>   1. ```bash\n>      echo x\n>      ```\n\n<!-- prompt-lint-disable-next-line unbounded-wait: a person watches -->\n\n***\n[a]: b\n![c](d)",
  "Title\n=====\n\n    indented\n\n\ttab\n\n~~~ md\n```\nx\n~~~\n\nA  \nB\\\nC &amp; &#x41; https://a.b/c?d=e#f <a@b.c>\n",
];

const YAML = [
  "# legend: free | taken\nsessions:\n  - id: 1\n    status: UNCLAIMED # free\n    depends_on: [a, \"b: c\"]\n  - {id: 2, status: 'done'}\n",
  "a: &x\n  b: *x\nprompt: |\n  # Title\n  text\nfolded: >-\n  a\n  b\n? complex\n: value\n---\n- !!str 1\n- ~\n- 0x1F\n- 1e400\n...\n",
];

const JSON_TEXTS = [
  '{"sessions": [{"id": 1, "status": "UNCLAIMED", "cost": "$5-10"}, {"id": "2", "status": null, "deps": [1, -2.5e3]}]}',
  '// a comment\n{\n  "rules": {"unbounded-wait": ["warn", {"waitCommands": ["sleep"]}]}, /* b */\n  "ignore": ["**/x", "!y"],\n}',
  '{"a\\u0041\\n\\"": "\\ud83d\\ude00", "__proto__": {"constructor": []}, "": [[[[]]]]}',
];

const BASH = [
  "set -euo pipefail\nfor i in {1..5}; do git push && break || sleep 5; done\n",
  'if ! git diff --quiet; then\n  git commit -m "claim $ID" || { echo "failed" >&2; exit 1; }\nfi\ntrap \'rm -f "$T"\' EXIT\n',
  "cat <<'EOF' | sed -n 's/a/b/p' > out.md\n$(date)\nEOF\ncase \"$x\" in a|b) ;; *) exit 2 ;; esac\n",
  '$ git status\nOn branch main\n$ echo <id> # comment\nf() { local y=${1:-"$(cat x)"}; (( y++ )); [[ $y =~ ^[0-9]+$ ]]; }\nwhile read -r line; do :; done < <(grep -c x a.md)\n',
];

/** Every file of the fixtures, and every example of the rules, by what reads it. */
export const TEXTS = collectTexts();

function collectTexts() {
  const fixtures = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
    .map((name) => `fixtures/${name}`)
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const examples = rules.flatMap(({ id, section }) =>
    readExamples(readDocComment(new URL(`../../rules/${section}/${id}.ts`, import.meta.url))).flatMap(({ files }) => files),
  );
  const ofType = (type: RegExp) => [...fixtures, ...examples].filter(({ path }) => type.test(path)).map(({ text }) => text);
  const markdown = ofType(/\.(?:md|txt|out|checklist)$/);
  return {
    markdown: [...markdown, ...MARKDOWN],
    yaml: [...ofType(/\.ya?ml$/), ...YAML],
    json: [...ofType(/\.json$/), ...JSON_TEXTS],
    bash: [...markdown.flatMap((text) => [...text.matchAll(/^```(?:bash|sh)\n([\s\S]*?)^```$/gm)].map(([, script]) => script!)), ...BASH],
  };
}

/** What `.prompt-lint.json` may say. */
export const CONFIGS = [
  ...JSON_TEXTS,
  '{"extends": ["strict", "./x.json"], "root": true, "prompts": ["docs/**/*.md"], "boards": ["{a,b}/*.md"], "maxFileSize": 1000}',
  '{"status": {"vocabulary": {"free": ["open"]}, "fields": {"claimedBy": ["owner"]}, "schema": "x.json"}, "budget": null, "staleClaimAfter": "2h"}',
  '{"phrases": {"claiming": ["take … of the tasks"]}, "overrides": [{"files": ["*.md"], "rules": {"unbounded-wait": "off"}}], "plugins": ["./a.js"]}',
];

export const BASELINE =
  '{\n  "version": 1,\n  "findings": [\n    {"file":"a.md","ruleId":"unbounded-wait","message":"`while` loop","fingerprint":"0123456789abcdef0123456789abcdef"}\n  ]\n}\n';

export const REHEARSALS = [
  JSON.stringify({
    version: 1,
    rehearsals: [
      {
        time: "2026-01-15T11:00:00Z",
        prompt: { path: "START.md", content: `sha256:${"0".repeat(64)}` },
        boards: [{ path: "STATUS.md", content: `sha256:${"1".repeat(64)}` }],
        session: "Session 1",
        claimed: true,
        completed: false,
        statusComplete: false,
        blockers: ["none"],
      },
    ],
  }),
  ...[...TEXTS.markdown, ...TEXTS.json].filter((text) => text.includes('"rehearsals"')),
];

export const SCHEMAS = [
  JSON.stringify(DEFAULT_ENTRY_SCHEMA),
  '{"type":"object","required":["status"],"properties":{"status":{"enum":["a","b"]},"id":{"pattern":"^(a+)+$"}},"$defs":{"x":{"$ref":"#/$defs/x"}}}',
];

/** Command lines of the tools whose patterns are judged, a word each. */
export const COMMANDS: readonly (readonly string[])[] = [
  ["grep", "-n", "Status: UNCLAIMED"],
  ["grep", "-E", "-i", "^(#+|[*-]) +Session [0-9]{1,3}\\b", "a.md"],
  ["grep", "-oP", "(?<=By: )\\w+(?!x)|\\d{2,}?\\K[[:alpha:]]", "a.md"],
  ["grep", "-c", "-w", "-e", "a\\|b", "-e", "[^]a-z]*", "a.md", "b.md"],
  ["grep", "-A1", "-B", "2", "--max-count=3", "-F", "*.*", "a.md"],
  ["egrep", "-v", "(a|b)\\1{2,3}$|\\<x\\>", "a.md"],
  ["sed", "-i", "s/UNCLAIMED/CLAIMED/g", "a.md"],
  ["sed", "-E", "-n", "/^## (Session [0-9]+)/,/^##/{s|a(b)?|\\U&\\1|2p;N;P;D}", "a.md"],
  ["sed", "-e", "1~2!d", "-e", "$a\\\nlast line", "-e", "y/abc/xyz/;t end;b;:end", "a.md"],
  ["sed", "-s", "0,/x/I{i\\\ntext\nc other\n=;l;q5}", "a.md", "b.md"],
  ["awk", "/UNCLAIMED/ {print $2}", "a.md"],
  ["awk", "-F", "|", 'NR>1 && $3 ~ /open/ { gsub(/ /, "", $2); print $2; exit }', "a.md"],
  ["awk", "-v", "id=1", 'BEGIN { FS=":" } $1 == "a" || !/x\\/y/ , /end/ { n++; if (n > 2) next } END { print n + 0 }', "a.md"],
  ["cut", "-d", "|", "-f", "2-", "a.md"],
  ["tr", "-d", "a-z[:upper:]"],
  ["head", "-n", "-3", "a.md"],
  ["sort", "-u", "a.md"],
  ["git", "show", "HEAD:a.md"],
];

/** Patterns of every syntax. */
export const PATTERNS = [
  "Status: *UNCLAIMED",
  "^\\*\\*Claimed By:\\*\\*.*$",
  "\\(a*\\)*\\{2,3\\}[^]x-z[:space:]]\\+",
  "(a|b|)+?(?:c{2,}|\\d\\s\\W)*(?i)x(?=y)\\b",
  "[[:alpha:][:^digit:]\\]][a\\-z]\\.\\/\\n\\t\\x41\\p{L}\\Q*\\E",
  "\\<word\\>|\\`start\\'|^a\\|b$",
  "a{1,}{2}{0,5}|(?<n>x)\\k<n>|(?#c)[]]",
];

export const GLOBS = ["**/*.md", "docs/{a,b{c,d}}/[!x-z]?.txt", "!archive/", "a/**/b", "[[]x]", "\\*\\{a\\}", "@(a|b)", "../x", "/abs", "**", "x{1..3}"];
export const PATHS = ["a.md", "docs/a/b.txt", "archive/2025/x.md", "a/b/c/d", ".github/x", "[x].md", "{a,b}.md", "*", "ﬁ/👩‍💻.md", "C:/x", "a//b/../c", "~/x"];
export const IGNORE_FILES = [
  "# comment\n*.log\n!keep.log\n/build/\n**/tmp/**\nfoo[a-z]\\ \n\\#x\n\\!y\na/**/b\ntrailing  \n",
  "\uFEFFdocs/*\n!docs/a/\r\n[[:alpha:]]*\n?\n**\n[^\n\\\n",
];
export const ATTRIBUTES = ['*.md text eol=lf\n*.bin filter=lfs diff=lfs\n[attr]x filter\n"q.md" ident\n/a/** working-tree-encoding=UTF-16\n', "* -text\n"];

/** Texts of a few words that readers of fields take apart. */
export const WORDS = [
  "$3-5",
  "~12 EUR",
  "1,200.50 USD (20 agents)",
  "CLAIMED-1737000000-ab",
  "2026-01-15T11:00:00Z",
  "2025-11-14 08:20 UTC",
  "1737000000000",
  "### 2. ✅ Session 2: Cloud APIs (P0.1.1)",
  "[P1] API-02 — checkout — v2",
  "🔄 IN_PROGRESS (since yesterday)",
  "`UNCLAIMED` → CLAIMED",
  "[x] done",
  "git@github.com:acme/widgets.git",
  "https://github.com/acme/widgets/tree/main/docs",
  "ssh://git@host:22/a/b/c.git",
  "docs/plan.md#part",
  "~/work/$USER/<id>.md",
  "Last Heartbeat",
  "Claimed By (who)",
  "take … of the tasks",
  "❌ WRONG: do not",
  "while true; do sleep 60; done",
  "You are Session 2 of four.",
  "0.00000000000000001 €",
  "275760-09-13",
];
