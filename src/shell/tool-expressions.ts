import type { Word, WordPart } from "unbash";
import { findAwkError } from "./awk-program.ts";
import type { Argument, Invocation } from "./commands.ts";
import { findRegexError, UNKNOWN } from "./regex-syntax.ts";
import { findSedError } from "./sed-script.ts";

/** A sed script, grep pattern or awk program that its tool rejects. */
export interface RejectedExpression {
  tool: "sed" | "grep" | "awk";
  word: Word;
  /** As the tool gets it; `UNKNOWN` for what only the run tells. */
  text: string;
  /** In the tool's own words. */
  reason: string;
}

/** The expressions of `invocation` that its tool rejects, whatever the variables in them hold. */
export function findRejectedExpressions(invocation: Invocation): RejectedExpression[] {
  const { name, subcommand, args } = invocation;
  if (name === "find") return findExecuted(args).flatMap(([first, ...rest]) => (first ? rejected(first.value, rest) : []));
  if (name === "git" && subcommand === "grep") return rejected("grep", invocation.operands);
  return name === undefined ? [] : rejected(name, args);
}

/** What a word holds when it is used, with `UNKNOWN` for each expansion in it. */
function readWord({ value, parts }: Word): string {
  return parts === undefined ? value : parts.map(readPart).join("");
}

function readPart(part: WordPart): string {
  if (part.type === "DoubleQuoted" || part.type === "LocaleString")
    return part.parts.map((inner) => (inner.type === "Literal" ? inner.value : UNKNOWN)).join("");
  if (part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted") return part.value;
  return part.type === "Glob" ? part.text : UNKNOWN;
}

function rejected(name: string, args: readonly Argument[]): RejectedExpression[] {
  const tool = TOOLS[name];
  if (!tool) return [];
  const found = readExpressions(args, OPTIONS[tool], name);
  if (!found) return [];
  const { expressions, flags } = found;
  const read = expressions.map((word) => ({ word, text: readWord(word) }));
  const judge = (text: string): string | undefined => {
    if (tool === "awk") return findAwkError(text);
    if (tool === "sed") return findSedError(text, { extended: flags.has("E") || flags.has("r") });
    if (flags.has("F") || flags.has("P") || name === "fgrep") return undefined;
    // grep takes each line for a pattern of its own.
    const extended = flags.has("E") || name === "egrep";
    return text.split("\n").reduce<string | undefined>((reason, line) => reason ?? findRegexError(line, { extended, tool: "grep" }), undefined);
  };
  if (tool === "sed" && read.length > 1) {
    // Several `-e` are one script: a `{` of one is closed by another.
    const reason = judge(read.map(({ text }) => text).join("\n"));
    const guilty = reason && (read.find(({ text }) => judge(text) === reason) ?? read[0]);
    return guilty ? [{ tool, ...guilty, reason: reason }] : [];
  }
  return read.flatMap(({ word, text }) => {
    const reason = judge(text);
    return reason === undefined ? [] : [{ tool, word, text, reason }];
  });
}

const TOOLS: Record<string, "sed" | "grep" | "awk" | undefined> = Object.assign(
  Object.create(null) as object,
  {
    sed: "sed",
    gsed: "sed",
    grep: "grep",
    egrep: "grep",
    fgrep: "grep",
    zgrep: "grep",
    ggrep: "grep",
    awk: "awk",
    gawk: "awk",
    mawk: "awk",
    nawk: "awk",
  } as const,
);

interface ToolOptions {
  /** Short options whose value is the rest of the word or the next one. */
  valued: string;
  /** The option that takes an expression; awk's programs come without. */
  expression: string;
  /** The option that takes expressions from a file: then no operand is one. */
  file: string;
}

/** From the manuals of sed 4.9, grep 3.8 and POSIX awk. */
const OPTIONS: Record<"sed" | "grep" | "awk", ToolOptions> = {
  sed: { valued: "efl", expression: "e", file: "f" },
  grep: { valued: "efmABCdD", expression: "e", file: "f" },
  awk: { valued: "Fvf", expression: "", file: "f" },
};

const LONG_VALUED =
  /^--(?:regexp|expression|file|max-count|after-context|before-context|context|field-separator|assign|include|exclude|exclude-dir|label|line-length)$/;

/** The words that hold expressions; `undefined` when an expansion could be an option or stand for several words. */
function readExpressions(
  args: readonly Argument[],
  { valued, expression, file }: ToolOptions,
  name: string,
): { expressions: Word[]; flags: Set<string> } | undefined {
  const expressions: Word[] = [];
  const flags = new Set<string>();
  let isFromFile = false;
  let operand: Argument | undefined;
  let onlyOperands = false;
  for (let at = 0; at < args.length; at++) {
    const { value, word } = args[at]!;
    if (onlyOperands || !value.startsWith("-") || value === "-") {
      if (!onlyOperands && isSplit(word) && operand === undefined) return undefined;
      operand ??= args[at];
      continue;
    }
    if (value === "--") onlyOperands = true;
    else if (value.startsWith("--")) {
      const [option = "", ...rest] = value.split("=");
      if (/^--(?:extended-regexp|regexp-extended)$/.test(option)) flags.add("E");
      if (option === "--fixed-strings") flags.add("F");
      if (option === "--perl-regexp") flags.add("P");
      if (option === "--file") isFromFile = true;
      // Its value is part of the word: not judged.
      if ((option === "--regexp" || option === "--expression") && rest.length > 0) return undefined;
      if (LONG_VALUED.test(option) && rest.length === 0) {
        at++;
        if ((option === "--regexp" || option === "--expression") && args[at]) expressions.push(args[at]!.word);
      }
    } else {
      for (let index = 1; index < value.length; index++) {
        const letter = value[index]!;
        // `-i.bak`: what follows is the suffix of the backup. BSD takes the next word for it.
        if (name.endsWith("sed") && letter === "i") {
          if (index === value.length - 1 && /^(?:\.\w+)?$/.test(args[at + 1]?.value ?? "x")) at++;
          break;
        }
        if (!valued.includes(letter)) {
          flags.add(letter);
          continue;
        }
        if (letter === file) isFromFile = true;
        const isLast = index === value.length - 1;
        if (letter === expression && !isLast) return undefined;
        if (isLast) at++;
        if (letter === expression && args[at]) expressions.push(args[at]!.word);
        break;
      }
    }
  }
  if (expressions.length === 0 && !isFromFile && operand) expressions.push(operand.word);
  return { expressions, flags };
}

/** An expansion without quotes around it can be nothing, an option, or several words. */
function isSplit({ parts }: Word): boolean {
  return (parts ?? []).some((part) => part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "CommandExpansion");
}

/** The commands behind `-exec` and its like. */
function findExecuted(args: readonly Argument[]): Argument[][] {
  const commands: Argument[][] = [];
  args.forEach(({ value }, at) => {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(value)) return;
    const rest = args.slice(at + 1);
    const end = rest.findIndex((next) => next.value === ";" || next.value === "+");
    commands.push(end < 0 ? rest : rest.slice(0, end));
  });
  return commands;
}
