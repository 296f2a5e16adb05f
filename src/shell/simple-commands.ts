import type { Command } from "unbash";
import { handlerScope, lineOf, type Analysis } from "./analysis.ts";
import { readInvocation, type Invocation } from "./commands.ts";
import { changesDirectory, effectOf, isQuestion, worstEffect, type Effect } from "./effects.ts";
import { endOf, extended, fateOfFailure, invertedFate, type Context, type Exemption, type Fate, type Shell } from "./fate.ts";
import { describeHandler } from "./handlers.ts";
import { assignmentsOf, commandsIn, substitutionsIn } from "./nodes.ts";
import { DEFAULT_OPTIONS, readOptions } from "./options.ts";
import { findResultTest, firstMention } from "./results.ts";
import { DROPPED, testedOutput, walkSubstitution, walkSubstitutions, type SubstitutionFate } from "./substitutions.ts";
import { quotedScript } from "./text.ts";
import { walkNode } from "./walk.ts";

/** Judges a simple command, and walks what it runs: substitutions, a function, a script in a string. */
export function walkCommand(node: Command, context: Context, shell: Shell, analysis: Analysis): void {
  const span = context.text.toScript(node);
  const invocation = readInvocation(node, context.text);
  const own: Context = { ...context, unit: context.unit ?? span };
  const { name, inner } = invocation;
  if (analysis.foreign.has(node)) return record("exempt", { verdict: "exempt", by: "not-shell", explanation: "it is prose or output, no command" });
  if (isPlaceholder(node, own, analysis))
    return record("exempt", { verdict: "exempt", by: "placeholder", explanation: "the command has still to be filled in" });

  walkWordsOf(node, invocation, own, shell, analysis);
  Object.assign(shell.options, readOptions(invocation, span));
  if (name === "trap") setTrap(invocation, own, shell, analysis);
  if (name === "wait") awaitJobs(invocation, own, shell);

  const called = name !== undefined && invocation.wrappers.length === 0 ? analysis.functions.get(name) : undefined;
  if (called) {
    walkCall(name!, own, shell, analysis);
    const returnsFailure = commandsIn(called.body).some(
      (command) => command.name?.value === "return" && command.suffix.length > 0 && command.args[0]?.text !== "0",
    );
    if (!returnsFailure) return record("exempt", { verdict: "exempt", by: "transparent", explanation: "the commands of the function are judged one by one" });
    return record("other", fateOfCommand("other"));
  }

  const effect = effectHere();
  if (inner) {
    walkInner(invocation, own, shell, analysis);
    // A remote or timed shell can fail on its own; a local one only hands on what its commands do.
    if (name !== "ssh" && !invocation.wrappers.includes("timeout"))
      return record("exempt", { verdict: "exempt", by: "transparent", explanation: "the commands of the script are judged one by one" });
  }
  record(effect, effect === "exempt" ? EXEMPT : fateOfCommand(effect));

  function record(effect: Effect, fate: Fate): void {
    const known = analysis.sites.get(node);
    const site = known ?? {
      node,
      text: context.text,
      invocation,
      effect,
      span,
      unit: own.unit!,
      statement: context.statement,
      isInWord: context.inWord,
      hasErrexit: shell.options.errexit,
      loops: context.loops,
      calls: context.calls,
      judgements: [],
    };
    site.judgements.push({ fate, exemption: shell.options.errexit ? context.exemption : undefined });
    if (!known) analysis.sites.set(node, site);
  }

  function effectHere(): Effect {
    const effect = effectOf(invocation, context.text);
    // A `cd` that only guards the rest of a list in a shell of its own leaves nothing in the wrong place.
    if (!changesDirectory(invocation) || shell.exit === undefined || context.leftOfAnd.length === 0) return effect;
    return worstEffect(context.leftOfAnd.flatMap((right) => commandsIn(right).map((command) => effectOf(readInvocation(command, context.text), context.text))));
  }

  function fateOfCommand(effect: Effect): Fate {
    if (invocation.wrappers.includes("exec")) return fateOfExec(invocation, shell, analysis);
    const fate = fateOfFailure(own, shell);
    if (fate.verdict === "checked") return fate;
    if (fate.verdict === "unchecked" && context.leftOfAnd.length > 0 && isQuestion(invocation, context.text)) {
      return { verdict: "checked", by: "condition", explanation: "its status is the condition for the right of `&&`" };
    }
    if (context.output && !fate.isEnding) return context.output;
    if (context.captured === "to be shown" && effect === "read-only")
      return { verdict: "swallowed", by: "only-printed", explanation: "what it prints is only shown" };
    const test = context.inWord ? undefined : findResultTest(invocation, context.following, context.text);
    if (!test) return fate;
    const checker = context.text.toScript(test);
    return { verdict: "checked", by: "result-test", explanation: `its result is tested on line ${lineOf(checker, analysis)}`, checker };
  }
}

