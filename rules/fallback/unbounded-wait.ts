import type { ArithmeticFor, Command, SyntaxNode, While } from "unbash";
import { z } from "zod";
import { findBoundedWait } from "../../src/model/fallback.ts";
import type { OwnPhrases } from "../../src/model/phrases.ts";
import { findWait, givesLimit } from "../../src/model/waits.ts";
import type { Document } from "../../src/document.ts";
import type { Edit } from "../../src/finding.ts";
import { commandName, descendants, descendantsOfType, simpleCommands } from "../../src/parse/bash-tree.ts";
import type { BashScript } from "../../src/parse/bash.ts";
import type { Passage } from "../../src/parse/prose.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import type { Span } from "../../src/source.ts";

/**
 * When the peer that a session waits for has died, a wait without a limit
 * keeps the session waiting, and nobody hears of it. That the loop can end
 * when the awaited thing comes is no limit. Count the attempts or watch the
 * clock, and say what happens when they run out.
 *
 * ## Bad
 *
 * ````markdown expect=2:1
 * ```bash
 * while true; do
 *   git pull --quiet
 *   [ -f status/review.md ] && break
 *   sleep 60
 * done
 * ```
 * ````
 *
 * ````markdown expect=4:4
 * # Assignment
 *
 * 1. If a task is UNCLAIMED, claim it
 * 2. Else report status and wait
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * for attempt in {1..30}; do
 *   git pull --quiet
 *   [ -f status/review.md ] && break
 *   sleep 60
 * done
 * [ -f status/review.md ] || { echo "BLOCKER: no review after 30 minutes" >> BLOCKERS.md; exit 1; }
 * ```
 * ````
 *
 * ````markdown
 * # Assignment
 *
 * 1. If a task is UNCLAIMED, claim it
 * 2. Else report status and wait 10 minutes, 3 times at most; then write to BLOCKERS.md and stop
 * ````
 */
export default defineRule({
  summary: "A loop or a wait in prose with no limit",
  scope: "any",
  items: [24],
  severity: "error",
  options: z.strictObject({
    waitCommands: z.array(z.string()).default(["sleep", "inotifywait", "fswatch", "wait"]).describe("Simple commands that count as waiting"),
  }),
  messages: {
    endless: "`{{head}}` waits with `{{wait}}` and nothing limits it: expected a number of attempts or a time after which it gives up",
    untilSuccess: "`{{head}}` tries again until it succeeds: expected a number of attempts or a time after which it gives up",
    restart: "`{{command}}` starts the script again each time it fails: expected a number of attempts after which it gives up",
    goBack: "«{{text}}» sends the session round again after `{{wait}}`: expected a number of rounds after which it gives up",
    prose: "«{{text}}» has no limit: expected how long or how often, and what happens then",
    addLimit: "Try 30 times, then go on",
  },
  checkDocument(document, { options, workspace, report }) {
    for (const script of document.scripts) {
      for (const loop of endlessLoops(script)) {
        if (script.isBadExample(loop) || isBounded(loop, script)) continue;
        const wait = [...simpleCommands(loop.body), ...conditionCommands(loop)].find((command) => options.waitCommands.includes(commandName(command)));
        const retried = conditionCommands(loop).find((command) => isAction(command));
        if (!wait && !retried) continue;

        const place = script.place({ pos: loop.pos, end: headEnd(loop) });
        const head = firstLine(script.text.slice(loop.pos, headEnd(loop)));
        const edits = limit(loop, script);
        report(document, {
          place,
          messageId: retried ? "untilSuccess" : "endless",
          data: { head, wait: wait ? commandName(wait) : "" },
          ...(edits && { suggestions: [{ messageId: "addLimit", edits }] }),
        });
      }
      for (const command of simpleCommands(script.tree)) {
        if (!isRestart(command, script) || script.isBadExample(command)) continue;
        report(document, { place: script.place(command), messageId: "restart", data: { command: firstLine(script.text.slice(command.pos, command.end)) } });
      }
      reportGoBack(script);
    }

    // A status report that says that it waits tells nobody to; a README speaks to people.
    const isPrompt = !/readme/i.test(document.path) && workspace.prompts.some((prompt) => prompt.document === document);
    for (const [index, passage] of isPrompt ? document.passages.entries() : []) {
      if (passage.badExample || passage.type === "heading" || isForPerson(passage)) continue;
      const wait = findWait(passage.text);
      if (!wait || isState(passage, wait) || saysLimit(document, index, workspace.settings.phrases) || introducesLoop(document, passage)) continue;
      const clause = clauseAround(passage.text, wait);
      report(document, { place: passage.locate(clause), messageId: "prose", data: { text: passage.text.slice(clause.start, clause.end) } });
    }

    // «sleep 300» and then, in a comment, «go back to STEP 2»: the loop is the session's own.
    function reportGoBack(script: BashScript): void {
      const sleep = simpleCommands(script.tree).find((command) => commandName(command) === "sleep");
      const comment = script.comments.find(({ text }) => GO_BACK.test(text) || ONLY_RETRY.test(text));
      if (!sleep || !comment || comment.start < sleep.pos || script.badExample || givesLimit(script.text, workspace.settings.phrases)) return;
      if (descendants(script.tree).some(({ type, pos, end }) => LOOPS.has(type) && pos <= sleep.pos && sleep.end <= end)) return;
      const place = script.place({ pos: sleep.pos, end: sleep.end });
      report(document, { place, messageId: "goBack", data: { text: comment.text, wait: script.text.slice(sleep.pos, sleep.end) } });
    }
  },
  evidence(prompt, { settings: { phrases } }) {
    if (!prompt.severalSessions) return { state: "skipped", why: "one session works alone" };
    const found = findBoundedWait(prompt, phrases);
    return found
      ? { state: "passed", place: found.place, phrase: `the wait has an end: «${found.text}»` }
      : { state: "skipped", why: "no session is told to wait" };
  },
});

