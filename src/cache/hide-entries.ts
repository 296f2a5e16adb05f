import { isAnswer, type FileSystem } from "../read/file-system.ts";
import { baseName, parentPath } from "../read/paths.ts";

/** The name of an entry: its key and its trace. No document has such a name. */
export const ENTRY_NAME = /^[0-9a-f]{40}-[0-9a-f]{16}$/;
/** A file that is not written to its end. */
export const TEMPORARY_NAME = /^\.prompt-lint-[0-9a-f]{16}\.tmp$/;

/**
 * A disk without the entries of the cache in `folder`, which is absolute: they
 * come and go with each run. All else in that folder stays, so that nothing can
 * be hidden from a run by putting it there.
 */
export function hideEntries(fs: FileSystem, folder: string): FileSystem {
  const isEntry = (name: string) => ENTRY_NAME.test(name) || TEMPORARY_NAME.test(name);
  const isHidden = (path: string) => parentPath(path) === folder && isEntry(baseName(path));
  return {
    ...fs,
    kindOf(path) {
      const kind = fs.kindOf(path);
      return kind === "file" && isHidden(path) ? "missing" : kind;
    },
    list(path) {
      const entries = fs.list(path);
      return path === folder && isAnswer(entries) ? entries.filter(({ name, kind }) => kind !== "file" || !isEntry(name)) : entries;
    },
    read: (path, limit) => (isHidden(path) ? "missing" : fs.read(path, limit)),
  };
}