const EXEMPT: Fate = { verdict: "exempt", by: "exempt", explanation: "its failure means nothing" };

/** The substitutions in a command's words, by what bash makes of their status. */
function walkWordsOf(node: Command, invocation: Invocation, context: Context, shell: Shell, analysis: Analysis): void {
  const { name, redirects } = invocation;
  if (name === "[" || name === "test") return walkSubstitutions(node, testedOutput(node, context), context, shell, analysis);

  if (name !== "" && !DECLARING.includes(name ?? "")) {
    const isShown = name === "echo" || name === "printf";
    for (const child of [...node.prefix, ...node.suffix]) {
      // A condition around the command does not reach into its redirections.
      const inside = child.type === "Word" || child.type === "Assignment" ? context : { ...context, exemption: undefined };
      walkSubstitutions(child, { ...DROPPED, isShown }, inside, shell, analysis);
    }
    return;
  }
  const assignments = assignmentsOf(node);
  const last = name === "" ? assignments.findLast((assignment) => substitutionsIn(assignment).length > 0) : undefined;
  for (const assignment of assignments) {
    const substitutions = substitutionsIn(assignment);
    const output = substitutions.length > 0 ? testOfVariable(assignment.name, context, shell, analysis) : undefined;
    substitutions.forEach((substitution, index) => {
      const isLast = assignment === last && index === substitutions.length - 1;
      const fate: SubstitutionFate = { status: isLast ? statusOfAssignment(context, shell) : maskedStatus(name ?? ""), output };
      walkSubstitution(substitution, fate, context, shell, analysis);
    });
  }
  for (const redirect of redirects) walkSubstitutions(redirect, DROPPED, { ...context, exemption: undefined }, shell, analysis);
}

function statusOfAssignment(context: Context, shell: Shell): Fate {
  const fate = fateOfFailure(context, shell);
  return shell.options.errexit && context.exemption === undefined ? extended(fate, { isEnding: true }) : fate;
}

function maskedStatus(name: string): Fate {
  if (name === "") return { verdict: "unchecked", by: "substitution", explanation: "only the status of the last substitution counts in an assignment" };
  return { verdict: "unchecked", by: "declaration", explanation: `\`${name}\` succeeds whatever the substitution returns` };
}

/** The fate of a substitution whose value is kept in a variable. */
function testOfVariable(variable: string, context: Context, shell: Shell, analysis: Analysis): Fate | undefined {
  const mention = firstMention(variable, context.following, context.text);
  // `${X:?}` ends the shell, and in a subshell no more than that.
  if (mention?.use === "demanded" && shell.exit) return shell.exit;
  if (!mention || mention.use === "used" || mention.use === "printed") return undefined;
  const checker = context.text.toScript(mention.node);
  return { verdict: "checked", by: "result-test", explanation: `\`${variable}\` is tested on line ${lineOf(checker, analysis)}`, checker };
}

/** Walks a function's body as this call runs it. */
function walkCall(name: string, context: Context, shell: Shell, analysis: Analysis): void {
  const definition = analysis.functions.get(name)!;
  analysis.called.add(definition);
  if (context.calls.includes(name)) return;
  const fate = fateOfFailure(context, shellAfter(name, context, shell, analysis));
  const exemption: Exemption | undefined = context.exemption && { ...context.exemption, call: name };
  const { errexit, pipefail, inheritErrexit, errtrace } = shell.options;
  const key = [
    definition.pos,
    fate.by,
    exemption?.why,
    errexit,
    pipefail,
    inheritErrexit,
    errtrace,
    shell.errTrap?.by,
    shell.exit?.by,
    context.output?.by,
  ].join();
  if (analysis.walkedCalls.has(key)) return;
  // A later `wait` rewrites the fate of a job, which stands for this call only.
  if (fate.by !== "background" && !switches(name, analysis)) analysis.walkedCalls.add(key);

  const { errTrap } = shell;
  if (!errtrace) shell.errTrap = undefined;
  const inside: Context = {
    ...context,
    onFailure: fate,
    onSuccess: invertedFate(fate, context),
    exemption,
    isAlone: false,
    leftOfAnd: [],
    following: endOf("function", context.following),
    returning: fate,
    calls: [...context.calls, name],
    inWord: false,
    unit: undefined,
  };
  walkNode(definition.body, inside, shell, analysis);
  // A trap that the function sets outlives it; one that it resets was its own.
  shell.errTrap ??= errtrace ? undefined : errTrap;
}

/** Nodes walked to see what one call leaves behind. */
const TRIAL_BUDGET = 1000;

