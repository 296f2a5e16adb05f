import type { Random } from "./random.ts";

/** Flips, cuts, repeats, moves and inserts bytes; `foreign` gives those of another text. */
export function mutateBytes(original: Uint8Array, random: Random, foreign: (random: Random) => Uint8Array): Buffer {
  let bytes = Buffer.from(original);
  for (let count = 1 + random.below(6); count > 0; count--) {
    const at = random.below(bytes.length + 1);
    const length = random.below(random.once(4) ? 400 : 12);
    const before = bytes.subarray(0, at);
    const behind = bytes.subarray(Math.min(bytes.length, at + length));
    const action = random.below(7);
    if (action === 0) bytes = Buffer.concat([before, behind]);
    else if (action === 1) bytes = Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at, at + length), bytes.subarray(at)]);
    else if (action === 2) bytes = Buffer.concat([before, Buffer.from(random.pick(ODD).repeat(1 + random.below(3))), bytes.subarray(at)]);
    else if (action === 3) bytes = Buffer.concat([before, Buffer.from([random.below(256)]), bytes.subarray(Math.min(bytes.length, at + 1))]);
    else if (action === 4) bytes = Buffer.from(before);
    else if (action === 5) bytes = Buffer.concat([behind, before]);
    else bytes = Buffer.concat([before, foreign(random).subarray(0, length * 4), bytes.subarray(at)]);
  }
  return bytes;
}

/** Swaps, repeats and leaves out words or lines, and takes some of another text. */
export function mutateTokens(text: string, random: Random, foreign: (random: Random) => string): string {
  const split = random.once(2) ? /(?<=\n)/ : /(?<=[\s`|:*])/;
  const pieces = text.split(split);
  const others = foreign(random).split(split);
  for (let count = 1 + random.below(12); count > 0; count--) {
    const at = random.below(pieces.length + 1);
    const action = random.below(5);
    if (action === 0) pieces.splice(at, 1 + random.below(3));
    else if (action === 1) pieces.splice(at, 0, random.pick(others));
    else if (action === 2) pieces.splice(at, 0, random.pick(pieces.length > 0 ? pieces : others).repeat(1 + random.below(3)));
    else if (action === 3) pieces.splice(at, 1, random.pick(ODD));
    else pieces.splice(at, 0, ...pieces.splice(random.below(pieces.length + 1), 1 + random.below(4)));
  }
  return pieces.join("");
}

/** Swaps, repeats, leaves out and inserts characters of a short text: a pattern, a glob, a name. */
export function mutateCharacters(text: string, random: Random, foreign: (random: Random) => string): string {
  let changed = text;
  for (let count = random.below(5); count > 0; count--) {
    const at = random.below(changed.length + 1);
    const [before, behind] = [changed.slice(0, at), changed.slice(at)];
    const length = 1 + random.below(4);
    const action = random.below(5);
    if (action === 0) changed = before + behind.slice(length);
    else if (action === 1) changed = before + behind.slice(0, length).repeat(2) + behind;
    else if (action === 2) changed = before + random.pick(ODD) + behind;
    else if (action === 3)
      changed = before + String.fromCharCode(random.once(8) ? random.below(0x10000) : 32 + random.below(95)) + behind.slice(random.below(2));
    else {
      const other = foreign(random);
      const from = random.below(other.length + 1);
      changed = before + other.slice(from, from + 2 * length) + behind;
    }
  }
  return changed;
}

/** Characters and pairs of them that some reader takes for something. */
export const ODD = [
  "\0",
  "\uFEFF",
  "\r",
  "\r\n",
  "\n",
  "\t",
  "\u202E",
  "\u200B",
  "\u{E0041}",
  "\u0421",
  "\u00A0",
  "👩‍💻",
  "\u001B[31m",
  "```",
  "~~~",
  "|",
  ">",
  "$(",
  "<<E",
  "'",
  '"',
  "`",
  "[",
  "]",
  "{",
  "}",
  "<!--",
  "---\n",
  ": ",
  "- ",
  "\\",
  "*",
  "%0A",
  "__proto__",
  "\uD800",
  "\uFDD0",
  "\u2028",
  "ﬁ",
  "İ",
];
