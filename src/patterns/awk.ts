import { TOO_EXPENSIVE, type Input, type Line } from "./lines.ts";
import { parseOptions, type OptionTable } from "./options.ts";
import { parseRegex, type Budget, type Regex } from "./parse-regex.ts";
import { testRegex, type Answer } from "./regex.ts";
import { isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { hasMark, SOMETHING } from "./words.ts";

/** An awk command line of the few kinds that are modelled: one rule that selects lines and prints fields. */
export interface AwkCommand {
  type: "awk";
  pattern: AwkPattern;
  /** What `print` prints, joined by spaces; each is joined of its own parts. `undefined` for the whole line. */
  prints: readonly (readonly AwkValue[])[] | undefined;
  /** It stops behind the first line that it selects. */
  exits: boolean;
  /** `-F`; `undefined` for blanks. */
  separator: string | undefined;
  files: readonly string[];
}

type AwkPattern =
  | { type: "all" }
  /** In the line, or in one field. */
  | { type: "regex"; source: string; regex: Regex; field: number | "NF"; negated: boolean }
  | { type: "line number"; operator: string; number: number };

type AwkValue = { type: "text"; text: string } | { type: "field"; field: number | "NF" } | { type: "NR" } | { type: "NF" };

/** Reads the words behind `awk`. Whatever differs between gawk and mawk is unknown. */
export function parseAwk(words: readonly string[], budget: Budget): AwkCommand | NotRun {
  const parsed = parseOptions(words, { ...OPTIONS });
  if (isNotRun(parsed)) return unknown("an option of awk that is not modelled");
  let separator: string | undefined;
  for (const { name, value } of parsed.options) {
    if (name !== "F") return unknown("an option of awk that is not modelled");
    separator = value === "\\t" ? "\t" : value;
  }
  if (separator === " ") separator = undefined;
  if (separator !== undefined && !/^(?:[|\t]|[ \w:,;=@#%&<>/!'"-]+)$/.test(separator)) return unknown("a separator of awk that is a pattern");
  if (separator === "t") return unknown("a separator that awks read differently");

  const [program, ...files] = parsed.operands;
  if (program === undefined) return unknown("awk without a program");
  if (files.some((file) => /^[A-Za-z_]\w*=/.test(file))) return unknown("a variable of awk");
  const rule = parseProgram(program, budget);
  return isNotRun(rule) ? rule : { type: "awk", ...rule, separator, files };
}

const OPTIONS: OptionTable = { flags: "", valued: "Fvf", long: {} };

type Rule = Pick<AwkCommand, "pattern" | "prints" | "exits">;

interface Reader {
  source: string;
  at: number;
}

const NOT_SIMPLE = unknown("an awk program that is more than one simple rule");

function parseProgram(source: string, budget: Budget): Rule | NotRun {
  const reader: Reader = { source: source.trim(), at: 0 };
  const pattern = readPattern(reader, budget);
  if (isNotRun(pattern)) return pattern;
  if (take(reader, /^$/)) return pattern.type === "all" ? NOT_SIMPLE : { pattern, prints: undefined, exits: false };
  if (!take(reader, /^\{\s*print\b/)) return NOT_SIMPLE;

  const prints: AwkValue[][] = [];
  while (!/^\s*[;}]/.test(rest(reader))) {
    if (prints.length > 0 && !take(reader, /^\s*,/)) return NOT_SIMPLE;
    const values: AwkValue[] = [];
    for (let value = readValue(reader); value; value = readValue(reader)) values.push(value);
    if (values.length === 0) return NOT_SIMPLE;
    prints.push(values);
  }
  const exits = take(reader, /^\s*;\s*exit\b/) !== undefined;
  take(reader, /^\s*;/);
  if (!take(reader, /^\s*\}$/)) return NOT_SIMPLE;
  return { pattern, prints: prints.length === 0 ? undefined : prints, exits };
}

function rest({ source, at }: Reader): string {
  return source.slice(at, at + 1_000);
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  const match = pattern.exec(rest(reader)) ?? undefined;
  if (match) reader.at += match[0].length;
  return match;
}

function readPattern(reader: Reader, budget: Budget): AwkPattern | NotRun {
  if (rest(reader).startsWith("{")) return { type: "all" };
  const number = take(reader, /^NR\s*(==|!=|<=|>=|<|>)\s*(\d{1,9})\s*/);
  if (number) return { type: "line number", operator: number[1]!, number: Number(number[2]) };

  const negation = take(reader, /^!\s*(?=\/)/);
  const field = negation ? undefined : take(reader, /^\$(\d{1,4}|NF)\s*(!?)~\s*(?=\/)/);
  const regex = take(reader, /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]\\\n/]*\])*)\/\s*/);
  if (!regex) return NOT_SIMPLE;
  const source = regex[1]!;
  const compiled = parseRegex([source], { syntax: "extended", tool: "awk" }, budget);
  // A pattern that awk refuses may be one that another awk takes.
  if (isNotRun(compiled)) return compiled.type === "invalid" ? unknown(compiled.reason) : compiled;
  return { type: "regex", source, regex: compiled, field: toField(field?.[1] ?? "0"), negated: negation !== undefined || field?.[2] === "!" };
}

