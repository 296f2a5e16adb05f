import type { Edit, Finding } from "../src/finding.ts";

/** `text` with all of `edits`, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.place.start.offset! - a.place.start.offset!);
  return backwards.reduce((changed, { place, text: added }) => changed.slice(0, place.start.offset) + added + changed.slice(place.end.offset), text);
}

/** Where a finding starts when `edits` have moved what it speaks of. */
export function movedStart({ place }: Finding, edits: readonly Edit[]): number {
  const start = place.start.offset!;
  const inFront = edits.filter((edit) => edit.place.end.offset! <= start);
  return inFront.reduce((sum, edit) => sum + edit.text.length - (edit.place.end.offset! - edit.place.start.offset!), start);
}