type Loop = While | ArithmeticFor;

const LOOPS = new Set<SyntaxNode["type"]>(["While", "For", "ArithmeticFor", "Select"]);

/** Loops that go on until something outside happens: endless ones, and those that poll or try again. */
function endlessLoops({ tree }: BashScript): Loop[] {
  // What runs in the background keeps nobody waiting.
  const behind = descendantsOfType(tree, "Statement").filter(({ background }) => background);
  const inBackground = ({ pos, end }: SyntaxNode) => behind.some((statement) => statement.pos <= pos && end <= statement.end);
  const endless = descendantsOfType(tree, "ArithmeticFor").filter(({ test }) => test === undefined);
  const readers = (loop: While) => conditionCommands(loop).some((command) => ["read", "getopts", "IFS"].includes(commandName(command)));
  const whiles = descendantsOfType(tree, "While").filter((loop) => !readers(loop));
  return [...endless, ...whiles].filter((loop) => !inBackground(loop));
}

function conditionCommands(loop: Loop): Command[] {
  return loop.type === "While" ? simpleCommands(loop.clause) : [];
}

function headEnd(loop: Loop): number {
  return loop.type === "While" ? loop.clause.end : loop.body.pos;
}

function isConstantCondition(loop: Loop): boolean {
  const names = conditionCommands(loop).map(commandName);
  return names.length === 1 && ["true", ":", "false"].includes(names[0]!);
}

/** The loop as one that tries 30 times, and leaves when its condition says so. */
function limit(loop: Loop, script: BashScript): Edit[] | undefined {
  const head: Edit = { place: script.place({ pos: loop.pos, end: headEnd(loop) }), text: "for attempt in {1..30}" };
  if (loop.type !== "While") return /\bdo\s+$/.test(script.text.slice(loop.pos, loop.body.pos)) ? [{ ...head, text: `${head.text}; do ` }] : undefined;
  if (isConstantCondition(loop)) return [head];
  const [statement, ...others] = loop.clause.commands;
  const condition = statement && script.text.slice(statement.pos, statement.end);
  if (!condition || others.length > 0 || statement.background || /[\r\n]/.test(condition)) return undefined;

  const { start } = script.place({ pos: loop.body.pos, end: loop.body.pos });
  const { source } = script.excerpt;
  const before = source.text.slice(source.lineStarts[start.line - 1], start.offset);
  // On a line of its own the body keeps its indentation, with the marks of the list or quote that it stands in.
  const separator = /^[\s>]*$/.test(before) ? `\n${before}` : "; ";
  return [head, { place: { start, end: start }, text: `${condition} ${loop.kind === "until" ? "&&" : "||"} break${separator}` }];
}

