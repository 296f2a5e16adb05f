import { UsageError } from "../usage-error.ts";
import { quote } from "../nearest.ts";
import { decodeLoosely } from "./decode.ts";
import { isDocumentPath } from "./discover.ts";
import type { EntryKind, FileSystem, FolderEntry } from "./file-system.ts";
import { GIT_FAILURES, type GitAccess, type GitRequest } from "./git-access.ts";
import { findRepository, readGitConfig, readIndex, type Repository } from "./git.ts";
import { baseName, foldersOf, joinPath, normalizePath, relativePath } from "./paths.ts";

type OpenRepository = GitRequest["repository"];

/** A repository whose commits and index can be looked at. */
export interface History {
  fs: FileSystem;
  git: GitAccess;
  repository: OpenRepository;
}

/**
 * The repository around `folder`, to look at what is not checked out.
 *
 * @throws {UsageError} with the option that needs it, when there is none.
 */
export function openHistory(fs: FileSystem, folder: string, option: string): History {
  const repository = findRepository(fs, folder);
  if (!repository) throw new UsageError(`\`${option}\` needs a git repository, and ${quote(folder)} lies in none`);
  if (repository.folder === undefined || repository.common === undefined)
    throw new UsageError(`\`${option}\` needs a git repository: \`.git\` ${repository.reason}`);
  if (!fs.git) throw new UsageError(`\`${option}\` needs git, which cannot be run here`);
  return { fs, git: fs.git, repository: { top: repository.top, folder: repository.folder, common: repository.common } };
}

/**
 * The commit where `revision` and HEAD parted, as a pull request is compared.
 *
 * @throws {UsageError} with the remedy, when there is no such commit here.
 */
export function findMergeBase({ fs, git, repository }: History, revision: string): string {
  const option = `--since ${revision}`;
  if (revision.startsWith("-")) throw new UsageError(`\`${option}\`: expected a branch, tag or commit, got ${quote(revision)}`);
  const isShallow = fs.kindOf(joinPath(repository.common, "shallow")) === "file";
  const remedy = isShallow
    ? "this clone is shallow: fetch the whole history, as by `git fetch --unshallow` or `fetch-depth: 0` of actions/checkout"
    : `fetch it, as by \`git fetch origin ${/^[\w./-]+$/.test(revision) ? revision.replace(/^origin\//, "") : "<branch>"}\``;
  const known = git.run({ repository, command: "rev-list", words: ["--max-count=1", "--end-of-options", revision, "--"], maxBytes: MAX_LINE });
  if (typeof known === "string")
    throw new UsageError(known === "failed" ? `\`${option}\`: git knows no such commit here; ${remedy}` : `\`${option}\`: ${GIT_FAILURES[known]}`);
  const base = git.run({ repository, command: "merge-base", words: [decodeLoosely(known).trim(), "HEAD"], maxBytes: MAX_LINE });
  if (typeof base === "string")
    throw new UsageError(base === "failed" ? `\`${option}\`: it and HEAD have no commit in common here; ${remedy}` : `\`${option}\`: ${GIT_FAILURES[base]}`);
  return decodeLoosely(base).trim();
}

/** A commit by its hash or as HEAD; HEAD of a repository without commits has no files. */
export function commitFileSystem(history: History, commit: string): FileSystem {
  const { git, repository } = history;
  const answer = git.run({ repository, command: "ls-tree", words: ["-r", "-z", "--full-tree", commit], maxBytes: MAX_LIST });
  if (typeof answer === "string") {
    if (answer === "failed" && commit === "HEAD") return snapshotFileSystem(history, new Map());
    throw new UsageError(`the files of commit ${quote(commit)} cannot be listed: ${GIT_FAILURES[answer]}`);
  }
  const blobs = new Map<string, Blob>();
  for (const line of decodeLoosely(answer).split("\0")) {
    const match = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
    if (match) blobs.set(match[3]!, { hash: match[2]!, isLink: match[1] === LINK_MODE });
  }
  return snapshotFileSystem(history, blobs);
}

/**
 * What is committed next, in place of what is checked out.
 *
 * @throws {UsageError} when the index cannot be read or holds a conflict.
 */
export function indexFileSystem(history: History, indexName: string | undefined): FileSystem {
  const { fs, repository } = history;
  const opened: Repository = { ...repository, reason: undefined };
  const config = readGitConfig(fs, opened);
  const names = readIndex(fs, opened, config, { name: indexName });
  const index = typeof names === "string" ? names : readIndex(fs, opened, config, { name: indexName, wanted: new Set(names.files) });
  if (typeof index === "string") throw new UsageError(`\`--staged\`: the index of git ${index}`);
  const blobs = new Map<string, Blob>();
  for (const [path, { hash, isConflict, isIntended, isLink }] of index.entries) {
    if (isConflict) throw new UsageError(`\`--staged\`: ${quote(path)} has a merge conflict: resolve it first`);
    if (!isIntended) blobs.set(path, { hash, isLink });
  }
  return snapshotFileSystem(history, blobs);
}

