import type { DataNode } from "../../parse/data.ts";
import { toPosition } from "../../source.ts";
import type { Field } from "../board.ts";
import type { BoardReading } from "./entry-group.ts";
import { normalizeKey } from "./field-names.ts";

/** The keys of a map as fields; lists become text, maps in it have none. */
export function readDataFields(node: DataNode, { fieldNames, document }: Pick<BoardReading, "fieldNames" | "document">): Field[] {
  if (node.type !== "map") return [];
  return node.entries.map(({ key, keyPlace, value }) => ({
    name: fieldNames.get(normalizeKey(key)),
    key,
    value: textOf(value),
    place: toPosition(document.source, { start: keyPlace.start.offset!, end: Math.max(keyPlace.end.offset!, value.place.end.offset!) }),
    keyPlace,
    valuePlace: value.place,
  }));
}

function textOf(node: DataNode): string {
  if (node.type === "scalar") return node.value === null ? "" : node.text;
  if (node.type === "map") return "";
  return node.items
    .map((item) => (item.type === "scalar" ? item.text : item.type === "map" ? item.entries.map(({ key }) => key).join(" ") : ""))
    .filter((text) => text !== "")
    .join(", ");
}
