import type { Position } from "unist";
import { descendants, simpleCommands, commandName } from "../parse/bash-tree.ts";
import type { BashScript } from "../parse/bash.ts";
import { remembered, rememberedOf, rememberedOfIn } from "../remembered.ts";
import type { Passage } from "../parse/prose.ts";
import type { Span } from "../source.ts";
import type { Workspace } from "../workspace.ts";
import { findClaimStep } from "./claim.ts";
import { findPhrase, type OwnPhrases, type PhraseName } from "./phrases.ts";
import { boardIn, documentsAt, promptIn, resolvedPaths } from "./lookup.ts";
import { asPrompt, isInPrompt, type Prompt } from "./prompt.ts";
import { findWait, givesLimit } from "./waits.ts";

/** Where a prompt says something, and the words. */
export interface Saying {
  place: Position;
  /** As the session reads it, on one line, shortened. */
  text: string;
}

/**
 * Where a prompt sends its sessions to work that they share: to claim some, or
 * to wait for some. `undefined` where each session is told what is its own.
 */
export const findSharedWork: (prompt: Prompt) => Position | undefined = rememberedOf(
  (prompt) => findClaimStep(prompt) ?? findTold(prompt, (text) => (findPhrase("noWork", text) ? findWait(text) : undefined))?.place,
);

/**
 * Where a prompt has its sessions look for the next piece of work, again and
 * again or the first time: they may find none. `undefined` where each has its own.
 */
export function findQueue(prompt: Prompt, own: OwnPhrases = {}): Position | undefined {
  const search = (text: string) => findSearch(text, own);
  return findSharedWork(prompt) ?? (findTold(prompt, search) ?? findInScripts(prompt, ({ text }) => search(text)))?.place;
}

function findSearch(text: string, own: OwnPhrases): Span | undefined {
  const span = findPhrase("search", text, own);
  return span && !isDenied(text, span) ? span : undefined;
}

/** The first wait in the prose of a prompt, whether it has an end or not. */
export function findProseWait(prompt: Prompt): Saying | undefined {
  return findTold(prompt, findWait);
}

/** Where a prompt says what to do when no work is left. */
export function findNoWork(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  const told = findTold(prompt, (text, { type }) => {
    const span = findPhrase("noWork", text, own);
    return span &&
      ((isCase(text, span) && !/\breturns?\b/i.test(text.slice(0, span.start))) || (type === "heading" && LEFT.test(text)) || isOwn("noWork", text, own))
      ? span
      : undefined;
  });
  return told ?? findInScripts(prompt, findNoWorkInScript(own)) ?? findEmptyResult(prompt);
}

/** The same, or what there is to do that never runs out. */
export function findSpareWork(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findNoWork(prompt, own) ?? findSaying(prompt, "spareWork", own);
}

/** Line by line, as what a script prints stands on one. */
function findNoWorkInScript(own: OwnPhrases): (script: BashScript) => Span | undefined {
  return (script) => {
    for (const { 0: line, index } of withoutCommits(script, withoutGaps(script))
      .slice(0, MAX_TEXT)
      .matchAll(/[^\r\n]+/g)) {
      const span = LEFT.test(line) || isOwn("noWork", line, own) ? findPhrase("noWork", line, own) : undefined;
      if (span) return { start: index + span.start, end: index + span.end };
    }
    return undefined;
  };
}

/** What stands in the message of a commit is told when the work is done. */
function withoutCommits({ tree }: BashScript, text: string): string {
  let blank = text;
  for (const command of simpleCommands(tree)) {
    if (commandName(command) !== "git" || !/\scommit\s/.test(text.slice(command.pos, command.end))) continue;
    blank = blank.slice(0, command.pos) + text.slice(command.pos, command.end).replace(/[^\r\n]/g, " ") + blank.slice(command.end);
  }
  return blank;
}

const LEFT = /\b(?:available|found|left|unclaimed|free|remain\w*|claimed|complete|nothing|none|empty|primary)\b/i;

/** Where somebody is told of what a session cannot solve: in words, or by a script that writes to the blockers file. */
export function findEscalation(prompt: Prompt, { own = {}, blockersFile }: { own?: OwnPhrases; blockersFile: string }): Saying | undefined {
  return findSaying(prompt, "escalation", own) ?? findMention(prompt, blockersFile) ?? findSaying(prompt, "personDecides", own);
}

/** Where a prompt says what comes when all is done, or has its sessions say that they are. */
export function findCompletion(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findWholeCompletion(prompt, own) ?? findSaying(prompt, "completion", own);
}

/** The same, where each session has one job: when it is done it is marked so. */
export function findOwnCompletion(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findCompletion(prompt, own) ?? findSaying(prompt, "ownCompletion", own);
}

