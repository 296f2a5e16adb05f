import { writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { getHeapStatistics } from "node:v8";
import { fileURLToPath } from "node:url";
import { main, reportInternalError } from "./cli/main.ts";
import type { Services, Surroundings } from "./cli/services.ts";

// This file lies one folder below the package, as source and as the built program (`launch/` starts that).
const packageRoot = new URL("../", import.meta.url);
const argv = process.argv.slice(2);

const surroundings: Surroundings = {
  cwd: workingFolder(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  // Not before it is asked for: opening it can fail.
  get stdin() {
    return process.stdin;
  },
};

const services: Services = {
  async lint(request) {
    const [{ lint }, { nodeFileSystem }] = await Promise.all([import("./lint.ts"), import("./read/node-file-system.ts")]);
    return lint({ fs: nodeFileSystem, room: roomForTexts(), ...request, plugins: choosePlugins(request) });
  },
  async readWorkspace({ file, ...request }) {
    const [{ readWorkspace }, { nodeFileSystem }] = await Promise.all([import("./read-workspace.ts"), import("./read/node-file-system.ts")]);
    const { workspace, read } = await readWorkspace({ ...request, plugins: "refuse", literalPaths: file === undefined ? [] : [file], fs: nodeFileSystem });
    return { workspace, problems: read.problems, selected: new Set(read.files.flatMap(({ path, selected }) => (selected ? [path] : []))) };
  },
  async listRules() {
    return (await import("../rules/index.ts")).rules;
  },
  async listAllRules({ cwd, ...request }) {
    const [{ listRules }, { nodeFileSystem }] = await Promise.all([import("./cli/list-rules.ts"), import("./read/node-file-system.ts")]);
    return listRules({ cwd, plugins: choosePlugins(request), fs: nodeFileSystem });
  },
  readRulePage: (ruleId) => readFile(new URL(`docs/rules/${ruleId}.md`, packageRoot), "utf8"),
  async describeConfig(request) {
    const [{ explainConfig }, { nodeFileSystem }] = await Promise.all([import("./cli/explain-config.ts"), import("./read/node-file-system.ts")]);
    return explainConfig({ ...request, plugins: choosePlugins(request), fs: nodeFileSystem });
  },
  readPromptTemplate: () => readFile(new URL("templates/SESSION-PROMPT.md", packageRoot), "utf8"),
  async readVersion() {
    const { version } = JSON.parse(await readFile(new URL("package.json", packageRoot), "utf8")) as { version: string };
    return version;
  },
  async nameProgram() {
    const [version, { hashProgram }] = await Promise.all([services.readVersion(), import("./cli/hash-program.ts")]);
    return `${version} ${hashProgram(fileURLToPath(import.meta.url))}`;
  },
  runCommand: async (command) => (await import("./cli/run-command.ts")).runCommand(command),
};

/** How much text may stay parsed, in UTF-16 units: a sixth of what Node lets the heap grow to, at some eighty bytes a unit. */
function roomForTexts(): number {
  return getHeapStatistics().heap_size_limit / 500;
}

/** The plugins of the workspace that the user works in are as trusted as its other programs; those of another one are not. */
function choosePlugins({ noPlugins }: { noPlugins?: boolean }) {
  return noPlugins || process.env["PROMPT_LINT_NO_PLUGINS"] ? "refuse" : "own";
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
for (const [signal, number] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    sayLastWords(`prompt-lint: stopped by ${signal}\n`);
    process.exit(128 + number);
  });
}

// Whoever writes gets the error as well; without a listener the process would die of it.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.on("uncaughtException", (error) => {
  void reportInternalError(error, argv, surroundings).then(() => process.exit(2));
});

// Until main says otherwise; nothing exits by force, so that long outputs drain.
process.exitCode = 2;
if (surroundings.cwd === "") sayLastWords("prompt-lint: the working folder is not there any more\n");
else
  void main(argv, surroundings, services).then((exitCode) => {
    process.exitCode = exitCode;
  });

/** Absolute; `""` when it was removed, which node tells by an exception. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return "";
  }
}

function sayLastWords(text: string) {
  try {
    writeSync(process.stderr.fd, text);
  } catch {
    // Nobody is left to read them.
  }
}
