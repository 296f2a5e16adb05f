import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { Passage, Section } from "../../parse/prose.ts";
import { remembered } from "../../remembered.ts";
import type { Span } from "../../source.ts";
import type { Workspace } from "../../workspace.ts";
import { readTitle } from "../board/title.ts";
import { readNames } from "./names.ts";
import { keyOfName } from "./resolver.ts";

export interface ProseDependency {
  from: ProseNode;
  to: ProseNode;
  document: Document;
  /** The words that say so. */
  place: Position;
}

interface ProseNode {
  /** Names of other folders or other phases are other nodes. */
  key: string;
  name: string;
}

/** A line of prose, or a row of a table. */
export interface Statement {
  document: Document;
  text: string;
  section: Section;
  locate: (span: Span) => Position;
}

/**
 * Dependencies that a sentence states outright: «Session 1: blocked by Session 4», a row
 * `1-NDI | … | BLOCKED by 4`, «Wait for Sessions 2 & 3» in the prompt of session 4.
 */
export function readProseDependencies({ prompts, boards, documents }: Workspace): ProseDependency[] {
  const coordination = new Set([...prompts, ...boards].map(({ document }) => document));
  const read = documents.filter((document) => document.format === "markdown" && (coordination.has(document) || COORDINATION_NAME.test(document.path)));
  return read.flatMap(readProseDependenciesOf);
}

/** A plan for several sessions may be neither a board nor a prompt. */
const COORDINATION_NAME = /(?:^|[/_-])(?:coordination|matrix|dependenc(?:y|ies)|session[-_]plan|assignments?)\b[^/]*$/i;

/** Those of one document, whatever it is. */
export const readProseDependenciesOf: (document: Document) => readonly ProseDependency[] = remembered((document) => {
  if (!VERB.test(document.source.text)) return [];
  const whole = ownSession(document);
  const rowNoun = whole?.noun ?? (/\b(session|agent|worker|swarm|team|stream)s?\b/i.exec(document.source.text)?.[1] ?? "session").toLowerCase();
  const folder = document.path.split("/").slice(0, -1).join("/");
  let running: { section: Section; scope: string } | undefined;
  return statementsOf(document).flatMap((statement) => {
    const { text, section } = statement;
    const opened = PHASE_LINE.exec(text);
    if (opened) running = { section, scope: scopeOf(opened[0]) };
    if (running?.section !== section) running = undefined;
    const found = readStatement(statement, { whole: whole?.name, rowNoun });
    if (found.length === 0) return [];
    const scope = running?.scope ?? findScope(section, document);
    const nodeOf = (name: string): ProseNode => ({ key: keyOfName(`${folder}\n${scope}`, name), name });
    return found.flatMap(({ from, to, span }) =>
      to
        .filter((name) => name.toLowerCase() !== from.toLowerCase())
        .map((name) => ({ from: nodeOf(from), to: nodeOf(name), document, place: statement.locate(span) })),
    );
  });
});

interface Said {
  from: string;
  to: string[];
  span: Span;
}

function readStatement({ text, section }: Statement, { whole, rowNoun }: { whole: string | undefined; rowNoun: string }): Said[] {
  if (text.length > MAX_STATEMENT || !VERB.test(text)) return [];
  const subject = SUBJECT.exec(text);
  const row = subject ? null : ROW_SUBJECT.exec(text);
  for (const verb of text.matchAll(VERBS)) {
    const before = text.slice(0, verb.index);
    if (NOT_SO.test(clauseOf(before))) continue;
    const start = verb.index + verb[0].length;
    const list = (row && BARE_LIST.exec(text.slice(start))) ?? LIST.exec(text.slice(start));
    if (!list || CONDITION.test(text.slice(start + list[0].length))) continue;
    const to = namesOf(list[0].trim(), rowNoun);
    const isAdjacent = subject !== null && before.length - subject[0].length < MAX_GAP;
    // «Session 4 unblocks …»: only the subject right in front of the verb is meant.
    const label = section.heading && /^\W*(?:blocked|depend|prerequisite|requires|waits?)/i.test(before + verb[0]) ? readTitle(section.title) : undefined;
    const from = row
      ? `${rowNoun} ${row[1]!}`
      : isAdjacent
        ? `${subject[1]!.toLowerCase()} ${subject[2]!}`
        : OPENING.test(before.slice(/^\W*/.exec(before)![0].length))
          ? label?.isNumbered && /^[A-Z][A-Z\d.-]*\d/.test(label.id)
            ? label.id
            : whole
          : undefined;
    if (from === undefined || to.length === 0) continue;
    return [{ from: capitalize(from), to: to.map(capitalize), span: { start: verb.index, end: start + list[0].trimEnd().length } }];
  }
  return [];
}

