import type { Command, Word } from "unbash";
import { writtenFile } from "../shell/commands.ts";
import type { Position } from "unist";
import type { Document } from "../document.ts";
import { commandName, simpleCommands } from "../parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { toPosition } from "../source.ts";

/** A status that a script writes into a file. */
export interface StatusWrite {
  /** As the command names it. */
  file: string;
  /** What it writes behind `Status:`, or in place of another status. */
  value: string;
  /** What the value takes the place of, where the command says so: an edit of a status, whatever its key. */
  replaced: string | undefined;
  /** Of `value` in the script. */
  span: BashSpan;
}

/** The commands of a script that put a status into a file: `sed -i "s/READY/DONE/" BOARD.md`, `yq -i '.status = "done"' f`, `cat > f <<EOF`. */
export function findStatusWrites(script: BashScript): StatusWrite[] {
  if (script.badExample || !/\b(?:sed|yq|tee)\b|>/.test(script.text)) return [];
  return simpleCommands(script.tree).flatMap((command) => {
    if (script.isBadExample(command)) return [];
    const name = commandName(command);
    if (["cat", "echo", "printf", "tee"].includes(name)) return readWritten(command, script);
    if (name === "sed" && wordsOf(command).some(({ text }) => /^-(?:[a-zA-Z]*i|-in-place)/.test(text))) return readSed(command, script);
    return name === "yq" && wordsOf(command).some(({ text }) => /^-(?:i|-inplace)/.test(text)) ? readYq(command, script) : [];
  });
}

/** Those of a document's scripts, without their places. */
export const statusesWrittenBy: (document: Document) => readonly Pick<StatusWrite, "file" | "value">[] = remembered(({ scripts }) =>
  scripts.flatMap((script) => findStatusWrites(script).map(({ file, value }) => ({ file, value }))),
);

/** A status of which prose speaks to a session: «change status to `in_progress`». */
export interface ToldStatus {
  word: string;
  place: Position;
}

export function findToldStatuses(document: Document): ToldStatus[] {
  return findStatusWords(document, TOLD);
}

/** Statuses that prose tells a session to wait or look for: «wait until the status is `DONE`». */
export function findSoughtStatuses(document: Document): ToldStatus[] {
  return findStatusWords(document, SOUGHT);
}

/** The words behind what `pattern` matches. */
function findStatusWords({ passages, source }: Document, pattern: RegExp): ToldStatus[] {
  return passages.flatMap((passage) => {
    const { text } = passage;
    if (passage.badExample || !/status/i.test(text)) return [];
    return [...text.slice(0, MAX_TEXT).matchAll(pattern)].flatMap((match) => {
      const from = match.index + match[0].length;
      const start = passage.locate({ start: from, end: from + 1 }).start.offset!;
      // «Update the status to reflect it» names no status; code, quotes and capitals do.
      const mark = MARKS.get(source.text[start - 1] ?? "");
      const word = mark === undefined ? CAPITALS.exec(text.slice(from, from + MAX_WORD))?.[0] : source.text.slice(start, source.text.indexOf(mark, start));
      if (word === undefined || word.length > MAX_WORD || !/^\p{L}[\p{L}_ -]+$/u.test(word)) return [];
      return [{ word, place: toPosition(source, { start, end: start + word.length }) }];
    });
  });
}

