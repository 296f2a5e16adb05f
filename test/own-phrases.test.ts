import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lint } from "../src/lint.ts";
import { compileOwnPhrases, hasWords } from "../src/model/own-phrases.ts";
import { PHRASE_MEANINGS } from "../src/model/phrase-meanings.ts";
import { findPhrase, PHRASE_NAMES } from "../src/model/phrases.ts";
import { createMemoryFileSystem } from "../src/read/memory-file-system.ts";

function find(phrase: string, text: string): string | undefined {
  const span = compileOwnPhrases({ noWork: [phrase] }).noWork![0]!(text);
  return span && text.slice(span.start, span.end);
}

describe("a phrase is found", () => {
  test.each([
    ["as it is written", "Keine Aufgabe frei", "Ist keine da: Keine Aufgabe frei. Ende.", "Keine Aufgabe frei"],
    ["in capitals or small letters", "keine Aufgabe frei", "KEINE AUFGABE FREI", "KEINE AUFGABE FREI"],
    ["with umlauts in capitals", "nichts übrig", "NICHTS ÜBRIG!", "NICHTS ÜBRIG"],
    ["over the end of a line", "keine  Aufgabe frei", "Ist keine\n   Aufgabe\tfrei, dann warte", "keine\n   Aufgabe\tfrei"],
    ["with either apostrophe", "s'il n'y a rien", "S’il n’y a rien", "S’il n’y a rien"],
    ["between marks", "frei", "**frei**", "frei"],
    ["over a gap", "setze … auf IN_PROGRESS", "Setze danach den Status auf IN_PROGRESS.", "Setze danach den Status auf IN_PROGRESS"],
    ["over a gap of three dots", "setze...auf", "setze ihn auf", "setze ihn auf"],
    ["where a first start leads nowhere", "setze … auf", "Setze es. Dann setze ihn auf X", "setze ihn auf"],
    ["behind a letter that grows when it is small", "frei", "İst frei", "frei"],
    ["where no blanks set words apart", "空きがない", "もし空きがないなら停止", "空きがない"],
    ["as letters beyond the first plane", "𝒜 frei", "𝒜 frei", "𝒜 frei"],
  ])("%s", (_, phrase, text, expected) => {
    expect(find(phrase, text)).toBe(expected);
  });
});

describe("a phrase is not found", () => {
  test.each([
    ["within a longer word", "frei", "Freiheit, unfrei, frei_2"],
    ["with a word between", "keine Aufgabe frei", "keine einzige Aufgabe frei"],
    ["without the blank", "keine Aufgabe", "keineAufgabe"],
    ["over a gap that holds the end of a sentence", "setze … auf IN_PROGRESS", "Setze den Status. Die auf IN_PROGRESS bleiben."],
    ["over a gap that is too long", "setze … auf", `setze ${"sehr ".repeat(20)}auf`],
    ["as a pattern", "k.*frei", "keine frei"],
  ])("%s", (_, phrase, text) => {
    expect(find(phrase, text)).toBeUndefined();
  });
});

test.each([
  ["Keine Aufgabe frei", true],
  ["空き", true],
  ["a … b", true],
  ["", false],
  ["  ", false],
  ["…", false],
  ["frei …", false],
  ["… frei", false],
  ["--", false],
])("%j has words: %j", (phrase, expected) => {
  expect(hasWords(phrase)).toBe(expected);
});

test("whatever the phrase and the text are, what is found lies in the text, and blanks do not matter", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.string({ unit: "grapheme" }), (words, text) => {
      const [find] = compileOwnPhrases({ noWork: [words.join(" ")] }).noWork!;
      const span = find!(text);
      if (span) expect(span.start >= 0 && span.start < span.end && span.end <= text.length).toBe(true);
    }),
  );
  const plain = fc.stringMatching(/^[a-zäöü]{1,6}$/);
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[ \n\t]{1,5}$/), (words, blanks) => {
      expect(find(words.join(" "), `— ${words.join(blanks)} —`)).toBe(words.join(blanks));
    }),
  );
});

test("a text that repeats the beginning costs no more than its length", () => {
  const text = "setze ".repeat(20_000);
  expect(find("setze … auf", text)).toBeUndefined();
  expect(find("setze setze setze auf", text)).toBeUndefined();
  expect(find("setze frei", `setze${" ".repeat(100_000)}frei`)).toBeUndefined();
});

test("each phrase can be configured, and its meaning names the items that ask for it", () => {
  expect(Object.keys(PHRASE_MEANINGS).sort()).toEqual([...PHRASE_NAMES].sort());
  for (const name of PHRASE_NAMES) expect(findPhrase(name, "Grütze", compileOwnPhrases({ [name]: ["grütze"] }))).toEqual({ start: 0, end: 6 });
});

describe("a prompt in German", () => {
  const PROMPT = `# Auftrag für alle Sessions

Du bist eine von drei Sessions, die gleichzeitig arbeiten. Die Tafel ist \`STATUS.md\`.

\`\`\`bash
set -euo pipefail
git pull
TASK=$(grep -n "UNCLAIMED" STATUS.md | head -1 | cut -d: -f1)
\`\`\`

Ist keine Aufgabe
frei, so höre auf und trage das in die Tafel ein.

Schlägt ein Befehl fehl, so nimm die eigene Änderung zurück und fange von vorne an.

Sind alle Aufgaben erledigt, so schreibe «Alles fertig» und höre auf.

Spätestens nach vier Stunden liegt alles vor.
`;
  const BOARD = "# Tafel\n\n## Session 1\n- Status: UNCLAIMED\n- Output File: a.md\n\n## Session 2\n- Status: UNCLAIMED\n- Output File: b.md\n";
  const PHRASES = {
    noWork: ["keine Aufgabe frei"],
    recovery: ["nimm … zurück"],
    allComplete: ["alle Aufgaben erledigt"],
    timeline: ["spätestens nach"],
  };

  async function statesOf(config: object) {
    const fs = createMemoryFileSystem({
      "/repo/.prompt-lint.json": JSON.stringify({ root: true, ...config }),
      "/repo/START-PROMPT.md": PROMPT,
      "/repo/STATUS.md": BOARD,
    });
    const [checklist] = (await lint({ fs, cwd: "/repo" })).checklists().prompts;
    return Object.fromEntries([16, 23, 26, 28].map((number) => [number, checklist!.items[number - 1]!]));
  }

  test("is understood with the config, and only with it", async () => {
    const [without, withPhrases] = [await statesOf({}), await statesOf({ phrases: PHRASES })];
    expect(Object.values(without).map(({ state }) => state)).toEqual(["failed", "failed", "failed", "failed"]);
    expect(Object.values(withPhrases).map(({ state }) => state)).toEqual(["passed", "passed", "passed", "passed"]);
    expect(withPhrases[23]).toMatchObject({ evidence: [{ path: "START-PROMPT.md", place: { start: { line: 11, column: 5 }, end: { line: 12, column: 5 } } }] });
  });

  test("a script may say it, too", async () => {
    const { findings } = await lint({
      fs: createMemoryFileSystem({
        "/repo/.prompt-lint.json": JSON.stringify({ root: true, phrases: { noWork: ["Nichts mehr da"] } }),
        "/repo/START-PROMPT.md": PROMPT.replace(/Ist keine[^]*/, '```bash\ntest -n "$TASK" || echo "nichts mehr da"\n```\n'),
        "/repo/STATUS.md": BOARD,
      }),
      cwd: "/repo",
    });
    expect(findings.filter(({ ruleId }) => ruleId === "missing-fallback")).toEqual([]);
  });
});
