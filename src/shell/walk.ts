import type { CompoundList, If, Redirection, Statement, SyntaxNode, Word } from "unbash";
import { handlerScope, type Analysis } from "./analysis.ts";
import { endOf, fateOfFailure, invertedFate, sinkInto, subshellOf, type Context, type Fate, type Following, type Shell } from "./fate.ts";
import { describeHandler } from "./handlers.ts";
import { walkAndOr, walkPipeline } from "./lists.ts";
import { fateBeforeNext } from "./next-status.ts";
import { MAX_DEPTH } from "./nodes.ts";
import { joinOptions } from "./options.ts";
import { walkCommand } from "./simple-commands.ts";
import { DROPPED, testedOutput, walkSubstitutions } from "./substitutions.ts";

/** Walks `node` as it would run, and notes of each simple command in it what becomes of its failure. */
export function walkNode(node: SyntaxNode, context: Context, shell: Shell, analysis: Analysis): void {
  if (context.depth > MAX_DEPTH || analysis.budget-- <= 0) {
    analysis.limit ??= context.depth > MAX_DEPTH ? `nested more than ${MAX_DEPTH} deep` : "too many function calls to follow";
    return;
  }
  const inside: Context = { ...context, depth: context.depth + 1 };
  switch (node.type) {
    case "Command":
      return walkCommand(node, inside, shell, analysis);
    case "Statement":
      return walkNode(node.command, inside, shell, analysis);
    case "Pipeline":
      return walkPipeline(node, inside, shell, analysis);
    case "AndOr":
      return walkAndOr(node, inside, shell, analysis);
    case "Script":
    case "CompoundList":
      return walkList(node.commands, inside, shell, analysis);
    case "BraceGroup":
      return walkNode(node.body, inside, shell, analysis);
    case "Subshell":
      return walkSubshell(node.body, inside, shell, analysis);
    case "Redirected":
      walkWords(node.redirects, inside, shell, analysis);
      return walkNode(node.command, inside, shell, analysis);
    case "Function":
      analysis.functions.set(node.name.value, node);
      return;
    case "If":
      return walkIf(node, inside, shell, analysis);
    case "While":
      walkNode(node.clause, conditionContext(node.clause, inside), shell, analysis);
      return walkBranches([[node.body, loopContext(node, inside, node.clause)]], true, shell, analysis);
    case "For":
    case "Select":
      walkWords(node.wordlist ?? [], inside, shell, analysis);
      return walkBranches([[node.body, loopContext(node, inside)]], true, shell, analysis);
    case "ArithmeticFor":
      return walkBranches([[node.body, loopContext(node, inside)]], true, shell, analysis);
    case "Case": {
      walkSubstitutions(node.word, testedOutput(node.word, inside), inside, shell, analysis);
      const hasDefault = node.items.some(({ pattern }) => pattern.some(({ text }) => text === "*"));
      return walkBranches(
        node.items.map((item) => [item.body, inside]),
        !hasDefault,
        shell,
        analysis,
      );
    }
    case "TestCommand":
    case "ArithmeticCommand":
      return walkSubstitutions(node, testedOutput(node, inside), inside, shell, analysis);
    case "Coproc": {
      const fate: Fate = { verdict: "unchecked", by: "background", explanation: "a coprocess runs on its own, and nothing waits for its status" };
      shell.jobs.push(fate);
      return walkNode(node.body, { ...inside, ...sinkInto(fate), following: endOf("shell") }, subshellOf(shell, fate), analysis);
    }
    default:
      return;
  }
}

/** Why a job's failure is not noticed, until a `wait` turns up. */
const UNAWAITED = { verdict: "unchecked", by: "background", explanation: "it runs in the background, and no `wait` asks for its status" } as const;

