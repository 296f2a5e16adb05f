import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createConfigSchema } from "../src/config/config-file.ts";
import { describeConfig } from "../src/config/explain.ts";
import { loadConfig } from "../src/config/load.ts";
import { resolveConfig, type ResolveOptions } from "../src/config/resolve.ts";
import { findPhrase } from "../src/model/phrases.ts";
import { createMemoryFileSystem } from "../src/read/memory-file-system.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";
import type { RegisteredRule } from "../src/rule.ts";
import { UsageError } from "../src/usage-error.ts";

const unchecked: RegisteredRule = {
  id: "unchecked-command",
  section: "error-handling",
  rule: {
    summary: "A command whose failure goes unnoticed",
    scope: "script",
    items: [14],
    severity: "warning",
    options: z.strictObject({ readOnly: z.enum(["off", "on"]).default("on"), names: z.array(z.string()).default([]) }),
    messages: {},
  },
};
const fence: RegisteredRule = {
  id: "broken-fence",
  section: "infrastructure",
  rule: { summary: "A fence that ends too early", scope: "any", severity: "error", minimal: true, options: z.strictObject({}), messages: {} },
};
const timeline: RegisteredRule = {
  id: "missing-timeline",
  section: "documentation",
  rule: { summary: "No word on what is expected by when", scope: "prompt", items: [28], severity: "info", options: z.strictObject({}), messages: {} },
};
const rules = [unchecked, fence, timeline];

const ROOT = "/repo";
const GIT = { "/repo/.git/HEAD": "ref: refs/heads/main\n" };

interface Setup {
  files?: Record<string, string>;
  cwd?: string;
  names?: string[];
  root?: string;
  configFile?: string;
}

function load(config: string | undefined, { files = {}, cwd = ROOT, ...rest }: Setup = {}) {
  const fs = createMemoryFileSystem({ ...GIT, ...(config === undefined ? {} : { "/repo/.prompt-lint.json": config }), ...files });
  return loadConfig({ fs, cwd, rules, ...rest });
}

async function resolve(config: string | object | undefined, { setup = {}, ...options }: { setup?: Setup } & Omit<ResolveOptions, "loaded" | "rules"> = {}) {
  const text = typeof config === "object" ? JSON.stringify(config) : config;
  return resolveConfig({ loaded: await load(text, setup), rules, ...options });
}

async function mistakes(config: string, setup?: Setup): Promise<readonly string[]> {
  const error = await load(config, setup).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).not.toMatch(/undefined|\[object|NaN/);
  return (error as UsageError).problems;
}

