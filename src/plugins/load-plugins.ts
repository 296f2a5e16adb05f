import { messageOf } from "../message-of.ts";
import type { JsonSource } from "../config/json-source.ts";
import { quote } from "../nearest.ts";
import type { FileSystem } from "../read/file-system.ts";
import { findRepository } from "../read/git.ts";
import { followLinks } from "../read/links.ts";
import { joinPath, parentPath, relativePath, resolvePath } from "../read/paths.ts";
import type { RegisteredRule } from "../rule.ts";
import { UsageError } from "../usage-error.ts";
import { misplacedPlugins } from "./listed.ts";

import type { Plugin, PluginChoice } from "./plugin.ts";
import { readPlugin } from "./read-plugin.ts";

/** What came of the plugins that a config lists. */
export interface LoadedPlugins {
  rules: readonly RegisteredRule[];
  /** Why they were not run, where they were not. */
  refused?: RefusedPlugins | undefined;
}

export interface RefusedPlugins {
  /** Of the config that lists them, as messages name it. */
  path: string;
  line: string;
  /** Stands behind "as". */
  why: string;
}

export interface PluginSource {
  fs: FileSystem;
  /** Of the workspace. */
  root: string;
  /** Absolute, links followed. */
  cwd: string;
  /** Of the config; absolute. */
  path: string;
  source: JsonSource;
  choice: Exclude<PluginChoice, readonly Plugin[]>;
}

/**
 * Runs the modules that a config lists, if that may be.
 *
 * @throws {UsageError} for a plugin that is not there, does not load, or is none; each with its place in the config.
 */
export async function loadPlugins({ fs, root, cwd, path, source, choice }: PluginSource): Promise<LoadedPlugins> {
  const names = listedPlugins(source);
  // What is no list is a mistake that the check of the config tells.
  if (!names) return { rules: [] };
  if (parentPath(path) !== root) throw new UsageError(misplacedPlugins(source.locateKey(["plugins"])));
  if (names.length === 0) return { rules: [] };
  const why = whyRefused({ fs, root, cwd, choice });
  if (why !== undefined) return { rules: [], refused: { path: source.path, line: source.locateKey(["plugins"]).split(":").at(-2)!, why } };

  const rules: RegisteredRule[] = [];
  const problems: string[] = [];
  for (const [index, name] of names.entries()) {
    const place = source.locate(["plugins", index]);
    const target = locatePlugin({ fs, root, name, place });
    const loaded = await readPlugin(await runModule(fs, target, `${place}: plugin ${quote(name)}`), name);
    problems.push(...loaded.mistakes.map((mistake) => `${place}: plugin ${quote(name)}: ${mistake}`));
    for (const rule of loaded.rules) {
      const other = rules.find(({ id }) => id === rule.id);
      if (other) problems.push(`${place}: plugin ${quote(name)}: rule ${quote(rule.id)} is one of ${quote(other.plugin!.path)} already`);
      else rules.push(rule);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return { rules };
}

/** Rules of plugins that a program hands over. */
export async function registerPlugins(plugins: readonly Plugin[]): Promise<RegisteredRule[]> {
  const read = await Promise.all(plugins.map((plugin, index) => readPlugin(plugin, `plugin ${index + 1}`)));
  const problems = read.flatMap(({ mistakes }, index) => mistakes.map((mistake) => `plugin ${index + 1}: ${mistake}`));
  const rules = read.flatMap((plugin) => plugin.rules);
  const twice = rules.find(({ id }, index) => rules.findIndex((other) => other.id === id) < index);
  if (twice) problems.push(`${twice.plugin!.path}: rule ${quote(twice.id)} is one of another plugin already`);
  if (problems.length > 0) throw new UsageError(problems);
  return rules;
}

function listedPlugins({ value }: JsonSource): string[] | undefined {
  const { plugins } = value as { plugins?: unknown };
  return Array.isArray(plugins) && plugins.every((name) => typeof name === "string") ? plugins : undefined;
}

function whyRefused({ fs, root, cwd, choice }: Pick<PluginSource, "fs" | "root" | "cwd" | "choice">): string | undefined {
  if (choice === "refuse") return "this run takes none";
  if (choice === "own" && relativePath(root, cwd) === undefined) return "the workspace is not that of the working folder";
  // Whoever can write to a folder above, as all can to /tmp, must not have a say in this one.
  if (choice === "own" && root !== cwd && !isInRepository(fs, root, cwd)) return "the config lies above the working folder, and in no repository with it";
  return fs.load ? undefined : "nothing can run them here";
}

function isInRepository(fs: FileSystem, root: string, cwd: string): boolean {
  const top = findRepository(fs, cwd)?.top;
  return top !== undefined && relativePath(top, root) !== undefined;
}

function locatePlugin({ fs, root, name, place }: { fs: FileSystem; root: string; name: string; place: string }): string {
  if (!/^\.\.?\//.test(name)) throw new UsageError(`${place}: plugin ${quote(name)} is no relative path, expected for example "./rules/mine.js"`);
  const inside = relativePath(root, resolvePath(root, name));
  const target = inside === undefined ? undefined : followLinks(fs, root, inside);
  if (inside === undefined || target?.refusal === "outside") throw new UsageError(`${place}: plugin ${quote(name)} lies outside the workspace`);
  if (target?.kind !== "file") throw new UsageError(`${place}: plugin ${quote(name)} ${target?.refusal === "missing" ? "does not exist" : "is no file"}`);
  return joinPath(root, target.path);
}

async function runModule(fs: FileSystem, path: string, name: string): Promise<unknown> {
  let module: Record<string, unknown>;
  try {
    module = (await fs.load!(path)) as Record<string, unknown>;
  } catch (cause) {
    throw new UsageError(`${name} does not load: ${describeLoadError(cause)}`, { cause });
  }
  // `module.exports` of a CommonJS module is its default.
  return module["default"] ?? module;
}

/** Only the stack says where a syntax error is: `file:///…/mine.js:3`. */
function describeLoadError(cause: unknown): string {
  const place = cause instanceof SyntaxError ? /^(?:file:\/\/)?[^\n]*:(\d+)\n/.exec(cause.stack ?? "") : null;
  return `${place ? `line ${place[1]}: ` : ""}${messageOf(cause).split("\n", 1)[0]!}`;
}
