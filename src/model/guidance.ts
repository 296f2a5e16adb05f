import { rememberedIn } from "../remembered.ts";
import { boardIn, boardPaths, documentsAt, promptIn, resolvedPaths } from "./lookup.ts";
import type { Position } from "unist";
import type { Document } from "../document.ts";
import { baseName } from "../read/paths.ts";
import type { Span } from "../source.ts";
import type { Evidence } from "../rule.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, type Board } from "./board.ts";
import { findClaimStep } from "./claim.ts";
import { findPhrase, type PhraseName } from "./phrases.ts";
import { boardsOf } from "./prompt-boards.ts";
import type { Prompt } from "./prompt.ts";

/**
 * Where a prompt sets several sessions to work that they share: the step that
 * claims, else the first mention of a status file that is there, else where it
 * hands out the work («if you are Session 2, …»). `undefined` for one session,
 * for pages that merely speak of sessions, for what every session of a
 * repository reads (`CLAUDE.md`), and for a status file that nobody claims from
 * by its own words: there is nothing to send.
 */
export function findSharedWork(prompt: Prompt, { boards, references }: Workspace): Position | undefined {
  if (!prompt.severalSessions) return undefined;
  const { document } = prompt;
  if (STANDING_NAME.test(baseName(document.path))) return undefined;
  const claim = findClaimStep(prompt);
  if (claim) return claim;
  const paths = boardPaths(boards);
  if (paths.has(document.path)) return undefined;
  const named = (references.get(document) ?? []).find(({ resolved, use }) => use !== "elsewhere" && resolved !== undefined && paths.has(resolved));
  return named?.place ?? findHandOut(document);
}

function findHandOut({ passages }: Document): Position | undefined {
  for (const { text, badExample, locate } of passages) {
    const match = badExample ? null : HAND_OUT.exec(text);
    if (match) return locate({ start: match.index, end: match.index + match[0].length });
  }
  return undefined;
}

/** What every session of a repository reads. */
export const STANDING_NAME = /^(?:claude|agents?|gemini|skill|conventions|copilot-instructions)(?:\.local)?\.md$/i;
const HAND_OUT = /\bif you(?:['’]re| are) (?:in )?(?:session|agent|worker|swarm|instance) (?:#?\d|[A-Z]\b)/i;

/** A place that says something, and where it is. */
export interface Guidance {
  document: Document;
  place: Position;
  /** The text there, for a person to read. */
  text: string;
}

/** The documents that may say how to go about a run, the nearest first. */
export interface RunDocuments {
  /** The prompt and its status files. */
  own: readonly Document[];
  /** What these send their readers to, as far as it speaks of the run, and pages about it by their name. */
  others: readonly Document[];
}

/** `name` takes a file name for that of a page about what is looked for. */
export function documentsAbout(prompt: Prompt, workspace: Workspace, name: RegExp): RunDocuments {
  const own = [...new Set([prompt.document, ...boardsOf(prompt, workspace).map(({ document }) => document)])];
  const linked = new Set(own.flatMap((document) => [...resolvedPaths(workspace, document)]));
  const names = own.map(({ path }) => baseName(path));
  const others = documentsAt(workspace, [...linked, ...pagesNamed(name, workspace)]).filter((document) => {
    if (own.includes(document)) return false;
    const coordinates = promptIn(workspace, document)?.severalSessions || boardIn(workspace, document);
    return (linked.has(document.path) && coordinates) || names.some((own) => document.source.text.includes(own));
  });
  return { own, others };
}

const pagesNamed: (name: RegExp, workspace: Workspace) => readonly string[] = rememberedIn((name, { documents }) =>
  documents.flatMap(({ path }) => (name.test(baseName(path)) ? [path] : [])),
);

export interface GuidanceWords {
  /** What a passage that is no heading says. */
  text?: PhraseName;
  /** What a heading or the header of a column says. */
  heading?: PhraseName;
  /** Any of these in the same clause makes `text` speak of something else. */
  unless?: readonly PhraseName[];
}

/** The first place of the documents that says it, in reading order; what is labelled as wrong says nothing. */
export function findGuidance(documents: readonly Document[], words: GuidanceWords, { settings: { phrases } }: Workspace): Guidance | undefined {
  const find = (name: PhraseName | undefined, text: string) => (name === undefined ? undefined : findPhrase(name, text, phrases));
  for (const document of documents) {
    for (const { type, text, badExample, locate } of document.passages) {
      if (badExample) continue;
      const span = (type === "heading" || type === "cell" ? find(words.heading, text) : undefined) ?? findClause(text);
      if (span) return { document, place: locate(span), text: text.slice(span.start, span.end) };
    }
  }
  return undefined;

  function findClause(text: string): Span | undefined {
    let start = 0;
    for (const clause of text.split(/(?<=[.;!?]) |\r?\n/)) {
      start = text.indexOf(clause, start);
      const span = words.unless?.some((name) => find(name, clause)) ? undefined : find(words.text, clause);
      if (span) return { start: start + span.start, end: start + span.end };
      start += clause.length;
    }
    return undefined;
  }
}

/** What is written there, as the evidence that an item of the checklist holds. */
export function toEvidence(prompt: Prompt, { document, place, text }: Guidance): Evidence {
  const phrase = `«${text.replace(/\s+/g, " ").slice(0, MAX_PHRASE).trim()}»`;
  return { state: "passed", place, ...(document !== prompt.document && { path: document.path }), phrase };
}

/** UTF-16 units. */
const MAX_PHRASE = 60;

/** The first entry of boards with a time by which it is expected. */
export function findExpectedTime(boards: readonly Board[]): Guidance | undefined {
  for (const { document, entries } of boards) {
    for (const entry of entries) {
      const field = fieldOf(entry, "expectedCompletion") ?? fieldOf(entry, "timeline");
      if (field && /[\p{L}\p{N}]/u.test(field.value)) return { document, place: field.place, text: `${field.key}: ${field.value}` };
    }
  }
  return undefined;
}
