import { baseName, parentPath } from "../../read/paths.ts";
import { remembered } from "../../remembered.ts";
import type { FileTree } from "../../workspace.ts";

/** Finds paths by their last part, and by the folder they are in. */
export interface NameIndex {
  /** Files and folders whose name is `name`, whatever the case. */
  named(name: string): readonly string[];
  /** Files right in `folder`, `""` being the root. */
  filesIn(folder: string): readonly string[];
}

export const indexNames: (files: FileTree) => NameIndex = remembered((files) => {
  const byName = new Map<string, string[]>();
  const byFolder = new Map<string, string[]>();
  let last = "";
  for (const path of files.paths) {
    addTo(byName, baseName(path).toLowerCase(), path);
    addTo(byFolder, parentPath(path), path);
    // In sorted paths what is in a folder stands together, so that each folder comes once.
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const folder = path.slice(0, slash);
      if (last.startsWith(`${folder}/`)) break;
      addTo(byName, baseName(folder).toLowerCase(), folder);
    }
    last = path;
  }
  return { named: (name) => byName.get(name.toLowerCase()) ?? [], filesIn: (folder) => byFolder.get(folder) ?? [] };
});

function addTo(index: Map<string, string[]>, key: string, path: string): void {
  const paths = index.get(key);
  if (paths) paths.push(path);
  else index.set(key, [path]);
}
