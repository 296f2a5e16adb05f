import type { Document } from "../document.ts";
import type { BashScript } from "../parse/bash.ts";
import { firstPassageFrom, passagesAbove, type Passage } from "../parse/prose.ts";
import { scriptSpan } from "../parse/scripts.ts";
import { findLineIndex, type Span } from "../source.ts";
import { remembered } from "../remembered.ts";
import type { CommandVerdict } from "../shell/analyze.ts";

/** A passage beside a script that says what to do when a command of it fails. */
export interface FailureProse {
  passage: Passage;
  /** The commands it speaks of, by the word for them or how they begin; `last` is the one that ran last. */
  subject: readonly string[] | "last" | "all";
}

/**
 * What the prose around a script says about failures in it: below, up to the
 * next script («If the push fails, pull and take the next one»), and for «any
 * command» also right above.
 */
export function findFailureProse(document: Document, script: BashScript): FailureProse[] {
  const own = scriptSpan(script);
  const next = startOfNext(document, own);
  const found: FailureProse[] = [];
  const { passages } = document;
  let below = 0;
  for (let index = firstPassageFrom(passages, own.end); index < passages.length; index++) {
    const passage = passages[index]!;
    if (passage.place.start.offset! >= next) break;
    if (passage.badExample) continue;
    if (++below > MAX_BELOW) break;
    const subject = subjectOf(passage.text);
    // Without a name it has to stand close to the script it speaks of.
    if (subject && (subject !== "last" || (below <= 3 && passage.type !== "heading"))) found.push({ passage, subject });
  }
  for (const passage of passagesAbove(passages, own.start, 2)) {
    if (!passage.badExample && subjectOf(passage.text) === "all") found.push({ passage, subject: "all" });
  }
  return found;
}

/** Where the next script starts that does not stand inside of this one. */
function startOfNext({ scripts }: Document, own: Span): number {
  const starts = startsOf(scripts);
  let next = findLineIndex(starts, own.start) + 1;
  while (next < starts.length && starts[next]! < own.end) next++;
  return starts[next] ?? Infinity;
}

/** They are in reading order. */
const startsOf: (scripts: Document["scripts"]) => readonly number[] = remembered((scripts) => scripts.map((script) => scriptSpan(script).start));

/**
 * Whether the prose covers a command. Prose is read when the script has run: it
 * comes too late for a command that further changes follow in the same script.
 */
export function isCovered(verdict: CommandVerdict, commands: readonly CommandVerdict[], prose: readonly FailureProse[]): boolean {
  if (prose.length === 0) return false;
  // What stands in the words of a command goes with it.
  const whole = commands.filter(({ unit }) => unit.pos === verdict.unit.pos && unit.end === verdict.unit.end);
  return prose.some(({ subject }) => {
    if (subject === "all") return true;
    if (subject !== "last" && !subject.some((word) => whole.some((part) => isNamed(part, word)))) return false;
    return !commands.some(({ effect, statement }) => (effect === "critical" || effect === "other") && statement.pos > verdict.statement.pos);
  });
}

/** Passages below a script that are looked at. */
const MAX_BELOW = 12;
/** UTF-16 units of a passage that are read, and of the clause behind «if». */
const MAX_PASSAGE = 600;
const MAX_CLAUSE = 90;

