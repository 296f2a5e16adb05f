import type { Document } from "./document.ts";
import { compareText } from "./finding.ts";
import { readBoard, type Board } from "./model/board.ts";
import type { Clock } from "./model/clock.ts";
import type { ValidateEntry } from "./model/entry-schema.ts";
import type { GitFacts } from "./model/git.ts";
import type { OwnPhrases } from "./model/phrases.ts";
import { NO_PATTERNS, type PatternFacts } from "./model/patterns.ts";
import { hasOrdinaryName, readPrompt, type Prompt } from "./model/prompt.ts";
import type { RehearsalFacts } from "./model/rehearsal.ts";
import { observeDocument, referenceSteps, type FileReference } from "./model/references.ts";
import type { Observed } from "./model/references/whereabouts.ts";
import { scan } from "./model/scan.ts";
import { DEFAULT_VOCABULARY, type Vocabulary } from "./model/vocabulary.ts";
import { tidy } from "./parse/kept-documents.ts";
import { finish, type Steps } from "./steps.ts";

/** What the files together say: the one model that rules ask. */
export interface Workspace {
  /** Sorted by path. */
  documents: readonly Document[];
  boards: readonly Board[];
  prompts: readonly Prompt[];
  /** Every mention of a file, by the prompt or board that makes it. */
  references: ReadonlyMap<Document, readonly FileReference[]>;
  /** Of the config, else the default; a board's own legend is `board.vocabulary`. */
  vocabulary: Vocabulary;
  files: FileTree;
  /** What git can be asked; `undefined` outside git, and where nothing can run it. */
  git: GitFacts | undefined;
  /** How prompts fared with one session; `undefined` where nobody looks for that. */
  rehearsals: RehearsalFacts | undefined;
  settings: WorkspaceSettings;
  /** What the patterns of scripts do to the files they name. */
  patterns: PatternFacts;
}

/** Every path of the workspace, also of files that were not read. */
export interface FileTree {
  /** Relative to the root, with `/`, sorted; folders are not listed. */
  paths: readonly string[];
  hasFile(path: string): boolean;
  hasFolder(path: string): boolean;
  /** Whether git ignores a path: whoever needs it has it on their own machine, and no list of files tells. */
  isLocal(path: string): boolean;
  /** `owner/name` and branch of the workspace's own remotes, for URLs into it; empty outside git. */
  remotes: readonly string[];
  /** Names of local and remote-tracking branches; empty outside git. */
  branches: readonly string[];
}

/** What the config and the command line say of the workspace rather than of the rules. */
export interface WorkspaceSettings {
  /** Where sessions write what blocks them, e.g. `BLOCKERS.md`. */
  blockersFile: string;
  /** Of `status.vocabulary`; `undefined` when the config has none. */
  vocabulary: Vocabulary | undefined;
  /** Canonical field name (`outputFile`) to further names under which boards write it. */
  fieldAliases: Readonly<Record<string, readonly string[]>>;
  /** What the config's `phrases` say beside our own words. */
  phrases: OwnPhrases;
  /** Whether the config's `prompts` take a path; `undefined` without them: then name and content decide. */
  isPrompt: ((path: string) => boolean) | undefined;
  /** The same for `boards`. */
  isBoard: ((path: string) => boolean) | undefined;
  /** When a claim without a sign of life lapses, in seconds. */
  staleClaimAfter: number;
  /** What all sessions together may cost; `null` without a limit. */
  budget: number | null;
  /** That against which ages are told; without one nothing is too old. */
  clock: Clock | undefined;
  /** Files named one by one on the command line: what is no board among them is taken for a prompt. */
  named: readonly string[];
  /** Compiled from `status.schema` or our default: the reasons an entry is rejected, `[]` when it is fine. */
  validateEntry: ValidateEntry;
  /** `validateEntry` is of the user's own schema: each rejection counts, whatever the board's other entries do. */
  hasOwnSchema: boolean;
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
  blockersFile: "BLOCKERS.md",
  vocabulary: undefined,
  fieldAliases: {},
  phrases: {},
  isPrompt: undefined,
  isBoard: undefined,
  staleClaimAfter: 7200,
  budget: null,
  clock: undefined,
  named: [],
  validateEntry: () => [],
  hasOwnSchema: false,
};

export interface WorkspaceInput {
  documents: readonly Document[];
  files: FileTree;
  settings: WorkspaceSettings;
}

/** Finds the boards, the prompts and what they refer to. */
export function buildWorkspace(input: WorkspaceInput): Workspace {
  return finish(buildingSteps(input));
}

/** The same, a document at a time. */
export function* buildingSteps({ documents, files, settings }: WorkspaceInput): Steps<Workspace> {
  const sorted = [...documents].sort((a, b) => compareText(a.path, b.path));
  const vocabulary = settings.vocabulary ?? DEFAULT_VOCABULARY;
  const named = new Set(settings.named);
  const boards: Board[] = [];
  const prompts: Prompt[] = [];
  const observed = new Map<Document, Observed>();
  for (const document of sorted) {
    const board = readBoardOf(document);
    if (board) boards.push(board);
    const isMeant = named.has(document.path) && !board && !hasOrdinaryName(document.path) ? true : undefined;
    const prompt = readPrompt(document, { files, isTaken: settings.isPrompt?.(document.path) ?? isMeant });
    if (prompt) prompts.push(prompt);
    if (board || prompt) observed.set(document, observeDocument(document));
    if (document.kept) scan(document);
    tidy(sorted);
    yield;
  }
  const references = yield* referenceSteps(observed, files);
  return {
    documents: sorted,
    boards,
    prompts,
    references,
    vocabulary,
    files,
    git: undefined,
    rehearsals: undefined,
    settings,
    patterns: NO_PATTERNS,
  };

  function readBoardOf(document: Document): Board | undefined {
    const isConfiguredBoard = settings.isBoard?.(document.path);
    if (isConfiguredBoard === false) return undefined;
    return readBoard(document, { vocabulary, fieldAliases: settings.fieldAliases, isConfiguredBoard: isConfiguredBoard ?? false });
  }
}

/** All file paths of a tree, from a sorted list, and what git knows of it. */
export function createFileTree(paths: readonly string[], git: Partial<Pick<FileTree, "remotes" | "branches" | "isLocal">> = {}): FileTree {
  const { remotes = [], branches = [], isLocal = () => false } = git;
  const files = new Set(paths);
  const folders = new Set<string>();
  for (const path of paths) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return { paths, remotes, branches, isLocal, hasFile: (path) => files.has(path), hasFolder: (path) => path === "" || folders.has(path) };
}
