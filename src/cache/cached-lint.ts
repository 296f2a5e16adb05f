import type { LintOutcome, LintRequest, Services } from "../cli/services.ts";
import { clockAt } from "../model/clock.ts";
import { quote } from "../nearest.ts";
import { decodeText } from "../read/decode.ts";
import { isAnswer } from "../read/file-system.ts";
import { readableEnvironment } from "../read/git-facts.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { joinPath, resolvePath } from "../read/paths.ts";
import { fromStored, shownPaths, toStored } from "../store/stored-result.ts";
import { readEntries, touchEntry, writeEntry, type Entry } from "./entries.ts";
import { openCacheFolder, type CacheFolder } from "./folder.ts";
import { hideEntries } from "./hide-entries.ts";
import { createKey } from "./key.ts";
import { findPlace } from "./place.ts";
import { recordWorld, type Recording } from "./record.ts";
import { ask, describeChange, fromTracePath, toTracePath, type Question, type World } from "./trace.ts";

export interface CachedLintOptions {
  /** The folder of the cache, as the user names it. */
  location: string | undefined;
  /** Whether the report tells of the checklists. */
  checklists: boolean;
  /** The whole environment of the process; the run gets a part of it. */
  env: LintRequest["env"];
}

/** What came of it, and a word on how. */
interface CachedOutcome {
  outcome: LintOutcome;
  /** Stands behind "cache: ". */
  remark: string;
}

/**
 * Lints, or answers with what was found before, when all that was asked of the
 * world then has the same answer now. Whatever is wrong with the cache, the
 * workspace is linted.
 */
export async function lintCached(request: LintRequest, options: CachedLintOptions, services: Pick<Services, "lint" | "nameProgram">): Promise<CachedOutcome> {
  const cwd = nodeFileSystem.realPath(request.cwd) ?? request.cwd;
  const place = findPlace(nodeFileSystem, cwd, request.root);
  const folder = openCacheFolder({ location: options.location, cwd, place, env: options.env });
  if (typeof folder === "string") return { outcome: await services.lint(request), remark: `not used, as ${folder}` };

  const asked: LintRequest = { ...request, cwd, env: readableEnvironment(request.env) };
  const world: World = { fs: hideEntries(nodeFileSystem, folder.path), clock: clockAt(Date.now()), place };
  const key = createKey({ request: asked, cwd, place, program: await services.nameProgram(), checklists: options.checklists });
  const { outcome, miss } = lookUp(folder, key, { world, request: asked });
  if (outcome) return { outcome, remark: "hit" };

  const recording = recordWorld(world);
  const linted = await services.lint({ ...asked, fs: recording.fs, clock: recording.clock });
  const kept = keep({ folder, key, world, outcome: linted, checklists: options.checklists, recording });
  return { outcome: linted, remark: `miss, as ${miss}${kept === undefined ? "" : `; not kept, as ${kept}`}` };
}

function lookUp(folder: CacheFolder, key: string, { world, request }: { world: World; request: LintRequest }): { outcome?: LintOutcome; miss: string } {
  let miss: string | undefined;
  const known = new Map<string, string>();
  for (const entry of readEntries(folder, key)) {
    const texts = new Map<string, Uint8Array>();
    const change = findChange(entry, world, { known, texts });
    if (change === undefined) {
      touchEntry(entry);
      return { outcome: open(entry, { world, request, texts }), miss: "" };
    }
    miss ??= change;
  }
  return { miss: miss ?? "there was no such run yet" };
}

interface Answers {
  /** By question: what other traces have asked already. */
  known: Map<string, string>;
  /** Takes up the bytes of what reports may show, by path of the trace. */
  texts: Map<string, Uint8Array>;
}

/** What has changed first, in words; `undefined` when nothing has. */
function findChange({ trace, head }: Entry, world: World, { known, texts }: Answers): string | undefined {
  if (trace.place !== undefined && trace.place !== world.place) return "it was in another folder";
  const shown = new Set(head.shown);
  const see = (path: string, bytes: Uint8Array) => void (shown.has(path) && texts.set(path, bytes));
  for (const [question, answer] of trace.answers) {
    if (askOnce(question) !== answer) return describeChange(question, quote);
  }
  return undefined;

  function askOnce(question: Question): string {
    const name = JSON.stringify(question);
    const answer = known.get(name) ?? ask(question, world, see);
    known.set(name, answer);
    return answer;
  }
}

function open(entry: Entry, { world, request, texts }: { world: World; request: LintRequest; texts: ReadonlyMap<string, Uint8Array> }): LintOutcome {
  const { cwd, stdin } = request;
  const root = fromTracePath(world.place, entry.head.root);
  const piped = stdin && resolvePath(cwd, nodeFileSystem.fromNative(stdin.path));
  return fromStored(entry.result(), {
    root,
    textOf(path) {
      const absolute = joinPath(root, path);
      if (absolute === piped) return stdin!.text;
      const bytes = texts.get(toTracePath(world.place, absolute)) ?? world.fs.read(absolute, MAX_TEXT_BYTES);
      return (isAnswer(bytes) && decodeText(bytes).text) || "";
    },
  });
}

interface Kept {
  folder: CacheFolder;
  key: string;
  world: World;
  outcome: LintOutcome;
  checklists: boolean;
  recording: Recording;
}

/** Answers with the reason, to stand behind "as", when the result cannot be kept. */
function keep({ folder, key, world: { place }, outcome, checklists, recording }: Kept): string | undefined {
  if (outcome.failures.length > 0) return "a rule crashed";
  if (outcome.problems.length > 0) return "not everything could be checked";
  const result = toStored(outcome, { checklists });
  if (result.checklists && result.checklists.failures.length > 0) return "a rule crashed";
  // Not before the checklists are made: they ask more.
  const trace = recording.trace();
  if (typeof trace === "string") return trace;
  const shown = [...shownPaths(result)].map((path) => toTracePath(place, joinPath(outcome.root, path)));
  return writeEntry(folder, key, { trace, head: { root: toTracePath(place, outcome.root), shown }, result });
}

/** No text that was read is larger. */
const MAX_TEXT_BYTES = 64_000_000;
