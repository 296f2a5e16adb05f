import { isNotRun, unknown } from "./regex-tree.ts";
import { compileSedRegex, endCommand, endOfLine, fail, failAtEnd, readDelimited, readNumber, skipBlanks, type SedReader } from "./sed-reader.ts";
import { parseReplacement } from "./sed-replacement.ts";
import type { SedAction } from "./sed-script.ts";
import { hasMark, isMark } from "./words.ts";

/** Reads an `s` command from its first delimiter on. */
export function parseSubstitution(state: SedReader): SedAction | undefined {
  const delimiter = state.source[state.at];
  const source = readDelimited(state, delimiter, true);
  if (source === undefined) return failAtEnd(state, "unterminated `s' command");
  state.at--;
  const replacementSource = readDelimited(state, delimiter, false);
  if (replacementSource === undefined) return failAtEnd(state, "unterminated `s' command");
  const replacement = parseReplacement(replacementSource);
  if (isNotRun(replacement)) return fail(state, replacement);

  const flags = { global: false, print: false, number: 0, ignoreCase: false, multiline: false, path: undefined as string | undefined };
  for (skipBlanks(state); state.at < state.source.length && !"\n;#}".includes(state.source[state.at]!); skipBlanks(state)) {
    const flag = state.source[state.at]!;
    if (isMark(flag)) return fail(state, unknown("flags that only the shell knows"));
    if (flag === "e") return fail(state, unknown("the flag `e` of sed"));
    if (flag === "w") {
      state.at++;
      skipBlanks(state);
      flags.path = state.source.slice(state.at, endOfLine(state));
      state.at = endOfLine(state);
      if (flags.path === "") return failAtEnd(state, "missing filename in r/R/w/W commands");
      break;
    }
    if (/[0-9]/.test(flag)) {
      if (flags.number > 0) return fail(state, "multiple number options to `s' command");
      flags.number = readNumber(state);
      if (flags.number === 0) return fail(state, "number option to `s' command may not be zero");
      continue;
    }
    if ((flag === "g" && flags.global) || (flag === "p" && flags.print)) return fail(state, `multiple \`${flag}' options to \`s' command`);
    if (flag === "g") flags.global = true;
    else if (flag === "p") flags.print = true;
    else if (flag === "i" || flag === "I") flags.ignoreCase = true;
    else if (flag === "m" || flag === "M") flags.multiline = true;
    else return fail(state, "unknown option to `s'");
    state.at++;
  }

  const { global, print, number, path } = flags;
  const regex = compileSedRegex(state, source, flags);
  if (!regex) return undefined;
  const highest = Math.max(0, ...replacement.map(({ group }) => group ?? 0));
  if (regex.regex && highest > regex.regex.groups && !regex.regex.hasUnknown) return fail(state, `invalid reference \\${highest} on \`s' command's RHS`);
  return { type: "substitute", regex, replacement, replacementSource, global, number: Math.max(1, number), print, path };
}

/** Reads a `y` command from its first delimiter on. */
export function parseTranslation(state: SedReader): SedAction | undefined {
  const delimiter = state.source[state.at];
  const from = readDelimited(state, delimiter, false);
  if (from !== undefined) state.at--;
  const to = from === undefined ? undefined : readDelimited(state, delimiter, false);
  if (from === undefined || to === undefined) return failAtEnd(state, "unterminated `y' command");
  const [before, after] = [unescapeTranslation(from), unescapeTranslation(to)];
  if (!before || !after || hasMark(from) || hasMark(to)) return fail(state, unknown("what `y` is to change"));
  if (before.length !== after.length) return fail(state, "strings for `y' command are different lengths");
  const map = new Map<string, string>();
  for (const [index, character] of before.entries()) if (!map.has(character)) map.set(character, after[index]!);
  return endCommand(state, { type: "translate", map });
}

function unescapeTranslation(text: string): string[] | undefined {
  const characters: string[] = [];
  const left = [...text];
  for (let at = 0; at < left.length; at++) {
    if (left[at] === "\\" && left[at + 1] === "\\") characters.push(left[++at]!);
    else if (left[at] === "\\" && left[at + 1] === "n") {
      characters.push("\n");
      at++;
    } else if (left[at] === "\\") return undefined;
    else characters.push(left[at]!);
  }
  return characters;
}
