import { compareText } from "../finding.ts";
import { REHEARSAL_FILE } from "../model/rehearsal.ts";
import { decodeText } from "./decode.ts";
import { discoverFiles, isDocumentPath } from "./discover.ts";
import { describeRefusal, isAnswer, type FileSystem, type ReadProblem, type SkippedPath } from "./file-system.ts";
import type { GitNames } from "./git.ts";
import type { PathMatcher } from "./glob.ts";
import { selectNamed, type Selection } from "./named.ts";
import { baseName, extensionOf, joinPath, relativePath, resolvePath } from "./paths.ts";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

/** The largest file that is read unless the user says otherwise, in bytes. */
export const DEFAULT_MAX_FILE_SIZE = 5_000_000;

interface ReadFile {
  /** Relative to the workspace root, with `/`. */
  path: string;
  /** A byte order mark included. */
  text: string;
  /** Whether its findings are wanted; the other files only say what is in the workspace. */
  selected: boolean;
}

export interface ReadOptions {
  fs: FileSystem;
  /** Absolute, links followed. */
  root: string;
  /** Absolute, links followed. */
  cwd: string;
  /** Files, folders and globs relative to `cwd`; nothing named is all below `scope`. */
  names?: readonly string[];
  /** Files and folders whose names may look like globs. */
  literalNames?: readonly string[];
  /** Folder relative to the root that is meant when nothing is named; the root by default. */
  scope?: string;
  /** `ignore` of the config. It also holds for what is named. */
  isIgnored?: PathMatcher;
  /** `prompts` and `boards` of the config: JSON that is read whatever its size. */
  isExpected?: PathMatcher;
  /** In bytes. */
  maxFileSize?: number;
  /** What was piped in, in place of the file `path`, which is relative to `cwd` and need not be there. */
  stdin?: { path: string; text: string } | undefined;
  passOnNoFiles?: boolean;
}

export interface ReadResult {
  root: string;
  /** Sorted by path. */
  files: ReadFile[];
  /** Every path of the workspace, also of what was not read, sorted. */
  allPaths: readonly string[];
  git: GitNames;
  /** Whether an ignore file of git leaves a path out, be it there or not. */
  isGitIgnored: (path: string) => boolean;
  /** Files named one by one, what is piped in among them. */
  named: string[];
  /** Where what is piped in belongs. */
  stdin: string | undefined;
  /** What could not be read: any of them is exit code 2. */
  problems: ReadProblem[];
  skipped: SkippedPath[];
}

