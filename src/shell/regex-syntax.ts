/*
 * What GNU grep and sed reject in a POSIX regular expression: the syntax that
 * glibc's regcomp reads for them (regex manual, 2 and 3), as tried with
 * grep 3.8 and sed 4.9; see test/shell/expressions.test.ts.
 */

export interface RegexFlavor {
  /** ERE (`-E`) rather than BRE. */
  extended: boolean;
  tool: "grep" | "sed" | "awk";
}

/**
 * Stands for text that is known only at run time. A pattern that holds it is
 * not judged: what is missing could close what looks open.
 */
export const UNKNOWN = "\uE000";

/** Why the tool rejects `pattern`, in its own words; `undefined` when it takes it or that cannot be known. */
export function findRegexError(pattern: string, flavor: RegexFlavor): string | undefined {
  if (pattern.includes(UNKNOWN)) return undefined;
  const { extended, tool } = flavor;
  // What a repetition operator finds in front of it.
  let before: "start" | "anchor" | "atom" | "repetition" = "start";
  let groups = 0;
  const open: number[] = [];
  const completed = new Set<number>();

  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern[at]!;
    if (unit === "\\") {
      const next = pattern[++at];
      if (next === undefined) return "Trailing backslash";
      // A class (`\w`), an anchor (`\b`) or an escape.
      if (!isOperator(next, !extended)) {
        if (/[1-9]/.test(next) && tool !== "awk" && !completed.has(Number(next))) return "Invalid back reference";
        before = /[<>bB`']/.test(next) ? "anchor" : "atom";
        continue;
      }
    } else if (unit === "[") {
      const bracket = readBracket(pattern, at, tool);
      if (typeof bracket === "string") return bracket;
      at = bracket.end;
      before = "atom";
      continue;
    } else if (!isOperator(unit, extended) && unit !== "*") {
      before = isAnchor(unit, before, extended) ? "anchor" : "atom";
      continue;
    }

    const operator = pattern[at]!;
    if (operator === "(") {
      open.push(++groups);
      before = "start";
    } else if (operator === ")") {
      const group = open.pop();
      if (group !== undefined) completed.add(group);
      else if (!extended || tool === "sed") return "Unmatched ) or \\)";
      before = "atom";
    } else if (operator === "|") before = "start";
    else if (operator === "}") before = "atom";
    else {
      const hasAtom: boolean = before === "atom" || before === "repetition";
      if (operator === "{" && (hasAtom || tool !== "grep")) {
        const interval = readInterval(pattern, at, flavor);
        if (typeof interval === "string") return interval;
        if (interval.isLiteral) {
          before = "atom";
          continue;
        }
        at = interval.end;
      }
      if (tool === "sed" && isMisplaced(operator, before, extended)) return BAD_REPETITION;
      // For grep, what follows such a text is still at the start.
      before = hasAtom ? "repetition" : tool === "grep" ? before : "atom";
    }
  }
  return open.length > 0 ? "Unmatched ( or \\(" : undefined;
}

const BAD_REPETITION = "Invalid preceding regular expression";

/** grep takes a repetition of nothing as text, and so does a BRE that starts with `*`. */
function isMisplaced(operator: string, before: "start" | "anchor" | "atom" | "repetition", extended: boolean): boolean {
  if (extended) return before === "start" || before === "anchor";
  return before === "repetition" ? operator === "*" || operator === "{" : before !== "atom" && operator === "{";
}

/** Whether `unit` is an operator with (BRE) or without (ERE) a backslash. */
function isOperator(unit: string, asks: boolean): boolean {
  return asks && "(){}|+?".includes(unit);
}

/** In a BRE `^` is one at the start of a branch only, and what follows a `$` that is one ends the branch. */
function isAnchor(unit: string, before: "start" | "anchor" | "atom" | "repetition", extended: boolean): boolean {
  return extended ? unit === "^" || unit === "$" : unit === "^" && before === "start";
}

/** The bracket expression that opens at `at`: where it ends, or what is wrong with it. */
function readBracket(pattern: string, at: number, tool: RegexFlavor["tool"]): { end: number } | string {
  let index = at + 1;
  if (pattern[index] === "^") index++;
  const first = index;
  let last: string | undefined;
  let isRange = false;
  for (; index < pattern.length; index++) {
    const unit = pattern[index]!;
    if (unit === "]" && index > first) {
      const content = pattern.slice(first, index);
      if (tool !== "awk" && first === at + 1 && /^:[a-z]+:$/.test(content)) return `character class syntax is [[${content}]], not [${content}]`;
      return { end: index };
    }
    if (unit === "[" && /[:.=]/.test(pattern[index + 1] ?? "")) {
      const kind = pattern[index + 1]!;
      const close = pattern.indexOf(`${kind}]`, index + 2);
      if (close < 0) return "Unmatched [, [^, [:, [., or [=";
      if (kind === ":" && !CLASSES.has(pattern.slice(index + 2, close))) return "Invalid character class name";
      index = close + 1;
      last = undefined;
      isRange = false;
      continue;
    }
    if (unit === "-" && last !== undefined && pattern[index + 1] !== "]") {
      isRange = true;
      continue;
    }
    if (isRange && isReversed(last!, unit)) return "Invalid range end";
    last = isRange ? undefined : unit;
    isRange = false;
    // awk reads escapes inside brackets, POSIX expressions do not.
    if (tool === "awk" && unit === "\\") index++;
  }
  return "Unmatched [, [^, [:, [., or [=";
}

const CLASSES = new Set("alnum alpha blank cntrl digit graph lower print punct space upper xdigit".split(" "));

/** Digits come before letters in every locale; how `a` and `Z` stand to each other depends on it. */
function isReversed(from: string, to: string): boolean {
  if (/^[A-Za-z]$/.test(from) && /^\d$/.test(to)) return true;
  return [/^[a-z]$/, /^[A-Z]$/, /^\d$/].some((kind) => kind.test(from) && kind.test(to)) && from > to;
}

/** The interval whose `{` is at `at`: where it ends, whether it is only text, or what is wrong with it. */
function readInterval(pattern: string, at: number, { extended, tool }: RegexFlavor): { end: number; isLiteral: boolean } | string {
  const close = extended ? "}" : "\\}";
  const found = pattern.indexOf(close, at + 1);
  const content = pattern.slice(at + 1, found < 0 ? undefined : found);
  const [low = "", high, ...more] = content.split(",");
  const isNumeric = found >= 0 && more.length === 0 && /^\d*$/.test(low) && /^\d*$/.test(high ?? "") && content !== "";
  if (!isNumeric) {
    if (tool === "awk" || (extended && tool === "grep")) return { end: at, isLiteral: true };
    return found < 0 ? "Unmatched \\{" : "Invalid content of \\{\\}";
  }
  if (high !== undefined && high !== "" && Number(low) > Number(high)) return "Invalid content of \\{\\}";
  if (Math.max(Number(low), Number(high ?? 0)) > MAX_REPETITIONS) return "Regular expression too big";
  return { end: found + close.length - 1, isLiteral: false };
}

/** RE_DUP_MAX of glibc. */
const MAX_REPETITIONS = 32_767;
