import type { Position } from "unist";
import { descendants, simpleCommands, commandName } from "../parse/bash-tree.ts";
import type { BashScript } from "../parse/bash.ts";
import { toPosition, type Span } from "../source.ts";
import type { Document } from "../document.ts";
import type { Workspace } from "../workspace.ts";
import { findClaimStep } from "./claim.ts";
import { findPhrase, type OwnPhrases, type PhraseName } from "./phrases.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";
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
export function findSharedWork(prompt: Prompt): Position | undefined {
  return findClaimStep(prompt) ?? findTold(prompt, (text) => (findPhrase("noWork", text) ? findWait(text) : undefined))?.place;
}

/** The first wait in the prose of a prompt, whether it has an end or not. */
export function findProseWait(prompt: Prompt): Saying | undefined {
  return findTold(prompt, findWait);
}

/** Where a prompt says what to do when no work is left. */
export function findNoWork(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findSaying(prompt, "noWork", own) ?? findEmptyResult(prompt);
}

/** Where somebody is told of what a session cannot solve: in words, or by a script that writes to the blockers file. */
export function findEscalation(prompt: Prompt, { own = {}, blockersFile }: { own?: OwnPhrases; blockersFile: string }): Saying | undefined {
  return findSaying(prompt, "escalation", own) ?? findMention(prompt, blockersFile);
}

/** Where a prompt says that all is done, or has its sessions say so. */
export function findCompletion(prompt: Prompt, own: OwnPhrases = {}): Saying | undefined {
  return findSaying(prompt, "completion", own);
}

/** A wait that ends: by words that give it a limit, or a loop that counts. */
export function findBoundedWait(prompt: Prompt): Saying | undefined {
  const told = findTold(prompt, (text) => {
    const word = WAIT_WORD.exec(text);
    return word && givesLimit(text) ? { start: word.index, end: word.index + word[0].length } : undefined;
  });
  return told ?? findInScripts(prompt, findBoundedLoop);
}

const WAIT_WORD = /\b(?:wait(?:s|ing)?|poll(?:s|ing)?|retry|retries|re-?check|try again|attempts?|sleep|time-?out)\b/i;

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

const WRITES = /\b(?:writ\w+|log\w*|document\w*|record\w*|create\w*|add\w*|append\w*|report\w*|note|put|update|append|commit|explain\w*|list)\b/i;

/**
 * The prompt, and the prompts and boards that it sends its sessions to: what one of them says need not be said again.
 */
export function readTogether(prompt: Prompt, { prompts, boards, references }: Workspace): Prompt[] {
  const names = new Set((references.get(prompt.document) ?? []).flatMap(({ resolved }) => resolved ?? []));
  const others = prompts.filter(({ document }) => document !== prompt.document && names.has(document.path));
  const known = new Set(others.map(({ document }) => document));
  const pages = boards.filter(({ document }) => document !== prompt.document && names.has(document.path) && !known.has(document));
  return [prompt, ...others, ...pages.map(({ document }) => ({ document, extent: wholeOf(document), severalSessions: true }))];
}

function wholeOf({ source }: Document): Position {
  return toPosition(source, { start: 0, end: source.text.length });
}

/** What the first of `prompts` that says it says, with the path where it is not the first's own. */
export function findFirst(prompts: readonly Prompt[], find: (prompt: Prompt) => Saying | undefined): (Saying & { path?: string }) | undefined {
  for (const [index, prompt] of prompts.entries()) {
    const saying = find(prompt);
    if (saying) return index === 0 ? saying : { ...saying, path: prompt.document.path };
  }
  return undefined;
}

/** The first place in prose or script where a prompt says what `name` stands for. */
export function findSaying(prompt: Prompt, name: PhraseName, own: OwnPhrases = {}): Saying | undefined {
  const find = (text: string) => findPhrase(name, text.slice(0, MAX_TEXT), own);
  return findTold(prompt, find) ?? findInScripts(prompt, (script) => find(withoutGaps(script)));
}

/** In UTF-16 units: what is read of a passage or script. */
const MAX_TEXT = 20_000;

/** In the prompt itself first, then in what stands around it in its file. */
export function findTold(prompt: Prompt, find: (text: string) => Span | undefined): Saying | undefined {
  let outside: Saying | undefined;
  for (const passage of prompt.document.passages) {
    if (passage.badExample) continue;
    const isInside = isInPrompt(prompt, passage);
    if (!isInside && outside) continue;
    const span = find(passage.text);
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
