import { isAnswer, type FileSystem, type Refusal } from "./file-system.ts";
import { decodeLoosely } from "./decode.ts";
import type { ObjectFormat } from "./git-access.ts";
import { parseGitConfig, type GitConfig } from "./git-config.ts";
import { parseGitIndex, type GitIndex } from "./git-index.ts";
import { followLinks } from "./links.ts";
import { ancestorsOf, baseName, joinPath, parentPath, relativePath, resolvePath } from "./paths.ts";

/**
 * A repository, found and read by ourselves: git would obey its config, and
 * that can start programs on nearly every command.
 */
export interface Repository {
  /** The folder that holds `.git`. */
  top: string;
  /** Where HEAD and index are; `undefined` when `.git` is not followed, and `reason` says why. */
  folder: string | undefined;
  /** Where config, refs and `info/exclude` are: another folder than `folder` in a linked working tree. */
  common: string | undefined;
  reason: string | undefined;
}

/** The names that git knows, read without running it. */
export interface GitNames {
  isRepository: boolean;
  /** `owner/name` of each remote, sorted. */
  remotes: readonly string[];
  /** Local and remote-tracking branches, these with and without their remote (`origin/main`, `main`), sorted. */
  branches: readonly string[];
  /** The branch that is checked out; `undefined` outside git and when HEAD is detached or unreadable. */
  branch: string | undefined;
}

export const NO_GIT: GitNames = { isRepository: false, remotes: [], branches: [], branch: undefined };

/** The repository that `folder` lies in: the nearest `.git` that can be one. */
export function findRepository(fs: FileSystem, folder: string): Repository | undefined {
  for (const top of ancestorsOf(folder)) {
    const repository = openRepository(fs, top);
    if (repository) return repository;
  }
  return undefined;
}

/** The repository whose top is `top`; a `.git` that is a FIFO, a device or an empty folder is none, as for git. */
export function openRepository(fs: FileSystem, top: string): Repository | undefined {
  const path = joinPath(top, ".git");
  switch (fs.kindOf(path)) {
    case "folder":
      return MARKS.some((name) => fs.kindOf(joinPath(path, name)) !== "missing") ? { top, folder: path, common: path, reason: undefined } : undefined;
    case "file":
      return openGitFile(fs, top, path);
    case "link":
      return { top, folder: undefined, common: undefined, reason: "is a link, which is not followed" };
    default:
      return undefined;
  }
}

interface ReadIndexOptions {
  /** The files whose `entries` are wanted. */
  wanted?: ReadonlySet<string>;
  /** Another file of `.git` that is the index for now, if it is there. */
  name?: string | undefined;
}

/** The index; nothing tracked when there is none yet; a text when it cannot be read. */
export function readIndex(fs: FileSystem, { folder }: Repository, config: GitConfig, { wanted, name = "index" }: ReadIndexOptions = {}): GitIndex | string {
  const own = readInside(fs, folder, name, MAX_INDEX_BYTES);
  const bytes = own === "missing" && name !== "index" ? readInside(fs, folder, "index", MAX_INDEX_BYTES) : own;
  if (bytes === "missing") return NO_INDEX;
  if (!isAnswer(bytes)) return UNREADABLE[bytes];
  return parseGitIndex(bytes, { hashBytes: objectFormat(config) === "sha256" ? 32 : 20, wanted });
}

export const NO_INDEX: GitIndex = { files: [], absent: new Set(), submodules: new Set(), entries: new Map() };

/** How the repository names its objects. */
export function objectFormat(config: GitConfig): ObjectFormat {
  return config.get("extensions.objectformat")?.at(-1) === "sha256" ? "sha256" : "sha1";
}

export function readGitConfig(fs: FileSystem, { common }: Repository): GitConfig {
  return parseGitConfig(readText(fs, common, "config"));
}

/** The text of `info/exclude`; `core.excludesFile` may point anywhere and is not obeyed. */
export function readExcludes(fs: FileSystem, { common }: Repository): string {
  return readText(fs, common, "info/exclude");
}

export function readGitNames(fs: FileSystem, repository: Repository, config: GitConfig): GitNames {
  const remotes = new Set<string>();
  for (const [key, urls] of config) {
    if (!key.startsWith("remote.") || !key.endsWith(".url")) continue;
    for (const url of urls) {
      const name = parseRemoteUrl(url);
      if (name) remotes.add(name);
    }
  }
  const head = /^ref: refs\/heads\/(\S+)/.exec(readText(fs, repository.folder, "HEAD"));
  return { isRepository: true, remotes: [...remotes].sort(), branches: [...listBranches(fs, repository)].sort(), branch: head?.[1] };
}

