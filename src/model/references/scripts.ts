import type { Command, Redirect, Redirection, SyntaxNode, Word } from "unbash";
import type { Position } from "unist";
import type { BashScript, BashSpan } from "../../parse/bash.ts";
import { descendants } from "../../parse/bash-tree.ts";
import { readInvocation, type Invocation } from "../../shell/commands.ts";
import { scriptText } from "../../shell/text.ts";
import type { FileReference } from "../references.ts";
import { PATH_TOKEN, readPathText } from "./path-text.ts";
import { findOperands } from "./programs.ts";

/** A word of a script that is a path, and what its command does with it. */
export interface ShellWord {
  text: string;
  place: Position;
  /** Place of a range of `text`; the whole word where expansions make the two differ. */
  locate: (start: number, end: number) => Position;
  use: FileReference["use"];
  /** The program or redirection that reads or makes it. */
  program: string | undefined;
  /** Where the script is by then, relative to the root; `undefined` when it cannot be known. */
  cwd: string | undefined;
  badExample: boolean;
}

/** A stretch of text for a reader inside a script: a comment, what `echo` prints. */
export interface ShellRemark {
  text: string;
  locate: (start: number, end: number) => Position;
  words: { start: number; end: number }[];
  /** Where the script is by then. */
  cwd: string | undefined;
  badExample: boolean;
}

export interface ShellPaths {
  words: ShellWord[];
  remarks: ShellRemark[];
  /** Where the script is at its end. */
  cwd: string | undefined;
}

/** Where `cd` leads, as the workspace sees it. */
type ChangeFolder = (path: string, cwd: string | undefined) => string | undefined;

/** The paths that the commands of a script read, write and test, in source order. */
export function findShellPaths(script: BashScript, start: string | undefined, changeFolder: ChangeFolder): ShellPaths {
  const nodes = descendants(script.tree);
  const text = scriptText(script);
  const handled = findHandled(nodes);
  const state: State = { script, words: [], remarks: [], variables: new Map(), cwd: start, scopes: [] };

  const { comments } = script;
  let next = 0;
  const readComments = (end: number): void => {
    for (; next < comments.length && comments[next]!.start < end; next++) {
      const { text: remark, start: pos, end: last } = comments[next]!;
      addRemark(state, remark, { pos, end: last });
    }
  };
  for (const node of nodes) {
    if (node.type === "Command") readComments(node.pos);
    closeScopes(state, node);
    if (isScope(node))
      state.scopes.push({ end: node.end, cwd: state.cwd, isBranch: node.type !== "Subshell" && node.type !== "CommandExpansion" && node.type !== "Pipeline" });
    if (node.type === "Redirect") readRedirect(node, state, handled);
    if (node.type === "TestUnary" && node.operator.startsWith("-")) addWord(state, node.operand, "optional", undefined);
    if (node.type !== "Command") continue;

    for (const assignment of node.prefix) {
      if (assignment.type !== "Assignment" || assignment.value.type !== "Word") continue;
      const value = staticText(state, assignment.value);
      // Values made of values double with each line: longer than any path they are none.
      const isKnown = !state.variables.has(assignment.name) && value !== undefined && value.length <= MAX_VALUE;
      state.variables.set(assignment.name, isKnown ? value : undefined);
    }
    const invocation = readInvocation(node, text);
    if (invocation.name === "cd" || invocation.name === "pushd") {
      const target = invocation.args.find(({ value }) => !value.startsWith("-"));
      if (target && /^[/~$]/.test(target.value)) addWord(state, target.word, handled(node) ? "optional" : "read", "cd");
      state.cwd = target ? changeFolder(staticText(state, target.word) ?? target.value, state.cwd) : undefined;
    } else if (invocation.name !== undefined) readCommand(node, invocation, state, handled(node));
  }
  closeScopes(state, { pos: Infinity, end: Infinity });
  readComments(Infinity);
  return { words: state.words, remarks: state.remarks, cwd: state.cwd };
}

const MAX_VALUE = 300;

interface State {
  script: BashScript;
  words: ShellWord[];
  remarks: ShellRemark[];
  /** Values that are known; `undefined` once there are two. */
  variables: Map<string, string | undefined>;
  cwd: string | undefined;
  /** What ends where the folder is another again, innermost last. */
  scopes: { end: number; cwd: string | undefined; isBranch: boolean }[];
}

function isScope({ type }: SyntaxNode): boolean {
  return (
    type === "Subshell" || type === "CommandExpansion" || type === "Pipeline" || type === "If" || type === "Case" || type === "While" || type === "Function"
  );
}

function closeScopes(state: State, { pos }: BashSpan): void {
  for (let scope = state.scopes.at(-1); scope && scope.end <= pos; scope = state.scopes.at(-1)) {
    state.scopes.pop();
    // A branch may have been taken or not; after it the script is somewhere only if that makes no difference.
    if (!scope.isBranch) state.cwd = scope.cwd;
    else if (scope.cwd !== state.cwd) state.cwd = undefined;
  }
}

function readCommand(command: Command, invocation: Invocation, state: State, isHandled: boolean): void {
  const { name = "", args } = invocation;
  if (name === "echo" || name === "printf") {
    for (const { word } of args) addRemark(state, state.script.text.slice(word.pos, word.end), word);
    return;
  }
  for (const { word, use, skip } of findOperands(command, invocation)) {
    // Of programs that are not known only what reads as a file is one.
    if (use === "named" && !readPathText(word.value)) continue;
    const program = word === command.name ? undefined : name;
    const text = staticText(state, word) ?? "";
    // What stands in for a variable may be longer or shorter than the variable.
    const start = skip > 0 && text !== word.value ? text.indexOf(":") + 1 : skip;
    for (const path of name === "mkdir" ? expandBraces(text) : [text.slice(start)]) {
      addText(state, path, partOf(unquoted(state.script, word), skip), use === "read" && isHandled ? "optional" : use, program);
    }
  }
}

