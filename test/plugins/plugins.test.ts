import { describe, expect, test } from "vitest";
import { z } from "zod";
import { rules as ownRules } from "../../rules/index.ts";
import { listRules } from "../../src/cli/list-rules.ts";
import { explainConfig } from "../../src/cli/explain-config.ts";
import { pluginRulePage } from "../../src/cli/plugin-page.ts";
import { describeTrouble } from "../../src/cli/trouble.ts";
import type { Finding } from "../../src/finding.ts";
import { lint, type LintOptions } from "../../src/lint.ts";
import { definePluginRule, type PluginRule } from "../../src/plugins/plugin.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import type { FileSystem } from "../../src/read/file-system.ts";
import { UsageError } from "../../src/usage-error.ts";

const vague = definePluginRule({
  id: "house/vague",
  summary: "A deadline that is no time",
  docs: "Say when.",
  options: { type: "object", properties: { word: { type: "string", default: "soon", description: "What is vague" } }, additionalProperties: false },
  messages: { vague: "`{{word}}` is no time: expected one" },
  checkDocument(document, { options, report }) {
    const { word } = options as { word: string };
    for (const passage of document.passages) {
      const start = passage.text.indexOf(word);
      if (start >= 0) report(document, { place: passage.locate({ start, end: start + word.length }), messageId: "vague", data: { word } });
    }
  },
});

const PROMPT = "# Session prompt\n\nYou are session 1. Be done soon, or later.\n";

interface Setup extends Partial<Omit<LintOptions, "fs">> {
  config?: object | string | undefined;
  files?: Record<string, string> | undefined;
  modules?: Record<string, unknown> | undefined;
}

function diskOf({
  config = { plugins: ["./rules/mine.js"], extends: [] },
  files = {},
  modules = { "/ws/rules/mine.js": { default: { rules: [vague] } } },
}: Setup): {
  fs: FileSystem;
  loaded: string[];
} {
  const loaded: string[] = [];
  const texts = Object.fromEntries([
    ...Object.keys(modules).map((path) => [path, ""]),
    ["/ws/PROMPT.md", PROMPT],
    ["/ws/.prompt-lint.json", typeof config === "string" ? config : JSON.stringify(config)],
    ...Object.entries(files),
  ]) as Record<string, string>;
  const load = (path: string) => {
    loaded.push(path);
    const module = modules[path];
    return module instanceof Error ? Promise.reject(module) : Promise.resolve(module);
  };
  return { fs: { ...createMemoryFileSystem(texts), load }, loaded };
}

async function run({ config, files, modules, ...options }: Setup = {}) {
  const { fs, loaded } = diskOf({ config, files, modules });
  const result = await lint({ fs, cwd: "/ws", plugins: "own", root: "/ws", ...options });
  return { ...result, loaded };
}

