import { isMark } from "./words.ts";

/** A part of an awk program; `text` of a regular expression and of a string is without its delimiters. */
export interface AwkToken {
  type: "regex" | "string" | "number" | "word" | "operator" | "end of line" | "unknown";
  text: string;
}

/** The tokens of a program, a marked text; what is not understood ends them with an `unknown`. */
export function readAwkTokens(program: string): AwkToken[] {
  const tokens: AwkToken[] = [];
  let at = 0;
  while (at < program.length) {
    if (isMark(program[at])) return [...tokens, UNKNOWN];
    const isValue = endsValue(tokens.at(-1));
    let found: { type: AwkToken["type"] | "blank"; match: RegExpExecArray } | undefined;
    for (const [type, pattern] of LEXEMES) {
      if (type === "regex" && isValue) continue;
      pattern.lastIndex = at;
      const match = pattern.exec(program);
      if (!match) continue;
      found = { type, match };
      break;
    }
    if (!found) return [...tokens, UNKNOWN];
    const { type, match } = found;
    at += match[0].length;
    if (type !== "blank") tokens.push({ type, text: match[1] ?? match[0] });
  }
  return tokens;
}

const UNKNOWN: AwkToken = { type: "unknown", text: "" };

/** What is looked for, in this order. */
const LEXEMES: readonly (readonly [AwkToken["type"] | "blank", RegExp])[] = [
  ["blank", /[ \t\r]+|\\\r?\n|#[^\n]*/y],
  ["end of line", /\n/y],
  ["regex", /\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]\\\n/]*\])+)\//y],
  ["string", /"((?:[^"\\\n]|\\.)*)"/y],
  ["number", /\d[\w.]*|\.\d+/y],
  ["word", /[A-Za-z_]\w*/y],
  ["operator", /&&|\|\||[=!<>+*/%^-]=|!~|\+\+|--|[-{}()[\];,+*/%^!<>|?:~$=&]/y],
];

/** Whether a `/` behind it divides. */
function endsValue(token: AwkToken | undefined): boolean {
  if (!token) return false;
  if (token.type === "word") return !KEYWORDS.has(token.text);
  return token.type === "number" || token.type === "string" || token.type === "regex" || token.text === ")" || token.text === "]";
}

const KEYWORDS = new Set("print printf return in if else while do delete exit case getline".split(" "));
