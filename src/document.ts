import type { Root } from "mdast";
import type { Position } from "unist";
import type { DataTree } from "./parse/data.ts";
import type { BashScript } from "./parse/bash.ts";
import type { Passage, Section } from "./parse/prose.ts";
import type { SourceFile } from "./source.ts";

export type DocumentFormat = "markdown" | "yaml" | "json";

/**
 * A parsed file: the text, its tree, and what is embedded in it.
 *
 * A parse failure is data in it (`faults`), never an exception.
 */
export interface Document {
  /** Relative to the workspace root, with `/`. */
  path: string;
  source: SourceFile;
  /** `.txt` is read as markdown, as people write prompts in it. */
  format: DocumentFormat;
  /**
   * The mdast tree, GFM tables and task lists included, with `embedded` nodes
   * in place of fences that hold a prompt. Without children for YAML and JSON.
   */
  tree: Root;
  /** What `tree`'s headings divide the text into, in reading order. */
  sections: readonly Section[];
  /** The prose in reading order, also that of embedded prompts. */
  passages: readonly Passage[];
  /** The shell scripts in reading order. */
  scripts: readonly BashScript[];
  /** YAML and JSON: the whole file, front matter, fences. */
  data: readonly DataTree[];
  faults: readonly Fault[];
  /** Where the parse can be forgotten and made again. */
  kept?: KeptParse;
}

/** The parse of a document of many: what follows from `source`, and all that is remembered of it. */
export interface KeptParse {
  /** Lives as long as the parse, which it makes where there is none. */
  lifetime(): object;
  /** Forgets of all documents what there is no room for. */
  tidy(): void;
}

/** What went wrong while a file was parsed; rules turn it into findings. */
export type Fault =
  /**
   * An inner fence (`place`) whose closer closes the outer one instead;
   * `intended` is the line that was meant to, where there is one.
   */
  | { type: "broken-fence"; place: Position; outer: Position; closer: Position; intended: Position | undefined }
  /** A fence that nothing closes before the file or the list it stands in ends. */
  | { type: "unclosed-fence"; place: Position }
  /** YAML, JSON or front matter that does not parse. */
  | { type: "invalid-data"; place: Position; language: "YAML" | "JSON"; reason: string }
  /** Beyond a guard of `src/parse/guards.ts`: analysed in part or not at all. */
  | { type: "too-large"; place: Position; reason: string };

export type FaultOf<Type extends Fault["type"]> = Extract<Fault, { type: Type }>;

export function faultsOfType<Type extends Fault["type"]>(document: Document, type: Type): FaultOf<Type>[] {
  return document.faults.filter((fault): fault is FaultOf<Type> => fault.type === type);
}
