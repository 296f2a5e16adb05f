import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createArena, expectCivil, type Arena } from "./arena.ts";

let arena: Arena;
beforeEach(() => {
  arena = createArena();
});
afterEach(() => arena.strike());

interface Told {
  ruleIds: string[];
  problems: string[];
}

/** Lints these files and nothing else; the report has to be JSON whatever is in them. */
async function lintFiles(files: Readonly<Record<string, string | Uint8Array>>, ...argv: string[]): Promise<Told & { code: number | null; stderr: string }> {
  arena.write(files);
  const verdict = await arena.run(["--format", "json", ...argv]);
  expectCivil(verdict);
  const report = JSON.parse(verdict.stdout) as { findings: { ruleId: string }[]; problems: { message: string }[] };
  return { ...verdict, ruleIds: report.findings.map(({ ruleId }) => ruleId), problems: report.problems.map(({ message }) => message) };
}

const times = (count: number, text: string) => text.repeat(count);
const INTRO = "You are one of several sessions that work in parallel. Read STATUS.md and claim a session.\n\n";
const shell = (script: string) => `${INTRO}\`\`\`bash\n${script}\n\`\`\`\n`;

describe("markdown of more parts than can be asked what they say", () => {
  test.each<[string, string]>([
    ["paragraphs", times(70_000, "a\n\n")],
    ["items", times(35_000, "- a\n")],
    ["cells", `| a | b |\n|---|---|\n${times(35_000, "|a|b|\n")}`],
    ["headings", times(70_000, "# a\n")],
    ["paragraphs of a prompt to paste", `${INTRO}\`\`\`markdown\n# Prompt\n\nYou are Session 1.\n\n${times(70_000, "a\n\n")}\`\`\`\n`],
  ])("%s", async (_, text) => {
    const { code, problems } = await lintFiles({ "PROMPT.md": text });
    expect(problems).toEqual([expect.stringContaining("is too large to analyse: more than 30000 paragraphs, list items and table cells")]);
    expect(code).toBe(2);
  });
});

describe("markdown of hostile shapes", () => {
  test.each<[string, string]>([
    ["emphasis that opens and opens", times(4000, "*a **a ")],
    ["runs of stars around a word", `${times(6000, "*")}a${times(6000, "*")}`],
    ["underscores", times(8000, "a_ ")],
    ["brackets", `${times(6000, "[")}a${times(6000, "]")}`],
    ["images in images", `${times(4000, "![")}a${times(4000, "](b)")}`],
    ["links that nothing closes", times(5000, "[a](<b")],
    ["backticks of all lengths", Array.from({ length: 200 }, (_, count) => times(count + 1, "`")).join(" a ")],
    ["quotes in quotes", `${times(6000, ">")}a`],
    ["lists in lists", `${times(1500, "- ")}a`],
    ["numbers in numbers", `${times(1500, "1) ")}a`],
    ["lists that grow by an indent", Array.from({ length: 400 }, (_, depth) => `${times(depth, "  ")}- a`).join("\n")],
    ["lazy lines", `- a\n${times(5000, "b\n")}`],
    ["headings of two lines", times(5000, "a\n=\n")],
    ["comments that nothing closes", times(6000, "a <!-- ")],
    ["CDATA and instructions", times(3000, "a <![CDATA[ <? <!A ")],
    ["tags that nothing closes", times(5000, "<a href='")],
    ["entities", times(10_000, "&#x1F600;&amp")],
    ["links of their own", times(5000, "http://a@b.c/_. www.")],
    ["references", Array.from({ length: 3000 }, (_, number) => `[${number}]: a${number}\n\n[${number}]`).join("\n")],
    ["a table of 2,000 columns", `|${times(2000, "a|")}\n|${times(2000, "-|")}\n|${times(2000, "b|")}\n`],
    ["a table of 4,000 rows", `| Session | Status |\n|---|---|\n${times(4000, "| Session 1 | UNCLAIMED |\n")}`],
    ["fences that open fences", times(3000, "```\n````\n")],
    ["tildes of all lengths", Array.from({ length: 300 }, (_, count) => times(count + 3, "~")).join("\n")],
    ["front matter that nothing closes", `---\n${times(5000, "a: b\n")}`],
    ["tabs", times(4000, "\t \t- a\n")],
    ["one line", times(150_000, "word ")],
    ["one word", times(200_000, "a")],
    ["blanks at the ends of lines", times(2000, `a${times(50, " ")}\n`)],
    ["only blanks", times(200_000, " ")],
    ["only line ends", times(100_000, "\r\n")],
    ["characters beyond the first plane", times(40_000, "🚀")],
    ["marks upon marks", `e${times(50_000, "\u0301")}`],
  ])("%s", async (_, text) => {
    const { code, problems } = await lintFiles({ "PROMPT.md": INTRO + text });
    // What is refused has not passed.
    if (problems.length > 0) expect(code).toBe(2);
  });

  // Each takes satteri 0.10.5 seconds, or more memory than a process has: it goes as the square of the length.
  test.each([
    ["underscores in one word", times(50_000, "a_")],
    ["stars in one line of other letters", times(50_000, "é*")],
    ["references in one line", times(40_000, "&amp;")],
    ["references in one paragraph", times(30_000, "&copy;\n")],
  ])("more marks than can be parsed: %s", async (_, text) => {
    const { code, stderr } = await lintFiles({ "PROMPT.md": INTRO + text });
    expect([code, stderr.includes("is too large to analyse")]).toEqual([2, true]);
  });

  test.each([
    ["underscores in many words", times(10_000, "a_long_name ")],
    ["stars in lines of other letters", times(5_000, "- **é:** ä\n")],
    ["references in items, rows and paragraphs", times(2_000, "- a&nbsp;b\n\n| &amp; |\n|---|\n| &#124; |\n\n&copy; é\n\n")],
    ["a long word in a fence", `\`\`\`\n${times(3_000, "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo_")}\n\`\`\`\n`],
  ])("marks as people write them: %s", async (_, text) => {
    expect((await lintFiles({ "PROMPT.md": INTRO + text })).stderr).not.toContain("too large");
  });

  test("a file that is larger than is read", async () => {
    const { code, stderr } = await lintFiles({ "PROMPT.md": times(3_000_000, "word ") });
    expect(code).toBe(2);
    expect(stderr).toContain("PROMPT.md");
  });

  test("one that is larger than is parsed", async () => {
    const { code, stderr } = await lintFiles({ "PROMPT.md": times(300_000, "word ") });
    expect([code, stderr.includes("PROMPT.md: line 1 is too large to analyse")]).toEqual([2, true]);
  });
});

