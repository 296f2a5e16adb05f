import { documentsAt } from "./lookup.ts";
import type { Position } from "unist";
import type { Document } from "../document.ts";
import { blocksOfType } from "../parse/mdast.ts";
import { spanOf, type Passage, type Section } from "../parse/prose.ts";
import { baseName } from "../read/paths.ts";
import { remembered, rememberedOf } from "../remembered.ts";
import type { Evidence } from "../rule.ts";
import { toPosition } from "../source.ts";
import type { Workspace } from "../workspace.ts";
import type { Board } from "./board.ts";
import { findClaimStep } from "./claim.ts";
import { isLed } from "./fallback.ts";
import { findSharedWork, STANDING_NAME, toEvidence, type Guidance } from "./guidance.ts";
import { findPhrase, type PhraseName } from "./phrases.ts";
import { boardsOf } from "./prompt-boards.ts";
import { isCalledStatusFile } from "./status-files.ts";
import { asPrompt, saysSeveral, type Prompt } from "./prompt.ts";

/** Whether a prompt is asked what its sessions are told, and where what is missing is shown; or why it is not asked. */
export type Asked = { place: Position; why?: undefined } | { place?: undefined; why: string };

/**
 * Each prompt that sets several sessions to work is asked: whether they claim,
 * wait, or are told their work, something will fail and somebody will want to
 * know how far they are. Not asked are what every session of a repository reads
 * (`CLAUDE.md`), unless it has them claim, and a status file that is sent along
 * with a prompt.
 */
export function askOf(prompt: Prompt, workspace: Workspace): Asked {
  const { document } = prompt;
  if (!prompt.severalSessions) return { why: "one session works alone" };
  if (isLed(prompt, workspace)) return { why: "it is a board that another prompt sends its sessions to" };
  if (STANDING_NAME.test(baseName(document.path)) && !findClaimStep(prompt)) return { why: "every session of the repository reads it, and it is not sent" };
  return { place: findSharedWork(prompt, workspace) ?? findWhereSeveral(document) };
}

/** Of a problem that leaves an item of the checklist open, and is no alarm elsewhere: nothing that is written is wrong. */
export const ONLY_STRICT = { outsideStrict: "off" } as const;

/** What the sessions of a prompt are to be told once. */
export interface Told {
  /** Where they are told it, in what they have read before they start. */
  findSaid(prompt: Prompt, workspace: Workspace): Guidance | undefined;
  /** The same, or in whatever else speaks of the run: then it is missing only for the checklist. */
  findAround(prompt: Prompt, workspace: Workspace): Guidance | undefined;
}

/** Where a prompt that is asked does not tell it, and whether that is an alarm outside of preset `strict`. */
export function findUntold(prompt: Prompt, workspace: Workspace, { findSaid, findAround }: Told): { place: Position; outsideStrict?: "off" } | undefined {
  const asked = askOf(prompt, workspace);
  if (!asked.place || findSaid(prompt, workspace)) return undefined;
  const work = findSharedWork(prompt, workspace);
  const isAlarm = work !== undefined && findAround(prompt, workspace) === undefined;
  return { place: work ?? asked.place, ...(!isAlarm && ONLY_STRICT) };
}

/** Where a prompt tells it, or why it is not asked. */
export function evidenceOfTold(prompt: Prompt, workspace: Workspace, { findSaid }: Told): Evidence | undefined {
  const { why } = askOf(prompt, workspace);
  if (why !== undefined) return { state: "skipped", why };
  const said = findSaid(prompt, workspace);
  return said && toEvidence(prompt, said);
}

/** Where the prompt first speaks of several sessions; else its first passage. */
function findWhereSeveral({ passages, source }: Document): Position {
  for (const { text, badExample, locate } of passages) {
    const span = badExample ? undefined : saysSeveral(text);
    if (span) return locate(span);
  }
  return passages[0]?.place ?? toPosition(source, { start: 0, end: 0 });
}

/**
 * What the sessions of a prompt have read before they start: the prompt, what
 * its status files say around their entries, and the documents that they are
 * sent to for how to work together. What an entry says is said of its own work,
 * and what merely is linked, nobody has read.
 *
 * @param topic What else they are sent to a document for, by its name or by the words around its name.
 */
