import { dataValue } from "../../parse/data.ts";
import { toPosition } from "../../source.ts";
import type { Field } from "../board.ts";
import { isArchive } from "./archive.ts";
import { readDataFields } from "./data-fields.ts";
import { findClaim, stateOfFields, type BoardReading, type EntryGroup } from "./entry-group.ts";
import { isEnumeration } from "./legend.ts";
import type { Holder } from "./outline.ts";
import { isBox } from "./state.ts";
import { idBehindKey, isPlaceholder, kindOfNoun, readTitle } from "./title.ts";

/** A markdown file about one session or task: its fields stand in the front matter or below the title. */
export function readFileEntry(reading: BoardReading, outline: readonly Holder[]): EntryGroup[] {
  const { document } = reading;
  if (document.format !== "markdown") return [];
  const matter = document.data.find(({ origin }) => origin === "front-matter")?.roots[0];
  const title = outline.find(({ depth }) => depth > 0 && depth < 7);
  const written = [outline[0]!, ...(title?.depth === 1 ? [title] : [])].flatMap(({ fields }) => fields);
  const fields: Field[] = [...(matter ? readDataFields(matter, reading) : []), ...written];
  const status = fields.find(({ name }) => name === "status");
  if (!status && findClaim([fields]) !== "claim") return [];
  if (fields.some(({ name, value }) => name === "status" && (isEnumeration(value) || isPlaceholder(value)) && !isBox(value))) return [];

  const said = fields.find(({ key }) => /^(?:(?:session|task|agent|issue|story|ticket)(?:[ _-]?id)?|id)$/i.test(key) && dataValue(matter, key)?.type !== "map");
  const heading = title?.title ? readTitle(title.title.text) : undefined;
  const called = said?.value ? readTitle(said.value) : heading;
  const id = (said && called ? idBehindKey(called.id, said.key) : called?.id) ?? baseName(document.path);
  if (isPlaceholder(id)) return [];
  const first = fields[0]!;
  const place = said?.place ?? title?.title?.place ?? first.place;
  const starts = [place, first.place].map(({ start }) => start.offset!);
  const ends = [place, ...fields.map((field) => field.place)].map(({ end }) => end.offset!);
  const extent = toPosition(document.source, { start: Math.min(...starts), end: Math.max(...ends) });
  const state = stateOfFields(fields, reading);
  const heads = matter ? (dataValue(matter, "title") ?? dataValue(matter, "name")) : undefined;
  const name = (heads?.type === "scalar" ? heads.text : "") || called?.name || (said && heading && title?.depth === 1 ? heading.name || heading.id : "");
  const kind = said ? kindOfNoun(said.key) : "thing";
  return [
    {
      entries: [{ id, name, format: matter ? "data" : "heading", place, extent, fields, state, archived: isArchive(document.path, []) }],
      kind: kind !== "thing" ? kind : heading?.isNumbered ? heading.kind : "thing",
      claim: findClaim([fields]),
      wholeFile: true,
    },
  ];
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(?:\.[a-z-]+)?\.\w+$/i, "");
}