/** What may stand before the verb when the reader is meant. */
const OPENING = /^(?:(?:you(?:['’]re| are)?(?: \w{1,20})?|your job\b.{0,30}|task \d{1,3}\b.{0,30})\W{0,6})?$/i;
const MAX_STATEMENT = 600;
const MAX_GAP = 12;
const VERB = /block|depend|wait|prerequisite|integrat|pull|require/i;
/** Each says that the one cannot start, or not finish, before the other. */
const VERBS =
  /\b(?:blocked (?:by|on|until)|depend(?:s|ent)? on|waits? for|waiting (?:for|on)|prerequisites?|integrates?|pull together)(?: the)?(?:(?: work| results?| outputs?)? (?:of|from))?(?:(?: work| results?| outputs?) (?:of|from))?\W{0,4}(?= |\b)/gi;
const SUBJECT = /^\W{0,6}(session|agent|worker|swarm|team|stream)[ -]#?(\d{1,3}|[A-H])\b(?:\s?\([^()\n]{1,40}\))?(?:\W| is | are | currently | must )*/i;
/** `1-NDI  | …` */
const ROW_SUBJECT = /^\W{0,4}(\d{1,2})(?:[-–][A-Z][\w.]{1,15})?\s{0,12}\|/;
const LIST =
  /^\s?(?:(?:sessions?|agents?|workers?|swarms?|teams?|streams?) ?#?(?:\d{1,3}|[A-H])\b|[A-Z]{1,5}-?\d+(?:\.\d+)+\b)(?:(?:\s?[,&+\-–]\s?|,? and | to | through )(?:(?:session|agent|worker|swarm|team|stream)s? ?)?#?(?:\d{1,3}\b|[A-H]\b|[A-Z]{1,5}-?\d+(?:\.\d+)+\b))*/i;
const BARE_LIST = /^\s?#?\d{1,2}(?![\d.%$]| ?(?:hour|h\b|min|day|task|s\b))(?:\s?[,&+\-–]\s?#?\d{1,2})*(?=\s*(?:\||$|\())/i;
/** «or» leaves it open, «if» makes it a case. */
const CONDITION = /^\s?(?:or\b|\/|if\b|unless\b|\?)/i;
const NOT_SO = /\b(?:not|n['’]t|never|no longer|without|instead|if|when|while|were|was|un|once|avoid|whether|previously)\b/i;

function clauseOf(before: string): string {
  return before
    .slice(-80)
    .split(/[.;|→]/)
    .at(-1)!;
}

function namesOf(list: string, rowNoun: string): string[] {
  const text = /^[#\d]/.test(list) ? `${rowNoun}s ${list}` : list;
  return readNames(text).flatMap(({ name, isId }) => (isId ? name.replace(/^(\w+?)s? #?(\d+|[A-H])$/i, "$1 $2") : []));
}

function capitalize(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Whose prompt a document is: «# Session 4 (SIP) - Phase 4», «You are Session 4». */
function ownSession({ passages, sections }: Document): { name: string; noun: string } | undefined {
  const titles = sections.filter(({ depth }) => depth === 1).map(({ title }) => title);
  const told = passages
    .filter(({ badExample }) => !badExample)
    .flatMap(({ text }) => /^\W{0,4}you(?:['’]re| are) ((?:session|agent|worker|swarm) [^\n]{1,20})/i.exec(text)?.[1] ?? []);
  const names = new Set([...titles.slice(0, 1), ...told].flatMap((text) => OWN.exec(text)?.slice(1, 3).join(" ").toLowerCase() ?? []));
  const [name] = names;
  return name !== undefined && names.size === 1 ? { name, noun: name.split(" ")[0]! } : undefined;
}

const OWN = /^[^\p{L}\d]{0,6}(?:instructions:? (?:for )?)?(session|agent|worker|swarm|team|stream)[ -]#?(\d{1,3}|[A-H])\b(?! ?(?:[-–&+,]|and|to) ?\d)/iu;

/** «Phase 4», of the nearest heading that names one, else of the title or the file; `""` without. */
function findScope(section: Section, { sections, path }: Document): string {
  for (let at: Section | undefined = section; at; at = at.parent) {
    const scope = scopeOf(at.title);
    if (scope !== "") return scope;
  }
  return scopeOf(sections.find(({ depth }) => depth === 1)?.title ?? "") || scopeOf(path.slice(path.lastIndexOf("/") + 1));
}

function scopeOf(text: string): string {
  const match = /(?:^|[^a-z])(phase|week|sprint|wave|milestone|stage|round)s?[ _-]?(\d{1,3}(?:[-–]\d{1,3})?)(?![\d.])/i.exec(text.slice(0, 300));
  return match ? `${match[1]!.toLowerCase()} ${match[2]!}` : "";
}

const PHASE_LINE = /^[^\p{L}\d]{0,6}(?:phase|week|sprint|wave|milestone|stage|round) \d{1,3}\b[^|]*$/iu;

/** The prose of a document, line by line; the cells of a row are one line. */
export function statementsOf(document: Document): Statement[] {
  const statements: Statement[] = [];
  const { passages } = document;
  for (let index = 0; index < passages.length; index++) {
    const passage = passages[index]!;
    if (passage.badExample) continue;
    if (passage.type === "cell") {
      const row = [passage];
      while (passages[index + 1]?.type === "cell" && passages[index + 1]!.place.start.line === passage.place.start.line) row.push(passages[++index]!);
      statements.push(rowStatement(document, row));
      continue;
    }
    for (const { 0: text, index: start } of passage.text.matchAll(/[^\r\n]+/g)) {
      statements.push({ document, text, section: passage.section, locate: (span) => passage.locate({ start: start + span.start, end: start + span.end }) });
    }
  }
  return statements;
}

function rowStatement(document: Document, cells: readonly Passage[]): Statement {
  let text = "";
  const starts = cells.map((cell) => {
    const start = text.length;
    text += `${cell.text.replace(/[\r\n]/g, " ")} | `;
    return start;
  });
  const locate = ({ start, end }: Span): Position => {
    const index = starts.findLastIndex((at) => at <= start);
    const cell = cells[index]!;
    return cell.locate({ start: start - starts[index]!, end: Math.min(end - starts[index]!, cell.text.length) });
  };
  return { document, text, section: cells[0]!.section, locate };
}
