import type { Position } from "unist";
import type { Document } from "../document.ts";
import type { BashScript } from "../parse/bash.ts";
import { commandName, descendants, simpleCommands } from "../parse/bash-tree.ts";
import { findFailureBranches, handlerScopeOf, type FailureBranch } from "../shell/failure-branches.ts";
import { onlyReports } from "../shell/falls-through.ts";
import { readInvocation } from "../shell/commands.ts";
import { effectOf } from "../shell/effects.ts";
import type { Span } from "../source.ts";
import { commandsIn } from "../shell/nodes.ts";
import { firstLine, shorten } from "../shell/wording.ts";
import { findFailureProse } from "./failure-prose.ts";
import { findInScripts, findMention, findSaying, findTold, type Saying } from "./fallback.ts";
import { findPhrase, type OwnPhrases } from "./phrases.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";
import { saysHarmless, isTolerated } from "./tolerated.ts";
import type { WorkspaceSettings } from "../workspace.ts";

/** A branch that is taken after a failure, in a script or in prose. */
export interface FailureCase {
  /** Of what is done. */
  place: Position;
  /** What is done, on one line. */
  text: string;
}

/**
 * Failure branches that leave no trace: they print, stop, or both. Where a
 * claim was lost and the script goes for another, nothing went wrong.
 */
export function findUnlogged({ document, ...prompt }: Prompt, { blockersFile, phrases }: Pick<WorkspaceSettings, "blockersFile" | "phrases">): FailureCase[] {
  const inScripts = branchesOf(document, phrases).filter(({ branch, script }) => leavesNoTrace(branch, script, blockersFile));
  return [...inScripts.map(toCase), ...findSilentStops({ document, ...prompt })];
}

/** Failure branches that say so and do nothing else: nothing is tried again or put right, and nothing stops. */
export function findUnrecovered({ document }: Prompt, own: OwnPhrases = {}): FailureCase[] {
  return branchesOf(document, own)
    .filter(({ branch, script }) => onlyReports(branch, script) && findFailureProse(document, script).length === 0)
    .map(toCase);
}

/** Where a prompt says, or shows, that errors are written down. */
export function findErrorLog(prompt: Prompt, { blockersFile, phrases }: Pick<WorkspaceSettings, "blockersFile" | "phrases">): Saying | undefined {
  return findMention(prompt, blockersFile) ?? findSaying(prompt, "errorLog", phrases);
}

/** The same, or that a message about them is sent: what is only asked or shown, nobody can read later. */
export function findFailureReport(prompt: Prompt, settings: Pick<WorkspaceSettings, "blockersFile" | "phrases">): Saying | undefined {
  return findErrorLog(prompt, settings) ?? findSaying(prompt, "failureMessage", settings.phrases);
}

/** Where prose says once, for all steps, that errors are written down; a trap in a script says it, too. */
export function findGeneralErrorLog(prompt: Prompt, settings: Pick<WorkspaceSettings, "blockersFile" | "phrases">): Saying | undefined {
  const { scripts, ...rest } = prompt.document;
  const prose: Prompt = { ...prompt, document: { ...rest, scripts: [] } };
  const name = settings.blockersFile.toLowerCase();
  return (
    findErrorLog(prose, settings) ??
    findInScripts({ ...prompt, document: { ...rest, scripts } }, ({ text, tree }) => {
      const trap = simpleCommands(tree).find((command) => commandName(command) === "trap");
      return trap && text.toLowerCase().includes(name) ? { start: trap.pos, end: trap.end } : undefined;
    })
  );
}

/** Where a prompt says, or shows by an `exit 1` in a branch, after what failure a session does not go on. */
export function findStop(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return (
    findSaying({ ...prompt, document: { ...prompt.document, scripts: [] } }, "stop", own) ??
    findInScripts(prompt, (script) => findStopComment(script, own)) ??
    findInScripts(prompt, (script) => {
      const { tree } = script;
      const branches = descendants(tree).filter(({ type }) => type === "If");
      const exit = simpleCommands(tree).find(
        (command) =>
          ["exit", "return"].includes(commandName(command)) &&
          /^[1-9]/.test(script.text.slice(command.pos, command.end).split(/\s+/, 2)[1] ?? "") &&
          branches.some(({ pos, end }) => pos <= command.pos && command.end <= end),
      );
      return exit && { start: exit.pos, end: exit.end };
    })
  );
}

