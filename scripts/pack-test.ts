// Packs the package, installs it into an empty project, and tries there what users have: the bin, every export, the types, the
// examples of docs/api.md. Then holds the README's figures of size and dependencies against it; with --update it writes them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const project = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-pack-")));

function testPackage(): void {
  const packed = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project, root])) as [Packed];
  const { filename, size, unpackedSize } = packed[0];
  write("package.json", JSON.stringify({ name: "empty", private: true, type: "module" }));
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", join(project, filename)]);

  const examples = readExamples();
  for (const [path, text] of examples) write(path, text);
  write("commonjs.cjs", COMMONJS);
  write("exports.mjs", EXPORTS);
  write("rules/with-zod.ts", WITH_ZOD);
  write("PROMPT.md", "# Session prompt\n\nYou are session 1 of 3. Be done soon.\n");

  console.log("types");
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    write("tsconfig.json", JSON.stringify({ compilerOptions: { ...STRICT, module, moduleResolution }, include: ["*.js", "rules"] }));
    run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
  }

  console.log("exports");
  run(process.execPath, ["exports.mjs"]);
  run(process.execPath, ["commonjs.cjs"]);

  console.log("bin, and a plugin in it");
  const bin = join(project, "node_modules/.bin/prompt-lint");
  expect(
    "prompt-lint",
    run(bin, ["--format", "compact"], 1),
    "PROMPT.md:3:33: error `soon` is no time: expected one, or a number of attempts [house/vague-deadline]",
  );
  // As built here, with what V8 has compiled beside it, the program imports in another way.
  expect("dist/cli.js", run(process.execPath, [join(root, "dist/cli.js"), "--format", "compact"], 1), "[house/vague-deadline]");
  expect("--no-plugins", run(bin, ["--no-plugins", "--format", "compact"], 2), "the plugins were not run");
  expect("explain", run(bin, ["explain", "house/vague-deadline"]), "A session has no feeling for time.");
  expect("explain", run(bin, ["explain", "unbounded-wait"]), "unbounded-wait");
  expect("--version", run(bin, ["--version"]), readVersion());
  write("empty/package.json", "{}");
  expect("init", run(bin, ["init", "--yes", "--sessions", "2", "--repository", "acme/widgets"], 0, join(project, "empty")), "");

  console.log("examples of docs/api.md");
  expect("text.js", run(process.execPath, ["text.js"]), "unbounded-wait");
  // With the default of `lint`, the plugin is refused.
  run(process.execPath, ["check.js"], 2);
  expect("house.test.js", run(process.execPath, ["--test", "rules/"]), "# pass 3");

  const packages = Object.keys((JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")) as Lockfile).packages);
  checkReadme({ size, unpackedSize, dependencies: packages.filter((path) => path !== "" && !/(?:^|\/)(?:prompt-lint|@bruits\/.*)$/.test(path)).length });
}

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
}

interface Lockfile {
  packages: Record<string, unknown>;
}

const STRICT = {
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: false,
  typeRoots: [join(root, "node_modules/@types")],
  types: ["node"],
};

/** Every export of the package, and what the values are. */
const EXPORTS = `
import assert from "node:assert";
import { createRequire } from "node:module";
import * as api from "prompt-lint";
import { z } from "zod";
const require = createRequire(import.meta.url);
for (const name of ["lint", "lintText", "formatReport", "createMemoryFileSystem", "defineRule", "toPosition", "RuleTester", "UsageError"]) assert.equal(typeof api[name], "function", name);
for (const path of ["schema.json", "report.schema.json", "checklist.schema.json", "package.json"]) assert.equal(typeof require("prompt-lint/" + path), "object", path);
const result = await api.lintText({ text: "You are session 1 of 2.\\n\\n\`\`\`bash\\nwhile true; do sleep 5; done\\n\`\`\`\\n" });
assert.ok(result.findings.some(({ ruleId }) => ruleId === "unbounded-wait"));
const sarif = JSON.parse(await api.formatReport(result, "sarif"));
assert.equal(sarif.runs[0].tool.driver.version, require("prompt-lint/package.json").version);
assert.ok(sarif.runs[0].tool.driver.rules.some(({ help }) => help.markdown?.startsWith("# unbounded-wait")), "pages of rules");
for (const format of ["pretty", "compact", "json", "jsonl", "github", "gitlab", "junit", "rdjson", "markdown", "agent"]) assert.notEqual(await api.formatReport(result, format), "", format);
const own = await api.lint({ plugins: "own" });
assert.ok(own.findings.some(({ ruleId }) => ruleId === "house/vague-deadline"));
const options = z.strictObject({ limit: z.number().default(0) });
const rule = { id: "house/zod", summary: "Zod", scope: "any", options, messages: { over: "over {{limit}}" } };
rule.checkDocument = (document, { options, report }) => report(document, { place: api.toPosition(document.source, { start: 0, end: 1 }), messageId: "over", data: options });
const config = (limit) => ({ ".prompt-lint.json": JSON.stringify({ rules: { "house/zod": ["error", { limit }] } }) });
const { findings } = await api.lintText({ text: "Hello", plugins: [{ rules: [rule] }], files: config(7) });
assert.deepEqual(findings.filter(({ ruleId }) => ruleId === "house/zod").map(({ message }) => message), ["over 7"]);
await assert.rejects(api.lintText({ text: "Hello", plugins: [{ rules: [rule] }], files: config("x") }), /must be a number/);
await assert.rejects(api.lint({ preset: "strict", rules: { nonsense: "off" } }), api.UsageError);
`;

