import { describe, expect, test } from "vitest";
import { definePluginRule } from "../../src/plugins/plugin.ts";
import { RuleTester, type InvalidCase, type ValidCase } from "../../src/plugins/rule-tester.ts";

const shouting = definePluginRule({
  id: "house/shouting",
  summary: "A word in capitals",
  severity: "info",
  options: { type: "object", properties: { least: { type: "integer", default: 5 } }, additionalProperties: false },
  messages: { shouts: "`{{word}}` shouts: expected it in small letters", soften: "Write `{{word}}`", crowd: "{{count}} files shout" },
  checkDocument(document, { options, report }) {
    const least = Number(options["least"]);
    for (const passage of document.passages) {
      for (const { index, 0: word } of passage.text.matchAll(/[A-Z]+/g)) {
        if (word.length < least) continue;
        const place = passage.locate({ start: index, end: index + word.length });
        const small = word.toLowerCase();
        const edits = [{ place, text: small }];
        report(document, { place, messageId: "shouts", data: { word }, fix: edits, suggestions: [{ messageId: "soften", data: { word: small }, edits }] });
      }
    }
  },
  checkWorkspace({ documents }, { report }) {
    const texts = documents.filter(({ format }) => format === "markdown");
    const [first] = texts;
    if (first && texts.length > 2) report(first, { place: first.tree.position!, messageId: "crowd", data: { count: texts.length } });
  },
});

interface Outcome {
  name: string;
  /** `undefined` when it passes. */
  error: Error | undefined;
}

/** What a runner sees of the cases. */
async function outcomes(cases: { valid?: (string | ValidCase)[]; invalid?: InvalidCase[] }): Promise<Outcome[]> {
  const bodies: { name: string; body: () => Promise<void> }[] = [];
  const runner = { describe: (_: string, body: () => void) => body(), test: (name: string, body: () => Promise<void>) => bodies.push({ name, body }) };
  new RuleTester(runner).run(shouting, cases);
  return Promise.all(
    bodies.map(async ({ name, body }) => ({
      name,
      error: await body().then(
        () => undefined,
        (error: Error) => error,
      ),
    })),
  );
}

// In the runner that runs this file.
new RuleTester({ describe, test }).run(shouting, {
  valid: [
    "All is calm.",
    { name: "short words", text: "OK." },
    { name: "a limit of its own", text: "CLAIMED", options: { least: 8 } },
    { name: "silenced", text: "<!-- prompt-lint-disable-next-line house/shouting: a status -->\n\nCLAIMED\n" },
  ],
  invalid: [
    {
      text: "Never STOP or HESITATE.",
      findings: [{ messageId: "shouts", line: 1, column: 15, endLine: 1, endColumn: 23, text: "HESITATE" }],
      output: "Never STOP or hesitate.",
    },
    {
      text: "HURRY",
      path: "docs/a.txt",
      findings: [{ message: /^`HURRY` shouts/, path: "docs/a.txt", suggestions: [{ title: "Write `hurry`", output: "hurry" }] }],
    },
    {
      name: "over several files",
      text: "a",
      files: { "b.md": "b", "c.md": "LOUDLY", "src/d.ts": "" },
      findings: [{ path: "b.md", messageId: "crowd" }, { path: "c.md" }],
    },
    { name: "only how many", text: "FIRST, SECOND", findings: 2 },
  ],
});

describe("what is not as expected fails its case", () => {
  test.each<[string, { valid?: (string | ValidCase)[]; invalid?: InvalidCase[] }, RegExp]>([
    ["a finding nobody expects", { valid: ["HURRY"] }, /`HURRY` shouts/],
    ["no finding", { invalid: [{ text: "calm", findings: [{ messageId: "shouts" }] }] }, /shouts/],
    ["another place", { invalid: [{ text: "HURRY", findings: [{ line: 2 }] }] }, /line/],
    ["another message", { invalid: [{ text: "HURRY", findings: [{ message: /whispers/ }] }] }, /whispers/],
    ["another number", { invalid: [{ text: "HURRY", findings: 2 }] }, /1 !== 2/],
    ["another output", { invalid: [{ text: "HURRY", findings: 1, output: "Hurry" }] }, /hurry/],
    ["unknown options", { valid: [{ text: "calm", options: { most: 1 } }] }, /unknown option "most" of rule "house\/shouting"/],
  ])("%s", async (_, cases, expected) => {
    const [outcome] = await outcomes(cases);
    expect(outcome!.error?.message).toMatch(expected);
  });

  test("a rule that throws, with what it threw", async () => {
    const throwing = {
      ...shouting,
      checkDocument: () => {
        throw new Error("oh");
      },
    };
    const bodies: (() => Promise<void>)[] = [];
    new RuleTester({ describe: (_, body) => body(), test: (_, body) => bodies.push(body) }).run(throwing, { valid: ["x"] });
    await expect(bodies[0]!()).rejects.toMatchObject({ message: "rule `house/shouting` failed on prompt.md", cause: { message: "oh" } });
  });

  test("cases are named by their number and text", async () => {
    expect((await outcomes({ valid: ["a\n b", { name: "mine", text: "" }], invalid: [{ text: "HURRY", findings: 1 }] })).map(({ name }) => name)).toEqual([
      "is silent 1: a b",
      "is silent 2: mine",
      "reports 3: HURRY",
    ]);
  });
});