/** The same, of all the work: that one session is done says nothing of the others. */
export function findWholeCompletion(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  const told = findTold(prompt, (text) => {
    const span = findPhrase("allComplete", text, own);
    return span && (isCase(text, span) || isOwn("allComplete", text, own)) ? span : undefined;
  });
  return told ?? findSaying(prompt, "wholeCompletion", own);
}

/** Whether the words at `span` are a case that something is done in: «If …», «… → stop», «…: report it»; no mere statement. */
function isCase(text: string, { start, end }: Span): boolean {
  const before = text
    .slice(Math.max(0, start - MAX_CASE), start)
    .split(SENTENCE_END)
    .at(-1)!;
  const within = text.slice(start, end);
  const after = text.slice(end, end + MAX_CASE);
  return (
    CASE.test(before) ||
    CASE.test(within) ||
    /^[^.\n]{0,30}(?:[?→]|->|:(?:\s|$))/.test(after) ||
    // «say «All complete»»
    /\b(?:print|say|echo|report|announce|message|write|post|show)\b[^.\n]{0,20}["“«`']\W{0,4}$/i.test(before)
  );
}

const MAX_CASE = 80;
const SENTENCE_END = /[.!]\s|[\r\n]/;
const CASE = /\b(?:if|when|whenever|once|until|while|unless|else|otherwise|in case|should|after|as soon as)\b|→|->/i;

function isOwn(name: PhraseName, text: string, own: OwnPhrases): boolean {
  return (own[name] ?? []).some((find) => find(text) !== undefined);
}

/** A wait that ends: by words that give it a limit, or a loop that counts. */
export function findBoundedWait(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  const told = findTold(prompt, (text) => {
    const word = WAIT_WORD.exec(text);
    return word && givesLimit(text, own) ? { start: word.index, end: word.index + word[0].length } : undefined;
  });
  return told ?? findInScripts(prompt, findBoundedLoop) ?? findTold(prompt, (text) => toSpan(STUCK_FOR.exec(text)));
}

const WAIT_WORD = /\b(?:wait(?:s|ing)?|poll(?:s|ing)?|retry|retries|re-?check|try again)\b/i;

/** «stuck for more than 15 minutes»: then something else happens. */
const STUCK_FOR =
  /\b(?:stuck|blocked|waiting|no (?:answer|reply|response))(?: for| after)? (?:more than |over |longer than )?>? ?\d{1,3} ?(?:min(?:ute)?s?|h(?:ou)?rs?|[mh])\b/i;

function findBoundedLoop({ tree }: BashScript): Span | undefined {
  const sleep = simpleCommands(tree).find((command) => ["sleep", "timeout"].includes(commandName(command)));
  if (!sleep) return undefined;
  if (commandName(sleep) === "timeout") return { start: sleep.pos, end: sleep.end };
  const loop = descendants(tree).find(({ type, pos, end }) => LOOPS.has(type) && pos <= sleep.pos && sleep.end <= end);
  return loop && { start: sleep.pos, end: sleep.end };
}

const LOOPS: ReadonlySet<string> = new Set(["For", "ArithmeticFor", "While"]);

/** `[ -z "$TASK" ]` behind a search, with a branch of its own. */
function findEmptyResult(prompt: Prompt): Saying | undefined {
  return findInScripts(prompt, ({ text }) => toSpan(/\[\[?\s+-z\s+"?\$\{?\w*/.exec(text)));
}

/** The first place where the blockers file is written to or spoken of; where it is only looked at is none. */
export function findMention(prompt: Prompt, blockersFile: string): Saying | undefined {
  if (blockersFile === "") return undefined;
  const name = blockersFile.slice(blockersFile.lastIndexOf("/") + 1).toLowerCase();
  const find = (text: string): Span | undefined => {
    const at = text.toLowerCase().indexOf(name);
    return at < 0 ? undefined : { start: at, end: at + name.length };
  };
  const told = findTold(prompt, (text) => (/\b(?:no|without|check|read|watch|see|empty|cat)\b/i.test(text) && !WRITES.test(text) ? undefined : find(text)));
  return (
    told ??
    findInScripts(prompt, ({ text, tree }) => {
      const written = simpleCommands(tree).find((command) => {
        const words = text.slice(command.pos, command.end).toLowerCase();
        return words.includes(name) && (/>/.test(words) || ["tee", "git", "printf"].includes(commandName(command)));
      });
      return written ? { start: written.pos, end: written.end } : undefined;
    })
  );
}

const WRITES = /\b(?:writ\w+|log\w*|document\w*|record\w*|create\w*|add\w*|append\w*|report\w*|note|put|update|commit|explain\w*|list)\b/i;

/**
 * The prompt, and what it sends its sessions to: prompts, boards, and other
 * documents that they are told to read. What one of them says need not be said again.
 */
export const readTogether: (prompt: Prompt, workspace: Workspace) => readonly Prompt[] = rememberedOfIn((prompt, workspace) => {
  const uses = new Map<string, boolean>();
  for (const { resolved, use } of workspace.references.get(prompt.document) ?? []) {
    if (resolved !== undefined) uses.set(resolved, uses.get(resolved) === true || use === "read");
  }
  const others = documentsAt(workspace, uses.keys()).flatMap((document) => {
    if (document === prompt.document) return [];
    const known = promptIn(workspace, document);
    return known || boardIn(workspace, document) || uses.get(document.path) ? [known ?? asPrompt(document)] : [];
  });
  return [prompt, ...others];
});

/**
 * Whether a document is a board that another prompt sends its sessions to: what
 * the sessions are told as a whole is to be said there.
 */
export function isLed({ document }: Prompt, workspace: Workspace): boolean {
  return boardIn(workspace, document) !== undefined && ledPaths(workspace).has(document.path);
}

/** Paths to which a prompt for several sessions sends them, those to itself left out. */
const ledPaths: (workspace: Workspace) => ReadonlySet<string> = remembered((workspace) => {
  const leading = workspace.prompts.filter(({ severalSessions }) => severalSessions);
  return new Set(leading.flatMap(({ document }) => [...resolvedPaths(workspace, document)].filter((path) => path !== document.path)));
});

/** What the first of `prompts` that says it says, with the path where it is not the first's own. */
export function findFirst(prompts: readonly Prompt[], find: (prompt: Prompt) => Saying | undefined): (Saying & { path?: string }) | undefined {
  for (const [index, prompt] of prompts.entries()) {
    const saying = find(prompt);
    if (saying) return index === 0 ? saying : { ...saying, path: prompt.document.path };
  }
  return undefined;
}

/** The first place in prose or script where a prompt says what `name` stands for. */
export function findSaying(prompt: Prompt, name: PhraseName, own: OwnPhrases = NO_PHRASES): Saying | undefined {
  const known = sayingsOf(prompt, own);
  if (!known.has(name)) known.set(name, seekSaying(prompt, name, own));
  return known.get(name);
}

const NO_PHRASES: OwnPhrases = {};
const sayingsOf: (prompt: Prompt, own: OwnPhrases) => Map<PhraseName, Saying | undefined> = rememberedOfIn(() => new Map<PhraseName, Saying | undefined>());

function seekSaying(prompt: Prompt, name: PhraseName, own: OwnPhrases): Saying | undefined {
  const find = (text: string) => {
    const span = findPhrase(name, text.slice(0, MAX_TEXT), own);
    return span && !isDenied(text, span) ? span : undefined;
  };
  return findTold(prompt, find) ?? findInScripts(prompt, (script) => find(withoutGaps(script)));
}

/** «Never ask the user», «no blockers»: said not to happen. */
function isDenied(text: string, { start }: Span): boolean {
  const before = text
    .slice(Math.max(0, start - 40), start)
    .split(/[.!?;:,\r\n]/)
    .at(-1)!;
  return /\b(?:never|don['’]?t|do not|not|no|without|zero|instead of|avoid)\b/i.test(before);
}

/** In UTF-16 units: what is read of a passage or script. */
const MAX_TEXT = 20_000;

/** In the prompt itself first, then in what stands around it in its file. */
export function findTold(prompt: Prompt, find: (text: string, passage: Passage) => Span | undefined): Saying | undefined {
  let outside: Saying | undefined;
  for (const passage of prompt.document.passages) {
    if (passage.badExample) continue;
    const isInside = isInPrompt(prompt, passage);
    if (!isInside && outside) continue;
    const span = find(passage.text, passage);
    if (!span) continue;
    const saying = { place: passage.locate(span), text: quote(passage.text, span) };
    if (isInside) return saying;
    outside = saying;
  }
  return outside;
}

export function findInScripts({ document }: Prompt, find: (script: BashScript) => Span | undefined): Saying | undefined {
  for (const script of document.scripts) {
    if (script.badExample) continue;
    const span = find(script);
    if (!span || script.isBadExample({ pos: span.start, end: span.end })) continue;
    return { place: script.place({ pos: span.start, end: span.end }), text: quote(script.text, span) };
  }
  return undefined;
}

/** A session reads comments, too; `# [explicit fallback here]` tells it nothing. */
function withoutGaps({ text, comments }: BashScript): string {
  let filled = text;
  for (const { start, end } of comments.slice(0, MAX_COMMENTS)) {
    if (/^#+\s*\[[^\]]*\]\s*$/.test(text.slice(start, end))) filled = filled.slice(0, start) + " ".repeat(end - start) + filled.slice(end);
  }
  return filled;
}

const MAX_COMMENTS = 500;

function quote(text: string, { start, end }: Span): string {
  const words = text.slice(start, end).replace(/\s+/g, " ").trim();
  return words.length > MAX_QUOTE ? `${words.slice(0, MAX_QUOTE).trim()} …` : words;
}

const MAX_QUOTE = 60;

function toSpan(match: RegExpExecArray | null): Span | undefined {
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}
