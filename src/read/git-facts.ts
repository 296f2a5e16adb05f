import type { FileState, GitFacts } from "../model/git.ts";
import { once } from "../remembered.ts";
import type { FileSystem } from "./file-system.ts";
import type { GitConfig } from "./git-config.ts";
import type { GitQuestion } from "./git-head.ts";
import { readHistories } from "./git-history.ts";
import { readStates } from "./git-states.ts";
import { findRepository, readGitConfig, type GitNames } from "./git.ts";
import { joinPath, relativePath } from "./paths.ts";

export interface GitFactsOptions {
  fs: FileSystem;
  /** Of the workspace: absolute, links followed. */
  root: string;
  names: GitNames;
  /** Files of the workspace whose state may be asked for. */
  boards: readonly string[];
  /** Files whose past may be. */
  files: readonly string[];
  /** What is piped in: git knows nothing of it. */
  stdin: string | undefined;
  isIgnored(path: string): boolean;
  /** The environment, of which `readableEnvironment` is looked at. */
  env: Readonly<Record<string, string | undefined>>;
}

/** The part of the environment that a run looks at. */
export function readableEnvironment(env: GitFactsOptions["env"]): GitFactsOptions["env"] {
  return Object.fromEntries(["CI", ...GIT_AT_WORK].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** What git can be asked of a workspace; `undefined` when it lies in no repository, or nothing here can run git. */
export function openGitFacts(options: GitFactsOptions): GitFacts | undefined {
  const { fs, root, names, boards, files, stdin, env } = options;
  const { git } = fs;
  if (!git || !names.isRepository) return undefined;
  return { states: once(states), histories: once(histories) };

  function states(): ReadonlyMap<string, FileState> | string {
    const known = new Map<string, FileState>();
    const asked = boards.filter((path) => path !== stdin);
    if (stdin !== undefined && boards.includes(stdin)) known.set(stdin, { type: "unknown", reason: "it is piped in" });
    if (asked.length === 0) return known;
    const { fitting, rest } = limitPaths(asked);
    for (const path of rest) known.set(path, { type: "unknown", reason: "there are too many files to ask git for" });
    const isHook = GIT_AT_WORK.some((name) => env[name] !== undefined);
    const indexName = indexNameOf(env);
    const isCi = !["", "0", "false"].includes(env["CI"] ?? "");
    const answer = ask((opened, from, to) =>
      readStates({ fs, names, isHook, isCi, indexName, ...opened, paths: fitting.map(from), isIgnored: (path) => options.isIgnored(to(path)) }),
    );
    if (typeof answer === "string") return answer;
    for (const [path, state] of answer) known.set(path, state);
    return known;
  }

  function histories() {
    return ask((opened, from) => readHistories({ fs, ...opened, paths: limitPaths(files).fitting.map(from) }));
  }

  /** Asks in paths of the repository, and answers in those of the workspace. */
  function ask<Answer>(
    question: (
      opened: GitQuestion & { config: GitConfig },
      from: (path: string) => string,
      to: (path: string) => string,
    ) => ReadonlyMap<string, Answer> | string,
  ): ReadonlyMap<string, Answer> | string {
    const repository = findRepository(fs, root);
    if (repository?.folder === undefined || repository.common === undefined) return `.git ${repository?.reason ?? "is gone"}`;
    const { top, folder, common } = repository;
    // Only a linked working tree has one, and that one was looked at.
    if (folder === common && fs.kindOf(joinPath(folder, "commondir")) !== "missing") return ".git names another folder for its objects";
    const prefix = relativePath(top, root) ?? "";
    const to = (path: string) => (prefix === "" ? undefined : relativePath(prefix, path)) ?? path;
    const answer = question({ git: git!, repository: { top, folder, common }, config: readGitConfig(fs, repository) }, (path) => joinPath(prefix, path), to);
    return typeof answer === "string" || prefix === "" ? answer : new Map([...answer].map(([path, value]) => [to(path), value]));
  }
}

/** What stands on one command line, on Windows too. */
function limitPaths(paths: readonly string[]): { fitting: string[]; rest: string[] } {
  let room = MAX_WORDS_LENGTH;
  const fitting: string[] = [];
  const rest: string[] = [];
  for (const path of paths) {
    room -= path.length + 3;
    (room >= 0 ? fitting : rest).push(path);
  }
  return { fitting, rest };
}

/** The file of `.git` that is the index for now: `git commit -a` and `git commit FILE` fill another one before the hook runs. */
export function indexNameOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return /(?:^|[\\/])(index\.lock|next-index-\d+\.lock)$/.exec(env["GIT_INDEX_FILE"] ?? "")?.[1];
}

/** Set by git for its hooks, and by the pre-commit framework for what it runs. */
const GIT_AT_WORK = ["GIT_INDEX_FILE", "GIT_PREFIX", "PRE_COMMIT"];
const MAX_WORDS_LENGTH = 20_000;
