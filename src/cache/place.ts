import type { FileSystem } from "../read/file-system.ts";
import { findRepository } from "../read/git.ts";
import { resolvePath } from "../read/paths.ts";

/** The folder to which the paths of a trace are relative: the top of the repository, or the workspace where there is none. `cwd` without links. */
export function findPlace(fs: FileSystem, cwd: string, root: string | undefined): string {
  const start = root === undefined ? cwd : resolvePath(cwd, fs.fromNative(root));
  const real = fs.realPath(start) ?? start;
  return findRepository(fs, real)?.top ?? real;
}
