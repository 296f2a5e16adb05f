/** What git's index lists: the files it tracks, ignored or not. */
export interface GitIndex {
  /** From the top of the repository, with `/`, in git's order; in a conflict once. */
  files: readonly string[];
  /** Tracked, but left out of the working tree by a sparse checkout. */
  absent: ReadonlySet<string>;
  /** Submodules: another repository's files. */
  submodules: ReadonlySet<string>;
  /** What it says of the files that were asked for. */
  entries: ReadonlyMap<string, IndexEntry>;
}

/** What the next commit takes of a file. */
export interface IndexEntry {
  /** Name of its content, in hex. */
  hash: string;
  /** Listed more than once: a merge left it to be resolved. */
  isConflict: boolean;
  /** `git add -N`: named, but with nothing taken up yet. */
  isIntended: boolean;
  /** A symbolic link; its content is where it points. */
  isLink: boolean;
}

export interface IndexOptions {
  hashBytes?: number;
  /** The files whose `entries` are wanted. */
  wanted?: ReadonlySet<string> | undefined;
}

/**
 * Reads `.git/index`, versions 2 to 4, as git's
 * Documentation/gitformat-index.txt describes it; a text says why it cannot.
 *
 * The file is trusted in nothing: each length is held against what is left,
 * and names that git itself refuses (`..`, `.git`, absolute) end the reading.
 * The checksum is not looked at, as git itself may leave it out (`index.skipHash`).
 */
export function parseGitIndex(bytes: Uint8Array, { hashBytes = SHA1_BYTES, wanted }: IndexOptions = {}): GitIndex | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES + hashBytes || view.getUint32(0) !== SIGNATURE) return "is no index";
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return `has version ${version}, expected 2 to 4`;
  const count = view.getUint32(8);
  const end = bytes.length - hashBytes;
  if (count * (ENTRY_BYTES + hashBytes) > end) return "is cut off";

  const files: string[] = [];
  const absent = new Set<string>();
  const submodules = new Set<string>();
  const entries = new Map<string, IndexEntry>();
  const decoder = new TextDecoder();
  let name: Uint8Array = new Uint8Array();
  let offset = HEADER_BYTES;
  for (let entry = 0; entry < count; entry++) {
    const start = offset;
    const flagsAt = start + STAT_BYTES + hashBytes;
    if (flagsAt + 4 > end) return "is cut off";
    const mode = view.getUint32(start + MODE_OFFSET);
    const flags = view.getUint16(flagsAt);
    const isExtended = version >= 3 && (flags & EXTENDED) !== 0;
    const isAbsent = isExtended && (view.getUint16(flagsAt + 2) & SKIP_WORKTREE) !== 0;
    offset = flagsAt + (isExtended ? 4 : 2);

    let kept = 0;
    if (version === 4) {
      const removed = readVarint(bytes, offset, end);
      if (!removed || removed.value > name.length) return "is corrupt: a name is longer than its own start";
      kept = name.length - removed.value;
      offset = removed.end;
    }
    const nul = bytes.indexOf(0, offset);
    if (nul < 0 || nul >= end) return "is cut off";
    if (kept + nul - offset > MAX_NAME_BYTES) return "is corrupt: a name is too long";
    const rest = bytes.subarray(offset, nul);
    name = kept > 0 ? concat(name.subarray(0, kept), rest) : rest;
    // Up to version 3 entries are filled up with NULs, at least one, to a multiple of 8 bytes.
    offset = version === 4 ? nul + 1 : start + ((nul - start + 8) & ~7);

    const path = decoder.decode(name);
    const type = mode & TYPE_MASK;
    // A whole folder outside a sparse checkout: which files it holds is not said here.
    if (type === TYPE_FOLDER) continue;
    if (!isSafePath(path)) return "is corrupt: a name leaves the repository";
    if (type === TYPE_SUBMODULE) submodules.add(path);
    else if (files.at(-1) !== path) files.push(path);
    if (isAbsent) absent.add(path);
    if (!wanted?.has(path)) continue;
    entries.set(path, {
      hash: toHex(bytes.subarray(start + STAT_BYTES, start + STAT_BYTES + hashBytes)),
      isConflict: (flags & STAGE_MASK) !== 0,
      isIntended: isExtended && (view.getUint16(flagsAt + 2) & INTENT_TO_ADD) !== 0,
      isLink: type === TYPE_LINK,
    });
  }
  return findUnknownExtension(bytes, offset, end) ?? { files, absent, submodules, entries };
}

/** An extension in small letters may not be skipped, says the format: without it the list is wrong. */
function findUnknownExtension(bytes: Uint8Array, start: number, end: number): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = start; offset + 8 <= end; offset += 8 + view.getUint32(offset + 4)) {
    const name = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const isOptional = bytes[offset]! >= 0x41 && bytes[offset]! <= 0x5a;
    if (name === "link") return "is split (`core.splitIndex`), which is not supported";
    if (!isOptional && name !== "sdir") return "has an extension that is not known";
  }
  return undefined;
}

/** git's `decode_varint`: seven bits a byte, and 1 more for each byte that goes on. */
function readVarint(bytes: Uint8Array, start: number, end: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let offset = start; offset < end && offset < start + 5; offset++) {
    const byte = bytes[offset]!;
    value = (offset === start ? 0 : (value + 1) * 128) + (byte & 0x7f);
    if (byte < 0x80) return { value, end: offset + 1 };
  }
  return undefined;
}

function isSafePath(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

const SIGNATURE = 0x44495243; // DIRC
const SHA1_BYTES = 20;
const HEADER_BYTES = 12;
/** Times, device, inode, mode, owner, size: ten numbers of 4 bytes, before the hash. */
const STAT_BYTES = 40;
const MODE_OFFSET = 24;
/** The smallest entry without its hash. */
const ENTRY_BYTES = STAT_BYTES + 2;
const EXTENDED = 0x4000;
const STAGE_MASK = 0x3000;
const SKIP_WORKTREE = 0x4000;
const INTENT_TO_ADD = 0x2000;
const TYPE_MASK = 0o170000;
const TYPE_FOLDER = 0o040000;
const TYPE_LINK = 0o120000;
const TYPE_SUBMODULE = 0o160000;
const MAX_NAME_BYTES = 4096;