/** A JSON report, checklist, part of a run or baseline, or SARIF: what it quotes is no text of the workspace. */
const OWN_REPORT = /^\{\s{0,9}(?:"version":\s?1,\s{0,9}"(?:findings|prompts|partial)":|"\$schema":\s?"[^"\n]{0,100}\/sarif-schema-2\.1\.0\.json")/;

/** Reads the documents of the workspace, and tells which of them were asked for. */
export function readFiles(options: ReadOptions): ReadResult {
  const { fs, root, cwd, names = [], literalNames = [], scope = "", isIgnored = () => false, maxFileSize = DEFAULT_MAX_FILE_SIZE } = options;
  const discovery = discoverFiles({ fs, root });
  const selection = selectNamed({ fs, root, cwd, names, literalNames, discovery });
  const stdin = options.stdin && { ...options.stdin, path: placeStdin(root, cwd, fs.fromNative(options.stdin.path)) };
  if (stdin) selection.named.add(stdin.path);
  const isSelected = createSelector(selection, { all: names.length === 0 && literalNames.length === 0 && !stdin, scope });

  const files: ReadFile[] = [];
  const skipped = [...discovery.skipped];
  const unread = discovery.problems.filter(({ path }) => path === undefined || !isIgnored(path));
  const problems = [...selection.problems];
  let room = MAX_TOTAL_BYTES;
  let ignored = 0;
  const candidates = new Set([...discovery.files.filter(isDocumentPath), ...selection.named, ...selection.found]);
  for (const path of [...candidates].sort(compareText)) {
    // Written by the linter itself, and read for what it is.
    if (path === REHEARSAL_FILE) continue;
    const selected = isSelected(path);
    if (path === stdin?.path) {
      files.push({ path, text: stdin.text, selected });
      continue;
    }
    if (isIgnored(path)) {
      if (selected) ignored++;
      skipped.push({ path, reason: "`ignore` of the config" });
      continue;
    }
    const isExpected = selection.named.has(path) || options.isExpected?.(path) === true;
    if (!isExpected && LOCK_FILES.has(baseName(path))) {
      skipped.push({ path, reason: "a lock file" });
      continue;
    }
    const isData = !isExpected && extensionOf(path) === ".json";
    const limit = isData ? Math.min(maxFileSize, MAX_DATA_BYTES) : maxFileSize;
    const bytes = fs.read(joinPath(root, path), limit);
    if (isData && bytes === "too-large") {
      skipped.push({ path, reason: `JSON of more than ${limit} bytes is data` });
      continue;
    }
    if (!isAnswer(bytes)) {
      const wayOut = bytes === "too-large" ? ", the `maxFileSize` of the config" : "";
      unread.push({ path, message: describeRefusal(bytes, path, "file", limit) + wayOut });
      continue;
    }
    room -= bytes.length;
    if (room < 0) {
      problems.push({ path, message: `the files up to here hold more than ${MAX_TOTAL_BYTES} bytes, the rest was not read` });
      break;
    }
    const { text, reason } = decodeText(bytes);
    if (text === undefined) unread.push({ path, message: reason });
    else if (!isExpected && OWN_REPORT.test(text)) skipped.push({ path, reason: "a report of prompt-lint" });
    else files.push({ path, text, selected });
  }

  const isAsked: PathMatcher = (path) => isSelected(path) || options.isExpected?.(path) === true || selection.areas.some((area) => area(path));
  for (const problem of unread) {
    const path = problem.path;
    if (path === undefined || !isDocumentPath(path) || isAsked(path) || isMentioned(path, files)) problems.push(problem);
    else skipped.push({ path, reason: problem.message });
  }
  if (!options.passOnNoFiles && problems.length === 0 && !files.some(({ selected }) => selected)) problems.push({ message: describeNoFiles(root, ignored) });
  const isNewPath = stdin && !discovery.allPaths.includes(stdin.path);
  const allPaths = isNewPath ? [...discovery.allPaths, stdin.path].sort(compareText) : discovery.allPaths;
  const { git, isGitIgnored } = discovery;
  return { root, files, allPaths, git, isGitIgnored, named: [...selection.named].sort(compareText), stdin: stdin?.path, problems, skipped };
}

function placeStdin(root: string, cwd: string, name: string): string {
  const path = relativePath(root, resolvePath(cwd, name));
  if (path !== undefined && path !== "") return path;
  throw new UsageError(`\`--stdin-filename\` ${quote(name)} is no file of the workspace ${quote(root)}`);
}

function createSelector({ named, found }: Selection, { all, scope }: { all: boolean; scope: string }): PathMatcher {
  if (!all) return (path) => named.has(path) || found.has(path);
  return (path) => scope === "" || path.startsWith(`${scope}/`);
}

/**
 * Whether a file that was asked for speaks of another one: then it was not
 * judged in full when that one cannot be read.
 */
function isMentioned(path: string, files: readonly ReadFile[]): boolean {
  return files.some(({ text, selected }) => selected && text.includes(baseName(path)));
}

function describeNoFiles(root: string, ignored: number): string {
  const left = ignored === 0 ? "" : `, ${ignored} left out by \`ignore\` of the config`;
  return `no files to lint in ${root}: expected *.md, *.markdown, *.mdx, *.txt, *.yml, *.yaml or *.json${left} (\`--pass-on-no-files\` accepts that)`;
}

/** Written by package managers in the formats of documents. */
const LOCK_FILES = new Set(["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "packages.lock.json", "conda-lock.yml"]);
/** A board a session can read is smaller; larger JSON is fixtures, exports, maps. */
const MAX_DATA_BYTES = 256 * 1024;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;
