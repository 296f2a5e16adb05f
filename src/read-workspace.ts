import { rules as allRules } from "../rules/index.ts";
import { loadConfig, type LoadedConfig } from "./config/load.ts";
import { resolveConfig, type Config } from "./config/resolve.ts";
import type { LintOptions } from "./lint.ts";
import { compileEntrySchema, DEFAULT_ENTRY_SCHEMA } from "./model/entry-schema.ts";
import { clockAt } from "./model/clock.ts";
import type { GitFacts } from "./model/git.ts";
import { parseDocument } from "./parse/document.ts";
import { fitTogether, keepDocuments, parsingSteps } from "./parse/kept-documents.ts";
import { rehearsedContents, type RehearsalFacts } from "./model/rehearsal.ts";
import type { Parsers } from "./parse/document.ts";
import { loadParsers } from "./parse/parsers.ts";
import type { FileSystem } from "./read/file-system.ts";
import { openGitFacts } from "./read/git-facts.ts";
import { overlayFileSystem } from "./read/overlay.ts";
import { readFiles, type ReadResult } from "./read/read-files.ts";
import { hashText, readRehearsalRecords } from "./read/rehearsal-record.ts";
import { createRehearsals } from "./rehearsals.ts";
import { pathsOfShard } from "./shard/split.ts";
import { finishWithRests } from "./steps.ts";
import { buildingSteps, createFileTree, DEFAULT_SETTINGS, type Workspace } from "./workspace.ts";

export interface ReadWorkspace {
  workspace: Workspace;
  loaded: LoadedConfig;
  config: Config;
  read: ReadResult;
  /** Paths of the files that were asked for. */
  asked: ReadonlySet<string>;
  /** Those of them that are told of: all, or a part. */
  selected: ReadonlySet<string>;
  /** The config with preset `strict` in place of its presets. */
  strict(): Config;
  /** Git that can be asked for the state of these boards. */
  openGit(boards: readonly string[]): GitFacts | undefined;
}

/**
 * What is read of a workspace before any rule looks at it.
 *
 * @throws {UsageError} for a mistake in the config or the options.
 */
export async function readWorkspace(options: LintOptions & { loaded?: LoadedConfig }): Promise<ReadWorkspace> {
  const { cwd, patterns = [], literalPaths = [], observer } = options;
  const loaded = options.loaded ?? (await loadConfig({ ...options, names: [...patterns, ...literalPaths], rules: allRules }));
  const config = resolveConfig({ ...options, loaded, rules: loaded.rules, ruleLevels: options.rules });
  observer?.stageDone("config");

  const fs = options.texts ? overlayFileSystem(options.fs, loaded.root, options.texts) : options.fs;
  const read = readFiles({ ...options, fs, ...config, cwd: fs.realPath(cwd) ?? cwd, names: patterns, literalNames: literalPaths });
  observer?.stageDone("read");
  const parsers = await loadParsers(read.files, options.engine);
  const fits = fitTogether(read.files, options.room);
  const tellProgress = (done: number) => observer?.fileDone("reading", Math.min(done, read.files.length), read.files.length);
  const documents = fits ? await finishWithRests(parsingSteps(read.files, parsers), tellProgress) : keepDocuments(read.files, parsers, options.room);
  observer?.stageDone("parse");

  const files = createFileTree(read.allPaths, { ...read.git, isLocal: read.isGitIgnored });
  const { namedArePrompts = read.named.length === 1 } = options;
  const settings = {
    ...DEFAULT_SETTINGS,
    ...config.workspace,
    named: namedArePrompts ? read.named : [],
    clock: options.clock ?? clockAt(options.now ?? Date.now()),
  };
  const built = await finishWithRests(buildingSteps({ documents, files, settings }), fits ? undefined : tellProgress);
  const wanted = read.files.filter((file) => file.selected).map(({ path, text }) => ({ path, size: text.length }));
  const asked = new Set(wanted.map(({ path }) => path));
  const selected = options.shard ? pathsOfShard(wanted, options.shard) : asked;
  const boards = built.boards.map(({ document }) => document.path);
  const blockers = files.hasFile(settings.blockersFile) ? [settings.blockersFile] : [];
  const openGit = (ofBoards: readonly string[]) =>
    openGitFacts({
      fs,
      root: read.root,
      names: read.git,
      boards: ofBoards,
      files: [...new Set([...boards, ...built.prompts.map(({ document }) => document.path), ...blockers])],
      stdin: read.stdin,
      isIgnored: read.isGitIgnored,
      env: options.env ?? {},
    });
  const strict = () => resolveConfig({ ...options, loaded, rules: loaded.rules, ruleLevels: options.rules, preset: "strict" });
  const git = openGit(boards.filter((path) => asked.has(path)));
  const rehearsals = await openRehearsals({ fs, read, workspace: built, parsers });
  observer?.stageDone("model");
  return { workspace: { ...built, git, rehearsals }, loaded, config, read, asked, selected, strict, openGit };
}

/** A record that cannot be read is one of the problems. */
async function openRehearsals({ fs, read, workspace, parsers }: RehearsalInput): Promise<RehearsalFacts> {
  const { records, problem } = readRehearsalRecords(fs, read.root);
  if (problem) read.problems.push(problem);
  const contents = new Set(
    (records.length === 0 ? [] : workspace.prompts.filter(({ severalSessions }) => severalSessions)).flatMap((prompt) => {
      const { prompt: text, boards } = rehearsedContents(prompt, workspace);
      return [text, ...boards];
    }),
  );
  const hashes = new Map(await Promise.all([...contents].map(async (content) => [content, await hashText(content)] as const)));
  return createRehearsals({ records, hashOf: (content) => hashes.get(content), parse: (file) => parseDocument(file, parsers) });
}

interface RehearsalInput {
  fs: FileSystem;
  read: ReadResult;
  workspace: Workspace;
  parsers: Parsers;
}

/** Loads the schema compiler only where there is something to check, or a schema of the user's to be wrong. */
export async function withEntrySchema(workspace: Workspace, schema: Config["statusSchema"]): Promise<Workspace> {
  if (workspace.boards.length === 0 && !schema) return workspace;
  const validateEntry = schema ? await compileEntrySchema(schema.value, schema.path) : await compileEntrySchema(DEFAULT_ENTRY_SCHEMA);
  return { ...workspace, settings: { ...workspace.settings, validateEntry } };
}