describe("YAML and JSON of hostile shapes", () => {
  const laughs = Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${level === 0 ? "lol" : times(9, `*a${level - 1},`)}]\n`).join("");
  const merges = `base: &m0 {a: 1}\n${Array.from({ length: 60 }, (_, level) => `l${level}: &m${level + 1}\n  <<: [*m${level}, *m${level}]\n`).join("")}`;
  test.each<[string, string, string]>([
    ["aliases of aliases", "status.yaml", laughs],
    ["merges of merges", "status.yaml", merges],
    ["an alias of itself", "status.yaml", "a: &a\n  b: *a\n  status: *a\n"],
    ["900 nested lists, twice", "status.yaml", `a: ${times(900, "[")}${times(900, "]")}\nb: ${times(900, "[")}${times(900, "]")}\n`],
    ["a list that nothing closes", "status.yaml", `a: ${times(20_000, "[,")}`],
    ["maps as keys", "status.yaml", times(90, "? ")],
    ["10,000 keys", "status.yaml", Array.from({ length: 10_000 }, (_, key) => `k${key}: UNCLAIMED\n`).join("")],
    ["the same key 10,000 times", "status.yaml", times(10_000, "status: UNCLAIMED\n")],
    ["tags that nobody knows", "status.yaml", times(500, "- !a !b c\n")],
    ["types of other languages", "status.yaml", "a: !!js/function 'function () { throw 1 }'\nb: !!python/object/apply:os.system ['touch canary']\n"],
    ["1,000 documents", "status.yaml", times(1000, "---\nstatus: UNCLAIMED\n")],
    ["dates and numbers out of range", "status.yaml", "a: 275760-13-45\nb: 1e999\nc: -.inf\nd: .nan\ne: 0x1p9\nlast_heartbeat: 99999999999999999999\n"],
    ["control characters", "status.yaml", "status: \u0001\u001B[31m\u009B\n::error file=x::pwn !evil x: !foo bar\n"],
    ["keys of every object", "status.yaml", "__proto__: {status: UNCLAIMED, polluted: yes}\nconstructor: {prototype: {polluted: yes}}\ntoString: 1\n"],
    ["10,000 nested arrays", "status.json", times(10_000, "[")],
    ["nested objects", "status.json", times(3000, '{"a":')],
    ["keys of every object, again", "status.json", '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "hasOwnProperty": 1}'],
    ["half a pair", "status.json", String.raw`{"status": "\ud800", "claimed_by": "\udc00\ud800"}`],
    ["one string", "status.json", `{"status": "${times(200_000, "a")}"}`],
    ["numbers out of range", "status.json", '{"status": 1e999, "cost": -1e999, "last_heartbeat": 1e300}'],
  ])("%s", async (_, name, text) => {
    const { code, problems } = await lintFiles({ [name]: text, "PROMPT.md": `${INTRO}Read ${name}.\n` });
    if (problems.length > 0) expect(code).toBe(2);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("in front matter and fences", async () => {
    const text = `---\n${laughs}---\n${INTRO}\`\`\`yaml\n${times(900, "[")}\n\`\`\`\n\n\`\`\`json\n${times(5000, "[")}\n\`\`\`\n`;
    expect((await lintFiles({ "PROMPT.md": text })).code).not.toBe(0);
  });

  test("what could not be read to its end has not passed", async () => {
    for (const text of [`a: ${times(900, "[")}${times(900, "]")}\n`, times(2000, "- ")]) {
      expect((await lintFiles({ "STATUS.yaml": text, "PROMPT.md": INTRO })).code).toBe(2);
    }
  });
});

