import type { Document } from "../document.ts";
import { readProseDependenciesOf } from "./dependencies/prose.ts";
import { findOwnedPaths } from "./owned-paths.ts";
import { statusesWrittenBy } from "./status-writes.ts";
import { linesWrittenBy } from "./written-lines.ts";

/**
 * Finds what the whole workspace is asked for of each document while the
 * document is parsed: the answers are short, and are kept when the parse is not.
 */
export function scan(document: Document): void {
  for (const find of [readProseDependenciesOf, findOwnedPaths, statusesWrittenBy, linesWrittenBy]) find(document);
}
