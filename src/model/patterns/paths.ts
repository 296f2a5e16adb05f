import type { Document } from "../../document.ts";
import type { Word } from "../../patterns/words.ts";
import { normalizePath, parentPath } from "../../read/paths.ts";
import type { Workspace } from "../../workspace.ts";
import { documentAt } from "../lookup.ts";

/** The document that a path of a command stands for; `undefined` when it is none that was read, or not known. */
export type Resolve = (path: Word, values: ReadonlyMap<string, string>) => Document | undefined;

/** Resolves the paths of one document's scripts the way its references were. */
export function createResolver(document: Document, workspace: Workspace): Resolve {
  const known = new Map<string, string | undefined>();
  for (const { origin, text, resolved } of workspace.references.get(document) ?? []) {
    if (origin === "command" && !known.has(text)) known.set(text, resolved);
  }
  const folder = parentPath(document.path);
  return (path, values) => {
    const text = textOf(path, values);
    if (text === undefined || text === "" || text.startsWith("-")) return undefined;
    const resolved = known.has(text)
      ? known.get(text)
      : [normalizePath(text), normalizePath(`${folder}/${text}`)].find((candidate) => documentAt(workspace, candidate));
    const found = resolved === undefined ? undefined : documentAt(workspace, resolved);
    // An empty file stands in for one that is filled later.
    return found && found.source.text.trim() !== "" ? found : undefined;
  };
}

/** A word with the values of the variables in it; `undefined` where one is not known. */
function textOf(word: Word, values: ReadonlyMap<string, string>): string | undefined {
  let text = "";
  for (const piece of word) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    const name = /^\$\{?(\w+)\}?$/.exec(piece.source)?.[1];
    const value = name === undefined ? undefined : values.get(name);
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}
