/** Runs git. Only where there are processes: a browser has none. */
export interface GitAccess {
  /**
   * Runs one of the commands that read, in a repository that was found and
   * opened by ourselves, so that nothing of its config is obeyed.
   */
  run(request: GitRequest): Uint8Array | GitFailure;
  /** The name that git gives to a file of these bytes, in hex. */
  hashBlob(bytes: Uint8Array, format: ObjectFormat): string;
}

export interface GitRequest {
  /** The folder that holds `.git`, where git and its config are: see `Repository`. */
  repository: { top: string; folder: string; common: string };
  command: GitCommand;
  /** What is a value among them stands behind `--`, or is a hash or a ref that git itself has named. */
  words: readonly string[];
  input?: string;
  /** The most that git may answer. */
  maxBytes: number;
}

/** The commands that, hardened, start no program whatever a repository's config says. */
export type GitCommand = "symbolic-ref" | "merge-base" | "for-each-ref" | "ls-tree" | "cat-file" | "rev-list" | "log";
export type ObjectFormat = "sha1" | "sha256";

export type GitFailure = "not-installed" | "too-slow" | "too-large" | "failed";

/** Why git gave no answer, to stand behind "as". */
export const GIT_FAILURES: Readonly<Record<GitFailure, string>> = {
  "not-installed": "git is not installed",
  "too-slow": "git took more than 2 seconds",
  "too-large": "git answered more than can be looked at",
  failed: "git could not read the repository",
};
