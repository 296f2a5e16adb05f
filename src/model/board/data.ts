import { dataValue, type DataEntry, type DataList, type DataMap, type DataNode, type DataTree } from "../../parse/data.ts";
import { toPosition } from "../../source.ts";
import type { Field, FieldName, State } from "../board.ts";
import { isArchive } from "./archive.ts";
import { namesStatusFile } from "./coordination.ts";
import { readDataFields } from "./data-fields.ts";
import { findClaim, stateOfFields, type BoardReading, type EntryGroup, type WorkKind } from "./entry-group.ts";
import { normalizeKey } from "./field-names.ts";
import { baseName } from "./file-entry.ts";
import { commonKind } from "./headings.ts";
import { isEnumeration } from "./legend.ts";
import { isPlaceholder, kindOfNoun, readTitle } from "./title.ts";

/** Entries in YAML and JSON: the file as a whole, lists and maps of entries, maps of id to status word. */
export function readData(reading: BoardReading): EntryGroup[] {
  const { document } = reading;
  const groups: EntryGroup[] = [];
  for (const tree of document.data) {
    // A fence shows what data looks like, unless the file is there to hold it.
    if (tree.badExample || tree.origin === "front-matter" || (tree.origin === "fence" && !namesStatusFile(document.path) && !reading.isConfiguredBoard))
      continue;
    for (const root of tree.roots) {
      const whole = readWhole(root, tree, reading);
      if (whole) groups.push(whole);
      findCollections(root, { reading, groups, key: "", depth: 0 });
    }
  }
  return groups;
}

/** A file (or fence) about one session: `session: …` and `status: …` at its top level. */
function readWhole(root: DataNode, { origin }: DataTree, reading: BoardReading): EntryGroup | undefined {
  if (root.type !== "map") return undefined;
  const { document } = reading;
  const fields = readDataFields(root, reading);
  const status = fields.find(({ name, value }) => name === "status" && value !== "");
  if (!status || isEnumeration(status.value) || isPlaceholder(status.value)) return undefined;
  const said = root.entries.find(({ key, value }) => ID_KEYS.includes(key.toLowerCase()) && value.type === "scalar" && value.value !== null);
  if (!said && !(origin === "file" && namesStatusFile(document.path))) return undefined;
  const id = said ? idOf(said) : baseName(document.path);
  if (isPlaceholder(id)) return undefined;
  const place = said ? entryPlace(said, reading) : status.place;
  const state = stateOfFields(fields, reading);
  const isWork = said !== undefined && kindOfNoun(said.key) !== "thing";
  return {
    entries: [{ id, name: nameOf(root, said), format: "data", place, extent: root.place, fields, state, archived: isArchive(document.path, []) }],
    kind: isWork ? "session" : readTitle(id).kind,
    claim: findClaim([fields]),
    wholeFile: true,
  };
}

// The likeliest first: a `task` beside an `id` is what the task is about.
const ID_KEYS = [
  "session",
  "session_id",
  "sessionid",
  "task_id",
  "taskid",
  "agent_id",
  "agentid",
  "story_id",
  "id",
  "key",
  "issue",
  "ticket",
  "story",
  "agent",
  "worker",
  "swarm",
  "task",
  "name",
  "title",
  "phase",
];
const NAME_KEYS = ["name", "title", "task", "task_name", "description", "subject", "content", "summary"];

interface Search {
  reading: BoardReading;
  groups: EntryGroup[];
  /** The key that `node` stands behind. */
  key: string;
  depth: number;
}

const MAX_DEPTH = 6;

function findCollections(node: DataNode, search: Search): void {
  if (search.depth > MAX_DEPTH || node.type === "scalar" || SCHEMA_KEYS.has(search.key)) return;
  const group = node.type === "list" ? readList(node, search) : readMap(node, search);
  if (group) search.groups.push(group);
  if (node.type === "list") for (const item of node.items) findCollections(item, { ...search, depth: search.depth + 1 });
  else for (const { key, value } of node.entries) findCollections(value, { ...search, key, depth: search.depth + 1 });
}

/** Parts of schemas and API descriptions: what they say of states is no state. */
const SCHEMA_KEYS = new Set([
  "properties",
  "components",
  "responses",
  "paths",
  "definitions",
  "$defs",
  "parameters",
  "schema",
  "schemas",
  "example",
  "examples",
  "enum",
]);

/** `[{ id, status }]`. */
function readList(list: DataList, { reading, key }: Search): EntryGroup | undefined {
  const rows: { item: DataMap; fields: Field[]; state: State | undefined; said: DataEntry }[] = [];
  for (const item of list.items) {
    if (item.type !== "map") continue;
    const said =
      ID_KEYS.flatMap((name) => item.entries.find((entry) => entry.key.toLowerCase() === name && entry.value.type === "scalar") ?? [])[0] ??
      item.entries.find(({ value, key: other }) => value.type === "scalar" && /^(?:action|item|description|content|feature|text)$/i.test(other));
    if (!said) continue;
    const fields = readDataFields(item, reading);
    rows.push({ item, fields, state: stateOfFields(fields, reading) ?? booleanState(item), said });
  }
  const stated = rows.filter(({ state }) => state !== undefined);
  if (stated.length === 0 || stated.length * 2 < list.items.length) return undefined;
  return {
    entries: rows.flatMap(({ item, fields, state, said }) => {
      const id = idOf(said);
      if (isPlaceholder(id) || fields.some(({ name, value }) => name === "status" && isEnumeration(value))) return [];
      return [
        {
          id,
          name: nameOf(item, said),
          format: "data" as const,
          place: entryPlace(said, reading),
          extent: item.place,
          fields,
          state,
          archived: isArchive(reading.document.path, [key]),
        },
      ];
    }),
    kind: kindOfList(
      key,
      rows.map(({ said, item }) => ({ id: idOf(said), item })),
      reading.document.path,
    ),
    claim: findClaim(rows.map(({ fields }) => fields)),
  };
}

