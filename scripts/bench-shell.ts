// Measures what the analysis of a shell script costs, beside what ShellCheck takes for the same scripts in one process:
// npm run bench:shell -- <folder>
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { rules } from "../rules/index.ts";
import { check } from "../src/check.ts";
import { parseBash } from "../src/parse/bash.ts";
import { loadJson, loadYaml } from "../src/parse/data.ts";
import { parseDocument, type TextFile } from "../src/parse/document.ts";
import { loadEngine } from "../src/parse/engine.ts";
import { buildWorkspace, createFileTree, DEFAULT_SETTINGS, type Workspace } from "../src/workspace.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: npm run bench:shell -- <folder with prompts>");
  process.exit(2);
}

/** The rules that judge scripts. */
const SHELL_RULES = rules.filter(({ section, rule }) => rule.scope === "script" || (section === "fallback" && rule.items?.includes(24)));
const settings = new Map(SHELL_RULES.map(({ id, rule }) => [id, { severity: rule.severity, options: rule.options.parse({}) }]));
/** Runs of ours; the first ones also pay for what the engine compiles. */
const ROUNDS = 10;

const parsers = { markdown: await loadEngine(), yaml: await loadYaml(), json: await loadJson() };
const scripts = readFiles(folder).flatMap((file) => parseDocument(file, parsers).scripts.map(({ text }) => text));
const lines = scripts.reduce((sum, text) => sum + text.split("\n").length, 0);
console.log(`${scripts.length} scripts, ${lines} lines, from ${folder}`);

// Each script is a prompt of its own. What reading its markdown and its names costs is not the shell's.
const prompts: TextFile[] = scripts.map((text, index) => ({ path: `${index}.md`, text: `\`\`\`\`bash\n${text}\n\`\`\`\`\n` }));
const workspace = workspaceOf(prompts);
const ours = Array.from({ length: ROUNDS }, () => {
  const fresh = new Map(prompts.map((file) => [file.path, parseDocument(file, parsers)]));
  const documents = [...fresh.values()];
  const sent = workspace.prompts.map((prompt) => ({ ...prompt, document: fresh.get(prompt.document.path)! }));
  return cpuOf(() => {
    for (const { scripts: found } of documents) for (const { excerpt, origin, fence, badExample } of found) parseBash(excerpt, { origin, fence, badExample });
    runRules({ ...workspace, documents, prompts: sent });
  });
});
report("in process, first round", ours[0]!);
report("in process, best round", Math.min(...ours));

const shellcheck = cpuOfShellCheck(scripts);
if (shellcheck === undefined) console.log("shellcheck is not installed");
else {
  report("shellcheck, all at once", shellcheck);
  console.log(`first round / shellcheck = 1/${(shellcheck / ours[0]!).toFixed(1)}, best round / shellcheck = 1/${(shellcheck / Math.min(...ours)).toFixed(1)}`);
}

function readFiles(root: string): TextFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name) && !/[\\/]\.git(?:[\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));
}

function workspaceOf(files: readonly TextFile[]): Workspace {
  const paths = files.map(({ path }) => path);
  const documents = files.map((file) => parseDocument(file, parsers));
  return buildWorkspace({ documents, files: createFileTree(paths), settings: { ...DEFAULT_SETTINGS, named: paths } });
}

/** Analyses each script and runs the rules, none of which may fail. */
function runRules(own: Workspace): void {
  const { failures } = check(own, SHELL_RULES, ({ id }) => settings.get(id));
  if (failures.length > 0) throw failures[0]!.cause;
}

/** In milliseconds of this process, user and system. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** In milliseconds, user and system, of one ShellCheck that is given all scripts. */
function cpuOfShellCheck(texts: readonly string[]): number | undefined {
  const root = mkdtempSync(join(tmpdir(), "prompt-lint-bench-"));
  try {
    const paths = texts.map((text, index) => {
      const path = join(root, `${index}.sh`);
      writeFileSync(path, `${text}\n`);
      return path;
    });
    // `times` is a builtin of every shell: its second line is the time of its children.
    const timed = spawnSync("sh", ["-c", 'shellcheck --shell=bash --format=gcc "$@" > findings; echo $? > status; times', "sh", ...paths], {
      cwd: root,
      encoding: "utf8",
    });
    // 0: nothing found, 1: findings, 2: a file that it cannot read; 127: not there.
    if (Number(readFileSync(join(root, "status"), "utf8")) > 2) return undefined;
    const children = timed.stdout.trim().split("\n").at(-1)!;
    return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function report(name: string, milliseconds: number): void {
  const each = milliseconds / scripts.length;
  console.log(
    `${name.padEnd(26)} ${milliseconds.toFixed(0).padStart(7)} ms  ${each.toFixed(3)} ms a script  ${((milliseconds / lines) * 20).toFixed(3)} ms for 20 lines`,
  );
}
