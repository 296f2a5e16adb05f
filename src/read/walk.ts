import { decodeLoosely } from "./decode.ts";
import { describeRefusal, isAnswer, type FileSystem, type ReadProblem, type SkippedPath } from "./file-system.ts";
import { isIgnored, parseIgnoreList, type IgnoreList } from "./ignore-rules.ts";
import { compareText } from "../finding.ts";
import { openRepository } from "./git.ts";
import { joinPath } from "./paths.ts";

export interface WalkOptions {
  fs: FileSystem;
  root: string;
  /** Where to start, relative to the root; `""` for the root. */
  start: string;
  /** `undefined` outside git: then all but `node_modules` and dot folders is taken. */
  git: WalkGit | undefined;
}

export interface WalkGit {
  /** The root's own parts below the top of the repository. */
  prefix: readonly string[];
  /** The lists that hold at the root, the weakest first; the root's own `.gitignore` is not among them. */
  lists: readonly IgnoreList[];
  /** Whether git tracks anything in a folder. */
  isTracked(folder: string): boolean;
  isSubmodule(folder: string): boolean;
}

/** All paths are relative to the root. */
export interface Walk {
  files: string[];
  links: string[];
  /** FIFOs, sockets, devices. */
  others: string[];
  /** Other repositories: their folders, which were not entered. */
  repositories: string[];
  /** The `.gitignore` files below the root, by the folder they stand in. */
  ignoreLists: ReadonlyMap<string, IgnoreList>;
  problems: ReadProblem[];
  skipped: SkippedPath[];
}

/** What git would list, or all that is no dependency, without ever entering what is left out. */
export function walkFolders({ fs, root, start, git }: WalkOptions): Walk {
  const ignoreLists = new Map<string, IgnoreList>();
  const walk: Walk = { files: [], links: [], others: [], repositories: [], ignoreLists, problems: [], skipped: [] };
  const stack = [{ folder: start, parts: [...(git?.prefix ?? []), ...start.split("/").filter((part) => part !== "")], lists: git?.lists ?? [] }];
  let steps = 0;

  while (stack.length > 0) {
    const { folder, parts, lists: inherited } = stack.pop()!;
    const entries = fs.list(joinPath(root, folder));
    if (!isAnswer(entries)) {
      walk.problems.push({ path: folder || ".", message: describeRefusal(entries, folder, "folder") });
      continue;
    }
    const kinds = new Map(entries.map(({ name, kind }) => [name, kind]));
    if (folder !== start && git && kinds.has(".git") && !git.isTracked(folder) && openRepository(fs, joinPath(root, folder))) {
      walk.repositories.push(folder);
      walk.skipped.push({ path: folder, reason: "another repository" });
      continue;
    }
    const own = git && kinds.has(".gitignore") ? readIgnoreFile(joinPath(folder, ".gitignore"), parts.length) : undefined;
    if (own) ignoreLists.set(folder, own);
    const lists = own ? [...inherited, own] : inherited;
    const [rules, perCharacter] = sumCosts(lists);

    for (const { name, kind } of entries) {
      const path = joinPath(folder, name);
      const isFolder = kind === "folder";
      // Also `.GIT`: on some disks that is the same folder.
      if (name.length === 4 && name.toLowerCase() === ".git") continue;
      if (isFolder && name === "node_modules" && !git?.isTracked(path)) continue;
      if (isFolder && !git && name.startsWith(".")) continue;
      if (isFolder && git?.isSubmodule(path)) {
        walk.repositories.push(path);
        walk.skipped.push({ path, reason: "a submodule" });
        continue;
      }
      if (git) {
        parts.push(name);
        steps += rules + perCharacter * path.length;
        const ignored = isIgnored(lists, parts, isFolder);
        parts.pop();
        if (ignored) continue;
      }
      if (isFolder) stack.push({ folder: path, parts: [...parts, name], lists });
      else if (kind === "file") walk.files.push(path);
      else (kind === "link" ? walk.links : walk.others).push(path);
    }

    if (walk.files.length + stack.length > MAX_PATHS || steps > MAX_STEPS) {
      const what = steps > MAX_STEPS ? "the ignore files hold too many patterns for so many files" : `more than ${MAX_PATHS} files`;
      walk.problems.push({ message: `${what}: the rest was not read; start in a smaller folder or name it with \`--root\`` });
      break;
    }
  }

  for (const paths of [walk.files, walk.links, walk.others, walk.repositories]) paths.sort(compareText);
  return walk;

  function readIgnoreFile(path: string, depth: number): IgnoreList | undefined {
    const bytes = fs.read(joinPath(root, path), MAX_IGNORE_BYTES);
    if (bytes === "not-a-file") walk.skipped.push({ path, reason: "not a regular file, its rules are not used" });
    else if (!isAnswer(bytes)) walk.problems.push({ path, message: describeRefusal(bytes, path, "file", MAX_IGNORE_BYTES) });
    return isAnswer(bytes) ? parseIgnoreList(decodeLoosely(bytes), depth) : undefined;
  }
}

/** Tells of a path that need not be there whether git would leave it out, by the lists that `walk` went by. */
export function createIgnoreTest({ prefix, lists: outer }: WalkGit, { ignoreLists }: Walk): (path: string) => boolean {
  const known = new Map<string, boolean>();
  let room = MAX_TEST_STEPS;
  return (path) => {
    const cached = known.get(path);
    if (cached !== undefined) return cached;
    const ignored = test(path.split("/"));
    known.set(path, ignored);
    return ignored;
  };

  function test(parts: readonly string[]): boolean {
    let lists = outer;
    for (const index of parts.keys()) {
      const own = ignoreLists.get(parts.slice(0, index).join("/"));
      if (own) lists = [...lists, own];
      const [rules, perCharacter] = sumCosts(lists);
      const above = [...prefix, ...parts.slice(0, index + 1)];
      room -= rules + perCharacter * above.join("/").length;
      if (room < 0) return false;
      // What is not there may be meant as a folder.
      if (isIgnored(lists, above, index < parts.length - 1) || isIgnored(lists, above, true)) return true;
    }
    return false;
  }
}

/** What all tests of one run may cost, in the unit of `MAX_STEPS`. */
const MAX_TEST_STEPS = 100_000_000;

function sumCosts(lists: readonly IgnoreList[]): [rules: number, perCharacter: number] {
  let rules = 0;
  let perCharacter = 0;
  for (const { cost } of lists) {
    rules += cost.rules;
    perCharacter += cost.perCharacter;
  }
  return [rules, perCharacter];
}

/** Paths alone are then some 100 MB. */
const MAX_PATHS = 500_000;
/** An upper bound of the comparisons of characters, of which a second holds some hundred million. */
const MAX_STEPS = 3_000_000_000;
const MAX_IGNORE_BYTES = 256 * 1024;