const CONDITION = /\b(?:if|when|whenever|should|unless|in case of|in case|(?:on|upon)(?= (?:an? |any )?(?:\w+ )?(?:fail|error|conflict|rejec)))\b/gi;
const OUTCOME =
  /\b(?:fail(?:s|ed|ure|ures|ing)?|errors?|rejected|refused|denied|conflicts?|unsuccessful|succeed(?:s|ed)?|successful|does(?:n['’]?t| not) (?:work|succeed|go through)|cannot|can['’]?t|times? out|timed out|aborts?|non-?zero|breaks?)\b/i;
/** «Push rejected: pull first», «merge fails → stop». */
const BARE = /^\W{0,6}(?:git )?([a-z]+)(?: is| was| gets| command)? (?:fails?|failed|rejected|refused|conflicts?)\b/i;

function subjectOf(text: string): FailureProse["subject"] | undefined {
  const start = text.slice(0, MAX_PASSAGE);
  for (const { 0: word, index } of start.matchAll(CONDITION)) {
    const clause = start.slice(index + word.length, index + word.length + MAX_CLAUSE).split(/[.,;!?\n]/, 1)[0]!;
    const outcome = OUTCOME.exec(clause);
    if (!outcome) continue;
    // «On errors» is no clause about a command; «if that fails» with nothing behind it says not what to do.
    const after = start.slice(index + word.length + outcome.index + outcome[0].length);
    if (!/[:,→—-]\s*\S|:\s*$|\w\W+\w/.test(after.slice(0, 60))) continue;
    const subject = readSubject(clause.slice(0, outcome.index), outcome[0]);
    if (subject) return subject;
  }
  const bare = BARE.exec(start);
  const word = bare?.[1]?.toLowerCase();
  return word !== undefined && word in NAMES && start.length > bare![0].length + 3 ? [word] : undefined;
}

/** Who the clause in front of «fails» speaks of. */
function readSubject(clause: string, outcome: string): FailureProse["subject"] | undefined {
  if (/\b(?:any|one|each|every|some|a)(?: \w+){0,3} (?:commands?|steps?)\b|\banything\b|\bany of (?:these|the above|them)\b/i.test(clause)) return "all";
  const words = clause.toLowerCase().match(/[a-z]+/g) ?? [];
  const named = words.map((word) => SYNONYMS[word] ?? word).filter((word) => word in NAMES);
  if (named.length > 0) return named;
  if (/^conflict/i.test(outcome)) return ["merge", "rebase", "pull", "push"];
  if (/^rejected/i.test(outcome) && words.length <= 3) return ["push"];
  if (words.every((word) => FILLERS.includes(word))) return "last";
  // «If `tool sync` exits with an error»: a command that is none of the well-known ones.
  const [line] = /^[a-z][\w./-]*(?: (?!(?:exits?|returns?|is|was|ever|with|still|has)\b)[\w./-]+){0,3}/.exec(clause.trim()) ?? [];
  return line === undefined ? undefined : [line];
}

const FILLERS = [
  "it",
  "this",
  "that",
  "the",
  "command",
  "commands",
  "script",
  "still",
  "also",
  "again",
  "above",
  "is",
  "was",
  "has",
  "there",
  "are",
  "an",
  "of",
  "you",
  "get",
  "see",
  "exit",
  "status",
  "code",
  "returns",
  "with",
  "ever",
  "step",
  "operation",
];

const SYNONYMS: Record<string, string | undefined> = Object.assign(Object.create(null) as object, {
  pushes: "push",
  pushing: "push",
  pulls: "pull",
  pulling: "pull",
  merges: "merge",
  merging: "merge",
  commits: "commit",
  committing: "commit",
  clones: "clone",
  cloning: "clone",
  rebasing: "rebase",
  testing: "test",
  tests: "test",
  builds: "build",
  building: "build",
  compilation: "build",
  compile: "build",
  linting: "lint",
  linter: "lint",
  installation: "install",
  installing: "install",
  deployment: "deploy",
  deploying: "deploy",
  switch: "checkout",
  worktrees: "worktree",
  download: "curl",
  request: "curl",
  fetching: "fetch",
  directory: "cd",
  claim: "push",
  claiming: "push",
});

/** Words of prose, and the commands they name. */
const NAMES: Record<string, RegExp> = Object.assign(Object.create(null) as object, {
  push: /^git push|^(?:docker|npm) p(?:ush|ublish)/,
  pull: /^git pull|^docker pull/,
  fetch: /^git fetch/,
  merge: /^git merge|^gh pr/,
  rebase: /^git (?:rebase|pull)/,
  commit: /^git commit/,
  clone: /^git clone|^gh repo/,
  checkout: /^git (?:checkout|switch)/,
  branch: /^git (?:checkout|switch|branch)/,
  worktree: /^git worktree/,
  stash: /^git stash/,
  test: /test|^jest|^rspec|^cargo|^go |^make|^npm|^tox/,
  build: /build|^make|^npm|^cargo|^go |^docker|^tsc/,
  lint: /lint|^npm|^make/,
  install: /install|^npm|^pip|^apt/,
  deploy: /deploy|^vercel|^netlify|^fly|^kubectl|^helm|^terraform/,
  curl: /^curl|^wget/,
  cd: /^cd\b|^pushd/,
  migration: /migrat|^alembic/,
  ssh: /^ssh/,
  rsync: /^rsync|^scp/,
});

function isNamed({ invocation }: CommandVerdict, word: string): boolean {
  const line = [invocation.name, ...invocation.args.map(({ value }) => value)].join(" ").slice(0, 200);
  const simple = invocation.subcommand === undefined ? line : `${invocation.name} ${invocation.subcommand} ${line}`;
  const pattern = NAMES[word];
  return pattern ? pattern.test(simple) : `${line} `.startsWith(`${word} `);
}
