import type { Position } from "unist";
import type { Document } from "../document.ts";
import { parentPath } from "../read/paths.ts";
import type { FileTree } from "../workspace.ts";
import { readMentions } from "./references/mentions.ts";
import { indexNames } from "./references/names.ts";
import { findProseWords } from "./references/prose.ts";
import { isFromOutside, learnWhereabouts } from "./references/whereabouts.ts";

/** A mention of a file, folder or command, and what the text says of it. */
export interface FileReference {
  /** As written, markup taken off. */
  text: string;
  place: Position;
  origin: "link" | "inline-code" | "bare" | "command" | "url" | "slash-command";
  /**
   * What the text says of it: `read` sends the reader there, and a folder that is
   * `written` into by a command has to be there, too; the others are no claim
   * that it exists (made here, optional, another repository's, a pattern to fill
   * in, merely `named`).
   */
  use: "read" | "written" | "made" | "optional" | "elsewhere" | "placeholder" | "named";
  kind: "file" | "folder" | "command";
  /** With `origin` `command`: the program or redirection that reads or makes it, as far as it has a name. */
  program: string | undefined;
  /** Holds `*` or `?`; `resolved` is then the pattern, where it matches anything. */
  wildcard: boolean;
  /** Paths relative to the root it may stand for, likeliest first; empty when it is known to be of another place. */
  candidates: readonly string[];
  /** The candidate that exists, as file or folder. */
  resolved: string | undefined;
}

/** The mentions of files in `documents`, each read in the light of all. */
export function buildReferences(documents: readonly Document[], files: FileTree): Map<Document, FileReference[]> {
  const names = indexNames(files);
  const found = documents.map((document) => ({ document, words: findProseWords(document) }));
  const observed = found.map(({ document, words }) => ({
    document,
    paths: words.map(({ path }) => path).filter((path) => isFromOutside(path, parentPath(document.path))),
  }));
  const whereabouts = learnWhereabouts(observed, files);
  const lookup = { files, names, whereabouts, matched: new Map<string, boolean>() };
  return new Map(found.map(({ document, words }) => [document, readMentions({ document, words }, lookup)]));
}

/** The mentions of files in one document, in reading order. */
export function findReferences(document: Document, { files }: { files: FileTree }): FileReference[] {
  return buildReferences([document], files).get(document)!;
}
