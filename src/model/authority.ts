import type { Document } from "../document.ts";
import { baseName } from "../read/paths.ts";
import { remembered } from "../remembered.ts";
import type { Workspace } from "../workspace.ts";
import type { Board } from "./board.ts";
import { isArchive } from "./board/archive.ts";
import { namesStatusFile } from "./board/coordination.ts";
import { isClaimKey } from "./board/field-names.ts";

/**
 * What a document is to those who ask it for a state: `live` is kept up to
 * date; a `report` was right when it was written; an `archive` says itself that
 * it is over, or is a sample.
 */
export type Currency = "live" | "report" | "archive";

export const currencyOf: (document: Document) => Currency = remembered((document) => {
  const { path, sections } = document;
  const name = baseName(path).replace(/\.\w+$/, "");
  const title = sections.find(({ depth }) => depth === 1)?.title ?? "";
  const titles = [name, title].map((text) => text.replace(/[_-]+/g, " "));
  // Copies to start from, and what tests read.
  if (SAMPLE_FOLDER.test(path)) return "archive";
  if (isArchive(path, []) || titles.some((text) => ARCHIVE.test(text)) || introOf(document).some((text) => OVER.test(text))) return "archive";
  if (/\d{4}-\d{2}-\d{2}|\d{8}/.test(name) || titles.some((text) => REPORT.test(text))) return "report";
  return "live";
});

const SAMPLE_FOLDER = /(?:^|\/)(?:templates?|examples?|samples?|fixtures?|tests?|__tests__|testdata|demos?)\//i;
const ARCHIVE =
  /\b(?:changelog|log|logs|journal|history|historical|archived?|snapshots?|retrospective|post-?mortem|obsolete|deprecated|superseded|old|backup)\b/i;
const OVER =
  /\b(?:(?:this|a) (?:(?:is|file|document|page) ){0,2}(?:an? )?(?:\w+ )?(?:snapshot|archived?|historical|superseded|outdated|obsolete|out of date)|snapshot (?:of|from|taken)|historical (?:record|document|reference)|no longer (?:maintained|updated|current|kept)|superseded by|replaced by|for (?:the )?record only|point[- ]in[- ]time)\b/i;
const REPORT = /\b(?:reports?|summary|summaries|recap|minutes|debrief|hand-?(?:off|over)s?|response|announcement|started|completed?|finished|done)\b/i;

/** Whether a document says that another one has the states: «See SESSION-STATUS.md», «source of truth: BOARD.md». */
export function defersTo(document: Document, other: Document): boolean {
  const name = baseName(other.path).toLowerCase();
  if (baseName(document.path).toLowerCase() === name) return false;
  const intro = new Set(introOf(document));
  return document.passages.some(({ text, badExample }) => {
    const lower = text.toLowerCase();
    if (badExample || !lower.includes(name)) return false;
    // The name holds the full stop that would end a sentence.
    return lower
      .replaceAll(name, NAME)
      .split(/[.!?](?:\s|$)|\n(?=\W{0,3}[-*|])/)
      .some((sentence) => {
        const at = sentence.indexOf(NAME);
        const before = sentence.slice(Math.max(0, at - NEAR), at);
        const after = sentence.slice(at + NAME.length, at + NAME.length + NEAR);
        // «Update BOARD.md with your current status» makes nothing of it.
        if (at < 0 || WRITES.test(before)) return false;
        return (
          COUNTS.test(before) ||
          COUNTS.test(after) ||
          LIVE.test(before) ||
          (SEE.test(before) && (LIVE.test(after) || (intro.has(text) && STATE_LABEL.test(before))))
        );
      });
  });
}

const NAME = "\u0000";
/** UTF-16 units of a sentence on each side of a name. */
const NEAR = 120;
const WRITES = /\b(?:update|set|write|edit|commit|push|mark|create|add|append)\b/;
const COUNTS = /\b(?:source of truth|canonical|authoritative|takes? precedence|supersed\w+|generated from|copied from|copy of|mirrors?|snapshot of)\b/;
const LIVE =
  /\b(?:live|current|latest|up-to-date|real-time|actual|official)(?: \w+)? (?:status(?:es)?|states?|progress|board)\b|\b(?:status(?:es)?|states?|progress) (?:is|are|lives?) (?:kept |tracked |maintained |updated )?in\b/;
const SEE = /\b(?:see|refer to|consult|moved to|now in|tracked in|kept in|lives in)\b/;
/** «Status: see BOARD.md», «See BOARD.md» and nothing else. */
const STATE_LABEL = /^\W{0,4}(?:(?:status|states?|progress)\W{1,4})?(?:see|refer to|consult|moved to|now in|tracked in|kept in|lives in)\W{1,4}$/;

/** Whether a document says of itself that it is the one that counts. */
function claimsAuthority(document: Document): boolean {
  return introOf(document).some((text) =>
    /\b(?:central (?:status|coordination|task)|source of truth|canonical|authoritative|the only (?:status )?file|(?:real-time|live) (?:status|tracking)|master (?:status|board))\b/i.test(
      text,
    ),
  );
}

/** How much speaks for a board as the one that counts, highest first. */
export function authorityOf(board: Board, { references }: Workspace): number {
  const { document, entries, vocabulary } = board;
  let score = claimsAuthority(document) ? 4 : 0;
  if (entries.some(({ fields }) => fields.some(({ name, key }) => name === "claimedBy" && isClaimKey(key)))) score += 2;
  if (namesStatusFile(document.path)) score += 1;
  if (vocabulary.origin === "legend") score += 1;
  let readers = 0;
  for (const [reader, mentions] of references) if (reader !== document && mentions.some(({ resolved }) => resolved === document.path)) readers++;
  score += Math.min(3, readers);
  return currencyOf(document) === "live" ? score : score - 10;
}

/** What stands above the first entries: what a document says about itself. */
function introOf({ passages }: Document): string[] {
  return passages.slice(0, INTRO).flatMap(({ text, embedded }) => (embedded ? [] : [text]));
}

const INTRO = 8;