/** The statements of a list, one after the other: each one's status lives until the next one runs. */
function walkList(statements: readonly Statement[], context: Context, shell: Shell, analysis: Analysis): void {
  const unit = context.inWord ? context.unit : undefined;
  const exemption = context.exemption?.isLate ? undefined : context.exemption;
  statements.forEach((statement, index) => {
    const own = context.inWord ? context.statement : context.text.toScript(statement.command);
    const following: Following = { nodes: statements, index: index + 1, outer: context.following };
    if (statement.background) {
      const job: Fate = { ...UNAWAITED };
      shell.jobs.push(job);
      const apart: Context = {
        ...context,
        statement: own,
        ...sinkInto(job),
        isAlone: statement.command.type === "Command",
        exemption,
        output: undefined,
        following: endOf("shell", following),
        unit,
      };
      return walkNode(statement.command, apart, subshellOf(shell, job), analysis);
    }
    if (index === statements.length - 1)
      return walkNode(statement, { ...context, statement: own, isAlone: false, exemption, following, unit }, shell, analysis);

    const here: Context = { ...context, statement: own, isAlone: false, exemption, following, unit, leftOfAnd: [] };
    const { fate, isRead } = fateBeforeNext({ statements, index }, here, shell, analysis);
    const onSuccess: Fate = isRead ? fate : { verdict: "unchecked", by: "negated", explanation: "`!` turns its failure into a success" };
    // An earlier failure does not make the whole output empty, so a test of that does not notice it.
    walkNode(statement, { ...here, onFailure: fate, onSuccess, output: undefined }, shell, analysis);
  });
}

/** A body that runs in a shell of its own. */
function walkSubshell(body: SyntaxNode, context: Context, shell: Shell, analysis: Analysis): void {
  const fate = fateOfFailure(context, shell);
  const inside: Context = { ...context, onFailure: fate, onSuccess: invertedFate(fate, context), following: endOf("shell", context.following) };
  walkNode(body, inside, subshellOf(shell, fate), analysis);
}

function walkIf(node: If, context: Context, shell: Shell, analysis: Analysis): void {
  const scope = handlerScope(context, analysis);
  const fateOf = (branch: SyntaxNode | undefined): Fate => {
    const handler = branch && describeHandler([branch.type === "Elif" ? branch.then : branch], scope);
    return { ...conditionFate(node.clause, context), handler };
  };
  const own = { onFailure: fateOf(node.elif[0] ?? node.else), onSuccess: fateOf(node.then) };
  walkNode(node.clause, { ...conditionContext(node.clause, context), ...own }, shell, analysis);
  for (const { clause } of node.elif) walkNode(clause, conditionContext(clause, context), shell, analysis);

  const bodies = [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
  walkBranches(
    bodies.map((body) => [body, context]),
    !node.else,
    shell,
    analysis,
  );
}

function conditionContext(clause: CompoundList, context: Context): Context {
  const exemption = context.exemption ?? { why: "condition", span: context.text.toScript(clause) };
  return { ...context, ...sinkInto(conditionFate(clause, context)), output: undefined, exemption };
}

function conditionFate(clause: CompoundList, { text }: Context): Fate {
  return { verdict: "checked", by: "condition", explanation: "it is a condition", checker: text.toScript(clause) };
}

/** Bodies of which at most one runs, or none when `mayRunNone`. */
function walkBranches(bodies: readonly (readonly [SyntaxNode, Context])[], mayRunNone: boolean, shell: Shell, analysis: Analysis): void {
  const before = shell.options;
  const after = bodies.map(([body, context]) => {
    shell.options = { ...before };
    walkNode(body, context, shell, analysis);
    return shell.options;
  });
  shell.options = joinOptions(mayRunNone || after.length === 0 ? [before, ...after] : after);
}

function loopContext(loop: SyntaxNode, context: Context, clause?: CompoundList): Context {
  const fate: Fate = { verdict: "unchecked", by: "loop-round", explanation: "the next round of the loop runs whatever its status is" };
  const after: Following = { nodes: clause ? [clause] : [], index: 0, outer: context.following, border: "loop" };
  return { ...context, ...sinkInto(fate), output: undefined, following: after, loops: [...context.loops, loop] };
}

function walkWords(words: readonly (Word | Redirection)[], context: Context, shell: Shell, analysis: Analysis): void {
  for (const word of words) walkSubstitutions(word, DROPPED, context, shell, analysis);
}
