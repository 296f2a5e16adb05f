import { compareText } from "../finding.ts";
import type { FileSystem, ReadProblem, SkippedPath } from "./file-system.ts";
import type { GitConfig } from "./git-config.ts";
import type { GitIndex } from "./git-index.ts";
import { findRepository, NO_GIT, NO_INDEX, readExcludes, readGitConfig, readGitNames, readIndex, type GitNames, type Repository } from "./git.ts";
import { isIgnored, parseIgnoreList, type IgnoreList } from "./ignore-rules.ts";
import { decodeLoosely } from "./decode.ts";
import { followLinks } from "./links.ts";
import { extensionOf, joinPath, parentPath, relativePath } from "./paths.ts";
import { createIgnoreTest, walkFolders, type WalkGit } from "./walk.ts";

/** What a workspace holds. All paths are relative to its root and sorted by code unit. */
export interface Discovery {
  /** Every file, also those nobody reads, and links to files within the root. */
  allPaths: readonly string[];
  /** The regular files among them that can be read. */
  files: readonly string[];
  git: GitNames;
  /** Whether an ignore file of git leaves a path out, be it there or not. */
  isGitIgnored: (path: string) => boolean;
  problems: ReadProblem[];
  skipped: SkippedPath[];
}

export interface DiscoverOptions {
  fs: FileSystem;
  /** Absolute, links followed. */
  root: string;
  /** Looks at a single folder as if there were no git: for one that git ignores and the user named. */
  start?: string;
}

/**
 * Lists what `git ls-files --cached --others --exclude-standard` would list,
 * without git: tracked files, ignored or not, and untracked ones that no
 * ignore file of the repository names. Files that are gone are left out, and
 * so are dependencies (`node_modules`) unless tracked.
 *
 * Outside git it lists everything but `node_modules` and dot folders. The same
 * goes for a root that git ignores.
 */
export function discoverFiles({ fs, root, start }: DiscoverOptions): Discovery {
  const repository = start === undefined ? findRepository(fs, root) : undefined;
  const git = repository && openGit(fs, root, repository);
  const walk = walkFolders({ fs, root, start: start ?? "", git: git?.walk });
  const { problems, skipped } = walk;
  problems.push(...(git?.problems ?? []));
  skipped.push(...(git?.skipped ?? []));

  const files = new Set(walk.files);
  const links = new Set(walk.links);
  for (const path of git ? git.index.files : []) {
    if (files.has(path) || links.has(path)) continue;
    const { path: real, kind } = followLinks(fs, root, path);
    // Behind a folder that has become a link lies another file.
    if (real === path && kind === "file") files.add(path);
    else if (isLink(fs, root, path)) links.add(path);
  }
  const allPaths = new Set([...files, ...walk.repositories, ...(git?.index.absent ?? [])]);

  for (const path of walk.others) {
    if (isDocumentPath(path)) problems.push({ path, message: "is no regular file" });
  }
  addLinks();

  const isGitIgnored = git ? createIgnoreTest(git.walk, walk) : () => false;
  return { allPaths: sortPaths(allPaths), files: sortPaths(files), git: git?.facts ?? NO_GIT, isGitIgnored, problems, skipped };

  function addLinks(): void {
    const real = sortPaths(files);
    let room = MAX_LINKED_PATHS;
    for (const path of sortPaths(links)) {
      const target = followLinks(fs, root, path);
      if (target.kind === "file") allPaths.add(path);
      if (target.refusal === "outside" && isDocumentPath(path)) problems.push({ path, message: "is a link out of the workspace, which is not followed" });
      else if (target.refusal === "outside") skipped.push({ path, reason: "a link out of the workspace" });
      else if (target.refusal) skipped.push({ path, reason: "a link to nothing" });
      if (target.kind !== "folder") continue;

      // What is in a folder can also be named by way of a link to it.
      allPaths.add(path);
      const prefix = target.path === "" ? "" : `${target.path}/`;
      for (let index = findFirst(real, prefix); index < real.length && real[index]!.startsWith(prefix) && room > 0; index++, room--) {
        allPaths.add(joinPath(path, real[index]!.slice(prefix.length)));
      }
    }
  }
}

