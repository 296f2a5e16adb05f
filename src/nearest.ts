import { distance } from "fastest-levenshtein";

/** The choice that `word` was probably meant to be; `undefined` when none is near. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const spelled = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const choice of choices) {
    if (Math.abs(choice.length - word.length) >= bestDistance) continue;
    const found = distance(spelled, choice.toLowerCase());
    if (found >= bestDistance) continue;
    best = choice;
    bestDistance = found;
  }
  return best;
}

/** `, did you mean "x"?` or `, expected one of "a", "b"` when nothing is near; to stand behind what is wrong. */
export function suggestNearest(word: string, choices: readonly string[]): string {
  const best = nearest(word, choices);
  if (best !== undefined) return `, did you mean ${quote(best)}?`;
  if (choices.length === 0) return "";
  const shown = choices.slice(0, MAX_SHOWN).map(quote).join(", ");
  return `, expected one of ${shown}${choices.length > MAX_SHOWN ? ", …" : ""}`;
}

/** A text of a stranger within a message: cut, control characters escaped. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
}

const MAX_LENGTH = 80;
const MAX_SHOWN = 12;
