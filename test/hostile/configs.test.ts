import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createArena, expectCivil, type Arena } from "./arena.ts";

let arena: Arena;
beforeEach(() => {
  arena = createArena();
  arena.write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, [`${"a".repeat(60)}.md`]: "# A\n" });
});
afterEach(() => arena.strike());

const PROMPT = "You are one of several sessions that work in parallel. Read STATUS.md first.\n\n```bash\nwhile true; do sleep 5; done\n```\n";
const BOARD = `# Status\n\n## Session 1\n\n- **Status:** UNCLAIMED\n- **Claimed By:** UNCLAIMED\n- **Output File:** ${"a".repeat(60)}\n`;

async function run(config: string, files: Readonly<Record<string, string>> = {}) {
  arena.write({ ".prompt-lint.json": config, ...files });
  const verdict = await arena.run(["--format", "compact", "--no-plugins"]);
  expectCivil(verdict);
  return verdict;
}

describe("names that every object has", () => {
  test.each([
    '{ "__proto__": { "rules": {} } }',
    '{ "constructor": { "prototype": { "polluted": true } } }',
    '{ "rules": { "__proto__": "off" } }',
    '{ "rules": { "constructor": "off", "toString": "off" } }',
    '{ "rules": { "unbounded-wait": ["error", { "__proto__": { "polluted": true } }] } }',
    '{ "fieldAliases": { "__proto__": ["x"] } }',
    '{ "status": { "vocabulary": { "__proto__": ["x"] } } }',
    '{ "phrases": { "__proto__": ["x"] } }',
    '{ "overrides": [{ "files": ["*"], "rules": { "__proto__": "off" } }] }',
    '{ "extends": ["__proto__"] }',
    '{ "extends": ["constructor"] }',
  ])("%s", async (config) => {
    expect((await run(config)).code).toBe(2);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["rules"]).toBeUndefined();
  });
});

describe("globs that cost", () => {
  test.each([
    ["stars between letters", `${"*a".repeat(40)}b`],
    ["stars of all folders", `${"**/".repeat(60)}b`],
    ["choices of choices", "{a,b}".repeat(30)],
    ["nested choices", `${"{a,".repeat(60)}b${"}".repeat(60)}`],
    ["sets", "[a-z]".repeat(200)],
    ["groups that repeat", "+(+(+(a)))b"],
    ["parentheses", "(".repeat(5000)],
    ["braces that nothing closes", "{".repeat(5000)],
    ["20,000 characters", "a".repeat(20_000)],
  ])("%s", async (_, glob) => {
    for (const config of [{ ignore: [glob] }, { boards: [glob] }, { overrides: [{ files: [glob], rules: {} }] }]) await run(JSON.stringify(config));
  });

  test("10,000 of them", async () => {
    await run(JSON.stringify({ ignore: Array.from({ length: 10_000 }, (_, number) => `*${number}*.md`) }));
  });
});

describe("schemas that cost or lead away", () => {
  const board = { status: { schema: "./schema.json" } };
  test.each<[string, unknown]>([
    ["a pattern that backtracks", { properties: { outputFile: { pattern: "^(a+)+$" } } }],
    ["one that is none", { properties: { outputFile: { pattern: "(" } } }],
    ["names by a pattern that backtracks", { patternProperties: { "^(a+)+$": { type: "string" } } }],
    ["one that refers to itself", { $ref: "#" }],
    ["two that refer to each other", { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } }],
    ["one of the web", { $ref: "https://example.invalid/schema.json" }],
    ["one of the disk", { $ref: "file:///etc/passwd" }],
    ["a text", "no"],
    ["a list", []],
    ["names that every object has", JSON.parse('{ "properties": { "__proto__": { "type": "string" }, "constructor": { "type": "number" } } }')],
    ["a deep one", Array.from({ length: 25 }).reduce((inner) => ({ properties: { a: inner } }), {})],
  ])("%s", async (_, schema) => {
    await run(JSON.stringify(board), { "schema.json": JSON.stringify(schema) });
  });
});

describe("a config that wants to reach outside", () => {
  test.each<[string, object]>([
    ["extends a secret", { extends: ["../secret.md"] }],
    ["extends a device", { extends: ["/dev/zero"] }],
    ["extends a package", { extends: ["some-package"] }],
    ["extends a script", { extends: ["./config.js"] }],
    ["a schema outside", { status: { schema: "../secret.md" } }],
    ["a schema that has no end", { status: { schema: "/dev/zero" } }],
    ["boards outside", { boards: ["../*.md"] }],
    ["prompts outside", { prompts: ["../../**"] }],
    ["a file to write", { output: "../canary", "output-file": "../canary" }],
    ["a plugin", { plugins: ["./plugin.js"] }],
    ["a fix", { fix: true }],
    ["a format", { format: "json:../canary" }],
  ])("%s", async (_, config) => {
    const { code } = await run(JSON.stringify(config), { "plugin.js": "require('fs').writeFileSync('canary', '')", "config.js": "throw new Error('run')" });
    expect(code).toBe(2);
    expect(existsSync(join(arena.root, "canary")) || existsSync(join(arena.folder, "canary"))).toBe(false);
  });
});

describe("a config of hostile text", () => {
  test.each<[string, string]>([
    ["a key that acts", '{ "\\u001b[31m\\u202e::error::x": 1 }'],
    ["a rule that acts", '{ "rules": { "::error file=x::pwned\\n::error::y": "off" } }'],
    ["a key of 100,000 characters", `{ "${"k".repeat(100_000)}": 1 }`],
    ["10,000 keys", `{ ${Array.from({ length: 10_000 }, (_, number) => `"k${number}": 1`).join(",")} }`],
    ["10,000 times the same", `{ ${'"rules": {},'.repeat(10_000)} "rules": {} }`],
    ["a comment that nothing closes", `{ /* ${"*".repeat(100_000)}`],
    ["a string that nothing closes", `{ "rules": "${"\\".repeat(50_001)}`],
    ["31 levels", `{ "rules": ${'{"a":'.repeat(30)}1${"}".repeat(30)} }`],
  ])("%s", async (_, text) => {
    expect((await run(text)).code).toBe(2);
    expectCivil(await arena.run(["config"]));
  });
});
