import type { AndOr, Pipeline, SyntaxNode } from "unbash";
import { handlerScope, lineOf, type Analysis } from "./analysis.ts";
import { readInvocation } from "./commands.ts";
import { endOf, fateOfFailure, hasMore, leaveShell, extended, subshellOf, type Context, type Fate, type Following, type Shell } from "./fate.ts";
import { describeHandler, jumpIn, type Handler } from "./handlers.ts";
import { readsStatus } from "./nodes.ts";
import { isReadLater } from "./results.ts";
import { walkNode } from "./walk.ts";

/** `a && b || c`: each element's failure goes to the next `||`, or is the status of the list. */
export function walkAndOr(list: AndOr, context: Context, shell: Shell, analysis: Analysis): void {
  const { commands, operators } = list;
  const last = commands.length - 1;
  const scope = handlerScope(context, analysis);
  const handled = new Map<number, Fate>();
  const afterOf = (index: number): Following => ({ nodes: commands, index: index + 1, outer: context.following });
  const deciders = findDeciders();

  commands.forEach((command, index) => {
    const following = afterOf(index);
    if (index === last) return walkNode(command, { ...context, following, unit: unitOf(command, context) }, shell, analysis);
    walkNode(
      command,
      {
        ...context,
        onFailure: fateFrom(index, true),
        onSuccess: fateFrom(index, false),
        // Bash manual 4.3.1: errexit acts on the last element of a list only.
        exemption: context.exemption ?? { why: "list", span: context.text.toScript(list) },
        leftOfAnd: rightOfAnd(index),
        following,
        unit: unitOf(command, context),
      },
      shell,
      analysis,
    );
  });

  /** The fate of element `index` ending with a failure, or else with a success. */
  function fateFrom(index: number, failed: boolean): Fate {
    for (let at = index + 1; at <= last; at++) {
      if (operators[at - 1] !== (failed ? "||" : "&&")) continue;
      return fateOfHandled(at);
    }
    // `! grep -q x f || exit`: who inverts a status and goes on from it asks a question.
    if (!failed)
      return describeHandler([commands[index + 1]!], scope).acts.some((act) => act !== "prints") ? conditionOf(commands[index + 1]!) : context.onSuccess;
    const decider = operators[index] === "&&" ? deciders[index + 1] : undefined;
    return decider === undefined ? listEnd(context.onFailure) : conditionOf(commands[decider]!);
  }

  /** The fate of a failure that runs the handler which starts with element `start`. */
  function fateOfHandled(start: number): Fate {
    const known = handled.get(start);
    if (known) return known;
    let end = start;
    while (end < last && operators[end] === "&&") end++;
    const fate = judgeHandler(describeHandler(commands.slice(start, Math.min(end + 1, start + MAX_LOOKAHEAD)), scope), end);
    handled.set(start, fate);
    return fate;
  }

  function judgeHandler(handler: Handler, end: number): Fate {
    const { acts, span } = handler;
    const line = lineOf(span, analysis);
    const checked: Fate = { verdict: "checked", by: "handler", explanation: `\`||\` on line ${line} handles it`, checker: span, handler };
    const swallowed = (by: "ignored" | "only-printed", explanation: string): Fate => ({ verdict: "swallowed", by, explanation, checker: span, handler });

    if (acts.includes("runs") || acts.includes("logs")) return checked;
    if (acts.includes("exits")) return extended(leaveShell(afterOf(end), shell.exit, checked), { handler });
    if (acts.includes("breaks")) return checked;
    if (acts.includes("returns")) return hasMore(afterOf(end), "function") || !context.returning ? checked : extended(context.returning, { handler });
    if (acts.includes("continues")) return hasMore(afterOf(end), "loop") ? checked : swallowed("ignored", "the next round comes either way");
    if (handler.sets.some((name) => isReadLater(name, afterOf(end)))) return checked;
    if (handler.fails) {
      const onward = end === last ? fateOfFailure(context, shell) : fateFrom(end, true);
      if (onward.verdict === "checked" || acts.length === 0) return extended(onward, { handler });
    }
    // `X=$(cmd || echo none)`: what it says stands in for the result.
    if (context.captured === "yes" && handler.says && !handler.fails && !hasMore(afterOf(end), "shell")) return checked;
    if (context.output) return context.output;
    if (acts.includes("prints")) return swallowed("only-printed", `the handler on line ${line} only prints, and what follows runs all the same`);
    return swallowed("ignored", `\`||\` on line ${line} throws its failure away`);
  }

  /**
   * By element, the first one from there on along `&&` that makes what stands
   * left of it a condition: `cmd && break`, `cmd && done=1` and a look at `done` later.
   */
  function findDeciders(): (number | undefined)[] {
    const found: (number | undefined)[] = [];
    for (let at = last; at > 0; at--) found[at] = decides(commands[at]!) ? at : operators[at] === "&&" ? found[at + 1] : undefined;
    return found;
  }

  function decides(right: SyntaxNode): boolean {
    const jump = jumpIn(right, scope);
    if (jump === "break" || jump === "continue" || (jump !== undefined && hasMore(afterOf(last), "function"))) return true;
    return describeHandler([right], scope).sets.some((name) => isReadLater(name, afterOf(last)));
  }

  function conditionOf(right: SyntaxNode): Fate {
    const checker = context.text.toScript(right);
    return {
      verdict: "checked",
      by: "condition",
      explanation: `it decides whether what follows in the list on line ${lineOf(checker, analysis)} runs`,
      checker,
    };
  }

  function rightOfAnd(index: number): readonly SyntaxNode[] {
    let end = index;
    while (end < Math.min(last, index + MAX_LOOKAHEAD) && operators[end] === "&&") end++;
    return commands.slice(index + 1, end + 1);
  }
}

