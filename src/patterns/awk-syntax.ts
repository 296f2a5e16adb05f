import { parsePosix } from "./parse-posix.ts";
import { invalid, unknown, type NotRun } from "./regex-tree.ts";
import { hasMark } from "./words.ts";

/**
 * Why every awk rejects `program`, a marked text: quotes, braces or a regular
 * expression that nothing closes. `undefined` when there is no such thing. The
 * lexical part of POSIX.1-2017, awk, Grammar.
 */
export function checkAwkProgram(program: string): NotRun | undefined {
  if (hasMark(program)) return unknown("a program of which only the shell knows a part");
  const open: string[] = [];
  // Whether a value came before, so that `/` divides.
  let isValue = false;
  for (let at = 0; at < program.length; at++) {
    const unit = program[at]!;
    if (unit === "#") {
      const end = program.indexOf("\n", at);
      at = end < 0 ? program.length : end - 1;
    } else if (unit === '"') {
      const end = findEnd(program, at, '"');
      if (end === undefined) return invalid("unterminated string");
      at = end;
      isValue = true;
    } else if (unit === "/" && !isValue) {
      const end = findEnd(program, at, "/");
      if (end === undefined) return invalid("unterminated regexp");
      const regex = parsePosix(program.slice(at + 1, end), { extended: true, tool: "awk" });
      if (regex.type === "invalid") return regex;
      at = end;
      isValue = true;
    } else if (unit in CLOSERS) {
      open.push(CLOSERS[unit]!);
      isValue = false;
    } else if (unit === "}" || unit === ")" || unit === "]") {
      if (open.pop() !== unit) return invalid(`unexpected \`${unit}'`);
      isValue = unit !== "}";
    } else if (/[\w$.]/.test(unit)) {
      const end = wordEnd(program, at);
      isValue = !KEYWORDS.has(program.slice(at, end));
      at = end - 1;
    } else if (/[+-]/.test(unit) && program[at + 1] === unit) at++;
    else if (!/[ \t]/.test(unit)) isValue = false;
  }
  const missing = open.at(-1);
  return missing === undefined ? undefined : invalid(`unexpected end of program, expected \`${missing}'`);
}

const CLOSERS: Record<string, string> = Object.assign(Object.create(null) as Record<string, string>, { "{": "}", "(": ")", "[": "]" });

/** Behind one of these an expression starts. */
const KEYWORDS = new Set("print printf return in if else while do delete exit case getline".split(" "));

/** Where the string or regular expression that opens at `at` ends; neither goes over a line. */
function findEnd(program: string, at: number, delimiter: string): number | undefined {
  for (let index = at + 1; index < program.length; index++) {
    const unit = program[index];
    if (unit === "\\") index++;
    else if (unit === delimiter) return index;
    else if (unit === "\n") return undefined;
    else if (unit === "[" && delimiter === "/") {
      // gawk lets a `/` stand in brackets, others do not: it counts as text where the brackets close.
      const close = /^\[\^?\]?[^\]\n]*\]/.exec(program.slice(index, index + 200));
      if (close) index += close[0].length - 1;
    }
  }
  return undefined;
}

function wordEnd(program: string, at: number): number {
  let end = at + 1;
  while (end < program.length && /[\w.]/.test(program[end]!)) end++;
  return end;
}
