import type { ParsedScript, SyntaxNode } from "unbash";
import { descendants } from "../parse/bash-tree.ts";
import { refusalOf, type BashScript, type BashSpan } from "../parse/bash.ts";
import { isProseLine, isShellLine } from "../parse/shell-lines.ts";
import { findForeign } from "./foreign.ts";
import { syntaxErrors, type ScriptPart } from "./script-parts.ts";

/** What bash rejects in a script. */
export type SyntaxProblem =
  /** In the positions of the part; `reason` is a clause in the parser's words. */
  | { type: "rejected"; span: BashSpan; reason: string }
  /** `if bus add …`: a program named like a word of the shell. */
  | { type: "keyword"; span: BashSpan; keyword: string; missing: string };

/**
 * The first thing that bash rejects in a part of a script. A fence that is not
 * all shell (prose, output, another language, a part left out) has none:
 * nobody would run it as it stands.
 */
export function findSyntaxProblem({ tree, text, origin }: ScriptPart, script: BashScript): SyntaxProblem | undefined {
  const errors = syntaxErrors(tree);
  const [first] = errors;
  if (!first || !isBash(script) || script.origin === "prose" || refusalOf(tree) !== undefined || GLUED.test(text.source)) return undefined;
  const keyword = findKeywordCommand(
    tree,
    text.source,
    errors.map(({ message }) => message),
  );
  if (keyword) return keyword;
  if ((origin === "script" && script.prose.length > 0) || !isAllShell(tree, text.source)) return undefined;

  const span = findCulprit(tree, first, text.source);
  const line = lineAt(text.source, span.pos);
  if (/^expected command (?:after|in)/.test(first.message) && hasOnlyComments(text.source, first.pos)) return undefined;
  // What a person has to fill in can look like a redirection, in any script.
  if (
    /<[^<>|&;()\n]{1,80}>/.test(line) ||
    withoutTests(line)
      .split("[")
      .slice(1)
      .some((rest) => /^[^\]\s]*\s[^\]]*\]/.test(rest))
  )
    return undefined;
  return { type: "rejected", span, reason: first.message };
}

/** `while<(a)` is one word to bash, and none of its own; our parser takes it for a loop. */
const GLUED = /(?:^|[\s;&|(])(?:if|then|elif|else|fi|while|until|for|do|done|case|esac|select|function|time|coproc|!)[<>]\(/m;

function isBash({ fence }: BashScript): boolean {
  return !/^\W*(?:zsh|ksh|fish|console|shell-?session|terminal)/i.test(fence?.lang ?? "");
}

/** `if bus add sip`: no `then` follows anywhere. */
function findKeywordCommand(tree: ParsedScript, source: string, messages: readonly string[]): SyntaxProblem | undefined {
  const missing = messages.map((message) => /^expected '(then|do)'/.exec(message)?.[1]).find((word) => word !== undefined);
  if (missing === undefined || new RegExp(`(?:^|[\\s;])${missing}(?:$|[\\s;])`).test(withoutComments(source))) return undefined;
  for (const node of descendants(tree)) {
    if (node.type !== "If" && node.type !== "While") continue;
    const first = node.clause.commands[0]?.command;
    if (first?.type !== "Command" || !first.name || /[;&|]/.test(source.slice(first.pos, first.end)) || !/^[a-z][\w-]*$/.test(first.name.value)) continue;
    return { type: "keyword", span: { pos: node.pos, end: first.end }, keyword: node.type === "If" ? "if" : node.kind, missing };
  }
  return undefined;
}

/** Where to point: at what nothing closes, else at the word that bash stumbles over. */
function findCulprit(tree: ParsedScript, { message, pos }: { message: string; pos: number }, source: string): BashSpan {
  const open = UNCLOSED.exec(message)?.[1];
  // In recovery, what nothing closes has no extent.
  const candidates =
    open === undefined
      ? []
      : descendants(tree).filter(
          (node) =>
            node.end <= node.pos && node.type !== "CompoundList" && node.type !== "Script" && node.type !== "Statement" && source.startsWith(open, node.pos),
        );
  const culprit: SyntaxNode | undefined = candidates.at(-1);
  if (culprit) return { pos: culprit.pos, end: culprit.pos + open!.length };
  const at = Math.min(pos, Math.max(0, source.trimEnd().length - 1));
  const word = /^[^\s;&|]{1,40}/.exec(source.slice(at, at + 40))?.[0] ?? "";
  return { pos: at, end: at + Math.max(1, word.length) };
}

const UNCLOSED = /to close '([^']{1,10})'/;

/** Whether each line that stands for itself could be shell. */
function isAllShell(tree: ParsedScript, source: string): boolean {
  if (findForeign(tree).size > 0) return false;
  const lines = withoutTexts(tree, source)
    .split("\n")
    .map((line) => line.trim());
  if (lines.some((line) => OTHER.test(line) || isProseLine(line))) return false;
  return lines.some((line) => isShellLine(line));
}

/** Without here-documents and the further lines of quoted texts, which can hold anything. */
function withoutTexts(tree: ParsedScript, source: string): string {
  let rest = source;
  for (const { type, pos, end } of descendants(tree)) {
    const from = type === "HereDocBody" ? pos : type === "SingleQuoted" || type === "DoubleQuoted" ? source.indexOf("\n", pos) : end;
    if (from >= pos && from < end) rest = rest.slice(0, from) + rest.slice(from, end).replace(/[^\n]/g, " ") + rest.slice(end);
  }
  return rest;
}

/**
 * A part left out, a call or declaration in another language, a line of data,
 * a commit of `git log`, a frame drawn around text.
 */
const OTHER =
  /^(?:#\s*)?(?:\.{3}|…)|(?:\.{3}|…)$|^[A-Za-z_][\w.]*\((?!\))|^(?:["'][^"']{1,80}["']|[A-Za-z_][\w-]*)\s*:\s|^[\w-]+:$|^[[\]],?$|^\},$|^(?:def|class|import|from|const|var|public|private|async|await|fn|func|return [a-z]+\()\s|^(?:For|If|While|Else|Then|Task|Step)\b|^[0-9a-f]{7,40}\s|=>|[│├└┌┐┘─╭╰]|^<\/?[a-z]|^\[[^\]]*\]$/;

/** Whether the branch that holds no command holds a comment: a sketch, to be filled in. */
function hasOnlyComments(source: string, pos: number): boolean {
  const before = source.slice(0, pos).split("\n").slice(-4).join("\n");
  return /(?:^|\s)#[^\n]*\n\s*\S*$/.test(before);
}

function withoutComments(source: string): string {
  return source.replace(/(^|[ \t;])#[^\n]*/gm, "$1");
}

/** A line without `[ … ]` and `[[ … ]]`, whose brackets are no placeholder's. */
function withoutTests(line: string): string {
  return line.replace(/\[\[[^[]*?\]\]|\[ [^\][]* \]/g, "");
}

function lineAt(source: string, pos: number): string {
  const end = source.indexOf("\n", pos);
  return source.slice(source.lastIndexOf("\n", pos - 1) + 1, end < 0 ? undefined : end);
}
