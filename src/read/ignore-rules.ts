import { matchesName, matchesPath, parseNamePattern, parsePathPattern, type NamePattern, type PathPattern } from "./wildcard.ts";

/** The rules of one `.gitignore` or `.git/info/exclude`, in its order. */
export interface IgnoreList {
  /** How many folders below the top of the repository the file stands. */
  depth: number;
  rules: readonly IgnoreRule[];
  /** Steps that one test against a name, and each character of a path, may cost. */
  cost: { rules: number; perCharacter: number };
}

interface IgnoreRule {
  negated: boolean;
  folderOnly: boolean;
  /** Without a slash in it a rule speaks of names at any depth. */
  pattern: { name: NamePattern } | { path: PathPattern };
}

/**
 * Reads an ignore file as git's `dir.c` does.
 *
 * Two things differ from git: `?` is a character here and a byte there, and
 * `foo**` followed by a slash, which git reads as `foo` and any folders,
 * is what gitignore(5) says it is, `foo*`.
 */
export function parseIgnoreList(text: string, depth: number): IgnoreList {
  const rules: IgnoreRule[] = [];
  let perCharacter = 0;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const line of lines) {
    if (line.startsWith("#")) continue;
    const rule = parseRule(trimSpaces(line.endsWith("\r") ? line.slice(0, -1) : line));
    if (!rule) continue;
    rules.push(rule);
    perCharacter += stepsPerCharacter(rule);
  }
  return { depth, rules, cost: { rules: rules.length, perCharacter } };
}

/**
 * Whether git would leave a path out, given that it does not leave out the
 * folder it is in: the last rule that matches decides, and later lists, which
 * stand deeper in the tree, go before earlier ones.
 *
 * @param path its parts from the top of the repository
 */
export function isIgnored(lists: readonly IgnoreList[], path: readonly string[], isFolder: boolean): boolean {
  const name = path.at(-1) ?? "";
  for (let list = lists.length - 1; list >= 0; list--) {
    const { rules, depth } = lists[list]!;
    for (let index = rules.length - 1; index >= 0; index--) {
      const { folderOnly, negated, pattern } = rules[index]!;
      if (folderOnly && !isFolder) continue;
      if ("name" in pattern ? matchesName(pattern.name, name) : matchesPath(pattern.path, path, depth)) return !negated;
    }
  }
  return false;
}

function parseRule(line: string): IgnoreRule | undefined {
  const negated = line.startsWith("!");
  let body = negated ? line.slice(1) : line;
  const folderOnly = body.endsWith("/");
  if (folderOnly) body = body.slice(0, -1);
  if (body === "") return undefined;

  if (!body.includes("/")) {
    const name = parseNamePattern(body);
    return name && { negated, folderOnly, pattern: { name } };
  }
  const path = parsePathPattern(body.startsWith("/") ? body.slice(1) : body);
  return path && { negated, folderOnly, pattern: { path } };
}

/** Takes spaces off the end, unless a backslash keeps one. */
function trimSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " ") end--;
  if (end === line.length) return line;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === "\\") backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** Patterns of text alone cost a comparison; the others can try as often as they have tokens. */
function stepsPerCharacter({ pattern }: IgnoreRule): number {
  const names = "name" in pattern ? [pattern.name] : pattern.path.parts;
  let steps = "name" in pattern ? 0 : 1 + (names.length >> 3);
  for (const name of names) {
    const isText = typeof name === "symbol" || name.literal !== undefined || name.suffix !== undefined;
    if (!isText) steps += 1 + (name.tokens.length >> 3);
  }
  return steps;
}
