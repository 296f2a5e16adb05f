import { checkAwkProgram } from "./awk-syntax.ts";
import { readAwkTokens, type AwkToken } from "./awk-tokens.ts";
import { parseOptions } from "./options.ts";
import { parseRegex, type Budget, type Regex } from "./parse-regex.ts";
import { isNotRun } from "./regex-tree.ts";

/** An awk program that is not run, of which it is known what some of its conditions ask of a line. */
export interface AwkProgram {
  type: "awk program";
  conditions: readonly AwkCondition[];
  files: readonly string[];
}

/** Something is done only for lines that one of the sources matches; what else it depends on is not known. */
interface AwkCondition {
  sources: readonly string[];
  regex: Regex;
  /** The other regular expressions of the program: one may be for what this one is not for. */
  others: readonly string[];
}

/** Reads the words behind `awk`; `undefined` where the lines that its conditions see are not those of the file. */
export function parseAwkProgram(words: readonly string[], budget: Budget): AwkProgram | undefined {
  const parsed = parseOptions(words, { flags: "", valued: "Fv", long: {} });
  if (isNotRun(parsed)) return undefined;
  const [program, ...operands] = parsed.operands;
  if (program === undefined || program.length > MAX_PROGRAM) return undefined;
  const isVariable = (word: string) => /^[A-Za-z_]\w*=/.test(word);
  const variables = [...parsed.options.flatMap(({ name, value }) => (name === "v" ? [value ?? ""] : [])), ...operands.filter(isVariable)];
  if (variables.some((variable) => !isVariable(variable) || OTHER_RECORDS.has(variable.split("=", 1)[0]!))) return undefined;

  // What awk refuses is told elsewhere.
  if (checkAwkProgram(program)?.type === "invalid") return undefined;
  budget.left -= program.length;
  const tokens = readAwkTokens(program);
  if (tokens.some(({ type, text }) => type === "word" && OTHER_RECORDS.has(text))) return undefined;
  const found = new Map<string, AwkCondition>();
  for (const sources of readConditions(tokens)) {
    const key = JSON.stringify(sources);
    const regex = found.has(key) ? undefined : parseRegex(sources, { syntax: "extended", tool: "awk" }, budget);
    if (!regex || isNotRun(regex)) continue;
    const others = tokens.flatMap(({ type, text }) => (type === "regex" && !sources.includes(text) ? [text] : []));
    found.set(key, { sources, regex, others: [...new Set(others)].slice(0, MAX_OTHERS) });
  }
  return { type: "awk program", conditions: [...found.values()], files: operands.filter((operand) => !isVariable(operand)) };
}

/** In UTF-16 units. */
const MAX_PROGRAM = 5_000;
const MAX_OTHERS = 50;
/** With these a record is no line, or a pattern not what it says; a function may change the record. */
const OTHER_RECORDS = new Set(["RS", "IGNORECASE", "FPAT", "function", "func"]);

/** What must hold for a line, as far as it is known: each a list of regular expressions of which one has to match. In reading order, up to where the program changes its lines. */
function readConditions(tokens: readonly AwkToken[]): string[][] {
  const conditions: string[][] = [];
  let at = 0;
  while (at < tokens.length) {
    const start = at;
    at = endOfPattern(tokens, at);
    const pattern = tokens.slice(start, at);
    if (changesLine(pattern)) return conditions;
    const body = isText(tokens[at], "{") ? tokens.slice(at + 1, closing(tokens, at)) : [];
    const isOfLines = !isText(pattern[0], "BEGIN") && !isText(pattern[0], "END");
    // `/^---/ { next }` leaves out what may be there.
    if (isOfLines && !leavesOut(body, 0)) conditions.push(...required(untilComma(pattern), 0));
    if (isOfLines) {
      const inner = readBody(body);
      conditions.push(...inner.conditions);
      if (inner.isChanged) return conditions;
    }
    at = isText(tokens[at], "{") ? closing(tokens, at) + 1 : at + 1;
  }
  return conditions;
}

/** Where the pattern that starts at `at` ends: in front of its `{`, at the end of the line or of the program. */
function endOfPattern(tokens: readonly AwkToken[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (isText(token, "(")) depth++;
    else if (isText(token, ")")) depth--;
    else if (depth <= 0 && (isText(token, "{") || isText(token, ";"))) return index;
    else if (depth <= 0 && token.type === "end of line" && !CONTINUES.has(tokens[index - 1]?.text ?? "")) return index;
  }
  return tokens.length;
}

