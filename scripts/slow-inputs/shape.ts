/** Path to content of a workspace. */
export type Files = Record<string, string | Uint8Array>;

/** Makes a workspace of about `size` bytes, all of one shape. */
export type Shape = (size: number) => Files;

export const INTRO = "You are one of several sessions that work in parallel. Read STATUS.md and claim a session.\n\n";

/** `unit` of 0, 1, 2 … until there are `size` bytes of ASCII. */
export function fill(size: number, unit: (number: number) => string): string {
  const pieces: string[] = [];
  for (let length = 0, number = 0; length < size; number++) {
    const piece = unit(number);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join("");
}

/** The same text again and again. */
export function repeat(text: string): (size: number) => string {
  const bytes = new TextEncoder().encode(text).length;
  return (size) => text.repeat(Math.max(1, Math.floor(size / bytes)));
}

/** A prompt that has this text in it. */
export function prompt(write: (size: number) => string): Shape {
  return (size) => ({ "PROMPT.md": INTRO + write(size) });
}

/** Prompts whose scripts say this; no script is longer than one may be. */
export function script(write: (size: number) => string): Shape {
  return (size) => {
    const files: Files = {};
    for (let number = 0, left = size; left > 0; number++, left -= MAX_SCRIPT) {
      const path = `PROMPT-${number % 4}.md`;
      files[path] = `${files[path] ?? INTRO}\`\`\`bash\n${write(Math.min(left, MAX_SCRIPT))}\n\`\`\`\n\n`;
    }
    return files;
  };
}

/** A little below what is parsed. */
const MAX_SCRIPT = 64_000;

/** A board that has this text in it, and a prompt that sends sessions to it. */
export function board(write: (size: number) => string, path = "STATUS.md"): Shape {
  return (size) => ({ "PROMPT.md": `${INTRO}Then set its status in ${path} to CLAIMED, and push.\n`, [path]: write(size) });
}
