import { findIcons, leadingIcon } from "../icons.ts";
import type { WorkKind } from "./entry-group.ts";

/** A heading or title cell, taken apart. */
export interface Title {
  /** The emoji in front of it. */
  icon: string | undefined;
  id: string;
  name: string;
  kind: WorkKind;
  /** It has an id that cannot be anything else: `Session 2`, `API-02`. */
  isNumbered: boolean;
}

/** Takes `### 2. ✅ Session 2: Cloud APIs` apart; `title` is plain text. */
export function readTitle(title: string): Title {
  let rest = title.slice(0, MAX_TITLE).trim();
  let icon: string | undefined;
  for (let round = 0; round < 3; round++) {
    const next = leadingIcon(rest);
    if (next !== undefined) icon ??= next;
    // Numbers in front only count the headings: «1. », «2) », «[P1] ».
    const mark = next ?? /^\d{1,3}[.)](?=\s)|^\[[^\][]{1,12}\](?=\s+\S)/.exec(rest)?.[0];
    if (mark === undefined) break;
    rest = rest.slice(mark.length).trim();
  }
  const numbered = leadingId(rest);
  if (numbered) return { icon, ...numbered, name: cleanName(rest.slice(numbered.id.length)), isNumbered: true };
  const separator = /\s{0,3}[:：]\s|\s{1,9}[-–—|]\s|\s{1,9}(?=\()|—/.exec(rest);
  const id = separator ? rest.slice(0, separator.index) : rest;
  const name = separator ? rest.slice(separator.index + separator[0].length) : "";
  // «Task: add a login page»: a noun alone tells it from nothing.
  if (name !== "" && BARE_NOUN.test(id)) return { icon, id: cleanName(name), name: "", kind: kindOfNoun(id), isNumbered: false };
  return { icon, id: withoutIcons(id), name: cleanName(name), kind: kindOfEnd(id), isNumbered: false };
}

/** The id that `text` starts with, if it is one that cannot be anything else. */
export function leadingId(text: string): Pick<Title, "id" | "kind"> | undefined {
  const trimmed = text.trimStart();
  const named = STRONG_ID.exec(trimmed);
  // «Task a person can do» is a phrase, «Task A» an id.
  if (named && !/ [a-z]$/.test(named[0])) return { id: named[0], kind: kindOfNoun(named[1]!) };
  const code = CODE_ID.exec(trimmed);
  return code ? { id: code[0], kind: "task" } : undefined;
}

const MAX_TITLE = 300;

const SESSION_NOUNS = "session|agent|swarm|worker|team|squad|instance|terminal|crew|lane";
const TASK_NOUNS = "task|sub-?task|ticket|story|user story|job|wave|track|stream|work-?stream|unit|work unit|work item|work package|issue|item|epic|assignment";
const PHASE_NOUNS =
  "phase|step|stage|milestone|sprint|week|day|part|feature|module|chunk|batch|iteration|option|level|priority|scenario|example|rule|layer|test|case|section|chapter|appendix|figure|table";

/** `Session 2`, `Agent B`, `Task 3.2`, `Wave 1-A`, `Story #12`. */
const STRONG_ID = new RegExp(
  String.raw`^(${SESSION_NOUNS}|${TASK_NOUNS}|${PHASE_NOUNS})(?:s?[ _-]?#?[a-z]{0,4}-?\d+(?:[.-]\d+)*(?:-?[a-z])?|[ _-][a-z](?:-\d+)?)(?![\p{L}\p{N}])`,
  "iu",
);

/** `P0.1.1`, `API-02`, `T001`, `AUTH-WEB-12`, `#51`. */
const CODE_ID = /^(?:[A-Z][A-Z0-9]{0,9}(?:-[A-Z][A-Z0-9]{0,9}){0,3}[-_.]?\d+[A-Za-z]?(?:[.-]\d+[A-Za-z]?){0,4}|#\d+)(?![\p{L}\p{N}])/u;

const BARE_NOUN = new RegExp(String.raw`^(?:${SESSION_NOUNS}|${TASK_NOUNS}|${PHASE_NOUNS})$`, "i");

/** «Backend Swarm» is one who works; «Integration with Other Swarms» is a topic. */
function kindOfEnd(title: string): WorkKind {
  const last = withoutIcons(title)
    .split(/[^\p{L}-]/u)
    .at(-1)!;
  return /s$/i.test(last) ? "thing" : kindOfNoun(last);
}

/** What a noun or the header of a column says of the work. */
export function kindOfNoun(text: string): WorkKind {
  if (SESSION.test(text)) return "session";
  if (TASK.test(text)) return "task";
  return PHASE.test(text) ? "phase" : "thing";
}

const SESSION = new RegExp(String.raw`\b(?:${SESSION_NOUNS})s?\b`, "i");
const TASK = new RegExp(String.raw`\b(?:${TASK_NOUNS})s?\b`, "i");
const PHASE = new RegExp(String.raw`\b(?:${PHASE_NOUNS})s?\b`, "i");

/** «1 (NDI)» behind or below `Session` is `Session 1`. */
export function idBehindKey(id: string, key: string): string {
  const kind = kindOfNoun(key);
  return (kind === "session" || kind === "task") && /^#?\d{1,4}[A-Za-z]?$|^[A-Z]$/.test(id) && !/\b(?:id|#)$/i.test(key) ? `${key} ${id}` : id;
}

/** `[Name]`, `<id>`, `{N}`, `Session X`: to be filled in by whoever copies the template. */
export function isPlaceholder(text: string): boolean {
  return /^\[[^\][]*\]$|\[[A-Za-z][^\][]*\]\s*$|<[^<>]+>|\{[^{}]*\}|\bX{1,4}(?:[.-]X)*$|\b(?:[A-Z]+-)?N{1,3}$|###|YYYY|\.\.\.|…/.test(text.slice(0, MAX_TITLE));
}

/** Rows that sum up the others. */
export function isTotal(id: string): boolean {
  return /^(?:grand |sub-?)?totals?\b|^(?:sum|overall|average|summary|all)\b/i.test(id);
}

function cleanName(text: string): string {
  return withoutIcons(text.replace(/^[\s:：—–\-.)\]|,*]+/u, ""));
}

function withoutIcons(text: string): string {
  let clean = text.trim();
  if (clean.charCodeAt(clean.length - 1) < 128) return clean;
  for (const { icon } of findIcons(clean).reverse()) if (clean.endsWith(icon)) clean = clean.slice(0, -icon.length).trim();
  return clean;
}
