import { toPosition } from "../../source.ts";
import type { Entry, State } from "../board.ts";
import { isArchive } from "./archive.ts";
import { findClaim, stateOfFields, type BoardReading, type EntryGroup, type WorkKind } from "./entry-group.ts";
import { normalizeKey } from "./field-names.ts";
import { isEnumeration, isLegendTitle } from "./legend.ts";
import type { Holder } from "./outline.ts";
import { isBox } from "./state.ts";
import { isPlaceholder, readTitle, type Title } from "./title.ts";

/** Entries written as headings, bold lines or list items with fields under them, one group a level. */
export function readHeadings(reading: BoardReading, outline: readonly Holder[]): EntryGroup[] {
  const titles = outline.filter(({ depth }) => depth === 1).length;
  const titled = new Map(
    outline.flatMap((holder) => (holder.title && (holder.depth > 1 || titles > 1) ? [[holder, readTitle(firstLine(holder.title.text))] as const] : [])),
  );
  const candidates = [...titled.keys()].filter(
    (holder) => (holder.fields.some(({ name }) => name !== undefined) || titled.get(holder)!.isNumbered) && !isTemplate(holder, titled.get(holder)!),
  );
  const states = new Map<Holder, State | undefined>();
  for (const holder of candidates) states.set(holder, stateOfFields(holder.fields, reading) ?? stateOfTitle(holder, titled.get(holder)!, reading));

  const groups: EntryGroup[] = [];
  for (let depth = 1; depth <= 8; depth++) {
    const level = candidates.filter((holder) => holder.depth === depth);
    const tracked = level.filter((holder) => states.get(holder) !== undefined || holder.fields.some(({ name }) => name === "status" || name === "claimedBy"));
    const entries = withoutHeads(withSiblings(tracked, level, titled), titled);
    if (entries.length === 0) continue;
    groups.push({
      entries: entries.map((holder) => toEntry(holder, titled.get(holder)!, { state: states.get(holder), reading })),
      kind: commonKind(entries.map((holder) => titled.get(holder)!.kind)),
      claim: findClaim(entries.map(({ fields }) => fields)),
    });
  }
  return groups;
}

/** A sibling with the same fields is an entry too, though it lacks the status; unless many do. */
function withSiblings(tracked: readonly Holder[], level: readonly Holder[], titled: ReadonlyMap<Holder, Title>): readonly Holder[] {
  const known = new Set(tracked);
  const keys = new Set(tracked.flatMap((holder) => keysOf(holder)));
  const parents = new Set(tracked.map(({ parent }) => parent));
  const siblings = level.filter((holder) => !known.has(holder) && parents.has(holder.parent));
  const alike = new Set(siblings.filter((holder) => keysOf(holder).filter((key) => keys.has(key)).length >= 2));
  const untracked = siblings.filter((holder) => alike.has(holder) || titled.get(holder)!.isNumbered);
  if (alike.size === 0 || untracked.length * 2 > tracked.length) return tracked;
  return level.filter((holder) => known.has(holder) || alike.has(holder));
}

/** «Overview» with a status of its own, among sessions that are numbered, is about the document. */
function withoutHeads(holders: readonly Holder[], titled: ReadonlyMap<Holder, Title>): readonly Holder[] {
  const numbered = holders.filter((holder) => titled.get(holder)!.isNumbered);
  if (numbered.length < 2 || numbered.length * 2 < holders.length) return holders;
  const common = new Set(numbered.flatMap(({ fields }) => fields.flatMap(({ name }) => name ?? [])));
  return holders.filter(
    (holder) => titled.get(holder)!.isNumbered || new Set(holder.fields.flatMap(({ name }) => (name && common.has(name) ? name : []))).size > 2,
  );
}

function toEntry(
  { fields, place, path }: Holder,
  { id, name }: Title,
  { state, reading: { document } }: { state: State | undefined; reading: BoardReading },
): Omit<Entry, "family"> {
  const end = Math.max(place.end.offset!, ...fields.map((field) => field.place.end.offset!));
  return {
    id,
    name,
    format: "heading",
    place,
    fields,
    state,
    extent: toPosition(document.source, { start: place.start.offset!, end }),
    archived: isArchive(document.path, path.slice(0, -1)),
  };
}

/** What most of the entries are. */
export function commonKind(kinds: readonly WorkKind[]): WorkKind {
  const order: readonly WorkKind[] = ["session", "task", "phase", "thing"];
  const count = (kind: WorkKind): number => kinds.filter((other) => other === kind).length;
  return order.toSorted((a, b) => count(b) - count(a))[0] ?? "thing";
}

/** `### Session 3 ✅ COMPLETE`, `## [DONE] Task 4`, `### ✅ Session 1`: the state in the title itself. */
function stateOfTitle({ title, fields, depth }: Holder, { kind, icon, isNumbered }: Title, { readState, isKeyword }: BoardReading): State | undefined {
  const run = title!;
  if (depth > 6 || !isNumbered || (kind !== "session" && kind !== "task") || fields.some(({ name }) => name === "status")) return undefined;
  for (const match of run.text.matchAll(/\[[^\][]{2,30}\]|\([^()]{2,30}\)|\s[-–—]\s+\S.{0,30}$/gu)) {
    const inner = /^[[(]/.test(match[0])
      ? { start: match.index + 1, end: match.index + match[0].length - 1 }
      : { start: match.index + 3, end: match.index + match[0].length };
    const state = readState({
      text: run.text.slice(inner.start, inner.end),
      locate: (span) => run.locate({ start: inner.start + span.start, end: inner.start + span.end }),
    });
    if (state?.group && isKeyword(state.word)) return state;
  }
  const last = /\p{Extended_Pictographic}\uFE0F?\s*[A-Z][A-Z_ -]{1,20}$/u.exec(run.text);
  const at = last?.index ?? (icon === undefined ? -1 : run.text.indexOf(icon));
  if (at < 0) return undefined;
  const text = last?.[0] ?? icon!;
  const state = readState({ text, locate: (span) => run.locate({ start: at + span.start, end: at + span.end }) });
  return state?.group && (last === null || isKeyword(state.word)) ? state : undefined;
}

function keysOf({ fields }: Holder): string[] {
  return [...new Set(fields.map(({ key }) => normalizeKey(key)))];
}

function isTemplate({ path, fields }: Holder, { id, name }: Title): boolean {
  if (isPlaceholder(id) || WHOLE_PLACEHOLDER.test(name) || path.slice(0, -1).some((above) => TEMPLATE_TITLE.test(above) || isLegendTitle(above))) return true;
  return fields.some((field) => field.name === "status" && (isEnumeration(field.value) || isPlaceholder(field.value)) && !isBox(field.value));
}

const WHOLE_PLACEHOLDER = /^(?:\[[^\][]*\]|<[^<>]*>|\{[^{}]*\})$/;
const TEMPLATE_TITLE = /\b(?:templates?|formats?|examples?|sample|how to|instructions|usage|schema)\b/i;

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}