function findStopComment({ comments }: BashScript, own: OwnPhrases): Span | undefined {
  for (const { text, start } of comments) {
    const span = findPhrase("stop", text, own);
    if (span) return { start: start + span.start, end: start + span.end };
  }
  return undefined;
}

/** Where a prompt says or shows what is done when a step fails. */
export function findRecovery(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findSaying(prompt, "recovery", own) ?? findHandled(prompt, own) ?? findSaying(prompt, "failureCase", own) ?? findHeading(prompt, own);
}

function findHeading(prompt: Prompt, own: OwnPhrases): Saying | undefined {
  return findTold(prompt, (text, { type }) => (type === "heading" ? findPhrase("failureHeading", text, own) : undefined));
}

/** A branch of a script that stops, tries again or puts it right. */
function findHandled({ document }: Prompt, own: OwnPhrases): Saying | undefined {
  const handled = branchesOf(document, own).find(({ branch, script }) => !onlyReports(branch, script));
  return handled && toCase(handled);
}

interface BranchInScript {
  branch: FailureBranch;
  script: BashScript;
}

function branchesOf(document: Document, own: OwnPhrases): BranchInScript[] {
  return document.scripts.flatMap((script) =>
    findFailureBranches(script)
      .filter(({ condition, words }) => !isTolerated(document, script, condition) && !saysHarmless(words) && !isNoFailure(words, own))
      .map((branch) => ({ branch, script })),
  );
}

/** Finding nothing to do, or being called the wrong way, is no failure of a step. */
function isNoFailure(words: string, own: OwnPhrases): boolean {
  return /\busage\b/i.test(words) || findPhrase("noWork", words, own) !== undefined;
}

function toCase({ branch: { span }, script }: BranchInScript): FailureCase {
  return { place: script.place(firstLine(span, script)), text: shorten(script.text.slice(span.pos, span.end)) };
}

function leavesNoTrace({ nodes, handler, span, words }: FailureBranch, script: BashScript, blockersFile: string): boolean {
  const { acts, fails, status } = handler;
  if (fails || acts.length === 0 || acts.some((act) => act === "logs" || act === "assigns" || act === "continues")) return false;
  if (script.text.slice(span.pos, span.end).toLowerCase().includes(blockersFile.toLowerCase())) return false;
  if (script.prose.some((prose) => prose.start >= span.pos && prose.start <= span.end)) return false;
  const isLeaving = acts.some((act) => act === "exits" || act === "returns" || act === "breaks");
  // To lose a claim is no error, as long as the script knows where to go on.
  if (isLeaving && (status === 0 || LOST_CLAIM.test(words))) return false;
  return nodes
    .flatMap((node) => commandsIn(node))
    .every((command) => {
      const invocation = readInvocation(command, handlerScopeOf(script).text);
      const { name = "", subcommand = "" } = invocation;
      if (["echo", "printf", "exit", "return", "break", "sleep", "cd", "true", ":"].includes(name)) return true;
      if (name === "git")
        return ["pull", "fetch", "rebase", "merge", "reset", "checkout", "switch", "stash", "clean", "status", "log", "diff"].includes(subcommand);
      return effectOf(invocation, handlerScopeOf(script).text) === "read-only";
    });
}

const LOST_CLAIM = /\b(?:claim(?:ed|s)?|race|conflict|somebody|someone|another|other|taken|lost)\b/i;

/** «If the tests fail, stop.», and nobody hears why. */
function findSilentStops(prompt: Prompt): FailureCase[] {
  return prompt.document.passages.flatMap((passage) => {
    if (passage.badExample || passage.type === "heading" || !isInPrompt(prompt, passage)) return [];
    const text = passage.text.slice(0, MAX_PASSAGE);
    const match = SILENT_STOP.exec(text);
    if (!match || TRACE.test(text)) return [];
    const start = match.index;
    return [{ place: passage.locate({ start, end: start + match[0].trimEnd().length }), text: match[0].replace(/\s+/g, " ").trim() }];
  });
}

const MAX_PASSAGE = 600;
const SILENT_STOP =
  /\b(?:if|when) [^.,:;\n→]{1,50}\b(?:fails?|errors?|rejected|refused)\b[^.,:;\n→]{0,20}[,:→]\s*(?:then )?(?:just |simply |immediately )?(?:stop|exit|abort|quit|give up)\b[^.,;:\n]{0,20}(?=[.!\n]|$)/i;
const TRACE =
  /\b(?:log|write|record|report|tell|note|document|notify|inform|mark|set|update|message|ask|post|say|explain|describe|raise|escalate|blockers?|print|show|output)\b/i;
