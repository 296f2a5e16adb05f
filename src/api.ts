import { readFile } from "node:fs/promises";
import { checkOptions } from "./api-options.ts";
import { lint as lintWorkspace, type LintOptions as WorkspaceOptions, type LintResult } from "./lint.ts";
import { quote, suggestNearest } from "./nearest.ts";
import { createMemoryFileSystem } from "./read/memory-file-system.ts";
import { nodeFileSystem } from "./read/node-file-system.ts";
import { joinPath, resolvePath } from "./read/paths.ts";
import { FORMATS, type FormatName } from "./report/formatters.ts";
import type { FormatOptions, Report, ToolFacts, ToolFormatter } from "./report/report.ts";
import { UsageError } from "./usage-error.ts";

export interface LintOptions extends Omit<WorkspaceOptions, "fs" | "cwd" | "clock" | "shard"> {
  /** By default the disk. */
  fs?: WorkspaceOptions["fs"] | undefined;
  /** Absolute; by default the working folder of the process. */
  cwd?: string | undefined;
}

/**
 * Reads, parses, models and checks a workspace. Writes nothing and prints nothing.
 *
 * @throws {UsageError} for a mistake in the config or the options.
 */
export async function lint({ fs = nodeFileSystem, cwd = process.cwd(), ...options }: LintOptions = {}): Promise<LintResult> {
  checkOptions({ fs, cwd, ...options });
  return lintWorkspace({ ...options, fs, cwd });
}

export interface LintTextOptions extends Omit<LintOptions, "patterns" | "literalPaths" | "stdin" | "since" | "staged"> {
  text: string;
  /** Its name in the workspace, relative to `cwd`; by default `prompt.md`. */
  path?: string | undefined;
  /** Without `cwd` and `fs`: what else there is, texts by path. `.prompt-lint.json` is the config. */
  files?: Readonly<Record<string, string>> | undefined;
}

/**
 * Lints one text, whatever stands in the file of its name. With `cwd` (or `fs`)
 * it is judged as a part of that workspace. With neither, nothing exists but
 * the text and `files`.
 *
 * @throws {UsageError} for a mistake in the config or the options.
 */
export async function lintText({ text, path = "prompt.md", files, cwd, fs, ...options }: LintTextOptions): Promise<LintResult> {
  if (typeof text !== "string") throw new UsageError("option `text`: expected a string");
  checkOptions({ cwd, fs, ...options });
  if (cwd !== undefined || fs !== undefined) {
    if (files) throw new UsageError("`files` stand in place of a workspace, and cannot be had with `cwd` or `fs`");
    return lint({ ...options, fs, cwd, stdin: { path, text } });
  }
  const texts = Object.entries({ ...files, [path]: text }).map(([name, content]) => [resolvePath(ROOT, name), content] as const);
  return lintWorkspace({ ...options, fs: createMemoryFileSystem(Object.fromEntries(texts)), cwd: ROOT, root: ROOT, literalPaths: [path] });
}

/** Of the workspace that is only in memory. */
const ROOT = joinPath("/", "workspace");

/** Writes a result as `--format` of the command line does. */
export async function formatReport(result: Report, format: FormatName, { color = false, columns = 100 }: Partial<FormatOptions> = {}): Promise<string> {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!known) throw new UsageError(`unknown format ${quote(String(format))}${suggestNearest(String(format), Object.keys(FORMATS))}`);
  const formatter: ToolFormatter = await known.load();
  return formatter(result, { color, columns, tool: readTool });
}

async function readTool(): Promise<ToolFacts> {
  const { version } = JSON.parse(await readFile(new URL("package.json", PACKAGE), "utf8")) as { version: string };
  return { version, readRulePage: (id) => readFile(new URL(`docs/rules/${id}.md`, PACKAGE), "utf8") };
}

// This file lies one folder below the package, as source and as the built `dist/index.js`.
const PACKAGE = new URL("../", import.meta.url);
