/**
 * The wildcards of gitignore(5), which are those of fnmatch(3) with `**`: the
 * same for `.gitignore` and for the globs of our config.
 *
 * Matching never backtracks further than to the last star, so its cost is at
 * most pattern times path. Patterns come from strangers, and a regular
 * expression made of three `**` takes 0.7 s on one path 200 folders deep.
 */
export interface PathPattern {
  parts: readonly Part[];
}

/** What one part of a path, between two slashes, has to look like; `**` is any number of parts. */
type Part = NamePattern | typeof ANY_PARTS;

export interface NamePattern {
  /** Set when there is no wildcard in it. */
  literal: string | undefined;
  /** Set for `*.md`: what the name has to end with. */
  suffix: string | undefined;
  tokens: readonly Token[];
}

/** A character by its code point, or what stands for one, or for any number of them. */
type Token = number | typeof ANY_TEXT | typeof ANY_CHARACTER | ((character: number) => boolean);

const ANY_PARTS = Symbol("**");
const ANY_TEXT = Symbol("*");
const ANY_CHARACTER = Symbol("?");
const SLASH = 47;

/** `undefined` for a pattern that git lets match nothing, such as an unclosed `[`. */
export function parsePathPattern(text: string): PathPattern | undefined {
  const parts: Part[] = [];
  for (const tokens of splitParts(text) ?? [[]]) {
    // Two stars beside other characters are one, as gitignore(5) says.
    if (tokens.length >= 2 && tokens.every((token) => token === ANY_TEXT)) {
      if (parts.at(-1) !== ANY_PARTS) parts.push(ANY_PARTS);
    } else if (tokens.length > 0) {
      parts.push(toNamePattern(tokens));
    } else {
      return undefined;
    }
  }
  // `a/**` is what is in `a`, not `a` itself.
  if (parts.at(-1) === ANY_PARTS) parts.push(toNamePattern([ANY_TEXT]));
  return { parts };
}

/** A pattern for one name, where `**` is no more than `*`. */
export function parseNamePattern(text: string): NamePattern | undefined {
  const parts = splitParts(text);
  return parts?.length === 1 ? toNamePattern(parts[0]!) : undefined;
}

/** Whether the parts of a path, from index `from` on, match from end to end. */
export function matchesPath({ parts }: PathPattern, path: readonly string[], from = 0): boolean {
  let part = 0;
  let index = from;
  let retryPart = -1;
  let retryIndex = 0;
  while (index < path.length) {
    const expected = parts[part];
    if (expected === ANY_PARTS) {
      retryPart = ++part;
      retryIndex = index;
    } else if (expected && matchesName(expected, path[index]!)) {
      part++;
      index++;
    } else if (retryPart >= 0) {
      // What stands between two `**` is best found as far left as it goes.
      part = retryPart;
      index = ++retryIndex;
    } else {
      return false;
    }
  }
  return part === parts.length;
}

export function matchesName({ literal, suffix, tokens }: NamePattern, name: string): boolean {
  if (literal !== undefined) return name === literal;
  if (suffix !== undefined) return name.endsWith(suffix);
  let token = 0;
  let index = 0;
  let retryToken = -1;
  let retryIndex = 0;
  while (index < name.length) {
    const expected = tokens[token];
    const character = name.codePointAt(index)!;
    if (expected === ANY_TEXT) {
      retryToken = ++token;
      retryIndex = index;
    } else if (expected !== undefined && matchesCharacter(expected, character)) {
      token++;
      index += widthOf(character);
    } else if (retryToken >= 0) {
      token = retryToken;
      retryIndex += widthOf(name.codePointAt(retryIndex)!);
      index = retryIndex;
    } else {
      return false;
    }
  }
  while (tokens[token] === ANY_TEXT) token++;
  return token === tokens.length;
}

function matchesCharacter(expected: Token, character: number): boolean {
  if (typeof expected === "function") return expected(character);
  return expected === character || expected === ANY_CHARACTER;
}

// A character beyond the basic plane is two code units, and `?` is one character.
function widthOf(character: number): number {
  return character > 0xffff ? 2 : 1;
}

function toNamePattern(tokens: readonly Token[]): NamePattern {
  return { literal: toText(tokens), suffix: tokens[0] === ANY_TEXT ? toText(tokens.slice(1)) : undefined, tokens };
}

function toText(tokens: readonly Token[]): string | undefined {
  return tokens.every((token) => typeof token === "number") ? tokens.map((token) => String.fromCodePoint(token)).join("") : undefined;
}

/** The tokens of each part between slashes; a slash within brackets divides nothing. */
function splitParts(text: string): Token[][] | undefined {
  const parts: Token[][] = [[]];
  for (let index = 0; index < text.length;) {
    const character = text[index];
    const isEscaped = character === "\\";
    const code = text.codePointAt(isEscaped ? index + 1 : index);
    if (code === undefined) return undefined;
    index += (isEscaped ? 1 : 0) + widthOf(code);
    if (code === SLASH) {
      parts.push([]);
    } else if (isEscaped) {
      parts.at(-1)!.push(code);
    } else if (character === "[") {
      const set = parseCharacterSet(text, index);
      if (!set) return undefined;
      parts.at(-1)!.push(set.includes);
      index = set.end;
    } else {
      parts.at(-1)!.push(character === "*" ? ANY_TEXT : character === "?" ? ANY_CHARACTER : code);
    }
  }
  return parts;
}

/** A bracket expression from behind its `[`; `undefined` when nothing closes it or a class is unknown. */
function parseCharacterSet(text: string, start: number): { includes: (character: number) => boolean; end: number } | undefined {
  const negated = text[start] === "!" || text[start] === "^";
  const ranges: [low: number, high: number][] = [];
  let index = negated ? start + 1 : start;
  const takeCharacter = (): number | undefined => {
    if (text[index] === "\\") index++;
    const code = text.codePointAt(index);
    if (code !== undefined) index += widthOf(code);
    return code;
  };

  for (let first = true; first || text[index] !== "]"; first = false) {
    if (text[index] === "[" && text[index + 1] === ":") {
      const end = text.indexOf("]", index + 2);
      if (end < 0) return undefined;
      if (text[end - 1] === ":" && end - 1 > index + 1) {
        const named = CHARACTER_CLASSES.get(text.slice(index + 2, end - 1));
        if (!named) return undefined;
        for (let at = 0; at < named.length; at += 2) ranges.push([named.charCodeAt(at), named.charCodeAt(at + 1)]);
        index = end + 1;
        continue;
      }
    }
    const low = takeCharacter();
    if (low === undefined) return undefined;
    ranges.push([low, low]);
    if (text[index] !== "-" || text[index + 1] === "]" || text[index + 1] === undefined) continue;
    index++;
    const high = takeCharacter();
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }

  const includes = (character: number) => ranges.some(([low, high]) => low <= character && character <= high) !== negated;
  return { includes, end: index + 1 };
}

/** The first and last character of each range. git knows only ASCII here, whatever the locale: its `sane_ctype` table. */
const CHARACTER_CLASSES = new Map([
  ["alnum", "09AZaz"],
  ["alpha", "AZaz"],
  ["blank", "  \t\t"],
  ["cntrl", "\0\x1f\x7f\x7f"],
  ["digit", "09"],
  ["graph", "!~"],
  ["lower", "az"],
  ["print", " ~"],
  ["punct", "!/:@[`{~"],
  ["space", "  \t\t\n\n\r\r"],
  ["upper", "AZ"],
  ["xdigit", "09AFaf"],
]);
