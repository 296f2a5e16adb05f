import type { Command, Redirect, Redirection, SyntaxNode, Word } from "unbash";
import type { Position } from "unist";
import type { BashScript, BashSpan } from "../../parse/bash.ts";
import { descendants } from "../../parse/bash-tree.ts";
import { readInvocation, type Argument } from "../../shell/commands.ts";
import { scriptText } from "../../shell/text.ts";
import type { FileReference } from "../references.ts";
import { PATH_TOKEN } from "./path-text.ts";

/** A word of a script that is a path, and what its command does with it. */
export interface ShellWord {
  text: string;
  place: Position;
  /** Place of a range of `text`; the whole word where expansions make the two differ. */
  locate(start: number, end: number): Position;
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
  locate(start: number, end: number): Position;
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
  const text = scriptText(script.masked);
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
    if (isScope(node)) state.scopes.push({ end: node.end, cwd: state.cwd, isBranch: node.type !== "Subshell" && node.type !== "CommandExpansion" && node.type !== "Pipeline" });
    if (node.type === "Redirect") readRedirect(node, state, handled);
    if (node.type === "TestUnary" && node.operator.startsWith("-")) addWord(state, node.operand, "optional", undefined);
    if (node.type !== "Command") continue;

    for (const assignment of node.prefix) {
      if (assignment.type !== "Assignment" || assignment.value.type !== "Word") continue;
      const value = staticText(state, assignment.value);
      state.variables.set(assignment.name, state.variables.has(assignment.name) ? undefined : value);
    }
    const { name, args, operands, subcommand } = readInvocation(node, text);
    if (name === undefined || name === "") continue;
    if (name === "cd" || name === "pushd") {
      const target = args.find(({ value }) => !value.startsWith("-"));
      state.cwd = target ? changeFolder(staticText(state, target.word) ?? target.value, state.cwd) : undefined;
    } else readCommand(node, { name, args, operands, subcommand }, state, handled(node) ? "optional" : "read");
  }
  closeScopes(state, { pos: Infinity, end: Infinity });
  readComments(Infinity);
  return { words: state.words, remarks: state.remarks, cwd: state.cwd };
}

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
  return type === "Subshell" || type === "CommandExpansion" || type === "Pipeline" || type === "If" || type === "Case" || type === "While" || type === "Function";
}

function closeScopes(state: State, { pos }: BashSpan): void {
  for (let scope = state.scopes.at(-1); scope && scope.end <= pos; scope = state.scopes.at(-1)) {
    state.scopes.pop();
    // A branch may have been taken or not; after it the script is somewhere only if that makes no difference.
    if (!scope.isBranch) state.cwd = scope.cwd;
    else if (scope.cwd !== state.cwd) state.cwd = undefined;
  }
}

interface Called {
  name: string;
  args: readonly Argument[];
  operands: readonly Argument[];
  subcommand: string | undefined;
}

