import { rules } from "../../rules/index.ts";
import { describeConfig } from "../config/explain.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { LintOptions } from "../lint.ts";
import { quote } from "../nearest.ts";
import type { PluginChoice } from "../plugins/plugin.ts";
import { readWorkspace } from "../read-workspace.ts";
import type { FileSystem } from "../read/file-system.ts";
import { relativePath, resolvePath } from "../read/paths.ts";
import { UsageError } from "../usage-error.ts";
import type { ConfigRequest } from "./services.ts";

/** What applies to a file, or to the workspace, and where each value comes from: a line each. */
export async function explainConfig({ fs, file, rules: ruleLevels, ...request }: ConfigRequest & { fs: FileSystem; plugins: PluginChoice }): Promise<string> {
  const loaded = await loadConfig({ ...request, fs, rules, names: file === undefined ? [] : [file] });
  const config = resolveConfig({ loaded, rules: loaded.rules, ruleLevels, preset: request.preset });
  if (file === undefined) return describeConfig(config, "");
  const cwd = fs.realPath(request.cwd) ?? request.cwd;
  const absolute = resolvePath(cwd, file);
  const path = relativePath(loaded.root, absolute);
  if (path === undefined) throw new UsageError(`${quote(file)} lies outside the workspace ${quote(loaded.root)}`);
  const kind = fs.kindOf(absolute);
  if (kind === "missing") throw new UsageError(`there is no file ${quote(file)}`);
  const taken = kind === "file" ? await describeUse(path, { ...request, fs, loaded, rules: ruleLevels }) : undefined;
  return describeConfig(config, path, taken);
}

/** What the tool takes a file for, when the workspace is linted as a whole. */
async function describeUse(path: string, options: LintOptions & { loaded: LoadedConfig }): Promise<string> {
  const { workspace } = await readWorkspace(options);
  const isIn = (list: readonly { document: { path: string } }[]) => list.some(({ document }) => document.path === path);
  const [isPrompt, isBoard] = [isIn(workspace.prompts), isIn(workspace.boards)];
  if (isPrompt && isBoard) return "it is taken for a prompt and a board";
  if (isPrompt || isBoard) return `it is taken for a ${isPrompt ? "prompt" : "board"}`;
  const isRead = workspace.documents.some((document) => document.path === path);
  return isRead
    ? "it is taken for neither a prompt nor a board (`prompts` and `boards` in .prompt-lint.json name those)"
    : "it is not read: git or the config leaves it out, or it holds no text that is linted";
}