async function mistakeOf(setup: Setup): Promise<string> {
  try {
    await run(setup);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "none";
}

const late = (): unknown => Promise.reject(new Error("late"));
const found = (findings: readonly Finding[]) =>
  findings.map(({ ruleId, severity, message, place }) => `${place.start.line}:${place.start.column} ${severity} ${ruleId} ${message}`);
const modulesWith = (...rules: unknown[]) => ({ "/ws/rules/mine.js": { default: { rules } } });
const plugins = ["./rules/mine.js"];

describe("a plugin's rules work as ours do", () => {
  const recommended = { plugins, rules: { "house/vague": "warning" } };

  test.each<[string, Setup, string[]]>([
    ["at their own severity", { config: { plugins } }, ["3:28 warning house/vague `soon` is no time: expected one"]],
    ["but not in preset minimal", { config: { plugins }, preset: "minimal" }, []],
    ["with another severity", { config: { plugins, rules: { "house/vague": "error" } } }, ["3:28 error house/vague `soon` is no time: expected one"]],
    [
      "with options",
      { config: { plugins, rules: { "house/vague": ["info", { word: "later" }] } } },
      ["3:37 info house/vague `later` is no time: expected one"],
    ],
    ["switched off", { config: { plugins, rules: { "house/vague": "off" } } }, []],
    ["switched off by an override", { config: { ...recommended, overrides: [{ files: ["PROMPT.md"], rules: { "house/vague": "off" } }] } }, []],
    ["switched on by the command line", { rules: { "house/vague": "error" } }, ["3:28 error house/vague `soon` is no time: expected one"]],
    [
      "silenced by a comment",
      { config: { plugins }, files: { "/ws/PROMPT.md": PROMPT.replace("You", "<!-- prompt-lint-disable-next-line house/vague: known -->\n\nYou") } },
      [],
    ],
  ])("%s", async (_, setup, expected) => {
    const { findings, problems } = await run(setup);
    expect(problems).toEqual([]);
    expect(found(findings).filter((line) => line.includes("house/"))).toEqual(expected);
  });

  test("a module of CommonJS, a named export, a schema of zod", async () => {
    const options = z.strictObject({ word: z.string().default("later") });
    const modules = { "/ws/rules/mine.js": { rules: [{ ...vague, options }] } };
    expect(found((await run({ modules, config: { plugins } })).findings.filter(({ ruleId }) => ruleId === "house/vague"))).toHaveLength(1);
  });

  test("the checklist is what it was", async () => {
    const [one] = (await run({ config: { plugins }, literalPaths: ["PROMPT.md"] })).checklists().prompts;
    expect(one!.items.map(({ ruleId }) => ruleId)).not.toContain("house/vague");
  });

  test("options are checked at their place", async () => {
    const config = `{ "plugins": ["./rules/mine.js"],\n  "rules": { "house/vague": ["warn", { "wrod": "x" }] } }`;
    expect(await mistakeOf({ config })).toBe('.prompt-lint.json:2:40: unknown option "wrod" of rule "house/vague", expected one of "word"');
  });

  test("plugins that a program hands over stand in place of those of the config", async () => {
    const { findings, loaded } = await run({ config: { plugins: ["./gone.js"] }, plugins: [{ rules: [{ ...vague, severity: "error" }] }] });
    expect(loaded).toEqual([]);
    expect(findings.find(({ ruleId }) => ruleId === "house/vague")?.severity).toBe("error");
  });
});

describe("nobody else's code is run", () => {
  const config = {
    plugins,
    rules: { "house/vague": ["error", { anything: 1 }], "house/other": "off" },
    overrides: [{ files: ["x/**"], rules: { "house/third": "error" } }],
  };
  const refused = (why: string) => [{ path: ".prompt-lint.json", message: `line 1: the plugins were not run, as ${why}: what they check has not passed` }];

  test.each<[string, Setup, string]>([
    ["by default", { plugins: undefined }, "this run takes none"],
    ["when that is asked for", { plugins: "refuse" }, "this run takes none"],
    [
      "of a workspace that is not that of the working folder",
      { cwd: "/elsewhere", files: { "/elsewhere/a.md": "" } },
      "the workspace is not that of the working folder",
    ],
    [
      "of a folder above, outside a repository",
      { cwd: "/ws/docs", root: undefined, files: { "/ws/docs/a.md": "" } },
      "the config lies above the working folder, and in no repository with it",
    ],
  ])("%s", async (_, setup, why) => {
    const { problems, failures, loaded, findings } = await run({ config, ...setup });
    expect({ problems, failures, loaded }).toEqual({ problems: refused(why), failures: [], loaded: [] });
    expect(findings.filter(({ ruleId }) => ruleId.startsWith("house/"))).toEqual([]);
  });

  test("but that of the own repository is, and whatever the caller trusts", async () => {
    const inRepository = { "/ws/.git/HEAD": "ref: refs/heads/main\n", "/ws/docs/a.md": "" };
    const own = { config: { plugins }, cwd: "/ws/docs", root: undefined };
    expect((await run({ ...own, files: inRepository })).loaded).toEqual(["/ws/rules/mine.js"]);
    expect((await run({ ...own, files: { "/ws/docs/a.md": "" }, plugins: "load" })).loaded).toEqual(["/ws/rules/mine.js"]);
  });

  test("where nothing can run it", async () => {
    const fs = { ...diskOf({ config }).fs, load: undefined };
    expect((await lint({ fs, cwd: "/ws", root: "/ws", plugins: "load" })).problems).toEqual(refused("nothing can run them here"));
  });

  test("a comment may name a refused rule", async () => {
    const text = PROMPT.replace("You", "<!-- prompt-lint-disable-next-line house/unheard: known -->\n\nYou");
    const { findings } = await run({ config, plugins: "refuse", files: { "/ws/PROMPT.md": text } });
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain("invalid-disable");
    const { findings: known } = await run({ config: { plugins }, files: { "/ws/PROMPT.md": text } });
    expect(known.map(({ ruleId }) => ruleId)).toContain("invalid-disable");
  });

  test("an empty list is nothing to refuse", async () => {
    expect((await run({ config: { plugins: [] }, plugins: "refuse" })).problems).toEqual([]);
  });
});

describe("only the config at the workspace root lists plugins", () => {
  const only = 'key "plugins" stands only in the config at the workspace root, not in that of a folder, nor in one that another extends';

  test.each<[string, Setup, string]>([
    ["a folder's", { files: { "/ws/docs/.prompt-lint.json": '{\n  "plugins": ["./p.js"] }' }, cwd: "/ws/docs" }, `docs/.prompt-lint.json:2:3: ${only}`],
    ["an extended one", { config: { extends: ["./base.json"] }, files: { "/ws/base.json": '{ "plugins": [] }' } }, `base.json:1:3: ${only}`],
    ["one from elsewhere", { configFile: "ci/lint.json", files: { "/ws/ci/lint.json": '{ "plugins": ["./p.js"] }' } }, `ci/lint.json:1:3: ${only}`],
  ])("%s", async (_, setup, expected) => {
    expect(await mistakeOf(setup)).toBe(expected);
    expect(await mistakeOf({ ...setup, plugins: "refuse" })).toBe(expected);
  });
});

describe("what is wrong with a plugin is told", () => {
  const at = (rest: string) => `.prompt-lint.json:1:13: plugin "./rules/mine.js"${rest}`;
  const base = { ...vague };

  test.each<[string, Setup, string]>([
    ["not there", { config: { plugins: ["./gone.js"] } }, '.prompt-lint.json:1:13: plugin "./gone.js" does not exist'],
    ["no path", { config: { plugins: ["eslint"] } }, '.prompt-lint.json:1:13: plugin "eslint" is no relative path, expected for example "./rules/mine.js"'],
    ["outside", { config: { plugins: ["../mine.js"] } }, '.prompt-lint.json:1:13: plugin "../mine.js" lies outside the workspace'],
    ["no list", { config: { plugins: "./rules/mine.js" } }, '.prompt-lint.json:1:12: "plugins" must be a list, not "./rules/mine.js"'],
    [
      "throws",
      { config: { plugins }, modules: { "/ws/rules/mine.js": new Error("Cannot find package 'x'\nat y") } },
      at(" does not load: Cannot find package 'x'"),
    ],
    [
      "exports nothing",
      { config: { plugins }, modules: { "/ws/rules/mine.js": {} } },
      at(": expected it to export `{ rules: [...] }`, as its default or by name"),
    ],
    ["rules are no list", { config: { plugins }, modules: { "/ws/rules/mine.js": { rules: {} } } }, at(': "rules" must be a list, not an object')],
    [
      "bad id",
      { config: { plugins }, modules: modulesWith({ ...base, id: "vague" }) },
      at(': "vague" of "rules[0].id" is no id, expected the names of plugin and rule such as "house/vague-deadline"'),
    ],
    [
      "unknown key",
      { config: { plugins }, modules: modulesWith({ ...base, sumary: "x" }) },
      at(': unknown key "sumary" in "rules[0]", did you mean "summary"?'),
    ],
    ["checklist items", { config: { plugins }, modules: modulesWith({ ...base, items: [1] }) }, at(': unknown key "items" in "rules[0]", expected one of ')],
    ["missing key", { config: { plugins }, modules: modulesWith({ ...base, messages: undefined }) }, at(': key "messages" is missing in "rules[0]"')],
    [
      "no check",
      { config: { plugins }, modules: modulesWith({ ...base, checkDocument: undefined }) },
      at(': an object of "rules[0]" has none of `checkDocument`, `checkPrompt`, `checkBoard`, `checkWorkspace`'),
    ],
    [
      "check of another kind",
      { config: { plugins }, modules: modulesWith({ ...base, checkDocument: "x" }) },
      at(': "x" of "rules[0].checkDocument" is no function'),
    ],
    ["twice", { config: { plugins }, modules: modulesWith(base, base) }, at(': "house/vague" of "rules[1].id" stands twice')],
    [
      "options of zod 3",
      { config: { plugins }, modules: modulesWith({ ...base, options: { _def: {} } }) },
      at(": rules[0].options of `house/vague` is a schema of zod 3, expected one of zod 4 or a JSON Schema"),
    ],
    [
      "options without defaults",
      { config: { plugins }, modules: modulesWith({ ...base, options: { type: "object", required: ["a"], properties: { a: { type: "string" } } } }) },
      at(": rules[0].options of `house/vague` does not take `{}`: expected a default for each option"),
    ],
    [
      "unknown rule",
      { config: { plugins, rules: { "house/vogue": "off" } } },
      '.prompt-lint.json:1:41: unknown rule "house/vogue", did you mean "house/vague"?',
    ],
  ])("%s", async (_, setup, expected) => {
    expect(await mistakeOf(setup)).toContain(expected);
  });
});

describe("a rule that fails is a failure", () => {
  const failing = (change: Partial<PluginRule>) => run({ config: { plugins }, modules: modulesWith({ ...vague, ...change }) });
  const place = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } };

  test.each<[string, Partial<PluginRule>, string]>([
    [
      "throws",
      {
        checkDocument: () => {
          throw new Error("oh");
        },
      },
      "oh",
    ],
    ["asynchronous", { checkDocument: late }, "is asynchronous: expected it to report before it returns"],
    [
      "unknown message",
      { checkDocument: (document, { report }) => report(document, { place, messageId: "vage" }) },
      'reported the unknown message "vage", did you mean "vague"?',
    ],
    [
      "no data",
      { checkDocument: (document, { report }) => report(document, { place, messageId: "vague" }) },
      "No data for the slot {{word}} of «`{{word}}` is no time: expected one»",
    ],
    [
      "no place",
      {
        checkDocument: (document, { report }) =>
          report(document, { place: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, messageId: "vague" }),
      },
      "reported a place without `line`, `column` and `offset` of start and end: expected one of a node, a script or `toPosition`",
    ],
    [
      "another document",
      { checkDocument: (document, { report }) => report({ ...document }, { place, messageId: "vague" }) },
      "reported on something that is no document of the workspace",
    ],
  ])("%s", async (_, change, expected) => {
    const { failures } = await failing(change);
    expect(failures.map(({ ruleId, where, cause }) => ({ ruleId, where, cause: (cause as Error).message }))).toEqual([
      { ruleId: "house/vague", where: "PROMPT.md", cause: expected },
    ]);
    expect(describeTrouble({ problems: [], failures })[0]).toContain("this is a bug of its plugin");
  });
});