/** Whether a file of this name is read as a document. */
export function isDocumentPath(path: string): boolean {
  return DOCUMENT_EXTENSIONS.has(extensionOf(path));
}

const DOCUMENT_EXTENSIONS = new Set([".md", ".markdown", ".mdx", ".txt", ".yml", ".yaml", ".json"]);

interface OpenedGit {
  facts: GitNames;
  /** Its paths relative to the root. */
  index: GitIndex;
  walk: WalkGit;
  problems: ReadProblem[];
  skipped: SkippedPath[];
}

/** What git knows of the root; `undefined` when it ignores the root as a whole. */
function openGit(fs: FileSystem, root: string, repository: Repository): OpenedGit | undefined {
  const prefix = (relativePath(repository.top, root) ?? "").split("/").filter((part) => part !== "");
  const config = readGitConfig(fs, repository);
  const { index, ...said } = openIndex(fs, repository, config, prefix);
  const lists = readOuterLists(fs, repository, prefix);
  if (isRootIgnored(lists, prefix)) {
    if (index.files.length === 0) return undefined;
    lists.push(parseIgnoreList("*", prefix.length));
  }

  const tracked = new Set<string>();
  for (const path of [...index.files, ...index.submodules]) {
    for (let folder = parentPath(path); folder !== "" && !tracked.has(folder); folder = parentPath(folder)) tracked.add(folder);
  }
  const walk: WalkGit = {
    prefix,
    lists,
    isTracked: (folder) => tracked.has(folder),
    isSubmodule: (folder) => index.submodules.has(folder),
  };
  return { facts: readGitNames(fs, repository, config), index, walk, ...said };
}

function openIndex(fs: FileSystem, repository: Repository, config: GitConfig, prefix: readonly string[]) {
  const problems: ReadProblem[] = [];
  const skipped: SkippedPath[] = [];
  const index = readIndex(fs, repository, config);
  if (repository.reason !== undefined) skipped.push({ path: ".git", reason: `${repository.reason}: only ignore files decide what is read` });
  if (typeof index !== "string") return { index: below(prefix, index), problems, skipped };

  problems.push({ path: ".git/index", message: `${index}: files that are tracked although they are ignored were not read` });
  return { index: NO_INDEX, problems, skipped };
}

/** The part of the index that lies below the root. */
function below(prefix: readonly string[], index: GitIndex): GitIndex {
  if (prefix.length === 0) return index;
  const { files, absent, submodules } = index;
  const start = `${prefix.join("/")}/`;
  const cut = (paths: Iterable<string>) => [...paths].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  return { ...index, files: cut(files), absent: new Set(cut(absent)), submodules: new Set(cut(submodules)) };
}

/** `info/exclude` and the `.gitignore` files above the root, the weakest first. */
function readOuterLists(fs: FileSystem, repository: Repository, prefix: readonly string[]): IgnoreList[] {
  const lists = [parseIgnoreList(readExcludes(fs, repository), 0)];
  let folder = repository.top;
  for (const [depth, part] of prefix.entries()) {
    const bytes = fs.read(joinPath(folder, ".gitignore"), MAX_IGNORE_BYTES);
    if (typeof bytes === "object") lists.push(parseIgnoreList(decodeLoosely(bytes), depth));
    folder = joinPath(folder, part);
  }
  return lists;
}

function isRootIgnored(lists: readonly IgnoreList[], prefix: readonly string[]): boolean {
  return prefix.some((_, index) =>
    isIgnored(
      lists.filter(({ depth }) => depth <= index),
      prefix.slice(0, index + 1),
      true,
    ),
  );
}

function isLink(fs: FileSystem, root: string, path: string): boolean {
  if (fs.kindOf(joinPath(root, path)) !== "link") return false;
  const parent = parentPath(path);
  return parent === "" || followLinks(fs, root, parent).path === parent;
}

/** Index of the first of the sorted `paths` that is not before `prefix`. */
function findFirst(paths: readonly string[], prefix: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(paths[middle]!, prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortPaths(paths: Iterable<string>): string[] {
  return [...paths].sort(compareText);
}

/** So that links to folders full of links cannot multiply. */
const MAX_LINKED_PATHS = 20_000;
const MAX_IGNORE_BYTES = 256 * 1024;
