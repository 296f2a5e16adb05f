import type { Preset } from "../config/presets.ts";
import { describeGlobMistake, escapeGlob } from "../read/glob.ts";

/** What a config is to say of files that are there already. Paths are relative to its folder, with `/`. */
export interface ConfigWishes {
  preset: Preset;
  /** Empty where names and content shall go on to decide. */
  prompts: readonly string[];
  boards: readonly string[];
  blockers: string | undefined;
}

/** The text of a `.prompt-lint.json`. */
export function writeConfigFile({ preset, prompts, boards, blockers }: ConfigWishes): string {
  const config = {
    extends: [preset],
    ...(prompts.length > 0 && { prompts: prompts.map(escapeGlob) }),
    ...(boards.length > 0 && { boards: boards.map(escapeGlob) }),
    ...(blockers !== undefined && { blockersFile: blockers }),
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** Whether a config can name all of these files, each by a glob that means it alone. */
export function canBeListed(paths: readonly string[]): boolean {
  return paths.length <= MAX_LISTED && paths.every((path) => describeGlobMistake(escapeGlob(path)) === undefined);
}

/** Nobody keeps a longer list up to date. */
const MAX_LISTED = 50;