function readValue(reader: Reader): AwkValue | undefined {
  const field = take(reader, /^\s*\$(\d{1,4}|NF)\b/);
  if (field) return { type: "field", field: toField(field[1]!) };
  const variable = take(reader, /^\s*(NR|NF)(?![\w(])/);
  if (variable) return { type: variable[1] as "NR" | "NF" };
  const text = take(reader, /^\s*"([^"\\\n]*)"/);
  return text && { type: "text", text: text[1]! };
}

function toField(text: string): number | "NF" {
  return text === "NF" ? "NF" : Number(text);
}

/** What an awk selects and prints. */
export interface AwkRun {
  type: "awk";
  selected: { line: Line; number: number; certain: boolean }[];
  lines: Line[];
}

export function runAwk(command: AwkCommand, inputs: readonly Input[], budget: Budget): AwkRun | NotRun {
  const run: AwkRun = { type: "awk", selected: [], lines: [] };
  let number = 0;
  let isNumberSure = true;
  for (const line of inputs.flatMap(({ lines }) => lines)) {
    number++;
    const answer = isNumberSure || command.pattern.type !== "line number" ? matchesPattern(command, { line, number }, budget) : "could-match";
    budget.left -= LINE_COST + (command.pattern.type === "regex" && command.pattern.field !== 0 ? line.text.length : 0);
    if (budget.left < 0) return TOO_EXPENSIVE;
    isNumberSure &&= line.certain;
    if (answer === "cannot-match") continue;
    const certain = line.certain && answer === "matches" && (!command.exits || run.selected.length === 0);
    run.selected.push({ line, number, certain });
    if (command.prints) budget.left -= line.text.length * command.prints.length;
    run.lines.push({ text: printed(command, { line, number: isNumberSure ? number : undefined }), origin: line.origin, certain });
    if (certain && command.exits) break;
  }
  return run;
}

const LINE_COST = 4;

function matchesPattern({ pattern, separator }: AwkCommand, { line, number }: { line: Line; number: number }, budget: Budget): Answer {
  if (pattern.type === "all") return "matches";
  if (pattern.type === "line number") return compare(number, pattern.operator, pattern.number) ? "matches" : "cannot-match";
  const text = fieldOf(line.text, pattern.field, separator);
  const answer = text === SOMETHING ? "could-match" : testRegex(pattern.regex, text, budget);
  if (!pattern.negated || answer === "could-match") return answer;
  return answer === "matches" ? "cannot-match" : "matches";
}

function compare(one: number, operator: string, other: number): boolean {
  if (operator === "==") return one === other;
  if (operator === "!=") return one !== other;
  if (operator === "<") return one < other;
  if (operator === ">") return one > other;
  return operator === "<=" ? one <= other : one >= other;
}

function fieldsOf(text: string, separator: string | undefined): string[] {
  if (separator !== undefined) return text === "" ? [] : text.split(separator);
  return text.split(/[ \t\n]/).filter((field) => field !== "");
}

function fieldOf(text: string, field: number | "NF", separator: string | undefined): string {
  if (field === 0) return text;
  if (hasMark(text)) return SOMETHING;
  const fields = fieldsOf(text, separator);
  return (field === "NF" ? fields.at(-1) : fields[field - 1]) ?? (field === "NF" ? text : "");
}

function printed({ prints, separator }: AwkCommand, { line, number }: { line: Line; number: number | undefined }): string {
  if (!prints) return line.text;
  return prints.map((values) => values.map((value) => valueOf(value)).join("")).join(" ");

  function valueOf(value: AwkValue): string {
    if (value.type === "text") return value.text;
    if (value.type === "field") return fieldOf(line.text, value.field, separator);
    if (value.type === "NR") return number === undefined ? SOMETHING : String(number);
    return hasMark(line.text) ? SOMETHING : String(fieldsOf(line.text, separator).length);
  }
}