export function readBefore(prompt: Prompt, workspace: Workspace, topic?: Topic): Prompt[] {
  const { document } = prompt;
  const { references, settings } = workspace;
  const boards = statusFilesOf(prompt, workspace).filter((board) => board.document !== document);
  const mentioned = new Set(
    (references.get(document) ?? []).flatMap(({ resolved, place, use }) => {
      if (resolved === undefined || use === "elsewhere") return [];
      const isGuide = GUIDE_NAME.test(baseName(resolved)) || (topic && (topic.name.test(baseName(resolved)) || isMentionedFor(place)));
      return isGuide ? [resolved] : [];
    }),
  );
  const guides = documentsAt(workspace, mentioned).filter((other) => other !== document && !boards.some((board) => board.document === other));
  return [prompt, ...boards.map(aroundEntries), ...guides.map(asPrompt)];

  function isMentionedFor({ start }: Position): boolean {
    const passage = document.passages.find(({ place }) => place.start.offset! <= start.offset! && start.offset! < place.end.offset!);
    if (passage === undefined || topic?.words === undefined) return false;
    const says = (name: PhraseName) => findPhrase(name, passage.text, settings.phrases) !== undefined;
    return says(topic.words) && !(topic.unless && says(topic.unless));
  }
}

/** The boards that a prompt's sessions work from; those called status files, where any is. */
export function statusFilesOf(prompt: Prompt, workspace: Workspace): readonly Board[] {
  const boards = boardsOf(prompt, workspace);
  const named = boards.filter(({ document }) => document === prompt.document || isCalledStatusFile(document.path));
  return named.length > 0 ? named : boards;
}

/** A document without the files that it shows as samples: what stands in them is not said to its reader. */
export const withoutSamples = rememberedOf((document: Document): Document => {
  const samples = blocksOfType(document.tree, "embedded").filter(({ lang }) => lang === "markdown" || lang === "md");
  if (samples.length === 0) return document;
  const isSample = ({ place }: Passage) => samples.some(({ position }) => position.start.line <= place.start.line && place.end.line <= position.end.line);
  return { ...document, passages: document.passages.filter((passage) => !isSample(passage)) };
});

/** What a document is looked into for. */
export interface Topic {
  /** Of a page about it. */
  name: RegExp;
  /** How a sentence, or a heading, speaks of it. */
  words?: PhraseName;
  /** In the same sentence, this makes `words` speak of something else. */
  unless?: PhraseName;
}

/** `PARALLEL-SESSION-GUIDE.md`, `SWARM-PROTOCOL.md`, `rules/agent-coordination.md` */
const GUIDE_NAME = /(?:^|[^a-z])(?:guide|protocol|playbook|handbook|runbook|rules|coordination|coordinating|procedures?|how-?to)(?![a-z])[^/]*$/i;

/** A shorter id («1», «A») stands in every title. */
const MIN_ID = 3;
/** UTF-16 units. */
const MAX_TITLE = 200;

/** A board without its entries, and without the sections about one of them, to be read as a prompt. */
const aroundEntries = rememberedOf(({ document, entries }: Board): Prompt => {
  const spans = entries.map(({ extent }) => spanOf(extent)).sort((a, b) => a.start - b.start);
  let at = 0;
  const isOutside = (start: number) => {
    while (at < spans.length && spans[at]!.end <= start) at++;
    return at >= spans.length || start < spans[at]!.start;
  };
  const ids = entries.map(({ id }) => id).filter((id) => id.length >= MIN_ID);
  const isOfEntry = remembered((section: Section): boolean => {
    const title = section.title.slice(0, MAX_TITLE);
    return (section.depth > 1 && ids.some((id) => title.includes(id))) || (section.parent !== undefined && isOfEntry(section.parent));
  });
  const passages = document.passages.filter(({ place, section }) => isOutside(place.start.offset!) && !isOfEntry(section));
  at = 0;
  const scripts = document.scripts.filter(({ excerpt }) => isOutside(excerpt.toOffset(0)));
  return asPrompt({ ...document, passages, scripts });
});
