import type { Document } from "./document.ts";
import { findRecord, type Rehearsal, type RehearsalFacts, type RehearsalRecord } from "./model/rehearsal.ts";
import { readRehearsal } from "./model/rehearsal-history.ts";
import type { Prompt } from "./model/prompt.ts";
import type { Workspace } from "./workspace.ts";

export interface RehearsalSources {
  records: readonly RehearsalRecord[];
  /** `sha256:…` of a content that a record may name. */
  hashOf(content: string): string | undefined;
  /** Parses an older version of a file; throws where a parser is missing. */
  parse(file: { path: string; text: string }): Document;
}

/** What is known of rehearsals, from the record and from git; each prompt is looked into when it is first asked for. */
export function createRehearsals({ records, hashOf, parse }: RehearsalSources): RehearsalFacts {
  const known = new Map<Prompt, Rehearsal>();
  return {
    of(prompt, workspace) {
      const rehearsal = known.get(prompt) ?? find(prompt, workspace);
      known.set(prompt, rehearsal);
      return rehearsal;
    },
  };

  function find(prompt: Prompt, workspace: Workspace): Rehearsal {
    const record = findRecord(prompt, workspace, { records, hashOf });
    if (record) return { type: "rehearsed", origin: { time: record.time }, ...outcomeOf(record) };
    if (!workspace.git) return { type: "unknown", reason: "the workspace is not in git, and no record tells" };
    const histories = workspace.git.histories();
    return typeof histories === "string" ? { type: "unknown", reason: histories } : readRehearsal(prompt, workspace, { histories, parse: tryToParse });
  }

  function tryToParse(file: { path: string; text: string }): Document | undefined {
    try {
      return parse(file);
    } catch {
      // An older version may hold what the present files need no parser for.
      return undefined;
    }
  }
}

function outcomeOf({ session, claimed, completed, statusComplete, blockers }: RehearsalRecord) {
  return { session, claimed, completed, statusComplete, blockers };
}
