import type { BashSpan } from "../parse/bash.ts";
import type { Invocation } from "./commands.ts";

/**
 * The shell options that decide what a failing command does.
 *
 * Facts from the bash 5.2 manual, 4.3.1 The Set Builtin and 4.3.2 The Shopt
 * Builtin; each was run, see test/shell/differential.test.ts.
 */
export interface ShellOptions {
  errexit: boolean;
  /** A pipeline fails when any of its commands does, not only the last. */
  pipefail: boolean;
  /** Command substitutions keep errexit; POSIX mode does so too. */
  inheritErrexit: boolean;
  /** Functions and subshells inherit the ERR trap. */
  errtrace: boolean;
  /** Where errexit was switched on, or off again. */
  errexitSwitch: BashSpan | undefined;
}

export const DEFAULT_OPTIONS: ShellOptions = { errexit: false, pipefail: false, inheritErrexit: false, errtrace: false, errexitSwitch: undefined };

/** Options that `#!/bin/bash -eu` sets. `bash FILE` would not read them, but whoever wrote them relies on them. */
export function readShebang(shebang: string | undefined): Partial<ShellOptions> {
  const words = shebang?.trim().split(/[ \t]/) ?? [];
  const changed: Partial<ShellOptions> = {};
  const at = words.findIndex((word) => /(?:^|\/)(?:ba|da|k|z)?sh$/.test(word));
  if (at >= 0) readFlags(words.slice(at + 1), changed);
  return changed;
}

/** What `set` or `shopt` changes; empty for other commands. */
export function readOptions({ name, args }: Invocation, span: BashSpan): Partial<ShellOptions> {
  const changed: Partial<ShellOptions> = {};
  const words = args.map(({ value }) => value);
  if (name === "set") readFlags(words, changed);
  if (name === "shopt") {
    const flags = words.filter((word) => word.startsWith("-")).join("");
    const value = flags.includes("s") ? true : flags.includes("u") ? false : undefined;
    for (const word of value === undefined ? [] : words) {
      if (flags.includes("o")) setNamed(word, value!, changed);
      else if (word === "inherit_errexit") changed.inheritErrexit = value!;
    }
  }
  if (changed.errexit !== undefined) changed.errexitSwitch = span;
  return changed;
}

/** Options after branches that may or may not have run: an option that may be on counts as on, so that doubt stays silent. */
export function joinOptions(branches: readonly ShellOptions[]): ShellOptions {
  const some = (option: "errexit" | "pipefail" | "inheritErrexit" | "errtrace") => branches.some((branch) => branch[option]);
  const errexit = some("errexit");
  const source = branches.find((branch) => branch.errexit === errexit)!;
  return { errexit, pipefail: some("pipefail"), inheritErrexit: some("inheritErrexit"), errtrace: some("errtrace"), errexitSwitch: source.errexitSwitch };
}

function readFlags(words: readonly string[], changed: Partial<ShellOptions>): void {
  for (let at = 0; at < words.length; at++) {
    const match = /^([-+])([a-zA-Z]+)$/.exec(words[at]!);
    if (!match) return;
    const value = match[1] === "-";
    for (const letter of match[2]!) {
      if (letter === "e") changed.errexit = value;
      if (letter === "E") changed.errtrace = value;
      if (letter === "o") setNamed(words[++at], value, changed);
    }
  }
}

function setNamed(name: string | undefined, value: boolean, changed: Partial<ShellOptions>): void {
  if (name === "errexit") changed.errexit = value;
  if (name === "pipefail") changed.pipefail = value;
  if (name === "errtrace") changed.errtrace = value;
  if (name === "posix") changed.inheritErrexit = value;
}
