import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { lstatSync, lutimesSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeSystemError } from "../cli/system-error.ts";
import { writeWhole } from "../cli/write-file.ts";
import { isAnswer } from "../read/file-system.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import type { StoredResult } from "../store/stored-result.ts";
import type { CacheFolder } from "./folder.ts";
import { ENTRY_NAME, TEMPORARY_NAME } from "./hide-entries.ts";
import type { Trace } from "./trace.ts";

export interface Entry {
  path: string;
  trace: Trace;
  head: EntryHead;
  /** Read when it is asked for. */
  result(): StoredResult;
}

interface EntryHead {
  /** The workspace root, as a path of a trace. */
  root: string;
  /** The documents of which reports may show the text, as paths of a trace. */
  shown: readonly string[];
}

/**
 * The entries of a key, the last used first. What is empty, cut off, of
 * somebody else, a link, a FIFO or too large is none.
 */
export function* readEntries({ path: folder, secret }: CacheFolder, key: string): Generator<Entry> {
  for (const { path } of listEntries(folder, key).slice(0, MAX_TRACES)) {
    const bytes = nodeFileSystem.read(path, MAX_ENTRY_BYTES);
    const entry = isAnswer(bytes) ? parseEntry(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), secret) : undefined;
    if (entry) yield entry;
  }
}

/** Keeps a result. Answers with the reason, to stand behind "as", when it cannot be kept. */
export function writeEntry(
  { path: folder, secret }: CacheFolder,
  key: string,
  { trace, head, result }: Omit<Entry, "path" | "result"> & { result: StoredResult },
): string | undefined {
  const traceText = toAscii(trace);
  const content = Buffer.from(`${traceText}\n${toAscii(head)}\n${toAscii(result)}\n`, "latin1");
  if (content.length > MAX_ENTRY_BYTES - SEAL_BYTES) return `it is larger than ${MAX_ENTRY_BYTES} bytes`;
  const name = `${key}-${createHash("sha256").update(traceText).digest("hex").slice(0, 16)}`;
  try {
    writeWhole(join(folder, name), Buffer.concat([seal(content, secret), content]), { mode: 0o600 });
    clean(folder, key);
    return undefined;
  } catch (error) {
    return `it cannot be written: ${describeSystemError(error)}`;
  }
}

/** What was used last goes last. */
export function touchEntry({ path }: Entry): void {
  try {
    const now = new Date();
    lutimesSync(path, now, now);
  } catch {
    // Another process has taken it away, or the folder is read-only.
  }
}

function parseEntry(path: string, bytes: Buffer, secret: Uint8Array): Entry | undefined {
  const content = bytes.subarray(SEAL_BYTES);
  if (bytes.length <= SEAL_BYTES || !timingSafeEqual(bytes.subarray(0, SEAL_BYTES), seal(content, secret))) return undefined;
  const ends = [content.indexOf("\n")];
  ends.push(content.indexOf("\n", ends[0]! + 1));
  return {
    path,
    trace: JSON.parse(content.toString("latin1", 0, ends[0])) as Trace,
    head: JSON.parse(content.toString("latin1", ends[0]! + 1, ends[1])) as EntryHead,
    result: () => JSON.parse(content.toString("latin1", ends[1]! + 1)) as StoredResult,
  };
}

/** JSON that is decoded and parsed in half the time. */
function toAscii(value: object): string {
  return JSON.stringify(value).replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Nobody but the user can make one, so that what stands behind a seal is ours to its end. */
function seal(content: Uint8Array, secret: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(content).digest();
}

interface Listed {
  path: string;
  bytes: number;
  /** In milliseconds since 1970. */
  used: number;
}

/** Those of a key, or all; the last used first. */
function listEntries(folder: string, key = ""): Listed[] {
  const paths = namesIn(folder).flatMap((name) => (ENTRY_NAME.test(name) && name.startsWith(key) ? [join(folder, name)] : []));
  return statAll(paths).sort((a, b) => b.used - a.used);
}

/** Takes away what is used least. Another process that does the same at the same time is no trouble: what is gone is gone. */
function clean(folder: string, key: string): void {
  let room = MAX_FOLDER_BYTES;
  let count = 0;
  let ofKey = 0;
  for (const { path, bytes } of listEntries(folder)) {
    const isOfKey = path.startsWith(join(folder, key));
    room -= bytes;
    count++;
    if (isOfKey) ofKey++;
    if (room < 0 || count > MAX_ENTRIES || (isOfKey && ofKey > MAX_TRACES)) rmSync(path, { force: true });
  }
  const left = statAll(namesIn(folder).flatMap((name) => (TEMPORARY_NAME.test(name) ? [join(folder, name)] : [])));
  for (const { path, used } of left) if (Date.now() - used > ABANDONED) rmSync(path, { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statAll(paths: readonly string[]): Listed[] {
  return paths.flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats && !stats.isDirectory() ? [{ path, bytes: stats.size, used: stats.mtimeMs }] : [];
  });
}

const SEAL_BYTES = 32;
/** Of one key: the branches that one goes to and fro between. */
const MAX_TRACES = 4;
const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
const MAX_FOLDER_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 2000;
/** Nobody writes a file for so long, in milliseconds. */
const ABANDONED = 3_600_000;
