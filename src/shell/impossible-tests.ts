import type { AndOr, Command, SyntaxNode, Word } from "unbash";
import { descendants } from "../parse/bash-tree.ts";
import type { BashSpan } from "../parse/bash.ts";
import { findAlwaysTrue, findStaleStatus, type ImpossibleTest } from "./impossible-conditions.ts";
import { isStatic } from "./nodes.ts";
import { hasGlob, hasQuotedStar, isQuoted } from "./patterns.ts";
import type { ScriptPart } from "./script-parts.ts";
import { readTest, type Primary, type ShellTest } from "./test-expressions.ts";

/** The tests of a script that can only go one way, in the positions of the part. */
export function findImpossibleTests(part: ScriptPart): ImpossibleTest[] {
  const nodes = descendants(part.tree);
  const source = part.text.source;
  return nodes.flatMap((node) => {
    if (node.type === "AndOr") return findContradiction(node, source);
    if (node.type === "Script" || node.type === "CompoundList") return findStaleStatus(node, source);
    if (node.type === "If" || node.type === "Elif" || node.type === "While") return findAlwaysTrue(node, part.text);
    if (node.type === "Command") {
      const shown = findShownGlob(node, source);
      if (shown) return [shown];
    }
    if (node.type === "Case") return node.items.flatMap(({ pattern }) => pattern.flatMap((word) => findQuotedPattern(word, "==", source) ?? []));
    const bracket = node.type === "Command" ? findBrokenBracket(node, source) : undefined;
    if (bracket) return [bracket];
    const test = readTest(node);
    return test ? findInTest(test, source) : [];
  });
}

function findInTest(test: ShellTest, source: string): ImpossibleTest[] {
  return test.primaries.flatMap((primary) => {
    const found = judge(primary, test, source);
    return found ? [found] : [];
  });
}

function judge(primary: Primary, test: ShellTest, source: string): ImpossibleTest | undefined {
  const text = sourceOf(test.node, source);
  if (primary.type === "malformed") {
    const [first] = primary.words;
    const span = { pos: first!.pos, end: primary.words.at(-1)!.end };
    if (isStatic(first!) && COMMANDS.has(first!.value)) {
      const suggestion = test.isJoined ? undefined : { span: test.node, text: sourceOf(span, source), title: "runCommand" as const };
      return { span: test.node, type: "command", data: { test: text, command: first!.value }, suggestion };
    }
    return { span: test.node, type: "malformed", data: { test: text } };
  }
  if (primary.type === "word") return judgeWord(primary.operand, test, source);
  if (primary.type === "unary") return judgeUnary(primary, test, source);
  return judgeBinary(primary, test, source);
}

/** `[ a=b ]`: one word, which is not empty. */
function judgeWord(word: Word, test: ShellTest, source: string): ImpossibleTest | undefined {
  const literals = word.parts === undefined ? [word] : word.parts.filter(({ type }) => type === "Literal");
  for (const literal of literals) {
    const own = sourceOf(literal, source);
    const match = /!=|==?/.exec(own);
    if (!match || literal.pos + match.index === word.pos || literal.pos + match.index + match[0].length === word.end) continue;
    const at = literal.pos + match.index;
    const spaced = `${source.slice(word.pos, at)} ${match[0]} ${source.slice(at + match[0].length, word.end)}`;
    return {
      span: word,
      type: "noBlanks",
      data: { test: sourceOf(test.node, source), operator: match[0] },
      suggestion: { span: word, text: spaced, title: "addBlanks" },
    };
  }
  // `[ -f ]` asks whether `-f` is empty; `while [ 1 ]` is a known way to say «for ever».
  if (word.parts === undefined && /^-[a-zA-Z]$/.test(word.value))
    return { span: test.node, type: "noOperand", data: { test: sourceOf(test.node, source), operator: word.value } };
  if (word.parts === undefined && word.value === "false") return constant(true, word, test, source);
  return undefined;
}

function judgeUnary({ operator, operand }: Extract<Primary, { type: "unary" }>, test: ShellTest, source: string): ImpossibleTest | undefined {
  const data = { test: sourceOf(test.node, source), word: sourceOf(operand, source), operator };
  if (operator === "-n" && test.kind === "[" && isOneExpansion(operand)) {
    return { span: operand, type: "unquoted", data, suggestion: { span: operand, text: `"${data.word}"`, title: "quote" } };
  }
  if (!/^-[a-hkprsuwxGLNOS]$/.test(operator)) return undefined;
  const glob = hasQuotedStar(operand) ? "quotedGlob" : hasGlob(operand) ? (test.kind === "[[" ? "bracketGlob" : "bareGlob") : undefined;
  if (glob) return { span: operand, type: glob, data, suggestion: matchFiles(data.word, test, source) };
  const [part] = operand.parts ?? [];
  if (part?.type === "DoubleQuoted" && /^"~\//.test(data.word)) {
    return { span: operand, type: "quotedHome", data, suggestion: { span: { pos: operand.pos, end: operand.pos + 2 }, text: '"$HOME', title: "home" } };
  }
  const content = contentCommand(operand);
  return content === undefined ? undefined : { span: operand, type: "content", data: { ...data, command: sourceOf(content, source) } };
}

