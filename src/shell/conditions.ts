import type { If, SyntaxNode, TestExpression } from "unbash";
import { firstOf } from "./nodes.ts";

/** The branch that is taken after a failure, when `clause` asks about one: `[ $? -ne 0 ]`, `[ -z "$X" ]`, `! cmd`. */
export function failureBranch(node: If): SyntaxNode | undefined {
  const statement = node.clause.commands.at(-1)?.command;
  if (!statement) return undefined;
  const negations = statement.type === "Pipeline" ? statement.prefixes.filter(({ type }) => type === "Negation").length : 0;
  const isTrueOnFailure = asksForFailure(firstOf(statement)) !== (negations % 2 === 1);
  return isTrueOnFailure ? node.then : (node.elif[0] ?? node.else);
}

/** Whether a test is true when something failed; a plain command never is. */
function asksForFailure(test: SyntaxNode): boolean {
  if (test.type === "ArithmeticCommand") {
    const expression = test.expression;
    if (expression?.type !== "ArithmeticBinary") return true;
    return expression.operator === "!=" || expression.operator === ">";
  }
  if (test.type === "TestCommand") {
    return isTrueOfFailure(test.expression);
  }
  if (test.type !== "Command" || !["[", "test"].includes(test.name?.value ?? "")) return false;
  const words = test.suffix.flatMap((word) => (word.type === "Word" ? [word.value] : []));
  const negated = words[0] === "!";
  return words.some((word) => /^(?:-z|-ne|!=|-gt)$/.test(word)) !== negated;
}

function isTrueOfFailure(expression: TestExpression): boolean {
  if (expression.type === "TestNot") return isTrueOfFailure(expression.operand) !== (expression.negations.length % 2 === 1);
  if (expression.type === "TestUnary") return expression.operator === "-z";
  return expression.type === "TestBinary" && /^(?:-ne|!=|-gt)$/.test(expression.operator);
}