/** A counter, a clock or `timeout` ends it. A `break` when the awaited thing comes is no bound. */
function isBounded(loop: Loop, { tree, text }: BashScript): boolean {
  const around = timeoutsIn(tree).some((command) => command.pos <= loop.pos && loop.end <= command.end);
  const source = withoutComments(text.slice(loop.pos, loop.end));
  if (around || /\b(?:EPOCH)?SECONDS\b|\bdeadline\b|\btimeout\s+(?:-\S+\s+)*\d/.test(source)) return true;
  const condition = text.slice(loop.pos, headEnd(loop));
  if (/\s-(?:lt|le|gt|ge|ne|eq)\s/.test(condition) || (condition.includes("((") && /[<>]|--/.test(condition))) return true;
  // A counter that is both changed and compared in the body, with a way out.
  const changes = /\(\(\s*\+{0,2}\w+\s*(?:\+\+|--|\+=|-=|=)|\(\(\s*(?:\+\+|--)|\blet\s+\W?\w+|=\$\(\(|\bexpr\s|\+=1\b|\$\(\(\s*(?:\w+\+\+|\+\+\w+)/.test(
    source,
  );
  const expressions = source.split("((").slice(1);
  const compares = COMPARISON.test(source) || EQUALS_NUMBER.test(source) || expressions.some((expression) => /^[^)]{0,200}(?:[<>]|[!=]=)/.test(expression));
  const leaves = simpleCommands(loop.body).some((command) => EXITS.has(commandName(command)));
  return changes && compares && leaves;
}

const timeoutsIn = remembered((tree: BashScript["tree"]) => simpleCommands(tree).filter((command) => commandName(command) === "timeout"));

// `[ $? -ne 0 ]` counts nothing.
const COMPARISON = /\s-(?:lt|le|gt|ge|eq)\s/;
/** `[ $n = 5 ]` */
const EQUALS_NUMBER = /\s(?:==?|!=)\s{1,9}["']?\d/;
const EXITS = new Set(["break", "exit", "return", "exec"]);

function withoutComments(script: string): string {
  return script.replace(/(^|[ \t;])#[^\r\n]*/gm, "$1");
}

/** `until git push`: the condition does the work that is tried again, rather than look at something. */
function isAction(command: Command): boolean {
  const name = commandName(command);
  const [first] = command.args;
  if (name === "git") return ["push", "pull", "fetch", "clone", "commit", "merge", "rebase"].includes(first?.type === "Word" ? first.value : "");
  return ["curl", "wget", "ssh", "npm", "make", "docker", "gh", "mkdir", "flock", "ln"].includes(name);
}

/** `exec bash "$0"`, `exec "$0"`: round again with no count. */
function isRestart(command: Command, script: BashScript): boolean {
  const name = commandName(command);
  if (!["exec", "bash", "sh", "source", "."].includes(name)) return false;
  const words = command.args.filter((argument) => argument.type === "Word");
  return words.slice(0, 2).some((word) => /^["']?\$\{?(?:0|BASH_SOURCE\b)/.test(script.text.slice(word.pos, word.end))) && !COMPARISON.test(script.text);
}

/** A comment in place of the retry. */
const ONLY_RETRY = /^\W*(?:then )?(?:re-?try|try again|check again|re-?check)(?: (?:it|here|now))?\W*$/i;
const GO_BACK =
  /\b(?:go|going|jump|return|loop) back to (?:step|the (?:start|top|beginning))|\b(?:repeat|start again|restart) from (?:step|the (?:start|top|beginning))|\bback to step\b/i;

/** Whether the passage or those around it in the same section give the wait an end. */
function saysLimit({ passages }: Document, index: number, own: OwnPhrases): boolean {
  const { section } = passages[index]!;
  const near = passages.slice(Math.max(0, index - 2), index + 5).filter((passage) => passage.section === section);
  return near.some(({ text }) => givesLimit(text, own)) || saysWhatComesLate(passages);
}

const saysWhatComesLate = remembered((passages: readonly Passage[]) => passages.some(({ text, badExample }) => !badExample && WAITED_LONG.test(text)));

/** «Wait 2 hours, then look at its branch»: what happens when nothing comes, wherever that is said. */
const WAITED_LONG =
  /\bwait(?:ing)?(?: for| up to| at most)? \d{1,3} ?(?:h|hours?|m|mins?|minutes?),? (?:and )?then (?!(?:re-?)?(?:check|try|poll|look) again\b|re-?check\b|retry\b)/i;

/** «Standby» alone in a cell is a state, and no order. */
function isState({ type, text }: Passage, { start, end }: Span): boolean {
  return type === "cell" && text.slice(0, start).trim() === "" && text.slice(end).trim() === "";
}

/** «Poll every 60 seconds:» and then the loop that does: what is to be said of it is said of the loop. */
function introducesLoop({ scripts }: Document, { place }: Passage): boolean {
  return scripts.some(({ excerpt, tree, place: placeOf }) => {
    if (excerpt.toOffset(0) < place.end.offset!) return false;
    const lines = placeOf({ pos: 0, end: 0 }).start.line - place.end.line;
    return lines <= MAX_LINES_TO_SCRIPT && descendants(tree).some(({ type }) => LOOPS.has(type));
  });
}

/** A blank line, the fence and the script's first line. */
const MAX_LINES_TO_SCRIPT = 3;

/** The wait with the words around it, as far as they help: «All sessions complete, report status and wait». */
function clauseAround(text: string, { start, end }: Span): Span {
  const lead = text
    .slice(Math.max(0, start - MAX_QUOTE), start)
    .split(CLAUSE_END)
    .at(-1)!;
  const whole = lead.length < MAX_QUOTE ? lead : lead.slice(lead.search(/\s|$/));
  const tail = text
    .slice(end, end + MAX_QUOTE)
    .split(/,/, 1)[0]!
    .split(CLAUSE_END, 1)[0]!;
  return { start: start - whole.trimStart().length, end: tail.length === MAX_QUOTE ? end : end + tail.trimEnd().length };
}

const CLAUSE_END = /[.!?:;]\B|[→(\r\n]/;
const MAX_QUOTE = 60;

/** Monitoring is for a person, who can stop it. */
function isForPerson({ section, text }: Passage): boolean {
  for (let at: Passage["section"] | undefined = section; at; at = at.parent)
    if (/\b(?:monitor\w*|troubleshoot\w*|for (?:humans?|the user|operators?)|human|faq|lessons|what went wrong)\b/i.test(at.title)) return true;
  return /\b(?:human|user|operator|orchestrator can|you can watch)\b/i.test(text);
}

function firstLine(text: string): string {
  return text.split(/\r\n|\r|\n/, 1)[0]!.trim();
}
