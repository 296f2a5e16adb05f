import { parseRegex, type Budget, type Regex, type RegexOptions } from "./parse-regex.ts";
import { invalid, isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { parseOptions, type OptionTable } from "./options.ts";
import { hasMark } from "./words.ts";

/** A grep command line, understood. All texts are marked; see `words.ts`. */
export interface GrepCommand {
  type: "grep";
  /** Any of them selects a line. */
  patterns: readonly string[];
  syntax: RegexOptions["syntax"];
  ignoreCase: boolean;
  wholeWord: boolean;
  wholeLine: boolean;
  regex: Regex;
  /** As written; empty for standard input. */
  files: readonly string[];
  recursive: boolean;
  /** `-v` */
  inverted: boolean;
  /** What is printed: lines, only what matches (`-o`), a count (`-c`), names of files (`-l`, `-L`) or nothing (`-q`). */
  prints: "lines" | "matches" | "count" | "files with" | "files without" | "nothing";
  /** `-n` */
  numbered: boolean;
  /** `-H` is true, `-h` false, `undefined` goes by the number of files. */
  named: boolean | undefined;
  /** `-m` */
  maxCount: number | undefined;
  /** `-B` */
  before: number;
  /** `-A` */
  after: number;
  /** Whether `-A`, `-B` or `-C` was given, even as 0: groups of lines are then separated by this. */
  separator: string | undefined;
}

/** Reads the words behind `grep`, `egrep` or `fgrep`. Options as in GNU grep 3.8. */
export function parseGrep(name: string, words: readonly string[], budget: Budget): GrepCommand | NotRun {
  const parsed = parseOptions(words, GREP_OPTIONS);
  if (isNotRun(parsed)) return parsed;

  const given: Given = {
    patterns: [],
    syntax: name === "egrep" ? "extended" : name === "fgrep" ? "fixed" : undefined,
    has: new Set(),
    context: undefined,
    separator: "--",
  };
  for (const { name: option, value } of parsed.options) {
    const failure = takeOption(given, option, value);
    if (failure) return failure;
  }
  const files = [...parsed.operands];
  if (given.patterns.length === 0) {
    const pattern = files.shift();
    if (pattern === undefined) return invalid("Usage: grep [OPTION]... PATTERNS [FILE]...");
    given.patterns.push(pattern);
  }

  const { has, syntax = "basic" } = given;
  // A newline in a pattern separates two; GNU grep manual, 2.1.2.
  const patterns = given.patterns.flatMap((pattern) => pattern.split("\n"));
  const options: RegexOptions = { syntax, tool: "grep", ignoreCase: has.has("i"), wholeWord: has.has("w"), wholeLine: has.has("x") };
  const regex = parseRegex(patterns, options, budget);
  if (isNotRun(regex)) return regex;
  return {
    type: "grep",
    patterns,
    syntax,
    ignoreCase: has.has("i"),
    wholeWord: has.has("w"),
    wholeLine: has.has("x"),
    regex,
    files,
    recursive: has.has("r"),
    inverted: has.has("v"),
    prints: has.has("q")
      ? "nothing"
      : has.has("L")
        ? "files without"
        : has.has("l")
          ? "files with"
          : has.has("c")
            ? "count"
            : has.has("o")
              ? "matches"
              : "lines",
    numbered: has.has("n"),
    named: given.named,
    maxCount: given.maxCount,
    before: given.before ?? given.context ?? 0,
    after: given.after ?? given.context ?? 0,
    separator: given.before === undefined && given.after === undefined && given.context === undefined ? undefined : given.separator,
  };
}

interface Given {
  patterns: string[];
  syntax: RegexOptions["syntax"] | undefined;
  has: Set<string>;
  named?: boolean;
  maxCount?: number;
  before?: number;
  after?: number;
  context: number | undefined;
  separator: string | undefined;
}

function takeOption(given: Given, name: string, value: string | undefined): NotRun | undefined {
  const syntax = SYNTAXES.get(name);
  if (syntax) {
    if (given.syntax && given.syntax !== syntax) return invalid("conflicting matchers specified");
    given.syntax = syntax;
    return undefined;
  }
  switch (name) {
    case "e":
      given.patterns.push(value!);
      return undefined;
    case "m":
    case "A":
    case "B":
    case "C":
    case "#":
      return takeNumber(given, name, value!);
    case "H":
    case "h":
      given.named = name === "H";
      return undefined;
    case "l":
    case "L":
      // The later one wins.
      given.has.delete(name === "l" ? "L" : "l");
      given.has.add(name);
      return undefined;
    case "y":
    case "no-ignore-case":
      given.has[name === "y" ? "add" : "delete"]("i");
      return undefined;
    case "color":
      return value === "always" ? unknown("colours in the output") : undefined;
    case "group-separator":
      given.separator = value;
      return undefined;
    case "ignored":
      return undefined;
    case "unmodelled":
      return unknown("an option of grep that is not modelled");
    default:
      if ("zfbTZ".includes(name)) return unknown(`\`grep -${name}\``);
      given.has.add(name === "R" ? "r" : name);
      return undefined;
  }
}

function takeNumber(given: Given, name: string, value: string): NotRun | undefined {
  if (hasMark(value)) return unknown("a number that only the shell knows");
  if (!/^\d{1,9}$/.test(value))
    return name === "m" && /^-\d+$/.test(value) ? undefined : invalid(name === "m" ? "invalid max count" : `${value}: invalid context length argument`);
  const number = Number(value);
  if (name === "m") given.maxCount = number;
  else if (name === "A") given.after = number;
  else if (name === "B") given.before = number;
  else given.context = number;
  return undefined;
}

const SYNTAXES = new Map<string, RegexOptions["syntax"]>([
  ["G", "basic"],
  ["E", "extended"],
  ["F", "fixed"],
  ["P", "perl"],
]);

export const GREP_OPTIONS: OptionTable = {
  flags: "EFGPHILTUVZabchilnoqrRsuvwxyz",
  valued: "ABCDdefm",
  digits: true,
  long: {
    "after-context=": "A",
    "basic-regexp": "G",
    "before-context=": "B",
    "binary-files=": "ignored",
    binary: "ignored",
    "byte-offset": "b",
    "color=?": "color",
    "colour=?": "color",
    "context=": "C",
    count: "c",
    "dereference-recursive": "r",
    "devices=": "unmodelled",
    "directories=": "unmodelled",
    "exclude-dir=": "ignored",
    "exclude-from=": "unmodelled",
    "exclude=": "unmodelled",
    "extended-regexp": "E",
    "file=": "f",
    "files-with-matches": "l",
    "files-without-match": "L",
    "fixed-strings": "F",
    "group-separator=": "group-separator",
    help: "unmodelled",
    "ignore-case": "i",
    "include=": "include",
    "initial-tab": "T",
    "invert-match": "v",
    "label=": "unmodelled",
    "line-buffered": "ignored",
    "line-number": "n",
    "line-regexp": "x",
    "max-count=": "m",
    "no-filename": "h",
    "no-group-separator": "group-separator",
    "no-ignore-case": "no-ignore-case",
    "no-messages": "ignored",
    "null-data": "z",
    null: "Z",
    "only-matching": "o",
    "perl-regexp": "P",
    quiet: "q",
    recursive: "r",
    "regexp=": "e",
    silent: "q",
    text: "ignored",
    version: "unmodelled",
    "with-filename": "H",
    "word-regexp": "w",
  },
};