/** `compgen -G` asks whether a pattern matches any file. */
function matchFiles(word: string, test: ShellTest, source: string): ImpossibleTest["suggestion"] {
  const raw = word.replace(/["']/g, "");
  if (test.isJoined || /["'`\\\s]/.test(raw)) return undefined;
  return { span: test.node, text: `${isNegated(test.node, source) ? "! " : ""}compgen -G "${raw}" > /dev/null`, title: "matchFiles" };
}

/** `$(git show REF:FILE)`, `$(cat NOTES.md)`: what a document holds is no file name. */
function contentCommand({ parts }: Word): Command | undefined {
  const inner = parts?.[0]?.type === "DoubleQuoted" ? parts[0].parts : parts;
  const [part, ...others] = inner ?? [];
  if (part?.type !== "CommandExpansion" || others.length > 0) return undefined;
  const command = part.script?.commands.length === 1 ? part.script.commands[0]!.command : undefined;
  if (command?.type !== "Command") return undefined;
  const values = command.suffix.flatMap((word) => (word.type === "Word" ? [word.value] : []));
  const showsFile = command.name?.value === "git" && values[0] === "show" && values.some((value) => /^[^:-][^:]*:[^:]+$/.test(value));
  const readsDocument = command.name?.value === "cat" && values.some((value) => /\.(?:md|markdown|json|ya?ml)$/.test(value));
  return showsFile || readsDocument ? command : undefined;
}

function judgeBinary(primary: Extract<Primary, { type: "binary" }>, test: ShellTest, source: string): ImpossibleTest | undefined {
  const { operator, operatorWord, left, right } = primary;
  const data = { test: sourceOf(test.node, source), operator, word: sourceOf(right, source), other: sourceOf(left, source) };
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) {
    for (const word of [left, right]) {
      const value = word.value.trim();
      if (!isStatic(word) || /^[-+]?\d+$/.test(value)) continue;
      // In `[[ … ]]` a name stands for the value of the variable.
      if (test.kind === "[[" && !/^\d+\.\d+$/.test(value)) continue;
      const plain = operator === "-eq" ? "=" : operator === "-ne" ? "!=" : undefined;
      const suggestion = plain && operatorWord && !/^[\d.]+$/.test(value) ? { span: operatorWord, text: plain, title: "compareText" as const } : undefined;
      return { span: word, type: "notNumber", data: { ...data, word: sourceOf(word, source) }, suggestion };
    }
  }
  if (/^(?:=|==|!=)$/.test(operator)) {
    if (test.kind === "[" && hasGlob(right)) {
      const inner = source.slice(test.node.pos, test.node.end);
      const suggestion = test.isJoined || !inner.startsWith("[") ? undefined : { span: test.node, text: `[${inner}]`, title: "doubleBrackets" as const };
      return { span: right, type: "singleBracketPattern", data, suggestion };
    }
    const quoted = findQuotedPattern(right, operator, source, test.kind);
    if (quoted) return quoted;
  }
  if (operator === "=~" && isQuoted(right) && isStatic(right) && /^\^|\$$|\.[*+]|\[[^\][]+\]|\\d|\|/.test(right.value)) {
    const suggestion = /[\s"'$`\\;&<>()]/.test(right.value) ? undefined : { span: right, text: right.value, title: "unquote" as const };
    return { span: right, type: "quotedRegex", data, suggestion };
  }
  const isComparison = /^(?:=|==|!=|-eq|-ne|-lt|-le|-gt|-ge)$/.test(operator);
  if (
    isComparison &&
    isStatic(left) &&
    isStatic(right) &&
    !hasGlob(right) &&
    !(test.kind === "[[" && operator.startsWith("-") && [left, right].some(({ value }) => /^[A-Za-z_]/.test(value)))
  ) {
    return constant(compare(left.value, operator, right.value), { pos: left.pos, end: right.end }, test, source);
  }
  return undefined;
}

/** A comparison that is known beforehand; of several joined ones it alone, without what else stands in the brackets. */
function constant(result: boolean, span: BashSpan, test: ShellTest, source: string): ImpossibleTest {
  if (test.isJoined) return { span, type: "constant", data: { test: sourceOf(span, source), result: String(result) } };
  return { span: test.node, type: "constant", data: { test: sourceOf(test.node, source), result: String(result !== isNegated(test.node, source)) } };
}

function isNegated(test: SyntaxNode, source: string): boolean {
  return /^(?:\[{1,2}|test)\s+!\s/.test(sourceOf(test, source));
}

/** A pattern that quotes make a text: `[[ $x == "*done*" ]]`, `case $x in "*done*")`. */
function findQuotedPattern(word: Word, operator: string, source: string, kind: "[" | "[[" = "[["): ImpossibleTest | undefined {
  if (!hasQuotedStar(word) || /^\*+$/.test(word.value)) return undefined;
  // A loop whose pattern matched nothing has the pattern itself for its only file.
  const raw = sourceOf(word, source);
  const bare = raw.replace(/["']/g, "");
  const loops = source.split(/\bin\b/).slice(1);
  if (loops.some((list) => listOfLoop(list).replace(/["']/g, "").split(/\s/).includes(bare))) return undefined;
  const inner = /^(["'])(\*?)([^*"'\\]+)(\*?)\1$/.exec(raw);
  const suggestion =
    inner && kind === "[[" ? { span: word, text: `${inner[2]}${inner[1]}${inner[3]}${inner[1]}${inner[4]}`, title: "unquoteStar" as const } : undefined;
  return { span: word, type: "quotedPattern", data: { word: raw, operator }, suggestion };
}

/** What stands behind `in`, up to the `do`. */
function listOfLoop(rest: string): string {
  return rest.slice(0, 300).replace(/\\\n/g, " ").split(/[;\n]/, 1)[0]!;
}

function compare(left: string, operator: string, right: string): boolean {
  if (operator === "!=") return left !== right;
  if (operator === "=" || operator === "==") return left === right;
  const [a, b] = [Number(left), Number(right)];
  return { "-eq": a === b, "-ne": a !== b, "-lt": a < b, "-le": a <= b, "-gt": a > b }[operator] ?? a >= b;
}

/** `[ $N > 5 ]` writes a file, `[ a = b || … ]` has no `]`, `[$x = y ]` is another command. */
function findBrokenBracket(node: Command, source: string): ImpossibleTest | undefined {
  const text = sourceOf(node, source);
  const words = node.suffix.filter((word): word is Word => word.type === "Word");
  const name = node.name?.value ?? "";
  if (name === "[") {
    const close = words.at(-1);
    if (close?.value !== "]") return { span: node, type: "noBracket", data: { test: text } };
    const redirect = node.suffix.find(
      (next) => next.type === "Redirect" && next.end <= close.pos && (next.operator === ">" || next.operator === "<") && next.descriptor === undefined,
    );
    if (redirect?.type !== "Redirect") return undefined;
    const isNumber = /^\d+$/.test(redirect.target?.value ?? "");
    const operator = { span: { pos: redirect.pos, end: redirect.pos + 1 }, text: redirect.operator === ">" ? "-gt" : "-lt", title: "compareNumbers" as const };
    return {
      span: redirect,
      type: "redirect",
      data: { test: text, redirect: sourceOf(redirect, source), operator: redirect.operator },
      suggestion: isNumber ? operator : undefined,
    };
  }
  if (!/^\[[^\]]/.test(name) || name.startsWith("[[") || words.at(-1)?.value !== "]") return undefined;
  return {
    span: node,
    type: "noBlankBehind",
    data: { test: text, name: sourceOf(node.name!, source) },
    suggestion: { span: { pos: node.pos, end: node.pos + 1 }, text: "[ ", title: "addBlanks" },
  };
}

/** `git show REF:*.md`: git takes the path to the letter. */
function findShownGlob(node: Command, source: string): ImpossibleTest | undefined {
  const words = node.suffix.filter((word): word is Word => word.type === "Word");
  if (node.name?.value !== "git" || !/^(?:show|cat-file)$/.test(words[0]?.value ?? "")) return undefined;
  const word = words.slice(1).find(({ value }) => /^[^-:\s][^:\s]*:[^:\s]*\*/.test(value) && !value.includes("://"));
  return word && { span: word, type: "shownGlob", data: { word: sourceOf(word, source), command: `git ${words[0]!.value}` } };
}

/** `[ $x != a ] || [ $x != b ]` is always true, `[ $x = a ] && [ $x = b ]` never. */
function findContradiction(node: AndOr, source: string): ImpossibleTest[] {
  const [operator] = node.operators;
  if (operator === undefined || node.operators.some((other) => other !== operator)) return [];
  const wanted = operator === "||" ? /^!=$/ : /^==?$/;
  const asked = new Map<string, Word>();
  for (const command of node.commands) {
    const test = readTest(command);
    const [primary] = test?.primaries ?? [];
    if (!test || test.isJoined || primary?.type !== "binary" || !wanted.test(primary.operator) || isNegated(command, source)) return [];
    const { left, right } = primary;
    if (isStatic(left) || !isStatic(right) || hasGlob(right)) return [];
    const key = left.value;
    const before = asked.get(key);
    if (before && before.value !== right.value)
      return [{ span: node, type: "contradiction", data: { test: sourceOf(node, source), result: operator === "||" ? "true" : "false" } }];
    asked.set(key, right);
  }
  return [];
}

function isOneExpansion({ parts }: Word): boolean {
  const [part, ...others] = parts ?? [];
  return others.length === 0 && (part?.type === "SimpleExpansion" || part?.type === "ParameterExpansion" || part?.type === "CommandExpansion");
}

/** Programs that people write into brackets. */
const COMMANDS = new Set("grep egrep git test command which diff cmp curl ls find cat docker npm node python3 pgrep jq gh echo true false".split(" "));

function sourceOf({ pos, end }: BashSpan | SyntaxNode, source: string): string {
  return source.slice(pos, end);
}