describe("commands know them", () => {
  test("rules and explain", async () => {
    const { fs } = diskOf({ config: { plugins, rules: { nonsense: "off" } } });
    const { rules } = await listRules({ fs, cwd: "/ws", plugins: "own" });
    expect(rules.length).toBe(ownRules.length + 1);
    expect(pluginRulePage(rules.at(-1)!)).toBe(
      '# house/vague\n\nA deadline that is no time.\n\nFrom plugin `./rules/mine.js` · section `general` · `warning` by default.\n\nSay when.\n\n## Options\n\n- `word`: What is vague (default `"soon"`)',
    );
  });

  test("a broken plugin does not hide our rules", async () => {
    const { fs } = diskOf({ config: { plugins: ["./gone.js"] } });
    const { rules, problems } = await listRules({ fs, cwd: "/ws", plugins: "own" });
    expect({ rules: rules.length, problems }).toEqual({ rules: ownRules.length, problems: ['.prompt-lint.json:1:13: plugin "./gone.js" does not exist'] });
  });

  test("config says what a file is taken for", async () => {
    const files = {
      "/ws/PROMPT.md": "You are one of two sessions that work in parallel. Claim a free session of STATUS.md.\n",
      "/ws/STATUS.md": "## Session 1\n- Status: UNCLAIMED\n\n## Session 2\n- Status: UNCLAIMED\n",
      "/ws/notes.md": "The weather.\n",
    };
    const { fs } = diskOf({ config: {}, files });
    const request = { fs, cwd: "/ws", root: "/ws", configFile: undefined, preset: undefined, rules: {}, plugins: "refuse" as const };
    const take = async (file: string) => (await explainConfig({ ...request, file })).split("\n")[1];
    expect(await take("PROMPT.md")).toBe("# it is taken for a prompt");
    expect(await take("STATUS.md")).toBe("# it is taken for a board");
    expect(await take("notes.md")).toMatch(/^# it is taken for neither/);
  });

  test("config says which are run", async () => {
    const { fs } = diskOf({ config: { plugins } });
    const request = { fs, cwd: "/ws", file: undefined, root: "/ws", configFile: undefined, preset: undefined, rules: {} };
    expect(await explainConfig({ ...request, plugins: "own" })).toMatch(/^plugins +\["\.\/rules\/mine\.js"\] +\.prompt-lint\.json:1:12$/m);
    await expect(explainConfig({ ...request, file: "NOPE.md", plugins: "refuse" })).rejects.toThrow('there is no file "NOPE.md"');
    expect(await explainConfig({ ...request, plugins: "refuse" })).toContain(".prompt-lint.json:1:12, not run, as this run takes none");
  });
});
