import type { FileHistory, FileVersion } from "../model/git.ts";
import { decodeLoosely } from "./decode.ts";
import type { FileSystem } from "./file-system.ts";
import { GIT_FAILURES } from "./git-access.ts";
import type { GitConfig } from "./git-config.ts";
import type { GitQuestion } from "./git-head.ts";
import { joinPath } from "./paths.ts";

export interface HistoryOptions extends GitQuestion {
  fs: FileSystem;
  config: GitConfig;
  /** From the top of the repository. */
  paths: readonly string[];
}

/**
 * What the commits up to HEAD did to each of the files, by path; a text says
 * why it cannot be told.
 *
 * git is asked three times, however many files there are: for the commits that
 * touch any of them, for what each of these and their parents has of them, and
 * for the texts.
 */
export function readHistories(options: HistoryOptions): ReadonlyMap<string, FileHistory> | string {
  const { fs, repository, config } = options;
  // What is not there would look as if it had never been.
  if ([...config.keys()].some((key) => key === "extensions.partialclone" || key.endsWith(".promisor"))) return "the clone is partial";
  const paths = options.paths.filter((path) => !path.includes("\n"));
  if (paths.length === 0) return new Map();
  const limit = Math.max(MIN_COMMITS, Math.min(MAX_COMMITS, Math.floor(MAX_LOOKUPS / paths.length)));
  const commits = listCommits(options, paths, limit);
  if (typeof commits === "string") return commits;
  const contents = findContents(options, paths, commits);
  if (typeof contents === "string") return contents;

  const changes = new Map(paths.map((path) => [path, commits.filter((commit) => isTouched(path, commit, contents))]));
  const texts = readTexts(options, { paths, changes, contents });
  if (typeof texts === "string") return texts;
  const isCut = commits.length >= limit || fs.kindOf(joinPath(repository.common, "shallow")) === "file";
  return new Map(paths.map((path) => [path, toHistory(path, { changes, contents, texts, isCut })]));
}

interface Past {
  changes: ReadonlyMap<string, readonly Commit[]>;
  contents: ReadonlyMap<string, Content>;
  texts: ReadonlyMap<string, string>;
  isCut: boolean;
}

function toHistory(path: string, { changes, contents, texts, isCut }: Past): FileHistory {
  const versions: FileVersion[] = [];
  for (const { hash, time, author } of changes.get(path)!) {
    const content = contents.get(keyOf(hash, path));
    const text = content && texts.get(content.hash);
    // Beyond the limit of bytes: what is older is left out, so that there is no gap.
    if (content && text === undefined) return { versions, isComplete: false };
    versions.push({ commit: hash, time, author, text });
  }
  return { versions, isComplete: !isCut };
}

interface Commit {
  hash: string;
  /** The nearest ancestors that touch one of the files as well. */
  parents: readonly string[];
  time: number;
  author: string;
}

interface Content {
  hash: string;
  bytes: number;
}

/** The newest first. */
function listCommits({ git, repository }: HistoryOptions, paths: readonly string[], limit: number): Commit[] | string {
  const words = [`--max-count=${limit}`, "--parents", "--encoding=UTF-8", "--format=%ct%x00%an", "HEAD", "--", ...paths];
  const answer = git.run({ repository, command: "rev-list", words, maxBytes: MAX_LIST_BYTES });
  if (typeof answer === "string") return GIT_FAILURES[answer];
  const lines = decodeLoosely(answer).split("\n");
  const commits: Commit[] = [];
  for (let line = 0; line + 1 < lines.length; line += 2) {
    const [word, hash = "", ...parents] = lines[line]!.split(" ");
    const [seconds, author = ""] = lines[line + 1]!.split("\0");
    if (word !== "commit") return GIT_FAILURES.failed;
    commits.push({ hash, parents, time: Number(seconds) * 1000, author });
  }
  return commits;
}

/** What commits and their parents have of the files, by `keyOf`. */
function findContents({ git, repository }: HistoryOptions, paths: readonly string[], commits: readonly Commit[]): Map<string, Content> | string {
  const keys = [...new Set(commits.flatMap(({ hash, parents }) => [hash, ...parents]))].flatMap((hash) => paths.map((path) => keyOf(hash, path)));
  const input = keys.map((key) => `${key}\n`).join("");
  const words = ["--batch-check=%(objectname) %(objecttype) %(objectsize)"];
  const answer = git.run({ repository, command: "cat-file", words, input, maxBytes: MAX_LIST_BYTES });
  if (typeof answer === "string") return GIT_FAILURES[answer];
  const contents = new Map<string, Content>();
  for (const [index, line] of decodeLoosely(answer).split("\n").entries()) {
    const match = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line);
    if (match) contents.set(keys[index]!, { hash: match[1]!, bytes: Number(match[2]) });
  }
  return contents;
}

/** A commit that only joins what its parents have changes nothing. */
function isTouched(path: string, { hash, parents }: Commit, contents: ReadonlyMap<string, Content>): boolean {
  const own = contents.get(keyOf(hash, path))?.hash;
  if (parents.length === 0) return own !== undefined;
  return parents.every((parent) => contents.get(keyOf(parent, path))?.hash !== own);
}

/** The newest versions of each file, as many as there is room for, by the name of their content. */
function readTexts(
  { git, repository }: HistoryOptions,
  { paths, changes, contents }: Pick<Past, "changes" | "contents"> & { paths: readonly string[] },
): ReadonlyMap<string, string> | string {
  const wanted = new Map<string, number>();
  let room = MAX_TEXT_BYTES;
  // Each file's newest first, then each one's second: no file takes the room of all.
  for (let age = 0; age < MAX_COMMITS; age++) {
    for (const path of paths) {
      const commit = changes.get(path)?.[age];
      const content = commit && contents.get(keyOf(commit.hash, path));
      if (!content || wanted.has(content.hash) || content.bytes > MAX_VERSION_BYTES || content.bytes > room) continue;
      wanted.set(content.hash, content.bytes);
      room -= content.bytes;
    }
  }
  if (wanted.size === 0) return new Map();
  const input = [...wanted.keys()].map((hash) => `${hash}\n`).join("");
  const answer = git.run({ repository, command: "cat-file", words: ["--batch"], input, maxBytes: MAX_TEXT_BYTES + MAX_LIST_BYTES });
  if (typeof answer === "string") return GIT_FAILURES[answer];

  const texts = new Map<string, string>();
  let offset = 0;
  for (const [hash, bytes] of wanted) {
    const start = answer.indexOf(LINE_FEED, offset) + 1;
    if (start === 0 || decodeLoosely(answer.subarray(offset, start)) !== `${hash} blob ${bytes}\n`) return GIT_FAILURES.failed;
    texts.set(hash, decodeLoosely(answer.subarray(start, start + bytes)));
    offset = start + bytes + 1;
  }
  return texts;
}

/** Also how git names a file of a commit. */
function keyOf(commit: string, path: string): string {
  return `${commit}:${path}`;
}

const LINE_FEED = 10;
const MAX_COMMITS = 200;
const MIN_COMMITS = 10;
/** Files times commits, parents not counted. */
const MAX_LOOKUPS = 10_000;
const MAX_LIST_BYTES = 8 * 1024 * 1024;
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const MAX_VERSION_BYTES = 1024 * 1024;
