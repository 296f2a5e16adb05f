import { findLineStarts, type Span } from "../source.ts";
import { isProseLine } from "./shell-lines.ts";

/** A part of a script that somebody has to fill in before it can run. */
export interface Placeholder extends Span {
  /** As written, brackets included. */
  text: string;
  /** Inside a quoted string, where bash takes it literally. */
  quoted: boolean;
}

export interface MaskedScript {
  /** As long as the text it was made of, so that offsets hold in both. */
  masked: string;
  placeholders: Placeholder[];
  /** Whole lines that are not shell, in reading order. */
  prose: Span[];
  /** Commands with what they printed. */
  isTranscript: boolean;
}

/**
 * Makes a script that a session reads into one that bash can parse: lines of
 * prose and the output in a transcript become blanks, unquoted placeholders
 * become word characters, so that `<id>` is no redirection and `[name]` no glob.
 */
export function maskScript(text: string): MaskedScript {
  const starts = findLineStarts(text);
  const isTranscript = /^[ \t]*\$ \S/m.test(text);
  const state: LexicalState = { quote: "", heredocs: [], continued: false };
  const placeholders: Placeholder[] = [];
  const prose: Span[] = [];
  let masked = "";

  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    let line = text.slice(start, end);
    if (state.heredocs.length > 0) {
      if (line.replace(/^\t+/, "").trimEnd() === state.heredocs[0]) state.heredocs.shift();
      masked += line;
      continue;
    }
    const startsCommand = state.quote === "" && !state.continued;
    if (startsCommand && line.trim() !== "" && (isTranscript ? isOutput(line) : isProseLine(line))) {
      prose.push({ start, end: start + line.trimEnd().length });
      masked += blank(line);
      continue;
    }
    if (startsCommand && isTranscript) line = line.replace(/^[ \t]*[$>] /, blank);
    const quotes = readLine(line, state);
    for (const { text: match, at } of findPlaceholders(line)) {
      const quoted = quotes[at] === QUOTED;
      if (quotes[at] === COMMENT) continue;
      placeholders.push({ text: match, start: start + at, end: start + at + match.length, quoted });
      if (!quoted) line = line.slice(0, at) + "P".repeat(match.length) + line.slice(at + match.length);
    }
    masked += line;
  }
  return { masked, placeholders, prose, isTranscript: isTranscript && prose.length > 0 };
}

interface LexicalState {
  /** The quote that is open at the end of the line, `""` outside. */
  quote: string;
  /** Delimiters of the here-documents that start on the next line. */
  heredocs: string[];
  /** The line ended in a backslash. */
  continued: boolean;
}

const PLAIN = 0;
const QUOTED = 1;
const COMMENT = 2;

/** What each code unit of `line` is; moves `state` to the end of the line. */
function readLine(line: string, state: LexicalState): Uint8Array {
  const kinds = new Uint8Array(line.length);
  state.continued = false;
  for (let at = 0; at < line.length; at++) {
    const unit = line[at]!;
    kinds[at] = state.quote === "" ? PLAIN : QUOTED;
    if (unit === "\\" && state.quote !== "'") {
      state.continued = /^\\\r?\n?$/.test(line.slice(at, at + 3));
      at++;
      if (at < line.length) kinds[at] = state.quote === "" ? PLAIN : QUOTED;
    } else if (state.quote !== "") {
      if (unit === state.quote) state.quote = "";
    } else if (unit === '"' || unit === "'") {
      state.quote = unit;
      kinds[at] = QUOTED;
    } else if (unit === "#" && (at === 0 || /[\s;&|(]/.test(line[at - 1]!))) {
      kinds.fill(COMMENT, at);
      return kinds;
    } else if (unit === "<" && line[at + 1] === "<" && line[at + 2] !== "<" && line[at - 1] !== "<") {
      const delimiter = /^<<-?[ \t]{0,9}\\?(?:'([^']{1,80})'|"([^"]{1,80})"|([\w.+-]{1,80}))/.exec(line.slice(at, at + 100));
      if (delimiter) {
        state.heredocs.push((delimiter[1] ?? delimiter[2] ?? delimiter[3])!);
        at += delimiter[0].length - 1;
      }
    }
  }
  return kinds;
}

// A transcript shows `$ command` lines, `> ` continuations, and what they print.
function isOutput(line: string): boolean {
  return !/^[ \t]*(?:\$ |> |#)/.test(line);
}

const PLACEHOLDER = /<[A-Za-z][\w ./|#'’:-]{0,60}>|\[[A-Za-z][\w ./|#'’-]{1,60}\]|\{[A-Za-z][\w-]{0,40}\}/g;

function findPlaceholders(line: string): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = [];
  for (const match of line.matchAll(PLACEHOLDER)) {
    const [text] = match;
    const before = line[match.index - 1] ?? "";
    const after = line[match.index + text.length] ?? "";
    if (isPlaceholder(text, before, after)) found.push({ text, at: match.index });
  }
  return found;
}

// `${NAME}`, `exec {fd}>`, `a[i]=`, `[[:alpha:]]`, `[a-z]*`, `<(cmd)` and `<<EOF` are bash, not placeholders.
function isPlaceholder(text: string, before: string, after: string): boolean {
  if (text.startsWith("{")) return before !== "$" && before !== "@" && before !== "^" && !(/\s/.test(before) && /[<>]/.test(after) && /^\{\w+\}$/.test(text));
  if (text.startsWith("["))
    return (
      before !== "[" &&
      before !== "$" &&
      after !== "]" &&
      after !== "=" &&
      after !== "+" &&
      !/^\[(?:\w-\w)+\w*\]$/.test(text) &&
      !/^\[[A-Za-z]{2}\]$/.test(text) &&
      !/\w/.test(before)
    );
  return before !== "<" && after !== "(" && !text.endsWith(" >");
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