/** The shell as a function leaves it: with the options and traps that count when the call has failed. */
function shellAfter(name: string, context: Context, shell: Shell, analysis: Analysis): Shell {
  if (analysis.isTrial || !switches(name, analysis)) return shell;
  const { errtrace } = shell.options;
  const after: Shell = { ...shell, options: { ...shell.options }, errTrap: errtrace ? shell.errTrap : undefined, jobs: [] };
  const budget = Math.min(TRIAL_BUDGET, analysis.budget);
  const trial: Analysis = { ...analysis, isTrial: true, sites: new Map(), called: new Set(), cleanups: new Set(), walkedCalls: new Set(), budget };
  walkNode(analysis.functions.get(name)!.body, { ...context, unit: undefined, inWord: false }, after, trial);
  analysis.budget -= budget - trial.budget;
  after.errTrap ??= errtrace ? undefined : shell.errTrap;
  return after;
}

/** Whether calling a function, or what it calls, can change the options and traps that decide what a failure does. */
function switches(name: string, analysis: Pick<Analysis, "functions" | "switching">): boolean {
  const { functions, switching } = analysis;
  const known = switching.get(name);
  if (known !== undefined) return known;
  switching.set(name, false);
  const body = functions.get(name)?.body;
  const found = (body ? commandsIn(body) : []).some((command) => {
    const called = command.name?.value ?? "";
    // `set -- …` only sets the arguments.
    if (called === "set") return command.args.some(({ text }) => /^[-+][a-zA-Z]/.test(text));
    return called === "shopt" || called === "trap" || (functions.has(called) && switches(called, analysis));
  });
  switching.set(name, found);
  return found;
}

function walkInner({ inner }: Invocation, context: Context, shell: Shell, analysis: Analysis): void {
  const { tree, text, runs } = inner!;
  const fate = fateOfFailure(context, shell);
  const inside: Context = { ...context, onFailure: fate, onSuccess: invertedFate(fate, context), leftOfAnd: [], isAlone: false, inWord: true, text };
  // The command `eval` fails when what it ran did, as a function does.
  if (runs === "here") return walkNode(tree, inside, shell, analysis);
  const options = { ...DEFAULT_OPTIONS, errexit: runs === "new shell with errexit" };
  const apart: Context = { ...inside, exemption: undefined, output: undefined, returning: undefined, following: endOf("shell", context.following) };
  walkNode(tree, apart, { options, errTrap: undefined, exit: fate, jobs: [] }, analysis);
}

/** `exec` replaces the shell when it can start the program, and otherwise ends it. */
function fateOfExec({ word, args }: Invocation, shell: Shell, { script }: Analysis): Fate {
  const isItself = [word?.value, args[0]?.value].some((value) => value === "$0" || value === "${0}");
  if (isItself && script.origin !== "file" && script.tree.shebang === undefined) {
    return { verdict: "unchecked", by: "pasted", explanation: "`$0` is the shell itself when the script is pasted, and not a script" };
  }
  return shell.exit ?? { verdict: "checked", by: "exec", explanation: "`exec` hands the script's own status over" };
}

function setTrap({ args }: Invocation, context: Context, shell: Shell, analysis: Analysis): void {
  const operands = args.filter(({ value }) => value === "-" || !value.startsWith("-"));
  const [action, ...signals] = operands;
  if (!action) return;
  const inner = quotedScript(context.text, action.word);
  if (signals.some(({ value }) => /^(?:SIG)?(?:EXIT|INT|TERM|HUP|QUIT)$|^0$/i.test(value))) {
    for (const command of inner ? commandsIn(inner.tree) : []) if (command.name) analysis.cleanups.add(command.name.value);
  }
  if (!signals.some(({ value }) => /^(?:SIG)?ERR$/i.test(value))) return;
  const checker = context.text.toScript(action.word);
  const line = lineOf(checker, analysis);
  const handler = inner && describeHandler([inner.tree], { ...handlerScope(context, analysis), text: inner.text });
  if (action.value === "-" || (handler && handler.acts.length === 0)) shell.errTrap = undefined;
  else if (handler?.acts.every((act) => act === "prints")) {
    shell.errTrap = { verdict: "swallowed", by: "only-printed", explanation: `the ERR trap on line ${line} only prints`, checker, handler };
  } else shell.errTrap = { verdict: "checked", by: "trap", explanation: `the ERR trap on line ${line} is in force`, checker, handler };
}

/** `wait PID` and `wait -n` return the status of a job; `wait` alone returns 0. */
function awaitJobs({ args }: Invocation, context: Context, shell: Shell): void {
  if (args.length === 0 || args.every(({ value }) => value === "-f")) return;
  const fate = fateOfFailure(context, shell);
  for (const job of shell.jobs) job.awaited = fate;
  shell.jobs = [];
}

function isPlaceholder({ name }: Command, { text }: Context, { script }: Analysis): boolean {
  if (!name) return false;
  const { pos, end } = text.toScript(name);
  return script.placeholders.some((placeholder) => placeholder.start <= pos && end <= placeholder.end);
}

const DECLARING = ["local", "export", "declare", "readonly", "typeset"];