function readCommand(node: Command, called: Called, state: State, reading: "read" | "optional"): void {
  const { name, args } = called;
  if (name === "[" || name === "test") {
    for (const { word } of args) addWord(state, word, "optional", undefined);
    return;
  }
  if (name === "echo" || name === "printf") {
    for (const { word } of args) addRemark(state, state.script.text.slice(word.pos, word.end), word);
    return;
  }
  if (name === "read" || name === "for") return;
  if (name === "git") return readGit(called, state);

  const files = operandsOf(called);
  if (MAKERS.has(name)) for (const { word } of files) addWord(state, word, "made", name);
  else if (name === "cp" || name === "mv" || name === "ln" || name === "install" || name === "rsync" || name === "scp") {
    for (const { word } of files.slice(0, -1)) addWord(state, word, name === "cp" ? reading : "named", name);
    const target = files.length > 1 ? files.at(-1) : undefined;
    if (target) addWord(state, target.word, "made", name);
  } else if (READERS.has(name)) {
    const first = takesPattern(called) ? 1 : 0;
    for (const { word } of files.slice(first)) addWord(state, word, reading, name);
  } else if (INTERPRETERS.has(name)) {
    const inline = args.some(({ value }) => /^-(?:\w*[cem]|-eval|-print)$/.test(value));
    const file = files[0];
    if (file && !inline) addWord(state, file.word, reading, name);
  } else if (name.includes("/") || (node.name && /^\.{1,2}\//.test(node.name.value))) {
    // A folder cannot be run: a tree of files is drawn here.
    if (node.name && !node.name.value.endsWith("/")) addWord(state, node.name, reading, undefined);
    for (const { word } of files) addWord(state, word, "named", name);
  } else for (const { word } of files) addWord(state, word, "named", name);

  for (const [index, { value, word }] of args.entries()) {
    if (/^(?:-o|-O|--out|--output|--outfile|--output-file|--report|--out-dir|--outdir)$/.test(value) && args[index + 1]) addWord(state, args[index + 1]!.word, "made", name);
    const inline = /^--(?:out|output|outfile|output-file|out-dir)=/.exec(value);
    if (inline) addText(state, value.slice(inline[0].length), { pos: word.pos + inline[0].length, end: word.end }, "made", name);
  }
}

function readGit({ subcommand, operands }: Called, state: State): void {
  if (subcommand === "clone" || subcommand === "worktree") return;
  for (const { word, value } of operands) {
    // `git show origin/main:docs/x.md` asks a branch, not the files that are checked out.
    const colon = value.indexOf(":");
    if (subcommand === "show" && colon > 0) addText(state, value.slice(colon + 1), { pos: word.end - (value.length - colon - 1), end: word.end }, "elsewhere", "git show");
    else if (!value.startsWith("-")) addWord(state, word, "named", "git");
  }
}

function readRedirect({ operator, target, pos }: Redirect, state: State, handled: (span: BashSpan) => boolean): void {
  // The arrow of «a -> b» is no redirection.
  const isArrow = /[-=]/.test(state.script.masked[pos - 1] ?? "");
  if (!target || isArrow || operator === "<&" || operator === ">&") return;
  if (operator === "<") addWord(state, target, handled(target) ? "optional" : "read", "<");
  else addWord(state, target, "made", operator);
}

/** Operands that may be files; the values of options are left out where the option is known to take one. */
function operandsOf({ name, args }: Called): Argument[] {
  const takesValue = VALUE_OPTIONS[name];
  const operands: Argument[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    const { value } = argument;
    if (value === "--") continue;
    if (!value.startsWith("-") || value === "-") operands.push(argument);
    else if (takesValue?.test(value) || COMMON_VALUE_OPTION.test(value)) index++;
  }
  return operands;
}

// A pattern, program or filter stands in front of the files, unless an option gives it.
function takesPattern({ name, args }: Called): boolean {
  if (!PATTERN_FIRST.has(name)) return false;
  return !args.some(({ value }) => /^-(?:[a-zA-Z]*[ef]$|-expression|-regexp|-file)/.test(value));
}

const COMMON_VALUE_OPTION = /^(?:-o|-O|--out|--output|--outfile|--output-file|--report|--out-dir|--outdir)$/;
const VALUE_OPTIONS: Readonly<Record<string, RegExp>> = {
  head: /^-[nc]$/, tail: /^-[nc]$/, sort: /^-[ktSTo]$/, cut: /^-[dfcb]$/, column: /^-[stoc]$/, wc: /^$/,
  grep: /^-[ABCmefd]$|^-\w*[ABCm]$|^--(?:include|exclude|exclude-dir|color|max-count)$/, egrep: /^-[ABCmef]$/, rg: /^-[ABCmefgtT]$/,
  sed: /^-[efl]$/, awk: /^-[Fvf]$/, gawk: /^-[Fvf]$/, jq: /^--(?:indent|arg|argjson|slurpfile|rawfile)$/, xxd: /^-[lsc]$/, diff: /^-[UCI]$/, timeout: /^-[ks]$/,
  python: /^-[WX]$/, python3: /^-[WX]$/, node: /^(?:-r|--require|--import|--loader|--env-file)$/, ruby: /^-[rI]$/, bash: /^-[oO]$/,
};

const MAKERS = new Set(["touch", "mkdir", "tee", "truncate"]);
const PATTERN_FIRST = new Set(["grep", "egrep", "fgrep", "rg", "ag", "sed", "awk", "gawk", "jq", "yq", "perl"]);
const READERS = new Set(
  "cat less more head tail wc source . sort uniq nl tac md5sum sha256sum shasum xxd cut column bat view open code diff cmp comm paste join fold fmt grep egrep fgrep rg ag sed awk gawk jq yq".split(" "),
);
const INTERPRETERS = new Set("bash sh zsh ksh dash python python3 node ruby perl tsx ts-node deno bun php Rscript lua".split(" "));

/** Whether something sees to the failure of a command: `|| …`, `2>/dev/null`, the condition of an `if`. */
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
    if (node.type === "If") spans.push(node.clause, ...node.elif.map(({ clause }) => clause));
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
  if (!/\/|\.\w/.test(text) || /\s/.test(text)) return;
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
  const name = part.type === "SimpleExpansion" ? part.text.slice(1) : part.type === "ParameterExpansion" && part.text === `\${${part.parameter}}` ? part.parameter! : undefined;
  return (name === undefined ? undefined : variables.get(name)) ?? part.text;
}

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
