import type { FileState } from "../model/git.ts";
import { decodeLoosely } from "./decode.ts";
import { isAnswer, type FileSystem } from "./file-system.ts";
import { GIT_FAILURES } from "./git-access.ts";
import { createConversionTest } from "./git-attributes.ts";
import type { GitConfig } from "./git-config.ts";
import { readHead, type GitQuestion, type Head } from "./git-head.ts";
import type { IndexEntry } from "./git-index.ts";
import { objectFormat, readIndex, type GitNames } from "./git.ts";
import { joinPath } from "./paths.ts";

export interface StateOptions extends GitQuestion {
  fs: FileSystem;
  config: GitConfig;
  names: GitNames;
  /** From the top of the repository; git can be asked for all of them at once. */
  paths: readonly string[];
  isIgnored(path: string): boolean;
  /** The file of `.git` that holds what is committed next, when it is not `index`. */
  indexName: string | undefined;
  /** A hook runs us: what is committed or pushed next is what we look at. */
  isHook: boolean;
  /** A checkout of what somebody has pushed. */
  isCi: boolean;
}

/**
 * How far files have got on their way to other sessions, by path; a text says
 * why it cannot be told.
 *
 * git is asked at most four times, however many files there are. Whether a
 * file is changed is not among the questions: `git status` would run the
 * filters that the repository's config names, so we compare hashes.
 */
export function readStates(options: StateOptions): ReadonlyMap<string, FileState> | string {
  const { repository, fs, config, names, paths } = options;
  const index = readIndex(fs, { ...repository, reason: undefined }, config, { wanted: new Set(paths), name: options.indexName });
  if (typeof index === "string") return `the index of git ${index}`;
  const head = readHead(options, names.branch);
  if (typeof head === "string") return head;
  const committed = head.type === "unborn" ? new Map<string, string>() : readTree(options, "HEAD");
  if (typeof committed === "string") return committed;

  const contents = { options, head, committed, isConverted: createConversionTest({ fs, ...repository, config }) };
  const states = new Map<string, FileState>();
  const whole: string[] = [];
  const hasRemote = findRemote(config) !== undefined;
  for (const path of paths) {
    const entry = index.entries.get(path);
    const state: FileState | undefined =
      entry && !entry.isIntended ? compare(path, entry, contents) : { type: options.isIgnored(path) ? "ignored" : "untracked" };
    // Sessions that share a working tree see the file as it is, and nothing says that there is another one.
    const isSeen = !hasRemote && (state?.type === "changed" || state?.type === "staged");
    if (state) states.set(path, isSeen ? { type: "unknown", reason: NO_REMOTE } : state);
    else whole.push(path);
  }
  for (const [path, state] of judgeSharing(options, head, whole)) states.set(path, state);
  return states;
}

const NO_REMOTE = "the repository has no remote to push it to";

interface Comparison {
  options: StateOptions;
  head: Head;
  /** Names of what HEAD has. */
  committed: ReadonlyMap<string, string>;
  isConverted: (path: string) => boolean;
}

/** What keeps a tracked file out of HEAD; `undefined` when HEAD has it as it is. */
function compare(path: string, entry: IndexEntry, { options, head, committed, isConverted }: Comparison): FileState | undefined {
  const { fs, git, repository, config, isHook } = options;
  if (head.type === "unborn") return { type: isHook ? "shared" : "no-commits" };
  if (entry.isConflict) return { type: "changed" };
  const bytes = fs.read(joinPath(repository.top, path), MAX_FILE_BYTES);
  if (!isAnswer(bytes)) return { type: "unknown", reason: "its file cannot be read" };

  const hash = committed.get(path);
  const format = objectFormat(config);
  // git may check files out with other line endings than it keeps.
  const hashes = [bytes, withoutReturns(bytes)].map((content) => git.hashBlob(content, format));
  if (hash !== undefined && hashes.includes(hash)) return undefined;
  if (isConverted(path)) return { type: "unknown", reason: "a filter or encoding in .gitattributes changes what git keeps of it" };
  if (hash !== undefined && !hashes.includes(entry.hash)) return { type: "changed" };
  return { type: isHook ? "shared" : "staged" };
}

