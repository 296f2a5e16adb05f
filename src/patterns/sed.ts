import { parseOptions, type OptionTable } from "./options.ts";
import { parseSedScript } from "./parse-sed.ts";
import type { Budget } from "./parse-regex.ts";
import { invalid, isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import type { SedScript } from "./sed-script.ts";
import { hasMark } from "./words.ts";

/** A sed command line, understood. All texts are marked; see `words.ts`. */
export interface SedInvocation {
  type: "sed";
  script: SedScript;
  /** The script as written; several of `-e` joined by newlines. */
  source: string;
  /** `-n` or `#n` */
  quiet: boolean;
  /** `-i` */
  inPlace: boolean;
  /** Of the backup that `-i.bak` makes; `""` for none. */
  suffix: string;
  /** `-s` or `-i`: each file has its own line numbers. */
  separate: boolean;
  /** As written; empty for standard input. */
  files: readonly string[];
}

/** Reads the words behind `sed`. Options as in GNU sed 4.9: `-i` takes a suffix only when it is attached. */
export function parseSed(words: readonly string[], budget: Budget): SedInvocation | NotRun {
  const parsed = parseOptions(words, SED_OPTIONS);
  if (isNotRun(parsed)) return parsed;

  const scripts: string[] = [];
  const has = new Set<string>();
  let suffix = "";
  for (const { name, value } of parsed.options) {
    if (name === "e") scripts.push(value!);
    else if (name === "f" || name === "z" || name === "unmodelled") return unknown("an option of sed that is not modelled");
    else has.add(name === "r" ? "E" : name);
    if (name === "i") suffix = value ?? "";
  }
  if (hasMark(suffix)) return unknown("an option that only the shell knows");

  const files = [...parsed.operands];
  const source = scripts.length > 0 ? scripts.join("\n") : files.shift();
  if (source === undefined) return invalid("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
  const script = parseSedScript(source, { extended: has.has("E") }, budget);
  if (isNotRun(script)) return script;
  const inPlace = has.has("i");
  if (inPlace && files.length === 0) return invalid("no input files");
  return { type: "sed", script, source, quiet: has.has("n") || script.quiet, inPlace, suffix, separate: inPlace || has.has("s"), files };
}

export const SED_OPTIONS: OptionTable = {
  flags: "nErsuzb",
  valued: "efl",
  attached: "i",
  long: {
    binary: "b",
    debug: "unmodelled",
    "expression=": "e",
    "file=": "f",
    "follow-symlinks": "ignored",
    help: "unmodelled",
    "in-place=?": "i",
    "line-length=": "l",
    "null-data": "z",
    "zero-terminated": "z",
    posix: "unmodelled",
    quiet: "n",
    "regexp-extended": "E",
    sandbox: "ignored",
    separate: "s",
    silent: "n",
    unbuffered: "u",
    version: "unmodelled",
  },
};
