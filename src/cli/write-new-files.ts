import { closeSync, lstatSync, mkdirSync, openSync, realpathSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";
import { describeSystemError } from "./system-error.ts";
import { isBelow } from "./write-file.ts";

/** Throws a UsageError that names each path where something stands already, be it a link to nowhere. */
export function rejectExisting(folder: string, paths: readonly string[]): void {
  const existing = paths.filter((path) => lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined);
  if (existing.length > 0) throw new UsageError(existing.map((path) => `${quote(path)} is there already, and nothing is overwritten: nothing was written`));
}

/**
 * Writes files that are not there yet, all or none, with the folders they need.
 * Nothing is overwritten, also not what appears meanwhile, and nothing is
 * written through a link that leads out of `folder`.
 */
export function writeNewFiles(folder: string, files: readonly { path: string; text: string }[]): void {
  rejectExisting(
    folder,
    files.map(({ path }) => path),
  );
  const undo: (() => void)[] = [];
  for (const { path, text } of files) {
    try {
      const absolute = join(folder, path);
      makeFolders(dirname(absolute), undo);
      if (!isBelow(realpathSync(folder), realpathSync(dirname(absolute))))
        throw new UsageError(`cannot write ${quote(path)}: its folder is a link out of this one`);
      writeNew(absolute, text, undo);
    } catch (error) {
      for (const step of undo.reverse()) step();
      if (error instanceof UsageError) throw error;
      throw new UsageError(`cannot write ${quote(path)}: ${describeSystemError(error)}; nothing was written`, { cause: error });
    }
  }
}

function makeFolders(folder: string, undo: (() => void)[]): void {
  const missing: string[] = [];
  for (let path = folder; lstatSync(path, { throwIfNoEntry: false }) === undefined; path = dirname(path)) missing.push(path);
  for (const path of missing.reverse()) {
    mkdirSync(path);
    undo.push(() => rmdirSync(path));
  }
}

function writeNew(path: string, text: string, undo: (() => void)[]): void {
  const descriptor = openSync(path, "wx");
  undo.push(() => rmSync(path, { force: true }));
  try {
    const bytes = Buffer.from(text);
    // One write may take in only a part, on a full disk for instance.
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  } finally {
    closeSync(descriptor);
  }
}