describe("mistakes in a config name the place and the way out", () => {
  test.each<[string, string, string[]]>([
    ["empty", "", [".prompt-lint.json:1:1: is empty, expected an object such as {}"]],
    ["a comment alone", "// nothing\n", [".prompt-lint.json:2:1: is not JSON: expected a value"]],
    ["not JSON", '{ "root": tru }', [".prompt-lint.json:1:11: is not JSON: unknown word, texts stand in double quotes"]],
    ["single quotes", "{ 'root': true }", [".prompt-lint.json:1:3: is not JSON: unknown word, texts stand in double quotes"]],
    ["a missing comma", '{ "root": true\n  "budget": 1 }', [".prompt-lint.json:2:3: is not JSON: expected a comma"]],
    ["a missing brace", '{ "rules": {\n', [".prompt-lint.json:2:1: is not JSON: expected a closing `}`"]],
    ["more than one value", "{} {}", [".prompt-lint.json:1:4: is not JSON: expected nothing more"]],
    ["a list", "[]", [".prompt-lint.json:1:1: the config must be an object, not a list"]],
    ["a text", '"strict"', ['.prompt-lint.json:1:1: the config must be an object, not "strict"']],
    ["null", "null", [".prompt-lint.json:1:1: the config must be an object, not null"]],
    ["an unknown key", '{\n  "ignores": []\n}', ['.prompt-lint.json:2:3: unknown key "ignores", did you mean "ignore"?']],
    [
      "an unknown key further in",
      '{ "status": {\n  // ours\n\n    "vocabulry": {} } }',
      ['.prompt-lint.json:4:5: unknown key "vocabulry" in "status", did you mean "vocabulary"?'],
    ],
    [
      "a key near nothing",
      '{ "status": { "zzz": 1 } }',
      ['.prompt-lint.json:1:15: unknown key "zzz" in "status", expected one of "vocabulary", "fields", "schema"'],
    ],
    [
      "an unknown state",
      '{ "status": { "vocabulary": { "finished": [] } } }',
      ['.prompt-lint.json:1:31: unknown key "finished" in "status.vocabulary", expected one of "free", "claimed", "active", "done", "blocked", "failed"'],
    ],
    [
      "an unknown field",
      '{ "status": { "fields": { "outputfile": [] } } }',
      ['.prompt-lint.json:1:27: unknown key "outputfile" in "status.fields", did you mean "outputFile"?'],
    ],
    [
      "an unknown phrase",
      '{\n  "phrases": { "no-work": ["Keine Aufgabe frei"] }\n}',
      ['.prompt-lint.json:2:16: unknown key "no-work" in "phrases", did you mean "noWork"?'],
    ],
    ["a phrase that is no list", '{ "phrases": { "noWork": "Keine" } }', ['.prompt-lint.json:1:26: "phrases.noWork" must be a list, not "Keine"']],
    [
      "a phrase without words",
      '{ "phrases": { "noWork": ["Keine Aufgabe", " … "] } }',
      ['.prompt-lint.json:1:44: " … " of "phrases.noWork[1]" is no phrase, expected words as prompts write them, and `…` only between them'],
    ],
    ["two keys of one name", '{ "root": true, "root": false }', ['.prompt-lint.json:1:17: duplicate key "root"']],
    ["__proto__", '{ "__proto__": { "root": true } }', ['.prompt-lint.json:1:3: unknown key "__proto__", expected one of']],
    [
      "constructor",
      '{ "rules": { "constructor": "off" } }',
      ['.prompt-lint.json:1:14: unknown rule "constructor", expected one of "unchecked-command", "broken-fence", "missing-timeline"'],
    ],
    ["a wrong type", '{ "ignore": "archive" }', ['.prompt-lint.json:1:13: "ignore" must be a list, not "archive"']],
    ["a wrong type in a list", '{ "ignore": ["a", 3] }', ['.prompt-lint.json:1:19: "ignore[1]" must be a text, not 3']],
    ["no boolean", '{ "root": "yes" }', ['.prompt-lint.json:1:11: "root" must be true or false, not "yes"']],
    ["a wrong $schema", '{ "$schema": 1 }', ['.prompt-lint.json:1:14: "$schema" must be a text, not 1']],
    ["a size with a unit", '{ "maxFileSize": "5MB" }', ['.prompt-lint.json:1:18: "maxFileSize" must be a number, not "5MB"']],
    ["no size", '{ "maxFileSize": 0 }', ['.prompt-lint.json:1:18: "maxFileSize" must be at least 1']],
    ["too large a size", '{ "maxFileSize": 1e12 }', ['.prompt-lint.json:1:18: "maxFileSize" must be at most 64000000']],
    ["half a byte", '{ "maxFileSize": 1.5 }', ['.prompt-lint.json:1:18: "maxFileSize" must be a whole number, not 1.5']],
    ["a huge number", '{ "budget": 1e999 }', ['.prompt-lint.json:1:13: "budget" must be a number, not Infinity']],
    [
      "no duration",
      '{ "staleClaimAfter": "soon" }',
      ['.prompt-lint.json:1:22: "soon" of "staleClaimAfter" is no duration, expected for example "30m", "2h" or "1d"'],
    ],
    ["an empty name", '{ "blockersFile": "" }', ['.prompt-lint.json:1:19: "blockersFile" must not be empty']],
    [
      "an unknown rule",
      '{ "rules": { "unchecked-comand": "off" } }',
      ['.prompt-lint.json:1:14: unknown rule "unchecked-comand", did you mean "unchecked-command"?'],
    ],
    [
      "an unknown level",
      '{ "rules": { "broken-fence": "eror" } }',
      ['.prompt-lint.json:1:30: unknown level "eror" of "rules.broken-fence", did you mean "error"?'],
    ],
    [
      "a number as level",
      '{ "rules": { "broken-fence": 2 } }',
      ['.prompt-lint.json:1:30: "rules.broken-fence" must be a level or a list of level and options, not 2'],
    ],
    [
      "a list without options",
      '{ "rules": { "broken-fence": ["warn"] } }',
      ['.prompt-lint.json:1:30: "rules.broken-fence" must be a level or a list of level and options, not a list'],
    ],
    [
      "an unknown level in a list",
      '{ "rules": { "broken-fence": ["on", {}] } }',
      ['.prompt-lint.json:1:31: unknown level "on" of "rules.broken-fence[0]", expected one of "off", "info", "warn", "warning", "error"'],
    ],
    [
      "an unknown option",
      '{ "rules": { "unchecked-command": ["warn", { "readonly": "off" }] } }',
      ['.prompt-lint.json:1:46: unknown option "readonly" of rule "unchecked-command", did you mean "readOnly"?'],
    ],
    [
      "an unknown value of an option",
      '{ "rules": { "unchecked-command": ["warn", { "readOnly": "of" }] } }',
      ['.prompt-lint.json:1:58: unknown value "of" of "rules.unchecked-command[1].readOnly", did you mean "off"?'],
    ],
    [
      "a wrong type of an option",
      '{ "rules": { "unchecked-command": ["warn", { "names": [1] }] } }',
      ['.prompt-lint.json:1:56: "rules.unchecked-command[1].names[0]" must be a text, not 1'],
    ],
    [
      "options of a rule without any",
      '{ "rules": { "broken-fence": ["warn", { "a": 1 }] } }',
      ['.prompt-lint.json:1:41: unknown option "a" of rule "broken-fence"'],
    ],
    ["an override without files", '{ "overrides": [{ "rules": {} }] }', ['.prompt-lint.json:1:17: key "files" is missing in "overrides[0]"']],
    ["an override without a glob", '{ "overrides": [{ "files": [], "rules": {} }] }', ['.prompt-lint.json:1:28: "overrides[0].files" must not be empty']],
    [
      "an unknown rule in an override",
      '{ "overrides": [{ "files": ["a"], "rules": { "broken-fense": "off" } }] }',
      ['.prompt-lint.json:1:46: unknown rule "broken-fense", did you mean "broken-fence"?'],
    ],
    ["a glob out of the folder", '{ "ignore": ["../a"] }', ['.prompt-lint.json:1:14: "../a" of "ignore[0]" leaves the folder of the config']],
    ["an absolute glob", '{ "ignore": ["/a"] }', ['.prompt-lint.json:1:14: "/a" of "ignore[0]" is absolute, write it relative to the folder of the config']],
    ["a backslash", '{ "ignore": ["docs\\\\a"] }', ['.prompt-lint.json:1:14: "docs\\\\a" of "ignore[0]" has a backslash, separate folders with `/`']],
    [
      "an extended glob",
      '{ "prompts": ["@(a|b).md"] }',
      ['.prompt-lint.json:1:15: "@(a|b).md" of "prompts[0]" is an extended glob, write the alternatives as `{a,b}`'],
    ],
    [
      "a glob with too many alternatives",
      `{ "boards": ["${"{a,b}".repeat(9)}"] }`,
      [`.prompt-lint.json:1:14: "${"{a,b}".repeat(9)}" of "boards[0]" stands for more than 64 globs`],
    ],
    ["an unclosed set", '{ "boards": ["[a"] }', ['.prompt-lint.json:1:14: "[a" of "boards[0]" has a `[` that nothing closes, or an empty part']],
    ["an unknown preset", '{ "extends": ["recomended"] }', ['.prompt-lint.json:1:15: unknown preset "recomended", did you mean "recommended"?']],
    [
      "a preset near nothing",
      '{ "extends": ["all"] }',
      ['.prompt-lint.json:1:15: unknown preset "all", expected minimal, recommended, strict or a path such as "./base.json"'],
    ],
    ["extends a text", '{ "extends": "strict" }', ['.prompt-lint.json:1:14: "extends" must be a list, not "strict"']],
    ["extends what is not there", '{ "extends": ["./base.json"] }', ['.prompt-lint.json:1:15: "./base.json" does not exist']],
    [
      "extends what is outside",
      '{ "extends": ["../base.json"] }',
      ['.prompt-lint.json:1:15: "../base.json" lies outside the workspace, expected a relative path in it'],
    ],
    [
      "extends an absolute path",
      '{ "extends": ["/repo/base.json"] }',
      ['.prompt-lint.json:1:15: "/repo/base.json" lies outside the workspace, expected a relative path in it'],
    ],
    [
      "extends itself",
      '{ "extends": ["./.prompt-lint.json"] }',
      ['.prompt-lint.json:1:15: "./.prompt-lint.json" extends itself: .prompt-lint.json → .prompt-lint.json'],
    ],
    ["a status schema that is not there", '{ "status": { "schema": "./s.json" } }', ['.prompt-lint.json:1:25: "./s.json" does not exist']],
    [
      "a status schema outside",
      '{ "status": { "schema": "../s.json" } }',
      ['.prompt-lint.json:1:25: "../s.json" lies outside the workspace, expected a relative path in it'],
    ],
    [
      "a level for unused directives",
      '{ "reportUnusedDisableDirectives": true }',
      ['.prompt-lint.json:1:36: unknown level true of "reportUnusedDisableDirectives", expected one of "off", "info", "warn", "warning", "error"'],
    ],
    [
      "several at once",
      '{ "ignores": [],\n  "root": 1 }',
      ['.prompt-lint.json:2:11: "root" must be true or false, not 1', '.prompt-lint.json:1:3: unknown key "ignores", did you mean "ignore"?'],
    ],
  ])("%s", async (_, config, expected) => {
    const found = await mistakes(config);
    expect(found).toHaveLength(expected.length);
    for (const [index, problem] of found.entries()) {
      expect(problem.slice(0, problem.includes("__proto__") ? expected[index]!.length : undefined)).toBe(expected[index]);
      expect(problem).not.toContain("\n");
    }
  });

  test("a cycle of files names the whole way", async () => {
    const files = { "/repo/a.json": '{ "extends": ["./b.json"] }', "/repo/b.json": '{\n  "extends": ["./a.json"] }' };
    expect(await mistakes('{ "extends": ["./a.json"] }', { files })).toEqual([
      'b.json:2:15: "./a.json" extends itself: .prompt-lint.json → a.json → b.json → a.json',
    ]);
  });

  test("a mistake in an extended file names that file", async () => {
    expect(await mistakes('{ "extends": ["./shared/base.json"] }', { files: { "/repo/shared/base.json": '{ "rot": true }' } })).toEqual([
      'shared/base.json:1:3: unknown key "rot", did you mean "root"?',
    ]);
  });

  test("a long chain ends", async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/repo/${index}.json`, `{ "extends": ["./${index + 1}.json"] }`]));
    expect(await mistakes('{ "extends": ["./0.json"] }', { files })).toEqual([
      '7.json:1:15: "./8.json" is one file too many, expected at most 8 in turn and 64 in all',
    ]);
  });

  test("files that extend two files each do not double for ever", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`/repo/${index}.json`, index === 7 ? "{}" : `{ "extends": ["./${index + 1}.json", "./${index + 1}.json"] }`]),
    );
    expect((await mistakes('{ "extends": ["./0.json"] }', { files }))[0]).toContain("is one file too many");
  });

  test.each<[string, string | Uint8Array, string]>([
    ["too deep", "[".repeat(5000), ".prompt-lint.json:1:33: nested deeper than 32 levels"],
    ["too large", `{}${" ".repeat(300_000)}`, ".prompt-lint.json: is larger than 262144 bytes"],
    ["binary", '{ "blockersFile": "a\0b" }', ".prompt-lint.json: is binary: NUL at byte 21"],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0]), ".prompt-lint.json: is UTF-16, expected UTF-8"],
    ["not UTF-8", new Uint8Array([0x7b, 0x0a, 0xe9, 0x7d]), ".prompt-lint.json: is not UTF-8: byte 0xE9 on line 2"],
  ])("%s", async (_, content, expected) => {
    const fs = createMemoryFileSystem({ ...GIT, "/repo/.prompt-lint.json": content });
    await expect(loadConfig({ fs, cwd: ROOT, rules })).rejects.toThrow(new UsageError(expected));
  });

  test("more than 20 are counted", async () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `"key${index}": 1`);
    const found = await mistakes(`{ ${keys.join(", ")} }`);
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe(".prompt-lint.json: and 2980 more mistakes");
  });

  test("no text makes it throw anything else", async () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"rules"',
      '"extends"',
      '"strict"',
      '"overrides"',
      '"files"',
      "1",
      "null",
      "//",
      "/*",
      "\n",
      '"',
      "\\",
      "true",
      '"broken-fence"',
      '"warn"',
      '"a/**"',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(piece).map((pieces) => pieces.join("")),
          fc.json(),
          fc.string({ unit: "binary" }),
        ),
        async (text) => {
          await mistakes(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what is accepted", () => {
  test("the whole of it, with comments, a trailing comma and a byte order mark", async () => {
    const config = `\uFEFF// ours
    { "$schema": "./node_modules/prompt-lint/schema.json", /* here */
      "extends": ["recommended"], "root": true,
      "prompts": ["**/*PROMPT*.md", "prompts/**"], "boards": ["SESSION-STATUS.md"], "ignore": ["archive/**"],
      "status": { "vocabulary": { "free": ["UNCLAIMED", "READY TO DEPLOY"] },
                  "fields": { "outputFile": ["Output File", "Deliverable"] }, "schema": "./session.schema.json" },
      "phrases": { "noWork": ["Keine Aufgabe frei"], "escalation": [] },
      "blockersFile": "BLOCKED.md", "staleClaimAfter": "90m", "budget": null, "maxFileSize": 1000,
      "rules": { "unchecked-command": ["warn", { "readOnly": "off" }], "missing-timeline": "off" },
      "overrides": [ { "files": ["docs/**"], "rules": { "broken-fence": "info" } } ],
      "reportUnusedDisableDirectives": "warn", "requireDisableReason": true, }`;
    const resolved = await resolve(config, { setup: { files: { "/repo/session.schema.json": '{ "type": "object" }' } } });
    expect(resolved).toMatchObject({
      root: ROOT,
      statusSchema: { path: "session.schema.json", value: { type: "object" } },
      maxFileSize: 1000,
      unusedDirectives: "warning",
      requireDisableReason: true,
      workspace: { blockersFile: "BLOCKED.md", fieldAliases: { outputFile: ["Output File", "Deliverable"] }, staleClaimAfter: 5400, budget: null },
    });
    expect(resolved.workspace.vocabulary?.words.get("free")).toEqual(["UNCLAIMED", "READY TO DEPLOY"]);
    expect(resolved.workspace.vocabulary?.words.get("done")).toEqual(["COMPLETE"]);
    expect(findPhrase("noWork", "Ist keine Aufgabe frei?", resolved.workspace.phrases)).toEqual({ start: 4, end: 22 });
    expect(resolved.workspace.isPrompt?.("a/MY-PROMPT-1.md")).toBe(true);
    expect(resolved.workspace.isBoard?.("sub/SESSION-STATUS.md")).toBe(false);
    expect(resolved.isIgnored("archive/2024/a.md")).toBe(true);
  });

  test("without a config the defaults", async () => {
    const resolved = await resolve(undefined);
    expect(resolved).toMatchObject({
      root: ROOT,
      scope: "",
      statusSchema: undefined,
      unusedDirectives: undefined,
      requireDisableReason: false,
      workspace: { blockersFile: "BLOCKERS.md", vocabulary: undefined, isPrompt: undefined },
    });
    expect(resolved.isIgnored("a.md")).toBe(false);
  });

  test("the JSON Schema can be published", () => {
    const schema = z.toJSONSchema(createConfigSchema(rules), { io: "input" }) as unknown as { properties: { rules: { properties: object } } };
    expect(Object.keys(schema.properties.rules.properties)).toEqual(["unchecked-command", "broken-fence", "missing-timeline"]);
  });
});

describe("the severity of a rule", () => {
  const severities = async (config: object | undefined, path: string, options: Omit<ResolveOptions, "loaded" | "rules"> = {}) => {
    const { ruleSettings } = await resolve(config, options);
    return rules.map((rule) => ruleSettings(rule, path)?.severity ?? "off").join(" ");
  };

  test.each<[string, object | undefined, string]>([
    ["no config", undefined, "warning error info"],
    ["an empty config", {}, "warning error info"],
    ["recommended", { extends: ["recommended"] }, "warning error info"],
    ["strict: items are errors", { extends: ["strict"] }, "error error error"],
    ["minimal", { extends: ["minimal"] }, "off error off"],
    ["nothing", { extends: [] }, "off off off"],
    ["later presets win", { extends: ["strict", "minimal"] }, "off error off"],
    ["own rules win", { extends: ["strict"], rules: { "broken-fence": "info", "missing-timeline": "off" } }, "error info off"],
    ["warn is warning", { rules: { "broken-fence": "warn", "missing-timeline": "warning" } }, "warning warning warning"],
    ["an override elsewhere", { overrides: [{ files: ["b/**"], rules: { "broken-fence": "off" } }] }, "warning error info"],
    ["an override here", { overrides: [{ files: ["docs/**"], rules: { "broken-fence": "off" } }] }, "warning off info"],
    [
      "the later override",
      {
        overrides: [
          { files: ["docs"], rules: { "broken-fence": "off" } },
          { files: ["**/*.md"], rules: { "broken-fence": "info" } },
        ],
      },
      "warning info info",
    ],
  ])("%s", async (_, config, expected) => {
    expect(await severities(config, "docs/a.md")).toBe(expected);
  });

  test.each<[string, object, Omit<ResolveOptions, "loaded" | "rules">, string]>([
    ["--preset replaces the preset", { extends: ["minimal"], rules: { "missing-timeline": "off" } }, { preset: "strict" }, "error error off"],
    ["--rule over the config", { rules: { "broken-fence": "off" } }, { ruleLevels: { "broken-fence": "info" } }, "warning info info"],
    [
      "--rule over an override",
      { overrides: [{ files: ["**"], rules: { "broken-fence": "off" } }] },
      { ruleLevels: { "broken-fence": "error" } },
      "warning error info",
    ],
  ])("%s", async (_, config, options, expected) => {
    expect(await severities(config, "docs/a.md", options)).toBe(expected);
  });

  test("an unknown rule of --rule", async () => {
    await expect(resolve({}, { ruleLevels: { "brken-fence": "off" } })).rejects.toThrow('unknown rule "brken-fence", did you mean "broken-fence"?');
  });

  test("a rule that only an override turns on also runs over the workspace", async () => {
    const { ruleSettings } = await resolve({ rules: { "broken-fence": "off" }, overrides: [{ files: ["docs/**"], rules: { "broken-fence": "info" } }] });
    expect(ruleSettings(fence, "")?.severity).toBe("info");
    expect(ruleSettings(fence, "a.md")).toBeUndefined();
  });

  test("options have their defaults, and a level alone keeps them", async () => {
    const { ruleSettings } = await resolve({
      rules: { "unchecked-command": ["warn", { readOnly: "off" }] },
      overrides: [{ files: ["docs"], rules: { "unchecked-command": "error" } }],
    });
    expect(ruleSettings(unchecked, "docs/a.md")).toEqual({ severity: "error", options: { readOnly: "off", names: [] } });
    expect(ruleSettings(timeline, "docs/a.md")).toEqual({ severity: "info", options: {} });
  });

  test("--report-unused-disable-directives does not soften the config", async () => {
    expect((await resolve({}, { reportUnusedDisableDirectives: true })).unusedDirectives).toBe("warning");
    expect((await resolve({ reportUnusedDisableDirectives: "error" }, { reportUnusedDisableDirectives: true })).unusedDirectives).toBe("error");
  });
});

describe("extended files", () => {
  const files = {
    "/repo/shared/base.json": JSON.stringify({
      extends: ["strict"],
      blockersFile: "A.md",
      ignore: ["old/**"],
      rules: { "broken-fence": "off" },
      overrides: [{ files: ["*.md"], rules: { "missing-timeline": "off" } }],
    }),
  };

  test("what they say holds until it is said again", async () => {
    const resolved = await resolve({ extends: ["./shared/base.json"], rules: { "broken-fence": "info" } }, { setup: { files } });
    expect(resolved.workspace.blockersFile).toBe("A.md");
    expect(resolved.ruleSettings(fence, "a.md")?.severity).toBe("info");
    expect(resolved.ruleSettings(unchecked, "a.md")?.severity).toBe("error");
  });

  test("their globs are relative to their own folder", async () => {
    const resolved = await resolve({ extends: ["./shared/base.json"] }, { setup: { files } });
    expect(resolved.isIgnored("old/a.md")).toBe(false);
    expect(resolved.isIgnored("shared/old/a.md")).toBe(true);
    expect(resolved.ruleSettings(timeline, "shared/a.md")).toBeUndefined();
    expect(resolved.ruleSettings(timeline, "a.md")?.severity).toBe("error");
  });

  test("a file without a preset leaves the default one", async () => {
    const resolved = await resolve({ extends: ["./base.json"] }, { setup: { files: { "/repo/base.json": "{}" } } });
    expect(resolved.ruleSettings(fence, "")?.severity).toBe("error");
  });
});

describe("where the workspace is", () => {
  const inner = { "/repo/packages/a/.prompt-lint.json": "{}", "/repo/packages/a/docs/x.md": "x" };
  test.each<[string, string | undefined, Setup, { root: string; scope: string }]>([
    ["the repository", undefined, { cwd: "/repo/packages/b", files: { "/repo/packages/b/x.md": "" } }, { root: "/repo", scope: "" }],
    ["the repository, with a config below it", undefined, { cwd: "/repo/packages/a/docs", files: inner }, { root: "/repo", scope: "packages/a" }],
    ["the nearest config goes first", "{}", { cwd: "/repo/packages/a/docs", files: inner }, { root: "/repo", scope: "packages/a" }],
    [
      "a config with root: true",
      undefined,
      { cwd: "/repo/packages/a/docs", files: { ...inner, "/repo/packages/a/.prompt-lint.json": '{ "root": true }' } },
      { root: "/repo/packages/a", scope: "" },
    ],
    [
      "of what is named",
      undefined,
      { names: ["packages/a/docs/x.md"], files: { ...inner, "/repo/packages/a/.prompt-lint.json": '{ "root": true }' } },
      { root: "/repo/packages/a", scope: "" },
    ],
    [
      "of a folder that is named elsewhere",
      undefined,
      { cwd: "/other", names: ["/repo/packages/a"], files: { ...inner, "/other/x": "" } },
      { root: "/repo", scope: "packages/a" },
    ],
    ["what is named above does not widen it", undefined, { names: ["../x.md", "a.md"], files: { "/x.md": "" } }, { root: "/repo", scope: "" }],
    [
      "what is named elsewhere does not move it out of a repository",
      undefined,
      { names: ["/etc/passwd"], files: { "/etc/passwd": "" } },
      { root: "/repo", scope: "" },
    ],
    [
      "from nowhere to a folder elsewhere",
      undefined,
      { cwd: "/plain", names: ["/data/a/x.md", "/data/b/y.md"], files: { "/plain/z": "", "/data/a/x.md": "", "/data/b/y.md": "" } },
      { root: "/data", scope: "" },
    ],
    [
      "from nowhere to what is above",
      undefined,
      { cwd: "/plain/sub", names: ["../x.md"], files: { "/plain/sub/z": "", "/plain/x.md": "" } },
      { root: "/plain/sub", scope: "" },
    ],
    [
      "of all that is named",
      undefined,
      { names: ["packages/a/docs/x.md", "y.md"], files: { ...inner, "/repo/packages/a/.prompt-lint.json": '{ "root": true }' } },
      { root: "/repo", scope: "" },
    ],
    [
      "of a glob",
      undefined,
      { names: ["packages/a/**/*.md"], files: { ...inner, "/repo/packages/a/.prompt-lint.json": '{ "root": true }' } },
      { root: "/repo/packages/a", scope: "" },
    ],
    [
      "outside git: the nearest config",
      undefined,
      { cwd: "/plain/docs", files: { "/plain/.prompt-lint.json": "{}", "/plain/docs/a.md": "" } },
      { root: "/plain", scope: "" },
    ],
    ["outside git and without a config", undefined, { cwd: "/plain/docs", files: { "/plain/docs/a.md": "" } }, { root: "/plain/docs", scope: "" }],
    ["outside git, a folder that is named", undefined, { cwd: "/plain", names: ["docs"], files: { "/plain/docs/a.md": "" } }, { root: "/plain", scope: "" }],
    ["--root", "{}", { root: "packages", files: inner }, { root: "/repo/packages", scope: "" }],
    [
      "--root over root: true",
      undefined,
      { root: "..", cwd: "/repo/packages/a", files: { ...inner, "/repo/packages/a/.prompt-lint.json": '{ "root": true }' } },
      { root: "/repo/packages", scope: "a" },
    ],
    ["a config beyond the repository is not looked at", undefined, { files: { "/.prompt-lint.json": "no" } }, { root: "/repo", scope: "" }],
  ])("%s", async (_, config, setup, expected) => {
    expect(await load(config, setup)).toMatchObject(expected);
  });

  test("--root that is no folder", async () => {
    await expect(load(undefined, { root: "nowhere" })).rejects.toThrow('`--root` "nowhere" is no folder');
  });

  test("--config is the only one, its globs relative to the root", async () => {
    const resolved = await resolve('{ "blockersFile": "NO.md" }', {
      setup: { configFile: "configs/ci.json", files: { "/repo/configs/ci.json": '{ "ignore": ["old/**"] }' } },
    });
    expect(resolved).toMatchObject({ root: "/repo", workspace: { blockersFile: "BLOCKERS.md" } });
    expect(resolved.isIgnored("old/a.md")).toBe(true);
  });

  test("--config may lie elsewhere, and is missed when it is not there", async () => {
    const files = { "/etc/ci/strict.json": '{ "extends": ["./base.json"] }', "/etc/ci/base.json": '{ "blockersFile": "B.md" }' };
    expect((await resolve("{}", { setup: { configFile: "/etc/ci/strict.json", files } })).workspace.blockersFile).toBe("B.md");
    await expect(load("{}", { configFile: "ci.json" })).rejects.toThrow("ci.json: no such file");
  });
});

describe("what applies is explained", () => {
  const config =
    '{\n  "extends": ["strict"],\n  "ignore": ["old/**"],\n  "rules": { "unchecked-command": ["warn", { "readOnly": "off" }] },\n  "overrides": [{ "files": ["docs"], "rules": { "unchecked-command": "error" } }]\n}';

  test("with the origin of each value", async () => {
    const resolved = await resolve(config, { ruleLevels: { "missing-timeline": "info" } });
    const rows = Object.fromEntries(resolved.explain("docs/a.md").map(({ name, value, origin }) => [name, [value, origin]]));
    expect(rows).toEqual({
      ignore: [["old/**"], ".prompt-lint.json:3:13"],
      blockersFile: ["BLOCKERS.md", "default"],
      staleClaimAfter: ["2h", "default"],
      budget: [null, "default"],
      maxFileSize: [5_000_000, "default"],
      reportUnusedDisableDirectives: ["off", "default"],
      requireDisableReason: [false, "default"],
      "rules.broken-fence": ["error", "preset strict (.prompt-lint.json:2:15)"],
      "rules.missing-timeline": ["info", "command line"],
      "rules.unchecked-command": [["error", { readOnly: "off", names: [] }], ".prompt-lint.json:5:70 (override 1), options: .prompt-lint.json:4:35"],
    });
  });

  test("also the user's own phrases, each name from the last file that sets it", async () => {
    const files = { "/repo/base.json": '{ "phrases": { "noWork": ["a"], "limit": ["höchstens"] } }' };
    const resolved = await resolve('{ "extends": ["./base.json"],\n  "phrases": { "noWork": ["Keine Aufgabe"] } }', { setup: { files } });
    expect(resolved.explain("a.md").filter(({ name }) => name.startsWith("phrases."))).toEqual([
      { name: "phrases.noWork", value: ["Keine Aufgabe"], origin: ".prompt-lint.json:2:26" },
      { name: "phrases.limit", value: ["höchstens"], origin: "base.json:1:42" },
    ]);
  });

  test("in lines", async () => {
    const text = describeConfig(await resolve(undefined), "a.md");
    expect(text.split("\n")).toEqual([
      "# a.md, in /repo",
      "blockersFile                   BLOCKERS.md  default",
      "staleClaimAfter                2h           default",
      "budget                         null         default",
      "maxFileSize                    5000000      default",
      "reportUnusedDisableDirectives  off          default",
      "requireDisableReason           false        default",
      "rules.broken-fence             error        preset recommended (default)",
      "rules.missing-timeline         info         preset recommended (default)",
      "rules.unchecked-command        warning      preset recommended (default)",
    ]);
  });
});

describe("on a disk", () => {
  let root = "";
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-config-")));
    mkdirSync(join(root, "work/.git"), { recursive: true });
    writeFileSync(join(root, "work/.git/HEAD"), "ref: refs/heads/main\n");
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const loadHere = () => loadConfig({ fs: nodeFileSystem, cwd: join(root, "work"), rules });
  const place = (name: string) => join(root, "work", name);

  test.each<[string, () => void, string]>([
    ["a folder", () => mkdirSync(place(".prompt-lint.json")), ".prompt-lint.json: is no regular file"],
    [
      "a link out",
      () => (writeFileSync(join(root, "x.json"), "{}"), symlinkSync("../x.json", place(".prompt-lint.json"))),
      ".prompt-lint.json: is a link out of the workspace, which is not followed",
    ],
    [
      "a link to a device",
      () => symlinkSync("/dev/zero", place(".prompt-lint.json")),
      ".prompt-lint.json: is a link out of the workspace, which is not followed",
    ],
    ["a link to itself", () => symlinkSync(".prompt-lint.json", place(".prompt-lint.json")), ".prompt-lint.json: is no regular file"],
    ["a dangling link", () => symlinkSync("gone.json", place(".prompt-lint.json")), ".prompt-lint.json: no such file"],
    [
      "extends by a link out",
      () => (
        writeFileSync(join(root, "x.json"), "{}"),
        symlinkSync("../x.json", place("base.json")),
        writeFileSync(place(".prompt-lint.json"), '{ "extends": ["./base.json"] }')
      ),
      "base.json: is a link out of the workspace, which is not followed",
    ],
  ])("%s", async (_, make, message) => {
    make();
    await expect(loadHere()).rejects.toThrow(new UsageError(message));
  });

  test.skipIf(process.platform === "win32")("a FIFO, and nobody waits", { timeout: 5000 }, async () => {
    execFileSync("mkfifo", [place(".prompt-lint.json")]);
    await expect(loadHere()).rejects.toThrow(new UsageError(".prompt-lint.json: is no regular file"));
  });

  test("a link within the workspace is followed", async () => {
    writeFileSync(place("shared.json"), '{ "blockersFile": "B.md" }');
    symlinkSync("shared.json", place(".prompt-lint.json"));
    expect(resolveConfig({ loaded: await loadHere(), rules }).workspace.blockersFile).toBe("B.md");
  });
});

describe("a glob that matches no file of the workspace is told, as it decides nothing", () => {
  const paths = ["docs/GUIDE.md", "PROMPT.md", "SESSION-STATUS.md", "src/index.ts"];
  const unmatched = async (config: object) => (await resolve(JSON.stringify(config, undefined, 2))).describeUnmatched(paths);

  test.each<[string, object, string[]]>([
    ["boards", { boards: ["NOPE.md"] }, ['.prompt-lint.json:3:5: `boards` has "NOPE.md", which matches no file of the workspace']],
    [
      "a slip of the pen",
      { boards: ["SESION-STATUS.md"] },
      ['.prompt-lint.json:3:5: `boards` has "SESION-STATUS.md", which matches no file of the workspace, did you mean "SESSION-STATUS.md"?'],
    ],
    [
      "prompts, beside one that does",
      { prompts: ["PROMPT.md", "prompts/**"] },
      ['.prompt-lint.json:4:5: `prompts` has "prompts/**", which matches no file of the workspace'],
    ],
    [
      "an override",
      { overrides: [{ files: ["doc/**"], rules: { "broken-fence": "off" } }] },
      ['.prompt-lint.json:5:9: `files` of override 1 has "doc/**", which matches no file of the workspace'],
    ],
    ["a file to ignore", { ignore: ["OLD.md"] }, ['.prompt-lint.json:3:5: `ignore` has "OLD.md", which matches no file of the workspace']],
  ])("%s", async (_, config, expected) => {
    expect(await unmatched(config)).toEqual(expected);
  });

  test.each<[string, object]>([
    ["all match", { prompts: ["*PROMPT*"], boards: ["SESSION-STATUS.md"], overrides: [{ files: ["docs/**"], rules: {} }] }],
    ["a folder", { prompts: ["docs"] }],
    ["taken back", { prompts: ["**/*.md", "!old/**"] }],
    ["folders that may come", { ignore: ["dist/**", "node_modules", "*.tmp.md"] }],
    ["of what it extends", { extends: ["./base.json"] }],
    ["nothing said", {}],
  ])("not where it is none: %s", async (_, config) => {
    const setup = { files: { "/repo/base.json": JSON.stringify({ boards: ["NOPE.md"] }) } };
    expect((await resolve(config, { setup })).describeUnmatched(paths)).toEqual([]);
  });
});
