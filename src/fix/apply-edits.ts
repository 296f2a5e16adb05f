import type { Edit } from "../finding.ts";

/** A change of one file: all of its edits or none. */
export interface Change {
  ruleId: string;
  title: string;
  edits: readonly Edit[];
}

export interface Applied {
  text: string;
  applied: Change[];
  /** Changes that touch what another one has changed: for a next pass. */
  left: Change[];
}

/** Applies changes in their order; of two that overlap, or put something in at the same place, the first. */
export function applyChanges(text: string, changes: readonly Change[]): Applied {
  const taken: Edit[] = [];
  const applied: Change[] = [];
  const left: Change[] = [];
  for (const change of changes) {
    const isFree = change.edits.every((edit, index) => !touchesAny(edit, taken) && !touchesAny(edit, change.edits.slice(0, index)));
    if (!isFree) left.push(change);
    else {
      applied.push(change);
      taken.push(...change.edits);
    }
  }
  const forwards = taken.sort((a, b) => a.place.start.offset! - b.place.start.offset!);
  let result = "";
  let at = 0;
  for (const { place, text: added } of forwards) {
    result += text.slice(at, place.start.offset) + added;
    at = place.end.offset!;
  }
  return { text: result + text.slice(at), applied, left };
}

function touchesAny({ place: { start, end } }: Edit, others: readonly Edit[]): boolean {
  return others.some(({ place: other }) => start.offset! <= other.end.offset! && other.start.offset! <= end.offset!);
}
