import { randomBytes } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { describeSystemError } from "../cli/system-error.ts";
import { isBelow, writeWhole } from "../cli/write-file.ts";
import { quote } from "../nearest.ts";
import { isAnswer } from "../read/file-system.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { ENTRY_NAME, TEMPORARY_NAME } from "./hide-entries.ts";

/** Where results are kept from run to run. */
export interface CacheFolder {
  /** Absolute, links followed. */
  path: string;
  /** Known to this user alone: an entry without it was put there by somebody else. */
  secret: Uint8Array;
}

export interface FolderRequest {
  /** As `--cache-location` names it. */
  location: string | undefined;
  /** Absolute, links followed. */
  cwd: string;
  /** The top of the workspace, which a stranger may have written: absolute, links followed. */
  place: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Makes the folder where it is not there yet. Answers with the reason, to stand behind "as", when there can be none. */
export function openCacheFolder({ location, cwd, place, env }: FolderRequest): CacheFolder | string {
  const own = userFolder(env);
  const modules = join(place, "node_modules");
  try {
    const path = location !== undefined ? resolve(cwd, location) : isFolder(modules) ? join(modules, ".cache", "prompt-lint") : own;
    if (path === undefined) return "no home folder is known, and no `--cache-location` is given";
    const real = followLinks(path);
    const inside = [place, cwd].some((folder) => isBelow(folder, path) || isBelow(folder, real));
    if (inside && real !== path) return `a link leads to ${quote(path)}`;
    const trouble = makeFolder(path);
    if (trouble !== undefined) return trouble;

    // What lies in the workspace may have come with it. The user's own folder has not.
    const home = inside ? own : path;
    if (home === undefined) return "no home folder is known to keep a secret in";
    const homeTrouble = home === path ? undefined : makeFolder(home);
    if (homeTrouble !== undefined) return homeTrouble;
    const secret = openSecret(home);
    return secret ? { path: realpathSync(path), secret } : `the secret in ${quote(home)} cannot be read`;
  } catch (error) {
    return `it cannot be opened: ${describeSystemError(error)}`;
  }
}

/** The user's own cache folder, as the platform has it; `undefined` without a home. */
function userFolder(env: FolderRequest["env"]): string | undefined {
  const { XDG_CACHE_HOME: xdg, HOME: home, LOCALAPPDATA: local } = env;
  if (process.platform === "win32") return local && isAbsolute(local) ? join(local, "prompt-lint", "Cache") : undefined;
  if (xdg && isAbsolute(xdg)) return join(xdg, "prompt-lint");
  if (!home || !isAbsolute(home)) return undefined;
  return process.platform === "darwin" ? join(home, "Library", "Caches", "prompt-lint") : join(home, ".cache", "prompt-lint");
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The path without links, as far as it is there. Throws for a link to nothing. */
function followLinks(path: string): string {
  let existing = path;
  while (!lstatSync(existing, { throwIfNoEntry: false }) && dirname(existing) !== existing) existing = dirname(existing);
  return join(realpathSync(existing), relative(existing, path));
}

function makeFolder(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) return `${quote(path)} is no folder`;
  if (!stats) mkdirSync(path, { recursive: true, mode: 0o700 });
  if (nodeFileSystem.kindOf(join(path, TAG)) === "file") return undefined;
  // Anybody's folder would else get a `.gitignore` that hides all that is in it.
  if (!readdirSync(path).every(isOwnName)) return `${quote(path)} holds other files: expected a folder of its own`;
  writeNew(join(path, TAG), TAG_TEXT);
  writeNew(join(path, ".gitignore"), "*\n");
  return undefined;
}

function isOwnName(name: string): boolean {
  return [TAG, ".gitignore"].includes(name) || name.startsWith(SECRET) || ENTRY_NAME.test(name) || TEMPORARY_NAME.test(name);
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function openSecret(folder: string): Uint8Array | undefined {
  const path = join(folder, SECRET);
  const known = readSecret(path);
  if (known) return known;
  const own = join(folder, `${SECRET}-${randomBytes(8).toString("hex")}`);
  writeWhole(own, randomBytes(SECRET_BYTES), { mode: 0o600 });
  try {
    // Of several processes that make one, the first has its way, so that all have the same.
    linkSync(own, path);
  } catch {
    // One that is broken makes room, and where there are no hard links, the last has its way.
    if (!readSecret(path)) renameSync(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  return readSecret(path);
}

function readSecret(path: string): Uint8Array | undefined {
  const bytes = nodeFileSystem.read(path, SECRET_BYTES);
  return isAnswer(bytes) && bytes.length === SECRET_BYTES ? bytes : undefined;
}

const SECRET = "secret";
const SECRET_BYTES = 32;
/** Backup programs leave such a folder out: <https://bford.info/cachedir/> */
const TAG = "CACHEDIR.TAG";
const TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# Results that prompt-lint has kept. They can be deleted at any time.\n";
