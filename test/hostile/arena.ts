import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { expect } from "vitest";
import { rules } from "../../rules/index.ts";
import { explainConfig } from "../../src/cli/explain-config.ts";
import { listRules } from "../../src/cli/list-rules.ts";
import { main } from "../../src/cli/main.ts";
import type { OutputStream, Services } from "../../src/cli/services.ts";
import { lint } from "../../src/lint.ts";
import { readWorkspace } from "../../src/read-workspace.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { ACTING_CHARACTER, CI_COMMAND } from "../report/hostile-text.ts";

export interface Verdict {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A workspace in a temporary folder, and beside it what must be neither read, written nor run. */
export interface Arena {
  /** Holds `root` and all else. */
  folder: string;
  root: string;
  write(files: Readonly<Record<string, string | Uint8Array>>, folder?: string): void;
  /** The command line tool, as it is, in this process. Fails the test when it wrote anything but `allowed`. */
  run(argv: readonly string[], options?: { env?: Record<string, string>; allowed?: readonly string[] }): Promise<Verdict>;
  strike(): void;
}

/** What stands outside of the root, and has to stay there. */
export const SECRET = "a-secret-that-nobody-may-print";

export function createArena(): Arena {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-hostile-")));
  const root = join(folder, "root");
  mkdirSync(root);
  const write = (files: Readonly<Record<string, string | Uint8Array>>, into = root) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(into, path)), { recursive: true });
      writeFileSync(join(into, path), content);
    }
  };
  write({ "secret.md": `# ${SECRET}\n` }, folder);
  return {
    folder,
    root,
    write,
    async run(argv, { env = {}, allowed = [] } = {}) {
      const before = snapshot(folder);
      const verdict = { code: 0 as number | null, stdout: "", stderr: "" };
      const stream = (name: "stdout" | "stderr"): OutputStream => ({
        write(text, done) {
          verdict[name] += text;
          done();
        },
      });
      const surroundings = { cwd: root, env, stdin: Readable.from([]), stdout: stream("stdout"), stderr: stream("stderr") };
      verdict.code = await main(argv, surroundings, services);
      const changed = changes(before, snapshot(folder)).filter((path) => !allowed.includes(path));
      expect(changed).toEqual([]);
      return verdict;
    },
    strike: () => {
      // `rm` takes paths that are too long to be named, step by step.
      if (process.platform === "win32") rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      else spawnSync("rm", ["-rf", folder]);
    },
  };
}

/** What holds for every end of the tool, however bad its input. */
export function expectCivil({ code, stdout, stderr }: Verdict): void {
  expect([0, 1, 2]).toContain(code);
  for (const line of stderr.split("\n").slice(0, -1)) {
    // The word behind the name starts a sentence a person can read.
    expect(line).toMatch(/^(?:prompt-lint: | {2})\S/);
    expect(line.length).toBeLessThan(5000);
  }
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(/^\s+at .*[:(]\d+:\d+\)?$/m);
    expect(text).not.toMatch(/\[object \w+\]|internal error|crashed on/);
    expect(text).not.toMatch(ACTING_CHARACTER);
    expect(text).not.toContain(SECRET);
  }
  expect(stderr).not.toMatch(/\bundefined\b|\bNaN\b/);
  expect(stderr).not.toMatch(CI_COMMAND);
  if (code === 2) expect(stderr).not.toBe("");
}

const unneeded = () => Promise.reject(new Error("No test asks for it"));
/** As the command line has it. */
const choosePlugins = ({ noPlugins }: { noPlugins?: boolean }) => (noPlugins ? "refuse" : "own");
const services: Services = {
  lint: (request) => lint({ fs: nodeFileSystem, ...request, plugins: choosePlugins(request) }),
  async readWorkspace({ file, ...request }) {
    const { workspace, read } = await readWorkspace({ ...request, plugins: "refuse", literalPaths: file === undefined ? [] : [file], fs: nodeFileSystem });
    return { workspace, problems: read.problems, selected: new Set(read.files.flatMap(({ path, selected }) => (selected ? [path] : []))) };
  },
  listRules: () => Promise.resolve(rules),
  listAllRules: ({ cwd, ...request }) => listRules({ cwd, plugins: choosePlugins(request), fs: nodeFileSystem }),
  readRulePage: unneeded,
  describeConfig: (request) => explainConfig({ ...request, plugins: choosePlugins(request), fs: nodeFileSystem }),
  readPromptTemplate: unneeded,
  readVersion: () => Promise.resolve("1.2.3"),
  nameProgram: () => Promise.resolve("1.2.3 test"),
  runCommand: unneeded,
};

/** Path to what is there: kind, rights, size and content of all that is no device. */
function snapshot(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const open = [folder];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path.length > MAX_PATH) continue;
    for (const name of readdirSync(path, { encoding: "buffer" })) {
      const child = `${path}/${name.toString("latin1")}`;
      const bytes = Buffer.concat([Buffer.from(`${path}/`), name]);
      const stats = lstatSync(bytes, { throwIfNoEntry: false });
      if (!stats) continue;
      const content = stats.isSymbolicLink() ? readlinkSync(bytes) : stats.isFile() && stats.size < 1e6 ? readFileSync(bytes, "latin1") : "";
      found.set(child.slice(folder.length + 1), JSON.stringify([stats.mode, stats.isDirectory() ? 0 : stats.size, content]));
      if (stats.isDirectory() && name.equals(Buffer.from(name.toString()))) open.push(child);
    }
  }
  return found;
}

/** Beyond it a child may have no name that the system takes. */
const MAX_PATH = 3000;

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}
