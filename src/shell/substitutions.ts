import type { SyntaxNode } from "unbash";
import type { Analysis } from "./analysis.ts";
import { endOf, subshellOf, type Context, type Fate, type Shell } from "./fate.ts";
import { substitutionsIn } from "./nodes.ts";
import { substitutionText, type Substitution } from "./text.ts";
import { walkNode } from "./walk.ts";

/** What becomes of a substitution's status, and who looks at what it prints. */
export interface SubstitutionFate {
  status: Fate;
  output: Fate | undefined;
  /** Its output is only said, by `echo` or `printf`. */
  isShown?: boolean;
}

/** A substitution in a word that something else uses: bash does not ask how it ended. */
export const DROPPED: SubstitutionFate = {
  status: { verdict: "unchecked", by: "substitution", explanation: "bash drops the status of a substitution inside a word" },
  output: undefined,
};

/** Walks the commands inside the substitutions of `node`'s own words. */
export function walkSubstitutions(node: SyntaxNode, fate: SubstitutionFate, context: Context, shell: Shell, analysis: Analysis): void {
  for (const substitution of substitutionsIn(node)) walkSubstitution(substitution, fate, context, shell, analysis);
}

export function walkSubstitution(
  substitution: Substitution,
  { status, output, isShown }: SubstitutionFate,
  context: Context,
  shell: Shell,
  analysis: Analysis,
): void {
  const { script } = substitution;
  if (!script) return;
  const isProcess = substitution.type === "ProcessSubstitution";
  const exit = isProcess ? LOST : status;
  const own = subshellOf(shell, exit);
  // Bash manual 3.7.3: command substitutions clear -e unless in POSIX mode or with inherit_errexit.
  if (!isProcess && !shell.options.inheritErrexit) own.options = { ...own.options, errexit: false };
  const inside: Context = {
    ...context,
    onFailure: exit,
    onSuccess: exit.verdict === "checked" ? exit : NEGATED,
    // A process substitution runs beside the command, whatever that is a condition of.
    exemption: isProcess ? undefined : context.exemption,
    output,
    captured: isShown ? "to be shown" : "yes",
    leftOfAnd: [],
    isAlone: false,
    following: endOf("shell", context.following),
    unit: context.unit ?? context.text.toScript(substitution),
    inWord: true,
    text: substitutionText(context.text, substitution),
  };
  walkNode(script, inside, own, analysis);
}

/** The fate of a substitution whose output a test, `case` or arithmetic looks at. */
export function testedOutput(test: SyntaxNode, { text }: Context): SubstitutionFate {
  const fate: Fate = { verdict: "checked", by: "result-test", explanation: "what it prints is tested", checker: text.toScript(test) };
  return { status: fate, output: fate };
}

const NEGATED: Fate = { verdict: "unchecked", by: "negated", explanation: "`!` turns its failure into a success" };
const LOST: Fate = { verdict: "unchecked", by: "substitution", explanation: "nothing can ask for the status of a process substitution" };
