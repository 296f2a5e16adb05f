import { isNotRun, type NotRun } from "./regex-tree.ts";
import { readSedEscape } from "./sed-escapes.ts";
import type { ReplacementPart } from "./sed-script.ts";

/** Reads the right side of an `s` command; sed manual, 3.3 The "s" Command. */
export function parseReplacement(source: string): ReplacementPart[] | NotRun {
  const parts: ReplacementPart[] = [];
  let text = "";
  let caseOfAll: ReplacementPart["caseOfAll"];
  let caseOfFirst: ReplacementPart["caseOfFirst"];
  const push = (group: number | undefined) => {
    parts.push({ text, group, caseOfAll, caseOfFirst });
    text = "";
    caseOfFirst = undefined;
  };

  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === "&") push(0);
    if (character === "&") continue;
    if (character !== "\\" || at + 1 >= source.length) {
      text += character;
      continue;
    }
    const letter = source[at + 1]!;
    const escape = readSedEscape(source, at);
    if (escape && isNotRun(escape)) return escape;
    if (escape) {
      text += escape.character;
      at = escape.end - 1;
      continue;
    }
    at++;
    if (/[0-9]/.test(letter)) push(Number(letter));
    else if (/[LUE]/.test(letter)) {
      push(undefined);
      caseOfAll = letter === "L" ? "lower" : letter === "U" ? "upper" : undefined;
    } else if (/[lu]/.test(letter)) {
      push(undefined);
      caseOfFirst = letter === "l" ? "lower" : "upper";
    } else text += letter;
  }
  if (text !== "") push(undefined);
  return parts;
}

/** The text that stands in the place of a match, of which `groups` are the texts. */
export function expandReplacement(parts: readonly ReplacementPart[], groups: readonly (string | undefined)[]): string {
  let expanded = "";
  let pending: ReplacementPart["caseOfFirst"];
  for (const { text, group, caseOfAll, caseOfFirst } of parts) {
    let first = caseOfFirst ?? pending;
    pending = undefined;
    if (text !== "") {
      expanded += changeCase(text, caseOfAll, first);
      first = undefined;
    }
    const matched = group === undefined ? "" : (groups[group] ?? "");
    // `\u` waits for a group that is not empty: s/\(x*\)\([a-z]\)/\u\1\2/
    if (matched === "") pending = group !== undefined && caseOfFirst ? first : undefined;
    else expanded += changeCase(matched, caseOfAll, first);
  }
  return expanded;
}

function changeCase(text: string, all: ReplacementPart["caseOfAll"], first: ReplacementPart["caseOfFirst"]): string {
  if (!all && !first) return text;
  const [head = "", ...tail] = text;
  return toCase(head, first ?? all) + tail.map((character) => toCase(character, all)).join("");
}

/** One character at a time, as towupper(3): `ß` stays. */
function toCase(character: string, to: "lower" | "upper" | undefined): string {
  const changed = to === "lower" ? character.toLowerCase() : to === "upper" ? character.toUpperCase() : character;
  return [...changed].length === 1 ? changed : character;
}
