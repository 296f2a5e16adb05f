import { baseName, normalizePath, parentPath } from "../../read/paths.ts";
import { matchesPath, parsePathPattern } from "../../read/wildcard.ts";
import type { FileTree } from "../../workspace.ts";
import type { NameIndex } from "./names.ts";
import type { PathText } from "./path-text.ts";
import { mapInside, repositoryOf, type Whereabouts } from "./whereabouts.ts";

export interface Lookup {
  files: FileTree;
  names: NameIndex;
  whereabouts: Whereabouts;
  /** Wildcards that were tried, and whether they match. */
  matched: Map<string, boolean>;
}

export interface Start {
  /** Folder of the document, relative to the root. */
  folder: string;
  /** Folder of the script or of the steps before; `undefined` when it cannot be known. */
  cwd: string | undefined;
  /** Who follows it: a person also looks in other places, a program only for the end of the path, a link nowhere else. */
  follower: "person" | "program" | "link";
}

export interface Resolution {
  candidates: readonly string[];
  resolved: string | undefined;
  /** Known to be of another repository or machine, or no telling. */
  elsewhere: boolean;
}

const ELSEWHERE: Resolution = { candidates: [], resolved: undefined, elsewhere: true };

/** What a path stands for in this workspace. */
export function resolvePathText(path: PathText, start: Start, lookup: Lookup): Resolution {
  if (path.kind === "command") return resolveCommand(path.path, lookup);
  const { files, whereabouts } = lookup;
  const renamed = path.from === "url" ? behindMissingBranch(path.path, files) : undefined;
  if (renamed !== undefined) return { candidates: [renamed], resolved: undefined, elsewhere: false };
  if (path.from === "url" || path.from === "outside") {
    const inside = mapInside(path.path, whereabouts) ?? (path.from === "url" ? mapUrl(path.path, files) : undefined);
    return inside === undefined ? ELSEWHERE : choose([normalizePath(inside)], path, { ...start, follower: "program" }, lookup);
  }
  if (path.from === "workspace")
    return choose([path.path.slice(1), ...below(start.folder, path.path.slice(1))], path, { ...start, follower: "person" }, lookup);

  const [first = ""] = path.path.split("/");
  const bases = [start.cwd ?? "", "", start.folder];
  const candidates = bases.map((base) => normalizePath(`${base === "" ? "." : base}/${path.path}`));
  const mapped = first === ".." && candidates.every((candidate) => candidate.startsWith("..")) ? mapInside(path.path, whereabouts) : undefined;
  if (mapped !== undefined) return choose([normalizePath(mapped)], path, start, lookup);
  const own = whereabouts.own.has(first.toLowerCase()) ? [path.path.slice(first.length + 1)] : [];
  const resolution = choose([...candidates, ...own, ...below(start.folder, path.path)], path, start, lookup);
  if (resolution.resolved !== undefined) return resolution;
  const isAnchored = start.follower === "person" && /^[^/]+\/[^/]+\//.test(path.path) && files.hasFolder(parentPath(path.path));
  if ((start.cwd === undefined && !isAnchored) || whereabouts.foreign.has(first.toLowerCase())) return { ...resolution, elsewhere: true };
  return resolution;
}

/** The path seen from each folder above the document: a package's documents count from the package. */
function below(folder: string, path: string): string[] {
  const paths: string[] = [];
  for (let base = folder; base !== ""; base = base.includes("/") ? base.slice(0, base.lastIndexOf("/")) : "") paths.push(normalizePath(`${base}/${path}`));
  return paths;
}

function choose(paths: readonly string[], { wildcard, path: written, from }: PathText, { follower }: Start, lookup: Lookup): Resolution {
  const { files, names } = lookup;
  const candidates = [...new Set(paths)].filter((path) => path !== ".." && !path.startsWith("../"));
  if (candidates.length === 0) return ELSEWHERE;
  const there = wildcard ? candidates.find((path) => matchesAny(path, lookup)) : candidates.find((path) => files.hasFile(path) || files.hasFolder(path));
  return {
    candidates,
    resolved:
      there ??
      (wildcard || follower === "link" ? undefined : findTail(from === "here" && !written.startsWith("..") ? written : candidates[0]!, follower, names)),
    elsewhere: false,
  };
}

/**
 * A path that ends like `path`: people leave out the folders in front
 * (`rules/x.md` for `pkg/rules/x.md`), and what is in `pkg/rules` is installed
 * into `.claude/rules`.
 */
