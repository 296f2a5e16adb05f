import type { Position } from "unist";
import type { Document } from "../document.ts";
import { tidy } from "../parse/kept-documents.ts";
import { rememberedOf } from "../remembered.ts";
import { finish, type Steps } from "../steps.ts";
import type { FileTree } from "../workspace.ts";
import { readMentions } from "./references/mentions.ts";
import { indexNames } from "./references/names.ts";
import { findProseWords } from "./references/prose.ts";
import { learnWhereabouts, observe, type Observed } from "./references/whereabouts.ts";

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

/** What a document says of where workspaces are, for `referenceSteps`. */
export function observeDocument(document: Document): Observed {
  return observe(
    document,
    wordsOf(document).map(({ path }) => path),
  );
}

/** The mentions of files in documents, each read in the light of what was observed in all; a document at a time. */
export function* referenceSteps(observed: ReadonlyMap<Document, Observed>, files: FileTree): Steps<Map<Document, FileReference[]>> {
  const documents = [...observed.keys()];
  const whereabouts = learnWhereabouts([...observed.values()], files);
  const lookup = { files, names: indexNames(files), whereabouts, matched: new Map<string, boolean>() };
  const references = new Map<Document, FileReference[]>();
  for (const document of documents) {
    references.set(document, readMentions({ document, words: wordsOf(document) }, lookup));
    tidy(documents);
    yield;
  }
  return references;
}

const wordsOf = rememberedOf(findProseWords);

/** The mentions of files in one document, in reading order. */
export function findReferences(document: Document, { files }: { files: FileTree }): FileReference[] {
  return finish(referenceSteps(new Map([[document, observeDocument(document)]]), files)).get(document)!;
}