/** Elements of a list that are looked at to see what a command left of them guards. */
const MAX_LOOKAHEAD = 20;

/** `a | b`, `! a`, `time a`. */
export function walkPipeline(pipeline: Pipeline, context: Context, shell: Shell, analysis: Analysis): void {
  const { commands, prefixes } = pipeline;
  const isNegated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
  const base: Context = isNegated
    ? {
        ...context,
        onFailure: context.onSuccess,
        onSuccess: context.onFailure,
        exemption: context.exemption ?? { why: "negation", span: context.text.toScript(pipeline), isLate: !shell.options.errexit },
        leftOfAnd: [],
      }
    : context;
  if (commands.length === 1) return walkNode(commands[0]!, { ...base, unit: unitOf(pipeline, context) }, shell, analysis);

  const last = commands.length - 1;
  const status = fateOfFailure(base, shell);
  commands.forEach((command, index) => {
    const counts = index === last || shell.options.pipefail;
    const isExiting = counts && shell.options.errexit && base.exemption === undefined;
    const fate = (isExiting ? undefined : readFromArray(index)) ?? (counts ? status : leftFate(index));
    const inside: Context = {
      ...base,
      isAlone: command.type === "Command",
      onFailure: fate,
      onSuccess: fate,
      leftOfAnd: index === last ? base.leftOfAnd : [],
      following: endOf("shell", context.following),
      unit: unitOf(pipeline, context),
    };
    walkNode(command, inside, subshellOf(shell, fate), analysis);
  });

  /** `${PIPESTATUS[0]}` right after the pipeline. */
  function readFromArray(index: number): Fate | undefined {
    const next = context.following?.nodes[context.following.index];
    if (!next || readsStatus(next) !== "pipeline") return undefined;
    const read = [...context.text.source.slice(next.pos, next.end).matchAll(/PIPESTATUS\[(\d+|@|\*)\]/gi)].map(([, which]) => which);
    if (!read.some((which) => which === "@" || which === "*" || Number(which) === index)) return undefined;
    const checker = context.text.toScript(next);
    return { verdict: "checked", by: "status-test", explanation: `\`PIPESTATUS\` is read on line ${lineOf(checker, analysis)}`, checker };
  }

  /** What becomes of a failure left of a `|` when only the last status counts. */
  function leftFate(index: number): Fate {
    if (index < last && failsOnEmptyInput(commands[last]!, context) && status.verdict !== "unchecked") {
      return { ...status, by: "output-filter", explanation: `the last command of the pipeline fails when nothing comes in, and ${status.explanation}` };
    }
    const name = /^\S{1,30}/.exec(context.text.source.slice(commands[last]!.pos, commands[last]!.end))?.[0] ?? "the last command";
    return { verdict: "unchecked", by: "pipeline", explanation: `only the status of \`${name}\` counts in this pipeline` };
  }
}

/** grep(1) and `jq -e` fail when they find nothing. */
function failsOnEmptyInput(node: SyntaxNode, { text }: Context): boolean {
  if (node.type !== "Command") return false;
  const { name, args } = readInvocation(node, text);
  if (name === "jq") return args.some(({ value }) => /^-[a-zA-Z]*e|^--exit-status/.test(value));
  return ["grep", "egrep", "fgrep", "rg", "ag"].includes(name ?? "") && !args.some(({ value }) => /^-[a-zA-Z]*L|^--files-without-match/.test(value));
}

function listEnd(fate: Fate): Fate {
  if (fate.verdict !== "unchecked" || fate.by === "background") return fate;
  return { ...fate, by: "list-end", explanation: "it skips the rest of its `&&` list, and nothing looks at how the list ended" };
}

function unitOf(node: SyntaxNode, context: Context) {
  return context.unit ?? context.text.toScript(node);
}