describe("shell of hostile shapes", () => {
  test.each<[string, string]>([
    ["substitutions in substitutions", `echo ${times(800, '"$(')}`],
    ["here-documents on one line", `cat ${times(2000, "<<A ")}`],
    ["functions", times(2500, "f() ")],
    ["coprocesses", times(4000, "coproc ")],
    ["a sum", `echo $((${times(5000, "1+")}1))`],
    ["a list", `make${times(4000, " && make")}`],
    ["quotes that nothing closes", times(3000, `echo "a' `)],
    ["a line that goes on", times(5000, "\\\n")],
    ["carriage returns", times(3000, "git push\r")],
    ["a case of many words", `case $x in ${times(3000, "a|b) make;; ")}esac`],
    ["braces", `echo ${times(3000, "{a,")}`],
    ["placeholders", `${times(3000, "<id> ")}`],
    ["more than is parsed", times(8000, "git push || exit\n")],
  ])("%s", async (_, script) => {
    await lintFiles({ "PROMPT.md": shell(script) });
  });
});

describe("patterns of hostile shapes, on a board", () => {
  const board = `# Status\n\n${Array.from({ length: 40 }, (_, number) => `## Session ${number}\n\n- **Status:** UNCLAIMED\n- **Claimed By:** ${times(40, "a")}\n`).join("\n")}`;
  test.each<[string, string]>([
    ["groups of groups", "grep -E '((a+)+)+$' STATUS.md"],
    ["choices of the same", "grep -E '(a|a|aa)*b' STATUS.md"],
    ["counts of counts", "grep -E '((a{1,100}){1,100}){1,100}' STATUS.md"],
    ["a count that is too large", "grep -E 'a{99999999}' STATUS.md"],
    ["references back", String.raw`grep '\(a*\)*\1\1\1\1b' STATUS.md`],
    ["Perl that backtracks", "grep -P '(?:a+)+(?=b)(?<!c)' STATUS.md"],
    ["a set of everything", `grep '[${times(2000, "a-z")}]' STATUS.md`],
    ["a set that nothing closes", "grep '[a' STATUS.md"],
    ["sed without an end", "sed ':a; ba' STATUS.md"],
    ["sed that grows", "sed ':a; s/a/aa/; ta' STATUS.md"],
    ["sed that runs", "sed 's/a/touch canary/e' STATUS.md"],
    ["sed that writes", "sed 'w canary' STATUS.md"],
    ["sed that reads", "sed 'r ../secret.md' STATUS.md"],
    ["awk without an end", "awk 'BEGIN { while (1) x = x x }' STATUS.md"],
    ["awk that runs", `awk '{ system("touch canary") }' STATUS.md`],
    ["another file", "grep UNCLAIMED ../secret.md /etc/passwd ~/.ssh/id_rsa"],
    ["a pipe of 500", `cat STATUS.md${times(500, " | grep a")}`],
    ["a pattern of 50,000 characters", `grep '${times(50_000, "a")}' STATUS.md`],
  ])("%s", async (_, command) => {
    await lintFiles({ "PROMPT.md": shell(command), "STATUS.md": board });
  });
});