const MARKS: ReadonlyMap<string, string> = new Map([
  ["`", "`"],
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
]);
const CAPITALS = /^(?:[A-Z][A-Z_]{1,20}(?: [A-Z][A-Z_]{1,20}){0,3}|[a-z]{1,20}_[a-z_]{1,20})(?![\p{L}\p{N}])/u;
const MAX_WORD = 40;
const MAX_TEXT = 5000;
const TOLD = /\b(?:set|change|update|mark|move|flip|switch)\b[^.\n]{0,40}\bstatus\b[^.\n]{0,12}\b(?:to|as)\s{1,3}["“']?(?=\p{L})/giu;

const SOUGHT =
  /\b(?:wait|poll|watch|look|search|find|pick|take|claim|select|filter)\b[^.\n]{0,80}\bstatus(?:es)?[*_"'`]{0,3}(?: of [\p{L}\d -]{1,30}(?= (?:is|shows|says|reads|becomes) ))?(?::| (?:is|equals|shows|says|reads|becomes|turns|changes to|of|=|==))?[*_]{0,3}\s{1,3}["“']?(?=\p{L})/giu;

function readSed(command: Command, script: BashScript): StatusWrite[] {
  const words = wordsOf(command).filter(({ text }) => !text.startsWith("-"));
  // BSD sed takes the backup suffix as a word of its own.
  const [expression, ...files] = words[0]?.value === "" ? words.slice(1) : words;
  if (!expression || files.length === 0) return [];
  return readSubstitutions(script.text.slice(expression.pos, expression.end)).flatMap(({ pattern, replacement, start }) => {
    const status = /(?:status|state)(?:\\?["'*_`]){0,4}\s?[:=]\s?(?:\\?["'*_`]){0,4}\s?([^\n]+)$/i.exec(replacement);
    const written = status ? status[1]! : replacement;
    const value = written.replace(/(?:\\?[*_`"'/]){1,9}$/, "").trim();
    if (value === "" || /[$&{<]|\\\d/.test(value)) return [];
    const at = expression.pos + start + replacement.lastIndexOf(value);
    return files.map((file) => ({ file: fileOf(file), value, replaced: status ? undefined : pattern, span: { pos: at, end: at + value.length } }));
  });
}

/** The `s` commands of a sed expression as written; offsets count from its start. */
function readSubstitutions(expression: string): { pattern: string; replacement: string; start: number }[] {
  const found: { pattern: string; replacement: string; start: number }[] = [];
  for (const match of expression.matchAll(/(?<![A-Za-z\\])s([/|#@,:!~])/g)) {
    const [pattern, replacement] = readParts(expression, match.index + 2, match[1]!);
    if (replacement) found.push({ pattern: pattern!.text, replacement: replacement.text, start: replacement.start });
    if (found.length === 20) break;
  }
  return found;
}

function readParts(text: string, from: number, delimiter: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let start = from;
  for (let at = from; at < text.length && parts.length < 2; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === delimiter) {
      parts.push({ text: text.slice(start, at), start });
      start = at + 1;
    }
  }
  return parts;
}

function readYq(command: Command, script: BashScript): StatusWrite[] {
  const [expression, ...files] = wordsOf(command).filter(({ text }) => !text.startsWith("-"));
  if (!expression) return [];
  const source = script.text.slice(expression.pos, expression.end);
  return [...source.matchAll(/\.(?:status|state)\s*=\s*\\?"([\w -]+)\\?"/g)].flatMap((match) => {
    const at = expression.pos + match.index + match[0].indexOf(match[1]!);
    return files.map((file) => ({ file: fileOf(file), value: match[1]!, replaced: undefined, span: { pos: at, end: at + match[1]!.length } }));
  });
}

/** `cat > STATUS.yaml <<EOF … status: done`, `echo "status: done" >> STATUS.yaml`: the first status, that of the whole text. */
function readWritten(command: Command, script: BashScript): StatusWrite[] {
  const { redirects } = command;
  const redirected = redirects.flatMap((redirect) => writtenFile(redirect) ?? []);
  const files = commandName(command) === "tee" ? wordsOf(command).filter(({ text }) => !text.startsWith("-")) : redirected;
  if (files.length === 0) return [];
  const document = redirects.find((redirect) => redirect.type === "HereDoc");
  const spans: readonly BashSpan[] = document ? [document.body] : /^(?:echo|printf)$/.test(commandName(command)) ? wordsOf(command) : [];
  for (const { pos, end } of spans) {
    const status = WRITTEN.exec(script.text.slice(pos, Math.min(end, pos + MAX_TEXT)));
    const value = status?.[2]!.replace(/[*_`"'\s]{1,9}$/, "");
    // `a | b`, `a/b` list what may stand there.
    if (!status || !value || /[$&{<|/\\[]/.test(value)) continue;
    const at = pos + status.index + status[1]!.length;
    return files.map((file) => ({ file: fileOf(file), value, replaced: undefined, span: { pos: at, end: at + value.length } }));
  }
  return [];
}

const WRITTEN = /((?:^|["'])(?:[-*] )?[*_`"']{0,4}(?:status|state)[*_`"']{0,4}:[*_`"']{0,4}[ \t]+["'`*]{0,2})([^\s"'`*#][^\n#]{0,80})/im;

function wordsOf({ suffix }: Command): Word[] {
  return suffix.filter((node): node is Word => node.type === "Word");
}

function fileOf(word: Word): string {
  return word.value.replace(/^\.\//, "");
}
