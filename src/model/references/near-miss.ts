import { distance } from "fastest-levenshtein";
import type { Position } from "unist";
import type { Document } from "../../document.ts";
import { baseName, extensionOf, parentPath } from "../../read/paths.ts";
import { remembered } from "../../remembered.ts";
import type { FileTree } from "../../workspace.ts";
import type { FileReference } from "../references.ts";
import type { NameIndex } from "./names.ts";

/** The file that a reference probably means: of the same name in another folder, or of nearly the same name. */
export function findNearMiss({ candidates: [path], kind }: FileReference, { names, files }: { names: NameIndex; files: FileTree }): string | undefined {
  if (path === undefined) return undefined;
  const name = baseName(path);
  const same = names.named(name).filter((known) => known !== path && (kind === "folder" ? files.hasFolder(known) : files.hasFile(known)));
  if (same.length > 0) return same.find((known) => known.toLowerCase() === path.toLowerCase()) ?? nearestFolder(path, same);
  if (kind === "folder") return undefined;
  if (kind === "command") return nearestName(name, names.filesIn(parentPath(path)), 1);
  return nearestName(name, names.filesIn(parentPath(path)), MAX_DISTANCE) ?? nearestName(name, names.filesIn(""), MAX_DISTANCE);
}

/** Where a text makes a file. */
export interface MadeFile {
  name: string;
  document: Document;
  place: Position;
}

/**
 * Finds the file that the script of another text makes and that a reference
 * probably means: two texts agreed on `STATUS-1.yaml`, and one of them writes
 * `STATUS-1-API.yaml`.
 */
export const nearMissesOfMade: (references: References) => (reference: FileReference, from: Document) => MadeFile | undefined = remembered((references) => {
  // By the words that all but the last make up.
  const made = new Map<string, MadeFile[]>();
  for (const [document, mentions] of references) {
    for (const { text, use, origin, kind, wildcard, place } of mentions) {
      if (use !== "made" || origin !== "command" || kind !== "file" || wildcard) continue;
      const name = baseName(text);
      const key = keyOf(name, wordsOf(name).slice(0, -1));
      const known = made.get(key);
      if (!known) made.set(key, [{ name, document, place }]);
      else if (known.length < MAX_MADE) known.push({ name, document, place });
    }
  }
  return ({ text, kind, wildcard }, from) => {
    const name = baseName(text);
    const words = wordsOf(name);
    // Without a number it may as well be a file of its own: `report.md` beside `report-final.md`.
    if (kind !== "file" || wildcard || words.length < 2 || !/\d/.test(name)) return undefined;
    const makers = made.get(keyOf(name, words)) ?? [];
    return makers.every((maker) => maker.name === makers[0]!.name) ? makers.find(({ document }) => document !== from) : undefined;
  };
});

type References = ReadonlyMap<Document, readonly FileReference[]>;

/** How many makers of one name are kept. */
const MAX_MADE = 20;

function keyOf(name: string, words: readonly string[]): string {
  return `${words.join(" ")}${extensionOf(name)}`;
}

/** How many letters may differ, for names of eight letters and more. */
const MAX_DISTANCE = 2;
/** How many files of a folder are compared. */
const MAX_COMPARED = 2000;

// With several of the name, one that shares the most folders; between equals there is no telling.
function nearestFolder(path: string, choices: readonly string[]): string | undefined {
  const wanted = new Set(parentPath(path).split("/"));
  const scored = choices.map((choice) => ({
    choice,
    shared: parentPath(choice)
      .split("/")
      .filter((part) => part !== "" && wanted.has(part)).length,
  }));
  scored.sort((a, b) => b.shared - a.shared);
  const [best, next] = scored;
  return best && best.shared !== next?.shared ? best.choice : undefined;
}

function nearestName(name: string, choices: readonly string[], most: number): string | undefined {
  if (name.length < 8 || name.length > 80) return undefined;
  const wanted = wordsOf(name);
  let best: string | undefined;
  let bestDistance = most + 1;
  const longer: string[] = [];
  for (const choice of choices.slice(0, MAX_COMPARED)) {
    const known = baseName(choice);
    if (extensionOf(known) !== extensionOf(name)) continue;
    if (Math.abs(known.length - name.length) <= most) {
      const found = distance(name.toLowerCase(), known.toLowerCase());
      // `SESSION-1.md` is no slip of the pen for `SESSION-2.md`.
      if (found < bestDistance && known.replace(/\D/g, "") === name.replace(/\D/g, "")) {
        best = choice;
        bestDistance = found;
      }
    }
    const words = new Set(wordsOf(known));
    if (wanted.length >= 2 && words.size === wanted.length + 1 && wanted.every((word) => words.has(word))) longer.push(choice);
  }
  return best ?? (longer.length === 1 ? longer[0] : undefined);
}

function wordsOf(name: string): string[] {
  const dot = name.lastIndexOf(".");
  return name
    .slice(0, dot < 0 ? name.length : dot)
    .toLowerCase()
    .split(/[-_.\s]/)
    .filter(Boolean);
}