function findTail(path: string, follower: Start["follower"], names: NameIndex): string | undefined {
  const tail = path.replace(/^\.[\w-]+\//, "");
  if (!tail.includes("/") && (follower === "program" || tail !== path)) return undefined;
  return names
    .named(baseName(tail))
    .slice(0, MAX_TRIED)
    .find((known) => known === tail || known.endsWith(`/${tail}`));
}

/** How many different wildcards a run tries, and on how many files each. */
const MAX_WILDCARDS = 200;
const MAX_TRIED = 20_000;

function matchesAny(pattern: string, { files, matched }: Lookup): boolean {
  const known = matched.get(pattern);
  if (known !== undefined || matched.size >= MAX_WILDCARDS) return known ?? false;
  const found = matchesFile(pattern, files);
  matched.set(pattern, found);
  return found;
}

function matchesFile(pattern: string, files: FileTree): boolean {
  const { paths } = files;
  const fixed = pattern.slice(0, pattern.search(/[*?[]/));
  const folder = fixed.slice(0, fixed.lastIndexOf("/") + 1);
  if (folder !== "" && !files.hasFolder(folder.slice(0, -1))) return false;
  const parsed = parsePathPattern(pattern);
  if (!parsed) return false;
  const first = lowerBound(paths, folder);
  for (let index = first; index < Math.min(paths.length, first + MAX_TRIED) && paths[index]!.startsWith(folder); index++) {
    const parts = paths[index]!.split("/");
    for (let end = parts.length; end > 0; end--) if (matchesPath(parsed, parts.slice(0, end))) return true;
  }
  return false;
}

function lowerBound(paths: readonly string[], prefix: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paths[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * `team:stop` is `commands/team/stop.md` in whatever folder commands are
 * kept. A namespace that has no other command here is another package's.
 */
function resolveCommand(name: string, { files, names }: Lookup): Resolution {
  const [space = "", command = ""] = name.split(/[:.]/, 2);
  const separator = name[space.length]!;
  const file = separator === ":" ? `${space}/${command}.md` : `${name}.md`;
  const places = names
    .named(baseName(file))
    .filter((path) => path.endsWith(`commands/${file}`) || (separator === "." && path.endsWith(`commands/${command}.md`)));
  const folder = separator === ":" ? names.named(space).find((path) => path.endsWith(`commands/${space}`) && files.hasFolder(path)) : undefined;
  if (places.length > 0) return { candidates: places, resolved: places[0], elsewhere: false };
  return folder === undefined ? ELSEWHERE : { candidates: [`${folder}/${command}.md`], resolved: undefined, elsewhere: false };
}

/** What an address of this repository shows: branch and path, or rather where either ends is not said. */
function shownBy(url: string, files: FileTree): string | undefined {
  const repository = repositoryOf(url)?.toLowerCase();
  if (repository === undefined || !files.remotes.some((remote) => remote.toLowerCase() === repository)) return undefined;
  return /^https?:\/\/(?:raw\.[^/]+\/[^/]+\/[^/]+|[^/]+\/[^/]+\/[^/]+\/(?:-\/)?(?:blob|raw|tree))\/(?:refs\/heads\/)?(.+)$/i.exec(url)?.[1];
}

/** The path in an address of this repository; `undefined` where a branch that is not checked out may hold it. */
function mapUrl(url: string, files: FileTree): string | undefined {
  const shown = shownBy(url, files);
  if (shown === undefined) return undefined;
  const branch = files.branches.filter((name) => shown.startsWith(`${name}/`)).sort((a, b) => b.length - a.length)[0];
  if (branch === undefined) return undefined;
  const path = shown.slice(branch.length + 1);
  return files.hasFile(path) || files.hasFolder(path) || files.branches.length === 1 || DEFAULT_BRANCHES.includes(branch) ? path : undefined;
}

const DEFAULT_BRANCHES = ["main", "master"];

/**
 * The path in an address whose branch is `main` in a repository that has
 * `master` instead, or the other way round. Of other branches a clone need not know.
 */
function behindMissingBranch(url: string, files: FileTree): string | undefined {
  const [branch = "", ...path] = shownBy(url, files)?.split("/") ?? [];
  const isMixedUp = DEFAULT_BRANCHES.includes(branch) && !files.branches.includes(branch) && DEFAULT_BRANCHES.some((name) => files.branches.includes(name));
  return isMixedUp && path.length > 0 ? path.join("/") : undefined;
}
