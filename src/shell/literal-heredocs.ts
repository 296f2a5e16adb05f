import type { HereDoc } from "unbash";
import type { BashSpan } from "../parse/bash.ts";
import { isShellLine } from "../parse/shell-lines.ts";
import { hereDocUse, isShellText, type HereDocUse, type PartCommand } from "./script-parts.ts";
import type { ShellText } from "./text.ts";

/** A here-document whose quoted end word keeps what was meant to be filled in. */
export interface LiteralHereDoc {
  /** `$(date)`, `${NAME}`: in the positions of the text it stands in. */
  expansions: readonly BashSpan[];
  /** Without the quotes, all of it would come out as meant. */
  canUnquote: boolean;
}

export interface HereDocInput {
  doc: HereDoc;
  command: PartCommand;
  text: ShellText;
  /** The variables that the document's scripts set. */
  names: ReadonlySet<string>;
}

/**
 * The expansions in a quoted here-document (bash manual 3.6.6: nothing in it is
 * expanded) that its author took for live ones: a variable that the scripts
 * set, `$(date)` in a report. What is code of any kind is left alone.
 */
export function findLiteralExpansions({ doc, command, text, names }: HereDocInput): LiteralHereDoc | undefined {
  if (!doc.delimiter?.quoted || doc.closing === undefined) return undefined;
  const body = text.source.slice(doc.body.pos, doc.body.end);
  const use = hereDocUse(command.invocation);
  const kind = kindOf(body, use);
  if (kind === "code") return undefined;

  const expansions: BashSpan[] = [];
  let others = 0;
  let isFenced = false;
  let start = 0;
  for (const line of body.split("\n")) {
    if (/^\s*(?:`{3}|~{3})/.test(line)) isFenced = !isFenced;
    // Commands that the reader of the text is shown are not for this shell.
    const isShown = isFenced || (kind === "text" && isShellLine(line));
    for (const { index, 0: found } of line.matchAll(EXPANSION)) {
      const isMeant = !isShown && !isInCode(line, index) && isLive(found, names, kind === "python");
      if (isMeant) expansions.push({ pos: doc.body.pos + start + index, end: doc.body.pos + start + index + found.length });
      else others++;
    }
    start += line.length + 1;
  }
  if (expansions.length === 0) return undefined;
  return { expansions, canUnquote: others === 0 && !/[`\\]/.test(body) && kind === "text" };
}

/** `$(…)` with the blanks and parentheses of one command, `${NAME}`, `$NAME`; a backslash in front takes it back. */
const EXPANSION = /(?<!\\)\$(?:\([^()\n]{0,200}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)|\{\w+\}|[A-Za-z_]\w*)/g;

/** Whether somebody who wrote this wanted its value. */
function isLive(expansion: string, names: ReadonlySet<string>, bracedOnly: boolean): boolean {
  if (expansion.startsWith("$(")) return !bracedOnly && TELLS.test(expansion);
  if (bracedOnly && !expansion.startsWith("${")) return false;
  return names.has(/\w+/.exec(expansion)![0]);
}

/** Commands whose output goes into reports. */
const TELLS =
  /^\$\(\s*(?:date|git|whoami|hostname|pwd|basename|dirname|uname|id|wc|cat|ls|uuidgen|nproc|head|tail|jq|grep|echo|printf|find|du|gh|node|npm|python3?)\b/;

function isInCode(line: string, index: number): boolean {
  return (line.slice(0, index).split("`").length - 1) % 2 === 1;
}

/** What the here-document holds: text for a reader, a Python program, or code that has its own use for `$`. */
function kindOf(body: string, use: HereDocUse): "text" | "python" | "code" {
  const { file, reader } = use;
  if (isShellText(body, use) || /^\s*(?:#!|<\?|<!DOCTYPE)/i.test(body)) return "code";
  if (file === undefined && reader !== undefined && /^python[\d.]*$/.test(reader))
    return /\b(?:environ|expandvars|getenv|Template|substitute)\b/.test(body) ? "code" : "python";
  if (reader === undefined || !TEXT_READERS.has(reader)) return "code";
  if (file === undefined) return "text";
  const name = file.slice(file.lastIndexOf("/") + 1);
  return /\.(?:md|markdown|txt|rst|log|json|csv|html?)$|^[A-Z_-]+$/.test(name) && !/\b(?:template|tmpl|prompt|command|skill|agents?|claude)\b/i.test(file)
    ? "text"
    : "code";
}

/** They hand on what they read. */
const TEXT_READERS = new Set(["cat", "tee", "git", "gh", "glab", "mail", "curl"]);