const CONTINUES = new Set(["&&", "||", ","]);

/** The index of what closes the bracket at `at`; behind the last token when nothing does. */
function closing(tokens: readonly AwkToken[], at: number): number {
  const [open, close] = isText(tokens[at], "{") ? ["{", "}"] : ["(", ")"];
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    if (isText(tokens[index], open)) depth++;
    else if (isText(tokens[index], close) && --depth === 0) return index;
  }
  return tokens.length;
}

/** The conditions of each `if` of an action, and whether it changes the line for what follows. */
function readBody(body: readonly AwkToken[]): { conditions: string[][]; isChanged: boolean } {
  const conditions: string[][] = [];
  for (const [index, token] of body.entries()) {
    if (changesLineAt(body, index)) return { conditions, isChanged: true };
    if (token.type !== "word" || token.text !== "if" || !isText(body[index + 1], "(")) continue;
    const end = closing(body, index + 1);
    if (!leavesOut(body, end + 1)) conditions.push(...required(body.slice(index + 2, end), 0));
  }
  return { conditions, isChanged: false };
}

function leavesOut(body: readonly AwkToken[], from: number): boolean {
  const first = body.slice(from, from + 5).find((token) => token.type !== "end of line" && !isText(token, "{"));
  return isText(first, "next") || isText(first, "exit");
}

function changesLine(tokens: readonly AwkToken[]): boolean {
  return tokens.some((_, index) => changesLineAt(tokens, index));
}

/** `getline`, `sub(/a/, "b")`, `$0 = …`; what is not understood may be such a thing. */
function changesLineAt(tokens: readonly AwkToken[], index: number): boolean {
  const { type, text } = tokens[index]!;
  if (type === "unknown") return true;
  if (type === "operator" && (/^[-+*/%^]?=$/.test(text) || text === "++" || text === "--")) {
    const before = tokens[index - 1];
    return isText(before, ")") || isText(tokens[index - 2], "$");
  }
  if (type !== "word") return false;
  if (text === "getline") return true;
  if (text !== "sub" && text !== "gsub") return false;
  const commas = topLevel(tokens.slice(index + 2, closing(tokens, index + 1)), ",");
  return commas.length < 3 || isText(commas[2]![0], "$");
}

/** The first part of a range. */
function untilComma(tokens: readonly AwkToken[]): readonly AwkToken[] {
  return topLevel(tokens, ",")[0]!;
}

/** What must match for `tokens` to be true, as lists of alternatives; none where that is not known. */
function required(tokens: readonly AwkToken[], depth: number): string[][] {
  const inner = unwrapped(tokens);
  if (depth > MAX_DEPTH || topLevel(inner, "?").length > 1) return [];
  const alternatives = topLevel(inner, "||");
  if (alternatives.length > 1) {
    const sources = alternatives.map((one) => required(one, depth + 1));
    // One alternative that is not known may be true.
    return sources.every(({ length }) => length === 1) ? [sources.flat(2)] : [];
  }
  const parts = topLevel(inner, "&&");
  if (parts.length > 1) return parts.flatMap((part) => required(part, depth + 1));
  const [first, second, third, last] = inner;
  if (first?.type === "regex" && inner.length === 1) return [[first.text]];
  const isOfLine = isText(first, "$") && second?.text === "0" && isText(third, "~") && inner.length === 4;
  return isOfLine && last?.type === "regex" ? [[last.text]] : [];
}

const MAX_DEPTH = 10;

function unwrapped(tokens: readonly AwkToken[]): readonly AwkToken[] {
  let inner = tokens.filter(({ type }) => type !== "end of line");
  for (let depth = 0; depth < MAX_DEPTH && isText(inner[0], "(") && closing(inner, 0) === inner.length - 1; depth++) inner = inner.slice(1, -1);
  return inner;
}

/** The parts between operators that stand in no parentheses. */
function topLevel(tokens: readonly AwkToken[], operator: string): AwkToken[][] {
  const parts: AwkToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isText(token, "(") || isText(token, "[")) depth++;
    if (isText(token, ")") || isText(token, "]")) depth--;
    if (depth === 0 && isText(token, operator)) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** Whether a token is this operator or word. */
function isText(token: AwkToken | undefined, text: string): boolean {
  return token !== undefined && token.text === text && (token.type === "operator" || token.type === "word");
}
