import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, realpathSync, type Dirent, type Stats } from "node:fs";
import { pathToFileURL } from "node:url";
import type { EntryKind, FileSystem, Refusal } from "./file-system.ts";
import { importModule } from "./import-module.ts";
import { nodeGit } from "./node-git.ts";

/** The disk. Synchronous: a run waits for all its files anyway, and promises cost three times the CPU. */
export const nodeFileSystem: FileSystem = {
  kindOf(path) {
    try {
      return entryKind(lstatSync(toNative(path)));
    } catch (cause) {
      return toRefusal(cause);
    }
  },
  list(folder) {
    try {
      return readdirSync(toNative(folder), { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: entryKind(entry) }));
    } catch (cause) {
      return toRefusal(cause);
    }
  },
  read(path, limit) {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(toNative(path), OPEN_FLAGS);
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return "not-a-file";
      if (stats.size > limit) return "too-large";
      return readAtMost(descriptor, stats.size, limit);
    } catch (cause) {
      return toRefusal(cause);
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  },
  readLink(path) {
    try {
      return fromNative(readlinkSync(toNative(path)));
    } catch {
      return undefined;
    }
  },
  fromNative,
  realPath(path) {
    try {
      return fromNative(realpathSync(toNative(path)));
    } catch {
      return undefined;
    }
  },
  git: nodeGit,
  load: (path) => importModule(pathToFileURL(toNative(path)).href),
};

// A backslash is an ordinary character outside Windows.
function fromNative(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

// Never through a link, and a FIFO must not make us wait for a writer. Windows has neither flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Windows reads `C:` as the drive's working folder. */
function toNative(path: string): string {
  return process.platform === "win32" && /^[A-Za-z]:$/.test(path) ? `${path}/` : path;
}

// The size is a hint only: files of /proc say 0, and a file may grow while it is read.
function readAtMost(descriptor: number, size: number, limit: number): Uint8Array | Refusal {
  let buffer = new Uint8Array(Math.min(size, limit) + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0) return buffer.subarray(0, length);
    if (length > limit) return "too-large";
    if (length < buffer.length) continue;
    const larger = new Uint8Array(Math.min(buffer.length * 2, limit) + 1);
    larger.set(buffer);
    buffer = larger;
  }
}

function entryKind(entry: Dirent | Stats): EntryKind {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

function toRefusal(cause: unknown): Refusal {
  return REFUSALS.get((cause as NodeJS.ErrnoException).code ?? "") ?? "failed";
}

const REFUSALS = new Map<string, Refusal>([
  ["ENOENT", "missing"],
  ["ENOTDIR", "missing"],
  ["EACCES", "denied"],
  ["EPERM", "denied"],
  ["ELOOP", "not-a-file"],
  ["EMLINK", "not-a-file"],
  ["ENXIO", "not-a-file"],
  ["EISDIR", "not-a-file"],
]);
