import { parse, type CommandExpansionPart, type ParsedScript, type ProcessSubstitutionPart, type ArithmeticCommandExpansion, type Word } from "unbash";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";

/** A piece of shell text that a tree's positions index, and the way back to the script it stands in. */
export interface ShellText {
  source: string;
  /** Range in the script's text of a range of `source`; the whole of what holds it where the two differ letter by letter. */
  toScript(span: BashSpan): BashSpan;
}

/** Any part of a word that runs commands of its own. */
export type Substitution = CommandExpansionPart | ProcessSubstitutionPart | ArithmeticCommandExpansion;

/** The text of a script itself, where it stands. */
export const scriptText: (script: Pick<BashScript, "masked">) => ShellText = remembered(({ masked }) => ({
  source: masked,
  toScript: ({ pos, end }) => ({ pos, end }),
}));

/** The text that the positions inside a substitution index: escaped backticks have one of their own. */
export function substitutionText(text: ShellText, substitution: Substitution): ShellText {
  const own = substitution.script?.source;
  return own === undefined ? text : insideOf(text, own, substitution);
}

/**
 * The script that a word holds for another shell or `eval`: `'git pull; make'`.
 *
 * `undefined` when what it holds is known only when it runs. In double quotes
 * expansions stay: the shell that builds the word fills them in, and the
 * structure around them is what the other shell runs.
 */
export function quotedScript(text: ShellText, word: Word): { tree: ParsedScript; text: ShellText } | undefined {
  const [part, ...others] = word.parts ?? [];
  if (part === undefined) return { tree: parse(word.value), text: insideOf(text, word.value, word) };
  if (others.length > 0) return undefined;
  if (part.type === "SingleQuoted") return shifted(text, part.value, part.pos + 1);
  if (part.type === "AnsiCQuoted") return { tree: parse(part.value), text: insideOf(text, part.value, word) };
  if (part.type !== "DoubleQuoted" || part.parts.length === 0) return undefined;
  if (part.parts.length === 1 && part.parts[0]!.type !== "Literal") return undefined;
  const inner = text.source.slice(part.pos + 1, part.end - 1);
  if (!inner.includes("\\")) return shifted(text, inner, part.pos + 1);
  const unescaped = inner.replace(/\\([\\"$`])/g, "$1");
  return { tree: parse(unescaped), text: insideOf(text, unescaped, word) };
}

function shifted(text: ShellText, source: string, by: number): { tree: ParsedScript; text: ShellText } {
  return { tree: parse(source), text: { source, toScript: ({ pos, end }) => text.toScript({ pos: pos + by, end: end + by }) } };
}

function insideOf(text: ShellText, source: string, holder: BashSpan): ShellText {
  const place = text.toScript(holder);
  return { source, toScript: () => place };
}
