import type { Word } from "unbash";
import { parseOptions } from "../patterns/options.ts";
import { isNotRun } from "../patterns/regex-tree.ts";
import { SED_OPTIONS } from "../patterns/sed.ts";
import { writtenFile, type Argument, type Invocation } from "./commands.ts";
import { effectOf } from "./effects.ts";
import type { ShellText } from "./text.ts";

/**
 * What a command does to the index of git: git-add(1), git-commit(1).
 *
 * - `adds`: takes up changes; `paths` is `undefined` for all of them, or for paths that only the run tells
 * - `commits`: records what is staged, and no more
 * - `unsure`: may stage something: a script, a program that is not known, a merge
 */
export type Staging = { type: "adds"; paths: readonly string[] | undefined } | { type: "commits" | "unsure" | "nothing" };

export function stagingOf(invocation: Invocation, text: ShellText): Staging {
  const { name, subcommand, globals } = invocation;
  if (name === "git") {
    // It may work in another repository. Behind `commit`, `-C` takes up the message of another one.
    if (globals.some(({ value }) => /^(?:-C|--git-dir|--work-tree)/.test(value))) return { type: "unsure" };
    if (subcommand === "add" || subcommand === "stage") return readAdd(invocation);
    if (subcommand === "commit") return readCommit(invocation.operands);
    return { type: subcommand !== undefined && isIdle(subcommand, invocation.operands) ? "nothing" : "unsure" };
  }
  if (name === "") return { type: "nothing" };
  if (name === undefined || invocation.inner) return { type: "unsure" };
  // Where its output goes is no matter.
  const effect = effectOf({ ...invocation, redirects: [] }, text);
  return { type: effect === "exempt" || effect === "read-only" || IDLE.has(name) ? "nothing" : "unsure" };
}

/** The files of the working tree that a command writes: redirections, `tee`, `sed -i`. */
export function editedFiles({ name, args, redirects }: Invocation): Word[] {
  const files = redirects.flatMap((redirect) => writtenFile(redirect) ?? []);
  if (name === "tee") files.push(...args.filter(({ value }) => !value.startsWith("-")).map(({ word }) => word));
  if (name === "sed" || name === "gsed") files.push(...sedFiles(args));
  return files;
}

/** Whether `git add` of `paths` takes up `file`; both as they are written in the same folder. */
export function takesUp(paths: readonly string[] | undefined, file: string): boolean {
  return paths === undefined || paths.some((path) => isIn(file, path.replace(/^(?:\.\/)+/, "").replace(/\/$/, "")));
}

function isIn(file: string, path: string): boolean {
  // A glob, a pathspec with magic, or a path by way of another folder: it may.
  if (path === "" || path === "." || /[*?[{:$]|^\.\.|^[/~]/.test(path)) return true;
  return file === path || file.startsWith(`${path}/`);
}

function readAdd({ operands, wrappers }: Invocation): Staging {
  const all = wrappers.includes("xargs") || operands.some(({ value }) => /^(?:-[a-zA-Z]*[Aupie]|--(?:all|update|patch|interactive|edit|pathspec))/.test(value));
  if (all || operands.some(({ isStatic }) => !isStatic)) return { type: "adds", paths: undefined };
  return { type: "adds", paths: operands.map(({ value }) => value).filter((value) => !value.startsWith("-")) };
}

/** Anything but a plain commit of the index is taken to stage for itself: `-a`, paths, `--amend`, `--allow-empty`. */
function readCommit(operands: readonly Argument[]): Staging {
  for (let at = 0; at < operands.length; at++) {
    const { value } = operands[at]!;
    // Only a word in quotes, or behind `-m`, cannot be further options or paths.
    if (!value.startsWith("-") || SELF_SUFFICIENT.test(value)) return { type: "adds", paths: undefined };
    if (VALUED.test(value)) at++;
  }
  return { type: "commits" };
}

/** Of git-commit(1), 2.39. */
const SELF_SUFFICIENT = /^(?:-[a-zA-Z]*[aiop]|--(?:$|all|include|only|patch|interactive|amend|dry-run|fixup|squash|pathspec))/;
const VALUED = /^(?:-[a-zA-Z]*[mFtcC]|--(?:message|file|template|author|date|cleanup|trailer|reuse-message|reedit-message))$/;

function sedFiles(args: readonly Argument[]): Word[] {
  const parsed = parseOptions(
    args.map(({ value }) => value),
    SED_OPTIONS,
  );
  if (isNotRun(parsed)) return [];
  const { options, operands } = parsed;
  const inPlace = options.find(({ name }) => name === "i");
  if (!inPlace) return [];
  // The sed of BSD takes the next word for the suffix of the backup.
  const suffix = inPlace.value === undefined && /^(?:\.\w+)?$/.test(operands[0] ?? "x") ? 1 : 0;
  const script = options.some(({ name }) => name === "e" || name === "f") ? 0 : 1;
  return parsed.places.slice(suffix + script).map((place) => args[place]!.word);
}

/** Whether a sub-command of git leaves the index as it is, or as the commit that it goes to. */
function isIdle(subcommand: string, operands: readonly Argument[]): boolean {
  if (subcommand === "reset") return operands.some(({ value }) => value === "--hard");
  // `git checkout main -- FILE` stages the file.
  if (subcommand === "checkout")
    return operands.filter(({ value }) => !/^-[bBtqf]|^--(?!$)/.test(value)).length <= 1 || operands.some(({ value }) => /^-[bB]$/.test(value));
  return IDLE_GIT.has(subcommand);
}

const IDLE_GIT = new Set(
  "status log diff show fetch push pull clone init branch remote config rev-parse rev-list tag switch worktree ls-files ls-remote cat-file blame describe grep help version".split(
    " ",
  ),
);

/** Programs that change something, and never the index. */
const IDLE = new Set("cd pushd popd sed gsed tee cp mkdir touch chmod curl wget jq yq exec kill gh".split(" "));
