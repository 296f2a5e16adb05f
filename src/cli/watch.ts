import { readdirSync, watch, type FSWatcher } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { count } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import type { LintArguments } from "./lint-arguments.ts";
import { printError, printOutput } from "./print.ts";
import type { ExitCode, LintOutcome, Services, Surroundings } from "./services.ts";

/** Lints once with these services. */
type Run = (services: Services) => Promise<ExitCode>;

/** Lints, and lints again when a file of the workspace has changed; a signal ends it. Mistakes of the first run are thrown. */
export async function runWatch(run: Run, { outputs }: Pick<LintArguments, "outputs">, surroundings: Surroundings, services: Services): Promise<never> {
  const { cwd, stdout } = surroundings;
  const own = new Set(outputs.flatMap(({ file }) => (file === undefined ? [] : [resolve(cwd, file)])));
  let outcome: LintOutcome | undefined;
  const watched: Services = {
    ...services,
    async lint(request) {
      return (outcome = await services.lint(request));
    },
  };

  await run(watched);
  const folders = createFolderWatch((path) => !own.has(path) && !OWN_TEMPORARY.test(basename(path)));
  for (;;) {
    const watchedFolders = folders.replace(foldersOf(outcome!));
    await printError(surroundings, `watching ${count(watchedFolders, "folder")}; Ctrl-C ends it`);
    await folders.change();
    if (stdout.isTTY) await printOutput(surroundings, CLEAR_SCREEN);
    try {
      await run(watched);
    } catch (error) {
      // A config that is half written, say.
      if (!(error instanceof UsageError)) throw error;
      for (const problem of error.problems) await printError(surroundings, problem);
    }
  }
}

const OWN_TEMPORARY = /^\.prompt-lint-[0-9a-f]+\.tmp$/;
const CLEAR_SCREEN = "\u001B[2J\u001B[3J\u001B[H";

/** Those that hold something that is not ignored, absolute. */
function foldersOf({ root, wholeWorkspace }: LintOutcome): Set<string> {
  const folders = new Set([root]);
  for (const path of wholeWorkspace?.files.paths ?? []) {
    for (let folder = dirname(join(root, path)); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

interface FolderWatch {
  /** Watches these folders and no other, each without those below it; says how many could be. */
  replace(folders: ReadonlySet<string>): number;
  /** Resolves when something has changed since it last did, and nothing more for a moment. */
  change(): Promise<void>;
}

/** A folder each, as ignored ones such as node_modules can hold more files than a system watches. */
function createFolderWatch(counts: (path: string) => boolean): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let changed = false;
  let wake = () => {};
  let pause: NodeJS.Timeout | undefined;
  const note = () => {
    changed = true;
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = undefined;
      wake();
    }, DEBOUNCE);
  };
  const close = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const open = (folder: string) => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (name !== null && !counts(join(folder, name))) return;
        // A new folder is not in the workspace before something is in it.
        if (name !== null && isEmptyFolder(join(folder, name))) open(join(folder, name));
        note();
      });
      watcher.on("error", () => close(folder));
      watchers.set(folder, watcher);
    } catch {
      // It is gone again, or the system watches no more; the folder above tells of the first.
    }
  };
  return {
    replace(folders) {
      for (const folder of [...watchers.keys()]) if (!folders.has(folder) && !isEmptyFolder(folder)) close(folder);
      for (const folder of folders) open(folder);
      return watchers.size;
    },
    async change() {
      if (!changed || pause !== undefined) await new Promise<void>((resolve) => (wake = resolve));
      changed = false;
      wake = () => {};
    },
  };
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}

/** Editors write a file in several steps. In milliseconds. */
const DEBOUNCE = 100;
