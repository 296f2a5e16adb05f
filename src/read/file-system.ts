import type { GitAccess } from "./git-access.ts";

/**
 * All that the linter asks of a disk, so that tests, editors and browsers can
 * answer from memory.
 *
 * Paths are absolute with `/` (`C:/x` on Windows). An answer that cannot be
 * given is a `Refusal`, never an exception. Nothing here writes.
 */
export interface FileSystem {
  /** What stands at a path; a link is not followed. */
  kindOf(path: string): EntryKind | Refusal;
  /** What a folder holds, in any order; a link is not followed. */
  list(folder: string): FolderEntry[] | Refusal;
  /** The bytes of a regular file of at most `limit` bytes; a link is not followed. */
  read(path: string, limit: number): Uint8Array | Refusal;
  /** Where a link points, as written in it. */
  readLink(path: string): string | undefined;
  /** A path as users of this disk write it, with `/`. */
  fromNative(path: string): string;
  /** The path with all links followed: only for what the user named (working folder, `--root`). */
  realPath(path: string): string | undefined;
  /** What goes beyond reading `.git`: content of commits. Without it, rules that need that are skipped. */
  git?: GitAccess | undefined;
  /** Runs the JavaScript module at a path and answers with its exports; rejects where that fails. Without it no plugin is run. */
  load?: ((path: string) => Promise<unknown>) | undefined;
}

/** `other`: FIFO, socket, device. */
export type EntryKind = "file" | "folder" | "link" | "other";

export interface FolderEntry {
  name: string;
  kind: EntryKind;
}

/** Why the disk gave no answer. */
export type Refusal = "missing" | "denied" | "not-a-file" | "too-large" | "failed";

/** An answer that is no refusal: lists and bytes are objects, refusals are strings. */
export function isAnswer<Answer extends object>(answer: Answer | Refusal): answer is Answer {
  return typeof answer === "object";
}

/** Why a path cannot be read, to stand behind its name. */
export function describeRefusal(refusal: Refusal, path: string, kind: "file" | "folder", limit = 0): string {
  switch (refusal) {
    // Names that are not UTF-8 come with U+FFFD in them, and are not found again.
    case "missing":
      return path.includes("\uFFFD") ? "its name is not UTF-8" : `no such ${kind}`;
    case "denied":
      return `the ${kind} may not be read`;
    case "not-a-file":
      return `is no regular ${kind}`;
    case "too-large":
      return `is larger than ${limit} bytes`;
    case "failed":
      return `the ${kind} cannot be read`;
  }
}

/** Something that could not be analysed: said, and the exit code is 2. */
export interface ReadProblem {
  /** Relative to the workspace root where it lies in it, else as the user wrote it. */
  path?: string;
  /** One line, without the path. */
  message: string;
}

/** Something left out on purpose; said with `--verbose`. */
export interface SkippedPath {
  path: string;
  reason: string;
}
