import { checkAwkProgram } from "./awk-syntax.ts";
import { GREP_OPTIONS } from "./grep.ts";
import { parseOptions, type OptionTable, type ParsedOptions } from "./options.ts";
import { createBudget, parseRegex, type RegexOptions } from "./parse-regex.ts";
import { parseSedScript } from "./parse-sed.ts";
import { isNotRun, type NotRun } from "./regex-tree.ts";
import { SED_OPTIONS } from "./sed.ts";
import { createMarks, markWord, showText, type Word } from "./words.ts";

/** A sed script, grep pattern or awk program that its tool rejects. */
export interface RejectedExpression {
  tool: "sed" | "grep" | "awk";
  /** Which of the words behind the name holds it. */
  place: number;
  /** As the tool gets it; expansions as the script writes them. */
  text: string;
  /** What GNU grep 3.8 or sed 4.9 says. */
  reason: string;
}

/**
 * The expressions among the words behind `name` that the tool rejects, whatever
 * the unknown pieces in them are. Parses only: nothing here loads the engine.
 * Wrong options are not told; those differ between GNU and BSD.
 */
export function findRejectedExpressions(name: string, words: readonly Word[]): RejectedExpression[] {
  const tool = TOOLS.get(name);
  if (!tool) return [];
  const marks = createMarks();
  const texts: string[] = [];
  for (const word of words) {
    const text = markWord(word, marks);
    if (text === undefined) return [];
    texts.push(text);
  }
  const parsed = parseOptions(texts, TABLES[tool]);
  if (isNotRun(parsed)) return [];
  const [first] = parsed.places;
  // It may as well be options, or nothing.
  if (first !== undefined && words[first]!.some((piece) => typeof piece !== "string" && piece.splits)) return [];

  const expressions = readExpressions(tool, parsed);
  const judge = judgeOf(name, tool, parsed);
  return rejectedAmong(expressions, tool, judge).map(({ text, place, reason }) => ({ tool, place, text: showText(text, marks), reason }));
}

type Tool = RejectedExpression["tool"];

const TOOLS = new Map<string, Tool>([
  ["sed", "sed"],
  ["gsed", "sed"],
  ["grep", "grep"],
  ["egrep", "grep"],
  ["fgrep", "grep"],
  ["zgrep", "grep"],
  ["ggrep", "grep"],
  ["awk", "awk"],
  ["gawk", "awk"],
  ["mawk", "awk"],
  ["nawk", "awk"],
]);

/** POSIX awk; the long ones are of gawk. */
const AWK_OPTIONS: OptionTable = { flags: "", valued: "Fvf", long: { "field-separator=": "F", "assign=": "v", "file=": "f" } };

const TABLES: Record<Tool, OptionTable> = { sed: SED_OPTIONS, grep: GREP_OPTIONS, awk: AWK_OPTIONS };

interface Expression {
  text: string;
  place: number;
}

function readExpressions(tool: Tool, { options, operands, places }: ParsedOptions): Expression[] {
  // With some of it in a file, the rest is not all.
  if (options.some(({ name }) => name === "f" || name === "unmodelled")) return [];
  const given = options.flatMap(({ name, value, place }) => (name === "e" && tool !== "awk" ? [{ text: value!, place }] : []));
  if (given.length > 0) return given;
  // The sed of BSD and macOS takes the next word for the suffix: `sed -i '' s/a/b/`.
  const isSuffix = tool === "sed" && options.some(({ name, value }) => name === "i" && value === undefined) && /^(?:\.\w+)?$/.test(operands[0] ?? "x");
  const index = isSuffix ? 1 : 0;
  return operands.length > index ? [{ text: operands[index]!, place: places[index]! }] : [];
}

type Judge = (text: string) => NotRun | undefined;

function judgeOf(name: string, tool: Tool, { options }: ParsedOptions): Judge {
  if (tool === "awk") return checkAwkProgram;
  const budget = createBudget();
  const has = (...letters: string[]) => options.some((option) => letters.includes(option.name));
  if (tool === "sed") {
    const extended = has("E", "r");
    return (text) => notRun(parseSedScript(text, { extended }, budget));
  }
  const syntax: RegexOptions["syntax"] = name === "fgrep" || has("F") ? "fixed" : has("P") ? "perl" : name === "egrep" || has("E") ? "extended" : "basic";
  // grep takes each line for a pattern of its own.
  return (text) =>
    text
      .split("\n")
      .map((line) => notRun(parseRegex([line], { syntax, tool: "grep" }, budget)))
      .find((result) => result?.type === "invalid");
}

function rejectedAmong(expressions: readonly Expression[], tool: Tool, judge: Judge): (Expression & { reason: string })[] {
  const reasonOf = (text: string): string | undefined => {
    const result = judge(text);
    return result?.type === "invalid" ? result.reason : undefined;
  };
  if (tool === "sed" && expressions.length > 1) {
    // Several `-e` are one script: a `{` of one is closed by another.
    const reason = reasonOf(expressions.map(({ text }) => text).join("\n"));
    const guilty = expressions.find(({ text }) => reasonOf(text) === reason) ?? expressions[0]!;
    return reason === undefined ? [] : [{ ...guilty, reason }];
  }
  return expressions.flatMap((expression) => {
    const reason = reasonOf(expression.text);
    return reason === undefined ? [] : [{ ...expression, reason }];
  });
}

function notRun(result: object): NotRun | undefined {
  return isNotRun(result) ? result : undefined;
}
