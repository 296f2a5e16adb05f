import { nearest, quote } from "../nearest.ts";
import { createPathMatcher, hasGlobCharacters } from "../read/glob.ts";
import { extensionOf } from "../read/paths.ts";
import type { ConfigFileLayer } from "./load.ts";

/**
 * The globs of a config that take no file of the workspace, a sentence each.
 *
 * Only those that change what is judged: an `ignore` for what is not there yet
 * does no harm, unless it is the name of one file.
 *
 * @param paths all paths of the workspace, relative to its root
 */
export function describeUnmatchedGlobs({ file, folder, locate }: ConfigFileLayer, paths: readonly string[]): string[] {
  const inFolder = folder === "" ? paths : paths.flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []));
  const lists = [
    ...(["prompts", "boards"] as const).map((key) => ({ keys: [key] as (string | number)[], name: `\`${key}\``, globs: file[key] ?? [] })),
    { keys: ["ignore"], name: "`ignore`", globs: (file.ignore ?? []).filter(isOneFile) },
    ...(file.overrides ?? []).map(({ files }, index) => ({ keys: ["overrides", index, "files"], name: `\`files\` of override ${index + 1}`, globs: files })),
  ];
  return lists.flatMap(({ keys, name, globs }) =>
    globs.flatMap((glob, index) => {
      // One with `!` takes back what others name.
      if (glob.startsWith("!") || inFolder.some(createPathMatcher([glob]))) return [];
      return [`${locate([...keys, index])}: ${name} has ${quote(glob)}, which matches no file of the workspace${suggestPath(glob, inFolder)}`];
    }),
  );
}

function isOneFile(glob: string): boolean {
  return !hasGlobCharacters(glob) && /\.(?:md|markdown|mdx|txt|ya?ml|json)$/i.test(glob);
}

function suggestPath(glob: string, paths: readonly string[]): string {
  if (hasGlobCharacters(glob)) return "";
  const similar = paths.filter((path) => extensionOf(path) === extensionOf(glob) && Math.abs(path.length - glob.length) <= MAX_DIFFERENCE);
  const best = nearest(glob, similar.slice(0, MAX_PATHS));
  return best === undefined ? "" : `, did you mean ${quote(best)}?`;
}

/** Names that differ by more are no slip of the pen. */
const MAX_DIFFERENCE = 4;
const MAX_PATHS = 500;
