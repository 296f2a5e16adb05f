import type { BashScript, BashSpan } from "../parse/bash.ts";
import { analyzeScript, type CommandVerdict } from "./analyze.ts";
import { failsHarmlessly } from "./expected-failures.ts";
import { isQuestion } from "./effects.ts";
import { laterSteps } from "./later-steps.ts";
import { scriptText } from "./text.ts";

/**
 * How a failure is swallowed.
 *
 * - `ignored`: `|| true`, `|| :`
 * - `printed`: `|| echo …`, `echo $?`, and the next step runs all the same
 * - `asked`: `|| echo "Continue anyway?"`, which nobody reads an answer to
 * - `trap`: an ERR trap that only prints
 * - `hidden`: `2>/dev/null`, and nothing looks at the status
 */
type SwallowKind = "ignored" | "printed" | "asked" | "trap" | "hidden";

/** A command that matters, and whose failure the script sees coming and does nothing about. */
export interface Swallowed {
  kind: SwallowKind;
  verdict: CommandVerdict;
  /** The handler, trap or `echo $?`; of `hidden`, the command itself. */
  swallower: BashSpan;
  /** The first command that runs all the same. */
  next: CommandVerdict | undefined;
}

/** In reading order; of the commands that one handler swallows, the last. */
export function findSwallowed(script: BashScript): Swallowed[] {
  if (script.badExample || script.isTranscript) return [];
  const found = new Map<string, Swallowed>();
  for (const verdict of analyzeScript(script).commands) {
    if (verdict.effect !== "critical" && verdict.effect !== "other") continue;
    if (script.isBadExample(verdict.unit) || isValue(verdict) || isQuestion(verdict.invocation, scriptText(script))) continue;
    if (verdict.functions.some((name) => /clean|teardown|finish/i.test(name))) continue;
    const swallowed = verdict.verdict === "swallowed" ? readSwallowed(verdict, script) : readHidden(verdict, script);
    if (!swallowed) continue;
    const key = swallowed.kind === "trap" ? `${swallowed.swallower.pos}` : `${swallowed.swallower.pos} ${swallowed.verdict.statement.pos}`;
    // A trap is the first command's; a handler behind a list is that of its last.
    if (swallowed.kind !== "trap" || !found.has(key)) found.set(key, swallowed);
  }
  return [...found.values()];
}

/** `echo "$(cmd || true)"`: what stands in for the result is nobody's failure. */
function isValue({ isInWord, checker, unit }: CommandVerdict): boolean {
  return isInWord && (checker === undefined || checker.pos < unit.end);
}

function readSwallowed(verdict: CommandVerdict, script: BashScript): Swallowed | undefined {
  const { by, checker, handler, statement, span } = verdict;
  if (!checker || (by !== "ignored" && by !== "only-printed")) return undefined;
  const swallower = handler?.span ?? checker;
  const later = laterSteps(script, verdict.isInWord ? verdict.unit : statement).filter(({ span: own }) => own.pos >= Math.max(span.end, swallower.end));
  const next = later[0];
  const found = (kind: SwallowKind, place: BashSpan): Swallowed => ({ kind, verdict, swallower: place, next });

  if (handler && checker.end <= span.pos) return next && !failsHarmlessly(verdict.invocation) ? found("trap", checker) : undefined;
  const words = script.text.slice(swallower.pos, swallower.end);
  if (by === "only-printed" && handler && asks(words) && !readsAnswer(script, swallower)) return found("asked", swallower);
  if (failsHarmlessly(verdict.invocation)) return undefined;
  // The session reads what is printed last.
  if (by === "only-printed") return next && !saysGoesOn(words) ? found("printed", swallower) : undefined;
  if (!handler || handler.acts.length > 0) return undefined;
  return next || mattersAlone(verdict) ? found("ignored", swallower) : undefined;
}

/** `git pull 2>/dev/null` with nothing behind it: not even the session that reads the output learns of it. */
function readHidden(verdict: CommandVerdict, script: BashScript): Swallowed | undefined {
  const { isSilenced, invocation, by, span, isInWord, statement } = verdict;
  if (verdict.verdict !== "unchecked" || !isSilenced || isInWord || !["overwritten", "last", "loop-round"].includes(by)) return undefined;
  if (invocation.name !== "git" || failsHarmlessly(invocation)) return undefined;
  return { kind: "hidden", verdict, swallower: span, next: laterSteps(script, statement)[0] };
}

/** The words ask the reader whether to go on. */
function asks(words: string): boolean {
  return /\b(?:continue|proceed|go on|retry|overwrite|abort|force|skip)\b[^?\n]{0,40}\?|\((?:y|yes)\/(?:n|no)\)|\[(?:y|yes)\/(?:n|no)\]/i.test(words);
}

function readsAnswer(script: BashScript, { pos }: BashSpan): boolean {
  return analyzeScript(script).commands.some(({ invocation, span }) => invocation.name === "read" && span.pos >= pos);
}

/** `echo "no changes"`, `echo "using the cached list"`: the failure is foreseen, and what comes next takes it into account. */
function saysGoesOn(words: string): boolean {
  return /\b(?:already|nothing|none|no (?:changes?|new|updates?|remote|tests?)|default|without|using|skip\w*|optional|ignor\w+|fall\w* ?back|not installed|non-?(?:fatal|critical)|offline|unchanged|up[- ]to[- ]date|clean|exists|continuing with|later|manual(?:ly)?)\b/i.test(
    words,
  );
}

/** Whether it is a loss also where nothing follows in the script: what others rely on was not done. */
function mattersAlone({ effect, invocation, text }: CommandVerdict): boolean {
  if (effect !== "critical" || invocation.name === "gh") return false;
  return !/\b(?:tests?|spec|pytest|jest|vitest|phpunit|ctest|build|check|typecheck|tsc|compile|install|i|add|ci)\b/.test(text);
}
