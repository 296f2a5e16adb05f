import type { FileSystem } from "./file-system.ts";
import { joinPath } from "./paths.ts";

/** `fs` with other texts in some of its files; `texts` by path below the folder `root`. */
export function overlayFileSystem(fs: FileSystem, root: string, texts: ReadonlyMap<string, string>): FileSystem {
  const contents = new Map([...texts].map(([path, text]) => [joinPath(root, path), new TextEncoder().encode(text)]));
  return {
    ...fs,
    read(path, limit) {
      const bytes = contents.get(path);
      if (!bytes) return fs.read(path, limit);
      return bytes.length > limit ? "too-large" : bytes;
    },
  };
}