function partOf({ pos, end }: BashSpan, skip: number): BashSpan {
  return { pos: Math.min(end, pos + skip), end };
}

function readRedirect({ operator, target, pos }: Redirect, state: State, handled: (span: BashSpan) => boolean): void {
  // The arrow of «a -> b» is no redirection.
  const isArrow = /[-=]/.test(state.script.masked[pos - 1] ?? "");
  if (!target || isArrow || operator === "<&" || operator === ">&") return;
  if (operator === "<") addWord(state, target, handled(target) ? "optional" : "read", "<");
  else addWord(state, target, "made", operator);
}

/** Whether something sees to the failure of a command: `|| …`, `2>/dev/null`, the condition of a loop. */
function findHandled(nodes: readonly SyntaxNode[]): (span: BashSpan) => boolean {
  const spans: BashSpan[] = [];
  for (const node of nodes) {
    if (node.type === "AndOr") {
      for (const [index, operator] of node.operators.entries()) {
        if (operator === "||") spans.push({ pos: node.pos, end: node.commands[index]!.end });
      }
    }
    if (node.type === "Pipeline" && node.commands.some((command) => "redirects" in command && command.redirects.some(silences))) spans.push(node);
    if (node.type === "Command" && node.redirects.some(silences)) spans.push(node);
    if (node.type === "While") spans.push(node.clause);
  }
  const sorted = mergeSpans(spans);
  return ({ pos }) => {
    let low = 0;
    let high = sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const span = sorted[middle]!;
      if (pos < span.pos) high = middle - 1;
      else if (pos >= span.end) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function silences(redirect: Redirection): boolean {
  if (redirect.type !== "Redirect") return false;
  const { operator, descriptor, target } = redirect;
  return target?.value === "/dev/null" && (operator === "&>" || operator === "&>>" || (descriptor?.type === "FileDescriptor" && descriptor.value === 2));
}

function mergeSpans(spans: BashSpan[]): BashSpan[] {
  const merged: BashSpan[] = [];
  for (const { pos, end } of spans.sort((a, b) => a.pos - b.pos)) {
    const last = merged.at(-1);
    if (last && pos <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ pos, end });
  }
  return merged;
}

function addWord(state: State, word: Word, use: FileReference["use"], program: string | undefined): void {
  const text = staticText(state, word);
  if (text !== undefined) addText(state, text, unquoted(state.script, word), use, program);
}

function addText({ script, words, cwd }: State, text: string, span: BashSpan, use: FileReference["use"], program: string | undefined): void {
  // Without slash and extension it is a word like others, but for what makes a folder.
  if (text === "" || /\s/.test(text) || (!/\/|\.\w/.test(text) && program !== "mkdir" && program !== "git")) return;
  const place = script.place(span);
  const isWritten = script.text.slice(span.pos, span.end) === text;
  const locate = (start: number, end: number): Position => (isWritten ? script.place({ pos: span.pos + start, end: span.pos + end }) : place);
  words.push({ text, place, locate, use, program, cwd, badExample: script.isBadExample(span) });
}

/** The value of a word, with what only a run can tell left as it is written: `${X}`, `$(…)`. */
function staticText({ script, variables }: State, word: Word): string | undefined {
  if (hasPlaceholderIn(script, word)) return script.text.slice(word.pos, word.end).replace(/["']/g, "");
  if (!word.parts) return word.value;
  let text = "";
  for (const part of word.parts) {
    if (part.type === "DoubleQuoted" || part.type === "LocaleString") for (const inner of part.parts) text += partText(inner, variables);
    else text += partText(part, variables);
  }
  return text;
}

function hasPlaceholderIn({ placeholders }: BashScript, { pos, end }: BashSpan): boolean {
  let low = 0;
  let high = placeholders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeholders[middle]!.end <= pos) low = middle + 1;
    else high = middle;
  }
  return low < placeholders.length && placeholders[low]!.start < end;
}

function partText(part: { type: string; text: string; value?: string; parameter?: string }, variables: ReadonlyMap<string, string | undefined>): string {
  if (part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted") return part.value ?? "";
  const name =
    part.type === "SimpleExpansion"
      ? part.text.slice(1)
      : part.type === "ParameterExpansion" && part.text === `\${${part.parameter}}`
        ? part.parameter!
        : undefined;
  return (name === undefined ? undefined : variables.get(name)) ?? part.text;
}

/** What bash makes of `{a,b}`, one level deep. */
function expandBraces(text: string): string[] {
  const match = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(text);
  const choices = match?.[2]?.split(",") ?? [];
  return choices.length < 2 ? [text] : choices.slice(0, MAX_BRACES).map((choice) => `${match![1]}${choice}${match![3]}`);
}

const MAX_BRACES = 50;

/** Without the quotes around it. */
function unquoted({ masked }: BashScript, { pos, end }: Word): BashSpan {
  const quote = masked[pos];
  return (quote === '"' || quote === "'") && masked[end - 1] === quote && end - pos > 2 ? { pos: pos + 1, end: end - 1 } : { pos, end };
}

function addRemark({ script, remarks, cwd }: State, text: string, span: BashSpan): void {
  const at = script.text.indexOf(text, span.pos);
  if (at < 0) return;
  const words = [...text.matchAll(PATH_TOKEN)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  if (words.length === 0) return;
  remarks.push({ text, locate: (start, end) => script.place({ pos: at + start, end: at + end }), words, cwd, badExample: script.isBadExample(span) });
}