const COMMONJS = `
const assert = require("node:assert");
import("prompt-lint").then(async ({ lintText }) => {
  const { findings } = await lintText({ text: "You are session 1 of 2. See [the plan](PLAN.md).\\n" });
  assert.ok(findings.length > 0);
});
`;

/** What the types have to tell, and what they have to refuse. */
const WITH_ZOD = `
import { defineRule, RuleTester, type Finding, type Plugin } from "prompt-lint";
import { z } from "zod";
const rule = defineRule({
  id: "house/typed",
  summary: "Typed",
  options: z.strictObject({ limit: z.number().default(3) }),
  messages: { tooMany: "{{count}} are too many" },
  checkWorkspace(workspace, { options, report }) {
    const limit: number = options.limit;
    for (const { document, entries } of workspace.boards) {
      const place = entries[limit]?.place;
      if (place) report(document, { place, messageId: "tooMany", data: { count: entries.length } });
      // @ts-expect-error there is no such message
      if (place) report(document, { place, messageId: "tooFew" });
      // @ts-expect-error there is no such option
      options.max;
    }
  },
});
// @ts-expect-error an id has the name of its plugin
defineRule({ id: "typed", summary: "", messages: {} });
export const plugin: Plugin = { rules: [rule] };
export const finding = (one: Finding): number | undefined => one.place.start.offset;
export const tester = (runner: ConstructorParameters<typeof RuleTester>[0]) => new RuleTester(runner).run(rule, { valid: [""] });
`;

/** The fences of docs/api.md that have a title, by it. */
function readExamples(): [path: string, text: string][] {
  const page = readFileSync(join(root, "docs/api.md"), "utf8");
  const examples = [...page.matchAll(/^(`{3,})\w+ title="([^"\n]+)"\n([\s\S]*?)^\1$/gm)].map(([, , path, text]) => [path!, text!] as [string, string]);
  if (examples.length < 5) throw new Error(`docs/api.md has ${examples.length} examples with a title, expected 5`);
  return examples;
}

/** Rounded up to steps, so that not each change is one of the README. */
function checkReadme({ size, unpackedSize, dependencies }: { size: number; unpackedSize: number; dependencies: number }): void {
  const megabytes = (bytes: number) => `${(Math.ceil(bytes / STEP) * STEP) / 1_000_000} MB`;
  const line = `The package is at most ${megabytes(size)} to download and ${megabytes(unpackedSize)} on the disk. It brings ${dependencies === 1 ? "one other package" : `${dependencies} other packages`}, zod, and a native markdown parser where there is one for the machine.`;
  console.log(`${size} bytes packed, ${unpackedSize} unpacked, ${dependencies} dependencies`);
  const path = join(root, "README.md");
  const readme = readFileSync(path, "utf8");
  if (readme.includes(line)) return;
  const old = /^The package is .*$/m;
  if (!process.argv.includes("--update") || !old.test(readme))
    throw new Error(`README.md does not say (\`npm run pack-test -- --update\` writes it):\n${line}`);
  writeFileSync(path, readme.replace(old, line));
}

const STEP = 500_000;

function readVersion(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** What a program writes, both streams. Where the project lies, nothing of this repository is in the way. */
function run(command: string, args: readonly string[], expected = 0, cwd = project): string {
  const env = { ...process.env, PROMPT_LINT_NO_PLUGINS: "" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8", shell: process.platform === "win32" });
  if (error || status !== expected)
    throw new Error(`${command} ${args.join(" ")} exits with ${status}, expected ${expected}\n${stdout}${stderr}`, { cause: error });
  return args[0] === "pack" ? stdout : stdout + stderr;
}

function expect(what: string, output: string, expected: string): void {
  if (!output.includes(expected)) throw new Error(`${what} says\n${output}\nexpected\n${expected}`);
}

try {
  testPackage();
} finally {
  rmSync(project, { recursive: true, maxRetries: 3 });
}
