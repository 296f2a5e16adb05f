// Paths with `/` on every platform, so that this also runs where `node:path` does not.

/** Resolves `.` and `..` by the letters alone; links are not asked. */
export function normalizePath(path: string): string {
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== ".." && !isDrive(parts.at(-1)!)) parts.pop();
    else if (!absolute && !isDrive(parts[0] ?? "")) parts.push("..");
  }
  return (absolute ? "/" : "") + parts.join("/");
}

/** `path` as seen from `folder`, absolute when `folder` is. */
export function resolvePath(folder: string, path: string): string {
  return normalizePath(isAbsolute(path) ? path : `${folder}/${path}`);
}

export function joinPath(folder: string, name: string): string {
  if (folder === "" || name === "" || folder.endsWith("/")) return folder + name;
  return `${folder}/${name}`;
}

/** The folder that holds `path`; the top of a disk is its own parent. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return isDrive(path) ? path : "";
  return slash === 0 ? "/" : path.slice(0, slash);
}

/** The folders that a relative path lies in, nearest first; the last is `""`. Here `C:` is a folder like any other, as Linux has it. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) folders.push(path.slice(0, slash));
  return [...folders, ""];
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `path` relative to `root`, `""` for `root` itself, `undefined` when it lies outside. Both normal. */
export function relativePath(root: string, path: string): string | undefined {
  if (path === root) return "";
  const prefix = root.endsWith("/") ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The folder itself and those above it, nearest first. */
export function ancestorsOf(folder: string): string[] {
  const ancestors = [folder];
  for (let parent = parentPath(folder); parent !== ancestors.at(-1) && parent !== ""; parent = parentPath(parent)) ancestors.push(parent);
  return ancestors;
}

/** The extension in lower case with its dot; `""` for `Makefile` and `.gitignore`. */
export function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot).toLowerCase() : "";
}

export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:(?:\/|$)/.test(path);
}

function isDrive(part: string): boolean {
  return /^[A-Za-z]:$/.test(part);
}