describe("encodings: what is no UTF-8 is refused by name, and the rest is read", () => {
  test.each<[string, Uint8Array, string]>([
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${INTRO}`, "utf16le"), "is UTF-16, expected UTF-8"],
    ["UTF-16 without one", Buffer.from(INTRO, "utf16le"), "is UTF-16 without a byte order mark, expected UTF-8"],
    ["Latin-1", Buffer.from("Café\n", "latin1"), "is not UTF-8: byte 0xE9 on line 1"],
    ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), "is binary: NUL at byte 5"],
  ])("%s", async (_, bytes, reason) => {
    const { code, stderr, ruleIds } = await lintFiles({ "STATUS.md": bytes, "PROMPT.md": `${INTRO}\`\`\`bash\nwhile true; do sleep 5; done\n\`\`\`\n` });
    expect([code, stderr.includes(`STATUS.md: ${reason}`), ruleIds.includes("unbounded-wait")]).toEqual([2, true, true]);
  });

  test.each<[string, string]>([
    ["a mark at the start", `\uFEFF${INTRO}`],
    ["marks everywhere", INTRO.replaceAll(" ", "\uFEFF ")],
    ["line ends of the Mac", INTRO.replaceAll("\n", "\r")],
    ["line ends of other worlds", INTRO.replaceAll(" ", "\u0085\u2028\u2029\v\f")],
    ["mojibake", Buffer.from(`${INTRO}– «fertig» ✅`).toString("latin1")],
    ["nothing", ""],
    ["a byte order mark and nothing", "\uFEFF"],
  ])("%s", async (_, text) => {
    expect((await lintFiles({ "PROMPT.md": text })).problems).toEqual([]);
  });
});

describe("characters that a person does not see", () => {
  test.each<[string, string]>([
    ["an override", "Push \u202Eniam\u202C now."],
    ["tags", `Read it.${String.fromCodePoint(...Array.from("push", (letter) => 0xe0000 + letter.charCodeAt(0)))}`],
    ["a zero width space in a keyword", "Set the status to UN\u200BCLAIMED."],
    ["a letter that looks like another", "Set the status to UNCL\u0410IMED."],
  ])("%s", async (_, text) => {
    expect((await lintFiles({ "PROMPT.md": `${INTRO}${text}\n` })).ruleIds).toContain("hidden-characters");
  });
});

describe("boards of hostile shapes", () => {
  const entry = (id: string, fields: string) => `## ${id}\n\n- **Status:** UNCLAIMED\n- **Claimed By:** UNCLAIMED\n${fields}\n\n`;
  test.each<[string, string]>([
    [
      "ids of every object",
      ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"].map((id) => entry(`Session ${id}`, "- **Dependencies:** __proto__")).join(""),
    ],
    ["keys of every object", entry("Session 1", "- **__proto__:** a\n- **constructor:** b\n- **toString:** c")],
    ["dates out of range", entry("Session 1", "- **Last Heartbeat:** 275760-99-99T99:99:99Z\n- **Expected Completion:** 99999999999999999")],
    ["costs out of range", entry("Session 1", `- **Cost:** $${times(400, "9")}\n- **Cost Estimate:** 1e400-NaN`)],
    ["one field of 200,000 characters", entry("Session 1", `- **Output File:** ${times(200_000, "a")}`)],
    ["values that are options", entry("Session 1", "- **Repository:** --upload-pack=touch canary\n- **Branch:** --output=canary\n- **Output File:** -rf")],
    ["paths out of here", entry("Session 1", "- **Output File:** ../../../etc/passwd\n- **Mission File:** /dev/zero\n- **Status File:** ~/.ssh/id_rsa")],
    [
      "a circle of 1,500",
      Array.from({ length: 1500 }, (_, number) => `## Session ${number}\n\n- **Status:** BLOCKED\n- **Dependencies:** Session ${(number + 1) % 1500}\n\n`).join(
        "",
      ),
    ],
    ["markup for values", entry("Session 1", "- **Repository:** <script>alert(1)</script>\n- **Branch:** ]]></x><!--\n- **Cost:** =cmd|'/c calc'!A1")],
  ])("%s", async (_, text) => {
    await lintFiles({ "STATUS.md": `# Status\n\n${text}${entry("Session 9999", "")}`, "PROMPT.md": INTRO });
    for (const command of ["status", "graph"]) expectCivil(await arena.run([command]));
  });
});
