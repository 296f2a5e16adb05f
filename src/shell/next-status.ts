import type { Assignment, Statement, SyntaxNode } from "unbash";
import { fateOfFailure, leaveShell, endOf, type Context, type Fate, type Following, type Shell } from "./fate.ts";
import { describeHandler } from "./handlers.ts";
import { handlerScope, lineOf, type Analysis } from "./analysis.ts";
import { firstOf, readsStatus } from "./nodes.ts";
import { failureBranch } from "./conditions.ts";
import { firstMention } from "./results.ts";

/** A statement of a list, whose status the next one may read or overwrite. */
interface Step {
  statements: readonly Statement[];
  index: number;
}

/** What becomes of a failure of a statement that is not the last of its list. */
export function fateBeforeNext(step: Step, context: Context, shell: Shell, analysis: Analysis): { fate: Fate; isRead: boolean } {
  const read = readByNext(step, context, shell, analysis);
  return { fate: read ?? overwritten(step, context, analysis), isRead: read !== undefined };
}

function readByNext({ statements, index }: Step, context: Context, shell: Shell, analysis: Analysis): Fate | undefined {
  const at = index + 1;
  const statement = statements[at]!;
  const first = firstOf(statement);
  const isAlone = first === statement.command;
  const reads = readsStatus(statement);
  const checker = context.text.toScript(first);
  const line = lineOf(checker, analysis);
  const name = first.type === "Command" ? first.name?.value : undefined;

  if (first.type === "Command" && isAlone && (name === "exit" || name === "return") && (reads || first.suffix.length === 0)) {
    if (name === "return" && context.returning) return context.returning;
    const explanation = `\`${name}\` on line ${line} passes its status on`;
    return leaveShell(endOf("shell"), shell.exit, { by: "status-passed-on", explanation, checker });
  }
  if (reads !== "last") return undefined;

  if (name === "echo" || name === "printf") {
    return isAlone ? { verdict: "swallowed", by: "only-printed", explanation: `its status is only printed, on line ${line}`, checker } : undefined;
  }
  const kept = first.type === "Command" && (name === undefined || DECLARING.includes(name)) ? assignmentOfStatus(first) : undefined;
  if (kept) return fateOfKept(kept, { nodes: statements, index: at + 1, outer: context.following }, context, analysis);

  // A test that stands alone tests nothing: what has to be noticed is its own status.
  if (isAlone && (first.type === "TestCommand" || name === "[" || name === "test")) {
    const onFailure = at === statements.length - 1 ? context.onFailure : overwritten({ statements, index: at }, context, analysis);
    const fate = fateOfFailure({ ...context, onFailure }, shell);
    return fate.verdict === "checked" ? fate : undefined;
  }
  const branch = statement.command.type === "If" ? failureBranch(statement.command) : undefined;
  const handler = branch && describeHandler([branch.type === "Elif" ? branch.then : branch], handlerScope(context, analysis));
  return { verdict: "checked", by: "status-test", explanation: `\`$?\` is tested right after it, on line ${line}`, checker, handler };
}

/** `rc=$?` checks only when something looks at `rc`. */
function fateOfKept({ name }: Assignment, following: Following, context: Context, analysis: Analysis): Fate {
  const mention = firstMention(name, following, context.text);
  if (!mention) return { verdict: "unchecked", by: "untested-status", explanation: `its status is kept in \`${name}\`, which nothing tests` };
  const checker = context.text.toScript(mention.node);
  if (mention.use === "printed") return { verdict: "swallowed", by: "only-printed", explanation: `its status is only printed, from \`${name}\``, checker };
  return {
    verdict: "checked",
    by: "status-test",
    explanation: `its status is kept in \`${name}\` and looked at on line ${lineOf(checker, analysis)}`,
    checker,
  };
}

function assignmentOfStatus(command: SyntaxNode & { type: "Command" }): Assignment | undefined {
  return [...command.prefix, ...command.suffix].find((node): node is Assignment => node.type === "Assignment" && readsIn(node));
}

function readsIn(node: Assignment): boolean {
  return /\$\?|\$\{\?\}/.test(node.text);
}

/** The fate of a status that nothing reads before the next statement runs. */
function overwritten({ statements, index }: Step, context: Context, analysis: Analysis): Fate {
  for (let at = index + 1; at < Math.min(index + NEARBY, statements.length - 1); at++) {
    if (readsStatus(statements[at + 1]!) !== "last") continue;
    const tested = statements[at]!;
    const source = context.text.source.slice(tested.pos, tested.end);
    // The name and a sub-command, as a reader would say it.
    const name = /^[\w./-]+(?: [a-z][\w-]*)?/.exec(source)?.[0] ?? source.split(/[ \n]/, 1)[0]!;
    const line = lineOf(context.text.toScript(firstOf(statements[at + 1]!)), analysis);
    return { verdict: "unchecked", by: "overwritten", explanation: `only \`${name}\` is tested by \`$?\` on line ${line}` };
  }
  return { verdict: "unchecked", by: "overwritten", explanation: "the next command runs whatever its status is" };
}

const DECLARING = ["local", "declare", "export", "readonly", "typeset"];
/** How many statements further down a test of `$?` may look as though it meant this one, too. */
const NEARBY = 8;
