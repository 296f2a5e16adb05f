import { rules } from "../../rules/index.ts";
import { loadRules } from "../config/load.ts";
import type { PluginChoice } from "../plugins/plugin.ts";
import type { FileSystem } from "../read/file-system.ts";
import { UsageError } from "../usage-error.ts";
import type { ListedRules } from "./services.ts";

/** Our rules and those of the plugins of the working folder; a broken config or plugin must not hide ours. */
export async function listRules(request: { fs: FileSystem; cwd: string; plugins: PluginChoice }): Promise<ListedRules> {
  try {
    return { rules: await loadRules({ ...request, rules }), problems: [] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { rules, problems: error.problems };
  }
}
