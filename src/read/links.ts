import { type EntryKind, type FileSystem } from "./file-system.ts";
import { isAbsolute, foldersOf, joinPath, relativePath } from "./paths.ts";

/** Where a path leads once its links are followed, or why it leads nowhere that may be read. */
export type Destination =
  | { path: string; kind: Exclude<EntryKind, "link">; refusal?: undefined }
  | { path?: undefined; kind?: undefined; refusal: "outside" | "loop" | "missing" | "denied" };

/**
 * Follows the links of `path` (relative to `root`) by hand, as `realpath` would
 * ask for what lies outside before we could say no.
 */
export function followLinks(fs: FileSystem, root: string, path: string): Destination {
  let rest = path.split("/").reverse();
  let reached = "";
  let hops = 0;
  while (rest.length > 0) {
    const name = rest.pop()!;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (reached === "") return { refusal: "outside" };
      reached = foldersOf(reached)[0]!;
      continue;
    }
    const next = joinPath(reached, name);
    const kind = fs.kindOf(joinPath(root, next));
    if (kind === "denied") return { refusal: "denied" };
    if (kind === "link") {
      if (++hops > MAX_HOPS) return { refusal: "loop" };
      const target = fs.readLink(joinPath(root, next));
      if (target === undefined) return { refusal: "missing" };
      const inside = isAbsolute(target) ? relativePath(root, target) : target;
      if (inside === undefined) return { refusal: "outside" };
      if (isAbsolute(target)) reached = "";
      rest = [...rest, ...inside.split("/").reverse()];
      if (rest.length > MAX_PARTS) return { refusal: "loop" };
      continue;
    }
    const isLast = rest.every((part) => part === "" || part === ".");
    if (isLast && (kind === "file" || kind === "other")) return { path: next, kind };
    if (kind !== "folder") return { refusal: "missing" };
    reached = next;
  }
  return { path: reached, kind: "folder" };
}

// Linux gives up after 40 links as well (ELOOP).
const MAX_HOPS = 40;
const MAX_PARTS = 4096;
