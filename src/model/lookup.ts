import type { Document } from "../document.ts";
import { compareText } from "../finding.ts";
import { remembered } from "../remembered.ts";
import type { Workspace } from "../workspace.ts";
import type { Board } from "./board.ts";
import type { Prompt } from "./prompt.ts";

// Asked for each of thousands of documents: none of these goes through all of them twice.

const byPath: (documents: readonly Document[]) => ReadonlyMap<string, Document> = remembered((documents) => new Map(documents.map((one) => [one.path, one])));
const promptsByDocument = remembered((prompts: readonly Prompt[]) => new Map(prompts.map((prompt) => [prompt.document, prompt])));
const boardsByDocument = remembered((boards: readonly Board[]) => new Map(boards.map((board) => [board.document, board])));

/** The document of the workspace at a path. */
export function documentAt({ documents }: Pick<Workspace, "documents">, path: string): Document | undefined {
  return byPath(documents).get(path);
}

/** Those of the paths that are documents of the workspace, sorted by path. */
export function documentsAt(workspace: Pick<Workspace, "documents">, paths: Iterable<string>): Document[] {
  return [...new Set(paths)].sort(compareText).flatMap((path) => documentAt(workspace, path) ?? []);
}

/** The prompt that a document is. */
export function promptIn({ prompts }: Pick<Workspace, "prompts">, document: Document): Prompt | undefined {
  return promptsByDocument(prompts).get(document);
}

/** The board that a document is, or holds. */
export function boardIn({ boards }: Pick<Workspace, "boards">, document: Document): Board | undefined {
  return boardsByDocument(boards).get(document);
}

/** The boards that a document is or that its references resolve to, sorted by path. */
export function boardsNamedIn(workspace: Pick<Workspace, "documents" | "boards" | "references">, document: Document): Board[] {
  return documentsAt(workspace, resolvedPaths(workspace, document).add(document.path)).flatMap((one) => boardIn(workspace, one) ?? []);
}

/** Paths of all boards. */
export const boardPaths: (boards: readonly Board[]) => ReadonlySet<string> = remembered((boards) => new Set(boards.map(({ document }) => document.path)));

/** Paths that the references of a document resolve to. */
export function resolvedPaths({ references }: Pick<Workspace, "references">, document: Document): Set<string> {
  return new Set((references.get(document) ?? []).flatMap(({ resolved }) => resolved ?? []));
}