/** Names of the content of those of `paths` that a commit has. */
function readTree({ git, repository, paths }: StateOptions, commit: string): Map<string, string> | string {
  const answer = git.run({ repository, command: "ls-tree", words: ["-z", "--full-tree", commit, "--", ...paths], maxBytes: MAX_ANSWER });
  if (typeof answer === "string") return GIT_FAILURES[answer];
  const files = new Map<string, string>();
  for (const line of decodeLoosely(answer).split("\0")) {
    const match = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line);
    if (match) files.set(match[2]!, match[1]!);
  }
  return files;
}

/** Of files that HEAD has as they are: whether its commits are where others get them. */
function judgeSharing(options: StateOptions, head: Head, paths: readonly string[]): Map<string, FileState> {
  const { fs, repository, config, names, isHook, isCi } = options;
  const all = (state: FileState) => new Map(paths.map((path) => [path, state]));
  const unknown = (reason: string) => all({ type: "unknown", reason });
  if (paths.length === 0 || head.type === "unborn") return new Map();
  const remote = findRemote(config);
  if (remote === undefined) return unknown(NO_REMOTE);
  if (isHook) return unknown("git is at work, and may be about to push it");
  // A cut history cannot tell what another branch has.
  const isShallow = fs.kindOf(joinPath(repository.common, "shallow")) === "file";
  const hasTracking = names.branches.some((name) => name.startsWith(`${remote}/`));

  if (head.type === "detached") {
    if (isCi || isShallow) return unknown("HEAD is detached");
    return findUnshared("--remotes", () => ({ type: "detached" }));
  }
  const { name: branch, upstream } = head;
  if (upstream && !upstream.isGone) {
    if (upstream.ahead === 0) return all({ type: "shared" });
    if (isShallow && upstream.behind > 0) return unknown("the clone is shallow");
    return findUnshared(upstream.ref, () => ({ type: "unpushed", branch, upstream: upstream.ref.replace(/^refs\/(?:remotes\/)?/, "") }));
  }
  if (isShallow || isCi) return unknown(`branch \`${branch}\` has no upstream`);
  // Often deleted once it was merged, perhaps squashed into a commit that is not ours.
  if (upstream && hasTracking) return unknown("the upstream branch is gone");
  return findUnshared("--remotes", () => ({ type: "no-upstream", branch, remote }));

  /** Files that a commit has touched which `others` do not have. */
  function findUnshared(others: string, state: () => FileState): Map<string, FileState> {
    const touched = listTouched(options, others, paths);
    if (typeof touched === "string") return unknown(touched);
    return new Map(paths.map((path) => [path, touched.has(path) ? state() : { type: "shared" }]));
  }
}

function listTouched({ git, repository }: StateOptions, others: string, paths: readonly string[]): Set<string> | string {
  const words = ["--format=", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "HEAD", "--not", others, "--", ...paths];
  const answer = git.run({ repository, command: "log", words, maxBytes: MAX_ANSWER });
  if (typeof answer === "string") return GIT_FAILURES[answer];
  return new Set(
    decodeLoosely(answer)
      .split("\0")
      .map((name) => name.replace(/^\n+/, "")),
  );
}

/** `origin` where there is one, else the first; `undefined` without any. */
function findRemote(config: GitConfig): string | undefined {
  const remotes = [...config.keys()].flatMap((key) => /^remote\.(.+)\.url$/.exec(key)?.[1] ?? []);
  return remotes.includes("origin") ? "origin" : remotes[0];
}

/** With `\n` in place of `\r\n`. */
function withoutReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== CARRIAGE_RETURN || bytes[index + 1] !== LINE_FEED);
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_ANSWER = 16 * 1024 * 1024;
