import type { Command, SyntaxNode, TestCommand, TestExpression, Word } from "unbash";

/** A test: `[ … ]`, `test …` or `[[ … ]]`. */
export interface ShellTest {
  node: Command | TestCommand;
  kind: "[" | "[[";
  /** What it asks, in reading order; how they are joined is not kept. */
  primaries: readonly Primary[];
  /** The primaries are joined by `-a`, `-o`, `&&`, `||` or stand in parentheses. */
  isJoined: boolean;
}

/** One question of a test. */
export type Primary =
  | { type: "unary"; operator: string; operand: Word }
  | { type: "binary"; operator: string; operatorWord: Word | undefined; left: Word; right: Word }
  /** True when the word is not empty. */
  | { type: "word"; operand: Word }
  /** What `test` takes for no expression: it says so and returns 2. */
  | { type: "malformed"; words: readonly Word[] };

/** The test that `node` is, if it is one. */
export function readTest(node: SyntaxNode): ShellTest | undefined {
  if (node.type === "TestCommand") {
    const primaries: Primary[] = [];
    const isJoined = readExpression(node.expression, primaries);
    return { node, kind: "[[", primaries, isJoined };
  }
  if (node.type !== "Command" || (node.name?.value !== "[" && node.name?.value !== "test")) return undefined;
  const words = node.suffix.filter((word): word is Word => word.type === "Word");
  if (node.name.value === "[" && words.at(-1)?.value === "]") words.pop();
  return { node, kind: "[", ...readWords(words) };
}

/** Collects the primaries of `[[ … ]]`; whether there is more than one or a group. */
function readExpression(root: TestExpression, primaries: Primary[]): boolean {
  const open: TestExpression[] = [root];
  let isJoined = false;
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === "TestLogical") {
      isJoined = true;
      open.push(...[...next.operands].reverse());
    } else if (next.type === "TestGroup") {
      isJoined = true;
      open.push(next.expression);
    } else if (next.type === "TestNot") open.push(next.operand);
    else if (next.type === "TestBinary")
      primaries.push({ type: "binary", operator: next.operator, operatorWord: undefined, left: next.left, right: next.right });
    // A word alone is read as `-n word`.
    else if (next.operator === "-n" && next.operand.pos === next.pos) primaries.push({ type: "word", operand: next.operand });
    else primaries.push({ type: "unary", operator: next.operator, operand: next.operand });
  }
  return isJoined;
}

function readWords(words: readonly Word[]): { primaries: Primary[]; isJoined: boolean } {
  const isGroup = words.some((word) => /^[()]$/.test(word.value));
  const groups: Word[][] = [[]];
  words.forEach((word, index) => {
    const group = groups.at(-1)!;
    // `-a FILE` at the start of an expression is a file test of old, and behind an operator the text `-a`.
    const isOperand = group.length === 0 || index === words.length - 1 || (group.length > 1 && BINARY.has(group.at(-1)!.value));
    if ((word.value === "-a" || word.value === "-o") && !isOperand) groups.push([]);
    else if (!(isGroup && /^[()]$/.test(word.value))) group.push(word);
  });
  const primaries = groups.map((group) => readPrimary(group)).filter((primary) => primary !== undefined);
  return { primaries, isJoined: groups.length > 1 || isGroup };
}

/** POSIX.1-2017, test: what an expression is depends on how many words it has. */
function readPrimary(words: readonly Word[]): Primary | undefined {
  const [first, second, third] = words;
  if (!first) return undefined;
  if (words.length === 3 && BINARY.has(second!.value)) return { type: "binary", operator: second!.value, operatorWord: second!, left: first, right: third! };
  if (first.value === "!" && words.length > 1) return readPrimary(words.slice(1));
  if (words.length === 1) return { type: "word", operand: first };
  if (words.length === 2 && (UNARY.test(first.value) || first.parts !== undefined)) {
    return UNARY.test(first.value)
      ? { type: "unary", operator: first.value, operand: second! }
      : mayBeOperator(first)
        ? undefined
        : { type: "malformed", words };
  }
  // An expansion without quotes can be any number of words.
  return words.some(mayBeOperator) ? undefined : { type: "malformed", words };
}

function mayBeOperator({ parts }: Word): boolean {
  return (parts ?? []).some(
    ({ type }) => type === "SimpleExpansion" || type === "ParameterExpansion" || type === "CommandExpansion" || type === "Glob" || type === "BraceExpansion",
  );
}

const UNARY = /^-[a-zA-Z]$/;
const BINARY = new Set(["=", "==", "!=", "<", ">", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"]);
