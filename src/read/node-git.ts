import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { GitAccess, GitFailure, GitRequest } from "./git-access.ts";
import { relativePath } from "./paths.ts";

/**
 * The git of this machine, in a way that leaves nothing to the repository.
 *
 * A repository's own config can name programs that git starts, and the
 * variables of the environment can send it to another repository. So git gets
 * an environment of our making, only commands that start nothing, and a
 * deadline. The repository is named rather than looked for: `safe.directory`
 * is no concern, as nothing that it protects is used.
 */
export const nodeGit: GitAccess = {
  run({ repository, command, words, input, maxBytes }) {
    const program = findGit(repository.top);
    if (program === undefined) return "not-installed";
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    const { stdout, status, error } = spawnSync(program, [...HARDENED, command, ...words], {
      cwd: repository.top,
      env: createEnvironment(repository, program),
      input: input ?? "",
      stdio: ["pipe", "pipe", "ignore"],
      timeout: DEADLINE,
      killSignal: "SIGKILL",
      maxBuffer: maxBytes,
      windowsHide: true,
    });
    if (error) return FAILURES.get((error as NodeJS.ErrnoException).code ?? "") ?? "failed";
    return status === 0 ? stdout : "failed";
  },
  hashBlob(bytes, format) {
    const hash = process.getBuiltinModule("node:crypto").createHash(format);
    return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  },
};

// Before the command, and so over what a config says.
const HARDENED = [
  "--no-pager",
  "--no-replace-objects",
  "--literal-pathspecs",
  "--no-optional-locks",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "core.attributesFile=/dev/null",
    "protocol.allow=never",
    // Would start `gpg.program`.
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    "log.decorate=false",
    "diff.relative=false",
    "diff.renames=false",
    "color.ui=false",
  ].flatMap((entry) => ["-c", entry]),
];

/** In milliseconds. */
const DEADLINE = 2000;

const FAILURES = new Map<string, GitFailure>([
  ["ETIMEDOUT", "too-slow"],
  ["ENOBUFS", "too-large"],
  ["ENOENT", "not-installed"],
]);

function createEnvironment({ top, folder, common }: GitRequest["repository"], program: string): Record<string, string> {
  const kept = ["SystemRoot", "SYSTEMROOT", "TEMP", "TMP"].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // No HOME: a git that does not know GIT_CONFIG_GLOBAL reads no config of the user's either.
    PATH: join(program, ".."),
    LC_ALL: "C",
    GIT_DIR: folder,
    GIT_COMMON_DIR: common,
    GIT_WORK_TREE: top,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: process.platform === "win32" ? "NUL" : "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // An object that is missing may be fetched in a partial clone, which starts what the config says. Versions
    // that do not know the first one are stopped by the second: no protocol has this name.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}

/** The first git of PATH that the repository cannot have put there. */
function findGit(top: string): string | undefined {
  const isWindows = process.platform === "win32";
  const realTop = resolveLinks(top);
  if (realTop === undefined) return undefined;
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const program = join(folder, isWindows ? "git.exe" : "git");
    const real = resolveLinks(program);
    const isInside = [folder, resolveLinks(folder) ?? folder, real ?? ""].some((path) => [top, realTop].some((one) => relativePath(one, path) !== undefined));
    if (real !== undefined && !isInside && isProgram(real)) return program;
  }
  return undefined;
}

function resolveLinks(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