/** `owner/name` of a URL in one of git's forms; `undefined` for paths and for what would start a program (`ext::`). */
export function parseRemoteUrl(url: string): string | undefined {
  if (url.length > MAX_URL_LENGTH) return undefined;
  const match = /^(?:(?:https?|ssh|git):\/\/[^/\s]+\/|[\w.-]+@[\w.-]+:|[\w-]+\.[\w.-]+:)(\S+)$/.exec(url);
  const path = match?.[1]!.split("/").filter((part) => part !== "") ?? [];
  const last = path.pop();
  if (last === undefined || path.length === 0) return undefined;
  const parts = [...path, last.endsWith(".git") ? last.slice(0, -4) : last];
  return parts.every((part) => /^[\w.-]+$/.test(part) && part !== "..") ? parts.join("/") : undefined;
}

/**
 * `.git` as a file names another folder, and a stranger's may name any. It is
 * believed when that folder names this one in return: `gitdir` of a linked
 * working tree, `core.worktree` of a submodule.
 */
function openGitFile(fs: FileSystem, top: string, path: string): Repository | undefined {
  const bytes = fs.read(path, MAX_POINTER_BYTES);
  const target = isAnswer(bytes) && /^gitdir: (.+)/.exec(decodeLoosely(bytes))?.[1]?.trimEnd();
  if (!target) return undefined;
  const folder = resolvePath(top, target);
  const refused: Repository = { top, folder: undefined, common: undefined, reason: "points to a folder that does not point back" };

  if (baseName(parentPath(folder)) === "worktrees") {
    const back = readText(fs, folder, "gitdir").trim();
    const common = resolvePath(folder, readText(fs, folder, "commondir").trim() || "../..");
    const belongs = resolvePath(folder, back) === path && relativePath(common, folder) !== undefined;
    return belongs ? { top, folder, common, reason: undefined } : refused;
  }
  if (folder.includes("/.git/modules/")) {
    const worktree = parseGitConfig(readText(fs, folder, "config"))
      .get("core.worktree")
      ?.at(-1);
    const belongs = worktree !== undefined && resolvePath(folder, worktree) === top;
    return belongs ? { top, folder, common: folder, reason: undefined } : refused;
  }
  return { ...refused, reason: "points to a folder that is no linked working tree or submodule" };
}

function listBranches(fs: FileSystem, { common }: Repository): Set<string> {
  const branches = new Set<string>();
  if (common === undefined) return branches;
  const add = (ref: string) => {
    if (branches.size >= MAX_BRANCHES) return;
    if (ref.startsWith("refs/heads/")) branches.add(ref.slice("refs/heads/".length));
    if (!ref.startsWith("refs/remotes/")) return;
    const tracking = ref.slice("refs/remotes/".length);
    const name = tracking.slice(tracking.indexOf("/") + 1);
    if (name !== "HEAD" && name !== tracking) branches.add(tracking).add(name);
  };

  for (const line of readText(fs, common, "packed-refs").split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0 && !line.startsWith("#")) add(line.slice(space + 1).trimEnd());
  }
  const folders = ["refs/heads", "refs/remotes"];
  for (let visited = 0; folders.length > 0 && visited < MAX_BRANCHES; visited++) {
    const folder = folders.pop()!;
    const inside = followLinks(fs, common, folder);
    const entries = inside.kind === "folder" ? fs.list(joinPath(common, inside.path)) : "missing";
    for (const { name, kind } of isAnswer(entries) ? entries : []) {
      if (kind === "folder") folders.push(joinPath(folder, name));
      else if (kind === "file" && !name.endsWith(".lock")) add(joinPath(folder, name));
    }
  }
  return branches;
}

function readText(fs: FileSystem, folder: string | undefined, name: string): string {
  const bytes = readInside(fs, folder, name, MAX_TEXT_BYTES);
  return isAnswer(bytes) ? decodeLoosely(bytes) : "";
}

// A link in `.git` is followed as far as it stays in there.
function readInside(fs: FileSystem, folder: string | undefined, name: string, limit: number): Uint8Array | Refusal {
  if (folder === undefined) return "missing";
  const inside = followLinks(fs, folder, name);
  if (inside.kind === "file") return fs.read(joinPath(folder, inside.path), limit);
  return inside.refusal === "missing" ? "missing" : inside.refusal === "denied" ? "denied" : "not-a-file";
}

const MARKS = ["HEAD", "objects", "refs", "index", "config"];
const UNREADABLE = { denied: "may not be read", "not-a-file": "is no regular file", "too-large": "is larger than 64 MB", failed: "cannot be read" };

/** 64 MB is some 600,000 files. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const MAX_POINTER_BYTES = 8 * 1024;
const MAX_URL_LENGTH = 2048;
const MAX_BRANCHES = 10_000;
