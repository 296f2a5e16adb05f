import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Place } from "./lay-out.ts";
import type { Command } from "./measure.ts";

export const NODE = "empty Node";
export const COLD = "prompt-lint";
export const CACHED = "prompt-lint, cached";
export const RUMDL = "rumdl";
export const RUMDL_CACHED = "rumdl, cached";
export const MARKDOWNLINT = "markdownlint-cli2";
const REMARK = "remark";
const ESLINT = "ESLint + @eslint/markdown";
export const SHELLCHECK = "ShellCheck, scripts only";

/** What is measured. */
export interface Tool {
  name: string;
  version: string;
  command(place: Place): Command;
  /** With these it has done its work: findings are no failure. */
  statuses: readonly number[];
  /** A peer that takes too long is stopped; of this tool the figure itself is wanted. */
  isOurs?: boolean;
  /** Whether it has to have run once before. */
  warm?: boolean;
}

/** What is not measured, and why. */
export interface Missing {
  name: string;
  reason: string;
}

/**
 * This tool and its peers, as far as they are there.
 * @param peers A folder with a `node_modules`; what it has not is looked for on the PATH.
 * @param scratch A folder for what a peer has to be told in a file.
 */
export function findTools(peers: string, scratch: string): (Tool | Missing)[] {
  const modules = resolve(peers, "node_modules");
  return [findNode(), ...findOurs(), ...findRumdl(modules), findMarkdownlint(modules), findRemark(modules), findEslint(modules, scratch), findShellcheck()];
}

function findNode(): Tool {
  const command = ({ workspace }: Place) => ({ argv: [process.execPath, "-e", "0"], cwd: workspace });
  return { name: NODE, version: process.versions.node, command, statuses: [0] };
}

function findOurs(): (Tool | Missing)[] {
  const cli = resolve("dist/cli.js");
  const ask = (option: string) => spawnSync(process.execPath, [cli, option], { encoding: "utf8" }).stdout.trim();
  const version = ask("--version");
  const lint = [process.execPath, cli, "--format", "compact"];
  const cold: Tool = { name: COLD, version, command: ({ workspace }) => ({ argv: [...lint, "--no-cache"], cwd: workspace }), statuses: [0, 1], isOurs: true };
  if (!/^\s+--cache\s/m.test(ask("--help"))) return [cold, { name: CACHED, reason: "this version has no cache" }];
  const command = ({ workspace, cache }: Place) => ({ argv: [...lint, "--cache"], cwd: workspace, env: { XDG_CACHE_HOME: join(cache, "xdg") } });
  return [cold, { ...cold, name: CACHED, command, warm: true }];
}

function findRumdl(modules: string): (Tool | Missing)[] {
  // The program itself: the package in front of it only starts it, by a Node of its own.
  const native = list(join(modules, "@rumdl")).map((name) => join(modules, "@rumdl", name, "rumdl"));
  const program = native.find((path) => existsSync(path)) ?? onPath("rumdl");
  if (program === undefined) return [notInstalled(RUMDL), notInstalled(RUMDL_CACHED)];
  const version = versionOf(program);
  const check = [program, "check", "--no-config"];
  return [
    { name: RUMDL, version, command: ({ workspace }) => ({ argv: [...check, "--no-cache", "."], cwd: workspace }), statuses: [0, 1] },
    {
      name: RUMDL_CACHED,
      version,
      command: ({ workspace, cache }) => ({ argv: [...check, "--cache-dir", join(cache, "rumdl"), "."], cwd: workspace }),
      statuses: [0, 1],
      warm: true,
    },
  ];
}

function findMarkdownlint(modules: string): Tool | Missing {
  const found = findProgram(modules, MARKDOWNLINT, "markdownlint-cli2");
  if (found === undefined) return notInstalled(MARKDOWNLINT);
  const command = ({ workspace }: Place) => ({ argv: [...found.argv, "**/*.md"], cwd: workspace });
  return { name: MARKDOWNLINT, version: found.version, command, statuses: [0, 1] };
}

function findRemark(modules: string): Tool | Missing {
  const found = findProgram(modules, "remark-cli", "remark");
  const preset = join(modules, "remark-preset-lint-recommended");
  if (found === undefined || !existsSync(preset)) return notInstalled(REMARK);
  const options = ["--no-config", "--no-stdout", "--use", join(preset, "index.js")];
  const command = ({ workspace }: Place) => ({ argv: [...found.argv, ...options, "."], cwd: workspace });
  return { name: REMARK, version: found.version, command, statuses: [0, 1] };
}

function findEslint(modules: string, scratch: string): Tool | Missing {
  const found = findProgram(modules, "eslint", "eslint");
  const plugin = join(modules, "@eslint/markdown");
  if (found === undefined || !existsSync(plugin)) return notInstalled(ESLINT);
  // The config finds its plugin as any config does.
  symlinkSync(modules, join(scratch, "node_modules"), "dir");
  const config = join(scratch, "eslint.config.mjs");
  writeFileSync(config, 'import markdown from "@eslint/markdown";\nexport default markdown.configs.recommended;\n');
  const command = ({ workspace }: Place) => ({ argv: [...found.argv, "--config", config, "."], cwd: workspace });
  return { name: ESLINT, version: `${found.version} + ${packageOf(plugin).version}`, command, statuses: [0, 1] };
}

function findShellcheck(): Tool | Missing {
  const program = onPath("shellcheck");
  if (program === undefined) return notInstalled(SHELLCHECK);
  // In batches, as a command line has a limit; 123 says that one of them had findings.
  const argv = ["xargs", "-0", "-n", "500", program, "--norc", "--shell=bash", "--format=gcc"];
  const command = ({ scripts, scriptList }: Place) => ({ argv, cwd: scripts, input: scriptList });
  return { name: SHELLCHECK, version: versionOf(program), command, statuses: [0, 1, 123] };
}

/** A program of a package, run by this Node, or the one on the PATH. */
function findProgram(modules: string, name: string, bin: string): { argv: string[]; version: string } | undefined {
  const folder = join(modules, name);
  if (existsSync(folder)) {
    const { version, bin: programs } = packageOf(folder);
    return { argv: [process.execPath, join(folder, typeof programs === "string" ? programs : programs[bin]!)], version };
  }
  const program = onPath(bin);
  return program === undefined ? undefined : { argv: [program], version: versionOf(program) };
}

function packageOf(folder: string): { version: string; bin: string | Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; bin: string | Record<string, string> };
}

function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return /\d+(?:\.\d+)+\S*/.exec(stdout)?.[0] ?? "unknown";
}

function notInstalled(name: string): Missing {
  return { name, reason: "not installed" };
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
