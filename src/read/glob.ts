import { matchesPath, parsePathPattern, type PathPattern } from "./wildcard.ts";

/** Whether a path, relative to the folder its globs are relative to, is meant by them. */
export type PathMatcher = (path: string) => boolean;

/**
 * Matches paths against globs as `.prompt-lint.json` and the command line have
 * them: `*`, `?`, `[a-z]`, `**`, `{a,b}`, `!` in front of one that takes back
 * what an earlier one named. Dots are ordinary characters. A glob whose last
 * part is plain text also means what is in a folder of that name: `archive`.
 *
 * A glob that `describeGlobMistake` rejects matches nothing.
 */
export function createPathMatcher(globs: readonly string[]): PathMatcher {
  const compiled = globs.filter((glob) => describeGlobMistake(glob) === undefined).map(compileGlob);
  return (path) => {
    const parts = path.split("/");
    const last = compiled.findLast(({ patterns }) => patterns.some((pattern) => matchesPath(pattern, parts)));
    return last !== undefined && !last.negated;
  };
}

/**
 * Why a glob is not accepted, to stand behind it; `undefined` when it is.
 *
 * Globs of a config are a stranger's: what they may ask for is limited so that
 * matching stays linear and their meaning plain.
 */
export function describeGlobMistake(glob: string): string | undefined {
  const body = glob.startsWith("!") ? glob.slice(1) : glob;
  if (body === "") return "is empty";
  if (glob.length > MAX_GLOB_LENGTH) return `is longer than ${MAX_GLOB_LENGTH} characters`;
  if (/[@+?*!]\(/.test(body)) return "is an extended glob, write the alternatives as `{a,b}`";
  if (/\\/.test(body.replace(/\\[*?[\]{}!\\]/g, ""))) return "has a backslash, separate folders with `/`";
  if (body.startsWith("/") || /^[A-Za-z]:/.test(body)) return "is absolute, write it relative to the folder of the config";
  if (body.split("/").includes("..")) return "leaves the folder of the config";
  if (/\{\w*\.\.\w*\}/.test(body)) return "has a range, write it as `[0-9]` or `{1,2}`";
  const alternatives = expandBraces(body);
  if (!alternatives) return `stands for more than ${MAX_ALTERNATIVES} globs`;
  if (alternatives.some((alternative) => !parsePathPattern(trimGlob(alternative)))) return "has a `[` that nothing closes, or an empty part";
  return undefined;
}

export const GLOB_CHARACTERS = /[*?[\]{}]/;

/** Whether a text of the command line is meant as a glob rather than as a name. */
export function hasGlobCharacters(text: string): boolean {
  return GLOB_CHARACTERS.test(text);
}

/** The glob that means `folder` as it is written, however it is spelled. */
export function escapeGlob(folder: string): string {
  return folder.replace(/[*?[\]{}\\]/g, "\\$&").replace(/^!/, "\\!");
}

function compileGlob(glob: string): { negated: boolean; patterns: PathPattern[] } {
  const negated = glob.startsWith("!");
  const patterns: PathPattern[] = [];
  for (const alternative of expandBraces(negated ? glob.slice(1) : glob) ?? []) {
    const trimmed = trimGlob(alternative);
    const lastPart = trimmed.slice(trimmed.lastIndexOf("/") + 1);
    const isFolder = alternative.endsWith("/");
    const texts = [...(isFolder ? [] : [trimmed]), ...(isFolder || !hasGlobCharacters(lastPart) ? [`${trimmed}/**`] : [])];
    patterns.push(...texts.map(parsePathPattern).filter((pattern) => pattern !== undefined));
  }
  return { negated, patterns };
}

/** Without `./` in front and `/` behind; `.` alone is the folder itself. */
function trimGlob(glob: string): string {
  let trimmed = glob;
  while (trimmed.startsWith("./")) trimmed = trimmed.slice(2);
  while (trimmed.endsWith("/")) trimmed = trimmed.slice(0, -1);
  return trimmed === "." || trimmed === "" ? "**" : trimmed;
}

/** `{a,b}` written out; `undefined` when that is too many. */
function expandBraces(glob: string): string[] | undefined {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0) {
    if (done.length + open.length > MAX_ALTERNATIVES) return undefined;
    const text = open.pop()!;
    const group = findBraces(text);
    if (group) open.push(...group.parts.map((part) => text.slice(0, group.start) + part + text.slice(group.end)).reverse());
    else done.push(text);
  }
  return done;
}

/** The first pair of braces with a comma in it; other braces are plain text. */
function findBraces(text: string): { start: number; end: number; parts: string[] } | undefined {
  for (let start = 0; start < text.length; start++) {
    if (text[start] === "\\") start++;
    else if (text[start] === "{") {
      const group = readBraces(text, start);
      if (group && group.parts.length > 1) return group;
    }
  }
  return undefined;
}

function readBraces(text: string, start: number): { start: number; end: number; parts: string[] } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let partStart = start + 1;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === "\\") index++;
    else if (character === "{") depth++;
    else if (character === "," && depth === 1) {
      parts.push(text.slice(partStart, index));
      partStart = index + 1;
    } else if (character === "}" && --depth === 0) {
      return { start, end: index + 1, parts: [...parts, text.slice(partStart, index)] };
    }
  }
  return undefined;
}

const MAX_GLOB_LENGTH = 256;
const MAX_ALTERNATIVES = 64;
