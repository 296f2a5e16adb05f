import type { EntryKind, FileSystem, FolderEntry } from "./file-system.ts";
import { ancestorsOf, baseName, normalizePath, parentPath } from "./paths.ts";

/** A disk that exists only in memory: absolute path to text or bytes. It has no links. */
export function createMemoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const contents = new Map<string, Uint8Array>();
  const folders = new Map<string, Map<string, EntryKind>>();
  for (const [path, content] of Object.entries(files)) {
    const normal = normalizePath(path);
    contents.set(normal, typeof content === "string" ? new TextEncoder().encode(content) : content);
    addEntry(normal, "file");
  }

  return {
    kindOf: (path) => (contents.has(path) ? "file" : folders.has(path) ? "folder" : "missing"),
    list: (folder) => {
      const entries = folders.get(folder);
      return entries ? [...entries].map(([name, kind]): FolderEntry => ({ name, kind })) : "missing";
    },
    read: (path, limit) => {
      const bytes = contents.get(path);
      if (!bytes) return folders.has(path) ? "not-a-file" : "missing";
      return bytes.length > limit ? "too-large" : bytes;
    },
    readLink: () => undefined,
    fromNative: (path) => path,
    realPath: (path) => (contents.has(path) || folders.has(path) ? path : undefined),
  };

  function addEntry(path: string, kind: EntryKind): void {
    let child = path;
    let childKind = kind;
    for (const folder of ancestorsOf(parentPath(path))) {
      const entries = folders.get(folder) ?? new Map<string, EntryKind>();
      folders.set(folder, entries);
      if (child !== folder) entries.set(baseName(child), childKind);
      child = folder;
      childKind = "folder";
    }
  }
}
