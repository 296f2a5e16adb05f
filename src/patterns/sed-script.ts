import type { Regex } from "./parse-regex.ts";

/** A sed script as a list of commands; blocks and labels are places in the list. */
export interface SedScript {
  type: "script";
  commands: readonly SedCommand[];
  /** It starts with `#n`: as the option `-n`. */
  quiet: boolean;
}

export interface SedCommand {
  start: SedAddress | undefined;
  /** The second address of a range. */
  end: SedAddress | undefined;
  /** `!` */
  negated: boolean;
  action: SedAction;
}

export type SedAddress =
  /** 0 only in `0,/re/`. */
  | { type: "line"; line: number }
  | { type: "last" }
  /** `first~step` */
  | { type: "step"; first: number; step: number }
  | { type: "regex"; regex: SedRegex }
  /** A number that only the shell knows: any line, or none when it is empty. */
  | { type: "unknown"; text: string }
  /** As second address: `+count`. */
  | { type: "more"; count: number }
  /** As second address: `~of`, up to the next line whose number is a multiple. */
  | { type: "multiple"; of: number };

export interface SedRegex {
  /** As written between its delimiters; empty for the regex that was used last. */
  source: string;
  regex: Regex | undefined;
}

export type SedAction =
  | Substitution
  /** `y` */
  | { type: "translate"; map: ReadonlyMap<string, string> }
  | { type: "append" | "insert" | "change"; text: string }
  /** `{`, with the place behind its `}` */
  | { type: "block"; end: number }
  /** `b`, `t` and `T`, with the place they jump to */
  | { type: "branch"; on: "always" | "replaced" | "not replaced"; to: number }
  | { type: "quit"; silent: boolean; status: number }
  /** `r R w W`: recognised, the file is neither read nor written. */
  | { type: "file"; letter: "r" | "R" | "w" | "W"; path: string }
  | { type: "simple"; letter: SimpleLetter }
  /** `}`, `:` and `v`, which do nothing when they run. */
  | { type: "nothing" };

export interface Substitution {
  type: "substitute";
  regex: SedRegex;
  replacement: readonly ReplacementPart[];
  /** The replacement as written. */
  replacementSource: string;
  global: boolean;
  /** Which match, from 1. */
  number: number;
  print: boolean;
  /** The file of the `w` flag. */
  path: string | undefined;
}

/** A text, or group `group` of the match (0 is all of it), in another case. */
export interface ReplacementPart {
  text: string;
  group: number | undefined;
  /** `\L`, `\U` */
  caseOfAll: "lower" | "upper" | undefined;
  /** `\l`, `\u` */
  caseOfFirst: "lower" | "upper" | undefined;
}

/** Commands that are one letter. */
export type SimpleLetter = "d" | "D" | "p" | "P" | "n" | "N" | "g" | "G" | "h" | "H" | "x" | "=" | "z" | "F";
