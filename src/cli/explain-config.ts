import { rules } from "../../rules/index.ts";
import { describeConfig } from "../config/explain.ts";
import { loadConfig } from "../config/load.ts";
import { resolveConfig } from "../config/resolve.ts";
import { quote } from "../nearest.ts";
import type { PluginChoice } from "../plugins/plugin.ts";
import type { FileSystem } from "../read/file-system.ts";
import { relativePath, resolvePath } from "../read/paths.ts";
import { UsageError } from "../usage-error.ts";
import type { ConfigRequest } from "./services.ts";

/** What applies to a file, or to the workspace, and where each value comes from: a line each. */
export async function explainConfig({ fs, file, rules: ruleLevels, ...request }: ConfigRequest & { fs: FileSystem; plugins: PluginChoice }): Promise<string> {
  const loaded = await loadConfig({ ...request, fs, rules, names: file === undefined ? [] : [file] });
  const config = resolveConfig({ loaded, rules: loaded.rules, ruleLevels, preset: request.preset });
  const cwd = fs.realPath(request.cwd) ?? request.cwd;
  const path = file === undefined ? "" : relativePath(loaded.root, resolvePath(cwd, file));
  if (path === undefined) throw new UsageError(`${quote(file!)} lies outside the workspace ${quote(loaded.root)}`);
  return describeConfig(config, path);
}
