import type { Document } from "../document.ts";
import type { Edit } from "../finding.ts";
import { lineSpan, toPosition } from "../source.ts";
import type { Board, Entry, Field, FieldName } from "./board.ts";

/**
 * Writes a field that an entry lacks as its siblings write it, with `TBD` for
 * the value: a line behind its last field. `undefined` where the fields are no
 * lines of their own.
 */
export function stubField(
  document: Document,
  { entries }: Board,
  { entry, field, empty }: { entry: Entry; field: FieldName; empty: Field | undefined },
): Edit | undefined {
  const { source } = document;
  if (entry.format === "table" || entry.format === "task" || document.format === "json") return undefined;
  if (empty) {
    const { end } = empty.place;
    return { place: { start: end, end }, text: source.text.slice(0, end.offset).endsWith(" ") ? STUB : ` ${STUB}` };
  }
  const model = entries.flatMap(({ format, fields }) => (format === entry.format ? fields.filter(({ name, value }) => name === field && value !== "") : []))[0];
  const last = entry.fields.reduce<Field | undefined>((latest, one) => (latest && latest.place.end.offset! >= one.place.end.offset! ? latest : one), undefined);
  if (!model || !last || model.place.start.line !== model.valuePlace.start.line) return undefined;
  const { start } = lineSpan(source, model.valuePlace.start.line);
  const before = source.text.slice(start, model.valuePlace.start.offset);
  // The mark of a list, the key and its markup, and nothing that another line would not have.
  if (!LINE_OF_ITS_OWN.test(before.replace(model.key, ""))) return undefined;
  const { end } = lineSpan(source, last.place.end.line);
  const at = toPosition(source, { start: end, end });
  return { place: at, text: `${source.text.includes("\r\n") ? "\r\n" : "\n"}${before}${STUB}` };
}

const STUB = "TBD";
const LINE_OF_ITS_OWN = /^[\s>]{0,40}(?:[-*+]\s{1,4})?[*_`"']{0,6}\s{0,3}[:：]?\s{0,3}[*_`"']{0,6}\s{0,3}$/;
