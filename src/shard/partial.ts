import { createHash } from "node:crypto";
import type { LintOutcome, LintRequest } from "../cli/services.ts";
import { toTracePath, type Trace } from "../cache/trace.ts";
import { readableEnvironment } from "../read/git-facts.ts";
import { joinPath } from "../read/paths.ts";
import { shownPaths, toStored, type StoredResult } from "../store/stored-result.ts";
import type { Shard } from "./split.ts";

/** What a part of a run has found, to be joined with the others. */
export interface Partial {
  version: 1;
  /** By this key a run knows it for a report of ours, and no file of the workspace. */
  partial: {
    shard: Shard;
    /** The version and a hash of the program. */
    program: string;
    /** What was asked for, each as JSON. */
    options: Readonly<Record<string, string>>;
    /** A hash of all that was read of the workspace. */
    read: string;
  };
  result: StoredResult;
  /** The texts that a report may show, by path. */
  texts: Readonly<Record<string, string>>;
}

interface PartialInput {
  outcome: LintOutcome;
  request: LintRequest;
  shard: Shard;
  program: string;
  /** Asked for last, as the checklists ask for more. */
  trace(): Trace | string;
  /** The folder to which the trace is relative. */
  place: string;
  /** Whether the checklists are decided as well, for the formats that tell of them. */
  checklists: boolean;
}

export function toPartial({ outcome, request, shard, program, trace, place, checklists }: PartialInput): Partial {
  const result = toStored(outcome, { checklists });
  const shown = shownPaths(result);
  const documents = outcome.wholeWorkspace?.documents ?? [];
  return {
    version: 1,
    partial: { shard, program, options: describeOptions(request, checklists), read: nameRead(trace(), { place, outcome }) },
    result,
    texts: Object.fromEntries(documents.flatMap(({ path, source }) => (shown.has(path) ? [[path, source.text]] : []))),
  };
}

/** What is the same for all parts of a run, wherever each runs. */
function describeOptions(request: LintRequest, checklists: boolean): Record<string, string> {
  const { patterns, literalPaths, root, configFile, preset, rules, engine, deadline, noPlugins, passOnNoFiles, reportUnusedDisableDirectives, since, env } =
    request;
  const named = {
    patterns,
    literalPaths,
    root,
    config: configFile,
    preset,
    rules,
    engine,
    deadline,
    noPlugins,
    passOnNoFiles,
    reportUnusedDisableDirectives,
    since,
    checklists,
  };
  const entries = Object.entries({ ...named, environment: readableEnvironment(env) });
  return Object.fromEntries(entries.map(([name, value]) => [name, JSON.stringify(value ?? null)]));
}

/** What git keeps for itself differs from checkout to checkout, and a part may not need to ask for it. */
function nameRead(trace: Trace | string, { place, outcome }: { place: string; outcome: LintOutcome }): string {
  if (typeof trace === "string") return trace;
  const left = new Set(outcome.skipped.map(({ path }) => toTracePath(place, joinPath(outcome.root, path))));
  const read = trace.answers.flatMap(([question, answer]) => {
    const isOfWorkspace = question[0] === "read" && !/(?:^|\/)\.git(?:attributes)?(?:\/|$)/.test(question[1]) && !left.has(question[1]);
    return isOfWorkspace ? [`${question[1]} ${answer}\n`] : [];
  });
  return createHash("sha256")
    .update([...new Set(read)].sort().join(""))
    .digest("hex");
}
