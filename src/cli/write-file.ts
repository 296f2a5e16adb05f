import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, closeSync, constants, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";
import { describeSystemError } from "./system-error.ts";

/**
 * Writes a report whole or not at all: beside the file, then in its place.
 *
 * Nothing is written through a link, so that a repository cannot choose where
 * a report goes: neither when the file is one, nor when a folder on the way
 * below `cwd` is one that leads out of it. Without a pause in between, so that
 * no signal can leave a half-written file behind.
 */
export function writeReportFile(cwd: string, file: string, text: string): void {
  const path = resolve(cwd, file);
  try {
    const previous = statOf(path);
    if (previous?.isSymbolicLink()) throw new UsageError(`cannot write ${quote(file)}: it is a link`);
    if (previous && !previous.isFile()) throw new UsageError(`cannot write ${quote(file)}: it is no regular file`);
    if (previous) accessSync(path, constants.W_OK);
    rejectLinkOut(cwd, dirname(path), file);

    writeWhole(path, Buffer.from(text), { mode: previous?.mode });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${quote(file)}: ${describeSystemError(error)}`, { cause: error });
  }
}

/** Writes a file beside its place, under a name that nobody knows, and puts it there. `mode` is that of the file; by default that of new ones. */
export function writeWhole(path: string, bytes: Uint8Array, { mode }: { mode?: number | undefined } = {}): void {
  const temporary = join(dirname(path), `.prompt-lint-${randomBytes(8).toString("hex")}.tmp`);
  try {
    writeNew(temporary, bytes, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeNew(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const descriptor = openSync(path, "wx", mode);
  try {
    // One write may take in only a part, on a full disk for instance.
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (mode !== undefined) chmodSync(path, mode);
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function rejectLinkOut(cwd: string, folder: string, file: string): void {
  if (isBelow(cwd, folder) && !isBelow(realpathSync(cwd), realpathSync(folder))) {
    throw new UsageError(`cannot write ${quote(file)}: its folder is a link out of this one`);
  }
}

/** Whether an absolute path is `root` or below it. */
export function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
