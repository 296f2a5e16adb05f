import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** The program as the build writes it beside the launcher: one CommonJS file, ASCII only, so that V8 keeps it in one byte a character. */
export interface Program {
  script: Script;
  url: URL;
}

/**
 * Compiles the program's `source`. `code` is what V8 compiled of it in an
 * earlier process; V8 checks that it is of this source, this version of V8 and
 * these flags, and compiles anew where it is not (`script.cachedDataRejected`).
 *
 * <https://nodejs.org/api/vm.html#scriptcreatecacheddata>
 */
export function compileProgram(url: URL, source: string, code?: Buffer): Program {
  const script = new Script(`(function (exports, require, module, __filename, __dirname, importByLauncher) {${source}\n})`, {
    filename: fileURLToPath(url),
    ...(code && { cachedData: code }),
  });
  return { script, url };
}

/** Scripts that V8 compiled earlier have lost the way to import: `import()` in them is for the launcher to do. */
const importByLauncher = (url: string): Promise<unknown> => import(url);

/** Runs the program as Node would run the file. */
export function runProgram({ script, url }: Program): void {
  const module = { exports: {} };
  const wrapper = script.runInThisContext() as (...modules: unknown[]) => void;
  wrapper(module.exports, createRequire(url), module, fileURLToPath(url), fileURLToPath(new URL(".", url)), importByLauncher);
}