interface Blob {
  hash: string;
  isLink: boolean;
}

const LINK_MODE = "120000";
const MAX_LINE = 1000;
/** In bytes. */
const MAX_LIST = 200_000_000;
const MAX_CONTENT = 500_000_000;

/** `blobs` by path from the repository's top, in place of its working tree; `.git` and what is outside stay as they are. */
function snapshotFileSystem({ fs, git, repository }: History, blobs: ReadonlyMap<string, Blob>): FileSystem {
  const { top } = repository;
  const folders = new Map<string, Map<string, EntryKind>>([["", new Map()]]);
  for (const [path, { isLink }] of blobs) addEntry(path, isLink ? "link" : "file");
  let contents: Map<string, Uint8Array> | undefined;

  return {
    ...fs,
    // What git says of the working tree is not said of this one.
    git: undefined,
    // A plugin is a tool, and not what is checked.
    load: fs.load,
    kindOf(path) {
      const inside = insideOf(path);
      if (inside === undefined) return fs.kindOf(path);
      if (folders.has(inside)) return "folder";
      const blob = blobs.get(inside);
      return blob ? (blob.isLink ? "link" : "file") : "missing";
    },
    list(folder) {
      const inside = insideOf(folder);
      if (inside === undefined) return fs.list(folder);
      const entries = folders.get(inside);
      if (!entries) return blobs.has(inside) ? "not-a-file" : "missing";
      const git: FolderEntry[] = inside === "" ? [{ name: ".git", kind: "folder" }] : [];
      return [...entries].map(([name, kind]): FolderEntry => ({ name, kind })).concat(git);
    },
    read(path, limit) {
      const inside = insideOf(path);
      if (inside === undefined) return fs.read(path, limit);
      const blob = blobs.get(inside);
      if (!blob || blob.isLink) return folders.has(inside) || blob ? "not-a-file" : "missing";
      const bytes = contentOf(blob.hash);
      return bytes === undefined ? "failed" : bytes.length > limit ? "too-large" : bytes;
    },
    readLink(path) {
      const inside = insideOf(path);
      if (inside === undefined) return fs.readLink(path);
      const blob = blobs.get(inside);
      const bytes = blob?.isLink ? contentOf(blob.hash) : undefined;
      return bytes && decodeLoosely(bytes);
    },
  };

  /** The path from the repository's top; `undefined` for `.git` and what lies outside. */
  function insideOf(path: string): string | undefined {
    const inside = relativePath(top, normalizePath(path));
    return inside === undefined || inside === ".git" || inside.startsWith(".git/") ? undefined : inside;
  }

  function addEntry(path: string, kind: EntryKind): void {
    let child = path;
    let childKind = kind;
    for (const folder of foldersOf(path)) {
      const entries = folders.get(folder) ?? new Map<string, EntryKind>();
      folders.set(folder, entries);
      entries.set(baseName(child), childKind);
      child = folder;
      childKind = "folder";
    }
  }

  /** Asks git once for all that a run reads, and for anything else one by one. */
  function contentOf(hash: string): Uint8Array | undefined {
    contents ??= readBlobs([...blobs].flatMap(([path, blob]) => (isDocumentPath(path) || baseName(path).startsWith(".") || blob.isLink ? [blob.hash] : [])));
    const known = contents.get(hash);
    if (known) return known;
    const found = readBlobs([hash]).get(hash);
    if (found) contents.set(hash, found);
    return found;
  }

  function readBlobs(hashes: readonly string[]): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const wanted = [...new Set(hashes)];
    if (wanted.length === 0) return found;
    const answer = git.run({ repository, command: "cat-file", words: ["--batch"], input: wanted.map((hash) => `${hash}\n`).join(""), maxBytes: MAX_CONTENT });
    if (typeof answer === "string") throw new UsageError(`git's objects cannot be read: ${GIT_FAILURES[answer]}`);
    for (let at = 0; at < answer.length;) {
      const end = answer.indexOf(LINE_FEED, at);
      if (end < 0) break;
      const [, hash = "", size] = /^([0-9a-f]+) blob (\d+)$/.exec(decodeLoosely(answer.subarray(at, end))) ?? [];
      at = end + 1;
      if (size === undefined) continue;
      found.set(hash, answer.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
    return found;
  }
}

const LINE_FEED = 10;
