import type { Position } from "unist";
import type { Document } from "../document.ts";

/** Where a prompt has each session work on a branch of its own; `undefined` where all share one, or nothing is said. */
export function findOwnBranches({ passages, scripts }: Document): Position | undefined {
  for (const { text, badExample, locate } of passages) {
    const match = badExample ? null : OWN_BRANCH.exec(text);
    if (match) return locate({ start: match.index, end: match.index + match[0].length });
  }
  for (const script of scripts) {
    const match = script.badExample ? null : MAKES_BRANCH.exec(script.text);
    if (match) return script.place({ pos: match.index, end: match.index + match[0].length });
  }
  return undefined;
}

/** Whether a document names a branch that all know, in words, in a URL, or as the one that commands switch to or read from. */
export function namesBranch({ passages, scripts, source }: Document): boolean {
  return (
    passages.some(({ text, badExample }) => !badExample && IN_PROSE.some((pattern) => pattern.test(text))) ||
    scripts.some(({ text, badExample }) => !badExample && IN_SCRIPTS.some((pattern) => pattern.test(text))) ||
    URL_BRANCH.test(source.text)
  );
}

const OWN_BRANCH =
  /\b(?:your|its|their|an?) (?:own |separate |new |feature |dedicated |working |session )(?:\w+ )?branch(?:es)?\b|\b(?:each|every|all) (?:\w+ ){1,4}(?:own |separate |different )(?:\w+ )?branch(?:es)?\b|\bone branch (?:per|for each|for every)\b|\bcreate (?:a|the|your) (?:\w+ )?branch\b/i;
const MAKES_BRANCH = /\bgit (?:checkout -[bB]|switch -[cC]|worktree add)\b/;
const IN_PROSE = [
  // «the branch `coordination`», «branch: main»
  /\bbranch(?: is| called| named)?[:,]? ?[`"“*]{1,3}\w|\bbranch(?::| is| called| named) \w/i,
  // «on the branch coordination», «branch team/board»
  /\b(?:on|from|to|in|into) (?:the )?branch \w|\bbranch \w+[-/]\w/i,
  // «the `coordination` branch»
  /\w[`"”] branch\b/i,
  /\b(?:main|master|trunk|develop)(?: branch)?(?=[`.,;:) \n]|$)/,
];
const IN_SCRIPTS = [/\bgit (?:checkout|switch|(?:pull|fetch)(?: --?[\w-]+){0,3} origin) "?\w/, /\borigin\/\w/];
const URL_BRANCH = /https:\/\/[\w.-]{1,60}\/[\w./-]{1,100}\/(?:blob|tree|raw)\/\w/;
