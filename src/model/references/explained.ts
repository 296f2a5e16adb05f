import type { Document } from "../../document.ts";
import { spanOf } from "../../parse/prose.ts";
import { baseName } from "../../read/paths.ts";
import { remembered } from "../../remembered.ts";
import type { FileReference } from "../references.ts";
import { withoutAnchor } from "./path-text.ts";

/**
 * Tells whether some text of the workspace accounts for a file that is not
 * there: another document or an earlier step makes it, or it is said that it
 * may be absent, is known from another repository, or is written with a part to
 * fill in (`{feature}/plan.md`).
 */
export const accountFor: (references: References) => (reference: FileReference, document: Document) => boolean = remembered((references) => {
  const told = new Set<string>();
  const made = new Map<string, Maker[]>();
  const note = (name: string, maker: Maker): void => {
    const makers = made.get(name);
    // The first of each document is the earliest, and two documents are as good as ten.
    if (!makers) made.set(name, [maker]);
    else if (makers.length < 2 && makers[0]!.document !== maker.document) makers.push(maker);
  };

  for (const [document, mentions] of references) {
    for (const { use, text, place, origin, program, kind, candidates, resolved } of mentions) {
      if (resolved !== undefined || use === "read" || use === "written" || use === "named") continue;
      // A reader whose failure is seen to speaks for itself alone; a test says that the file may be absent.
      if (use === "optional" && origin === "command" && program !== undefined && program !== "[" && program !== "test") continue;
      // Where a session is by then may be unknown: that accounts for nothing.
      if (use === "elsewhere" && candidates.length > 0) continue;
      if (use !== "made") {
        for (const name of namesOf(text)) told.add(name);
        continue;
      }
      const maker: Maker = { document, offset: spanOf(place).start, byCommand: origin === "command" };
      for (const name of namesOf(text)) note(name, maker);
      for (const candidate of candidates) if (kind === "folder" || maker.byCommand) note(`${candidate}/`, maker);
    }
  }
  return ({ text, use, place, candidates }, document) => {
    const { start } = spanOf(place);
    const isMade = (name: string): boolean => (made.get(name) ?? []).some((maker) => maker.document !== document || maker.offset < start);
    const folders = candidates.flatMap(foldersOf).map((folder) => `${folder}/`);
    // What a command writes into has to be there: what is said of it elsewhere makes no folder.
    if (use === "written") return folders.some((folder) => (made.get(folder) ?? []).some((maker) => maker.byCommand || maker.document === document));
    return namesOf(text).some((name) => told.has(name) || isMade(name)) || folders.some(isMade);
  };
});

type References = ReadonlyMap<Document, readonly FileReference[]>;

/** Where a text makes a file. */
interface Maker {
  document: Document;
  offset: number;
  byCommand: boolean;
}

/** The folder and those above it. */
function foldersOf(path: string): string[] {
  const folders = [path];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) folders.push(path.slice(0, slash));
  return folders;
}

/** The last part of a path; for code also without its extension, as `.ts` becomes `.js`. */
function namesOf(text: string): string[] {
  const name = baseName(withoutAnchor(text).replace(/[/.,:;]{1,9}$/, "")).toLowerCase();
  if (name === "" || /[<>[\]{}$*?]/.test(name)) return [];
  const stem = /^(.+)\.(?:[cm]?[jt]sx?|py|pyc)$/.exec(name)?.[1];
  return stem === undefined ? [name] : [name, `${stem}.*`];
}
