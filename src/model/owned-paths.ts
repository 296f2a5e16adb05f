import type { Position } from "unist";
import type { Document } from "../document.ts";
import { sectionAt, type Passage, type Section } from "../parse/prose.ts";
import { parentPath } from "../read/paths.ts";
import { remembered } from "../remembered.ts";
import type { Workspace } from "../workspace.ts";
import { leadingId } from "./board/title.ts";

/** A path that a text gives to one session alone. */
export interface OwnedPath {
  document: Document;
  /** `Session 2`, as the text writes it. */
  owner: string;
  path: string;
  place: Position;
}

/** Paths that two sessions are to have for themselves, in one document or in two prompts side by side. */
export function findOverlaps({ documents, prompts, boards }: Workspace): { first: OwnedPath; second: OwnedPath }[] {
  const coordinating = new Set([...prompts, ...boards].map(({ document }) => document));
  const owned = documents.flatMap((document) => (coordinating.has(document) ? findOwnedPaths(document) : [])).slice(0, MAX_PATHS);
  return owned.flatMap((second, index) => {
    const first = owned.slice(0, index).find((other) => isRival(other, second) && overlaps(other.path, second.path));
    return first ? [{ first, second }] : [];
  });
}

/** Beyond this many, comparing each with each would take too long. */
const MAX_PATHS = 400;

function isRival(a: OwnedPath, b: OwnedPath): boolean {
  return a.owner.toLowerCase() !== b.owner.toLowerCase() && parentPath(a.document.path) === parentPath(b.document.path);
}

export const findOwnedPaths: (document: Document) => readonly OwnedPath[] = remembered((document) => {
  const { passages, sections, source } = document;
  if (!/\bexclusive|\bown(?:s|ed)?\b/i.test(source.text)) return [];
  const addressed = passages.map(({ text }) => ADDRESSED.exec(text)?.[1]).find((owner) => owner !== undefined);
  const found: OwnedPath[] = [];
  let label: { owner: string; section: Section } | undefined;
  for (const passage of passages) {
    const { text, section, badExample, type } = passage;
    if (badExample || type === "heading") {
      label = undefined;
      continue;
    }
    // `Exclusive:` above a list, and what the list holds.
    if (label && label.section === section && type === "item" && !/:/.test(text)) found.push(...readPaths(document, passage, label.owner, 0));
    else label = undefined;
    for (const match of text.slice(0, MAX_TEXT).matchAll(OWNED)) {
      const owner = (match[1] && leadingId(match[1])?.id) ?? ownerAt(sections, passage) ?? addressed;
      if (owner === undefined) continue;
      const rest = match.index + match[0].length;
      const end = text.indexOf("\n", rest);
      const line = text.slice(rest, end < 0 ? text.length : end);
      if (line.trim() === "") label = { owner, section };
      else if (!EXCEPT.test(line)) found.push(...readPaths(document, passage, owner, rest, rest + line.length));
    }
  }
  return found;
});

/** In UTF-16 units. */
const MAX_TEXT = 3000;
const OWNED =
  /^[ \t]*(?:[-*] )?((?:session|agent|worker|swarm|team) [\w-]{1,20}(?=[: ]))?[: ]{0,2}(?:exclusive(?:ly)?(?: (?:files|folders|paths|access|scope|write access|ownership|owner of))?|(?:files|folders|paths|directories) (?:that )?you (?:exclusively )?own|you (?:exclusively )?own(?: these (?:files|folders|paths))?|(?:exclusively )?owns|owned (?:files|paths|folders)|(?:file |folder )?ownership)[ \t]{0,3}:/gim;
const EXCEPT = /\b(?:except|excluding|but not|other than|without|apart from|shared|read-only)\b/i;
const ADDRESSED = /\byou are (?:the )?((?:session|agent|worker|swarm|team) (?:#?\d{1,3}|[A-H])\b)/i;

function readPaths(document: Document, { text, locate }: Passage, owner: string, from: number, to = text.length): OwnedPath[] {
  if (EXCEPT.test(text.slice(from, to))) return [];
  return [...text.slice(from, to).matchAll(PATH)].map((match) => {
    const start = from + match.index;
    return { document, owner, path: match[0], place: locate({ start, end: start + match[0].length }) };
  });
}

/** `src/api/**`, `src/api/`, `src/*.ts`, `src/a.ts`: what holds a slash. */
const PATH = /(?<![\w./:@-])(?:\.\/)?[\w.-]{1,60}\/(?:[\w.*-]{1,60}\/){0,12}[\w.*-]{0,60}/g;

function ownerAt(sections: readonly Section[], { place }: Passage): string | undefined {
  for (let section: Section | undefined = sectionAt(sections, place.start.offset!); section; section = section.parent) {
    const id = leadingId(section.title.replace(/^\P{L}+/u, ""));
    if (id?.kind === "session") return id.id;
  }
  return undefined;
}

function overlaps(a: string, b: string): boolean {
  return covers(clean(a), clean(b)) || covers(clean(b), clean(a));
}

function covers(pattern: string, path: string): boolean {
  if (pattern === path) return true;
  const folder = folderOf(pattern);
  return folder !== undefined && folder !== "" && `${path}/`.startsWith(`${folder}/`);
}

/** The folder that a pattern takes as a whole. */
function folderOf(pattern: string): string | undefined {
  const whole = /^([^*]*?)\/(?:\*\*(?:\/\*)?)?$/.exec(pattern);
  if (whole) return whole[1]!;
  return /\*|\.\w{1,5}$/.test(pattern) ? undefined : pattern;
}

function clean(path: string): string {
  return path.replace(/^\.\//, "").replace(/\.$/, "");
}
