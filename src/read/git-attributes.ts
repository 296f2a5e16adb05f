import { decodeLoosely } from "./decode.ts";
import { isAnswer, type FileSystem } from "./file-system.ts";
import type { GitConfig } from "./git-config.ts";
import { isIgnored, parseIgnoreList, type IgnoreList } from "./ignore-rules.ts";
import { foldersOf, joinPath } from "./paths.ts";

interface AttributesOptions {
  fs: FileSystem;
  /** The folder that holds `.git`. */
  top: string;
  /** Where `info/attributes` is. */
  common: string;
  config: GitConfig;
}

/**
 * Tells whether git may keep another content for a file than the working tree
 * has, line endings aside: it has a filter (Git LFS, git-crypt), an encoding or
 * an `$Id$`. What cannot be read is taken for a yes.
 *
 * @returns a test for paths relative to `top`
 */
export function createConversionTest({ fs, top, common, config }: AttributesOptions): (path: string) => boolean {
  const known = new Map<string, IgnoreList>();
  const own = readList(joinPath(common, "info/attributes"), 0);
  // It may lie anywhere, and what lies outside the workspace is not read.
  const isElsewhere = config.has("core.attributesfile");
  return (path) => {
    if (isElsewhere) return true;
    const lists = [own];
    for (const folder of foldersOf(path)) {
      const depth = folder === "" ? 0 : folder.split("/").length;
      const list = known.get(folder) ?? readList(joinPath(joinPath(top, folder), ".gitattributes"), depth);
      known.set(folder, list);
      lists.push(list);
    }
    return isIgnored(lists, path.split("/"), false);
  };

  // Their patterns are those of ignore files.
  function readList(path: string, depth: number): IgnoreList {
    const bytes = fs.read(path, MAX_ATTRIBUTES_BYTES);
    if (bytes === "missing") return parseIgnoreList("", depth);
    if (!isAnswer(bytes)) return parseIgnoreList("*", depth);
    const patterns = findConverted(decodeLoosely(bytes));
    return parseIgnoreList(patterns.length > MAX_PATTERNS ? "*" : patterns.join("\n"), depth);
  }
}

function findConverted(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [pattern = "", ...attributes] = line.trim().split(/[ \t]+/);
    const converts = attributes.some((attribute) => /^(?:filter|ident|working-tree-encoding)(?:=|$)/.test(attribute));
    if (!converts || pattern.startsWith("#")) return [];
    // Quoted names and names for several attributes are rare.
    return pattern.startsWith('"') || pattern.startsWith("[attr]") ? ["*"] : [pattern];
  });
}

const MAX_ATTRIBUTES_BYTES = 256 * 1024;
const MAX_PATTERNS = 500;
