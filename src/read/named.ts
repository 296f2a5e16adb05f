import { quote, suggestNearest, nearest } from "../nearest.ts";
import { discoverFiles, isDocumentPath, type Discovery } from "./discover.ts";
import type { FileSystem, ReadProblem } from "./file-system.ts";
import { createPathMatcher, describeGlobMistake, escapeGlob, hasGlobCharacters, GLOB_CHARACTERS, type PathMatcher } from "./glob.ts";
import { followLinks } from "./links.ts";
import { baseName, foldersOf, joinPath, normalizePath, parentPath, relativePath, resolvePath } from "./paths.ts";

export interface Selection {
  /** Files that were named themselves, relative to the root. */
  named: Set<string>;
  /** Documents in named folders, or that a glob matches. */
  found: Set<string>;
  /** The named folders and globs: what lies in them was asked for, also where it cannot be read. */
  areas: PathMatcher[];
  problems: ReadProblem[];
}

export interface SelectOptions {
  fs: FileSystem;
  root: string;
  cwd: string;
  /** Files, folders and globs as the user wrote them, relative to `cwd`. */
  names: readonly string[];
  /** Files and folders whose names may look like globs. */
  literalNames: readonly string[];
  discovery: Discovery;
}

/** Which files the names of the command line stand for. */
export function selectNamed({ fs, root, cwd, names, literalNames, discovery }: SelectOptions): Selection {
  const selection: Selection = { named: new Set(), found: new Set(), areas: [], problems: [] };
  const documents = discovery.files.filter(isDocumentPath);
  const globs = new Set(names.filter(hasGlobCharacters));
  for (const name of new Set([...names, ...literalNames])) {
    const say = (message: string) => selection.problems.push({ path: name, message });
    const path = locate(fs, root, resolvePath(cwd, fs.fromNative(name)));
    if (path === undefined) {
      say(`lies outside the workspace ${quote(root)}; \`--root\` names another`);
      continue;
    }
    if (path.split("/").includes(".git")) {
      say("lies in .git, which is not read");
      continue;
    }

    const target = followLinks(fs, root, path);
    if (target.refusal === "missing" && globs.has(name)) {
      selectGlob(name);
    } else if (target.refusal) {
      say(target.refusal === "missing" ? `no such file or folder${suggestPath(path)}` : REFUSALS[target.refusal]);
    } else if (target.kind === "file") {
      selection.named.add(spelledOnDisk(target.path, discovery.files));
    } else if (target.kind === "folder") {
      const found = findInFolder(target.path);
      for (const document of found) selection.found.add(document);
      if (found.length === 0) say("holds no file that can be read");
    } else {
      say("is no regular file");
    }
  }
  return selection;

  function findInFolder(folder: string): string[] {
    const prefix = folder === "" ? "" : `${folder}/`;
    selection.areas.push((path) => path.startsWith(prefix));
    const inside = documents.filter((document) => document.startsWith(prefix));
    if (inside.length > 0) return inside;
    // A folder that git ignores is read when it is named.
    const own = discoverFiles({ fs, root, start: folder });
    selection.problems.push(...own.problems);
    return own.files.filter(isDocumentPath);
  }

  function selectGlob(name: string): void {
    const say = (message: string) => selection.problems.push({ path: name, message });
    const glob = relativePath(escapeGlob(root), resolvePath(escapeGlob(cwd), fs.fromNative(name)));
    const mistake = glob === undefined ? "lies outside the workspace" : describeGlobMistake(glob);
    if (glob === undefined || mistake !== undefined) {
      say(mistake ?? "");
      return;
    }
    const isMatch = createPathMatcher([glob]);
    selection.areas.push(isMatch);
    const matched = documents.filter(isMatch);
    for (const document of matched) selection.found.add(document);
    if (matched.length === 0) say("matches no file that can be read");
  }

  function suggestPath(path: string): string {
    const folder = parentPath(path);
    const beside = discovery.allPaths.filter((other) => parentPath(other) === folder);
    const best = nearest(baseName(path), beside.map(baseName)) ?? baseName(documents.find((other) => baseName(other) === baseName(path)) ?? "");
    if (best === "") return "";
    const found = [...beside, ...documents].find((other) => baseName(other) === best)!;
    return suggestNearest(found, [found]);
  }
}

/**
 * The folder that the search for root and config starts from: the deepest one
 * that holds all that is named, or `cwd` when nothing is.
 */
export function findStartFolder(fs: FileSystem, cwd: string, names: readonly string[]): string {
  const folders = names.map((name) => {
    const path = resolvePath(cwd, fs.fromNative(name));
    if (hasGlobCharacters(name) && fs.kindOf(path) === "missing") return findFolder(resolvePath(cwd, `${name.slice(0, name.search(GLOB_CHARACTERS))}x`));
    return findFolder(path);
  });
  return folders.length === 0 ? cwd : folders.reduce(commonFolder);

  /** The folder at a path, or the nearest above it that there is. */
  function findFolder(path: string): string {
    const inside = relativePath(cwd, path);
    if (inside === undefined) {
      const folder = fs.kindOf(path) === "folder" ? path : parentPath(path);
      return fs.realPath(folder) ?? folder;
    }
    // Below the working folder a link leads only to what also lies there; `selectNamed` says so.
    const folder = [inside, ...foldersOf(inside)].find((one) => one === "" || followLinks(fs, cwd, one).kind === "folder")!;
    return joinPath(cwd, followLinks(fs, cwd, folder).path ?? "");
  }
}

function commonFolder(first: string, second: string): string {
  let common = first;
  while (relativePath(common, second) === undefined && parentPath(common) !== common) common = parentPath(common);
  return common;
}

/** Relative to the root; also when the user named it by way of a link above the root (`/tmp` on macOS). */
function locate(fs: FileSystem, root: string, path: string): string | undefined {
  const direct = relativePath(root, path);
  if (direct !== undefined) return direct;
  const folder = fs.realPath(parentPath(path));
  return folder === undefined ? undefined : relativePath(root, normalizePath(joinPath(folder, baseName(path))));
}

/** On a disk that does not tell `a.md` from `A.md`, the name that it has there. */
function spelledOnDisk(path: string, files: readonly string[]): string {
  if (files.includes(path)) return path;
  const spelled = path.toLowerCase();
  const twins = files.filter((file) => file.toLowerCase() === spelled);
  return twins.length === 1 ? twins[0]! : path;
}

const REFUSALS = {
  outside: "is a link out of the workspace, which is not followed",
  loop: "is a link that leads back to itself",
  denied: "may not be read",
};
