/**
 * What git says of the workspace's files. Each answer is computed when it is
 * first asked for, so that a run whose rules need none never starts git.
 * A text in place of an answer says why there is none, to stand behind "as".
 */
export interface GitFacts {
  /** How far the boards that are linted have got on their way to other sessions, by path. */
  states(): ReadonlyMap<string, FileState> | string;
  /** The past of every board and prompt that has one, and of the file for blockers, by path. */
  histories(): ReadonlyMap<string, FileHistory> | string;
}

/** The first thing that keeps a file from other sessions, or that nothing does. */
export type FileState =
  | { type: "ignored" | "untracked" | "changed" | "staged" | "shared" }
  /** Added, in a repository without a commit, or on a branch without one. */
  | { type: "no-commits" }
  /** A commit that touches it is not on the branch that this one is pushed to: `origin/main`. */
  | { type: "unpushed"; branch: string; upstream: string }
  /** A commit that touches it is on no branch of a remote, and the branch says nowhere to push to. */
  | { type: "no-upstream"; branch: string; remote: string }
  /** The same without a branch: HEAD is detached. */
  | { type: "detached" }
  /** Why it cannot be told, to stand behind "as": no alarm then. */
  | { type: "unknown"; reason: string };

/** A file as its commits left it. */
export interface FileHistory {
  /** The commits that changed the file, the newest first. */
  versions: readonly FileVersion[];
  /** Whether they go back to the one that made the file: not in a shallow clone, nor beyond the limits. */
  isComplete: boolean;
}

export interface FileVersion {
  /** The whole hash. */
  commit: string;
  /** When it was committed, in milliseconds since 1970. */
  time: number;
  author: string;
  /** The whole text after the commit; `undefined` where the commit took the file away. */
  text: string | undefined;
}