/** `{ id: { status } }` or `{ id: status }`. */
function readMap(map: DataMap, { reading, key }: Search): EntryGroup | undefined {
  const entries: EntryGroup["entries"] = [];
  let words = 0;
  const mayHoldWords = STATUS_MAP_KEY.test(key);
  for (const entry of map.entries) {
    const { value } = entry;
    const place = entry.keyPlace;
    const archived = isArchive(reading.document.path, [key]);
    const extent = toPosition(reading.document.source, { start: place.start.offset!, end: Math.max(place.end.offset!, value.place.end.offset!) });
    if (value.type === "map") {
      const fields = readDataFields(value, reading);
      const state = stateOfFields(fields, reading) ?? booleanState(value);
      const isTemplate = fields.some(({ name, value: status }) => name === "status" && isEnumeration(status));
      if (state && !isTemplate) entries.push({ id: entry.key, name: nameOf(value, undefined), format: "data", place, extent, fields, state, archived });
    } else if (mayHoldWords && value.type === "scalar" && typeof value.value === "string") {
      const state = reading.readState({ text: value.text, locate: () => value.place });
      if (!state?.group || !(reading.isKeyword(state.word) || state.word === "")) continue;
      // `{ id: "api", status: "READY", claimed_by: "UNCLAIMED" }` is one entry, not a map of entries.
      if (FIELDS_OF_ONE.includes(reading.fieldNames.get(normalizeKey(entry.key)))) return undefined;
      words++;
      const field: Field = { name: "status", key: entry.key, value: value.text, place: extent, keyPlace: place, valuePlace: value.place };
      entries.push({ id: entry.key, name: "", format: "data", place, extent, fields: [field], state, archived });
    }
  }
  const others = map.entries.length - entries.length;
  if (words > 0 && words === entries.length) {
    // `{ name: "api", status: "done" }` is one entry, not a map of entries.
    if (words < 2 || others > words / 2) return undefined;
  }
  if (entries.length === 0 || words > 0 !== (words === entries.length) || (words === 0 && others > entries.length)) return undefined;
  return {
    entries,
    kind: kindOfCollection(
      key,
      entries.map(({ id }) => id),
    ),
    claim: findClaim(entries.map(({ fields }) => fields)),
  };
}

const FIELDS_OF_ONE: readonly (FieldName | undefined)[] = ["status", "claimedBy"];
const STATUS_MAP_KEY = /status|state|progress|tasks|sessions|stories|board|queue|agents|swarms|phases/i;

/** `passes: false`, `done: true`. */
function booleanState(map: DataMap): State | undefined {
  const flag = map.entries.find(
    ({ key, value }) => /^(?:passes|passed|done|completed|complete|finished)$/i.test(key) && value.type === "scalar" && typeof value.value === "boolean",
  );
  if (flag?.value.type !== "scalar") return undefined;
  return { word: "", icon: undefined, group: flag.value.value === true ? "done" : "free", place: flag.value.place };
}

function idOf({ key, value }: DataEntry): string {
  const text = value.type === "scalar" ? value.text.split("\n", 1)[0]!.slice(0, MAX_ID).trim() : "";
  // `session: 1` is session 1.
  return /^\d+$/.test(text) && kindOfNoun(key) !== "thing" ? `${key} ${text}` : text;
}

const MAX_ID = 200;

function nameOf(map: DataMap, said: DataEntry | undefined): string {
  for (const key of NAME_KEYS) {
    const value = dataValue(map, key);
    if (value?.type === "scalar" && key !== said?.key && value.value !== null) return value.text.split("\n", 1)[0]!;
  }
  return "";
}

function entryPlace({ keyPlace, value }: DataEntry, { document }: BoardReading) {
  return toPosition(document.source, { start: keyPlace.start.offset!, end: Math.max(keyPlace.end.offset!, value.place.end.offset!) });
}

/** A bare list of `{ id, title, status }` is one of tasks where the file is there for states. */
function kindOfList(key: string, rows: readonly { id: string; item: DataMap }[], path: string): WorkKind {
  const kind = kindOfCollection(
    key,
    rows.map(({ id }) => id),
  );
  const isTitled = rows.every(({ item }) => item.entries.some((entry) => /^(?:title|task|subject|summary|description|content|feature|step)$/i.test(entry.key)));
  return kind === "thing" && isTitled && namesStatusFile(path) ? "task" : kind;
}

/** What the key in front of a collection says its entries are, else what their ids look like. */
function kindOfCollection(key: string, ids: readonly string[]): WorkKind {
  const words = key.replace(/[_-]+/g, " ").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  if (/\b(?:todos?|backlog|queue|development status|user stories|features?|work|plan|progress|sprint)\b/i.test(words)) return "task";
  const named = kindOfNoun(words);
  return named === "thing" ? commonKind(ids.map((id) => readTitle(id.replace(/_/g, " ")).kind)) : named;
}
